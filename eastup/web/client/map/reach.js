// What ships reach from the hub in some hours, or within the ring: areas of the sea with an edge where the way by sea is that
// long. They are painted below the land, which so cuts them at the coast.

import { hub } from "../analysis.js";
import { withUnit } from "../format.js";
import { geodesicEnd } from "../geodesy/geodesic.js";
import { reachOf } from "../sea/sea.js";
import { derived, speed_kn, state } from "../state.js";
import { LARGER, ink } from "../theme.js";
import { say } from "../words.js";
import { PLANE, planeOf } from "./camera.js";
import { contours } from "./contour.js";
import { toPlane } from "./frame.js";
import { finer, overland, roughCells } from "./refine.js";

/** @typedef {{ km: number, text: string, hours: number }} Level */
/** @typedef {Level & { loops: Float64Array[] }} Area */

const POINTS = 71, MOST_GRIDS = 12; // a side of the grid, which is made finer where it must be: see refine.js
const OVERLAND = 3; // points of it that a line goes on under a coast
const LIMITS_KM = [250, 500, 800, 1200, 1800, 2700, 4000, 6000, 9000, 12000];
const MOST_KM = LIMITS_KM[LIMITS_KM.length - 1], KM_PER_NMI = 1.852, MARGIN = 1.08;

/** How far ships, or aircraft, come in the hours that are chosen, the farthest first. */
export const hourLevels = derived(() => [...state.hours].sort((a, b) => b - a).map((hours) => ({ hours, km: hours * speed_kn() * KM_PER_NMI, text: say("hoursShort", String(hours)) })));

/** @returns {Level[]} */
const levels = () => [...hourLevels(), ...(state.ring_km && !state.hidden.has("rings") ? [{ km: state.ring_km, text: withUnit(state.ring_km * 1000), hours: 0 }] : [])];

/** A square grid of the plane: its lower left corner, its step, and its points as [lon, lat, lon, lat, ...]. @typedef {{ x: number, y: number, step: number, points: Float64Array }} Grid */

/** Grids about places that hold all within a distance, by both. @type {Map<string, Grid>} */
const grids = new Map();

/** @param {LonLat} at @param {number} limit_km @returns {Grid} */
function gridAbout(at, limit_km) {
  const key = `${at} ${limit_km}`, known = grids.get(key);
  if (known) return known;
  if (grids.size > MOST_GRIDS) grids.clear();
  const [x, y] = planeOf(at);
  const edge = [0, 45, 90, 135, 180, 225, 270, 315].map((azimuth) => PLANE.forward(...pairOf(geodesicEnd(at[0], at[1], azimuth, limit_km * 1000))));
  const half = Math.min(1.03 * Math.max(...edge.map(([a, b]) => Math.hypot(a - x, b - y)).filter(Number.isFinite)), 1.5e7), step = 2 * half / (POINTS - 1);
  const points = lonlats(POINTS * POINTS, (n) => [x - half + (n % POINTS) * step, y - half + Math.floor(n / POINTS) * step]);
  const made = { x: x - half, y: y - half, step, points };
  grids.set(key, made);
  return made;
}

/** Points of the plane as [lon, lat, lon, lat, ...]. @param {number} count @param {(n: number) => Pair} place */
function lonlats(count, place) {
  const points = new Float64Array(2 * count);
  for (let n = 0; n < count; n++) {
    const [lon, lat] = PLANE.inverse(...place(n)), there = Number.isFinite(lon + lat);
    points[2 * n] = there ? lon : 0; // a point of Africa: no ship reaches it
    points[2 * n + 1] = there ? lat : 20;
  }
  return points;
}

/** @param {LonLat} at @returns {Pair} */
const pairOf = ([lon, lat]) => [lon, lat];

/** What a coarse field says of a level: its loops there, what a finer grid is to be asked, and the loops that follow from that. @typedef {{ coarse: () => Float64Array[], points: (() => Float64Array) | null, fine: (answer: Float32Array) => Float64Array[] }} Outline */

/** Outlines by the field and by the level: they are wanted again whenever anything has been found. @type {WeakMap<Float32Array, Map<number, Outline>>} */
const outlines = new WeakMap();

/** @param {Float32Array} values @param {Grid} grid @param {number} km @returns {Outline} */
function outlineOf(values, grid, km) {
  const ofField = outlines.get(values) || new Map(), known = ofField.get(km);
  if (known) return known;
  if (ofField.size > MOST_GRIDS) ofField.clear();
  const { x, y, step } = grid, filled = overland(values, POINTS, step / 1000, OVERLAND), cells = roughCells(values, filled, POINTS, step / 1000, km);
  const { cut, wide, asked, merged } = finer(filled, POINTS, cells), small = step / cut;
  /** @param {Float32Array} field @param {number} width @param {number} metres */
  const loops = (field, width, metres) => contours(field, width, km).map((loop) => Float64Array.from(loop, (steps, i) => (i % 2 ? y : x) + steps * metres));
  const made = {
    coarse: once(() => loops(filled, POINTS, step)),
    points: cells.length ? () => lonlats(asked.length, (n) => [x + (asked[n] % wide) * small, y + Math.floor(asked[n] / wide) * small]) : null,
    fine: once((/** @type {Float32Array} */ answer) => loops(merged(answer, small / 1000), wide, small)),
  };
  outlines.set(values, ofField.set(km, made));
  return made;
}

/** A function whose first answer is kept. @template {unknown[]} A @template R @param {(...given: A) => R} compute @returns {(...given: A) => R} */
function once(compute) {
  /** @type {{ value: R } | null} */
  let known = null;
  return (...given) => (known ||= { value: compute(...given) }).value;
}

/** The loops about what is within a distance: at once from the coarse grid, and better when the finer one has been searched. @param {Feature} from @param {number} km @param {number} limit_km @returns {Float64Array[]} */
function loopsOf(from, km, limit_km) {
  const grid = gridAbout(from.sea || from.at, limit_km), key = `${limit_km}`, values = reachOf(from, state.closed, grid.points, limit_km, key);
  if (!values) return [];
  const { coarse, points, fine } = outlineOf(values, grid, km), answer = points && reachOf(from, state.closed, points, limit_km, `${key} ${km}`);
  return answer ? fine(answer) : coarse();
}

/** The areas within reach by sea, the farthest first. @type {() => Area[]} */
export const areas = derived(() => {
  const from = hub(), wanted = state.mode === "sea" && state.tab === "ask" ? levels() : [];
  return wanted.flatMap((level) => {
    const most_km = MARGIN * level.km, limit_km = level.hours ? most_km : LIMITS_KM.find((km) => km >= most_km) || most_km; // a ring is drawn on: one grid does for several
    const loops = most_km > MOST_KM ? [] : loopsOf(from, level.km, limit_km);
    return loops.length ? [{ ...level, loops }] : [];
  });
});

/** Paint them on a picture of the sea. @param {CanvasRenderingContext2D} ctx @param {import("./frame.js").Frame} frame */
export function paintReach(ctx, frame) {
  const color = ink();
  toPlane(ctx, frame);
  for (const { hours, loops } of areas()) {
    const path = new Path2D(), style = hours ? color.ray : color.ring;
    for (const loop of loops) {
      path.moveTo(loop[0], loop[1]);
      for (let i = 2; i < loop.length; i += 2) path.lineTo(loop[i], loop[i + 1]);
      path.closePath();
    }
    ctx.globalAlpha = 0.13;
    ctx.fillStyle = style;
    ctx.fill(path, "evenodd");
    ctx.globalAlpha = 0.9;
    ctx.strokeStyle = style;
    ctx.lineWidth = 1.6 * LARGER / frame.camera.scale;
    ctx.stroke(path);
  }
  ctx.globalAlpha = 1;
}

/** What each area is, at its edge towards the top of the page. @returns {Label[]} */
export function reachLabels() {
  const up = state.up_deg * Math.PI / 180;
  return areas().flatMap(({ text, hours, loops }, i) => {
    let best = -Infinity;
    /** @type {Pair | null} */
    let at = null;
    for (const loop of loops) {
      for (let k = 0; k < loop.length; k += 2) {
        const height = loop[k] * Math.sin(up) + loop[k + 1] * Math.cos(up);
        if (height > best) [best, at] = [height, [loop[k], loop[k + 1]]];
      }
    }
    return at ? [{ id: `reach ${i}`, text, at: PLANE.inverse(...at), style: /** @type {LabelStyle} */ (hours ? "reach" : "ring"), radius: 2, fromZoom: 0, order: i }] : [];
  });
}
