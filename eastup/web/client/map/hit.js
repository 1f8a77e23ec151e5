// What a click is about: the mark that is nearest to it, hubs before others; else the name that it is on; else a line
// or an area. Only what is drawn can be met.

import { feature } from "../data.js";
import { LARGER } from "../theme.js";
import { camera, planeAt } from "./camera.js";
import { windowFrame } from "./frame.js";
import { nameBoxes } from "./names.js";
import { apparentZoom, markOn, shapes } from "./shapes.js";

const SAME_PX = 5; // marks nearer to each other than this can't be told apart
const FINE_PX = 5, COARSE_PX = 16; // how far a mouse and a finger may miss

/** The features at a place on the map, the one that is meant first, then those that coincide with it. @param {number} left_px @param {number} top_px @param {boolean} [coarse] @returns {Feature[]} */
export function featuresAt(left_px, top_px, coarse = false) {
  const marks = marksAt(left_px, top_px, coarse ? COARSE_PX : FINE_PX), name = nameAt(left_px, top_px);
  const on = marks.filter((hit) => hit.distance_px <= 0);
  if (on.length || (marks.length && !name?.key)) {
    const [best] = on.length ? on : marks, [x, y] = best.place;
    const others = marks.filter((hit) => Math.hypot(hit.place[0] - x, hit.place[1] - y) < SAME_PX * LARGER);
    return unique([best, ...others].map((hit) => hit.key));
  }
  if (name) return name.key === undefined ? [] : unique([name.key]);
  const line = lineAt(left_px, top_px, coarse ? COARSE_PX / 2 : FINE_PX);
  return line ? unique([line]) : [];
}

/** @param {string[]} keys @returns {Feature[]} */
function unique(keys) {
  return [...new Set(keys)].flatMap((key) => feature(key) || []);
}

/** Marks within reach: those that the place is on first, hubs before others, then by distance. @param {number} left_px @param {number} top_px @param {number} reach_px */
function marksAt(left_px, top_px, reach_px) {
  const frame = windowFrame(1), zoom = apparentZoom(frame);
  /** @type {{ key: string, place: Pair, distance_px: number, middle_px: number, rank: number }[]} */
  const found = [];
  for (const shape of shapes()) {
    if (shape.type !== "mark" || shape.key === undefined || zoom < shape.fromZoom) continue;
    const place = markOn(frame, shape), middle_px = Math.hypot(place[0] - left_px, place[1] - top_px);
    const distance_px = Math.max(0, middle_px - (shape.radius + shape.width / 2) * LARGER);
    if (distance_px <= reach_px * LARGER) found.push({ key: shape.key, place, distance_px, middle_px, rank: Math.min(shape.rank, 1) });
  }
  const nearest = Math.min(...found.map((hit) => hit.middle_px));
  /** A hub wins over a mark that is not much nearer. @param {{ rank: number, middle_px: number }} hit */
  const cost = (hit) => hit.middle_px - (hit.rank === 0 && hit.middle_px - nearest < SAME_PX * LARGER ? 1000 : 0);
  return found.sort((a, b) => cost(a) - cost(b));
}

/** The name at a place; that of a country has no key, and means the point under it. @param {number} left_px @param {number} top_px */
function nameAt(left_px, top_px) {
  return nameBoxes(windowFrame(1)).find(({ box }) => left_px >= box[0] && left_px <= box[2] && top_px >= box[1] && top_px <= box[3]);
}

/** The line that is nearest, or else the area that holds the place. @param {number} left_px @param {number} top_px @param {number} reach_px */
function lineAt(left_px, top_px, reach_px) {
  const [x, y] = planeAt(left_px, top_px), zoom = apparentZoom(windowFrame(1));
  let best_px = Infinity, key, area;
  for (const shape of shapes()) {
    if (shape.type !== "line" || shape.key === undefined || zoom < shape.fromZoom) continue;
    const distance_px = Math.min(...shape.paths.map((path) => distanceTo(path, x, y))) * camera.scale - shape.width / 2 * LARGER;
    if (distance_px <= reach_px * LARGER && distance_px <= best_px) [best_px, key] = [distance_px, shape.key];
    if (shape.fill && isWithin(shape.paths, x, y)) area = shape.key;
  }
  return key ?? area;
}

/** @param {Float64Array} path @param {number} x @param {number} y */
function distanceTo(path, x, y) {
  let best = Infinity;
  for (let i = 2; i < path.length; i += 2) {
    const ax = path[i - 2], ay = path[i - 1], dx = path[i] - ax, dy = path[i + 1] - ay, square = dx * dx + dy * dy;
    const part = square ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square)) : 0;
    best = Math.min(best, (ax + part * dx - x) ** 2 + (ay + part * dy - y) ** 2);
  }
  return Math.sqrt(best);
}

/** Whether rings, the first of which holds the others, hold a point. @param {Float64Array[]} rings @param {number} x @param {number} y */
function isWithin(rings, x, y) {
  let within = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if ((ring[i + 1] > y) !== (ring[j + 1] > y) && x < (ring[j] - ring[i]) * (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) + ring[i]) within = !within;
    }
  }
  return within;
}

/** Marks in sight, hubs first and then from left to right: the order in which a keyboard visits them. @returns {Feature[]} */
export function marksInSight() {
  const frame = windowFrame(1), zoom = apparentZoom(frame), seen = [];
  for (const shape of shapes()) {
    if (shape.type !== "mark" || shape.key === undefined || zoom < shape.fromZoom) continue;
    const [x, y] = markOn(frame, shape);
    if (x >= 0 && y >= 0 && x <= camera.width && y <= camera.height) seen.push({ key: shape.key, rank: shape.rank, x });
  }
  seen.sort((a, b) => a.rank - b.rank || a.x - b.x);
  return unique(seen.map((each) => each.key));
}
