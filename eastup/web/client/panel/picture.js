// The map as it is shown as a picture of its own: what it shows is said above it, its legend and scale stand on it, and its
// sources below.

import { contextOf, makeCanvas } from "../dom.js";
import { RAD } from "../geodesy/ellipsoid.js";
import { camera, northOnPage } from "../map/camera.js";
import { windowFrame } from "../map/frame.js";
import { paintLand } from "../map/land.js";
import { arrange, paintNames } from "../map/names.js";
import { scaleBar } from "../map/scale.js";
import { paintShapes } from "../map/shapes.js";
import { state } from "../state.js";
import { SANS, SERIF, ink } from "../theme.js";
import { say, sideName } from "../words.js";
import { conditions, provenance, question } from "./caption.js";
import { legend } from "./switches.js";

/** @typedef {import("./switches.js").Sign} Sign */

const EDGE_PX = 14, NORTH_PX = 78;
const TITLE = { font: `600 22px ${SERIF}`, line_px: 34 }, TEXT = { font: `13px ${SANS}`, line_px: 19 }, NOTE = { font: `11px ${SANS}`, line_px: 15 };
const ROW_PX = 17, SIGN_PX = 30;

/** Draw the map at some times the size of the screen. @param {number} [ratio] */
export function picture(ratio = 2) {
  const { width, height } = camera, color = ink(), ruler = contextOf(makeCanvas(1, 1)), inner = width - 2 * EDGE_PX;
  ruler.font = TEXT.font;
  const said = [question().join(" "), ...conditions()].flatMap((text) => wrapped(ruler, text, inner));
  ruler.font = NOTE.font;
  const notes = [say("sources"), provenance()].flatMap((text) => wrapped(ruler, text, inner));
  const head = TITLE.line_px + said.length * TEXT.line_px + 12, foot = notes.length * NOTE.line_px + 14;
  const sheet = contextOf(makeCanvas(width * ratio, (height + head + foot) * ratio));
  sheet.scale(ratio, ratio);
  sheet.fillStyle = color.paper;
  sheet.fillRect(0, 0, width, height + head + foot);
  sheet.drawImage(mapPicture(ratio), 0, head, width, height);
  sheet.textBaseline = "middle";
  sheet.fillStyle = color.ink;
  sheet.font = TITLE.font;
  sheet.fillText(say("title", sideName(state.up_deg)), EDGE_PX, 6 + TITLE.line_px / 2, inner);
  sheet.font = TEXT.font;
  said.forEach((line, i) => sheet.fillText(line, EDGE_PX, 4 + TITLE.line_px + (i + 0.5) * TEXT.line_px, inner));
  sheet.font = NOTE.font;
  notes.forEach((line, i) => sheet.fillText(line, EDGE_PX, head + height + 7 + (i + 0.5) * NOTE.line_px, inner));
  return sheet.canvas;
}

/** The map itself, with a north arrow, the legend and a scale bar. @param {number} ratio */
function mapPicture(ratio) {
  const { width, height } = camera, frame = windowFrame(ratio), map = contextOf(makeCanvas(width * ratio, height * ratio));
  const rows = legend(), bar = scaleBar();
  map.font = NOTE.font;
  const across = Math.min(width / 2, SIGN_PX + 12 + Math.max(...rows.map(([, text]) => map.measureText(text).width))), down = rows.length * ROW_PX + 10;
  const box = [EDGE_PX, height - EDGE_PX - down, EDGE_PX + across, height - EDGE_PX];
  paintLand(map, frame);
  paintShapes(map, frame);
  paintNames(map, frame, arrange(frame, new Map(), [[EDGE_PX, EDGE_PX, NORTH_PX, NORTH_PX], box, [width - 150, height - 40, width, height]]));
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
  ctx.beginPath();
  ctx.strokeStyle = sign.color;
  if (sign.type === "dot") {
    ctx.arc(x, y, 4.2, 0, 2 * Math.PI);
    ctx.fillStyle = sign.fill;
    ctx.fill();
    ctx.lineWidth = sign.width;
  } else {
    const half = sign.look === "thick" ? 6 : 10;
    ctx.moveTo(x - half, y);
    ctx.lineTo(x + half, y);
    ctx.lineWidth = { "": 2.5, dotted: 2, thick: 4, thin: 1.4 }[sign.look];
    ctx.setLineDash(sign.look === "dotted" ? [2, 3] : []);
  }
  ctx.stroke();
  ctx.setLineDash([]);
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
