// The depth of the sea: one grey picture in the view's plane, which takes the colours of the theme.

import { DATA } from "../data.js";
import { contextOf, makeCanvas } from "../dom.js";
import { state } from "../state.js";
import { theme } from "../theme.js";

const FADE_PX = 60; // over which the picture's edge fades into the flat colour of the sea
const { bounds, depths, greys } = DATA.depth;
/** @type {ImageBitmap | null} */
let image = null;
/** The picture in the colours of each theme that was shown. @type {Map<ThemeName, HTMLCanvasElement>} */
const colored = new Map();

/** Read the picture. @param {() => void} done */
export function loadDepth(done) {
  createImageBitmap(new Blob([/** @type {BlobPart} */ (window.eastup.parts.depth)], { type: "image/webp" })).then((read) => {
    image = read;
    done();
  }, () => {}); // the sea is then of one colour
}

/** Draw it on a canvas that is set to the plane. @param {CanvasRenderingContext2D} ctx */
export function paintDepth(ctx) {
  if (state.hidden.has("depth") || !image) return;
  const [x0, y0, x1, y1] = bounds, canvas = colored.get(theme().name) || recolored(image);
  colored.set(theme().name, canvas);
  ctx.save();
  ctx.imageSmoothingQuality = "low"; // which costs least, and shows no difference
  ctx.translate(x0, y1);
  ctx.scale((x1 - x0) / canvas.width, -(y1 - y0) / canvas.height);
  ctx.drawImage(canvas, 0, 0);
  ctx.restore();
}

/** @param {ImageBitmap} image */
function recolored(image) {
  const { width, height } = image, canvas = makeCanvas(width, height), ctx = contextOf(canvas, { willReadFrequently: true });
  ctx.drawImage(image, 0, 0);
  const pixels = ctx.getImageData(0, 0, width, height), words = new Uint32Array(pixels.data.buffer), colors = colorsOfGreys();
  for (let y = 0, i = 0; y < height; y++) {
    const inY = Math.min(y, height - 1 - y);
    for (let x = 0; x < width; x++, i++) {
      const inside = Math.min(x, width - 1 - x, inY), color = colors[words[i] & 255];
      words[i] = inside >= FADE_PX ? color : (color & 0xffffff) | (Math.round(255 * inside / FADE_PX) << 24);
    }
  }
  ctx.putImageData(pixels, 0, 0);
  return canvas;
}

/** The color of each grey, as the bytes of a pixel: red first, opaque. */
function colorsOfGreys() {
  /** @type {[number, number[]][]} */
  const depthOf = greys.map((grey, i) => [grey, [depths[i]]]);
  return Uint32Array.from({ length: 256 }, (_, grey) => {
    const [r, g, b] = between(theme().deep, between(depthOf, grey)[0]).map(Math.round);
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
}

/** The values of a table of [number, values] at a number, straight between its neighbours. @param {[number, number[]][]} table @param {number} at */
function between(table, at) {
  const rows = [...table].sort((a, b) => a[0] - b[0]);
  if (at <= rows[0][0]) return rows[0][1];
  for (let i = 1; i < rows.length; i++) {
    const [x0, low] = rows[i - 1], [x1, high] = rows[i];
    if (at <= x1) return low.map((value, k) => value + (high[k] - value) * (at - x0) / (x1 - x0));
  }
  return rows[rows.length - 1][1];
}
