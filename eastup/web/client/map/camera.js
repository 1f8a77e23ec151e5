// Which part of the view's plane the map shows, how large and how turned. The plane is the projection with north up;
// turning the page turns the plane, so that every coordinate stays geographic.

import { DATA } from "../data.js";
import { isStacked } from "../dom.js";
import { RAD } from "../geodesy/ellipsoid.js";
import { makeProjection } from "../geodesy/projection.js";

export const PLANE = makeProjection(DATA.view);
const ZOOM0_M = 156543.03392804097; // metres a pixel at zoom 0, as on web maps
export const MIN_ZOOM = 2.6, MAX_ZOOM = 9; // nearer the coast, which is true to some 750 m, would show its corners

/** What the map shows now, and how large it is in CSS pixels. @type {Camera & { width: number, height: number }} */
export const camera = { x: 0, y: 0, scale: 1e-4, up_deg: 0, cos: 1, sin: 0, width: 0, height: 0 };

/** @param {number} zoom */
export const scaleOf = (zoom) => 2 ** zoom / ZOOM0_M;
/** @param {number} scale Pixels a metre. */
export const zoomOf = (scale) => Math.log2(scale * ZOOM0_M);

/** @param {number} up_deg */
export const modulo360 = (up_deg) => ((up_deg % 360) + 360) % 360;

/** @param {Camera} where Any part of it. */
export function copyOf({ x, y, scale, up_deg, cos, sin }) {
  return { x, y, scale, up_deg, cos, sin };
}

/** Set the camera. @param {Partial<Pick<Camera, "x" | "y" | "scale" | "up_deg">>} change */
export function aim(change) {
  Object.assign(camera, change);
  camera.scale = Math.max(scaleOf(MIN_ZOOM), Math.min(scaleOf(MAX_ZOOM), camera.scale));
  camera.up_deg = modulo360(camera.up_deg);
  camera.cos = Math.cos(camera.up_deg * RAD);
  camera.sin = Math.sin(camera.up_deg * RAD);
}

/** Places in the plane, kept since trigonometry costs most. @type {WeakMap<LonLat, Pair>} */
const kept = new WeakMap();

/** A place in the plane. @param {LonLat} at @returns {Pair} */
export function planeOf(at) {
  let found = kept.get(at);
  if (!found) kept.set(at, found = PLANE.forward(at[0], at[1]));
  return found;
}

/** Lines of the plane, kept as long as the line itself is. @type {WeakMap<LonLat[], Float64Array>} */
const keptLines = new WeakMap();

/** A line in the plane as [x, y, x, y, ...]; a point that has no place there is left out. @param {LonLat[]} line @returns {Float64Array} */
export function planeLine(line) {
  let found = keptLines.get(line);
  if (!found) {
    const points = line.map(([lon, lat]) => PLANE.forward(lon, lat)).filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
    keptLines.set(line, found = Float64Array.from(points.flat()));
  }
  return found;
}

/** A point of the plane turned as the page is: x right, y up. @param {Camera} of @param {number} x @param {number} y @returns {Pair} */
export function turned(of, x, y) {
  return [x * of.cos - y * of.sin, x * of.sin + y * of.cos];
}

/** @param {Camera} of @param {number} right @param {number} up @returns {Pair} */
export function unturned(of, right, up) {
  return [right * of.cos + up * of.sin, -right * of.sin + up * of.cos];
}

/** Where a point of the plane is from the middle of the picture, in CSS pixels: right and down. @param {Camera} of @param {number} x @param {number} y @returns {Pair} */
export function offset(of, x, y) {
  const [right, up] = turned(of, x - of.x, y - of.y);
  return [right * of.scale, -up * of.scale];
}

/** Where a place is on the map, in CSS pixels from its upper left corner. @param {LonLat} at @returns {Pair} */
export function screenOf(at) {
  const [x, y] = planeOf(at), [right, down] = offset(camera, x, y);
  return [camera.width / 2 + right, camera.height / 2 + down];
}

/** The point of the plane at a place on the map. @param {number} left_px @param {number} top_px @returns {Pair} */
export function planeAt(left_px, top_px) {
  const [x, y] = unturned(camera, (left_px - camera.width / 2) / camera.scale, -(top_px - camera.height / 2) / camera.scale);
  return [camera.x + x, camera.y + y];
}

/** Longitude and latitude at a place on the map. @param {number} left_px @param {number} top_px @returns {LonLat} */
export function lonlatAt(left_px, top_px) {
  return PLANE.inverse(...planeAt(left_px, top_px));
}

/** The middle of the map. @returns {LonLat} */
export function center() {
  return PLANE.inverse(camera.x, camera.y);
}

/** Set the camera so that a point of the plane stands at a place on the map. @param {Pair} point @param {number} left_px @param {number} top_px */
export function pin(point, left_px, top_px) {
  const [x, y] = planeAt(left_px, top_px);
  aim({ x: camera.x + point[0] - x, y: camera.y + point[1] - y });
}

/** The direction on the page of north at the middle of the map: degrees clockwise from up. */
export function northOnPage() {
  const [lon, lat] = center(), [right, down] = offset(camera, ...PLANE.forward(lon, lat + 0.01));
  return Math.atan2(right, -down) / RAD;
}

const HOME = DATA.home || [[104, 21.5], [105, 10], [116, 4.5], [127, 6], [145, 13], [147, 20], [157.5, 51], [142, 54], [128, 51], [116, 42]];
const PAD_PX = 24;
// Where the panel is below the map the dial stands where the region's north-east is with north up, its buttons in the south.
const DIAL_PX = 64, BUTTONS_PX = 30;

/** The part of the plane at which the whole region just fills the map. @param {number} up_deg @returns {Camera} */
export function home(up_deg) {
  const cos = Math.cos(up_deg * RAD), sin = Math.sin(up_deg * RAD), flat = { x: 0, y: 0, scale: 1, up_deg, cos, sin };
  const points = HOME.map((at) => turned(flat, ...planeOf(at))), xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const north = isStacked() ? Math.max(0, cos) : 0, top_px = DIAL_PX * north, bottom_px = BUTTONS_PX * north;
  const width = Math.max(camera.width - 2 * PAD_PX, 100), height = Math.max(camera.height - 2 * PAD_PX - top_px - bottom_px, 100);
  const scale = Math.min(width / (x1 - x0), height / (y1 - y0));
  const [x, y] = unturned(flat, (x0 + x1) / 2, (y0 + y1) / 2 + (top_px - bottom_px) / 2 / scale);
  return { ...flat, x, y, scale };
}
