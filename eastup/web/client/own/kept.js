// The page with all that the reader has made of it: what it shows, its steps, and the files that were dropped on it.

import { written } from "../address.js";
import { HUBS, KEPT_ID, OWN, TARGETS } from "../data.js";
import { state } from "../state.js";

/** The page as a text that can be saved, and opened anywhere. */
export function savedPage() {
  const opening = written(state).replace(/&/g, "&amp;").replace(/"/g, "&quot;"), before = new RegExp(`<script type="text/plain" id="${KEPT_ID}">[^<]*</script>\\n?`);
  const page = window.eastup.original.replace(before, "").replace(/^<html(?: data-opening="[^"]*")?/, () => `<html data-opening="${opening}"`);
  const layers = keptLayers(), end = page.lastIndexOf("</body>");
  const kept = layers.length ? `<script type="text/plain" id="${KEPT_ID}">${JSON.stringify(layers).replace(/</g, "\\u003c")}</script>\n` : "";
  return `<!DOCTYPE html>\n${page.slice(0, end)}${kept}${page.slice(end)}`;
}

/** The files that were dropped, and of how many of their points the hubs and the targets are. @returns {KeptLayer[]} */
function keptLayers() {
  return OWN.filter((layer) => layer.dropped).map(({ name, features }) => ({
    name,
    features: features.map(({ id, names, facts, also, lines, type = "Point", part, color }) => ({ id, names, facts, also, lines, type, part: part ? /** @type {const} */ (true) : undefined, color })),
    hubs: HUBS.filter((each) => each.own === name).length,
    targets: TARGETS.filter((each) => each.own === name).length,
  }));
}
