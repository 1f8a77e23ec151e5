// What is on the map: the legend, and switches by kind, by operator and by host.

import { OWN, POINTS } from "../data.js";
import { $, make, refill, tick } from "../dom.js";
import { KINDS, markOf } from "../map/marks.js";
import { renewNames } from "../map/painter.js";
import { having, state, update, view } from "../state.js";
import { ink } from "../theme.js";
import { say, sayOr } from "../words.js";

/** What the map may show: the key of its switch, its name and its sign. @typedef {[string, string, HTMLElement]} Entry */

/** @param {{ fill: string, color: string, width: number }} mark */
function dot({ fill, color, width }) {
  const sign = make("i", { className: "dot" });
  sign.style.background = fill;
  sign.style.border = `${Math.max(width, 1)}px solid ${color === ink().paper ? fill : color}`;
  return sign;
}

/** @param {string} color @param {string} kind */
function stroke(color, kind) {
  const sign = make("i", { className: `stroke ${kind}` });
  sign.style.color = color;
  return sign;
}

/** @returns {Entry[]} */
function entries() {
  const color = ink();
  return [
    ["chain", say("chain"), stroke(color.chain, "")], ["second", say("second"), stroke(color.second, "dotted")], ["gate", say("gate"), stroke(color.gate, "thick")],
    ["ray", say(state.mode === "sea" ? "route" : "ray"), stroke(color.ray, "thin")],
    .../** @type {Entry[]} */ (KINDS.slice(0, 6).map((kind) => [kind, say(kind), dot(markOf(kind))])),
    .../** @type {Entry[]} */ (OWN.map(({ name }) => [`user-${name}`, name, dot({ fill: color.user, color: color.user, width: 1 })])),
  ];
}

/** What the legend says: what is on the map. @returns {Entry[]} */
export function legend() {
  const shown = entries().filter(([key]) => !state.hidden.has(key));
  if (state.ring_km || state.rings.length) shown.splice(4, 0, ["rings", say("rings"), stroke(ink().ring, "thin")]);
  return shown;
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
  view(() => {
    $("legend").replaceChildren(...legend().map(([, text, sign]) => make("li", {}, sign, make("span", { textContent: text }))));
    renewNames();
  });
  view(writeSwitches);
}

/** Each of `hidden` is a kind, `op-` a country that operates bases, or `host-` one that hosts them. */
function writeSwitches() {
  /** @param {string} key @param {string} text @param {...Node} signs */
  const item = (key, text, ...signs) => tick(key, text, !state.hidden.has(key), (on) => update({ hidden: having(state.hidden, key, !on) }), ...signs);
  const color = ink();
  /** @type {Entry[]} */
  const more = [["place", say("placesKind"), dot(markOf("place"))], ["seas", say("seas"), stroke(color.seaText, "thin")], ["depth", say("depth"), stroke(color.seaText, "thick")]];
  refill($("kinds"), ...[...entries(), ...more].map(([key, text, sign]) => item(key, text, sign)));
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
