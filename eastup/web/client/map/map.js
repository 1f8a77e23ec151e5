// The map: what a click on it opens, what the pointer passes, and its keys.

import { legs } from "../analysis.js";
import { $, button, make, svg, tell } from "../dom.js";
import { pointKey } from "../data.js";
import { COORDS, KM_PER, number, positionText } from "../format.js";
import { state, update, view } from "../state.js";
import { LARGER } from "../theme.js";
import { named, say } from "../words.js";
import { PLANE, camera, center, screenOf, zoomOf } from "./camera.js";
import { clusterAt } from "./clusters.js";
import { featuresAt, marksInSight } from "./hit.js";
import { inSight, isMoving, onCamera, placeAt, zoomBy } from "./motion.js";
import { startPointer, under } from "./pointer.js";

const NEARER = 1.5; // zoom levels by which a cluster that is clicked comes nearer
const SHOWN_ZOOM = 5; // from which what was searched for is shown

/** What was open before a click, in case it becomes a double click. @type {Partial<State>} */
let before = {};
/** The mark that the keyboard has come to: Enter takes it. @type {string | null} */
let visited = null;

/** Open what stands at a place on the map, or measure to it. @param {number} left_px @param {number} top_px @param {boolean} coarse */
function click(left_px, top_px, coarse) {
  const [met] = featuresAt(left_px, top_px, coarse), at = under([left_px, top_px]);
  before = { card: state.card, way: state.way };
  const many = met ? null : clusterAt(left_px, top_px);
  if (many && !state.measuring) {
    const [lon, lat] = PLANE.inverse(many.x, many.y);
    update({ at: { lon, lat, zoom: zoomOf(camera.scale) + NEARER } });
    return;
  }
  take(met ? met.key : pointKey(at), met && met.lines.length > 0 ? pointKey(at) : undefined);
}

/** Open a feature, or measure to it; of a line, to the point on it. @param {string} key @param {string} [point] */
function take(key, point = key) {
  if (state.measuring) update({ way: [...state.way, point] });
  else update({ card: key });
}

/** Say what the pointer passes. @param {Pair | null} at */
function hover(at) {
  if (isMoving()) return;
  const [met] = at ? featuresAt(...at) : [], hint = $("hint");
  $("map").classList.toggle("pointing", !!met);
  hint.hidden = !met || !at;
  if (met && at) {
    hint.textContent = named(met);
    placeHint(at);
  }
  writePointer(at ? under(at) : null);
}

/** Put the hint beside a place, within the map. @param {Pair} at */
function placeHint([x, y]) {
  const hint = $("hint"), width = hint.offsetWidth * LARGER, height = hint.offsetHeight * LARGER;
  const left = Math.max(8, Math.min(x + 14, camera.width - width - 8)), top = y + 18 + height > camera.height ? y - 12 - height : y + 18;
  hint.style.translate = `${left / LARGER}px ${top / LARGER}px`;
}

/** @param {string} key @returns {boolean} */
function press(key) {
  if (key === "Enter") {
    if (visited) take(visited);
    else click(camera.width / 2, camera.height / 2, true);
  } else if (key === "Backspace" && state.measuring) update({ way: state.way.slice(0, -1) });
  else if (key === "n" || key === "p") visit(key === "n" ? 1 : -1);
  else return false;
  return true;
}

/** Go to the next mark in sight, and say its name. @param {1 | -1} step */
function visit(step) {
  const marks = marksInSight(), i = marks.findIndex((each) => each.key === visited), next = marks[(i + step + marks.length) % marks.length];
  if (!next) return;
  visited = next.key;
  const [x, y] = screenOf(next.at), hint = $("hint");
  hint.textContent = named(next);
  hint.hidden = false;
  placeHint([x, y]);
  tell(named(next));
}

/** Show a feature in the middle of the map, and its card. @param {Feature} place @param {boolean} [nearer] Whether to come nearer where the map shows much. */
export function showFeature(place, nearer = false) {
  const [x, y] = place.at;
  if (nearer || !inSight([x, y], 60)) update({ card: place.key, at: placeAt([x, y], nearer ? SHOWN_ZOOM : 0) });
  else update({ card: place.key });
}

/** The metres of the way that is measured, by air. */
export function measured_m() {
  return legs().reduce((sum, leg) => sum + leg.air_m, 0);
}

/** Write the position of the pointer, or what is measured. @param {LonLat | null} at */
function writePointer(at) {
  if (!state.measuring) $("pointer").textContent = positionText(at || center(), 3);
  else if (state.way.length < 2) $("pointer").textContent = say("measuring");
  else {
    const km = measured_m() / 1000, digits = 3 - Math.min(3, Math.floor(Math.log10(km + 1)));
    const exact = Object.entries(KM_PER).map(([unit, per]) => `${number(km / per, digits)} ${unit}`);
    $("pointer").textContent = `${say("total")} ${exact.join(" = ")}`;
  }
}

/** @param {boolean} on */
export function setMeasuring(on) {
  update({ measuring: on, ...(on ? { card: null, tab: "way", way: [] } : {}) });
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

export function startMap() {
  startPointer({ click, hover, key: press, undo: () => update(before) });
  const full = button("", toggleFullScreen, { id: "full", hidden: !document.fullscreenEnabled });
  full.append(svg("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" }, svg("path", { d: "M1 5V1H5M9 1H13V5M13 9V13H9M5 13H1V9", class: "icon" })));
  $("tools").append(
    button("+", () => zoomBy(0.75), { id: "zoom-in" }), button("−", () => zoomBy(-0.75), { id: "zoom-out" }),
    full, button("", () => update({ panel: !state.panel }), { id: "panel-switch" }),
    button("", () => update({ at: null }), { id: "home" }), button("", () => setMeasuring(!state.measuring), { id: "measure" }),
  );
  $("map").append(make("div", { id: "hint", hidden: true }));
  view(() => {
    for (const [id, key] of [["zoom-in", "zoomIn"], ["zoom-out", "zoomOut"], ["full", "fullScreen"], ["panel-switch", state.panel ? "hidePanel" : "showPanel"], ["home", "home"], ["measure", "measure"]]) {
      $(id).title = say(key);
      $(id).setAttribute("aria-label", say(key));
    }
    $("panel-switch").textContent = state.panel ? "⇥" : "⇤";
    $("panel-switch").setAttribute("aria-expanded", String(state.panel));
    $("panel-switch").setAttribute("aria-controls", "panel");
    $("panel").hidden = !state.panel;
    $("measure").textContent = say("measure");
    $("home").textContent = say("home");
    $("map").setAttribute("aria-label", say("map"));
    $("map").setAttribute("aria-description", say("lead"));
  });
  $("pointer").onclick = () => update({ coords: COORDS[(COORDS.indexOf(state.coords) + 1) % COORDS.length] });
  view(() => { $("pointer").title = say("coords"); });
  view(() => {
    $("measure").setAttribute("aria-pressed", String(state.measuring));
    $("map").classList.toggle("measuring", state.measuring);
    writePointer(null);
  });
  onCamera(() => {
    $("hint").hidden = true;
    visited = null;
    if (!isMoving()) writePointer(null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (state.measuring) setMeasuring(false);
    else update({ card: null });
  });
}
