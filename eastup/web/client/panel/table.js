// The table: the distances from the hub to every target.

import { hub, lengthBetween, measured, rival, targets, uncertainty_km, whyNone } from "../analysis.js";
import { button, make, refill, rove, tableOf } from "../dom.js";
import { changeText, hoursText, lengthText, number } from "../format.js";
import { showFeature } from "../map/map.js";
import * as sea from "../sea/sea.js";
import { derived, state, update, view } from "../state.js";
import { named, say, shortName } from "../words.js";
import { conditions, question } from "./caption.js";

/** @typedef {import("../analysis.js").Row} Row */

/** The targets within the hub's ring, by air: the ring is drawn so. */
export const within = derived(() => new Set(measured().filter((row) => state.ring_km > 0 && row.length_m <= state.ring_km * 1000).map((row) => row.target.key)));

export function startTable() {
  view(writeTable);
  for (const id of ["table", "nearest"]) rove(tableOf(id).tBodies[0]);
  view(() => {
    for (const line of tableOf("table").tBodies[0].rows) line.classList.toggle("within", within().has(line.dataset.target || ""));
  });
}

/** @param {HTMLTableElement} table @param {string[]} titles */
export function headRow(table, titles) {
  table.tHead?.replaceChildren(make("tr", {}, ...titles.map((title) => make("th", { scope: "col", textContent: title }))));
}

/** @param {string} text */
export const small = (text) => make("small", { textContent: text });

function writeTable() {
  const table = tableOf("table"), rows = measured(), bySea = state.mode === "sea", none = bySea && targets().length ? sea.whyNone(hub()) : "";
  const other = rival();
  table.classList.toggle("compared", !!other);
  if (other) headRow(table, [say("target"), `${shortName(hub())}, ${state.unit}`, `${shortName(other)}, ${state.unit}`, say("difference")]);
  else headRow(table, [say("target"), state.unit, say("hours"), say(bySea ? "detour" : "azimuth")]);
  const [from, ...rest] = question(), caption = /** @type {HTMLElement} */ (table.caption);
  caption.replaceChildren(make("b", { textContent: from }), ...rest.map((text) => ` ${text}`), ...conditions().map(small), ...(none ? [small(say(none))] : []));
  const farthest = Math.max(1, ...rows.map((row) => row.length_m).filter(Number.isFinite));
  refill(table.tBodies[0], ...rows.map((row) => rowOf(row, farthest)));
}

/** @param {Row} row @param {number} farthest_m */
function rowOf({ target, length_m, azimuth_deg, direct_m }, farthest_m) {
  const known = Number.isFinite(length_m), name = button(named(target), () => showFeature(target)), bar = make("i", { className: "bar" });
  name.dataset.key = target.key;
  bar.style.width = known ? `${(100 * length_m / farthest_m).toFixed(1)}%` : "0";
  const other = rival(), other_m = other ? lengthBetween(other, target) : NaN, off_km = uncertainty_km([hub(), target], length_m), both = known && Number.isFinite(other_m);
  const last = !known || !direct_m ? "" : state.mode === "sea" ? number(length_m / direct_m, 2) : `${Math.round(azimuth_deg) % 360}°`;
  const line = make("tr", {},
    make("td", {}, name, bar),
    make("td", { textContent: lengthText(length_m, off_km, farthest_m), title: known ? "" : whyNone(hub(), target) }),
    ...(other ? [
      make("td", { textContent: lengthText(other_m, uncertainty_km([other, target], other_m), farthest_m) }),
      make("td", { textContent: both ? changeText(other_m - length_m, Math.hypot(uncertainty_km([hub()], length_m), uncertainty_km([other], other_m))) : "", className: both && other_m < length_m ? "worse" : "" }),
    ] : [make("td", { textContent: known ? hoursText(length_m, off_km) : "" }), make("td", { textContent: last })]));
  line.dataset.target = target.key;
  line.onmouseenter = name.onfocus = () => update({ lit: target.key });
  line.onmouseleave = name.onblur = () => update({ lit: null });
  return line;
}
