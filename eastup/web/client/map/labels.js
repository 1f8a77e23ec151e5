// Which names the map would show, in the page's language; where they find room is for names.js to see.

import { hub } from "../analysis.js";
import { GATES, LANDS, POINTS, SEAS } from "../data.js";
import { derived, state } from "../state.js";
import { named, shortName } from "../words.js";
import { ownShown, radiusOf } from "./clusters.js";
import { PLANE } from "./camera.js";
import { RADIUS_PX, fromZoom, gateFromZoom, isHub, isShown } from "./marks.js";
import { reachLabels } from "./reach.js";
import { ringLabels } from "./rings.js";

/** The zoom from which names of a style are shown. @type {Record<LabelStyle, number>} */
const STYLE_FROM_ZOOM = { sea: 3.3, land: 0, island: 3.8, hub: 0, strait: 0, capital: 0, city: 3.8, base: 5.8, ring: 0, reach: 0, user: 0 };
const PLACE_FROM_ZOOM = 7.4;
const SMALL_PX = 2; // a land that is a dot has its name beside it
const ZOOM_BY_RANK = 0.7; // by which islands are named later, for each step of their rank

/** The names, and the marks that they keep off. */
export const labels = derived(() => {
  /** @type {Label[]} */
  const found = PARTS.flatMap((part) => part());
  const chosen = hub();
  found.push({ id: `chosen ${chosen.key}`, key: chosen.key, text: shortName(chosen), at: chosen.at, style: "hub", radius: 10, fromZoom: 0, order: -1 });
  return found;
});

/** @returns {Obstacle[]} */
export const obstacles = derived(() => [
  ...(state.hidden.has("gate") ? [] : GATES.map((gate) => ({ at: gate.at, radius: 3, fromZoom: gateFromZoom(gate), lesser: true }))),
  ...POINTS.filter((point) => point.key !== state.hub && isShown(point)).map((point) => (
    { at: point.at, radius: 4, lesser: !isHub(point) || state.off.has(point.key), fromZoom: isHub(point) ? 0 : fromZoom(point) })),
  ...ownShown().flatMap(({ shown, clusters }) => [
    ...shown.filter((each) => each.type === "Point").map((each) => ({ at: each.at, radius: 6, fromZoom: 0, lesser: false })),
    ...clusters.map((one) => ({ at: PLANE.inverse(one.x, one.y), radius: radiusOf(one), fromZoom: 0, lesser: true })),
  ]),
]);

/** Ids of what the reader's own layers share with ours: they bear the names. */
const ownIds = derived(() => new Set(ownShown().flatMap(({ shown }) => shown.map((each) => each.id))));

/** @returns {Label[]} */
function seaLabels() {
  if (state.hidden.has("seas")) return [];
  return SEAS.map((sea) => ({ id: `sea ${sea.key}`, key: sea.key, text: named(sea), at: sea.at, style: "sea", radius: 0, fromZoom: STYLE_FROM_ZOOM.sea, order: 0 }));
}

/** Names of countries and islands: a click on one means the point under it. @returns {Label[]} */
function landLabels() {
  if (state.hidden.has("seas")) return [];
  return LANDS.map(({ names, at, radius_km, rank, small }, order) => {
    const text = names[state.lang] || names.en, base = { id: `land ${names.en}`, at, radius: small ? SMALL_PX : 0, land_km: radius_km, order };
    return rank ? { ...base, text, style: "island", fromZoom: STYLE_FROM_ZOOM.island + (rank - 1) * ZOOM_BY_RANK } : { ...base, text: text.toUpperCase(), style: "land", fromZoom: STYLE_FROM_ZOOM.land };
  });
}

/** @returns {Label[]} */
function straitLabels() {
  if (state.hidden.has("gate")) return [];
  return GATES.filter((gate) => !ownIds().has(gate.id)).map((gate) => (
    { id: gate.key, key: gate.key, text: named(gate), at: gate.at, style: "strait", radius: 5, fromZoom: gateFromZoom(gate), order: -(gate.width_km || 0) }));
}

/** What small lands are called: a point of that name that is no hub is named by them. */
const smallLands = new Set(LANDS.filter((land) => land.small).map((land) => land.names.en));

/** @returns {Label[]} */
function pointLabels() {
  return POINTS.filter((point) => point.key !== state.hub && isShown(point) && !ownIds().has(point.id) && (isHub(point) || !smallLands.has(point.names.en))).map((point) => {
    const inUse = isHub(point) && !state.off.has(point.key), kind = point.kind || "place";
    /** @type {LabelStyle} */
    const style = inUse ? "hub" : point.capital ? "capital" : kind === "city" ? "city" : "base";
    const from = inUse ? 0 : Math.max(STYLE_FROM_ZOOM[style], fromZoom(point), kind === "place" ? PLACE_FROM_ZOOM : 0);
    return { id: point.key, key: point.key, text: shortName(point), at: point.at, style, radius: RADIUS_PX[kind], fromZoom: from, order: inUse ? 0 : 1 };
  });
}

/** @returns {Label[]} */
function ownLabels() {
  return ownShown().flatMap(({ shown }) => shown.filter((each) => !each.part && each.key !== state.hub).map((each, i) => (/** @type {Label} */ (
    { id: `user ${each.key}`, key: each.key, text: shortName(each), at: each.at, style: "user", radius: 6, fromZoom: 0, order: i }))));
}

/** Each is made anew only when something that it shows has changed. */
const PARTS = [seaLabels, landLabels, straitLabels, pointLabels, ownLabels, ringLabels, reachLabels].map((part) => derived(part));
