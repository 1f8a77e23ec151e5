// The dial sets which way is up: the whole page turns, names stay upright.

import { $, button, every, make, svg } from "../dom.js";
import { RAD, wrapped } from "../geodesy/ellipsoid.js";
import { state, view } from "../state.js";
import { say, sideName, titleText } from "../words.js";
import { camera, northOnPage } from "./camera.js";
import { endTurn, onCamera, startTurn, turnNow, turnTo } from "./motion.js";

const SNAP_DEG = 4;

/** Make the dial and its four buttons. */
export function startDial() {
  const rose = svg("g", { id: "rose" }), ticks = [];
  for (let azimuth = 0; azimuth < 360; azimuth += 15) {
    ticks.push(svg("line", { x1: 0, x2: 0, y1: -42, y2: azimuth % 90 ? -38 : -34, transform: `rotate(${azimuth})`, class: azimuth % 90 ? "tick" : "tick main" }));
  }
  rose.append(...ticks, svg("path", { d: "M0-29 6.5 0H-6.5Z", class: "needle" }), svg("path", { d: "M0 29 6.5 0H-6.5Z", class: "tail" }));
  const letters = svg("g", { id: "letters" }, ...[0, 1, 2, 3].map((i) => svg("text", { "text-anchor": "middle", "dominant-baseline": "central", class: i ? "" : "north" })));
  const dial = svg("svg", { viewBox: "-72 -74 144 146", id: "dial", tabindex: 0, role: "slider", "aria-valuemin": 0, "aria-valuemax": 359 },
    svg("circle", { r: 63, class: "plate" }), svg("circle", { r: 42, class: "ring" }), rose, letters, svg("path", { d: "M0-63 6-73H-6Z", class: "index" }));
  const sides = [0, 90, 180, 270].map((up_deg) => button("", () => turnTo(up_deg), { value: String(up_deg) }));
  $("turn").append(dial, make("div", { className: "sides" }, ...sides));
  dragDial(/** @type {SVGElement} */ (dial));
  onCamera(turnRose);
  view(writeDial);
}

/** @param {SVGElement} dial */
function dragDial(dial) {
  /** @param {PointerEvent} event */
  const angle = (event) => {
    const box = dial.getBoundingClientRect();
    return Math.atan2(event.clientX - box.left - box.width / 2, box.top + box.height / 2 - event.clientY) / RAD;
  };
  let held = false, last = 0, goal_deg = 0;
  dial.addEventListener("pointerdown", (event) => {
    dial.setPointerCapture(event.pointerId);
    held = true;
    last = angle(event);
    startTurn();
    goal_deg = camera.up_deg;
    event.preventDefault();
    dial.focus({ preventScroll: true });
  });
  dial.addEventListener("pointermove", (event) => {
    if (!held) return;
    const now = angle(event);
    goal_deg -= wrapped((now - last) * RAD) / RAD;
    last = now;
    turnNow(goal_deg);
  });
  const end = () => {
    if (!held) return;
    held = false;
    const quarter = Math.round(goal_deg / 45) * 45;
    if (Math.abs(goal_deg - quarter) < SNAP_DEG) turnTo(quarter);
    else endTurn(goal_deg);
  };
  dial.addEventListener("pointerup", end);
  dial.addEventListener("pointercancel", end);
  dial.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: 15, ArrowUp: 15, ArrowLeft: -15, ArrowDown: -15, PageUp: 90, PageDown: -90 };
    if (event.key === "Home") turnTo(0);
    else if (event.key in steps) turnTo(Math.round((state.up_deg + steps[event.key]) / 15) * 15);
    else return;
    event.preventDefault();
  });
}

/** Set the rose to the north of the middle of the map, its letters upright. */
function turnRose() {
  const north = northOnPage();
  if (!Number.isFinite(north)) return;
  $("rose").setAttribute("transform", `rotate(${north.toFixed(2)})`);
  [...$("letters").children].forEach((text, i) => {
    const direction = (north + 90 * i) * RAD;
    text.setAttribute("x", (52.5 * Math.sin(direction)).toFixed(2));
    text.setAttribute("y", (-52.5 * Math.cos(direction)).toFixed(2));
  });
}

/** Write which way is up; while the page turns these words wait, since setting them lays out the page anew. */
function writeDial() {
  const shown = Math.round(state.up_deg) % 360;
  [...$("letters").children].forEach((text, i) => { text.textContent = say(`letter.${i}`); });
  $("turn").setAttribute("aria-label", say("turn"));
  $("dial").setAttribute("aria-label", say("turn"));
  $("dial").setAttribute("aria-valuenow", String(shown));
  $("dial").setAttribute("aria-valuetext", say("upTo", sideName(state.up_deg)));
  every("#turn .sides button").forEach((each, i) => {
    each.textContent = say(`letter.${i}`);
    each.title = say("upTo", say(`side.${2 * i}`));
    each.setAttribute("aria-label", each.title);
    each.setAttribute("aria-pressed", String(shown === 90 * i));
  });
  $("title").textContent = document.title = titleText();
}
