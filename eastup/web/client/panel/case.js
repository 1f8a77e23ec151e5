// What if: hubs that are off, straits that are closed and targets that count, who is nearest then, how hubs rank, and what
// has changed.

import { targets, uncertainty_km, verdict } from "../analysis.js";
import { MOST_TARGETS } from "../address.js";
import { DATA, GATES, HUBS, PASSAGES, POINTS, STRAITS, TARGETS } from "../data.js";
import { $, button, make, refill, tableOf, tick } from "../dom.js";
import { changeText, lengthText, withUnit } from "../format.js";
import { showFeature } from "../map/map.js";
import * as sea from "../sea/sea.js";
import { having, state, update, view } from "../state.js";
import { named, say, sayOr } from "../words.js";
import { conditions, question } from "./caption.js";
import { headRow, small } from "./table.js";

/** @typedef {import("../analysis.js").Verdict} Verdict */

const SMALL_M = 500; // a change that no table shows
const LEAST_M = 1; // a change at all

export function startCase() {
  view(writeLists);
  view(() => {
    if (state.tab !== "case") {
      for (const id of ["ranking", "nearest"]) for (const part of tableOf(id).children) part.replaceChildren();
      $("verdict").textContent = "";
      return;
    }
    const { now, before } = verdict();
    writeVerdict(now, before);
    writeRanking(now, before);
    writeNearest(now, before);
  });
}

/** To close a strait means nothing in the air. @param {string} id @param {boolean} closed */
export function closeStrait(id, closed) {
  update({ closed: having(state.closed, id, closed), mode: "sea" });
}

const LISTS = ["host-groups", "strait-groups", "target-groups", "hubs-in-use", "straits-open", "targets-counted"];

/** The lists, while they are shown: each change would else write some hundred boxes that nobody sees. */
function writeLists() {
  if (state.tab !== "case") {
    for (const id of LISTS) $(id).replaceChildren();
    return;
  }
  $("case-lead").textContent = say(sea.HAS_SEA ? "caseLeadSea" : "caseLead");
  const isOff = (/** @type {Feature} */ hub) => state.off.has(hub.key), isClosed = (/** @type {Feature} */ gate) => state.closed.has(gate.id);
  const hubs = (/** @type {string} */ key, /** @type {string} */ text, /** @type {Feature[]} */ some) => group(key, text, some, isOff, (on) => update({ off: switched(state.off, some.map((hub) => hub.key), !on) }));
  const gates = (/** @type {string} */ key, /** @type {string} */ text, /** @type {Feature[]} */ some) => group(key, text, some, isClosed, (on) => update({ closed: switched(state.closed, some.map((gate) => gate.id), !on), mode: "sea" }));
  const kept = new Set(targets()), goals = (/** @type {string} */ key, /** @type {string} */ text, /** @type {Feature[]} */ some) => group(key, text, some, (each) => !kept.has(each), (on) => countAsTargets(some, on));
  refill($("host-groups"), hubs("all-hubs", say("everything"), HUBS),
    ...holders((hub) => [hub.facts.host || hub.facts.country || ""], 1).map(([code, some]) => hubs(`host ${code}`, sayOr(`country.${code}`, code), some)),
    ...holders(designationsOf, SEVERAL).map(([id, some]) => wide(hubs(`as ${id}`, designation(id), some))));
  refill($("strait-groups"), ...kinds([["all-straits", "everything", STRAITS], ["all-passages", "passages", PASSAGES]]).map(([key, word, some]) => gates(key, say(word), some)));
  refill($("target-groups"), ...kinds([["all-targets", "ownTargets", TARGETS], ["target-straits", "strait", STRAITS], ["target-passages", "passages", PASSAGES], ...POINT_TARGETS])
    .map(([key, word, some]) => goals(key, say(word), some)));
  refill($("hubs-in-use"), ...HUBS.map((hub) => tick(hub.key, named(hub), !isOff(hub), (on) => update({ off: having(state.off, hub.key, !on) }))));
  refill($("straits-open"), ...GATES.map((gate) => tick(gate.key, named(gate), !isClosed(gate), (on) => closeStrait(gate.id, !on))));
  refill($("targets-counted"), ...[...new Set([...TARGETS, ...kept])].map((each) => tick(each.key, named(each), kept.has(each), (on) => countAsTargets([each], on))));
  $("targets-head").textContent = `${say("targets")} (${kept.size})`;
}

/** A line of its own for what has a long name. @param {HTMLElement} item */
function wide(item) {
  item.dataset.wide = "";
  return item;
}

const SEVERAL = 2; // a designation of one hub alone needs no switch beside the hub's own

/** Kinds of points that a reader may take as targets too. @type {[string, string, Feature[]][]} */
const POINT_TARGETS = (/** @type {PointKind[]} */ (["node", "us_base", "edca_base", "city"])).map((kind) => [`target-${kind}`, kind, POINTS.filter((point) => point.kind === kind)]);

/** Those groups that have members, each only once. @param {[string, string, Feature[]][]} groups */
function kinds(groups) {
  const texts = groups.map(([, , some]) => some.map((each) => each.key).sort().join());
  return groups.filter((_, i) => texts[i] && texts.indexOf(texts[i]) === i);
}

/** A box for a group of which some may be out: it takes all of them at once. @param {string} key @param {string} text @param {Feature[]} members @param {(member: Feature) => boolean} isOut @param {(on: boolean) => void} act */
function group(key, text, members, isOut, act) {
  const out = members.filter(isOut).length, item = tick(key, `${text} (${members.length})`, out === 0, act), box = item.querySelector("input");
  if (box) box.indeterminate = out > 0 && out < members.length;
  return item;
}

/** A set with some members more or less. @param {ReadonlySet<string>} set @param {string[]} members @param {boolean} on @returns {ReadonlySet<string>} */
function switched(set, members, on) {
  return new Set(on ? [...set, ...members] : [...set].filter((each) => !members.includes(each)));
}

/** Hubs by what they have in common, such as a country. @param {(hub: Feature) => string[]} shared @param {number} least How many have it at least. @returns {[string, Feature[]][]} */
function holders(shared, least) {
  /** @type {Map<string, Feature[]>} */
  const found = new Map();
  for (const hub of HUBS) for (const each of shared(hub).filter(Boolean)) found.set(each, [...(found.get(each) || []), hub]);
  return [...found].filter(([, some]) => some.length >= least);
}

/** @param {Feature} hub */
const designationsOf = (hub) => (hub.facts.designations || "").split("; ");

/** The name of a designation. @param {string} id */
export const designation = (id) => DATA.designations[id]?.[state.lang] || id;

/** Let features count as targets, or no more. @param {Feature[]} some @param {boolean} on */
export function countAsTargets(some, on) {
  const keys = some.map((each) => each.key), own = keys.filter((key) => TARGETS.some((each) => each.key === key)), more = keys.filter((key) => !own.includes(key));
  const added = [...switched(state.added, more, on)].slice(0, MOST_TARGETS);
  update({ skipped: switched(state.skipped, own, !on), added: new Set(added) });
}

/** @param {Verdict} now @param {Verdict} before */
function writeVerdict(now, before) {
  $("verdict").textContent = verdictText(now, before);
}

/** What has changed, and by how much. @param {Verdict} now @param {Verdict} before */
export function verdictText(now, before) {
  /** @param {Verdict} verdict */
  const mean = ({ mean_m }) => withUnit(mean_m, uncertainty_km([], mean_m));
  const moved = now.nearest.filter((row, j) => isChanged(row, before.nearest[j])).length;
  return state.mode === "sea" && sea.isSearching() ? say("searching") : !now.ranking.length ? say("verdictNone")
    : !state.off.size && !state.closed.size ? say("verdictAll", mean(now))
      : say("verdict", String(moved), mean(now), mean(before), `${changeText(now.mean_m - before.mean_m, uncertainty_km([], Math.abs(now.mean_m - before.mean_m)))} ${state.unit}`);
}

/** @param {import("../analysis.js").Nearest} row @param {import("../analysis.js").Nearest} old */
function isChanged(row, old) {
  return row.hub !== old.hub || Math.abs(row.length_m - old.length_m) > LEAST_M;
}

/** @param {Verdict} now @param {Verdict} before */
function writeRanking(now, before) {
  const table = tableOf("ranking");
  table.caption?.replaceChildren(say("rankingCaption"), small(question().slice(1).join(" ")), ...conditions().map(small));
  headRow(table, ["#", say("hub"), say("mean", state.unit), say("change"), say("count"), say("change")]);
  refill(table.tBodies[0], ...now.ranking.map((row, i) => {
    const old = before.ranking.find((other) => other.hub === row.hub) || row, known = Number.isFinite(row.mean_m), more = row.count - old.count;
    const longer = known ? row.mean_m - old.mean_m : 0;
    return make("tr", {},
      make("td", { textContent: String(i + 1) }), make("td", { textContent: named(row.hub) }),
      make("td", { textContent: sea.isSearching() && !known ? "…" : known ? lengthText(row.mean_m, uncertainty_km([row.hub], row.mean_m)) : "–" }),
      make("td", { textContent: Math.abs(longer) < SMALL_M ? "" : changeText(longer, uncertainty_km([row.hub], Math.abs(longer))), className: longer > SMALL_M ? "worse" : "" }),
      make("td", { textContent: String(row.count) }),
      make("td", { textContent: more ? `${more > 0 ? "+" : "−"}${Math.abs(more)}` : "", className: more ? "worse" : "" }));
  }));
}

/** @param {Verdict} now @param {Verdict} before */
function writeNearest(now, before) {
  const table = tableOf("nearest");
  if (table.caption) table.caption.textContent = say("nearestCaption");
  headRow(table, [say("target"), say("nearestHub"), state.unit, say("change")]);
  const rows = now.nearest.map((row, j) => ({ ...row, old: before.nearest[j], changed: isChanged(row, before.nearest[j]) }));
  rows.sort((a, b) => Number(b.changed) - Number(a.changed)); // what has changed comes first
  const farthest_m = Math.max(...rows.map((row) => row.length_m).filter(Number.isFinite));
  /** @param {import("../analysis.js").Nearest} row */
  const off_km = ({ hub, target, length_m }) => uncertainty_km(hub ? [hub, target] : [], length_m);
  refill(table.tBodies[0], ...rows.map((row) => {
    const name = button(named(row.target), () => showFeature(row.target)), hub = make("td", { textContent: row.hub ? named(row.hub) : "–" });
    name.dataset.key = row.target.key;
    if (row.hub !== row.old.hub && row.old.hub) hub.append(make("small", { textContent: say("before", named(row.old.hub)) }));
    const longer = row.length_m - row.old.length_m;
    return make("tr", { className: row.changed ? "changed" : "" }, make("td", {}, name), hub,
      make("td", { textContent: lengthText(row.length_m, off_km(row), farthest_m) }),
      make("td", { textContent: row.changed && Number.isFinite(longer) ? changeText(longer, row.hub === row.old.hub ? uncertainty_km([], Math.abs(longer)) : Math.hypot(off_km(row), off_km(row.old))) : "", className: "worse" }));
  }));
}
