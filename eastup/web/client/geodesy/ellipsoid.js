// The WGS 84 ellipsoid.

export const AXIS_M = 6378137;
export const FLATTENING = 1 / 298.257223563;
export const ECC2 = FLATTENING * (2 - FLATTENING);
export const ECC = Math.sqrt(ECC2);
export const RAD = Math.PI / 180;

/** Bring an angle in radians into -pi to pi. @param {number} angle */
export function wrapped(angle) {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
