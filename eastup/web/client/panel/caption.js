// What is shown, in words: the captions of the tables, of the exported picture and of what is printed are all this, and
// the columns of the exported tables say the same.

import { hub, rival, stops, targets } from "../analysis.js";
import { DATA, GATES, HUBS } from "../data.js";
import { positionText, speedText, withUnit } from "../format.js";
import { HAS_PASSED, dayText } from "../passed.js";
import { HAS_SEA } from "../sea/sea.js";
import { speed_kn, state } from "../state.js";
import { listed, named, say } from "../words.js";

/** The question: by which way, from where, and at what speed. @returns {string[]} */
export function question() {
  const mode = say(state.mode), speed = say("cruise", speedText(speed_kn()));
  if (state.tab === "case") return [say("caseCaption", String(HUBS.length - state.off.size), String(HUBS.length), String(targets().length)), mode, speed];
  if (state.tab === "way") return [stops().map(named).join(" → ") || say("way"), speeds()];
  const other = rival();
  return [say(state.mode === "sea" ? "bySea" : "caption", other ? say("and", named(hub()), named(other)) : named(hub())), speed];
}

/** The speed of each mode: a way of the reader's own is measured by both. */
const speeds = () => listed(/** @type {Mode[]} */ (HAS_SEA ? ["air", "sea"] : ["air"]).map((mode) => `${say(mode)} ${say("cruise", speedText(state.speeds_kn[mode]))}`));

export const hubsOff = () => HUBS.filter((each) => state.off.has(each.key));
export const straitsClosed = () => GATES.filter((each) => state.closed.has(each.id));

/** In how many hours what is marked is reached. */
export const reachText = () => say("reachList", listed([...state.hours].sort((a, b) => a - b).map((hours) => say("hoursShort", String(hours)))));

/** What is different from how things are, and rings: hubs that are off, straits that are closed. @returns {string[]} */
export function conditions() {
  const off = hubsOff().map(named), closed = straitsClosed().map(named), rings = [...(state.ring_km ? [{ km: state.ring_km, about: named(hub()) }] : []), ...state.rings.map(({ km, at }) => ({ km, about: positionText(at, 2) }))];
  return [
    ...(HAS_PASSED && !state.hidden.has("gate") ? [`${say("passagesOf")}: ${dayText()}`] : []),
    ...(state.hours.length && state.tab === "ask" ? [reachText()] : []),
    ...(off.length ? [say("offList", listed(off))] : []),
    ...(closed.length ? [say("closedList", listed(closed))] : []),
    ...(rings.length ? [`${say("rings")}: ${listed(rings.map(({ km, about }) => `${withUnit(km * 1000)} (${about})`))}`] : []),
  ];
}

/** Of what the page is made. */
export function provenance() {
  return say("made.of", DATA.made.date, DATA.made.version, String(HUBS.length), String(targets().length));
}
