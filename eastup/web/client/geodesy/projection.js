// Map projections of the WGS 84 ellipsoid, forward and inverse: longitude and latitude in degrees, x and y in metres.
// They are the ones that PROJ calls omerc, laea and aeqd; x is east and y is north before the page is turned.

import { AXIS_M, ECC, ECC2, RAD, wrapped } from "./ellipsoid.js";
import { geodesic, geodesicEnd } from "./geodesic.js";

/** Return {forward(lon, lat), inverse(x, y)} of a view before it is turned; each answers [number, number]. @param {ViewData} view @returns {Projection} */
export function makeProjection(view) {
  const make = { "oblique-mercator": obliqueMercator, "equal-area": equalArea, "equidistant": equidistant };
  return make[view.projection](view);
}

/** Hotine oblique Mercator, variant B: Snyder, Map Projections, USGS Professional Paper 1395, equations 9-11 to 9-48. @param {ViewData} view @returns {Projection} */
function obliqueMercator(view) {
  const lat0 = view.lat_0 * RAD, alpha = view.alpha * RAD, gamma = view.gamma * RAD;
  const sin0 = Math.sin(lat0), cos0 = Math.cos(lat0), one = Math.sqrt(1 - ECC2);
  const b = Math.sqrt(1 + ECC2 * cos0 ** 4 / (1 - ECC2));
  const a = AXIS_M * b * view.k * one / (1 - ECC2 * sin0 * sin0);
  const d = Math.max(b * one / (cos0 * Math.sqrt(1 - ECC2 * sin0 * sin0)), 1);
  const root = Math.sqrt(d * d - 1), sign = lat0 < 0 ? -1 : 1;
  const f = d + sign * root;
  const e = f * conformal(lat0) ** b;
  const gamma0 = Math.asin(Math.sin(alpha) / d);
  const lon0 = view.lonc * RAD - Math.asin(0.5 * (f - 1 / f) * Math.tan(gamma0)) / b;
  const sinG = Math.sin(gamma0), cosG = Math.cos(gamma0), sinR = Math.sin(gamma), cosR = Math.cos(gamma);
  const u0 = sign * Math.abs(a / b * Math.atan(root / Math.cos(alpha)));

  /** @param {number} lon @param {number} lat @returns {Pair} */
  function forward(lon, lat) {
    const l = b * wrapped(lon * RAD - lon0);
    const q = e / conformal(lat * RAD) ** b;
    const s = 0.5 * (q - 1 / q), t = 0.5 * (q + 1 / q), v1 = Math.sin(l);
    const big = (s * sinG - v1 * cosG) / t;
    const v = 0.5 * a / b * Math.log((1 - big) / (1 + big));
    const u = a / b * Math.atan2(s * cosG + v1 * sinG, Math.cos(l)) - u0;
    return [v * cosR + u * sinR + view.x_0, u * cosR - v * sinR + view.y_0];
  }
  /** @param {number} x @param {number} y @returns {Pair} */
  function inverse(x, y) {
    x -= view.x_0;
    y -= view.y_0;
    const v = x * cosR - y * sinR, u = y * cosR + x * sinR + u0;
    const q = Math.exp(-b * v / a);
    const s = 0.5 * (q - 1 / q), t = 0.5 * (q + 1 / q), v1 = Math.sin(b * u / a);
    const big = Math.max(-1, Math.min(1, (v1 * cosG + s * sinG) / t));
    const lat = fromConformal((e / Math.sqrt((1 + big) / (1 - big))) ** (1 / b));
    const lon = lon0 - Math.atan2(s * cosG - v1 * sinG, Math.cos(b * u / a)) / b;
    return [wrapped(lon) / RAD, lat / RAD];
  }
  return { forward, inverse };
}

const NEAR_POLE = Math.PI / 2 - 1e-9; // 6 mm from it: at the pole itself the formulas divide by zero

/** Snyder's t (equation 15-9): the tangent of half the conformal colatitude. @param {number} lat */
function conformal(lat) {
  const near = Math.max(-NEAR_POLE, Math.min(NEAR_POLE, lat)), sin = ECC * Math.sin(near);
  return Math.tan(Math.PI / 4 - near / 2) / ((1 - sin) / (1 + sin)) ** (ECC / 2);
}

/** @param {number} t */
function fromConformal(t) {
  let lat = Math.PI / 2 - 2 * Math.atan(t);
  for (let i = 0; i < 12; i++) {
    const sin = ECC * Math.sin(lat);
    const next = Math.PI / 2 - 2 * Math.atan(t * ((1 - sin) / (1 + sin)) ** (ECC / 2));
    if (Math.abs(next - lat) < 1e-14) return next;
    lat = next;
  }
  return lat;
}

/** Lambert azimuthal equal-area: Snyder, equations 24-15 to 24-29. @param {ViewData} view @returns {Projection} */
function equalArea(view) {
  const lat0 = view.lat_0 * RAD, lon0 = view.lon_0 * RAD;
  const authalic = (/** @type {number} */ lat) => {
    const sin = Math.sin(lat);
    return (1 - ECC2) * (sin / (1 - ECC2 * sin * sin) + Math.atanh(ECC * sin) / ECC);
  };
  const qPole = authalic(Math.PI / 2), radius = AXIS_M * Math.sqrt(qPole / 2);
  const beta0 = Math.asin(authalic(lat0) / qPole), sin0 = Math.sin(beta0), cos0 = Math.cos(beta0);
  const d = AXIS_M * Math.cos(lat0) / Math.sqrt(1 - ECC2 * Math.sin(lat0) ** 2) / (radius * cos0);

  /** @param {number} lon @param {number} lat @returns {Pair} */
  function forward(lon, lat) {
    const beta = Math.asin(Math.max(-1, Math.min(1, authalic(lat * RAD) / qPole)));
    const l = lon * RAD - lon0, sin = Math.sin(beta), cos = Math.cos(beta);
    const scale = radius * Math.sqrt(2 / Math.max(1 + sin0 * sin + cos0 * cos * Math.cos(l), 1e-9));
    return [scale * d * cos * Math.sin(l), scale / d * (cos0 * sin - sin0 * cos * Math.cos(l))];
  }
  /** @param {number} x @param {number} y @returns {Pair} */
  function inverse(x, y) {
    let rho = Math.hypot(x / d, d * y);
    if (rho === 0) return [view.lon_0, view.lat_0];
    const shrink = Math.min(1, 1.999 * radius / rho); // beyond the far side there is no place
    x *= shrink;
    y *= shrink;
    rho *= shrink;
    const c = 2 * Math.asin(rho / (2 * radius)), sinC = Math.sin(c), cosC = Math.cos(c);
    const q = qPole * (cosC * sin0 + d * y * sinC * cos0 / rho);
    const lon = lon0 + Math.atan2(x * sinC, d * rho * cos0 * cosC - d * d * y * sin0 * sinC);
    let lat = Math.asin(Math.max(-1, Math.min(1, q / qPole)));
    for (let i = 0; i < 20; i++) {
      const sin = Math.sin(lat), w = 1 - ECC2 * sin * sin;
      const step = w * w / (2 * Math.cos(lat)) * (q - authalic(lat)) / (1 - ECC2);
      lat += step;
      if (Math.abs(step) < 1e-14) break;
    }
    return [wrapped(lon) / RAD, lat / RAD];
  }
  return { forward, inverse };
}

/** Azimuthal equidistant, exactly: the geodesic from the centre. @param {ViewData} view @returns {Projection} */
function equidistant(view) {
  /** @param {number} lon @param {number} lat @returns {Pair} */
  function forward(lon, lat) {
    const line = geodesic(view.lon_0, view.lat_0, lon, lat);
    const azimuth = line.azimuth_deg * RAD;
    return [line.length_m * Math.sin(azimuth), line.length_m * Math.cos(azimuth)];
  }
  /** @param {number} x @param {number} y @returns {Pair} */
  function inverse(x, y) {
    return geodesicEnd(view.lon_0, view.lat_0, Math.atan2(x, y) / RAD, Math.min(Math.hypot(x, y), 1.999e7));
  }
  return { forward, inverse };
}
