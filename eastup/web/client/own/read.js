// A file of the reader's own as features: tables, GeoJSON, KML and GPX. What can't be read is said in one line.

import { DATA } from "../data.js";
import { say } from "../words.js";
import { textOf } from "./decode.js";
import { readTable } from "./table.js";

/** @typedef {import("./table.js").Read} Read */

export const MOST_FEATURES = 20_000;
const MOST_BYTES = 20e6;

/** Read a file; throws an error whose message can be shown. Tells too how many features have no position. @param {string} name @param {Uint8Array} bytes @returns {{ features: Read[], left_out: number }} */
export function readFile(name, bytes) {
  if (bytes.length > MOST_BYTES) throw new Error(say("tooLarge", String(MOST_BYTES / 1e6)));
  const text = textOf(bytes).replace(/^\ufeff/, "").normalize("NFC"), start = text.trimStart()[0];
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Error(say("otherFile")); // a zip: a workbook, or KMZ
  const features = start === "{" || start === "[" ? readGeoJson(text) : start === "<" ? readXml(text) : readTable(text);
  const whole = features.filter(({ lines }) => lines.length && lines.every((line) => line.length && line.every(isPlace)));
  if (!whole.length) throw new Error(say("noPlaces", name));
  return { features: whole, left_out: features.length - whole.length };
}

/** @param {LonLat} at */
const isPlace = ([lon, lat]) => Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lat) <= 90 && Math.abs(lon) <= 540;

/** @param {string} text @returns {Read[]} */
function readGeoJson(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Error(say("badJson", error instanceof Error ? error.message : ""));
  }
  const crs = data?.crs?.properties?.name;
  if (typeof crs === "string" && !/CRS84|4326/.test(crs)) throw new Error(say("otherCrs", crs));
  const list = Array.isArray(data?.features) ? data.features : [data?.type === "Feature" ? data : { geometry: data, properties: {} }];
  return list.flatMap((/** @type {any} */ feature, /** @type {number} */ i) => {
    const given = feature?.properties && typeof feature.properties === "object" ? feature.properties : {};
    const shapes = parts(feature?.geometry), placed = shapes.length ? shapes : [{ type: /** @type {const} */ ("Point"), lines: [] }];
    return named(placed.map((shape) => ({ ...shape, ...colored(simpleColor(given, shape.type)) })), given, String(feature?.id ?? given.id ?? `feature-${i + 1}`), i);
  });
}

/** @param {string} hex As `#rgb` or `#rrggbb`. @returns {{ color?: string }} */
function colored(hex) {
  const digits = /^#?(?:([0-9a-f]{6})|([0-9a-f])([0-9a-f])([0-9a-f]))$/i.exec(hex.trim());
  return digits ? { color: `#${digits[1] || digits.slice(2).map((digit) => digit + digit).join("")}`.toLowerCase() } : {};
}

/** The colour that GeoJSON's simplestyle gives a shape. @param {Record<string, unknown>} given @param {Read["type"]} type */
const simpleColor = (given, type) => String({ Point: given["marker-color"], LineString: given.stroke, Polygon: given.fill ?? given.stroke }[type] ?? "");

/** @param {(Pick<Read, "type" | "lines" | "color">)[]} shapes @param {Record<string, unknown>} given @param {string} id @param {number} i @returns {Read[]} */
function named(shapes, given, id, i) {
  const keys = Object.keys(given), { meanings } = DATA.headings;
  const key = keys.find((each) => each === "name") ?? keys.find((each) => meanings[each.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")] === "name");
  const facts = Object.fromEntries(Object.entries(given).filter(([each, value]) => each !== key && value !== null && typeof value !== "object").map(([each, value]) => [each, String(value)]));
  return shapes.map((shape, k) => ({ id, names: { en: String((key && given[key]) || id || i + 1) }, facts, ...shape, ...(k ? { part: /** @type {true} */ (true) } : {}) }));
}

/** A geometry as points, lines and areas. @param {any} geometry @param {number} [depth] @returns {{ type: Read["type"], lines: LonLat[][] }[]} */
function parts(geometry, depth = 0) {
  const { type, coordinates, geometries } = geometry || {};
  /** @param {any} at @returns {LonLat} */
  const place = (at) => [Number(at?.[0] ?? NaN), Number(at?.[1] ?? NaN)];
  /** @param {any} line @returns {LonLat[]} */
  const many = (line) => (Array.isArray(line) ? line.map(place) : []);
  const each = (/** @type {any} */ list) => (Array.isArray(list) ? list : []);
  if (type === "Point") return [{ type, lines: [[place(coordinates)]] }];
  if (type === "MultiPoint") return each(coordinates).map((at) => ({ type: "Point", lines: [[place(at)]] }));
  if (type === "LineString") return [{ type, lines: [many(coordinates)] }];
  if (type === "MultiLineString") return each(coordinates).map((line) => ({ type: "LineString", lines: [many(line)] }));
  if (type === "Polygon") return [{ type, lines: each(coordinates).map(many) }];
  if (type === "MultiPolygon") return each(coordinates).map((rings) => ({ type: "Polygon", lines: each(rings).map(many) }));
  return depth < 8 ? each(geometries).flatMap((inner) => parts(inner, depth + 1)) : [];
}

/** @param {string} text @returns {Read[]} */
function readXml(text) {
  const tree = new DOMParser().parseFromString(text, "application/xml"), kind = tree.querySelector("parsererror") ? "" : tree.documentElement.localName;
  if (kind !== "kml" && kind !== "gpx") throw new Error(say("otherFile"));
  return kind === "kml" ? readKml(tree) : readGpx(tree);
}

/** @param {Element | Document} of @param {string} tag */
const all = (of, tag) => [...of.getElementsByTagNameNS("*", tag)];

/** Waypoints, routes and tracks. @param {Document} tree @returns {Read[]} */
function readGpx(tree) {
  /** @param {Element} at @returns {LonLat} */
  const place = (at) => [parseFloat(at.getAttribute("lon") || ""), parseFloat(at.getAttribute("lat") || "")];
  /** @param {Element} of @param {string} tag */
  const line = (of, tag) => ({ type: /** @type {const} */ ("LineString"), lines: [all(of, tag).map(place)] });
  return ["wpt", "rte", "trk"].flatMap((kind) => all(tree, kind)).flatMap((each, i) => {
    const shapes = each.localName === "wpt" ? [{ type: /** @type {const} */ ("Point"), lines: [[place(each)]] }] : each.localName === "rte" ? [line(each, "rtept")] : all(each, "trkseg").map((part) => line(part, "trkpt"));
    const given = ["name", "cmt", "desc", "time", "sym", "type"].map((key) => [key, [...each.children].find((child) => child.localName === key)?.textContent?.trim()]);
    return named(shapes, Object.fromEntries(given.filter(([, value]) => value)), `${each.localName}-${i + 1}`, i);
  });
}

/** @param {Document} tree @returns {Read[]} */
function readKml(tree) {
  const styles = new Map([...all(tree, "Style"), ...all(tree, "StyleMap")].map((style) => [`#${style.id}`, style]));
  /** The style that an element has itself or names; of a map of styles the one that is seen without a pointer. @param {Element} of @param {number} [depth] @returns {Element | undefined} */
  const styleOf = (of, depth = 0) => {
    const own = of.localName === "Style" ? of : all(of, "Style")[0], url = all(of, "styleUrl")[0]?.textContent?.trim() || "", named = styles.get(url.slice(url.lastIndexOf("#")));
    return own || (named && depth < 4 ? styleOf(named, depth + 1) : undefined);
  };
  /** @param {Element | undefined} style @param {Read["type"]} type */
  const colorOf = (style, type) => {
    const kinds = { Point: ["IconStyle"], LineString: ["LineStyle"], Polygon: ["PolyStyle", "LineStyle"] }[type];
    const text = kinds.map((kind) => style && all(style, kind)[0] && all(all(style, kind)[0], "color")[0]?.textContent?.trim()).find(Boolean) || "";
    const bytes = /^(?:[0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text); // opacity, blue, green, red
    return bytes && !/^f{8}$/i.test(text) ? `#${bytes[3]}${bytes[2]}${bytes[1]}` : ""; // white leaves an icon as it is
  };
  return all(tree, "Placemark").flatMap((mark, i) => {
    /** @param {Element} of @returns {LonLat[]} */
    const line = (of) => (all(of, "coordinates")[0]?.textContent || "").trim().split(/\s+/).map((at) => at.split(",").map(Number).slice(0, 2));
    const shapes = [
      ...all(mark, "Point").map((point) => ({ type: /** @type {const} */ ("Point"), lines: [line(point)] })),
      ...all(mark, "LineString").map((each) => ({ type: /** @type {const} */ ("LineString"), lines: [line(each)] })),
      ...all(mark, "Polygon").map((area) => ({ type: /** @type {const} */ ("Polygon"), lines: all(area, "LinearRing").map(line) })),
    ];
    const name = all(mark, "name")[0]?.textContent?.trim(), told = all(mark, "description")[0]?.textContent?.trim();
    const style = styleOf(mark);
    return named(shapes.map((shape) => ({ ...shape, ...colored(colorOf(style, shape.type)) })), { ...(name ? { name } : {}), ...(told ? { description: told } : {}) }, `placemark-${i + 1}`, i);
  });
}
