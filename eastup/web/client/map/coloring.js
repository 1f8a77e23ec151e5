// Colours of the reader's own layers by one of their columns: kinds, or numbers in five classes of as many members each.

import { OWN } from "../data.js";
import { derived, state } from "../state.js";
import { ink } from "../theme.js";

/** Told apart by all eyes: Okabe and Ito, Color Universal Design (2008), without what the map itself bears. */
const KINDS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8a7d00"];
/** From little to much: lightness alone tells it too. */
const STEPS = ["#fde725", "#7ad151", "#22a884", "#2a788e", "#440154"];
const LEAST = 2;

/** @typedef {{ name: string, color: string }} Class */
/** @typedef {{ classes: Class[], colorOf: (feature: Feature) => string }} Coloring */

/** The layer and the column that are named as `layer/column`. @param {string} wanted */
export function columnOf(wanted) {
  const cut = wanted.lastIndexOf("/"), layer = OWN.find(({ name }) => name === wanted.slice(0, cut));
  return layer && cut > 0 ? { layer, column: wanted.slice(cut + 1) } : null;
}

/** The columns of the reader's own layers that can be told by colours, and by sizes. */
export const columns = derived(() => {
  /** @type {{ colors: string[], sizes: string[] }} */
  const found = { colors: [], sizes: [] };
  for (const { name, features } of OWN) {
    for (const column of new Set(features.slice(0, 1000).flatMap((each) => Object.keys(each.facts)))) {
      const values = new Set(features.map((each) => each.facts[column]).filter(Boolean)), numbers = areNumbers(values);
      if (values.size >= LEAST && (values.size <= KINDS.length || numbers)) found.colors.push(`${name}/${column}`);
      if (values.size >= LEAST && numbers) found.sizes.push(`${name}/${column}`);
    }
  }
  return found;
});

/** @param {Iterable<string>} values */
const areNumbers = (values) => [...values].every((value) => value.trim() !== "" && Number.isFinite(Number(value)));

/** What each colour is; null while nothing is coloured. @type {() => (Coloring & { layer: string }) | null} */
export const coloring = derived(() => {
  const now = columnOf(state.colored);
  if (!now) return null;
  const told = now.layer.features.map((each) => each.facts[now.column]).filter(Boolean), values = [...new Set(told)];
  const made = values.length <= KINDS.length ? byKind(values.sort(), now.column) : areNumbers(values) ? byNumber(told.map(Number), now.column) : null;
  return made && { ...made, layer: now.layer.name };
});

/** @param {string[]} values @param {string} column @returns {Coloring} */
function byKind(values, column) {
  return { classes: values.map((name, i) => ({ name, color: KINDS[i] })), colorOf: (each) => KINDS[values.indexOf(each.facts[column])] || ink().user };
}

/** @param {number[]} numbers @param {string} column @returns {Coloring} */
function byNumber(numbers, column) {
  const sorted = numbers.sort((a, b) => a - b), ends = [...new Set(STEPS.map((_, i) => sorted[Math.ceil((i + 1) * sorted.length / STEPS.length) - 1]))];
  const classes = ends.map((end, i) => ({ name: `${i ? `> ${ends[i - 1]}, ` : ""}≤ ${end}`, color: STEPS[i] }));
  return { classes, colorOf: (each) => (each.facts[column] ? STEPS[ends.findIndex((end) => Number(each.facts[column]) <= end)] : "") || ink().user };
}

/** The colour of a feature of the reader's own: by a column, or as its file has it. @param {Feature} feature */
export function colorOf(feature) {
  const by = coloring();
  return by && by.layer === feature.own ? by.colorOf(feature) : feature.color || ink().user;
}
