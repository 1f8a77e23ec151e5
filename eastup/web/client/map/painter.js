// Paints the map on one canvas. Land and shapes are drawn on pictures of what the window shows and, once nothing has
// changed for a moment, of somewhat more; while the map is dragged, zoomed or turned the finished picture only moves as a
// whole, which costs no drawing, and the names, which stay upright, are set on it anew. At rest all is drawn again, sharp.

import { $, contextOf, makeCanvas } from "../dom.js";
import { RAD } from "../geodesy/ellipsoid.js";
import { view } from "../state.js";
import { LARGER, ink, loadFont } from "../theme.js";
import { camera, copyOf, offset } from "./camera.js";
import { loadDepth } from "./depth.js";
import { holds, windowFrame } from "./frame.js";
import { drawGroundAhead, keepGround, paintGround } from "./ground.js";
import { loadLand } from "./land.js";
import { paintNames, placeNames } from "./names.js";
import { paintShapes } from "./shapes.js";
import { forgetSigns } from "./signs.js";

/** @typedef {import("./frame.js").Frame} Frame */
/** What moves: the picture is dragged or scaled as it stands, or turned, for which a larger one is drawn. @typedef {"" | "drag" | "turn"} Motion */

const PADDING = LARGER > 1 ? 0.1 : 0.25; // how much beyond the window is drawn, so that a drag need not draw: on a wall that would be too many pixels
const QUIET_MS = 250; // without a change, after which there is time to draw more than the window
const IDLE_MS = 1000; // without a change, after which there is time to draw what may be wanted
const STILL_PIXELS = 1.8e6; // of the picture that is turned
const MOVING_PIXELS = 1.8e6; // of what is seen of it: without a GPU each pixel counts
const MOST_RATIO = 3;

const seen = contextOf(makeCanvas(1, 1), { alpha: false });
const ground = contextOf(makeCanvas(1, 1), { alpha: false }), whole = contextOf(makeCanvas(1, 1), { alpha: false });
/** What the picture of the land shows, and that with the shapes on it, which may be less. @type {Frame} */
let land = windowFrame(1);
/** @type {Frame} */
let drawn = windowFrame(1);
/** @type {Motion} */
let motion = "";
let requested = 0;
let waiting = 0;
let idle = 0;
/** Whether names wait for the next frame: what has been chosen is so shown earlier, with the names that stood there. */
let late = false;
/** What is to be drawn anew. */
const stale = { ground: true, shapes: true, names: true };
/** Steps of what fades. @type {Set<() => boolean>} */
const steps = new Set();

const runGround = view(() => paintGround(ground, land), () => mark("ground"));
const runShapes = view(() => {
  whole.setTransform(1, 0, 0, 1, 0, 0);
  whole.drawImage(ground.canvas, Math.round((drawn.half[0] - land.half[0]) * land.ratio), Math.round((drawn.half[1] - land.half[1]) * land.ratio));
  paintShapes(whole, drawn);
}, () => mark("shapes"));
const runNames = view(() => placeNames(windowFrame(ratio()), (step) => steps.add(step)), () => mark("names"));

/** @param {keyof typeof stale} part */
function mark(part) {
  stale[part] = true;
  requestPaint();
}

/** Place the names anew: what they keep off has changed. */
export function renewNames() {
  mark("names");
}

function ratio() {
  return Math.min(window.devicePixelRatio || 1, MOST_RATIO);
}

/** Put the canvas on the page. */
export function startPainting() {
  seen.canvas.setAttribute("aria-hidden", "true");
  $("map").append(seen.canvas);
  loadLand();
  loadDepth(() => mark("ground"));
  loadFont(() => {
    forgetSigns();
    mark("names");
  });
}

/** Paint before the browser shows the page next. */
export function requestPaint() {
  if (!requested) requested = requestAnimationFrame(paintSoon);
}

/** Paint what has changed; names are placed in the frame after it. */
function paintSoon() {
  const names = late;
  paintWith(names);
  late = !names && stale.names && !motion;
  if (late) requestPaint();
}

/** Paint all that has changed. */
export function paint() {
  late = false;
  paintWith(true);
}

/** @param {boolean} names Whether they are placed anew too. */
function paintWith(names) {
  cancelAnimationFrame(requested);
  requested = 0;
  if (!camera.width || !camera.height) return;
  for (const step of [...steps]) if (step()) steps.delete(step);
  const now = windowFrame(ratio());
  if (!motion && (!isDrawn(land, now) || stale.ground)) redraw(now);
  else if (!motion && stale.shapes) frameShapes(now);
  else if (motion === "drag" && drawn.camera.scale === camera.scale && drawn.camera.up_deg === camera.up_deg && !holds(drawn, now)) redraw(padded(now));
  draw();
  if (names && stale.names && !motion) {
    stale.names = false;
    runNames();
  }
  show();
  if (steps.size) requestPaint();
  clearTimeout(waiting);
  clearTimeout(idle);
  if (motion) return;
  waiting = setTimeout(drawMore, QUIET_MS);
  idle = setTimeout(drawAhead, IDLE_MS);
}

function drawAhead() {
  if (!motion && !requested) drawGroundAhead(windowFrame(ratio()));
}

/** Draw what is stale of the two pictures. */
function draw() {
  if (stale.ground) {
    stale.ground = false;
    stale.shapes = true;
    runGround();
  }
  if (stale.shapes) {
    stale.shapes = false;
    runShapes();
  }
}

/** Draw more than the window, so that the map can be moved at once. */
function drawMore() {
  const now = windowFrame(ratio()), more = padded(now);
  if (motion || requested || !isDrawn(land, now) || isAsLarge(drawn, more)) return;
  if (!isAsLarge(land, more)) {
    if (isAsLarge(land, now)) keepGround(ground.canvas, land);
    frameLand(more);
  }
  frameShapes(more);
  draw();
}

/** Whether a picture is that of the window at rest, or of more about it. @param {Frame} frame @param {Frame} now */
function isDrawn({ camera: a, half, ratio: r }, { camera: b, ...now }) {
  const isSame = a.x === b.x && a.y === b.y && a.scale === b.scale && a.up_deg === b.up_deg && r === now.ratio;
  return isSame && [now, padded({ ...now, camera: b })].some((size) => half[0] === size.half[0] && half[1] === size.half[1]);
}

/** @param {Frame} frame @param {Frame} other */
const isAsLarge = (frame, other) => frame.half[0] === other.half[0] && frame.half[1] === other.half[1];

/** The window with some more about it, so that its pixels fall on those of the picture. @param {Frame} frame @returns {Frame} */
function padded(frame) {
  const half = frame.half.map((each) => each + Math.round(2 * each * PADDING * frame.ratio) / frame.ratio);
  return { ...frame, half: [half[0], half[1]] };
}

/** Draw the pictures anew for a frame. @param {Frame} frame */
function redraw(frame) {
  frameLand(frame);
  frameShapes(frame);
  stale.names = true;
}

/** @param {Frame} frame */
function frameLand(frame) {
  land = frame;
  fit(ground.canvas, frame);
  stale.ground = true;
}

/** @param {Frame} frame */
function frameShapes(frame) {
  drawn = frame;
  fit(whole.canvas, frame);
  stale.shapes = true;
}

/** @param {HTMLCanvasElement} canvas @param {Frame} frame */
function fit(canvas, { half, ratio: r }) {
  const width = Math.round(2 * half[0] * r), height = Math.round(2 * half[1] * r);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Show the picture as the camera stands now, with the names on it. */
function show() {
  const whole_ratio = ratio(), blocks = motion === "turn" ? Math.ceil(whole_ratio * Math.sqrt(camera.width * camera.height / MOVING_PIXELS)) : 1;
  const now = windowFrame(motion === "turn" ? (window.devicePixelRatio || 1) / blocks : whole_ratio);
  const width = Math.round(camera.width * now.ratio), height = Math.round(camera.height * now.ratio), { canvas } = seen;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const larger = now.ratio / drawn.ratio * camera.scale / drawn.camera.scale, [right, down] = offset(drawn.camera, camera.x, camera.y);
  const left = (drawn.half[0] + right) * drawn.ratio, top = (drawn.half[1] + down) * drawn.ratio;
  const aligned = larger === 1 && drawn.camera.up_deg === camera.up_deg;
  seen.setTransform(1, 0, 0, 1, 0, 0);
  if (!aligned) {
    seen.fillStyle = ink().sea;
    seen.fillRect(0, 0, width, height);
    seen.translate(width / 2, height / 2);
    seen.rotate((drawn.camera.up_deg - camera.up_deg) * RAD);
    seen.scale(larger, larger);
    seen.imageSmoothingQuality = "low";
    seen.drawImage(whole.canvas, -left, -top);
  } else seen.drawImage(whole.canvas, Math.round(width / 2 - left), Math.round(height / 2 - top));
  paintNames(seen, now);
}

/** Begin to move the picture as it stands, or to turn it: `half` is then how much of the plane may come into sight. @param {"drag" | "turn"} kind @param {Pair} [half] */
export function startMotion(kind, half) {
  if (kind === "drag") drawMore();
  motion = kind;
  if (kind === "turn" && half) {
    const pixels = 4 * half[0] * half[1];
    redraw({ camera: copyOf(camera), half, ratio: Math.min(window.devicePixelRatio || 1, Math.sqrt(STILL_PIXELS / pixels)) });
  }
  requestPaint();
}

/** Come to rest. */
export function endMotion() {
  motion = "";
  requestPaint();
}
