// The land as it was drawn lately: who goes back to a view or to the beginning sees it at once; and as it is in the other
// theme, which is drawn while nothing else is to be done.

import { contextOf, makeCanvas } from "../dom.js";
import { state } from "../state.js";
import { inOtherTheme, theme } from "../theme.js";
import { isDepthRead } from "./depth.js";
import { paintLand } from "./land.js";
import { areas } from "./reach.js";

/** @typedef {import("./frame.js").Frame} Frame */

const MOST_KEPT = 4;
const MOST_PIXELS = 4e6; // of what is drawn ahead: larger ones take memory that a small machine lacks
/** Pictures by all that they follow from, the newest last. @type {Map<string, HTMLCanvasElement>} */
const kept = new Map();

/** All that the land's picture follows from; nothing where areas that change lie under the land. @param {Frame} frame */
function keyOf({ camera: { x, y, scale, up_deg }, half, ratio }) {
  const look = [theme().name, state.hidden.has("depth"), isDepthRead()];
  return areas().length ? "" : [x, y, scale, up_deg, ...half, ratio, ...look].join(" ");
}

/** Draw the land, or its picture of before. @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
export function paintGround(ctx, frame) {
  const key = keyOf(frame), known = kept.get(key);
  if (!known) {
    paintLand(ctx, frame);
    return;
  }
  kept.delete(key);
  kept.set(key, known);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(known, 0, 0);
}

/** Keep a picture that was drawn. @param {HTMLCanvasElement} canvas @param {Frame} frame */
export function keepGround(canvas, frame) {
  const key = keyOf(frame);
  if (!key || kept.has(key)) return;
  const copy = makeCanvas(canvas.width, canvas.height);
  contextOf(copy, { alpha: false }).drawImage(canvas, 0, 0);
  keep(key, copy);
}

/** Draw the land of the window in the theme that is not shown, and keep it. @param {Frame} frame */
export function drawGroundAhead(frame) {
  const [width, height] = frame.half.map((each) => Math.round(2 * each * frame.ratio));
  if (width * height > MOST_PIXELS) return;
  inOtherTheme(() => {
    const key = keyOf(frame);
    if (!key || kept.has(key)) return;
    const canvas = makeCanvas(width, height);
    paintLand(contextOf(canvas, { alpha: false }), frame);
    contextOf(makeCanvas(1, 1)).drawImage(canvas, 0, 0, 1, 1); // browsers draw a canvas when it is first used
    keep(key, canvas);
  });
}

/** @param {string} key @param {HTMLCanvasElement} canvas */
function keep(key, canvas) {
  kept.set(key, canvas);
  for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
}
