// Names, set upright and placed so that none covers another or a mark. While the page turns each keeps its side of its
// mark; when it comes to rest they are placed anew, and those that come or go fade.

import { every, isStill } from "../dom.js";
import { LARGER, theme } from "../theme.js";
import { Boxes } from "./boxes.js";
import { onFrame } from "./frame.js";
import { labels, obstacles } from "./labels.js";
import { apparentZoom } from "./shapes.js";
import { LOOKS, MARGIN_PX, fontsRead, signOf, signs, widthOf, writeSigns } from "./signs.js";

/** @typedef {import("./frame.js").Frame} Frame */
/** @typedef {{ label: Label, side: number[], alpha: number, goal: number }} Shown */
/** @typedef {Map<string, Shown>} Placed By the id of the name. */

// Where a name may stand: to the sides of its mark, or askew above and below it; that of a sea or of land, which has none, in halves of its width and in its heights.
const SIDES = [[1, 0], [-1, 0], [0.8, -0.8], [0.8, 0.8], [-0.8, -0.8], [-0.8, 0.8], [0, -1], [0, 1], [0, -1, 0.5], [0, -1, -0.5], [0, 1, 0.5], [0, 1, -0.5]];
const SEA_SIDES = [[0, 0], [0, 1.2], [0, -1.2], [0.5, 0], [-0.5, 0], [0.5, 1.2], [-0.5, 1.2], [0.5, -1.2], [-0.5, -1.2], [1, 0], [-1, 0], [0, 2.4], [0, -2.4]];
const LAND_SIDES = [...SEA_SIDES.slice(0, 9), [0, 2.4], [0, -2.4], [0.5, 3], [-0.5, 3], [0.5, -3], [-0.5, -3]]; // a country is named on its land, or close by
/** @type {LabelStyle[]} */
const RANK = ["reach", "ring", "user", "sea", "hub", "land", "capital", "strait", "island", "city", "base"];
const WIDE = new Set(["sea", "land", "island"]); // names of what has no mark
const MINOR = new Set(["city", "base"]);
/** Whether a name stands on what it names, and not beside a mark. @param {Label} label */
const isWide = (label) => WIDE.has(label.style) && !label.radius;
/** Whether a name is left out rather than that it covers a mark: that of an island that is a dot has nowhere else to stand. @param {Label} label */
const isMinor = (label) => MINOR.has(label.style) || (label.style === "island" && !label.radius);
/** What it costs to leave out a name in sight. @type {Record<string, number>} */
const COST = { hub: 1000, land: 1 };
const MOST_COVERED = 5; // lesser marks under the name of a hub or a strait
const APART_PX = 4 * LARGER; // between names on one line
const NEAR_PX = 14, NEAR_LAND = 1.2; // how far above or below its land a name may stand, beside how large it is drawn
const EDGE_PX = 4, FAR_PX = 1000; // beyond which no name of a place reaches into the map
const FADE_MS = 220;
const MOST_LABELS = 250; // of those in sight: more have no room, and to look for it takes long

/** @type {Placed} */
let shown = new Map();
let opened = false;
/** All that their places follow from. @type {unknown[]} */
let placedBy = [];
/** The theme in which they were placed last: to write them in another takes as long as to draw the land in it. */
let worn = theme();

/** Place the names anew; those that come or go fade. @param {Frame} frame @param {(step: () => boolean) => void} animate Calls a step at each frame until it answers true. */
export function placeNames(frame, animate) {
  worn = theme();
  const before = shown, still = isStill() || !opened, taken = overlays(), { camera, half } = frame;
  const by = [labels(), obstacles(), fontsRead(), String(taken), camera.x, camera.y, camera.scale, camera.up_deg, ...half];
  if (opened && by.every((each, i) => each === placedBy[i])) return; // such as when only colours have changed
  placedBy = by;
  opened = true;
  shown = arrange(frame, before, taken);
  for (const [id, old] of before) if (!shown.has(id) && old.alpha > 0.05) shown.set(id, { ...old, goal: 0 });
  const entries = [...shown.values()], from = entries.map((entry) => entry.alpha), began = performance.now(), mine = shown;
  const step = () => {
    const part = still ? 1 : Math.min(1, (performance.now() - began) / FADE_MS);
    entries.forEach((entry, i) => { entry.alpha = from[i] + (entry.goal - from[i]) * part; });
    if (part === 1) for (const [id, entry] of mine) if (entry.goal === 0) mine.delete(id);
    return part === 1 || mine !== shown;
  };
  if (!step()) animate(step);
}

/** What stands over the map: names keep off it. @returns {Box[]} */
function overlays() {
  const map = every("#map")[0].getBoundingClientRect();
  return every("#dial, #turn .sides, #tools, #pointer, #scale, #legend-box, #card").map((element) => {
    const box = element.getBoundingClientRect();
    return [box.left - map.left, box.top - map.top, box.right - map.left, box.bottom - map.top];
  });
}

/** Place the names so that fewest hubs miss theirs, then fewest countries, and then off lesser marks. @param {Frame} frame @param {Placed} before @param {Box[]} taken @returns {Placed} */
export function arrange(frame, before, taken) {
  let best = attempt(frame, before, taken, true, new Set()), first = best.missed;
  for (let tries = 3; tries && best.missed.size; tries--) {
    const other = attempt(frame, before, taken, tries > 1, first);
    if (other.cost < best.cost) best = other;
    first = tries > 2 ? new Set([...first, ...other.missed]) : new Set();
  }
  return best.placed;
}

/**
 * Give each name, some first and then the first in rank, a free side of its mark; `missed` are the hubs and countries
 * in sight that find none, and `cost` is how many of them, a hub for more than all countries.
 * @param {Frame} frame @param {Placed} before @param {Box[]} overlaid @param {boolean} careful @param {Set<string>} first
 */
function attempt(frame, before, overlaid, careful, first) {
  const [right, bottom] = [2 * frame.half[0] - EDGE_PX, 2 * frame.half[1] - EDGE_PX], zoom = apparentZoom(frame);
  const taken = new Boxes(), lesser = new Boxes();
  /** @type {Placed} */
  const placed = new Map();
  /** @type {Set<string>} */
  const missed = new Set();
  let cost = 0;
  for (const box of overlaid) taken.add(box);
  for (const mark of obstacles()) {
    const [x, y] = onFrame(frame, mark.at), r = mark.radius * LARGER;
    if (zoom >= mark.fromZoom && Number.isFinite(x + y) && Math.abs(x) + Math.abs(y) < 1e5) (mark.lesser ? lesser : taken).add([x - r, y - r, x + r, y + r]);
  }
  let tried = 0;
  for (const label of ranked(first)) {
    const [x, y] = onFrame(frame, label.at), old = before.get(label.id), { style } = label;
    if (zoom < label.fromZoom || !(x > -FAR_PX && y > -FAR_PX && x < right + FAR_PX && y < bottom + FAR_PX)) continue;
    if (style === "user" && ++tried > MOST_LABELS) continue;
    const sides = style === "sea" ? SEA_SIDES : isWide(label) ? LAND_SIDES : old ? [old.side, ...SIDES] : SIDES;
    const off_px = NEAR_PX * LARGER + reachOf(label, frame), free = sides.filter((side) => {
      const box = boxOf(label, x, y, side);
      return Math.max(box[1] - y, y - box[3]) <= off_px && box[0] >= EDGE_PX && box[1] >= EDGE_PX && box[2] <= right && box[3] <= bottom && !taken.hits(box);
    });
    const covered = free.map((side) => lesser.count(boxOf(label, x, y, side))), bearable = isMinor(label) ? 0 : MOST_COVERED;
    const least = careful || style !== "hub" ? Math.min(...covered) : covered.find((count) => count <= bearable) ?? Infinity;
    if (least > bearable) { // or none is free
      const isOpen = style !== "land" || !overlaid.some((box) => x > box[0] && x < box[2] && y > box[1] && y < box[3]);
      if (style in COST && isOpen && x > EDGE_PX && x < right && y > EDGE_PX && y < bottom) {
        missed.add(label.id);
        cost += COST[style];
      }
      continue;
    }
    const side = free[covered.indexOf(least)]; // better on a lesser mark than not at all
    const [x0, y0, x1, y1] = boxOf(label, x, y, side);
    taken.add([x0 - APART_PX, y0, x1 + APART_PX, y1]);
    placed.set(label.id, { label, side, alpha: old ? old.alpha : 0, goal: 1 });
  }
  return { placed, missed, cost };
}

/** How far from its point the name of a land may stand, so that it is not read as that of another; any other is beside its mark. @param {Label} label @param {Frame} frame */
function reachOf({ land_km = Infinity }, frame) {
  return NEAR_LAND * land_km * 1000 * frame.camera.scale;
}

/** @param {Set<string>} first */
function ranked(first) {
  const sorted = [...labels()].sort((a, b) => RANK.indexOf(a.style) - RANK.indexOf(b.style) || a.order - b.order);
  return [...sorted.filter((label) => first.has(label.id)), ...sorted.filter((label) => !first.has(label.id))];
}

/** The box of a name that stands on one side of its mark. @param {Label} label @param {number} x @param {number} y @param {number[]} side @returns {Box} */
export function boxOf(label, x, y, side) {
  const width = widthOf(label), { height } = LOOKS[label.style], gap = (label.radius + 4) * LARGER, wide = isWide(label);
  const cx = x + (wide ? side[0] * width / 2 : side[0] * gap + (side[2] ?? Math.sign(side[0])) * width / 2);
  const cy = y + (wide ? side[1] * height : side[1] * (gap + height / 2));
  return [cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2];
}

/** Where the names stand that are shown. @param {Frame} frame */
export function nameBoxes(frame) {
  return [...shown.values()].filter((entry) => entry.goal).map(({ label, side }) => ({ id: label.id, key: label.key, box: boxOf(label, ...onFrame(frame, label.at), side) }));
}

/** Draw the names that are shown. @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Placed} [placed] */
export function paintNames(ctx, frame, placed = shown) {
  const { ratio } = frame, whole = placed !== shown, look = whole ? theme() : worn;
  writeSigns([...placed.values()].map(({ label }) => label), ratio, look);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  for (const { label, side, alpha } of placed.values()) {
    if (!whole && alpha <= 0) continue;
    const box = boxOf(label, ...onFrame(frame, label.at), side);
    ctx.globalAlpha = whole ? 1 : alpha;
    signs.put(ctx, signOf(label, ratio, look), Math.round((box[0] - MARGIN_PX) * ratio), Math.round((box[1] - MARGIN_PX) * ratio));
  }
  ctx.globalAlpha = 1;
}
