// How points are marked, and which of them the reader's switches leave on the map.

import { HUBS } from "../data.js";
import { passed } from "../passed.js";
import { derived, state } from "../state.js";
import { ink } from "../theme.js";

/** What matters most comes first. @type {PointKind[]} */
export const KINDS = ["us_base", "edca_base", "host_base", "civil", "node", "city", "place"];
/** @type {Partial<Record<PointKind, number>>} */
const FROM_ZOOM = { city: 3.8, node: 3.8, civil: 5, place: 5.6 };

/** Half the size of a kind's mark, CSS pixels. @type {Record<PointKind, number>} */
export const RADIUS_PX = { us_base: 4.2, host_base: 3.6, node: 3.6, city: 2.8, place: 2.2, edca_base: 4, civil: 3.2 };

/** @typedef {{ form: Form, radius: number, color: string, width: number, fill: string }} Mark */

/** @param {PointKind} kind @returns {Mark} */
export function markOf(kind) {
  const color = ink();
  const radius = RADIUS_PX[kind];
  /** @param {Form} form @param {string} fill @returns {Mark} */
  const full = (form, fill, width = 1) => ({ form, radius, color: color.paper, width, fill });
  /** @param {Form} form @param {string} edge @param {number} width @returns {Mark} */
  const open = (form, edge, width) => ({ form, radius, color: edge, width, fill: color.paper });
  return {
    us_base: full("round", color.us), host_base: full("square", color.other), node: full("triangle", color.node), city: full("round", color.city), place: full("round", color.place, 0.8),
    edca_base: open("diamond", color.edca, 2), civil: open("square", color.other, 1.4),
  }[kind];
}

/** The zoom from which a point is shown: lesser kinds only where there is room for them, but capitals always. @param {Feature} point */
export function fromZoom({ kind = "place", capital }) {
  return capital ? 0 : FROM_ZOOM[kind] || 0;
}

const PASSAGE_FROM_ZOOM = 5.6;

/** The zoom from which a gate is shown: a lesser passage where there is room for it, but always what is closed or was passed. @param {Feature} gate */
export function gateFromZoom(gate) {
  return gate.layer === "passages" && !state.closed.has(gate.id) && !passed().get(gate.id) ? PASSAGE_FROM_ZOOM : 0;
}

/** Whether the reader's switches leave a point on the map. @param {Feature} point */
export function isShown(point) {
  const { operator_country: operator, host } = point.facts;
  return !(state.hidden.has(String(point.kind)) || state.hidden.has(`op-${operator}`) || state.hidden.has(`host-${host}`));
}

const hubKeys = derived(() => new Set(HUBS.map((hub) => hub.key)));

/** @param {Feature} feature */
export function isHub(feature) {
  return hubKeys().has(feature.key);
}
