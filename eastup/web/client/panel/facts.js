// Facts on a card in the reader's language: values of our lists, sentences of ours, and the words about sources. Titles of
// sources stay as they are, and are marked as English where they are.

import { DATA } from "../data.js";
import { make } from "../dom.js";
import { state } from "../state.js";
import { listed, say, sayOr } from "../words.js";
import { designation } from "./case.js";

const COUNTRIES = new Set(["operator_country", "host", "country", "administered_by", "claimed_by"]), LISTS = new Set(["service", "kind", "access", "traffic", "role"]);
const ORDER = ["source", "as_of", "operator", "operator_country", "host", "service", "kind", "access", "width_km", "published", "regime", "regime_source", "coast_a", "coast_b",
  "country", "role", "note", "precision_km", "sea_name", "sea_source", "coord_source", "drawn_by", "sequence", "icao", "traffic", "chain_passage", "default_source"];
const ENGLISH = /^[\0-\u024f\u2000-\u20ff]*[A-Za-z]{3}[\0-\u024f\u2000-\u20ff]*$/;
const TOLD = new Map(DATA.told.map(([en, ja, ko]) => [en, { en, ja, ko }]));

/** The facts of a feature as a list, sources last. @param {Feature} shown @returns {HTMLElement[]} */
export function factList(shown) {
  const entries = Object.entries(shown.facts);
  if (!entries.length) return [];
  /** @param {string} key */
  const rank = (key) => (ORDER.includes(key) ? ORDER.indexOf(key) + (key.includes("source") || key === "as_of" ? 100 : 0) : 50);
  const list = make("dl", {});
  for (const [key, value] of entries.sort((a, b) => rank(a[0]) - rank(b[0]))) {
    const name = make("dt", { textContent: sayOr(`fact.${key}`, key.replace(/_/g, " ")) });
    const text = make("dd", { dir: "auto" }, ...(shown.layer === "own" ? [value] : spoken(valueText(key, value))));
    text.dataset.fact = key;
    list.append(name, text);
  }
  return [list];
}

/** A value in the language that was chosen. @param {string} key @param {string} value */
function valueText(key, value) {
  if (COUNTRIES.has(key)) return listed(value.split("; ").map((code) => sayOr(`country.${code}`, code)));
  if (value === "True" || value === "False") return say(value === "True" ? "yes" : "no");
  if (key === "operator" && state.lang !== "en") return listed(value.split(/[;,] /).map((each) => sayOr(`operator.${each}`, each)));
  if (key === "sea_name" && state.lang !== "en") return (DATA.ports[value] || [])[state.lang === "ja" ? 0 : 1] || value;
  if (key === "designations") return value.split("; ").map(designation).join("; ");
  return LISTS.has(key) ? sayOr(`${key}.${value}`, value) : sentence(value);
}

/** A text whose parts have words of ours: the whole, or what stands between semicolons, about a colon, between commas. @param {string} text @returns {string} */
function sentence(text) {
  if (state.lang === "en") return text;
  const told = TOLD.get(text);
  if (told) return told[state.lang];
  for (const between of ["; ", ": ", ", "]) {
    const at = text.indexOf(between), parts = [text.slice(0, at), text.slice(at + between.length)];
    if (at > 0 && (between !== ": " || parts.some((part) => TOLD.has(part)))) return parts.map(sentence).join(between);
  }
  return text;
}

/** A text with its English marked for a screen reader. @param {string} text @returns {(Node | string)[]} */
function spoken(text) {
  if (state.lang === "en") return [text];
  return text.split(/(; |, |: )/).map((part) => (ENGLISH.test(part) ? make("span", { lang: "en", textContent: part }) : part));
}
