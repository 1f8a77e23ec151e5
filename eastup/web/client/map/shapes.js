// All that is drawn on the land: chains, rings, ways, gates, points and the reader's own layers, as shapes of the plane.

import { hub, legs, lengthBetween, measured, rival, routeBetween, stops, verdict } from "../analysis.js";
import { GATES, MAIN_CHAINS, OTHER_CHAINS, POINTS, feature } from "../data.js";
import { geodesicPath } from "../geodesy/geodesic.js";
import { HAS_PASSED, rootOfShare } from "../passed.js";
import { derived, state } from "../state.js";
import { LARGER, SANS, ink } from "../theme.js";
import { clusterColor, ownShown, radiusOf } from "./clusters.js";
import { colorOf } from "./coloring.js";
import { offset, planeLine, planeOf, zoomOf } from "./camera.js";
import { toPlane } from "./frame.js";
import { FARTHEST, outline } from "./forms.js";
import { KINDS, fromZoom, gateFromZoom, isHub, isShown, markOf } from "./marks.js";
import { shownRings } from "./rings.js";
import { Sheets } from "./sheets.js";
import { radiusOfOwn, sizing, widthOfOwn } from "./sizing.js";

/** @typedef {import("./frame.js").Frame} Frame */

/** @param {LonLat[][]} lines @param {Partial<LineShape> & { color: string, width: number }} look @returns {LineShape} */
function line(lines, look) {
  return { type: "line", paths: lines.map(planeLine), alpha: 1, fromZoom: 0, ...look };
}

/** @param {LonLat} at @param {Partial<MarkShape> & { radius: number, color: string, width: number, fill: string | null }} look @returns {MarkShape[]} */
function mark(at, look) {
  const [x, y] = planeOf(at);
  return Number.isFinite(x) && Number.isFinite(y) ? [{ type: "mark", x, y, alpha: 1, rank: 2, fromZoom: 0, ...look }] : [];
}

/** All shapes in the order in which they are painted. @returns {Shape[]} */
export const shapes = derived(() => PARTS.flatMap((part) => part()));

/** @returns {Shape[]} */
function chains() {
  const color = ink();
  return [
    ...(state.hidden.has("second") ? [] : OTHER_CHAINS.map((chain) => line(chain.lines, { color: color.second, width: 1.6, alpha: 0.9, dash: [1, 7], key: chain.key }))),
    ...(state.hidden.has("chain") ? [] : MAIN_CHAINS.flatMap((chain) => [
      line(chain.lines, { color: color.chain, width: 9, alpha: 0.13 }),
      line(chain.lines, { color: color.chain, width: 2.6, alpha: 0.9, key: chain.key }),
    ])),
  ];
}

/** @returns {Shape[]} */
function rings() {
  const { paper, ring: color } = ink();
  return shownRings().flatMap((ring) => [
    line([ring.line], { color: paper, width: 4, alpha: 0.5 }),
    line([ring.line], { color, width: 1.8, ...(ring.free ? { dash: [6, 5] } : {}) }),
    ...(ring.free ? mark(ring.at, { radius: 3, color, width: 1.5, fill: paper }) : []),
  ]);
}

const routes = derived(() => {
  const from = hub();
  return new Map(measured().filter((row) => Number.isFinite(row.length_m)).map((row) => [row.target.key, routeBetween(from, row.target)]));
});

/** The ways from the hub that is compared. */
const rivalRoutes = derived(() => {
  const other = rival();
  return other ? measured().map((row) => routeBetween(other, row.target)) : [];
});

const nearestRoutes = derived(() => verdict().now.nearest.map((row) => (row.hub ? routeBetween(row.hub, row.target) : [])));

/** The ways that are drawn. @returns {LonLat[][]} */
export const wayLines = derived(() => (state.tab === "case" ? nearestRoutes() : state.tab === "way" || state.hidden.has("ray") ? [] : [...routes().values(), ...rivalRoutes()]));

/** The ways from the hub to every target, or those of the nearest hubs, in another colour where they have changed. @returns {Shape[]} */
function ways() {
  const color = ink();
  if (state.tab === "case") {
    const { now, before } = verdict();
    return now.nearest.flatMap((row, j) => {
      if (!row.hub) return [];
      const changed = row.hub !== before.nearest[j].hub || row.length_m > before.nearest[j].length_m + 1;
      return [line([nearestRoutes()[j]], { color: changed ? color.changed : color.ray, width: changed ? 2.6 : 1.5, alpha: changed ? 1 : 0.7 })];
    });
  }
  if (state.tab === "way") return [];
  const shown = state.hidden.has("ray") ? [] : measured().filter((row) => Number.isFinite(row.length_m));
  const second = rival(), shorter = new Set(second ? shown.filter((row) => !(lengthBetween(second, row.target) < row.length_m)) : shown.slice(0, 1)); // what stands out of the fan
  const rays = shown.map((row) => line([routes().get(row.target.key) || []], { color: color.ray, ...weightOf(shorter.has(row), second) }));
  const lit = shown.find((row) => row.target.key === state.lit);
  if (lit) rays.push(line([routes().get(lit.target.key) || []], { color: color.gate, width: 3 }));
  const other = second && !state.hidden.has("ray") ? measured().map((row, i) => line([rivalRoutes()[i]], { color: color.changed, ...weightOf(lengthBetween(second, row.target) < row.length_m, second) })) : [];
  rays.unshift(...other);
  return [...rays, ...(second ? mark(second.at, { radius: 9, color: color.changed, width: 2.5, fill: null }) : []), ...mark(hub().at, { radius: 9, color: color.ray, width: 2.5, fill: null })];
}

/** How strongly a way of a fan is drawn: the shortest, or of two hubs' ways to a place the shorter. @param {boolean} matters @param {Feature | null} second */
function weightOf(matters, second) {
  if (second) return matters ? { width: 1.7, alpha: 0.9 } : { width: 0.7, alpha: 0.3 };
  return matters ? { width: 2.2, alpha: 0.95 } : { width: 0.9, alpha: 0.5 };
}

const LEAST_WIDTH = 1, MORE_WIDTH = 15; // of a gate that was never passed, and of the one that was most

/** Gates; as thick as they were passed often where that is known. @returns {Shape[]} */
function gates() {
  if (state.hidden.has("gate")) return [];
  const color = ink();
  return GATES.flatMap((gate) => {
    const closed = state.closed.has(gate.id), look = closed ? color.closed : color.gate, { key } = gate, fromZoom = gateFromZoom(gate);
    const width = closed ? 5 : HAS_PASSED ? LEAST_WIDTH + MORE_WIDTH * rootOfShare(gate.id) : 3.2;
    return [
      line(gate.lines, { color: color.paper, width: width + 3, alpha: 0.7, cap: "butt", fromZoom }),
      line(gate.lines, { color: look, width, cap: "butt", key, fromZoom }),
      ...mark(gate.at, { radius: 2.6, color: color.paper, width: 1, fill: look, key, rank: 1, fromZoom }),
    ];
  });
}

const byKind = [...POINTS].sort((a, b) => KINDS.indexOf(b.kind || "place") - KINDS.indexOf(a.kind || "place"));

/** @returns {Shape[]} */
function points() {
  return byKind.filter(isShown).flatMap((point) => {
    const kind = point.kind || "place", hubby = isHub(point);
    return mark(point.at, { ...markOf(kind), key: point.key, rank: hubby ? 0 : 2, alpha: state.off.has(point.key) ? 0.25 : 1, fromZoom: hubby ? 0 : fromZoom(point) });
  });
}

/** @returns {Shape[]} */
function ownLayers() {
  const { paper } = ink(), alpha = state.opacity / 100;
  const bySize = (/** @type {Feature} */ a, /** @type {Feature} */ b) => radiusOfOwn(b) - radiusOfOwn(a);
  return ownShown().flatMap(({ shown, clusters }) => [
    ...(sizing() ? [...shown].sort(bySize) : shown).flatMap((/** @returns {Shape[]} */ (each) => {
      const { key } = each, color = colorOf(each);
      if (each.type === "Point") return mark(each.at, { radius: radiusOfOwn(each), color: paper, width: 1.2, fill: color, alpha, key, rank: isHub(each) ? 0 : 1 });
      return [line(each.lines, each.type === "Polygon" ? { color, width: 1.2, fill: `${color}26`, alpha, key } : { color, width: widthOfOwn(each), alpha, key })];
    })),
    ...clusters.map((one) => (/** @type {MarkShape} */ ({ type: "mark", x: one.x, y: one.y, radius: radiusOf(one), color: paper, width: 1.5, fill: clusterColor(one), alpha: 0.9 * alpha, rank: 1, fromZoom: 0, text: String(one.members.length) }))),
  ]);
}

/** A ring about what the card is about. @returns {Shape[]} */
function chosen() {
  const about = feature(state.card), { ink: color, paper } = ink();
  if (!about) return [];
  return [...mark(about.at, { radius: 8.5, color: paper, width: 3.5, fill: null }), ...mark(about.at, { radius: 8.5, color, width: 1.6, fill: null })];
}

/** The reader's own way, by sea where ships can go and the mode is that. */
export const legLines = derived(() => legs().map(({ from, to, sea_m }) => (state.mode === "sea" && Number.isFinite(sea_m) ? routeBetween(from, to) : geodesicPath(from.at, to.at, 100_000))));

/** @returns {Shape[]} */
function measure() {
  const { ink: color, paper } = ink();
  return [
    ...legLines().map((each) => line([each], { color, width: 2, dash: [6, 4] })),
    ...stops().flatMap((stop) => mark(stop.at, { radius: 4, color, width: 2, fill: paper })),
  ];
}

/** Each is made anew only when something that it shows has changed. */
const PARTS = [chains, rings, ways, gates, points, ownLayers, chosen, measure].map((part) => derived(part));

/** How large marks of a picture seem to who looks at a wall. @param {Frame} frame */
export function apparentZoom(frame) {
  return zoomOf(frame.camera.scale) - Math.log2(LARGER);
}

/** Draw all shapes on a picture. @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
export function paintShapes(ctx, frame) {
  const zoom = apparentZoom(frame), { ratio } = frame, shown = shapes().filter((shape) => zoom >= shape.fromZoom && (shape.type === "line" || isNear(frame, shape)));
  const keys = shown.map((shape) => (shape.type === "mark" ? keyOfLook(shape, ratio) : ""));
  signs.draw(new Map(shown.flatMap((shape, i) => (shape.type === "mark" ? [[keys[i], signOf(shape, ratio)]] : []))));
  shown.forEach((shape, i) => {
    ctx.globalAlpha = shape.alpha;
    if (shape.type === "mark") paintMark(ctx, frame, shape, keys[i]);
    else paintLine(ctx, frame, shape);
  });
  ctx.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {LineShape} shape */
function paintLine(ctx, frame, shape) {
  const { scale } = frame.camera, dash = (shape.dash || []).map((px) => px * LARGER / scale), path = pathOf(shape.paths);
  toPlane(ctx, frame);
  ctx.lineJoin = "round";
  ctx.lineCap = shape.cap || "round";
  ctx.lineWidth = shape.width * LARGER / scale;
  ctx.setLineDash(dash);
  if (shape.fill) {
    ctx.fillStyle = shape.fill;
    ctx.fill(path, "evenodd");
  }
  ctx.strokeStyle = shape.color;
  ctx.stroke(path);
  ctx.setLineDash([]);
}

/** Whether a mark is in a picture, or close by. @param {Frame} frame @param {MarkShape} shape */
function isNear(frame, shape) {
  const [left, top] = markOn(frame, shape);
  return left > -FAR_PX && top > -FAR_PX && left < 2 * frame.half[0] + FAR_PX && top < 2 * frame.half[1] + FAR_PX;
}

/** Draw a mark from its picture: of one look there may be thousands. @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {MarkShape} shape @param {string} key */
function paintMark(ctx, frame, shape, key) {
  const { ratio } = frame, [left, top] = markOn(frame, shape), half = halfOf(shape, ratio);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  signs.put(ctx, key, Math.round(left * ratio - half), Math.round(top * ratio - half));
}

/** Black or white, whichever is better seen on a colour. @param {string} hex */
function onColor(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#13202b" : "#ffffff";
}

const FAR_PX = 50;
const signs = new Sheets();

/** @param {MarkShape} shape @param {number} ratio */
const keyOfLook = ({ form, radius, width, fill, color, text }, ratio) => `${form} ${radius} ${width} ${fill} ${color} ${ratio} ${text}`;

/** Half the size of a mark's picture. @param {MarkShape} shape @param {number} ratio */
const halfOf = ({ radius, width }, ratio) => Math.ceil((radius * FARTHEST + width) * LARGER * ratio) + 1;

/** The picture of a mark. @param {MarkShape} shape @param {number} ratio @returns {import("./sheets.js").Wanted} */
function signOf(shape, ratio) {
  const half = halfOf(shape, ratio);
  return {
    width: 2 * half, height: 2 * half,
    draw: (ctx, left, top) => {
      ctx.setTransform(LARGER * ratio, 0, 0, LARGER * ratio, left + half, top + half);
      drawMark(ctx, shape);
    },
  };
}

/** @param {CanvasRenderingContext2D} ctx @param {MarkShape} shape */
function drawMark(ctx, { form = "round", radius, width, fill, color, text = "" }) {
  const path = new Path2D(outline(form, radius));
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill(path);
  }
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.stroke(path);
  if (text) {
    ctx.fillStyle = onColor(fill || color);
    ctx.font = `600 ${text.length > 3 ? 8 : 10}px ${SANS}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text, 0, 0.5);
  }
}

const SEAM_M = 1.2e7; // a longer step leaps over the edge of the plane

/** Paths of lines, kept as long as the first of them is. @type {WeakMap<Float64Array, Path2D>} */
const kept = new WeakMap();

/** @param {Float64Array[]} lines */
function pathOf(lines) {
  let path = lines.length ? kept.get(lines[0]) : undefined;
  if (path) return path;
  path = new Path2D();
  for (const xy of lines) {
    for (let i = 0; i < xy.length; i += 2) {
      if (i && Math.abs(xy[i] - xy[i - 2]) + Math.abs(xy[i + 1] - xy[i - 1]) < SEAM_M) path.lineTo(xy[i], xy[i + 1]);
      else path.moveTo(xy[i], xy[i + 1]);
    }
  }
  if (lines.length) kept.set(lines[0], path);
  return path;
}

/** Where a mark stands on a picture. @param {Frame} frame @param {MarkShape} shape @returns {Pair} */
export function markOn(frame, shape) {
  const [right, down] = offset(frame.camera, shape.x, shape.y);
  return [frame.half[0] + right, frame.half[1] + down];
}
