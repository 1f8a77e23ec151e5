// The map as it is shown as a picture of its own: what it shows is said above it, its legend and scale stand on it, and its
// sources below.

import { DATA } from "../data.js";
import { contextOf, makeCanvas } from "../dom.js";
import { RAD } from "../geodesy/ellipsoid.js";
import { camera, northOnPage } from "../map/camera.js";
import { outline } from "../map/forms.js";
import { windowFrame } from "../map/frame.js";
import { paintLand } from "../map/land.js";
import { arrange, paintNames } from "../map/names.js";
import { scaleBar } from "../map/scale.js";
import { paintShapes } from "../map/shapes.js";
import { SANS, SERIF, ink } from "../theme.js";
import { say, titleText } from "../words.js";
import { conditions, provenance, question } from "./caption.js";
import { DOT_PX, legend } from "./switches.js";

/** @typedef {import("./switches.js").Sign} Sign */

export const EDGE_PX = 14;
const NORTH_PX = 78;
export const TITLE = { font: `600 22px ${SERIF}`, line_px: 34 };
export const TEXT = { font: `13px ${SANS}`, line_px: 19 };
export const NOTE = { font: `11px ${SANS}`, line_px: 15 };
export const ROW_PX = 17;
export const SIGN_PX = 30;
/** How high the marking line is, on top and at the foot. */
export const BAND_PX = DATA.marking ? 20 : 0;
export const BAND_FONT = `600 12px ${SANS}`;

/** The sheet of a picture: its size in pixels, its texts, and the part of the plane that the map on it shows. @typedef {{ width: number, height: number, head: number, foot: number, title: string, said: string[], notes: string[], frame: import("../map/frame.js").Frame }} Layout */

/** A slide of 13.333 by 7.5 inches, in CSS pixels. */
export const SLIDE = { width: 1280, height: 720 };

/** Set out a picture: as large as the screen's map with what is said above and below it, or of a size of its own. @param {number} ratio @param {{ width: number, height: number }} [page] @returns {Layout} */
export function layout(ratio, page) {
  const width = page ? page.width : camera.width, ruler = contextOf(makeCanvas(1, 1)), inner = width - 2 * EDGE_PX;
  ruler.font = TEXT.font;
  const said = [question().join(" "), ...conditions()].flatMap((text) => wrapped(ruler, text, inner));
  ruler.font = NOTE.font;
  const notes = [say("sources"), provenance()].flatMap((text) => wrapped(ruler, text, inner));
  const head = BAND_PX + TITLE.line_px + said.length * TEXT.line_px + 12, foot = notes.length * NOTE.line_px + 14 + BAND_PX, height = page ? page.height - head - foot : camera.height;
  const frame = windowFrame(ratio), fits = Math.min(width / camera.width, height / camera.height);
  return { width, height, head, foot, said, notes, title: titleText(), frame: { ...frame, camera: { ...frame.camera, scale: camera.scale * fits }, half: [width / 2, height / 2] } };
}

/** Draw the map at some times the size of the screen, or of a page. @param {number} [ratio] @param {{ width: number, height: number }} [page] */
export function picture(ratio = 2, page) {
  const sizes = layout(ratio, page), { width, height, head, foot, said, notes } = sizes, color = ink(), inner = width - 2 * EDGE_PX;
  const sheet = contextOf(makeCanvas(width * ratio, (height + head + foot) * ratio));
  sheet.scale(ratio, ratio);
  sheet.fillStyle = color.paper;
  sheet.fillRect(0, 0, width, height + head + foot);
  sheet.drawImage(mapPicture(sizes, ratio), 0, head, width, height);
  sheet.textBaseline = "middle";
  sheet.fillStyle = color.ink;
  sheet.font = TITLE.font;
  sheet.fillText(sizes.title, EDGE_PX, BAND_PX + 6 + TITLE.line_px / 2, inner);
  sheet.font = TEXT.font;
  said.forEach((line, i) => sheet.fillText(line, EDGE_PX, BAND_PX + 4 + TITLE.line_px + (i + 0.5) * TEXT.line_px, inner));
  sheet.font = NOTE.font;
  notes.forEach((line, i) => sheet.fillText(line, EDGE_PX, head + height + 7 + (i + 0.5) * NOTE.line_px, inner));
  if (DATA.marking) for (const top of [0, head + height + foot - BAND_PX]) paintMarking(sheet, DATA.marking, width, top);
  return sheet.canvas;
}

/** @param {CanvasRenderingContext2D} ctx @param {NonNullable<PageData["marking"]>} marking @param {number} width @param {number} top */
function paintMarking(ctx, { line, face, ink: letters }, width, top) {
  ctx.fillStyle = face;
  ctx.fillRect(0, top, width, BAND_PX);
  ctx.fillStyle = letters;
  ctx.font = BAND_FONT;
  ctx.textAlign = "center";
  ctx.fillText(line, width / 2, top + BAND_PX / 2, width - 2 * EDGE_PX);
  ctx.textAlign = "start";
}

/** The scale bar on a picture whose scale need not be the screen's. @param {Layout} sizes */
export function barOf({ frame }) {
  const bar = scaleBar();
  return bar && { ...bar, width_px: bar.width_px * frame.camera.scale / camera.scale };
}

/** Where the legend stands on a picture, and what names keep off. @param {Layout} sizes @param {[string, string, Sign][]} rows @returns {{ box: Box, taken: Box[] }} */
export function places({ width, height }, rows) {
  const ruler = contextOf(makeCanvas(1, 1));
  ruler.font = NOTE.font;
  const across = Math.min(width / 2, SIGN_PX + 12 + Math.max(...rows.map(([, text]) => ruler.measureText(text).width))), down = rows.length * ROW_PX + 10;
  const box = [EDGE_PX, height - EDGE_PX - down, EDGE_PX + across, height - EDGE_PX];
  return { box, taken: [[EDGE_PX, EDGE_PX, NORTH_PX, NORTH_PX], box, [width - 150, height - 40, width, height]] };
}

/** The map itself, with a north arrow, the legend and a scale bar. @param {Layout} sizes @param {number} ratio */
function mapPicture(sizes, ratio) {
  const { width, height, frame } = sizes, map = contextOf(makeCanvas(width * ratio, height * ratio));
  const rows = legend(), bar = barOf(sizes), { box, taken } = places(sizes, rows);
  paintLand(map, frame);
  paintShapes(map, frame);
  paintNames(map, frame, arrange(frame, new Map(), taken));
  map.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintLegend(map, rows, box);
  if (bar) paintScale(map, bar, width, height);
  paintNorth(map);
  return map.canvas;
}

/** @param {CanvasRenderingContext2D} ctx @param {[string, string, Sign][]} rows @param {Box} box */
function paintLegend(ctx, rows, [left, top, right, bottom]) {
  const color = ink();
  ctx.fillStyle = color.paper;
  ctx.globalAlpha = 0.94;
  ctx.fillRect(left, top, right - left, bottom - top);
  ctx.globalAlpha = 1;
  ctx.font = NOTE.font;
  ctx.textBaseline = "middle";
  rows.forEach(([, text, sign], i) => {
    const y = top + 5 + (i + 0.5) * ROW_PX;
    paintSign(ctx, sign, left + 16, y);
    ctx.fillStyle = color.ink;
    ctx.fillText(text, left + SIGN_PX, y, right - left - SIGN_PX - 4);
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {Sign} sign @param {number} x @param {number} y */
function paintSign(ctx, sign, x, y) {
  ctx.save();
  ctx.translate(x, y);
  ctx.strokeStyle = sign.color;
  if (sign.type === "dot") {
    const path = new Path2D(outline(sign.form, DOT_PX));
    ctx.fillStyle = sign.fill;
    ctx.fill(path);
    ctx.lineWidth = sign.width;
    ctx.stroke(path);
  } else {
    const half = sign.look === "thick" ? 6 : 10;
    ctx.lineWidth = { "": 2.5, dotted: 2, thick: 4, thin: 1.4 }[sign.look];
    ctx.setLineDash(sign.look === "dotted" ? [2, 3] : []);
    ctx.stroke(new Path2D(`M${-half} 0H${half}`));
  }
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {{ width_px: number, text: string }} bar @param {number} width @param {number} height */
function paintScale(ctx, bar, width, height) {
  const color = ink(), right = width - EDGE_PX, y = height - EDGE_PX;
  for (const [style, weight] of /** @type {[string, number][]} */ ([[color.paper, 4], [color.ink, 1.5]])) {
    ctx.beginPath();
    ctx.moveTo(right - bar.width_px, y - 6);
    ctx.lineTo(right - bar.width_px, y);
    ctx.lineTo(right, y);
    ctx.lineTo(right, y - 6);
    ctx.strokeStyle = style;
    ctx.lineWidth = weight;
    ctx.stroke();
  }
  ctx.textAlign = "center";
  ctx.lineWidth = 3;
  ctx.strokeStyle = color.paper;
  ctx.strokeText(bar.text, right - bar.width_px / 2, y - 9);
  ctx.fillStyle = color.ink;
  ctx.fillText(bar.text, right - bar.width_px / 2, y - 9);
}

/** A north arrow: on a map that is turned it is the first thing that a reader looks for. @param {CanvasRenderingContext2D} ctx */
function paintNorth(ctx) {
  const north = northOnPage() * RAD, color = ink();
  ctx.translate(46, 46);
  ctx.fillStyle = color.paper;
  ctx.globalAlpha = 0.9;
  ctx.beginPath();
  ctx.arc(0, 0, 32, 0, 2 * Math.PI);
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.rotate(north);
  ctx.fillStyle = color.gate;
  ctx.beginPath();
  ctx.moveTo(0, -17);
  ctx.lineTo(6, 8);
  ctx.lineTo(0, 4);
  ctx.lineTo(-6, 8);
  ctx.fill();
  ctx.translate(0, -24);
  ctx.rotate(-north);
  ctx.font = `600 12px ${SANS}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(say("letter.0"), 0, 0);
}

/** Break a text into lines: at spaces, and anywhere between Chinese characters and kana. @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} width_px @returns {string[]} */
function wrapped(ctx, text, width_px) {
  const lines = [""];
  for (const piece of text.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+/gu) || []) {
    const last = lines[lines.length - 1];
    if (last && ctx.measureText(last + piece.trimEnd()).width > width_px) lines.push(piece);
    else lines[lines.length - 1] = last + piece;
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}
