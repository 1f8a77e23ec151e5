// How the camera moves: by the state, by an animation, or by the hand that holds the map. When it has come to rest the
// state is told where.

import { $, isStill } from "../dom.js";
import { aside, state, update, view } from "../state.js";
import { aim, camera, center, copyOf, home, modulo360, offset, pin, planeAt, planeOf, scaleOf, unturned, zoomOf } from "./camera.js";
import { endMotion, requestPaint, startMotion } from "./painter.js";

/** What moves the map now, and whether what it shows is the whole region all along. */
const moving = { active: false, turning: false, home: false, frame: 0, goal_up_deg: 0, timer: 0 };
/** Those who want to know where the camera points, before the state is told. @type {(() => void)[]} */
const watchers = [];

/** @param {() => void} watch */
export function onCamera(watch) {
  watchers.push(watch);
}

function moved() {
  aside(() => { for (const watch of watchers) watch(); }); // what they read would else stop a turn when it changes
  requestPaint();
}

export const isMoving = () => moving.active;

/** Set the camera to what the state says. */
function follow() {
  const { at, up_deg } = state;
  stop();
  if (!camera.width) return;
  if (!at) aim(home(modulo360(up_deg)));
  else {
    const [x, y] = planeOf([at.lon, at.lat]);
    if (Number.isFinite(x) && Number.isFinite(y)) aim({ x, y, scale: scaleOf(at.zoom), up_deg });
  }
  moved();
}

/** Follow the state, and the size of the window. */
export function startMoving() {
  const measure = () => {
    const box = $("map").getBoundingClientRect();
    [camera.width, camera.height] = [Math.round(box.width), Math.round(box.height)];
  };
  measure();
  view(follow);
  new ResizeObserver(() => {
    settle(); // a turn that the new size breaks off has been wanted all the same
    measure();
    follow();
  }).observe($("map"));
}

function stop() {
  cancelAnimationFrame(moving.frame);
  clearTimeout(moving.timer);
  if (!moving.active) return;
  moving.active = moving.turning = false;
  endMotion();
}

/** Tell the state where the camera has come to rest. */
function rest() {
  const isHome = moving.home, [lon, lat] = center();
  stop();
  update({ up_deg: camera.up_deg, at: isHome ? null : { lon, lat, zoom: zoomOf(camera.scale) } });
  moved();
}

/** Take hold of the map. */
export function startDrag() {
  if (moving.active) rest();
  moving.active = true;
  moving.turning = moving.home = false;
  startMotion("drag");
}

/** Move what the hand holds. @param {Pair} point In the plane. @param {number} left_px @param {number} top_px */
export function dragTo(point, left_px, top_px) {
  pin(point, left_px, top_px);
  moved();
}

export function endDrag() {
  if (moving.active) rest();
}

/** Two fingers hold two points of the plane: move, scale and turn the map with them. @param {Pair} point @param {number} left_px @param {number} top_px @param {number} scale @param {number} up_deg */
export function pinchTo(point, left_px, top_px, scale, up_deg) {
  aim({ scale, up_deg });
  pin(point, left_px, top_px);
  moved();
}

/** Begin to turn: about the middle, or, while it is shown, so that the whole region stays in sight. @param {boolean} [free] Where the hand puts it. */
export function startTurn(free = false) {
  if (moving.active) stop();
  moving.active = moving.turning = true;
  moving.home = state.at === null && !free;
  moving.goal_up_deg = camera.up_deg;
  startMotion("turn", spinHalf());
}

/** Show the page turned. @param {number} up_deg */
export function turnNow(up_deg) {
  if (moving.home) aim(home(modulo360(up_deg)));
  else aim({ up_deg });
  moved();
}

/** End the turn at an azimuth. @param {number} up_deg */
export function endTurn(up_deg) {
  turnNow(up_deg);
  rest();
}

/** Turn to an azimuth by the shorter way, slowly in and slowly out. @param {number} up_deg */
export function turnTo(up_deg) {
  const from = camera.up_deg, by = ((up_deg - from + 540) % 360) - 180;
  if (!moving.active) startTurn();
  moving.goal_up_deg = up_deg;
  if (Math.abs(by) < 1e-9 || isStill()) {
    endTurn(up_deg);
    return;
  }
  animate(500 + 7 * Math.abs(by), (part) => turnNow(from + by * part), () => endTurn(up_deg));
}

/** Run an animation. @param {number} span_ms @param {(part: number) => void} show @param {() => void} done */
function animate(span_ms, show, done) {
  const began = performance.now();
  const step = () => {
    const part = (performance.now() - began) / span_ms;
    if (part >= 1) {
      done();
      return;
    }
    show(part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2);
    moving.frame = requestAnimationFrame(step);
  };
  cancelAnimationFrame(moving.frame);
  moving.frame = requestAnimationFrame(step);
}

/** Whoever takes hold of the map while it turns finds it turned. */
export function settle() {
  if (moving.turning) endTurn(moving.goal_up_deg);
  else if (moving.active) rest();
}

/** Scale the map about a place on it. @param {number} levels @param {number} [left_px] @param {number} [top_px] */
export function zoomBy(levels, left_px = camera.width / 2, top_px = camera.height / 2) {
  const point = planeAt(left_px, top_px), from = zoomOf(camera.scale);
  startDrag();
  /** @param {number} part */
  const show = (part) => {
    aim({ scale: scaleOf(from + levels * part) });
    dragTo(point, left_px, top_px);
  };
  const done = () => {
    show(1);
    rest();
  };
  if (isStill()) done();
  else animate(220, show, done);
}

/** Scale the map as a wheel or a touchpad does: at once, and sharp when it stops. @param {number} levels @param {number} left_px @param {number} top_px */
export function wheelBy(levels, left_px, top_px) {
  if (moving.turning) settle();
  const point = planeAt(left_px, top_px);
  if (!moving.active) startDrag();
  aim({ scale: camera.scale * 2 ** levels });
  dragTo(point, left_px, top_px);
  clearTimeout(moving.timer);
  moving.timer = setTimeout(rest, 160);
}

/** Move the window. @param {number} right_px @param {number} down_px */
export function panBy(right_px, down_px) {
  const from = copyOf(camera), [dx, dy] = unturned(camera, right_px / camera.scale, -down_px / camera.scale);
  startDrag();
  /** @param {number} part */
  const show = (part) => {
    aim({ x: from.x + dx * part, y: from.y + dy * part });
    moved();
  };
  const done = () => {
    show(1);
    rest();
  };
  if (isStill()) done();
  else animate(160, show, done);
}

/** Half of the size, in CSS pixels of now and about the middle of now, of what comes into sight in a turn. @returns {Pair} */
function spinHalf() {
  const half_px = Math.hypot(camera.width, camera.height) / 2;
  let [across, down] = [1.03 * half_px, 1.03 * half_px];
  for (let azimuth = 0; moving.home && azimuth < 360; azimuth += 15) {
    const other = home(azimuth), [x, y] = offset(camera, other.x, other.y), radius = 1.03 * half_px * camera.scale / other.scale;
    across = Math.max(across, Math.abs(x) + radius);
    down = Math.max(down, Math.abs(y) + radius);
  }
  return [Math.ceil(across), Math.ceil(down)];
}

/** The place that shows a point in the middle, at a zoom no less than that of now and another. @param {LonLat} at @param {number} [least_zoom] @returns {MapPlace} */
export function placeAt(at, least_zoom = 0) {
  return { lon: at[0], lat: at[1], zoom: Math.max(zoomOf(camera.scale), least_zoom) };
}

/** Whether a place is in sight, with some room about it. @param {LonLat} at @param {number} room_px */
export function inSight(at, room_px) {
  const [x, y] = planeOf(at), [right, down] = offset(camera, x, y);
  return Math.abs(right) < camera.width / 2 - room_px && Math.abs(down) < camera.height / 2 - room_px;
}

