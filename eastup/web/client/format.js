// Numbers, lengths, hours and positions as text.

import { mgrs } from "./geodesy/mgrs.js";
import { state } from "./state.js";

/** @type {Record<Unit, number>} */
export const KM_PER = { km: 1, nmi: 1.852, mi: 1.609344 };

const FORMATS = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** @param {number} value @param {number} digits */
export function number(value, digits) {
  return FORMATS[digits].format(value);
}

/** A figure to the digit that half of its uncertainty stands in, as eastup.results.digits rounds it. @param {number} value @param {number} off @param {number} digits At most. */
function deserved(value, off, digits) {
  if (!(off > 0)) return number(value, digits);
  const exponent = Math.max(Math.floor(Math.log10(off / 2)), -digits), step = 10 ** exponent;
  return number(Math.floor(value / step + 0.5) * step, Math.max(-exponent, 0));
}

/** A length in the chosen unit, without the unit's name; a dash where there is no way, dots while it is not known. @param {number} length_m @param {number} off_km How far it may be off. @param {number} largest_m Of those that it stands among: from 100 on they are whole. */
export function lengthText(length_m, off_km = 0, largest_m = length_m) {
  if (!Number.isFinite(length_m)) return Number.isNaN(length_m) ? "…" : "–"; // searched for, or without a way
  const per = KM_PER[state.unit], largest = largest_m / 1000 / per;
  return deserved(length_m / 1000 / per, off_km / per, largest < 10 ? 2 : largest < 100 ? 1 : 0);
}

/** A length with the chosen unit: one that is measured is whole at most, as in the library's sentences. @param {number} length_m @param {number} [off_km] How far it may be off; not of one that was given. */
export function withUnit(length_m, off_km) {
  return `${lengthText(length_m, off_km, off_km === undefined ? length_m : Infinity)} ${state.unit}`;
}

/** A length that has grown (+) or shrunk, in the chosen unit. @param {number} length_m @param {number} off_km */
export function changeText(length_m, off_km) {
  const value = length_m / 1000 / KM_PER[state.unit], text = deserved(Math.abs(value), off_km / KM_PER[state.unit], 0);
  return text === "0" ? "±0" : `${value > 0 ? "+" : "−"}${text}`;
}

/** Hours that a length takes at the speed of a mode. @param {number} length_m @param {number} [off_km] How far the length may be off. @param {Mode} [mode] */
export function hoursText(length_m, off_km = 0, mode = state.mode) {
  const mPerHour = 1852 * state.speeds_kn[mode];
  return deserved(length_m / mPerHour, 1000 * off_km / mPerHour, 1);
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
