// The depth of the sea: one grey picture in the view's plane, which takes the colours of the theme.

import { DATA } from "../data.js";
import { contextOf, makeCanvas } from "../dom.js";
import { state } from "../state.js";
import { THEMES, theme } from "../theme.js";

/** @typedef {import("../theme.js").Theme} Theme */

const OTHER_MS = 3000; // after which the colours of the other theme are made too, so that it shows at once
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
    setTimeout(() => Object.values(THEMES).forEach((each) => pictureIn(each, read)), OTHER_MS);
  }, () => {}); // the sea is then of one colour
}

export const isDepthRead = () => !!image;

/** Draw it on a canvas that is set to the plane. @param {CanvasRenderingContext2D} ctx */
export function paintDepth(ctx) {
  if (state.hidden.has("depth") || !image) return;
  const [x0, y0, x1, y1] = bounds, canvas = pictureIn(theme(), image);
  ctx.save();
  ctx.imageSmoothingQuality = "low"; // which costs least, and shows no difference
  ctx.translate(x0, y1);
  ctx.scale((x1 - x0) / canvas.width, -(y1 - y0) / canvas.height);
  ctx.drawImage(canvas, 0, 0);
  ctx.restore();
}

/** The picture in the colours of a theme. @param {Theme} of @param {ImageBitmap} read */
function pictureIn(of, read) {
  const canvas = colored.get(of.name) || recolored(of, read);
  colored.set(of.name, canvas);
  return canvas;
}

/** @param {Theme} of @param {ImageBitmap} read */
function recolored(of, read) {
  const { width, height } = read, canvas = makeCanvas(width, height), ctx = contextOf(canvas, { willReadFrequently: true });
  ctx.drawImage(read, 0, 0);
  const pixels = ctx.getImageData(0, 0, width, height), words = new Uint32Array(pixels.data.buffer), colors = colorsOfGreys(of);
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

/** The color of each grey, as the bytes of a pixel: red first, opaque. @param {Theme} of */
function colorsOfGreys(of) {
  /** @type {[number, number[]][]} */
  const depthOf = greys.map((grey, i) => [grey, [depths[i]]]);
  return Uint32Array.from({ length: 256 }, (_, grey) => {
    const [r, g, b] = between(of.deep, between(depthOf, grey)[0]).map(Math.round);
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
