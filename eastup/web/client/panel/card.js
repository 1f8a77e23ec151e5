// The card: what a feature is, its facts with their sources, and what can be asked of it. It stands in a corner of the
// map, away from what it is about. All text is set as text.

import { nearestHubs, targets, uncertainty_km } from "../analysis.js";
import { GATES, HUBS, feature } from "../data.js";
import { $, button, make } from "../dom.js";
import { withUnit } from "../format.js";
import { camera, screenOf } from "../map/camera.js";
import { featuresAt } from "../map/hit.js";
import { renewNames } from "../map/painter.js";
import { HAS_SEA } from "../sea/sea.js";
import { having, state, update, view } from "../state.js";
import { named, say } from "../words.js";
import { closeStrait, countAsTargets } from "./case.js";
import { factList } from "./facts.js";

const MOST_NEAREST = 5, DEFAULT_RING_KM = 1000;
const NARROW_PX = 560, CARD_PX = 400; // a map as wide as the card, and what the card covers of a wider one
/** Where the focus was when the card was opened. @type {HTMLElement | null} */
let back = null;
/** What the card is about now. @type {string | null} */
let about = null;

export function startCard() {
  view(writeCard);
}

function writeCard() {
  const box = $("card"), shown = feature(state.card), opening = state.card !== about;
  const focused = box.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.key : undefined;
  if (opening && !about) back = /** @type {HTMLElement | null} */ (document.activeElement);
  about = state.card;
  box.hidden = !shown;
  document.body.classList.toggle("has-card", !!shown);
  if (!shown) {
    const lost = document.activeElement === document.body || box.contains(document.activeElement);
    const goal = lost && back !== document.body ? back : null;
    if (goal) queueMicrotask(() => goal.focus({ preventScroll: true })); // to ask now would lay out the page in the midst of its change
    back = null;
    box.replaceChildren();
    renewNames();
    return;
  }
  const title = make("h2", { textContent: named(shown), tabIndex: -1 }), close = button("×", () => update({ card: null }), { className: "close" });
  close.setAttribute("aria-label", say("close"));
  close.dataset.key = "close";
  title.dataset.key = "title";
  box.setAttribute("aria-label", named(shown));
  box.replaceChildren(close, title, ...content(shown));
  if (opening) {
    place(shown);
    box.scrollTop = 0;
    if (back && back.matches(":focus-visible")) title.focus({ preventScroll: true }); // a reader with a keyboard goes on in the card
  } else if (focused) box.querySelectorAll("[data-key]").forEach((element) => {
    if (/** @type {HTMLElement} */ (element).dataset.key === focused) /** @type {HTMLElement} */ (element).focus({ preventScroll: true });
  });
  renewNames();
}

/** Put the card in the corner that is farther from what it is about. @param {Feature} shown */
function place(shown) {
  const [left, top] = screenOf(shown.at);
  $("card").classList.toggle("low", top < camera.height / 2 && (camera.width < NARROW_PX || left > camera.width - CARD_PX));
}

/** @param {Feature} shown @returns {HTMLElement[]} */
function content(shown) {
  const others = Object.entries(shown.names).filter(([lang, text]) => text && lang !== state.lang && text !== named(shown));
  const target = targets().find((each) => each.key === shown.key), isPoint = shown.lines.length === 0 || shown.type === "Point", asks = [];
  if (isPoint && shown.layer !== "seas") asks.push(ask("from", say("fromHere"), () => update({ hub: shown.key, card: null })));
  if (isPoint && shown.layer !== "seas") asks.push(ask("add", say("addToWay"), () => update({ way: [...state.way, shown.key], tab: "way", card: null })));
  if ((isPoint && shown.layer !== "seas") || target) asks.push(ask("ring", say("ringHere"), () => update({ rings: [...state.rings, { at: shown.at, km: state.ring_km || DEFAULT_RING_KM }], card: null })));
  if (isPoint || GATES.includes(shown)) asks.push(ask("target", say(target ? "noTarget" : "asTarget"), () => countAsTargets([shown], !target)));
  if (GATES.includes(shown) && HAS_SEA) {
    const closed = state.closed.has(shown.id);
    asks.push(ask("close", say(closed ? "openStrait" : "closeStrait"), () => closeStrait(shown.id, !closed)));
  }
  if (HUBS.some((hub) => hub.key === shown.key)) {
    const off = state.off.has(shown.key);
    asks.push(ask("off", say(off ? "hubOn" : "hubOff"), () => update({ off: having(state.off, shown.key, !off) })));
  }
  return [
    ...(others.length ? [make("p", { className: "others", textContent: others.map(([, text]) => text).join(" · ") })] : []),
    ...(asks.length ? [make("p", { className: "asks" }, ...asks)] : []),
    ...(target ? [nearest(target)] : []),
    ...neighbours(shown),
    ...factList(shown),
  ];
}

/** @param {string} key @param {string} text @param {() => void} act */
function ask(key, text, act) {
  const made = button(text, act, { className: "ask" });
  made.dataset.key = key;
  return made;
}

/** Who is nearest to a target: the nearest of the hubs in use. @param {Feature} target */
function nearest(target) {
  const rows = nearestHubs(target).slice(0, MOST_NEAREST).map((row) =>
    make("li", {}, make("span", { textContent: named(row.hub) }), make("b", { textContent: withUnit(row.length_m, uncertainty_km([row.hub, target], row.length_m)) })));
  return make("div", { className: "nearest" }, make("h3", { textContent: `${say("nearest")} · ${say(state.mode)}` }), make("ol", {}, ...rows));
}

/** Buttons for what stands at the same place of the map: a click can't tell them apart. @param {Feature} shown */
function neighbours(shown) {
  if (shown.lines.length || shown.layer === "free") return [];
  const others = featuresAt(...screenOf(shown.at)).filter((each) => each.key !== shown.key && each.lines.length === 0);
  if (!others.length) return [];
  const buttons = others.map((each) => ask(`other ${each.key}`, named(each), () => update({ card: each.key })));
  return [make("div", { className: "others-here" }, make("h3", { textContent: say("alsoHere") }), make("p", { className: "asks" }, ...buttons))];
}
