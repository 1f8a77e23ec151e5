// The controls above the table: the hub, the way to go, speed, unit and ring, and the language and theme of the page.

import { hub, measured, rival, targets, uncertainty_km } from "../analysis.js";
import { HUBS } from "../data.js";
import { $, button, every, inputOf, make, refill, tell } from "../dom.js";
import { KM_PER, hoursText, positionText, speedText, withUnit } from "../format.js";
import { canRedo, canUndo, redo, reset, startHistory, undo } from "../history.js";
import { HAS_SEA } from "../sea/sea.js";
import { speed_kn, state, update, view } from "../state.js";
import { theme } from "../theme.js";
import { LANGUAGE_NAMES, named, say } from "../words.js";
import { question } from "./caption.js";
import { within } from "./table.js";

const MOST_KN = 3000, MOST_RING_KM = 6000;

/** Make a row of buttons of which one is chosen: radios, which the arrow keys go through. @template {string} T @param {string} id @param {[T, string][]} options @param {T} current @param {(value: T) => void} choose */
function choices(id, options, current, choose) {
  refill($(id), ...options.map(([value, text]) => {
    const choice = button(text, () => choose(value), { value });
    choice.dataset.key = value;
    choice.setAttribute("role", "radio");
    choice.setAttribute("aria-checked", String(value === current));
    choice.tabIndex = value === current ? 0 : -1;
    if (id === "lang") choice.lang = value;
    return choice;
  }));
  $(id).onkeydown = (event) => {
    const step = ARROWS[event.key], i = options.findIndex(([value]) => value === current), next = step && options[(i + step + options.length) % options.length];
    if (!next) return;
    event.preventDefault();
    choose(next[0]);
    /** @type {HTMLElement | null} */ ($(id).querySelector("[aria-checked=true]"))?.focus();
  };
}

/** @type {Record<string, number>} */
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const units = /** @type {Unit[]} */ (Object.keys(KM_PER));

export function startControls() {
  for (const element of every(".by-sea")) element.hidden = !HAS_SEA;
  $("controls").onsubmit = (event) => event.preventDefault();
  view(() => {
    document.documentElement.lang = state.lang;
    for (const element of every("[data-word]")) element.textContent = say(element.dataset.word || "");
    $("sources").textContent = say("sources");
    for (const [id, key] of [["lang", "language"], ["mode", "mode"], ["unit", "unit"]]) $(id).setAttribute("aria-label", say(key));
    $("theme").title = say("theme");
    $("theme").setAttribute("aria-label", say("theme"));
  });
  view(() => choices("unit", units.map((unit) => [unit, unit]), state.unit, (unit) => update({ unit })));
  view(() => choices("mode", [["air", say("air")], ["sea", say("sea")]], state.mode, (mode) => update({ mode })));
  view(() => choices("lang", /** @type {[Lang, string][]} */ (Object.entries(LANGUAGE_NAMES)), state.lang, (lang) => update({ lang })));
  startTheme();
  startSteps();
  startHub();
  startSpeed();
  startRing();
}

function startTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.onchange = () => update({ system: system.matches ? "dark" : "light" });
  update({ system: system.matches ? "dark" : "light" });
  $("theme").onclick = () => update({ theme: theme().name === "dark" ? "light" : "dark" });
  view(() => {
    document.documentElement.dataset.theme = theme().name;
    $("theme").textContent = theme().name === "dark" ? "☀" : "☾";
  });
}

/** Undo, redo and reset, and the keys that people know for them. */
function startSteps() {
  $("steps").replaceChildren(button("↶", undo, { id: "undo" }), button("↷", redo, { id: "redo" }), button("⟲", reset, { id: "reset" }));
  view(() => {
    for (const id of ["undo", "redo", "reset"]) {
      $(id).title = say(id);
      $(id).setAttribute("aria-label", say(id));
    }
  });
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase(), { target } = event;
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
    if (target instanceof HTMLInputElement && (target.type === "search" || target.type === "text")) return; // a text has its own
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  });
  startHistory(() => {
    inputOf("undo").disabled = !canUndo();
    inputOf("redo").disabled = !canRedo();
  });
}

/** The list of hubs; a place that is not in it stands in front. */
function startHub() {
  const list = /** @type {HTMLSelectElement} */ ($("hub"));
  view(() => {
    const all = HUBS.includes(hub()) ? HUBS : [hub(), ...HUBS];
    list.replaceChildren(...all.map((each) => new Option(named(each), each.key, false, each === hub())));
  });
  const other = /** @type {HTMLSelectElement} */ ($("rival"));
  view(() => {
    const second = rival(), all = HUBS.filter((each) => each !== hub()), more = second && !HUBS.includes(second) ? [second] : [];
    other.replaceChildren(new Option("–", ""), ...[...more, ...all].map((each) => new Option(named(each), each.key, false, each === second)));
  });
  other.onchange = () => update({ rival: other.value });
  list.onchange = () => {
    update({ hub: list.value });
    const [first] = measured();
    tell(`${question().join(" ")}: ${first ? `${named(first.target)} ${withUnit(first.length_m, uncertainty_km([hub(), first.target], first.length_m))}` : ""}`);
  };
}

function startSpeed() {
  const field = inputOf("speed"), slide = inputOf("speed-slide");
  for (const each of [field, slide]) {
    each.oninput = () => {
      const kn = Number(each.value);
      if (kn > 0) update({ speeds_kn: { ...state.speeds_kn, [state.mode]: Math.min(kn, MOST_KN) } });
    };
  }
  view(() => {
    if (Number(field.value) !== speed_kn()) field.value = speedText(speed_kn());
    [slide.min, slide.max, slide.step] = state.mode === "sea" ? ["2", "60", "1"] : ["20", "1200", "10"];
    if (document.activeElement !== slide) slide.value = String(speed_kn());
  });
}

/** @param {number} km */
function ringText(km) {
  return km ? `${withUnit(km * 1000)} · ${hoursText(km * 1000)} h` : say("ringOff");
}

const HOURS = [6, 12, 24, 48, 72];

function startRing() {
  view(() => refill($("hours"), ...HOURS.map((hours) => {
    const on = state.hours.includes(hours), choice = button(String(hours), () => update({ hours: on ? state.hours.filter((each) => each !== hours) : [...state.hours, hours] }));
    choice.dataset.key = String(hours);
    choice.setAttribute("aria-pressed", String(on));
    choice.setAttribute("aria-label", say("hoursShort", String(hours)));
    return choice;
  })));
  const slide = inputOf("ring"), text = $("ring-text");
  slide.oninput = () => update({ ring_km: Number(slide.value) * KM_PER[state.unit] });
  view(() => {
    const per = KM_PER[state.unit];
    slide.max = String(Math.ceil(MOST_RING_KM / per / 100) * 100);
    if (Math.abs(Number(slide.value) * per - state.ring_km) > 0.5 * Number(slide.step) * per) slide.value = String(state.ring_km / per);
    slide.setAttribute("aria-valuetext", ringText(state.ring_km));
    text.textContent = state.ring_km ? `${ringText(state.ring_km)} · ${say("inReach", `${within().size}/${targets().length}`)}` : ringText(0);
  });
  view(() => refill($("rings"), ...state.rings.map((ring, i) => {
    const where = positionText(ring.at, 2), remove = button("×", () => update({ rings: state.rings.filter((_, j) => j !== i) }), { title: say("remove", where) });
    remove.setAttribute("aria-label", remove.title);
    remove.dataset.key = `ring ${i}`;
    return make("li", {}, make("span", { textContent: `${where}: ${ringText(ring.km)}` }), remove);
  })));
}
