// Search over all names in all languages, forgiving about accents, kana, spaces, half-typed Korean syllables and slips.

import { CHAINS, GATES, OWN, POINTS, SEAS, feature, features, pointKey } from "../data.js";
import { positionOf as position } from "../geodesy/position.js";
import { isHub } from "../map/marks.js";
import { derived } from "../state.js";
import { reading, slips } from "./spelling.js";

/** @typedef {{ feature: Feature, kind: string }} Hit */
/** @typedef {Hit & { names: string[], words: string[][] }} Entry */

const MOST_HITS = 8;
const NO_MATCH = 9;
const LEAST_LETTERS = 4, LONG = 7; // of what may be misspelt

/**
 * Fold a name for comparing: no accents or voicing marks, hiragana for katakana, small letters, only letters and digits.
 * Korean syllables fall apart into their letters, so that a syllable that is still being typed already matches.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)).replace(/[^\p{L}\p{N}]|ー/gu, "");
}

const index = derived(makeIndex);

/** @returns {Entry[]} */
function makeIndex() {
  /** @param {Feature[]} found @param {string} kind @returns {Hit[]} */
  const all = (found, kind) => found.map((each) => ({ feature: each, kind }));
  const found = [
    ...all(GATES, "strait"), ...POINTS.map((each) => ({ feature: each, kind: each.kind || "place" })), ...all(SEAS, "seas"), ...all(CHAINS, "chain"),
    ...OWN.flatMap((layer) => all(layer.features, layer.name)), ...all(features().filter((each) => each.layer === "places"), "hub"),
  ];
  return found.map((hit) => {
    const spellings = [...Object.values(hit.feature.names), ...hit.feature.also, ...(hit.feature.facts.icao ? [hit.feature.facts.icao] : [])];
    return { ...hit, names: spellings.map(folded), words: spellings.map((text) => text.split(/[\s\-·・/,()]+/u).map(folded)) };
  });
}

/** The features whose names match best: those that begin so, then those of which a word does, then those that hold it. @param {string} text @returns {Hit[]} */
export function search(text) {
  const at = position(text), point = at && feature(pointKey(at));
  if (point) return [{ feature: point, kind: "ownHub" }];
  const wanted = folded(text), read = reading(text);
  if (!wanted) return [];
  const exact = ranked((entry) => Math.min(score(entry, wanted), read ? score(entry, read) : NO_MATCH));
  return exact.length || wanted.length < LEAST_LETTERS ? exact : ranked((entry) => slipped(entry, read || wanted));
}

/** @param {(entry: Entry) => number} rate @returns {Hit[]} */
function ranked(rate) {
  const hits = index().map((entry) => ({ entry, score: rate(entry) - (isHub(entry.feature) ? 0.5 : 0) })).filter((hit) => hit.score < NO_MATCH - 1);
  return hits.sort((a, b) => a.score - b.score).slice(0, MOST_HITS).map(({ entry: { feature: found, kind } }) => ({ feature: found, kind }));
}

/** How far a word or a name is from what was typed, if that was a slip: one letter, or two in a long word. @param {Entry} entry @param {string} wanted */
function slipped({ names, words }, wanted) {
  const least = Math.min(...[...names, ...words.flat()].map((name) => slips(wanted, name)));
  return least <= (wanted.length < LONG ? 1 : 2) ? least : NO_MATCH;
}

/** @param {Entry} entry @param {string} wanted */
function score({ names, words }, wanted) {
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (words.some((all) => all.some((word) => word.startsWith(wanted)))) return 2;
  return names.some((name) => name.includes(wanted)) ? 3 : NO_MATCH;
}
