// Layers of very many points: where they are too near to each other to be told apart they stand for one another as one mark
// with their number, which falls apart as the map comes nearer.

import { OWN } from "../data.js";
import { derived, state } from "../state.js";
import { LARGER } from "../theme.js";
import { camera, home, offset, planeOf, scaleOf, zoomOf } from "./camera.js";
import { colorOf } from "./coloring.js";

export const MANY = 400; // points of a layer, from which on they are drawn together
const APART_PX = 26, STEPS = 2; // how near is too near, and how many times a zoom level they are sorted anew

/** @typedef {{ x: number, y: number, members: Feature[] }} Cluster */

/** What the map's scale is about, so that a cluster does not change with each small step. */
const level = () => Math.floor(STEPS * (state.at ? state.at.zoom : zoomOf(home(state.up_deg).scale))) / STEPS;

/** @type {WeakMap<Feature[], Map<string, Cluster[]>>} */
const known = new WeakMap();

/** The points of a layer, those that are too near to each other together. @param {Feature[]} features @returns {Cluster[]} */
function together(features) {
  const scale = scaleOf(level()) / LARGER, kept = known.get(features) || new Map(), key = String(scale), found = kept.get(key);
  if (found) return found;
  const side_m = APART_PX / scale;
  /** @type {Map<string, Cluster>} */
  const cells = new Map();
  for (const each of features) {
    const [x, y] = planeOf(each.at);
    if (each.type !== "Point" || !Number.isFinite(x + y)) continue;
    const cell = `${Math.floor(x / side_m)} ${Math.floor(y / side_m)}`, one = cells.get(cell);
    if (one) one.members.push(each);
    else cells.set(cell, { x: 0, y: 0, members: [each] });
  }
  const clusters = [...cells.values()];
  for (const one of clusters) for (const each of one.members) {
    const [x, y] = planeOf(each.at);
    one.x += x / one.members.length;
    one.y += y / one.members.length;
  }
  known.set(features, kept.set(key, clusters));
  return clusters;
}

/** The layers of the reader's own that are shown, those with many points as clusters. */
export const ownShown = derived(() => OWN.filter((layer) => !state.hidden.has(`user-${layer.name}`)).map((layer) => {
  const points = layer.features.filter((each) => each.type === "Point").length, clusters = points > MANY ? together(layer.features) : [];
  const alone = points > MANY ? clusters.filter((one) => one.members.length === 1).map((one) => one.members[0]) : [];
  const shown = points > MANY ? [...layer.features.filter((each) => each.type !== "Point"), ...alone] : layer.features;
  return { name: layer.name, shown, clusters: clusters.filter((one) => one.members.length > 1) };
}));

/** How large a cluster is drawn. @param {Cluster} one */
export const radiusOf = (one) => Math.min(6 + 1.2 * Math.log2(one.members.length), 15);

/** The colour that most of its points have. @param {Cluster} one */
export function clusterColor(one) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const each of one.members) counts.set(colorOf(each), (counts.get(colorOf(each)) || 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/** The cluster at a place of the map. @param {number} left_px @param {number} top_px */
export function clusterAt(left_px, top_px) {
  for (const { clusters } of ownShown()) {
    for (const one of clusters) {
      const [right, down] = offset(camera, one.x, one.y);
      if (Math.hypot(camera.width / 2 + right - left_px, camera.height / 2 + down - top_px) <= radiusOf(one) * LARGER) return one;
    }
  }
  return null;
}
