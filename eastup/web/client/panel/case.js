// What if: hubs that are off and straits that are closed, who is nearest then, how hubs rank, and what has changed.

import { verdict } from "../analysis.js";
import { HUBS, STRAITS } from "../data.js";
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

function writeLists() {
  $("case-lead").textContent = say(sea.HAS_SEA ? "caseLeadSea" : "caseLead");
  refill($("host-groups"), group("all-hubs", say("everything"), HUBS.map((hub) => hub.key), state.off, (off) => update({ off })),
    ...hosts().map(([code, keys]) => group(`host ${code}`, sayOr(`country.${code}`, code), keys, state.off, (off) => update({ off }))));
  refill($("strait-groups"), group("all-straits", say("everything"), STRAITS.map((strait) => strait.id), state.closed, (closed) => update({ closed, mode: "sea" })));
  refill($("hubs-in-use"), ...HUBS.map((hub) => tick(hub.key, named(hub), !state.off.has(hub.key), (on) => update({ off: having(state.off, hub.key, !on) }))));
  refill($("straits-open"), ...STRAITS.map((strait) => tick(strait.key, named(strait), !state.closed.has(strait.id), (on) => closeStrait(strait.id, !on))));
}

/** A box for a group of which some may be off: it takes all of them at once. @param {string} key @param {string} text @param {string[]} members @param {ReadonlySet<string>} off @param {(off: ReadonlySet<string>) => void} act */
function group(key, text, members, off, act) {
  const out = members.filter((each) => off.has(each)).length;
  const item = tick(key, `${text} (${members.length})`, out === 0, (on) => act(new Set(on ? [...off].filter((each) => !members.includes(each)) : [...off, ...members])));
  const box = item.querySelector("input");
  if (box) box.indeterminate = out > 0 && out < members.length;
  return item;
}

/** The countries that host hubs, with theirs. @returns {[string, string[]][]} */
function hosts() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const hub of HUBS) {
    const code = hub.facts.host || hub.facts.country;
    if (code) found.set(code, [...(found.get(code) || []), hub.key]);
  }
  return [...found];
}

/** @param {Verdict} now @param {Verdict} before */
function writeVerdict(now, before) {
  const moved = now.nearest.filter((row, j) => isChanged(row, before.nearest[j])).length;
  $("verdict").textContent = state.mode === "sea" && sea.isSearching() ? say("searching") : !now.ranking.length ? say("verdictNone")
    : !state.off.size && !state.closed.size ? say("verdictAll", withUnit(now.mean_m))
      : say("verdict", String(moved), withUnit(now.mean_m), withUnit(before.mean_m), `${changeText(now.mean_m - before.mean_m)} ${state.unit}`);
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
      make("td", { textContent: sea.isSearching() && !known ? "…" : known ? lengthText(row.mean_m) : "–" }),
      make("td", { textContent: Math.abs(longer) < SMALL_M ? "" : changeText(longer), className: longer > SMALL_M ? "worse" : "" }),
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
  refill(table.tBodies[0], ...rows.map((row) => {
    const name = button(named(row.target), () => showFeature(row.target)), hub = make("td", { textContent: row.hub ? named(row.hub) : "–" });
    name.dataset.key = row.target.key;
    if (row.hub !== row.old.hub && row.old.hub) hub.append(make("small", { textContent: say("before", named(row.old.hub)) }));
    const longer = row.length_m - row.old.length_m;
    return make("tr", { className: row.changed ? "changed" : "" }, make("td", {}, name), hub,
      make("td", { textContent: lengthText(row.length_m) }),
      make("td", { textContent: row.changed && Number.isFinite(longer) ? changeText(longer) : "", className: "worse" }));
  }));
}
