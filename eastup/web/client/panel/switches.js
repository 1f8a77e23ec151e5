// What is on the map: the legend, and switches by kind, by operator and by host.

import { hub, rival, stops, verdict } from "../analysis.js";
import { GATES, MAIN_CHAINS, OTHER_CHAINS, OWN, POINTS } from "../data.js";
import { $, inputOf, make, refill, svg, tick } from "../dom.js";
import { coloring, columns } from "../map/coloring.js";
import { outline } from "../map/forms.js";
import { crosses, onFrame, windowFrame } from "../map/frame.js";
import { KINDS, fromZoom, isHub, isShown, markOf } from "../map/marks.js";
import { isMoving, onCamera } from "../map/motion.js";
import { renewNames } from "../map/painter.js";
import { apparentZoom, wayLines } from "../map/shapes.js";
import { sizing } from "../map/sizing.js";
import { LEAST_OPACITY } from "../address.js";
import { HAS_PASSED } from "../passed.js";
import { having, state, update, view } from "../state.js";
import { ink } from "../theme.js";
import { listed, named, say, sayOr, shortName } from "../words.js";
import { reachText } from "./caption.js";

/** A sign of the legend: a dot or a stroke. @typedef {{ type: "dot", form: Form, fill: string, color: string, width: number } | { type: "stroke", color: string, look: "" | "dotted" | "thick" | "thin" }} Sign */
/** What the map may show: the key of its switch, its name and its sign. @typedef {[string, string, Sign]} Entry */

/** @param {{ form?: Form, fill: string, color: string, width: number }} mark @returns {Sign} */
const dot = ({ form = "round", fill, color, width }) => ({ type: "dot", form, fill, width, color: color === ink().paper ? fill : color });
/** @param {string} color @param {"" | "dotted" | "thick" | "thin"} look @returns {Sign} */
const stroke = (color, look) => ({ type: "stroke", color, look });

/** How large a mark of the legend is drawn. */
export const DOT_PX = 4.2;

/** @param {Sign} sign */
function element(sign) {
  if (sign.type === "dot") {
    return svg("svg", { class: "dot", viewBox: "-8 -8 16 16", "aria-hidden": "true" }, svg("path", { d: outline(sign.form, DOT_PX), fill: sign.fill, stroke: sign.color, "stroke-width": Math.max(sign.width, 1) }));
  }
  const made = make("i", { className: `stroke ${sign.look}` });
  made.style.color = sign.color;
  return made;
}

/** What is drawn as a line, by the key of its switch. @type {Record<string, Feature[]>} */
const LINES = { chain: MAIN_CHAINS, second: OTHER_CHAINS, gate: GATES };

/** Lines in the order in which the legend tells them. */
const ORDER = ["chain", "second", "gate", "ray"];

/** What chains are called together: a theatre's by their names. @param {string} key */
const chainName = (key) => (LINES[key].every(({ chain }) => chain === "own") ? listed(LINES[key].map(named)) : say(key));

/** @returns {Entry[]} */
function entries() {
  const color = ink();
  return [
    ...(MAIN_CHAINS.length ? [/** @type {Entry} */ (["chain", chainName("chain"), stroke(color.chain, "")])] : []),
    ...(OTHER_CHAINS.length ? [/** @type {Entry} */ (["second", chainName("second"), stroke(color.second, "dotted")])] : []),
    ["gate", say(HAS_PASSED ? "gatePassed" : "gate"), stroke(color.gate, "thick")],
    ["ray", say(state.mode === "sea" ? "route" : "ray"), stroke(color.ray, "thin")],
    .../** @type {Entry[]} */ (KINDS.slice(0, 6).map((kind) => [kind, say(kind), dot(markOf(kind))])),
    .../** @type {Entry[]} */ (OWN.map(({ name }) => [`user-${name}`, name, dot({ fill: color.user, color: color.user, width: 1 })])),
  ];
}

/** Kinds of points, and of lines, of which one is in sight. */
function kindsInSight() {
  const frame = windowFrame(1), zoom = apparentZoom(frame), [right, bottom] = [2 * frame.half[0], 2 * frame.half[1]];
  const lines = Object.keys(LINES).filter((key) => LINES[key].some((each) => crosses(frame, each.lines)));
  return new Set([...lines, ...(crosses(frame, wayLines()) ? ["ray"] : []), ...POINTS.filter((point) => isShown(point) && (isHub(point) || zoom >= fromZoom(point))).filter(({ at }) => {
    const [x, y] = onFrame(frame, at);
    return x >= 0 && y >= 0 && x <= right && y <= bottom;
  }).map((point) => point.kind)]);
}

/** What the legend says: what is on the map now. @returns {Entry[]} */
export function legend() {
  const seen = kindsInSight(), isSeen = (/** @type {string} */ key) => seen.has(/** @type {PointKind} */ (key)) || !(ORDER.includes(key) || KINDS.some((kind) => kind === key));
  const by = coloring(), shown = entries().filter(([key]) => !state.hidden.has(key) && isSeen(key)).flatMap((entry) => (by && entry[0] === `user-${by.layer}` ? by.classes.map(({ name, color }) => (
    /** @type {Entry} */ ([`${entry[0]} ${name}`, `${by.layer}: ${name}`, dot({ fill: color, color, width: 1 })]))) : [entry])), color = ink();
  /** @param {string} key @param {Entry[]} more */
  const after = (key, more) => shown.splice(shown.findLastIndex((entry) => ORDER.slice(0, ORDER.indexOf(key) + 1).includes(entry[0])) + 1, 0, ...more);
  const sizes = sizing();
  if (sizes && !state.hidden.has(`user-${sizes.layer}`)) shown.push(["sizes", say("sized", sizes.layer, sizes.column, String(sizes.least), String(sizes.most)), dot({ fill: color.paper, color: color.ink, width: 1 })]);
  if (stops().length > 1) after("gate", [["way", say("ownWay"), stroke(color.ink, "dotted")]]);
  if (state.tab === "ask" && rival()) after("ray", [["rival", say("waysOf", shortName(rival() || hub())), stroke(color.changed, "thin")]]);
  if (state.tab === "ask" && state.hours.length) after("ray", [["reach", reachText(), stroke(state.mode === "sea" ? color.ray : color.ring, "")]]);
  if (state.ring_km || state.rings.length) after("ray", [["rings", say("rings"), stroke(color.ring, "thin")]]);
  if (state.tab === "case" && hasChanged()) after("ray", [["changed", say("changedWay"), stroke(color.changed, "")]]);
  if (state.closed.size && !state.hidden.has("gate")) after("gate", [["closed", say("closedStrait"), stroke(color.closed, "thick")]]);
  if (state.off.size) shown.push(["off", say("hubsAreOff"), dot({ fill: `${color.us}40`, color: `${color.us}40`, width: 1 })]);
  return shown;
}

/** Whether the nearest hub of any target, or the way from it, is another than it was. */
function hasChanged() {
  const { now, before } = verdict();
  return now.nearest.some((row, j) => row.hub && (row.hub !== before.nearest[j].hub || row.length_m > before.nearest[j].length_m + 1));
}

const ROOMY = { width: 800, height: 600 }; // a window in which the legend may stand open

export function startSwitches() {
  const box = /** @type {HTMLDetailsElement} */ ($("legend-box"));
  let chosen = false;
  const fit = () => { if (!chosen) box.open = innerWidth > ROOMY.width && innerHeight > ROOMY.height; };
  fit();
  addEventListener("resize", fit); // a frame in a notebook has no size at first
  box.onclick = () => { chosen = true; };
  box.ontoggle = renewNames;
  const write = view(() => {
    $("legend").replaceChildren(...legend().map(([, text, sign]) => make("li", {}, element(sign), make("span", { textContent: text }))));
    renewNames();
  });
  onCamera(() => { if (!isMoving()) write(); });
  view(writeSwitches);
  startLooks();
}

/** How the reader's own layers look: coloured and sized by a column, and more or less opaque. */
function startLooks() {
  const slide = inputOf("opacity");
  slide.min = String(LEAST_OPACITY);
  slide.oninput = () => update({ opacity: Number(slide.value) });
  for (const [id, kind] of /** @type {const} */ ([["colored", "colors"], ["sized", "sizes"]])) {
    const list = /** @type {HTMLSelectElement} */ ($(id));
    list.onchange = () => update({ [id]: list.value });
    view(() => {
      const names = columns()[kind];
      $(`${id}-by`).hidden = !names.length;
      list.replaceChildren(new Option("–", ""), ...names.map((each) => new Option(each.replace("/", ": "), each, false, each === state[id])));
    });
  }
  view(() => {
    $("looks").hidden = !OWN.length;
    if (document.activeElement !== slide) slide.value = String(state.opacity);
    slide.setAttribute("aria-valuetext", `${state.opacity} %`);
  });
}

/** Each of `hidden` is a kind, `op-` a country that operates bases, or `host-` one that hosts them. */
function writeSwitches() {
  if (state.tab !== "layers") {
    for (const id of ["kinds", "operators", "hosts"]) $(id).replaceChildren(); // nobody sees them: see case.js
    return;
  }
  /** @param {string} key @param {string} text @param {...Node} signs */
  const item = (key, text, ...signs) => tick(key, text, !state.hidden.has(key), (on) => update({ hidden: having(state.hidden, key, !on) }), ...signs);
  const color = ink();
  /** @type {Entry[]} */
  const more = [["place", say("placesKind"), dot(markOf("place"))], ["seas", say("seasAndLands"), stroke(color.seaText, "thin")], ["depth", say("depth"), stroke(color.seaText, "thick")]];
  refill($("kinds"), ...[...entries(), ...more].map(([key, text, sign]) => item(key, text, element(sign))));
  for (const [box, fact, prefix] of [["operators", "operator_country", "op"], ["hosts", "host", "host"]]) {
    refill($(box), ...countries(fact).map((code) => item(`${prefix}-${code}`, sayOr(`country.${code}`, code))));
  }
}

const FIRST = ["USA", "JPN", "KOR", "PHL", "TWN", "AUS", "SGP", "PLW", "FSM"];

/** The countries that a fact names, those that the map is about first. @param {string} fact */
function countries(fact) {
  const codes = [...new Set(POINTS.map((point) => point.facts[fact]).filter(Boolean))];
  const rank = (/** @type {string} */ code) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  return codes.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
