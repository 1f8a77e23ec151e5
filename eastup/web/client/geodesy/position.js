// Positions as people type them: decimal degrees, degrees with minutes and seconds, and grid references.

import { place } from "./mgrs.js";

const DECIMAL = /^\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*$/;
/** One coordinate: degrees, perhaps minutes and seconds, and a side before or after. */
const PART = String.raw`([NSEW])?\s*(\d+(?:\.\d+)?)\s*°?\s*(?:(\d+(?:\.\d+)?)\s*['′’]?\s*(?:(\d+(?:\.\d+)?)\s*["″”]?)?)?\s*([NSEW])?`;
const SEXAGESIMAL = new RegExp(String.raw`^\s*${PART}[\s,;]+${PART}\s*$`, "i");

/** Longitude and latitude of a text, latitude first unless its sides say otherwise; null for one that is no position. @param {string} text @returns {LonLat | null} */
export function positionOf(text) {
  const decimal = DECIMAL.exec(text);
  if (decimal) return valid(Number(decimal[2]), Number(decimal[1]));
  const parts = SEXAGESIMAL.exec(text.toUpperCase());
  if (parts) {
    const [a, b] = [parts.slice(1, 6), parts.slice(6, 11)].map(coordinate);
    if (a && b && a.isLatitude !== b.isLatitude) return a.isLatitude ? valid(b.degrees, a.degrees) : valid(a.degrees, b.degrees);
  }
  return place(text);
}

/** @param {(string | undefined)[]} part */
function coordinate([before, degrees, minutes, seconds, after]) {
  const side = before || after;
  if (!side || (before && after) || Number(minutes || 0) >= 60 || Number(seconds || 0) >= 60) return null;
  const value = Number(degrees) + Number(minutes || 0) / 60 + Number(seconds || 0) / 3600;
  return { degrees: "SW".includes(side) ? -value : value, isLatitude: "NS".includes(side) };
}

/** @param {number} lon @param {number} lat @returns {LonLat | null} */
function valid(lon, lat) {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 360 ? [lon, lat] : null;
}
