// Names as pictures, each with its halo. A name is written once; while the page turns or is dragged it only moves.

import { contextOf, makeCanvas } from "../dom.js";
import { LARGER, SANS, SERIF, theme } from "../theme.js";

const px = (/** @type {number} */ size) => `${Math.round(size * LARGER)}px`;

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
  user: { font: `600 ${px(12)} ${SANS}`, ink: "userText", halo: "halo", height: 13 * LARGER, spacing: 0 },
};
export const MARGIN_PX = 5 * LARGER;
const MOST_KEPT = 3000;

/** @type {Map<string, HTMLCanvasElement>} */
const signs = new Map();
/** @type {Map<string, number>} */
const widths = new Map();
const ruler = contextOf(makeCanvas(1, 1));

/** Forget what was written: the fonts have come. */
export function forgetSigns() {
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

/** A name as a picture with a margin about it. @param {Label} label @param {number} ratio */
export function signOf(label, ratio) {
  const { text, style } = label, key = `${style} ${theme().name} ${ratio} ${text}`, known = signs.get(key);
  if (known) return known;
  if (signs.size > MOST_KEPT) signs.clear();
  const look = LOOKS[style], sign = makeCanvas(Math.ceil((widthOf(label) + 2 * MARGIN_PX) * ratio), Math.ceil((look.height + 2 * MARGIN_PX) * ratio));
  const ctx = contextOf(sign), middle = MARGIN_PX + look.height / 2, { color } = theme();
  ctx.scale(ratio, ratio);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.font = look.font;
  ctx.letterSpacing = `${look.spacing}px`;
  ctx.lineWidth = 3.5 * LARGER;
  ctx.strokeStyle = color[look.halo];
  ctx.strokeText(text, MARGIN_PX, middle);
  ctx.fillStyle = color[look.ink];
  ctx.fillText(text, MARGIN_PX, middle);
  signs.set(key, sign);
  return sign;
}
