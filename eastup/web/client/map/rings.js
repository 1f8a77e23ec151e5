// Rings: all places at one distance, as geodesics measure it. One about the hub, and free ones about any point.

import { hub } from "../analysis.js";
import { withUnit } from "../format.js";
import { geodesicEnd } from "../geodesy/geodesic.js";
import { derived, state } from "../state.js";

const RING_STEP_DEG = 1;

/** The ring about a place, closed. @param {LonLat} at @param {number} length_m @returns {LonLat[]} */
export function ringLine(at, length_m) {
  const points = [];
  for (let azimuth = 0; azimuth <= 360; azimuth += RING_STEP_DEG) points.push(geodesicEnd(at[0], at[1], azimuth, length_m));
  return points;
}

/** The hub's ring, which is drawn through, and the free ones. */
export const shownRings = derived(() => {
  if (state.hidden.has("rings")) return [];
  const own = state.ring_km ? [{ at: hub().at, km: state.ring_km, free: false }] : [];
  return [...own, ...state.rings.map((ring) => ({ ...ring, free: true }))].map((ring) => ({ ...ring, line: ringLine(ring.at, ring.km * 1000) }));
});

/** The radius of each ring as a name, at its edge towards the top of the page. @returns {Label[]} */
export function ringLabels() {
  return shownRings().map((ring, i) => ({
    id: `ring ${i}`, text: withUnit(ring.km * 1000), at: geodesicEnd(ring.at[0], ring.at[1], state.up_deg, ring.km * 1000), style: "ring", radius: 2, fromZoom: 0, order: i,
  }));
}
