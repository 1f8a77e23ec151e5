// Rings: all places at one distance, as geodesics measure it. One about the hub, and free ones about any point.

import { hub } from "../analysis.js";
import { withUnit } from "../format.js";
import { geodesicEnd } from "../geodesy/geodesic.js";
import { derived, state } from "../state.js";
import { hourLevels } from "./reach.js";

const RING_STEP_DEG = 1;

/** The ring about a place, closed. @param {LonLat} at @param {number} length_m @returns {LonLat[]} */
export function ringLine(at, length_m) {
  const points = [];
  for (let azimuth = 0; azimuth <= 360; azimuth += RING_STEP_DEG) points.push(geodesicEnd(at[0], at[1], azimuth, length_m));
  return points;
}

/** The hub's rings by air, which are drawn through, and the free ones. What ships reach is no ring: see reach.js. */
export const shownRings = derived(() => {
  const byAir = state.mode === "air" && state.tab === "ask" ? hourLevels().map(({ km, text }) => ({ at: hub().at, km, text, free: false })) : [];
  if (state.hidden.has("rings")) return byAir.map(drawn);
  const own = state.ring_km && (state.mode === "air" || state.tab !== "ask") ? [{ at: hub().at, km: state.ring_km, text: "", free: false }] : [];
  return [...byAir, ...own, ...state.rings.map((ring) => ({ ...ring, text: "", free: true }))].map(drawn);
});

/** @param {{ at: LonLat, km: number, text: string, free: boolean }} ring */
const drawn = (ring) => ({ ...ring, line: ringLine(ring.at, ring.km * 1000) });

/** The radius of each ring as a name, at its edge towards the top of the page. @returns {Label[]} */
export function ringLabels() {
  return shownRings().map((ring, i) => ({
    id: `ring ${i}`, text: ring.text || withUnit(ring.km * 1000), at: geodesicEnd(ring.at[0], ring.at[1], state.up_deg, ring.km * 1000), style: "ring", radius: 2, fromZoom: 0, order: i,
  }));
}
