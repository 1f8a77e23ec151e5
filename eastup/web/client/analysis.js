// Lengths between hubs and targets by air and by sea, and what follows from them: who is nearest, and how hubs rank.

import { DATA, HUBS, TARGETS, feature, precision_km } from "./data.js";
import { geodesic, geodesicPath } from "./geodesy/geodesic.js";
import * as sea from "./sea/sea.js";
import { NOTHING, derived, state } from "./state.js";
import { say } from "./words.js";

/** @typedef {{ target: Feature, length_m: number, azimuth_deg: number, direct_m: number }} Row */
/** @typedef {{ target: Feature, hub: Feature | null, length_m: number }} Nearest */
/** @typedef {{ hub: Feature, mean_m: number, count: number }} Ranked */
/** @typedef {{ ranking: Ranked[], nearest: Nearest[], mean_m: number }} Verdict */

/** Geodesics between places, by where they are. @type {Map<string, { azimuth_deg: number, length_m: number }>} */
const known = new Map();

/** @param {Feature} a @param {Feature} b */
export function lineBetween(a, b) {
  const key = `${a.at} ${b.at}`, found = known.get(key);
  if (found) return found;
  if (known.size > 50_000) known.clear();
  const line = geodesic(a.at[0], a.at[1], b.at[0], b.at[1]);
  known.set(key, line);
  return line;
}

/** Metres from a place to another the way that is chosen; infinite where there is none. @param {Feature} a @param {Feature} b @param {ReadonlySet<string>} [closed] */
export function lengthBetween(a, b, closed = state.closed) {
  return state.mode === "air" ? lineBetween(a, b).length_m : sea.length_m(a, b, closed);
}

/** How far a length may be off, km, for the positions of places on the way and by sea for the way itself: as eastup.distance.uncertainty has it. @param {Feature[]} places @param {number} length_m @param {Mode} [mode] */
export function uncertainty_km(places, length_m, mode = state.mode) {
  return Math.hypot(...places.map(precision_km), mode === "sea" ? DATA.uncertainty.sea_share * length_m / 1000 : 0);
}

/** How far the length of a way from stop to stop may be off, km: each stop between counts for both of its legs. @param {number} length_m @param {Mode} [mode] */
export function wayUncertainty_km(length_m, mode = state.mode) {
  return uncertainty_km([...stops(), ...stops().slice(1, -1)], length_m, mode);
}

/** Why there is no way from a place to another. @param {Feature} a @param {Feature} b */
export function whyNone(a, b) {
  return say(sea.whyNone(a) || sea.whyNone(b) || "noWay");
}

/** Ways by air that were drawn, by their ends: who goes back to a hub sees the same again. @type {Map<string, LonLat[]>} */
const paths = new Map();
const MOST_PATHS = 3000;

/** The way from a place to another, close enough to draw. @param {Feature} a @param {Feature} b @returns {LonLat[]} */
export function routeBetween(a, b) {
  if (state.mode === "sea") return sea.route(a, b, state.closed);
  const key = `${a.at} ${b.at}`, found = paths.get(key) || geodesicPath(a.at, b.at, 150_000);
  if (paths.size > MOST_PATHS) paths.clear();
  paths.set(key, found);
  return found;
}

/** The hub that is chosen. */
export const hub = derived(() => feature(state.hub) || HUBS[0]);

/** What distances go to: the targets that came with the page, without those that are not to count, and with those that the reader added. */
export const targets = derived(() => {
  const own = TARGETS.filter((each) => !state.skipped.has(each.key)), more = [...state.added].flatMap((key) => feature(key) || []);
  return [...own, ...more.filter((each) => !TARGETS.includes(each))];
});

export const hubsInUse = derived(() => HUBS.filter((each) => !state.off.has(each.key)));

/** The way from the hub to each target, the shortest first. */
export const measured = derived(() => {
  const from = hub();
  /** @type {Row[]} */
  const rows = targets().map((target) => {
    const { azimuth_deg, length_m } = lineBetween(from, target);
    return { target, azimuth_deg, direct_m: length_m, length_m: lengthBetween(from, target) };
  });
  return rows.sort((a, b) => compare(a.length_m, b.length_m));
});

/** @typedef {{ from: Feature, to: Feature, air_m: number, azimuth_deg: number, sea_m: number }} Leg */

/** The places that the reader's own way leads through. */
export const stops = derived(() => state.way.flatMap((key) => feature(key) || []));

/** Its legs, by air and by sea. */
export const legs = derived(() => {
  const all = stops();
  /** @type {Leg[]} */
  const found = all.slice(1).map((to, i) => {
    const { length_m, azimuth_deg } = lineBetween(all[i], to);
    return { from: all[i], to, air_m: length_m, azimuth_deg, sea_m: sea.length_m(all[i], to, state.closed) };
  });
  return found;
});

/** The hub that the chosen one is compared with; null while there is none. */
export const rival = derived(() => (state.rival && state.rival !== state.hub ? feature(state.rival) : null));

/** The hubs in use, the nearest to a target first; those without a way are left out. @param {Feature} target */
export function nearestHubs(target) {
  const rows = hubsInUse().map((each) => ({ hub: each, length_m: lengthBetween(each, target) }));
  return rows.filter((row) => Number.isFinite(row.length_m)).sort((a, b) => a.length_m - b.length_m);
}

/**
 * What holds for the hubs that are not off, with straits closed: hubs by their mean distance to all targets (one that
 * misses a target has no mean and comes last; a target that none reaches is left out), and the nearest hub to each.
 * @param {ReadonlySet<string>} off @param {ReadonlySet<string>} closed @returns {Verdict}
 */
export function judge(off, closed) {
  const hubs = HUBS.filter((each) => !off.has(each.key)), goals = targets();
  const lengths = hubs.map((from) => goals.map((target) => lengthBetween(from, target, closed)));
  /** @type {Nearest[]} */
  const nearest = goals.map((target, j) => {
    let best = -1;
    for (let i = 0; i < hubs.length; i++) if (lengths[i][j] < (best < 0 ? Infinity : lengths[best][j])) best = i;
    return { target, hub: best < 0 ? null : hubs[best], length_m: best < 0 ? Infinity : lengths[best][j] };
  });
  const reached = goals.map((_, j) => j).filter((j) => nearest[j].hub);
  const ranking = hubs.map((each, i) => ({
    hub: each,
    mean_m: mean(reached.map((j) => lengths[i][j])),
    count: nearest.filter((row) => row.hub === each).length,
  }));
  ranking.sort((a, b) => compare(a.mean_m, b.mean_m));
  return { ranking, nearest, mean_m: mean(reached.map((j) => nearest[j].length_m)) };
}

export const verdict = derived(() => ({ now: judge(state.off, state.closed), before: judge(NOTHING, NOTHING) }));

/** @param {number} a @param {number} b */
function compare(a, b) {
  return a === b ? 0 : a - b || Number(Number.isNaN(a)) - Number(Number.isNaN(b)); // two infinities are alike, and what is not known comes last
}

/** @param {number[]} values */
function mean(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : NaN;
}
