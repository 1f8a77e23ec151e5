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

/** Whether any piece of some lines is on a picture. @param {Frame} frame @param {LonLat[][]} lines */
export function crosses(frame, lines) {
  const [right, bottom] = frame.half.map((half) => 2 * half);
  return lines.some((line) => {
    const points = line.map((at) => onFrame(frame, at));
    return points.some((b, i) => {
      const a = points[Math.max(0, i - 1)];
      let from = 0, to = 1;
      for (const [start, step, most] of [[a[0], b[0] - a[0], right], [a[1], b[1] - a[1], bottom]]) {
        const ends = step ? [-start / step, (most - start) / step].sort((x, y) => x - y) : start >= 0 && start <= most ? [0, 1] : [1, 0];
        from = Math.max(from, ends[0]);
        to = Math.min(to, ends[1]);
      }
      return from <= to;
    });
  });
}
