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

/** @typedef {{ km: number, text: string, hours: number }} Level */
/** @typedef {Level & { loops: Float64Array[] }} Area */

const POINTS = 141; // a side of the grid: more makes it no better to look at, and slower
const LIMITS_KM = [250, 500, 800, 1200, 1800, 2700, 4000, 6000, 9000, 12000];
const KM_PER_NMI = 1.852, MARGIN = 1.08;

/** How far ships, or aircraft, come in the hours that are chosen, the farthest first. */
export const hourLevels = derived(() => [...state.hours].sort((a, b) => b - a).map((hours) => ({ hours, km: hours * speed_kn() * KM_PER_NMI, text: say("hoursShort", String(hours)) })));

/** @returns {Level[]} */
const levels = () => [...hourLevels(), ...(state.ring_km && !state.hidden.has("rings") ? [{ km: state.ring_km, text: withUnit(state.ring_km * 1000), hours: 0 }] : [])];

/** A grid of the plane about a place that holds all within a distance. @param {LonLat} at @param {number} limit_km */
function gridAbout(at, limit_km) {
  const [x, y] = planeOf(at);
  const edge = [0, 45, 90, 135, 180, 225, 270, 315].map((azimuth) => PLANE.forward(...pairOf(geodesicEnd(at[0], at[1], azimuth, limit_km * 1000))));
  const half = Math.min(1.03 * Math.max(...edge.map(([a, b]) => Math.hypot(a - x, b - y)).filter(Number.isFinite)), 1.5e7), step = 2 * half / (POINTS - 1);
  const points = new Float64Array(2 * POINTS * POINTS);
  for (let j = 0, k = 0; j < POINTS; j++) {
    for (let i = 0; i < POINTS; i++) {
      const [lon, lat] = PLANE.inverse(x - half + i * step, y - half + j * step);
      points[k++] = Number.isFinite(lon + lat) ? lon : 0; // a point of Africa: no ship reaches it
      points[k++] = Number.isFinite(lon + lat) ? lat : 20;
    }
  }
  return { x: x - half, y: y - half, step, points };
}

/** @param {LonLat} at @returns {Pair} */
const pairOf = ([lon, lat]) => [lon, lat];

/** The grid that is in use, by the place and the distance that it is for. @type {{ key: string, made: ReturnType<typeof gridAbout> } | null} */
let grid = null;

/** The areas within reach by sea, the farthest first. @type {() => Area[]} */
export const areas = derived(() => {
  const wanted = state.mode === "sea" && state.tab === "ask" ? levels() : [];
  const most_km = Math.max(0, ...wanted.map(({ km }) => km)), limit_km = LIMITS_KM.find((km) => km >= most_km * MARGIN);
  if (!most_km || !limit_km) return [];
  const from = hub(), key = `${from.at} ${limit_km}`;
  if (!grid || grid.key !== key) grid = { key, made: gridAbout(from.sea || from.at, limit_km) };
  const { x, y, step, points } = grid.made, km = reachOf(from, state.closed, points, limit_km, key);
  if (!km) return [];
  return wanted.map((level) => ({ ...level, loops: contours(km, POINTS, level.km).map((loop) => Float64Array.from(loop, (steps, i) => (i % 2 ? y : x) + steps * step)) }));
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
  return areas().flatMap(({ text, loops }, i) => {
    let best = -Infinity;
    /** @type {Pair | null} */
    let at = null;
    for (const loop of loops) {
      for (let k = 0; k < loop.length; k += 2) {
        const height = loop[k] * Math.sin(up) + loop[k + 1] * Math.cos(up);
        if (height > best) [best, at] = [height, [loop[k], loop[k + 1]]];
      }
    }
    return at ? [{ id: `reach ${i}`, text, at: PLANE.inverse(...at), style: /** @type {LabelStyle} */ ("ring"), radius: 2, fromZoom: 0, order: i }] : [];
  });
}
