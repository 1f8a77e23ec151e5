// The answer in a sentence: what a screen reader is told when it changes, and what is seen first where the panel stands
// below the map and the table does not fit.

import { hub, legs, lengthBetween, measured, rival, uncertainty_km, wayUncertainty_km } from "../analysis.js";
import { $ } from "../dom.js";
import { hoursText, withUnit } from "../format.js";
import { HAS_SEA } from "../sea/sea.js";
import { state, view } from "../state.js";
import { listed, named, say, shortName } from "../words.js";

export function startAnswer() {
  view(() => {
    $("answer").textContent = state.tab === "ask" ? ofDistances() : state.tab === "way" ? ofWay() : "";
  });
}

/** A length, and the time that it takes where there is a way. @param {number} length_m @param {number} off_km @param {Mode} mode */
const told = (length_m, off_km, mode) => [withUnit(length_m, off_km), ...(Number.isFinite(length_m) ? [say("hoursShort", hoursText(length_m, off_km, mode))] : [])];

/** The nearest place and the farthest, or to how many each of two hubs is nearer. */
function ofDistances() {
  const rows = measured().filter((row) => Number.isFinite(row.length_m)), first = rows[0], last = rows[rows.length - 1], other = rival();
  if (!first) return "";
  if (!other) return say("answerAsk", ...[first, last].flatMap(({ target, length_m }) => [named(target), ...told(length_m, uncertainty_km([hub(), target], length_m), state.mode)]));
  const lengths = rows.map((row) => [row.length_m, lengthBetween(other, row.target)]), nearer = lengths.filter(([mine, its]) => mine < its).length;
  return say("answerTwo", shortName(hub()), String(nearer), shortName(other), String(lengths.filter(([mine, its]) => its < mine).length));
}

/** The length of the whole way, and the time that it takes, by air and by sea. */
function ofWay() {
  const rows = legs();
  /** @param {Mode} mode @param {number} length_m */
  const by = (mode, length_m) => `${say(mode)} ${listed(told(length_m, wayUncertainty_km(length_m, mode), mode))}`;
  if (!rows.length) return "";
  const bySea = HAS_SEA ? [by("sea", rows.reduce((sum, leg) => sum + leg.sea_m, 0))] : [];
  return `${say("total")}: ${[by("air", rows.reduce((sum, leg) => sum + leg.air_m, 0)), ...bySea].join("; ")}`;
}
