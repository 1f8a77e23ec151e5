// The sea as the rest of the page knows it: lengths and routes between places. Whatever answers them stands behind this.

import { DATA } from "../data.js";
import { geodesicPath } from "../geodesy/geodesic.js";
import { SeaNetwork } from "./network.js";

const network = DATA.sea ? new SeaNetwork(DATA.sea) : null;
const DRAWN_STEP_M = 150_000;

/** Whether the page can measure by sea. */
export const HAS_SEA = network !== null;

/** Metres from each origin to each target with some straits closed: infinite where there is no way. @param {Feature[]} origins @param {Feature[]} targets @param {ReadonlySet<string>} closed @returns {number[][]} */
export function table(origins, targets, closed) {
  return origins.map((origin) => targets.map((target) => length_m(origin, target, closed)));
}

/** @param {Feature} a @param {Feature} b @param {ReadonlySet<string>} closed */
export function length_m(a, b, closed) {
  return network && a.sea !== undefined && b.sea !== undefined ? network.way(a.sea, b.sea, closed).length_m : Infinity;
}

/** The route between two places as a line that is close enough to draw; empty where there is none. @param {Feature} a @param {Feature} b @param {ReadonlySet<string>} closed @returns {LonLat[]} */
export function route(a, b, closed) {
  if (!network || a.sea === undefined || b.sea === undefined) return [];
  const corners = network.corners(a.sea, b.sea, closed);
  return corners.flatMap((corner, i) => (i ? geodesicPath(corners[i - 1], corner, DRAWN_STEP_M).slice(1) : [corner]));
}

/** Why no way leads from or to a place, as the key of a word; empty where ways do. @param {Feature} place */
export function whyNone(place) {
  if (!network || !network.lookedFor(place.sea)) return "airOnly";
  return network.port(place.sea) ? "" : "noSea";
}

/** Search the sea from each place while the reader looks: the first question by sea is then answered as quickly as the next. @param {Feature[]} places */
export function searchAhead(places) {
  const [place, ...others] = places, port = network && place ? network.port(place.sea) : null;
  if (!network || !place) return;
  setTimeout(() => {
    if (port && place.sea !== undefined) network.from(place.sea, port, new Set());
    searchAhead(others);
  }, 30);
}

/** For tests: metres and corners between ports by their numbers. */
export const ports = { network };
