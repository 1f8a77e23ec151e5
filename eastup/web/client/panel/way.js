// The reader's own way: from a place over others to another, typed, found or clicked, by air and by sea.

import { legs, stops } from "../analysis.js";
import { $, button, make, refill, tableOf } from "../dom.js";
import { lengthText, number } from "../format.js";
import { setMeasuring, showFeature } from "../map/map.js";
import * as sea from "../sea/sea.js";
import { state, update, view } from "../state.js";
import { named, say } from "../words.js";
import { conditions } from "./caption.js";
import { startFinder } from "./search.js";
import { headRow, small } from "./table.js";

/** @typedef {import("../analysis.js").Leg} Leg */

export function startWay() {
  startFinder("add", "add-hits", (found) => update({ way: [...state.way, found.key] }));
  $("way-tools").replaceChildren(
    button("", () => setMeasuring(!state.measuring), { id: "way-click" }), button("", () => update({ way: [...state.way].reverse() }), { id: "way-turn" }),
    button("", () => update({ way: [], measuring: false }), { id: "way-clear" }),
  );
  view(() => {
    for (const [id, key] of [["way-click", "clickPoints"], ["way-turn", "reverse"], ["way-clear", "clear"]]) $(id).textContent = say(key);
    $("way-click").setAttribute("aria-pressed", String(state.measuring));
  });
  view(() => refill($("stops"), ...stops().map((stop, i) => {
    const remove = small_button("×", say("removeStop", named(stop)), `remove ${i}`, () => update({ way: state.way.filter((_, j) => j !== i) }));
    const up = small_button("↑", say("earlier", named(stop)), `up ${i}`, () => update({ way: state.way.map((key, j, way) => (j === i - 1 ? way[i] : j === i ? way[i - 1] : key)) }));
    up.style.visibility = i ? "" : "hidden";
    return make("li", {}, button(named(stop), () => showFeature(stop), { className: "name" }), up, remove);
  })));
  view(writeLegs);
}

/** @param {string} text @param {string} label @param {string} key @param {() => void} act */
function small_button(text, label, key, act) {
  const made = button(text, act, { title: label });
  made.setAttribute("aria-label", label);
  made.dataset.key = key;
  return made;
}

/** Hours at the speed of a mode. @param {number} length_m @param {Mode} mode */
const hours = (length_m, mode) => number(length_m / 1852 / state.speeds_kn[mode], 1);

function writeLegs() {
  const table = tableOf("legs"), rows = legs();
  if (state.tab !== "way") {
    for (const part of table.children) part.replaceChildren();
    return;
  }
  table.caption?.replaceChildren(rows.length ? say("legsCaption", number(state.speeds_kn.air, 0), number(state.speeds_kn.sea, 0)) : say("wayLead"), ...conditions().map(small));
  if (rows.length) headRow(table, [say("leg"), `${say("air")}, ${state.unit}`, say("hours"), ...(sea.HAS_SEA ? [`${say("sea")}, ${state.unit}`, say("hours")] : [])]);
  else table.tHead?.replaceChildren();
  table.tBodies[0].replaceChildren(...rows.map(rowOf), ...(rows.length > 1 ? [totals(rows)] : []));
}

/** @param {Leg} leg */
function rowOf({ from, to, air_m, azimuth_deg, sea_m }) {
  const azimuth = `${Math.round(azimuth_deg) % 360}°`, none = say(sea.whyNone(from) || sea.whyNone(to) || "noWay"), known = Number.isFinite(sea_m);
  return make("tr", {},
    make("td", {}, `${named(from)} → ${named(to)}`, make("small", { textContent: `${say("azimuth")} ${azimuth}` })),
    make("td", { textContent: lengthText(air_m) }), make("td", { textContent: hours(air_m, "air") }),
    ...(sea.HAS_SEA ? [make("td", { textContent: lengthText(sea_m), title: known ? "" : none }), make("td", { textContent: known ? hours(sea_m, "sea") : "" })] : []));
}

/** @param {Leg[]} rows */
function totals(rows) {
  const air_m = rows.reduce((sum, leg) => sum + leg.air_m, 0), sea_m = rows.reduce((sum, leg) => sum + leg.sea_m, 0), known = Number.isFinite(sea_m);
  return make("tr", { className: "total" }, make("td", { textContent: say("total") }), make("td", { textContent: lengthText(air_m) }), make("td", { textContent: hours(air_m, "air") }),
    ...(sea.HAS_SEA ? [make("td", { textContent: lengthText(sea_m) }), make("td", { textContent: known ? hours(sea_m, "sea") : "" })] : []));
}
