// Names as pictures, each with its halo. A name is written once; while the page turns or is dragged it only moves.

import { contextOf, makeCanvas } from "../dom.js";
import { LARGER, SANS, SERIF } from "../theme.js";
import { Sheets } from "./sheets.js";

const px = (/** @type {number} */ size) => `${Math.round(size * LARGER)}px`;

/** @typedef {import("../theme.js").Theme} Theme */
/** @typedef {{ font: string, ink: string, halo: string, height: number, spacing: number }} Look */

/** @type {Record<LabelStyle, Look>} */
export const LOOKS = {
  sea: { font: `italic ${px(15)} ${SERIF}`, ink: "seaText", halo: "seaHalo", height: 16 * LARGER, spacing: 1 },
  land: { font: `${px(12)} ${SERIF}`, ink: "landText", halo: "landHalo", height: 13 * LARGER, spacing: 1.5 },
  island: { font: `${px(11)} ${SERIF}`, ink: "landText", halo: "landHalo", height: 12 * LARGER, spacing: 0.5 },
  hub: { font: `600 ${px(13)} ${SANS}`, ink: "ink", halo: "halo", height: 14 * LARGER, spacing: 0 },
  strait: { font: `${px(12)} ${SANS}`, ink: "strait", halo: "halo", height: 13 * LARGER, spacing: 0 },
  capital: { font: `600 ${px(12)} ${SANS}`, ink: "cityText", halo: "halo", height: 13 * LARGER, spacing: 0 },
  city: { font: `${px(12)} ${SANS}`, ink: "cityText", halo: "halo", height: 13 * LARGER, spacing: 0 },
  base: { font: `${px(12)} ${SANS}`, ink: "baseText", halo: "halo", height: 13 * LARGER, spacing: 0 },
  ring: { font: `600 ${px(12)} ${SANS}`, ink: "ring", halo: "halo", height: 13 * LARGER, spacing: 0 },
  reach: { font: `600 ${px(12)} ${SANS}`, ink: "ray", halo: "halo", height: 13 * LARGER, spacing: 0 },
  user: { font: `600 ${px(12)} ${SANS}`, ink: "userText", halo: "halo", height: 13 * LARGER, spacing: 0 },
};
export const MARGIN_PX = 5 * LARGER;
const MOST_KEPT = 3000;

export const signs = new Sheets();
/** @type {Map<string, number>} */
const widths = new Map();
const ruler = contextOf(makeCanvas(1, 1));

/** How often fonts have come: names are as wide as these make them. */
let read = 0;
export const fontsRead = () => read;

/** Forget what was written: the fonts have come. */
export function forgetSigns() {
  read += 1;
  signs.clear();
  widths.clear();
}

/** How wide a name is, in CSS pixels. @param {Label} label */
export function widthOf({ text, style }) {
  const key = `${style} ${text}`, known = widths.get(key), look = LOOKS[style];
  if (known !== undefined) return known;
  if (widths.size > MOST_KEPT) widths.clear();
  ruler.font = look.font;
  ruler.letterSpacing = `${look.spacing}px`;
  const width = ruler.measureText(text).width;
  widths.set(key, width);
  return width;
}

/** What a name's picture is known by: it has a margin about it. @param {Label} label @param {number} ratio @param {Theme} worn */
export function signOf({ text, style }, ratio, worn) {
  return `${style} ${worn.name} ${ratio} ${text}`;
}

/** Write names that are not written yet. @param {Label[]} labels @param {number} ratio @param {Theme} worn */
export function writeSigns(labels, ratio, worn) {
  signs.draw(new Map(labels.map((label) => [signOf(label, ratio, worn), {
    width: Math.ceil((widthOf(label) + 2 * MARGIN_PX) * ratio), height: Math.ceil((LOOKS[label.style].height + 2 * MARGIN_PX) * ratio),
    draw: (ctx, left, top) => {
      ctx.setTransform(ratio, 0, 0, ratio, left, top);
      write(ctx, label, worn);
    },
  }])));
}

/** @param {CanvasRenderingContext2D} ctx @param {Label} label @param {Theme} worn */
function write(ctx, { text, style }, { color }) {
  const look = LOOKS[style], middle = MARGIN_PX + look.height / 2;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5 * LARGER;
  ctx.font = look.font;
  ctx.letterSpacing = `${look.spacing}px`;
  ctx.strokeStyle = color[look.halo];
  ctx.strokeText(text, MARGIN_PX, middle);
  ctx.fillStyle = color[look.ink];
  ctx.fillText(text, MARGIN_PX, middle);
}
