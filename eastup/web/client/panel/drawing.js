// The map as it is shown as SVG: lines, marks and letters that can be edited, on a picture of sea and land.

import { DATA } from "../data.js";
import { contextOf, makeCanvas } from "../dom.js";
import { northOnPage, offset } from "../map/camera.js";
import { outline } from "../map/forms.js";
import { onFrame } from "../map/frame.js";
import { paintLand } from "../map/land.js";
import { arrange, boxOf } from "../map/names.js";
import { apparentZoom, markOn, shapes } from "../map/shapes.js";
import { LOOKS } from "../map/signs.js";
import { SANS, ink } from "../theme.js";
import { say } from "../words.js";
import { BAND_FONT, BAND_PX, EDGE_PX, NOTE, ROW_PX, SIGN_PX, TEXT, TITLE, barOf, layout, places } from "./picture.js";
import { DOT_PX, legend } from "./switches.js";

/** @typedef {import("./picture.js").Layout} Layout */
/** @typedef {import("./switches.js").Sign} Sign */

const GROUND_RATIO = 2, SEAM_PX = 4000, LEAST_PX = 0.4;

/** @param {string} text */
const escaped = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"]/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[each] || "");
/** @param {string} name @param {Record<string, string | number>} attributes @param {string} [content] */
const element = (name, attributes, content = "") => `<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${typeof value === "number" ? Number(value.toFixed(2)) : escaped(value)}"`).join("")}>${content}</${name}>`;
/** @param {number} x @param {number} y @param {string} font @param {string} fill @param {string} content @param {Record<string, string | number>} [more] */
const text = (x, y, font, fill, content, more = {}) => element("text", { x, y, style: `font: ${font}`, fill, "dominant-baseline": "central", ...more }, escaped(content));

const EAST_ASIAN = /[\u2e80-\uffef]/;

/** The page's characters of East Asia, for a drawing that has some: not every machine has its own. @param {string} drawn */
function fontOf(drawn) {
  const { font } = window.eastup.parts;
  if (!font.length || !EAST_ASIAN.test(drawn)) return "";
  let bytes = "";
  for (const byte of font) bytes += String.fromCharCode(byte);
  return element("style", {}, `@font-face { font-family: "Eastup CJK"; src: url(data:font/otf;base64,${btoa(bytes)}); unicode-range: U+2E80-FFEF; }`);
}

/** The whole sheet. */
export function drawing() {
  const sizes = layout(1), { width, height, head, foot, said, notes, title } = sizes, color = ink(), whole = head + height + foot;
  const words = [
    text(EDGE_PX, BAND_PX + 6 + TITLE.line_px / 2, TITLE.font, color.ink, title),
    ...said.map((line, i) => text(EDGE_PX, BAND_PX + 4 + TITLE.line_px + (i + 0.5) * TEXT.line_px, TEXT.font, color.ink, line)),
    ...notes.map((line, i) => text(EDGE_PX, head + height + 7 + (i + 0.5) * NOTE.line_px, NOTE.font, color.ink, line)),
  ];
  const drawn = [
    element("title", {}, escaped(title)), element("desc", {}, escaped([...said, ...notes].join(" "))),
    element("rect", { width, height: whole, fill: color.paper }),
    element("svg", { y: head, width, height, overflow: "hidden" }, mapParts(sizes).join("\n")),
    ...words,
    ...[0, whole - BAND_PX].map((top) => markingAt(width, top)),
  ].join("\n");
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: whole, viewBox: `0 0 ${width} ${whole}` }, fontOf(drawn) + drawn);
}

/** @param {number} width @param {number} y */
function markingAt(width, y) {
  if (!DATA.marking) return "";
  const { line, face, ink: letters } = DATA.marking;
  return element("rect", { y, width, height: BAND_PX, fill: face }) + text(width / 2, y + BAND_PX / 2, BAND_FONT, letters, line, { "text-anchor": "middle" });
}

/** @param {Layout} sizes */
function mapParts(sizes) {
  const { width, height, frame } = sizes, ground = contextOf(makeCanvas(width * GROUND_RATIO, height * GROUND_RATIO)), rows = legend(), { box, taken } = places(sizes, rows), zoom = apparentZoom(frame);
  paintLand(ground, { ...frame, ratio: GROUND_RATIO });
  const shown = shapes().filter((shape) => zoom >= shape.fromZoom);
  return [
    element("image", { width, height, href: ground.canvas.toDataURL("image/png") }),
    element("g", { id: "lines" }, shown.map((shape) => (shape.type === "line" ? lineOf(sizes, shape) : markOf(sizes, shape))).join("\n")),
    element("g", { id: "names" }, [...arrange(frame, new Map(), taken).values()].map(({ label, side }) => nameOf(sizes, label, side)).join("\n")),
    element("g", { id: "legend" }, legendOf(rows, box)), element("g", { id: "scale" }, scaleOf(sizes)), element("g", { id: "north" }, northOf()),
  ];
}

/** @param {Layout} sizes @param {LineShape} shape */
function lineOf({ frame }, shape) {
  const d = shape.paths.map((path) => {
    const pieces = [];
    let last = [Infinity, Infinity];
    for (let i = 0; i < path.length; i += 2) {
      const [right, down] = offset(frame.camera, path[i], path[i + 1]), step = Math.abs(right - last[0]) + Math.abs(down - last[1]);
      if (step < LEAST_PX && i + 2 < path.length) continue;
      pieces.push(`${step > SEAM_PX ? "M" : "L"}${(frame.half[0] + right).toFixed(1)} ${(frame.half[1] + down).toFixed(1)}`);
      last = [right, down];
    }
    return pieces.join("");
  }).join("");
  if (!d) return "";
  return element("path", {
    d, fill: shape.fill || "none", "fill-rule": "evenodd", stroke: shape.color, "stroke-width": shape.width, "stroke-linecap": shape.cap || "round", "stroke-linejoin": "round", opacity: shape.alpha,
    ...(shape.dash ? { "stroke-dasharray": shape.dash.join(" ") } : {}),
  });
}

/** @param {Layout} sizes @param {MarkShape} shape */
function markOf({ frame }, shape) {
  const [cx, cy] = markOn(frame, shape), drawn = element("path", { d: outline(shape.form || "round", shape.radius), transform: `translate(${cx.toFixed(1)} ${cy.toFixed(1)})`, fill: shape.fill || "none", stroke: shape.color, "stroke-width": shape.width, opacity: shape.alpha });
  if (!(cx > -50 && cy > -50 && cx < 2 * frame.half[0] + 50 && cy < 2 * frame.half[1] + 50)) return "";
  return shape.text ? drawn + text(cx, cy, `600 10px ${SANS}`, "#ffffff", shape.text, { "text-anchor": "middle" }) : drawn;
}

/** @param {Layout} sizes @param {Label} label @param {number[]} side */
function nameOf({ frame }, label, side) {
  const [left, top, , bottom] = boxOf(label, ...onFrame(frame, label.at), side), look = LOOKS[label.style], color = ink();
  return text(left, (top + bottom) / 2, look.font, color[look.ink], label.text, { stroke: color[look.halo].slice(0, 7), "stroke-opacity": 0.8, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke", "letter-spacing": look.spacing });
}

/** @param {[string, string, Sign][]} rows @param {Box} box */
function legendOf(rows, [left, top, right, bottom]) {
  const color = ink();
  return element("rect", { x: left, y: top, width: right - left, height: bottom - top, fill: color.paper, opacity: 0.94 }) + rows.map(([, name, sign], i) => {
    const y = top + 5 + (i + 0.5) * ROW_PX, x = left + 16, half = sign.type === "stroke" && sign.look === "thick" ? 6 : 10;
    const drawn = sign.type === "dot" ? element("path", { d: outline(sign.form, DOT_PX), transform: `translate(${x} ${y})`, fill: sign.fill, stroke: sign.color, "stroke-width": sign.width })
      : element("path", { d: `M${x - half} ${y}h${2 * half}`, stroke: sign.color, "stroke-width": { "": 2.5, dotted: 2, thick: 4, thin: 1.4 }[sign.look], ...(sign.look === "dotted" ? { "stroke-dasharray": "2 3" } : {}) });
    return drawn + text(left + SIGN_PX, y, NOTE.font, color.ink, name);
  }).join("\n");
}

/** @param {Layout} sizes */
function scaleOf(sizes) {
  const bar = barOf(sizes), color = ink(), right = sizes.width - EDGE_PX, y = sizes.height - EDGE_PX;
  if (!bar) return "";
  const d = `M${right - bar.width_px} ${y - 6}V${y}H${right}V${y - 6}`;
  return element("path", { d, fill: "none", stroke: color.paper, "stroke-width": 4 }) + element("path", { d, fill: "none", stroke: color.ink, "stroke-width": 1.5 })
    + text(right - bar.width_px / 2, y - 12, NOTE.font, color.ink, bar.text, { "text-anchor": "middle" });
}

function northOf() {
  const color = ink(), north = northOnPage(), turned = `translate(46 46) rotate(${north.toFixed(2)})`;
  return element("circle", { cx: 46, cy: 46, r: 32, fill: color.paper, opacity: 0.9 }) + element("path", { d: "M0 -17L6 8L0 4L-6 8Z", fill: color.gate, transform: turned })
    + text(0, 0, `600 12px ${SANS}`, color.ink, say("letter.0"), { "text-anchor": "middle", transform: `${turned} translate(0 -24) rotate(${(-north).toFixed(2)})` });
}
