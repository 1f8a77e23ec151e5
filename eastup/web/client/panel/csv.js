// The table that is shown as CSV, with the columns that eastup's own files have.

import { hub, legs, lengthBetween, lineBetween, measured, rival, uncertainty_km, verdict, whyNone } from "../analysis.js";
import { DATA, HUBS } from "../data.js";
import { KM_PER } from "../format.js";
import { HAS_SEA } from "../sea/sea.js";
import { speed_kn, state } from "../state.js";
import { named, say } from "../words.js";
import { hubsOff, straitsClosed } from "./caption.js";

/** One cell: quoted where it must be; a text that a spreadsheet would take for a formula is kept a text. @param {string | number} value */
function cell(value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** @param {number} value @param {number} digits */
const rounded = (value, digits) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : NaN);

export function csv() {
  const [head, ...body] = state.tab === "case" ? caseRows() : state.tab === "way" ? legRows() : distanceRows();
  const rows = [[...head, ...STATE_COLUMNS], ...body.map((row) => [...row, ...stateCells()])];
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Columns that every row bears alike: they tell under what conditions it holds. */
const STATE_COLUMNS = ["hubs_in_use", "hubs_off", "straits_closed", "data_date", "eastup", "hubs", "sources", ...(DATA.marking ? ["marking"] : [])];

function stateCells() {
  return [HUBS.length - state.off.size, hubsOff().map(named).join("; "), straitsClosed().map(named).join("; "), DATA.made.date, DATA.made.version, HUBS.map((each) => each.id).join("; "), say("sources"), ...(DATA.marking ? [DATA.marking.line] : [])];
}

const DISTANCE_COLUMNS = "origin_id,origin,target_id,target,mode,distance_km,distance_nmi,distance_mi,azimuth_deg,detour,hours,note,uncertainty_km,speed_kn".split(",");

/** @param {Feature} from @param {Feature} to @param {Mode} mode @param {number} length_m */
function distanceRow(from, to, mode, length_m) {
  const { length_m: direct_m, azimuth_deg } = lineBetween(from, to), km = length_m / 1000, nmi = km / KM_PER.nmi, kn = state.speeds_kn[mode], known_m = Number.isFinite(km) ? length_m : NaN;
  return [
    from.id, named(from), to.id, named(to), mode, rounded(km, 3), rounded(nmi, 3), rounded(km / KM_PER.mi, 3), rounded(mode === "air" ? azimuth_deg : NaN, 2),
    rounded(length_m / direct_m, 4), rounded(nmi / kn, 3), Number.isFinite(km) ? "" : whyNone(from, to), rounded(uncertainty_km([from, to], known_m, mode), 3), kn,
  ];
}

/** The hub's distances, and those of the hub that it is compared with. */
function distanceRows() {
  const { mode } = state, other = rival();
  return [
    DISTANCE_COLUMNS, ...measured().map((row) => distanceRow(hub(), row.target, mode, row.length_m)),
    ...(other ? measured().map((row) => distanceRow(other, row.target, mode, lengthBetween(other, row.target))) : []),
  ];
}

/** The legs of the reader's own way, by air and by sea. */
function legRows() {
  return [DISTANCE_COLUMNS, ...legs().flatMap(({ from, to, air_m, sea_m }) => [distanceRow(from, to, "air", air_m), ...(HAS_SEA ? [distanceRow(from, to, "sea", sea_m)] : [])])];
}

function caseRows() {
  const { now, before } = verdict();
  const head = "target_id,target,mode,nearest_hub,distance_km,distance_nmi,nearest_hub_before,distance_km_before,distance_km_change,uncertainty_km,speed_kn".split(",");
  /** @param {Feature | null} each */
  const name = (each) => (each ? named(each) : "");
  return [head, ...now.nearest.map((row, j) => {
    const old = before.nearest[j], km = row.length_m / 1000;
    return [row.target.id, named(row.target), state.mode, name(row.hub), rounded(km, 3), rounded(km / KM_PER.nmi, 3), name(old.hub), rounded(old.length_m / 1000, 3), rounded(km - old.length_m / 1000, 3), rounded(row.hub ? uncertainty_km([row.hub, row.target], row.length_m) : NaN, 3), speed_kn()];
  })];
}
