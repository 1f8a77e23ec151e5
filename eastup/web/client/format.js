// Numbers, lengths, hours and positions as text.

import { mgrs } from "./geodesy/mgrs.js";
import { speed_kn, state } from "./state.js";

/** @type {Record<Unit, number>} */
export const KM_PER = { km: 1, nmi: 1.852, mi: 1.609344 };

const FORMATS = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** @param {number} value @param {number} digits */
export function number(value, digits) {
  return FORMATS[digits].format(value);
}

/** A length in the chosen unit, without the unit's name; a dash where there is no way, dots while it is not known. @param {number} length_m */
export function lengthText(length_m) {
  if (!Number.isFinite(length_m)) return Number.isNaN(length_m) ? "…" : "–"; // searched for, or without a way
  const value = length_m / 1000 / KM_PER[state.unit];
  return number(value, value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** A length with the chosen unit. @param {number} length_m */
export function withUnit(length_m) {
  return `${lengthText(length_m)} ${state.unit}`;
}

/** A length that has grown (+) or shrunk, in the chosen unit. @param {number} length_m */
export function changeText(length_m) {
  const value = length_m / 1000 / KM_PER[state.unit], text = number(Math.abs(value), 0);
  return text === "0" ? "±0" : `${value > 0 ? "+" : "−"}${text}`;
}

/** Hours at the chosen speed. @param {number} length_m */
export function hoursText(length_m) {
  return number(length_m / 1852 / speed_kn(), 1);
}

/** A speed in knots: as many digits as were given. @param {number} kn */
export function speedText(kn) {
  return `${Number(kn.toFixed(2))}`;
}

/** @type {Coords[]} */
export const COORDS = ["dd", "dms", "mgrs"];

/** A position as the reader chose to see it: latitude first. @param {LonLat} at @param {number} digits Of degrees. */
export function positionText(at, digits) {
  const lat = at[1], lon = ((at[0] + 180) % 360 + 360) % 360 - 180;
  const grid = state.coords === "mgrs" ? mgrs(at, Math.min(digits + 1, 5)) : "";
  if (grid) return grid;
  if (state.coords === "dms") return `${sexagesimal(lat)}${lat < 0 ? "S" : "N"} ${sexagesimal(lon)}${lon < 0 ? "W" : "E"}`;
  return `${Math.abs(lat).toFixed(digits)}°${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(digits)}°${lon < 0 ? "W" : "E"}`;
}

/** @param {number} degrees */
function sexagesimal(degrees) {
  const seconds = Math.round(Math.abs(degrees) * 3600), two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}°${two(Math.floor(seconds / 60) % 60)}′${two(seconds % 60)}″`;
}
