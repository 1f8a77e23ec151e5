// The Military Grid Reference System: a zone of the Universal Transverse Mercator projection, a square of 100 km in it, and
// metres in the square. The projection is Krueger's, by the series in the third flattening as Karney, Transverse Mercator
// with an accuracy of a few nanometers, J. Geodesy 85 (2011), 475-485, gives them, to the fourth order.

import { AXIS_M, ECC, FLATTENING, RAD, wrapped } from "./ellipsoid.js";

const N = FLATTENING / (2 - FLATTENING);
const RADIUS_M = AXIS_M / (1 + N) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - 2 * N ** 2 / 3 + 5 * N ** 3 / 16 + 41 * N ** 4 / 180, 13 * N ** 2 / 48 - 3 * N ** 3 / 5 + 557 * N ** 4 / 1440,
  61 * N ** 3 / 240 - 103 * N ** 4 / 140, 49561 * N ** 4 / 161280,
];
const SCALE = 0.9996, FALSE_EASTING_M = 500_000, FALSE_NORTHING_M = 10_000_000;
const BANDS = "CDEFGHJKLMNPQRSTUVWX", COLUMNS = ["STUVWXYZ", "ABCDEFGH", "JKLMNPQR"], ROWS = "ABCDEFGHJKLMNPQRSTUV";
const SQUARE_M = 100_000, SOUTH_DEG = -80, NORTH_DEG = 84;

/** The zone of a place: six degrees of longitude, but for the south of Norway and Svalbard. @param {number} lon @param {number} lat */
function zoneOf(lon, lat) {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  return Math.floor((lon + 180) / 6) % 60 + 1;
}

/** @param {number} lon @param {number} lat @param {number} zone @returns {Pair} Easting and northing in metres, the northing negative in the south. */
function utm(lon, lat, zone) {
  const l = wrapped((lon - (6 * zone - 183)) * RAD), sin = Math.sin(lat * RAD);
  const t = Math.sinh(Math.atanh(sin) - ECC * Math.atanh(ECC * sin));
  const xi = Math.atan2(t, Math.cos(l)), eta = Math.asinh(Math.sin(l) / Math.hypot(t, Math.cos(l)));
  let [x, y] = [eta, xi];
  ALPHA.forEach((a, i) => {
    x += a * Math.cos(2 * (i + 1) * xi) * Math.sinh(2 * (i + 1) * eta);
    y += a * Math.sin(2 * (i + 1) * xi) * Math.cosh(2 * (i + 1) * eta);
  });
  return [FALSE_EASTING_M + SCALE * RADIUS_M * x, SCALE * RADIUS_M * y];
}

/** A place in the grid, to 10^(5 - digits) metres; empty near the poles, where the grid is another. @param {LonLat} at @param {number} digits */
export function mgrs(at, digits) {
  const lat = at[1], lon = ((at[0] + 180) % 360 + 360) % 360 - 180;
  if (!(lat >= SOUTH_DEG && lat < NORTH_DEG)) return "";
  const zone = zoneOf(lon, lat), [east, north] = utm(lon, lat, zone), northing = north < 0 ? north + FALSE_NORTHING_M : north;
  const band = BANDS[Math.min(Math.floor((lat - SOUTH_DEG) / 8), BANDS.length - 1)];
  const column = COLUMNS[zone % 3][Math.floor(east / SQUARE_M) - 1], row = ROWS[(Math.floor(northing / SQUARE_M) + (zone % 2 ? 0 : 5)) % ROWS.length];
  const part = (/** @type {number} */ metres) => String(Math.floor(metres % SQUARE_M)).padStart(5, "0").slice(0, digits);
  return `${zone}${band} ${column}${row} ${part(east)} ${part(northing)}`;
}

const REFERENCE = /^\s*(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*(\d*)\s*(\d*)\s*$/i;
const STEPS = 12, NEAR_DEG = 1e-9;

/** The place of a grid reference, in the middle of its square; null for a text that is none. @param {string} text @returns {LonLat | null} */
export function place(text) {
  const parts = REFERENCE.exec(text.toUpperCase());
  if (!parts) return null;
  const zone = Number(parts[1]), band = BANDS.indexOf(parts[2]), column = COLUMNS[zone % 3].indexOf(parts[3]) + 1;
  const row = (ROWS.indexOf(parts[4]) + (zone % 2 ? 0 : 15)) % ROWS.length, digits = parts[5] + parts[6], size = digits.length / 2;
  if (zone < 1 || zone > 60 || column < 1 || !Number.isInteger(size) || size > 5) return null;
  const step = 10 ** (5 - size), part = (/** @type {string} */ figures) => Number(figures || 0) * step + step / 2;
  const east = column * SQUARE_M + part(digits.slice(0, size)), within = row * SQUARE_M + part(digits.slice(size));
  // Rows come again every 2,000 km: the latitude's band tells which.
  const middle_deg = SOUTH_DEG + 8 * band + (band === BANDS.length - 1 ? 6 : 4), cycle = SQUARE_M * ROWS.length;
  const [, near] = utm(6 * zone - 183, middle_deg, zone), south = middle_deg < 0 ? FALSE_NORTHING_M : 0;
  const north = within + cycle * Math.round((near + south - within) / cycle) - south;
  return unprojected(east, north, zone, middle_deg);
}

/** Look for the place of an easting and a northing, by Newton's steps. @param {number} east @param {number} north @param {number} zone @param {number} lat_deg Near it. @returns {LonLat | null} */
function unprojected(east, north, zone, lat_deg) {
  let [lon, lat] = [6 * zone - 183, lat_deg];
  for (let i = 0; i < STEPS; i++) {
    const h = 1e-5, [x, y] = utm(lon, lat, zone), [x1, y1] = utm(lon + h, lat, zone), [x2, y2] = utm(lon, lat + h, zone);
    const [a, b, c, d] = [(x1 - x) / h, (x2 - x) / h, (y1 - y) / h, (y2 - y) / h], size = a * d - b * c;
    const [dLon, dLat] = [(d * (east - x) - b * (north - y)) / size, (a * (north - y) - c * (east - x)) / size];
    lon += dLon;
    lat = Math.max(-85, Math.min(85, lat + dLat));
    if (Math.abs(dLon) + Math.abs(dLat) < NEAR_DEG) return Number.isFinite(lon + lat) ? [lon, lat] : null;
  }
  return null;
}
