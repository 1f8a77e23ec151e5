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
const MOST_KEPT = 3000, SHEET_PX = 1000;
const blank = makeCanvas(1, 1);

/** @type {Map<string, Sign>} */
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

/** A name as a picture with a margin about it: the part of a sheet that holds it. @typedef {{ sheet: HTMLCanvasElement, left: number, top: number, width: number, height: number }} Sign */

/** @param {Label} label @param {number} ratio */
const keyOf = ({ text, style }, ratio) => `${style} ${theme().name} ${ratio} ${text}`;

/**
 * Write names that are not written yet, all on one sheet, which never changes again: a canvas of its own for each costs
 * more than to write it, and one that grew would be copied each time.
 * @param {Label[]} all @param {number} ratio
 */
export function writeSigns(all, ratio) {
  if (signs.size > MOST_KEPT) signs.clear();
  const fresh = new Map(all.map((label) => [keyOf(label, ratio), label])), most = Math.ceil(SHEET_PX * ratio);
  /** @type {(Sign & { label: Label })[]} */
  const set = [];
  let left = 0, top = 0, row = 0, across = 0;
  for (const [key, label] of fresh) {
    if (signs.has(key)) continue;
    const width = Math.ceil((widthOf(label) + 2 * MARGIN_PX) * ratio), height = Math.ceil((LOOKS[label.style].height + 2 * MARGIN_PX) * ratio);
    if (left && left + width > most) [left, top, row] = [0, top + row, 0];
    const sign = { sheet: blank, left, top, width, height, label };
    set.push(sign);
    signs.set(key, sign);
    left += width;
    row = Math.max(row, height);
    across = Math.max(across, left);
  }
  if (!set.length) return;
  const sheet = makeCanvas(across, top + row), ctx = contextOf(sheet);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5 * LARGER;
  for (const sign of set) {
    sign.sheet = sheet;
    write(ctx, sign, ratio);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {Sign & { label: Label }} sign @param {number} ratio */
function write(ctx, { left, top, label: { text, style } }, ratio) {
  const look = LOOKS[style], middle = MARGIN_PX + look.height / 2, { color } = theme();
  ctx.setTransform(ratio, 0, 0, ratio, left, top);
  ctx.font = look.font;
  ctx.letterSpacing = `${look.spacing}px`;
  ctx.strokeStyle = color[look.halo];
  ctx.strokeText(text, MARGIN_PX, middle);
  ctx.fillStyle = color[look.ink];
  ctx.fillText(text, MARGIN_PX, middle);
}

/** The picture of a name that has been written. @param {Label} label @param {number} ratio */
export function signOf(label, ratio) {
  return /** @type {Sign} */ (signs.get(keyOf(label, ratio)));
}
