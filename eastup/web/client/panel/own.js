// Files of the reader's own, dropped on the page or chosen: each becomes a layer, and its points hubs or targets if they are
// to. Nothing leaves the page.

import { DATA, HUBS, OWN, TARGETS, addLayer, dropLayer } from "../data.js";
import { $, button, inputOf, make, refill, tell } from "../dom.js";
import { MOST_FEATURES, readFile } from "../own/read.js";
import { dataChanged, state, update, view } from "../state.js";
import { say } from "../words.js";

const MOST_HUBS = 300; // each is measured to every target

/** @param {File} file */
async function take(file) {
  try {
    const { features: found, left_out } = readFile(file.name, new Uint8Array(await file.arrayBuffer())), shown = found.slice(0, MOST_FEATURES);
    const left = left_out ? ` ${say("leftOut", file.name, String(left_out))}` : "";
    addLayer(file.name.replace(/\.[^.]*$/, ""), shown);
    dataChanged();
    news((found.length > shown.length ? say("onlyFirst", file.name, String(shown.length), String(found.length)) : say("fileRead", file.name, String(found.length))) + left);
    update({ tab: "layers" });
  } catch (error) {
    news(`${file.name}: ${error instanceof Error ? error.message : error}`);
    update({ tab: "layers" });
  }
}

/** @param {string} text */
function news(text) {
  $("file-news").textContent = text;
  tell(text);
}

/** Use the points of a layer as hubs or targets, or no more. @param {Feature[]} list @param {string} name @param {boolean} on */
function use(list, name, on) {
  const points = OWN.find((layer) => layer.name === name)?.features.filter((each) => each.type === "Point") || [];
  const others = list.filter((each) => !points.includes(each)), more = on ? points.slice(0, Math.max(0, MOST_HUBS - others.length)) : [];
  list.splice(0, list.length, ...others, ...more);
  if (on && more.length < points.length) news(say("onlyFirst", name, String(more.length), String(points.length)));
  if (list === HUBS && !on && points.some((each) => each.key === state.hub)) update({ hub: HUBS[0]?.key || "" });
  dataChanged();
}

/** @param {string} name */
function remove(name) {
  use(HUBS, name, false);
  use(TARGETS, name, false);
  dropLayer(name);
  dataChanged();
  news("");
}

/** Name what was given to the page and is not on the map. */
function tellLeftOut() {
  const texts = DATA.user.flatMap(({ name, left_out, first, of }) => [
    ...(of ? [say("onlyFirst", name, String(first), String(of))] : []),
    ...(left_out ? [say("leftOut", name, String(left_out))] : []),
  ]);
  if (texts.length) news(texts.join(" "));
}

export function startOwn() {
  tellLeftOut();
  const field = inputOf("file");
  field.onchange = () => {
    for (const file of field.files || []) void take(file);
    field.value = "";
  };
  $("file-open").onclick = () => field.click();
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) void take(file);
  });
  view(() => refill($("files"), ...OWN.filter((layer) => layer.dropped).map(({ name }) => {
    const isUsed = (/** @type {Feature[]} */ list) => list.some((each) => each.own === name);
    const toggle = (/** @type {Feature[]} */ list, /** @type {string} */ word) => {
      const made = button(say(word), () => use(list, name, !isUsed(list)));
      made.dataset.key = `${word} ${name}`;
      made.setAttribute("aria-pressed", String(isUsed(list)));
      return made;
    };
    const away = button("×", () => remove(name), { title: say("remove", name) });
    away.dataset.key = `remove ${name}`;
    away.setAttribute("aria-label", say("remove", name));
    return make("li", {}, make("span", { textContent: name }), toggle(HUBS, "asHubs"), toggle(TARGETS, "asTargets"), away);
  })));
}
