// The address holds what the reader chose, so that it shows the same again. It may say anything: only what fits is taken.

import { DATA, GATES, HUBS, TARGETS, feature } from "./data.js";
import { COORDS, KM_PER } from "./format.js";
import { DAYS } from "./passed.js";
import { HAS_SEA } from "./sea/sea.js";
import { CRUISE_KN, INITIAL } from "./state.js";
import { THEMES } from "./theme.js";
import { LANGUAGE_NAMES } from "./words.js";

/** @type {Tab[]} */
export const TABS = ["ask", "way", "case", "layers", "story"];
const MOST_KN = 3000, MOST_KM = 12000, MOST_RINGS = 20, MOST_HOURS = 1000, MOST_HIDDEN = 100, MOST_POINTS = 50, MOST_TITLE = 200;
export const LEAST_OPACITY = 10; // %
export const MOST_TARGETS = 300; // to each the ways of every hub are searched for

/** Write a state as the words of an address. @param {Readonly<State>} state */
export function written(state) {
  const words = new URLSearchParams(), { at, mode } = state, other = mode === "air" ? "sea" : "air";
  words.set("up", String(Math.round(state.up_deg * 10) / 10));
  if (at) words.set("at", `${at.lat.toFixed(4)},${at.lon.toFixed(4)},${at.zoom.toFixed(2)}`);
  words.set("hub", state.hub);
  words.set("unit", state.unit);
  words.set("speed", String(state.speeds_kn[mode]));
  words.set("lang", state.lang);
  if (state.speeds_kn[other] !== CRUISE_KN[other]) words.set(`speed-${other}`, String(state.speeds_kn[other]));
  if (mode !== "air") words.set("mode", mode);
  if (state.tab !== "ask") words.set("tab", state.tab);
  if (state.theme) words.set("theme", state.theme);
  if (state.ring_km) words.set("ring", String(Math.round(state.ring_km)));
  for (const hours of state.hours) words.append("hours", String(hours));
  for (const ring of state.rings) words.append("rings", `${pointText(ring.at)},${Math.round(ring.km)}`);
  if (state.day) words.set("day", DAYS[state.day - 1]);
  if (state.rival) words.set("rival", state.rival);
  for (const key of state.way) words.append("way", key);
  if (state.coords !== INITIAL.coords) words.set("coords", state.coords);
  if (!state.panel) words.set("panel", "0");
  if (state.compact) words.set("compact", "1");
  for (const { caption, address } of state.steps) words.append("step", `${address}#${caption}`);
  if (state.card) words.set("card", state.card);
  if (state.title) words.set("title", state.title);
  if (state.colored) words.set("colored", state.colored);
  if (state.sized) words.set("sized", state.sized);
  if (state.opacity !== INITIAL.opacity) words.set("opacity", String(state.opacity));
  for (const key of /** @type {const} */ (["off", "closed", "hidden", "skipped", "added"])) for (const id of [...state[key]].sort()) words.append(key, id);
  return words.toString();
}

/** @param {LonLat} at */
const pointText = (at) => `${at[1].toFixed(4)},${at[0].toFixed(4)}`;

/** Read the words of an address; what they don't say is as when nothing was chosen. @param {string} text @returns {Partial<State>} */
export function read(text) {
  const words = new URLSearchParams(text), up_deg = numberOf(words.get("up")), at = numbersOf(words.get("at"), 3);
  const sea = words.get("mode") === "sea" && HAS_SEA, ring_km = numberOf(words.get("ring")), { lang, hub, unit, tab, theme } = INITIAL;
  /** @type {Record<Mode, number>} */
  const speeds_kn = { ...CRUISE_KN };
  for (const mode of /** @type {Mode[]} */ (["air", "sea"])) {
    const kn = numberOf(words.get(`speed-${mode}`) || (sea === (mode === "sea") ? words.get("speed") : null));
    if (kn > 0) speeds_kn[mode] = Math.min(kn, MOST_KN);
  }
  return {
    up_deg: Number.isFinite(up_deg) ? ((up_deg % 360) + 360) % 360 : INITIAL.up_deg,
    at: at && Math.abs(at[0]) <= 90 && Math.abs(at[1]) <= 360 ? { lat: at[0], lon: at[1], zoom: at[2] } : null,
    mode: sea ? "sea" : "air", speeds_kn,
    unit: oneOf(words.get("unit"), KM_PER, unit), lang: oneOf(words.get("lang"), LANGUAGE_NAMES, lang), theme: oneOf(words.get("theme"), THEMES, theme),
    tab: TABS.find((each) => each === words.get("tab")) || tab,
    panel: words.get("panel") !== "0", compact: words.get("compact") === "1",
    steps: words.getAll("step").slice(0, MOST_POINTS).flatMap((each) => (each.includes("#") ? [{ address: each.slice(0, each.indexOf("#")), caption: each.slice(each.indexOf("#") + 1) }] : [])), step: -1, coords: COORDS.find((each) => each === words.get("coords")) || INITIAL.coords,
    hub: feature(words.get("hub"))?.key || hub, card: feature(words.get("card"))?.key || null,
    ring_km: ring_km > 0 ? Math.min(ring_km, MOST_KM) : 0,
    day: DAYS.indexOf(words.get("day") || "") + 1,
    hours: [...new Set(words.getAll("hours").map(numberOf).filter((hours) => hours > 0 && hours <= MOST_HOURS))].slice(0, MOST_RINGS),
    rings: words.getAll("rings").slice(0, MOST_RINGS).flatMap((each) => {
      const numbers = numbersOf(each, 3);
      return numbers && isPoint(numbers) && numbers[2] > 0 && numbers[2] <= MOST_KM ? [{ at: [numbers[1], numbers[0]], km: numbers[2] }] : [];
    }),
    way: words.getAll("way").slice(0, MOST_POINTS).filter(feature), rival: feature(words.get("rival"))?.key || "",
    off: among(words.getAll("off"), HUBS.map((each) => each.key)), closed: among(HAS_SEA ? words.getAll("closed") : [], GATES.map((each) => each.id)),
    skipped: among(words.getAll("skipped"), TARGETS.map((each) => each.key)), added: new Set(words.getAll("added").slice(0, MOST_TARGETS).filter(feature)),
    colored: words.get("colored") || "", sized: words.get("sized") || "", opacity: Math.min(Math.max(numberOf(words.get("opacity")), LEAST_OPACITY) || INITIAL.opacity, INITIAL.opacity), title: (words.get("title") || "").slice(0, MOST_TITLE), hidden: new Set(words.getAll("hidden").slice(0, MOST_HIDDEN)),
  };
}

/** What the address says, or else what the page was made with. */
export function fromAddress() {
  return read(location.hash.slice(1) || document.documentElement.dataset.opening || DATA.opening);
}

/** @param {string | null} text */
const numberOf = (text) => Number(text || NaN);
/** @param {number[]} numbers */
const isPoint = ([lat, lon]) => Math.abs(lat) <= 90 && Math.abs(lon) <= 360;

/** @param {string | null} text @param {number} count */
function numbersOf(text, count) {
  const numbers = (text || "").split(",").map(numberOf);
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : null;
}

/** @template {string} T @template {string} E @param {string | null} text @param {Record<T, unknown>} known @param {E} otherwise @returns {T | E} */
function oneOf(text, known, otherwise) {
  return text !== null && Object.hasOwn(known, text) ? /** @type {T} */ (text) : otherwise;
}

/** @param {string[]} ids @param {string[]} known @returns {ReadonlySet<string>} */
function among(ids, known) {
  const all = new Set(known);
  return new Set(ids.filter((id) => all.has(id)));
}
