// The one store of what the reader has chosen. Whatever shows any of it is a view: a function that is run again when
// something that it has read changes. What it reads is noted while it runs, so that no view can be told too little.

import { DATA, HUBS } from "./data.js";

/** The speeds that a page opens with. */
export const CRUISE_KN = DATA.speeds_kn;

/** @type {ReadonlySet<string>} */
export const NOTHING = new Set();

/** What the page shows when nothing was chosen. @type {State} */
export const INITIAL = {
  lang: DATA.lang, unit: "km", mode: "air", speeds_kn: CRUISE_KN, hub: HUBS.length ? HUBS[0].key : "", rival: "", tab: "ask", theme: "", day: 0,
  ring_km: 0, hours: [], rings: [], off: NOTHING, skipped: NOTHING, added: NOTHING, colored: "", sized: "", opacity: 100, title: "", closed: NOTHING, hidden: NOTHING,
  up_deg: DATA.view.up, at: null, card: null, measuring: false, way: [], coords: "dd", panel: true, compact: false, steps: [], step: -1, presenting: false, lit: null, system: "light", found: 0, clock_h: 0,
};

/** @typedef {keyof State} Key */
/** @typedef {{ run: () => void, wake: () => void, read: Set<Key> }} View */

let values = { ...INITIAL };
/** How often the data have changed: what was derived before holds no more. */
let data = 0;
/** @type {View[]} */
const views = [];
/** What the function that runs now has read. @type {Set<Key> | null} */
let reading = null;

/** The state, to be read only; whoever reads it within a view is run again when that changes. @type {Readonly<State>} */
export const state = Object.defineProperties(/** @type {State} */ ({}), Object.fromEntries(
  /** @type {Key[]} */ (Object.keys(INITIAL)).map((key) => [key, { enumerable: true, get: () => { reading?.add(key); return values[key]; } }]),
));

/** Run a function, and note what it reads. @template T @param {Set<Key>} read @param {() => T} run @returns {T} */
function noting(read, run) {
  const outer = reading;
  reading = read;
  try {
    return run();
  } finally {
    reading = outer;
    if (outer) for (const key of read) outer.add(key);
  }
}

/** Run a function whose reading is not that of the view that calls it. @param {() => void} run */
export function aside(run) {
  const outer = reading;
  reading = null;
  try {
    run();
  } finally {
    reading = outer;
  }
}

/**
 * Add a view. It runs at once, and again whenever something changes that it read.
 * @param {() => void} render @param {((run: () => void) => void)} [wake] Takes the function to run, when it is not to be run at once.
 * @returns {() => void} Runs it.
 */
export function view(render, wake = (run) => run()) {
  /** @type {View} */
  const made = {
    read: new Set(),
    run: () => {
      made.read.clear();
      noting(made.read, render);
    },
    wake: () => wake(made.run),
  };
  views.push(made);
  made.wake();
  return made.run;
}

/** A value that follows from the state; it is computed when it is wanted and something that it read has changed. @template T @param {() => T} compute @returns {() => T} */
export function derived(compute) {
  /** @type {{ value: T, data: number, read: Set<Key>, seen: Map<Key, unknown> } | null} */
  let known = null;
  return () => {
    if (!known || known.data !== data || [...known.seen].some(([key, value]) => values[key] !== value)) {
      /** @type {Set<Key>} */
      const read = new Set(), value = noting(read, compute);
      known = { value, data, read, seen: new Map([...read].map((key) => [key, values[key]])) };
    } else if (reading) for (const key of known.read) reading.add(key);
    return known.value;
  };
}

/** Run every view: the data themselves have changed, such as by a file of the reader's. */
export function dataChanged() {
  data += 1;
  for (const each of [...views]) each.wake();
}

/** Change the state and run the views that read what has changed. @param {Partial<State>} change */
export function update(change) {
  const changed = /** @type {Key[]} */ (Object.keys(change)).filter((key) => change[key] !== values[key]);
  if (!changed.length) return;
  values = { ...values, ...change };
  for (const each of [...views]) if (changed.some((key) => each.read.has(key))) each.wake();
}

/** A set with a member more or less. @param {ReadonlySet<string>} set @param {string} member @param {boolean} on @returns {ReadonlySet<string>} */
export function having(set, member, on) {
  const changed = new Set(set);
  if (on) changed.add(member);
  else changed.delete(member);
  return changed;
}

/** The speed of the mode that is chosen. */
export function speed_kn() {
  return state.speeds_kn[state.mode];
}
