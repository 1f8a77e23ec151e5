// The field that finds places: a list below it, which the keyboard reaches too.

import { $, inputOf, make, tell } from "../dom.js";
import { showFeature } from "../map/map.js";
import { view } from "../state.js";
import { named, say, sayOr } from "../words.js";
import { folded, search } from "./find.js";

/** @typedef {import("./find.js").Hit} Hit */

/** The field of the page's head: what is taken is shown on the map. */
export function startSearch() {
  startFinder("search", "hits", (found) => showFeature(found, true));
}

/** Make a field find places. @param {string} id Of the field. @param {string} list_id @param {(found: Feature) => void} choice */
export function startFinder(id, list_id, choice) {
  const input = inputOf(id), list = $(list_id);
  /** @type {Hit[]} */
  let hits = [];
  let chosen = -1;
  /** @param {number} i */
  const choose = (i) => {
    chosen = i;
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === i)));
    if (i >= 0) input.setAttribute("aria-activedescendant", `${list_id}-${i}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  /** @param {Hit} hit */
  const take = (hit) => {
    close();
    input.value = id === "search" ? named(hit.feature) : "";
    choice(hit.feature);
  };
  const look = () => {
    hits = search(input.value);
    list.replaceChildren(...hits.map((hit, i) => {
      const kind = hit.kind === "place" ? "" : sayOr(hit.kind, hit.kind);
      const item = make("li", { id: `${list_id}-${i}` }, make("span", { textContent: named(hit.feature) }), make("small", { textContent: kind }));
      item.setAttribute("role", "option");
      item.onpointerdown = (event) => {
        event.preventDefault();
        take(hit);
      };
      return item;
    }));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    choose(hits.length ? 0 : -1);
    tell(folded(input.value) ? (hits.length ? say("found", String(hits.length)) : say("none")) : "");
  };
  input.oninput = look;
  input.onfocus = () => { if (input.value) look(); };
  input.onblur = close;
  input.onkeydown = (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && hits.length) choose((chosen + step + hits.length) % hits.length);
    else if (event.key === "Enter" && hits[chosen]) take(hits[chosen]);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  view(() => {
    const text = say(id === "search" ? "search" : "addPlace");
    input.placeholder = text;
    input.setAttribute("aria-label", text);
    list.setAttribute("aria-label", text);
  });
}
