// Tables as text: separated by commas, semicolons or tabs, and which of their columns hold what. The headings that are known
// come with the page, from eastup.layers.reading.headings.

import { DATA } from "../data.js";
import { place as gridPlace } from "../geodesy/mgrs.js";
import { positionOf } from "../geodesy/position.js";
import { say } from "../words.js";

/** @typedef {{ names: Names, id: string, facts: Record<string, string>, type: "Point" | "LineString" | "Polygon", lines: LonLat[][], part?: true, color?: string }} Read */

const SEPARATORS = [",", ";", "\t", "|"];

/** Rows of cells; a cell in quotes may hold anything. @param {string} text @param {string} separator */
export function cells(text, separator) {
  /** @type {string[][]} */
  const rows = [];
  let row = [""], quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i], last = row.length - 1;
    if (quoted) {
      if (c !== '"') row[last] += c;
      else if (text[i + 1] === '"') row[last] += text[++i];
      else quoted = false;
    } else if (c === '"' && !row[last].trim()) [row[last], quoted] = ["", true];
    else if (c === separator) row.push("");
    else if (c === "\n" || c === "\r") {
      if (row.length > 1 || row[0].trim()) rows.push(row);
      row = [""];
    } else row[last] += c;
  }
  if (row.length > 1 || row[0].trim()) rows.push(row);
  return rows;
}

/** A heading without what doesn't count: "Latitude (DD)" is "latitude". @param {string} heading */
function keyOf(heading) {
  const text = heading.slice(0, 200).normalize("NFKC").replace(/([a-z])(?=[A-Z])/g, "$1 ").replace(/\([^()]*\)|\[[^[\]]*\]/g, " ").toLowerCase();
  const words = text.match(/[\p{L}\p{N}]+/gu) || [], kept = words.filter((word) => !DATA.headings.qualifiers.includes(word));
  return (kept.length ? kept : words).join("");
}

/** The features of a table; one without a position has no lines. @param {string} text @returns {Read[]} */
export function readTable(text) {
  const first = text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
  const separator = SEPARATORS.reduce((best, each) => (first.split(each).length > first.split(best).length ? each : best));
  const [head, ...rows] = cells(text, separator), meanings = (head || []).map((heading) => DATA.headings.meanings[keyOf(heading)]);
  /** @param {string} meaning */
  const column = (meaning) => meanings.indexOf(meaning);
  const [lat, lon, grid, both, reversed, name, id] = ["latitude", "longitude", "mgrs", "position", "position, longitude first", "name", "id"].map(column);
  if ((lat < 0 || lon < 0) && grid < 0 && both < 0 && reversed < 0) throw new Error(say("noColumns", (head || []).slice(0, 8).join(", ")));
  const decimal = separator === ";" || separator === "\t" ? /^\s*-?\d+,\d+\s*$/ : null;
  return rows.flatMap((row, i) => {
    const cell = (/** @type {number} */ k) => (row[k] ?? "").trim();
    const number = (/** @type {string} */ value) => (decimal && decimal.test(value) ? value.replace(",", ".") : value);
    const swapped = cell(reversed).split(/[\s,;]+/).reverse().join(", ");
    const at = lat >= 0 && lon >= 0 ? pairOf(number(cell(lat)), number(cell(lon))) : grid >= 0 ? gridPlace(cell(grid)) : positionOf(both >= 0 ? cell(both) : swapped);
    if (!row.some((value) => value.trim())) return [];
    const facts = Object.fromEntries((head || []).map((heading, k) => [heading.trim(), cell(k)]).filter(([, value], k) => value && ![lat, lon, name, id].includes(k)));
    return [{ id: cell(id) || `row-${i + 1}`, names: { en: cell(name) || cell(id) || String(i + 1) }, facts, type: /** @type {const} */ ("Point"), lines: at ? [[at]] : [] }];
  });
}

/** A latitude and a longitude: figures, or degrees with minutes and seconds. @param {string} lat @param {string} lon @returns {LonLat | null} */
function pairOf(lat, lon) {
  if (!lat || !lon) return null;
  const [y, x] = [Number(lat), Number(lon)];
  if (Number.isFinite(y) && Number.isFinite(x)) return Math.abs(y) <= 90 && Math.abs(x) <= 360 ? [x, y] : null;
  const side = (/** @type {string} */ text, /** @type {string} */ sides) => (/[NSEW]/i.test(text) ? text : `${text.replace(/^\s*[-−]/, "")}${/^\s*[-−]/.test(text) ? sides[1] : sides[0]}`);
  return positionOf(`${side(lat, "NS")} ${side(lon, "EW")}`);
}
