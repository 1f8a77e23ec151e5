// Sizes of the reader's own marks and lines by one of their columns: the area of a mark is in proportion to its number.

import { derived, state } from "../state.js";
import { columnOf } from "./coloring.js";

const RADIUS_PX = 5.5, LEAST_RADIUS_PX = 2, MOST_RADIUS_PX = 14;
const WIDTH_PX = 2.2, LEAST_WIDTH_PX = 1, MOST_WIDTH_PX = 9;

/** What the sizes tell; null while all are alike. */
export const sizing = derived(() => {
  const now = columnOf(state.sized);
  if (!now) return null;
  const numbers = now.layer.features.map((each) => Number(each.facts[now.column] || NaN)).filter(Number.isFinite);
  if (!numbers.length) return null;
  const least = numbers.reduce((a, b) => Math.min(a, b)), most = numbers.reduce((a, b) => Math.max(a, b));
  return { layer: now.layer.name, column: now.column, least, most, whole: Math.max(Math.abs(least), Math.abs(most)) || 1 };
});

/** The share of the largest number that a feature has; NaN where sizes don't tell of it. @param {Feature} feature */
function shareOf(feature) {
  const by = sizing();
  return by && by.layer === feature.own ? Math.abs(Number(feature.facts[by.column] || 0)) / by.whole : NaN;
}

/** @param {Feature} feature */
export function radiusOfOwn(feature) {
  const share = shareOf(feature);
  return Number.isNaN(share) ? RADIUS_PX : Math.max(LEAST_RADIUS_PX, Math.round(4 * MOST_RADIUS_PX * Math.sqrt(share)) / 4); // in quarters: of one size there is one sign
}

/** @param {Feature} feature */
export function widthOfOwn(feature) {
  const share = shareOf(feature);
  return Number.isNaN(share) ? WIDTH_PX : Math.max(LEAST_WIDTH_PX, MOST_WIDTH_PX * share);
}
