// What a step says when the reader has given it no caption, computed from what it shows; and ready-made steps.

import { hub, legs, measured, uncertainty_km, verdict, wayUncertainty_km } from "../analysis.js";
import { HUBS, feature } from "../data.js";
import { withUnit } from "../format.js";
import * as sea from "../sea/sea.js";
import { state } from "../state.js";
import { listed, named, say, sideName } from "../words.js";
import { verdictText } from "./case.js";
import { hubsOff, straitsClosed } from "./caption.js";

/** What the map shows now, in a sentence or two. */
export function computedCaption() {
  const title = say("title", sideName(state.up_deg));
  if (state.mode === "sea" && sea.isSearching()) return `${title} …`;
  if (state.tab === "way" && legs().length) return wayCaption();
  if (state.tab === "case") return caseCaption();
  const [first] = measured();
  return first && state.tab === "ask" ? say(state.mode === "sea" ? "stepBySea" : "stepByAir", title, named(hub()), named(first.target), withUnit(first.length_m, uncertainty_km([hub(), first.target], first.length_m))) : title;
}

function wayCaption() {
  const lengths = legs().map(({ air_m, sea_m }) => (state.mode === "sea" ? sea_m : air_m));
  const told = legs().map(({ from, to }, i) => `${named(from)} – ${named(to)} ${withUnit(lengths[i], uncertainty_km([from, to], lengths[i]))}`);
  const all_m = lengths.reduce((sum, each) => sum + each, 0);
  return `${say(state.mode)}: ${listed(told)}${told.length > 1 ? `; ${say("total")} ${withUnit(all_m, wayUncertainty_km(all_m))}` : ""}`;
}

function caseCaption() {
  const { now, before } = verdict(), off = hubsOff().map(named), closed = straitsClosed().map(named);
  return [...(off.length ? [say("offList", listed(off))] : []), ...(closed.length ? [say("closedList", listed(closed))] : []), verdictText(now, before)].join(" · ");
}

/** The words of a story's steps, as in addresses, and the key of its name. @type {[string, string[]][]} */
const READY = [
  ["storyTurn", ["up=0&hub=camp-humphreys", "up=90&hub=camp-humphreys", "up=90&hub=camp-humphreys&mode=sea"]],
  ["storyTriangle", ["up=0", "up=90"].map((up) => `${up}&tab=way&way=camp-humphreys&way=cfa-yokosuka&way=subic-bay&way=camp-humphreys`)],
  ["storyLost", ["up=90&tab=case", "up=90&tab=case&off=kadena-ab", "up=90&tab=case&off=kadena-ab&mode=sea&closed=taiwan-strait"]],
];

/** The stories of the gallery that this page has the places for, by the key of their names. @type {[string, Step[]][]} */
export const STORIES = READY.filter(([, steps]) => steps.every(isKnown)).map(([key, steps]) => [key, steps.map((address) => ({ caption: "", address }))]);

/** @param {string} address */
function isKnown(address) {
  const words = new URLSearchParams(address), hubs = new Set(HUBS.map((each) => each.key));
  return words.getAll("way").every((key) => feature(key)) && [...words.getAll("hub"), ...words.getAll("off")].every((key) => hubs.has(key));
}
