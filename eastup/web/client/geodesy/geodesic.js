// Geodesics of the WGS 84 ellipsoid after Karney, Algorithms for geodesics, J. Geodesy 87 (2013), 43-55. His integrals
// (equations 7 and 8) are taken by Gauss-Legendre quadrature; the inverse problem is solved in the azimuth by bisection
// with secants, which always ends, near the antipodes too. Angles are degrees, lengths metres, longitude comes first.

import { AXIS_M, ECC2, FLATTENING, RAD, wrapped } from "./ellipsoid.js";

const AXIS_B_M = AXIS_M * (1 - FLATTENING);
const ECC_PRIME2 = ECC2 / (1 - ECC2);
const NODES = [0.0765265211334973, 0.2277858511416451, 0.3737060887154195, 0.5108670019508271, 0.636053680726515,
  0.7463319064601508, 0.8391169718222188, 0.912234428251326, 0.9639719272779138, 0.9931285991850949];
const WEIGHTS = [0.1527533871307258, 0.1491729864726037, 0.1420961093183820, 0.1316886384491766, 0.1181945319615184,
  0.1019301198172404, 0.0832767415767048, 0.0626720483341091, 0.0406014298003869, 0.0176140071391521];

/** Integrate f from a to b. @param {(x: number) => number} f @param {number} a @param {number} b */
function integral(f, a, b) {
  const half = (b - a) / 2, middle = (a + b) / 2;
  let sum = 0;
  for (let i = 0; i < NODES.length; i++) sum += WEIGHTS[i] * (f(middle - half * NODES[i]) + f(middle + half * NODES[i]));
  return sum * half;
}

/** Length of a geodesic between two arcs sigma from its node, radians; alpha0 is its azimuth there. @param {number} cosAlpha0 @param {number} from @param {number} to */
function arcLength(cosAlpha0, from, to) {
  const k2 = ECC_PRIME2 * cosAlpha0 * cosAlpha0;
  return AXIS_B_M * integral((s) => Math.sqrt(1 + k2 * Math.sin(s) ** 2), from, to);
}

/** Longitude on the sphere less that on the ellipsoid, between two arcs. @param {number} sinAlpha0 @param {number} cosAlpha0 @param {number} from @param {number} to */
function lonExcess(sinAlpha0, cosAlpha0, from, to) {
  const k2 = ECC_PRIME2 * cosAlpha0 * cosAlpha0;
  const part = (/** @type {number} */ s) => (2 - FLATTENING) / (1 + (1 - FLATTENING) * Math.sqrt(1 + k2 * Math.sin(s) ** 2));
  return FLATTENING * sinAlpha0 * integral(part, from, to);
}

/** The geodesic that leaves reduced latitude 1 (sin1 <= 0) with azimuth alpha1, up to where it first meets reduced latitude 2. @param {number} sin1 @param {number} cos1 @param {number} sin2 @param {number} cos2 @param {number} alpha1 */
function hybrid(sin1, cos1, sin2, cos2, alpha1) {
  const sinA1 = Math.sin(alpha1), cosA1 = Math.cos(alpha1);
  const sinA0 = sinA1 * cos1, cosA0 = Math.hypot(cosA1, sinA1 * sin1);
  const cosA2 = Math.sqrt(Math.max(0, (cosA1 * cos1) ** 2 + (cos2 * cos2 - cos1 * cos1))) / cos2;
  const sigma1 = Math.atan2(sin1, cosA1 * cos1), sigma2 = Math.atan2(sin2, cosA2 * cos2);
  const omega1 = Math.atan2(sinA0 * Math.sin(sigma1), Math.cos(sigma1));
  const omega2 = Math.atan2(sinA0 * Math.sin(sigma2), Math.cos(sigma2));
  let omega = omega2 - omega1;
  if (omega < 0) omega += 2 * Math.PI;
  return { sigma1, sigma2, sinA0, cosA0, sinA2: sinA0 / cos2, cosA2, lon: omega - lonExcess(sinA0, cosA0, sigma1, sigma2) };
}

/** Return {azimuth_deg, length_m} of the shortest line from one point to another. @param {number} lon1 @param {number} lat1 @param {number} lon2 @param {number} lat2 */
export function geodesic(lon1, lat1, lon2, lat2) {
  let dLon = wrapped((lon2 - lon1) * RAD);
  const east = dLon >= 0 ? 1 : -1;
  dLon = Math.abs(dLon);
  const swap = Math.abs(lat1) < Math.abs(lat2);
  let [p, q] = swap ? [lat2, lat1] : [lat1, lat2];
  const flip = p > 0 ? -1 : 1;
  p *= flip;
  q *= flip;
  const reduced = (/** @type {number} */ lat) => Math.atan((1 - FLATTENING) * Math.tan(Math.max(-89.9999999999, Math.min(89.9999999999, lat)) * RAD));
  const b1 = Math.min(reduced(p), -1e-200), b2 = reduced(q);
  const sin1 = Math.sin(b1), cos1 = Math.cos(b1), sin2 = Math.sin(b2), cos2 = Math.max(Math.cos(b2), cos1);
  const solve = (/** @type {number} */ azimuth) => hybrid(sin1, cos1, sin2, cos2, azimuth);
  if (dLon < 1e-12 && Math.abs(p - q) < 1e-12) return { azimuth_deg: 0, length_m: 0 };
  if (Math.abs(p) < 1e-12 && Math.abs(q) < 1e-12 && dLon <= Math.PI * (1 - FLATTENING)) {
    return { azimuth_deg: east > 0 ? 90 : 270, length_m: AXIS_M * dLon };
  }
  // The longitude grows with the azimuth, from 0 (due north) to pi (over the near pole).
  let low = 0, high = Math.PI, alpha = startAzimuth(b1, b2, dLon), found = solve(alpha), side = 0;
  let lowOff = -dLon, highOff = Math.PI - dLon;
  for (let i = 0; i < 120; i++) {
    const off = found.lon - dLon;
    if (Math.abs(off) < 1e-15 || high - low < 1e-16) break;
    if (off < 0) {
      low = alpha;
      lowOff = off;
      if (side < 0) highOff /= 2;
      side = -1;
    } else {
      high = alpha;
      highOff = off;
      if (side > 0) lowOff /= 2;
      side = 1;
    }
    const secant = low - lowOff * (high - low) / (highOff - lowOff);
    const next = i % 4 < 3 && secant > low && secant < high ? secant : (low + high) / 2;
    if (next === alpha) break;
    alpha = next;
    found = solve(alpha);
  }
  const length_m = arcLength(found.cosA0, found.sigma1, found.sigma2);
  let sinA = Math.sin(alpha), cosA = Math.cos(alpha);
  if (swap) [sinA, cosA] = [found.sinA2, found.cosA2];
  // Karney, section 4: undo the turns that brought the points into canonical order.
  const azimuth = Math.atan2(sinA * east, cosA * flip * (swap ? -1 : 1)) / RAD;
  return { azimuth_deg: (azimuth + 360) % 360, length_m };
}

/** Azimuth on the sphere: the first guess. @param {number} b1 @param {number} b2 @param {number} dLon */
function startAzimuth(b1, b2, dLon) {
  const azimuth = Math.atan2(Math.cos(b2) * Math.sin(dLon), Math.cos(b1) * Math.sin(b2) - Math.sin(b1) * Math.cos(b2) * Math.cos(dLon));
  return Math.max(1e-9, Math.min(Math.PI - 1e-9, azimuth));
}

/** A function of a length in metres that answers [lon, lat] so far along the geodesic. @param {number} lon @param {number} lat @param {number} azimuth_deg @returns {(length_m: number) => [number, number]} */
export function geodesicLine(lon, lat, azimuth_deg) {
  const b1 = Math.atan((1 - FLATTENING) * Math.tan(lat * RAD)), alpha = azimuth_deg * RAD;
  const sinA0 = Math.sin(alpha) * Math.cos(b1), cosA0 = Math.hypot(Math.cos(alpha), Math.sin(alpha) * Math.sin(b1));
  const sigma1 = Math.atan2(Math.sin(b1), Math.cos(alpha) * Math.cos(b1));
  const omega1 = Math.atan2(sinA0 * Math.sin(sigma1), Math.cos(sigma1));
  const k2 = ECC_PRIME2 * cosA0 * cosA0;
  return (length_m) => {
    let sigma = sigma1 + length_m / AXIS_B_M;
    for (let i = 0; i < 8; i++) {
      const step = (length_m - arcLength(cosA0, sigma1, sigma)) / (AXIS_B_M * Math.sqrt(1 + k2 * Math.sin(sigma) ** 2));
      sigma += step;
      if (Math.abs(step) < 1e-15) break;
    }
    const omega = Math.atan2(sinA0 * Math.sin(sigma), Math.cos(sigma));
    const b2 = Math.atan2(cosA0 * Math.sin(sigma), Math.hypot(Math.cos(sigma), sinA0 * Math.sin(sigma)));
    const dLon = wrapped(omega - omega1) - lonExcess(sinA0, cosA0, sigma1, sigma);
    return [wrapped(lon * RAD + dLon) / RAD, Math.atan(Math.tan(b2) / (1 - FLATTENING)) / RAD];
  };
}

/** The point at an azimuth and distance from another. @param {number} lon @param {number} lat @param {number} azimuth_deg @param {number} length_m */
export function geodesicEnd(lon, lat, azimuth_deg, length_m) {
  return geodesicLine(lon, lat, azimuth_deg)(length_m);
}

/** The geodesic between two points as [lon, lat] no farther apart than step_m. @param {LonLat} a @param {LonLat} b @param {number} step_m @returns {LonLat[]} */
export function geodesicPath(a, b, step_m) {
  const line = geodesic(a[0], a[1], b[0], b[1]);
  const along = geodesicLine(a[0], a[1], line.azimuth_deg), steps = Math.max(1, Math.ceil(line.length_m / step_m));
  const points = [a];
  for (let i = 1; i < steps; i++) points.push(along(line.length_m * i / steps));
  points.push(b);
  return points;
}
