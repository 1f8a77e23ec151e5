// What the page says, in the language that the reader chose. The words come with the data: see page.toml in eastup/words.

import { DATA } from "./data.js";
import { positionText } from "./format.js";
import { state } from "./state.js";

/** @type {Record<Lang, string>} */
export const LANGUAGE_NAMES = { en: "English", ja: "日本語", ko: "한국어" };

/** A phrase; {0}, {1} and so on are filled in. @param {string} key @param {...string} values */
export function say(key, ...values) {
  const text = DATA.words[state.lang][key];
  if (text === undefined) throw new Error(`no word for ${key}`);
  return values.length ? text.replace(/\{(\d)\}/g, (_, i) => values[i]) : text;
}

/** Some in a row, with the language's own commas. @param {string[]} some */
export const listed = (some) => some.join(state.lang === "ja" ? "、" : ", ");

/** A phrase, or another text where there is none. @param {string} key @param {string} otherwise */
export function sayOr(key, otherwise) {
  const words = DATA.words[state.lang];
  return Object.hasOwn(words, key) ? words[key] : otherwise;
}

/** The name of a feature; a free point is called by its position. @param {Feature} feature */
export function named(feature) {
  return feature.layer === "free" ? positionText(feature.at, 4) : feature.names[state.lang] || feature.names.en;
}

/** A name without what stands in brackets, and never so long that it crosses the map. @param {Feature} feature */
export function shortName(feature) {
  const text = named(feature).replace(/\s*[（(].*?[)）]\s*$/u, "") || named(feature);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** A side of the horizon by its azimuth. @param {number} up_deg */
export function sideName(up_deg) {
  const shown = Math.round(up_deg) % 360;
  return shown % 45 === 0 ? say(`side.${shown / 45}`) : say("degrees", String(shown));
}

/** What the map is called that nobody gave another title here: as it was made, or by what is up. */
export function madeTitle() {
  return DATA.title[state.lang] || DATA.title.en || say("title", sideName(state.up_deg));
}

/** What the map is called: as the reader wishes, or by what is up. */
export function titleText() {
  return state.title || madeTitle();
}
