// The data that came with the page, and every feature in it by its key.

/** @type {PageData} */
export const DATA = JSON.parse(new TextDecoder().decode(window.eastup.parts.data));

/** The element of a saved page that holds the files which were dropped on it. */
export const KEPT_ID = "kept";

/** @type {Map<string, Feature>} */
const byKey = new Map();

/** @param {Omit<Feature, "key" | "at"> & { at?: LonLat }} feature @param {string} wanted @returns {Feature} */
function register(feature, wanted) {
  let key = wanted;
  for (let n = 2; byKey.has(key); n++) key = `${wanted}~${n}`;
  const line = feature.lines[0] || [], made = { ...feature, key, at: feature.at || line[Math.floor(line.length / 2)] || line[0] };
  byKey.set(key, made);
  return made;
}

/** @param {FeatureData} data */
const facts = ({ id, names, facts, also }) => ({ id, names, facts, also: also || [] });

export const STRAITS = DATA.straits.map((data) => register({ ...facts(data), layer: "straits", at: data.at, lines: data.lines, width_km: data.width_km }, data.id));
/** Passages beside the straits: ships use them, and they can be closed too. */
export const PASSAGES = DATA.passages.map((data) => register({ ...facts(data), layer: "passages", at: data.at, lines: data.lines, width_km: data.width_km }, data.id));
/** All that can be closed to ships. */
export const GATES = [...STRAITS, ...PASSAGES];
export const POINTS = DATA.points.map((data) => register({ ...facts(data), layer: "points", at: data.at, lines: [], kind: data.kind, capital: data.capital, sea: data.sea }, data.id));
export const SEAS = DATA.seas.map((data) => register({ ...facts(data), layer: "seas", at: data.at, lines: [] }, data.id));
/** Names of countries and islands, the largest first: nothing but names. */
export const LANDS = DATA.lands;
export const CHAINS = DATA.chains.map((data) => register({ ...facts(data), layer: "chains", lines: data.lines, chain: data.chain }, data.id));
/** The chain that the map is about, and the others: a theatre's own is what its map is about where ours isn't on it. */
export const MAIN_CHAINS = CHAINS.filter(({ chain }) => chain === (CHAINS.some((each) => each.chain === "first") ? "first" : "own"));
export const OTHER_CHAINS = CHAINS.filter((each) => !MAIN_CHAINS.includes(each));
const ASKED = new Set([...DATA.hubs, ...DATA.targets].map(({ id }) => id));
/** The reader's own layers; a hub or target among them is the feature that is drawn. */
export const OWN = DATA.user.map(({ name, features }) => ({
  name,
  dropped: false,
  features: features.map((data) => register({ ...facts(data), layer: "own", lines: data.lines, type: data.type, part: data.part, color: data.color, own: name, sea: data.sea }, ASKED.has(data.id) && !byKey.has(data.id) ? data.id : `${name}/${data.id}`)),
}));

/** Add a layer of the reader's own; its name is made one of its own. @param {string} wanted @param {(FeatureData & Pick<OwnData, "type" | "lines" | "part" | "color">)[]} features */
export function addLayer(wanted, features) {
  let name = wanted;
  for (let n = 2; OWN.some((layer) => layer.name === name); n++) name = `${wanted} ${n}`;
  const layer = { name, dropped: true, features: features.map((each) => register({ ...facts(each), layer: "own", lines: each.lines, type: each.type, part: each.part, color: each.color, own: name }, `${name}/${each.id}`)) };
  OWN.push(layer);
  return layer;
}

/** Take a layer away again. @param {string} name */
export function dropLayer(name) {
  const i = OWN.findIndex((layer) => layer.name === name);
  if (i >= 0) for (const each of OWN.splice(i, 1)[0].features) byKey.delete(each.key);
}

/** A hub or target is the feature that stands there under the same id, or else a place of its own. @param {PlaceData} place */
function placeOf(place) {
  const known = byKey.get(place.id);
  const same = known && known.layer !== "free" && Math.hypot(known.at[0] - place.at[0], known.at[1] - place.at[1]) < 1e-4;
  if (same && (!known.sea || !place.sea || String(known.sea) === String(place.sea))) return Object.assign(known, place.sea ? { sea: place.sea } : {}, { precision_km: place.precision_km });
  return register({ id: place.id, names: place.names, facts: {}, also: [], layer: "places", at: place.at, lines: [], sea: place.sea, precision_km: place.precision_km }, place.id);
}

export const HUBS = DATA.hubs.map(placeOf);
export const TARGETS = DATA.targets.map(placeOf);

/** Files that were dropped on the page before it was saved; see own/kept.js. @type {KeptLayer[]} */
const kept = JSON.parse(document.getElementById(KEPT_ID)?.textContent || "[]");
for (const { name, features, hubs, targets } of kept) {
  const points = addLayer(name, features).features.filter((each) => each.type === "Point");
  HUBS.push(...points.slice(0, hubs));
  TARGETS.push(...points.slice(0, targets));
}

/** Every feature that came with the page. @returns {Feature[]} */
export function features() {
  return [...byKey.values()];
}

const POINT_KEY = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

/** The feature with a key, or the free point that it names. @param {string | null} key @returns {Feature | null} */
export function feature(key) {
  if (key === null) return null;
  const known = byKey.get(key), spot = POINT_KEY.exec(key);
  if (known) return known;
  if (!spot || Math.abs(Number(spot[1])) > 90 || Math.abs(Number(spot[2])) > 360) return null;
  return { key, id: key, layer: "free", names: { en: "" }, facts: {}, also: [], at: [Number(spot[2]), Number(spot[1])], lines: [] };
}

/** How far the position of a place may be off, km: what is not known is taken as given. @param {Feature} place */
export function precision_km(place) {
  const { gate_km, degree_km } = DATA.uncertainty, told = Number(place.facts.precision_km || NaN);
  if (place.precision_km !== undefined) return place.precision_km;
  if (place.layer === "free") return 0.5 * 10 ** -Math.min(...place.key.split(",").map((number) => (number.split(".")[1] || "").length)) * degree_km;
  return told >= 0 ? told : place.layer === "straits" || place.layer === "passages" ? gate_km : 0;
}

/** The key of a point of the map that is no feature. @param {LonLat} at */
export function pointKey(at) {
  return `${at[1].toFixed(4)},${(((at[0] + 180) % 360 + 360) % 360 - 180).toFixed(4)}`;
}
