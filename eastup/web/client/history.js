// Each change is a step that can be undone and redone, by our buttons and by those of the browser. What changes in a row,
// as while a slider is drawn or the map dragged, is one step.

import { read, written } from "./address.js";
import { DATA } from "./data.js";
import { INITIAL, derived, state, update, view } from "./state.js";

/** What a step keeps: all but what passes, or belongs to the machine. */
const PASSING = new Set(["lit", "system", "measuring", "found", "presenting", "clock_h"]);
const KEPT = /** @type {(keyof State)[]} */ (Object.keys(INITIAL)).filter((key) => !PASSING.has(key));
const ONE_STEP_MS = 1200;
const WRITE_MS = 150; // browsers are slow to write the address

/** @typedef {{ values: Partial<State>, keys: string, time: number }} Step */

/** @type {Step[]} */
let steps = [];
let now = 0;
let writing = 0;
/** Set while a step is shown again: it is no new one. */
let showing = false;
/** Those who show whether there is something to undo. @type {(() => void)[]} */
const watchers = [];

const kept = derived(() => /** @type {Partial<State>} */ (Object.fromEntries(KEPT.map((key) => [key, state[key]]))));

/** Whether there is an address to write: a frame in a notebook has none. */
const hasAddress = location.protocol !== "about:";

/** Begin to note the steps. @param {() => void} watch Is told when there is more or less to undo. */
export function startHistory(watch) {
  watchers.push(watch);
  view(note);
  addEventListener("popstate", (event) => {
    const number = event.state && typeof event.state.step === "number" ? event.state.step : -1;
    if (steps[number] && event.state.page === PAGE) show(number);
    else pasted();
  });
}

const PAGE = Math.random(); // steps of another load of this page are not ours

function note() {
  const values = kept(), last = steps[now];
  if (showing) return;
  const keys = last ? Object.keys(values).filter((key) => values[/** @type {keyof State} */ (key)] !== last.values[/** @type {keyof State} */ (key)]).join() : "";
  const time = performance.now(), goesOn = last && now > 0 && last.keys === keys && time - last.time < ONE_STEP_MS && isContinuous(keys);
  if (last && !goesOn) now += 1;
  steps = [...steps.slice(0, now), { values, keys, time }];
  write(last && !goesOn ? "push" : "replace");
}

/** @param {string} keys */
const isContinuous = (keys) => ["at", "up_deg", "at,up_deg", "up_deg,at", "ring_km", "speeds_kn", "way"].includes(keys);

/** Write the address. @param {"push" | "replace"} how */
function write(how) {
  for (const watch of watchers) watch();
  clearTimeout(writing);
  const put = () => {
    writing = 0;
    try {
      history[how === "push" ? "pushState" : "replaceState"]({ step: now, page: PAGE }, "", `#${written(state)}`);
    } catch { /* a browser that is asked too often keeps the old address */ }
  };
  if (!hasAddress) return;
  if (how === "push") put();
  else writing = setTimeout(put, WRITE_MS);
}

/** Show a step again. @param {number} number */
function show(number) {
  showing = true;
  now = number;
  update(steps[number].values);
  showing = false;
  for (const watch of watchers) watch();
}

/** The reader has pasted an address, or has come back from another page. */
function pasted() {
  update(read(location.hash.slice(1) || DATA.opening));
  write("replace");
}

export const canUndo = () => now > 0;
export const canRedo = () => now < steps.length - 1;

/** @param {number} by */
function go(by) {
  if (!steps[now + by]) return;
  if (hasAddress) history.go(by);
  else show(now + by);
}
export const undo = () => go(-1);
export const redo = () => go(1);

/** Show what the page was made to show. */
export function reset() {
  update({ ...read(DATA.opening), measuring: false });
}

/** The address of what is shown now. */
export function link() {
  return `${location.href.split("#")[0]}#${written(state)}`;
}
