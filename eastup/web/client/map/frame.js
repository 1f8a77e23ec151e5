// A picture of a part of the plane: which part, how large in CSS pixels, and how many real pixels each of these has.

import { camera, copyOf, offset, planeOf } from "./camera.js";

/** @typedef {{ camera: Camera, half: Pair, ratio: number }} Frame `half` of its width and height. */

/** The picture of what the map shows now. @param {number} ratio @returns {Frame} */
export function windowFrame(ratio) {
  return { camera: copyOf(camera), half: [camera.width / 2, camera.height / 2], ratio };
}

/** Set a canvas so that metres of the plane can be drawn on it. @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
export function toPlane(ctx, { camera: { x, y, scale, cos, sin }, half, ratio }) {
  const k = ratio * scale;
  ctx.setTransform(k * cos, -k * sin, -k * sin, -k * cos, ratio * half[0] - k * (x * cos - y * sin), ratio * half[1] + k * (x * sin + y * cos));
}

/** Where a place is on a picture, in CSS pixels. @param {Frame} frame @param {LonLat} at @returns {Pair} */
export function onFrame(frame, at) {
  const [x, y] = planeOf(at), [right, down] = offset(frame.camera, x, y);
  return [frame.half[0] + right, frame.half[1] + down];
}

/** Whether a picture shows all that another one does, at the same scale and turned alike. @param {Frame} frame @param {Frame} other */
export function holds(frame, other) {
  if (frame.camera.scale !== other.camera.scale || frame.camera.up_deg !== other.camera.up_deg) return false;
  const [right, down] = offset(frame.camera, other.camera.x, other.camera.y);
  return Math.abs(right) + other.half[0] <= frame.half[0] && Math.abs(down) + other.half[1] <= frame.half[1];
}
