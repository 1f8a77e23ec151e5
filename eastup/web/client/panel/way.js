// The reader's own way: from a place over others to another, typed, found or clicked, by air and by sea.

import { legs, stops, uncertainty_km, wayUncertainty_km } from "../analysis.js";
import { $, button, make, refill, tableOf } from "../dom.js";
import { hoursText, lengthText, number } from "../format.js";
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

/** The length and the hours of a way by air and by sea. @param {number} air_m @param {number} sea_m @param {(length_m: number, mode: Mode) => number} off_km @param {string} none Why there is no way by sea. */
function cells(air_m, sea_m, off_km, none) {
  const known = Number.isFinite(sea_m), air_km = off_km(air_m, "air"), sea_km = off_km(sea_m, "sea"), largest_m = known ? Math.max(air_m, sea_m) : air_m;
  return [
    make("td", { textContent: lengthText(air_m, air_km, largest_m) }), make("td", { textContent: hoursText(air_m, air_km, "air") }),
    ...(sea.HAS_SEA ? [make("td", { textContent: lengthText(sea_m, sea_km, largest_m), title: known ? "" : none }), make("td", { textContent: known ? hoursText(sea_m, sea_km, "sea") : "" })] : []),
  ];
}

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
  const azimuth = `${Math.round(azimuth_deg) % 360}°`, none = say(sea.whyNone(from) || sea.whyNone(to) || "noWay");
  return make("tr", {},
    make("td", {}, `${named(from)} → ${named(to)}`, make("small", { textContent: `${say("azimuth")} ${azimuth}` })),
    ...cells(air_m, sea_m, (length_m, mode) => uncertainty_km([from, to], length_m, mode), none));
}

/** @param {Leg[]} rows */
function totals(rows) {
  const air_m = rows.reduce((sum, leg) => sum + leg.air_m, 0), sea_m = rows.reduce((sum, leg) => sum + leg.sea_m, 0);
  return make("tr", { className: "total" }, make("td", { textContent: say("total") }), ...cells(air_m, sea_m, wayUncertainty_km, ""));
}
