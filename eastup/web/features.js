// Chains, gates, bases, nodes, places and the user's own layers as Leaflet shapes on one canvas.

const INK = {
  land: "#f5f1e6", coast: "#a9b3b3", border: "#c3bba6", graticule: "#c3d5de", chain: "#c8372b", second: "#d08a80", gate: "#9a1f14", ray: "#14507f", user: "#6b2fa0",
};
const MARKS = {
  us_base: { radius: 4.2, color: "#ffffff", weight: 1, fillColor: "#14507f" },
  host_base: { radius: 3.6, color: "#ffffff", weight: 1, fillColor: "#7b8a95" },
  edca_base: { radius: 4.4, color: "#cf7310", weight: 2, fillColor: "#ffffff" },
  civil: { radius: 3.2, color: "#7b8a95", weight: 1.4, fillColor: "#ffffff" },
  node: { radius: 3.6, color: "#ffffff", weight: 1, fillColor: "#2f7d67" },
  city: { radius: 2.8, color: "#ffffff", weight: 1, fillColor: "#13202b" },
  place: { radius: 2.2, color: "#ffffff", weight: 0.8, fillColor: "#5a6772" },
};
const NAME_FROM_ZOOM = { place: 7.4 };
const FROM_ZOOM = { city: 3.8, node: 3.8, civil: 5, place: 5.6 };

const groups = { chains: L.layerGroup(), gates: L.layerGroup(), rays: L.layerGroup(), user: L.layerGroup(), points: {} };

function drawFeatures() {
  const dashed = { first: null, second: "1 7" };
  for (const chain of DATA.chains) {
    const style = chain.chain === "first" ? { color: INK.chain, weight: 2.6 } : { color: INK.second, weight: 1.6 };
    for (const line of chain.lines) {
      if (chain.chain === "first") L.polyline(line.map(at), { color: INK.chain, weight: 9, opacity: 0.13, interactive: false }).addTo(groups.chains);
      L.polyline(line.map(at), { ...style, opacity: 0.9, dashArray: dashed[chain.chain] }).on("click", (event) => showCard(event, chain)).addTo(groups.chains);
    }
  }
  for (const strait of DATA.straits) {
    for (const line of strait.lines) {
      L.polyline(line.map(at), { color: "#ffffff", weight: 6, opacity: 0.7, interactive: false, lineCap: "butt" }).addTo(groups.gates);
      L.polyline(line.map(at), { color: INK.gate, weight: 3.2, lineCap: "butt" }).on("click", (event) => showCard(event, strait, nearestHubs(strait))).addTo(groups.gates);
    }
    L.circleMarker(at(strait.at), { radius: 2.6, color: "#ffffff", weight: 1, fillColor: INK.gate, fillOpacity: 1 })
      .on("click", (event) => showCard(event, strait, nearestHubs(strait))).addTo(groups.gates);
  }
  const order = Object.keys(MARKS).reverse();
  for (const point of [...DATA.points].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))) {
    const group = groups.points[point.kind] ||= L.layerGroup();
    L.circleMarker(at(point.at), { fillOpacity: 1, ...MARKS[point.kind] }).on("click", (event) => showCard(event, point, askButton(point))).addTo(group);
  }
  for (const layer of DATA.user) {
    for (const feature of layer.features) {
      const style = { color: INK.user, weight: 2.2, fillColor: INK.user, fillOpacity: 0.15 };
      const paths = feature.lines.map((line) => line.map(at));
      const shape = feature.type === "Point" ? L.circleMarker(paths[0][0], { ...style, color: "#ffffff", weight: 1.2, radius: 5.5, fillOpacity: 1 })
        : feature.type === "Polygon" ? L.polygon(paths, style) : L.polyline(paths, style);
      shape.on("click", (event) => showCard(event, feature, ...(feature.type === "Point" ? [askButton({ ...feature, at: feature.lines[0][0] })] : []))).addTo(groups.user);
    }
  }
  groups.chains.addTo(map);
  groups.gates.addTo(map);
  groups.rays.addTo(map);
  groups.user.addTo(map);
  showByZoom();
}

function showCard(event, feature, ...more) {
  if (measure.active) return; // the click is the map's
  L.DomEvent.stopPropagation(event);
  openCard(event.latlng, card(feature, ...more));
}

/** Show the lesser kinds of points only where there is room for them. */
function showByZoom() {
  for (const kind of Object.keys(MARKS).reverse()) {
    const group = groups.points[kind];
    if (!group) continue;
    const wanted = map.getZoom() >= (FROM_ZOOM[kind] || 0);
    if (wanted && !map.hasLayer(group)) group.addTo(map);
    if (!wanted && map.hasLayer(group)) group.remove();
  }
}

/** Draw the shortest ways from the hub to every target. */
function drawRays(hub, rows) {
  groups.rays.clearLayers();
  rows.forEach((row, rank) => {
    const style = { color: INK.ray, weight: rank ? 0.9 : 2.2, opacity: rank ? 0.5 : 0.95, interactive: false };
    row.line = L.polyline(geodesicPath(hub.at, row.target.at, 150000).map(at), style).addTo(groups.rays);
    row.style = style;
  });
  L.circleMarker(at(hub.at), { radius: 9, color: INK.ray, weight: 2.5, fill: false, interactive: false }).addTo(groups.rays);
  for (const group of [groups.gates, ...Object.values(groups.points), groups.user]) group.eachLayer((layer) => map.hasLayer(layer) && layer.bringToFront && layer.bringToFront());
}

/** Gather the names for the map, in the page's language. */
function nameFeatures() {
  const hubs = new Set(DATA.hubs.map((hub) => hub.id)), labels = [], marks = [];
  for (const sea of DATA.seas) labels.push({ id: `sea ${sea.id}`, text: named(sea), at: sea.at, style: "sea" });
  DATA.straits.forEach((strait) => {
    labels.push({ id: strait.id, text: named(strait), at: strait.at, style: "strait", radius: 5, order: -strait.width_km });
    marks.push({ at: strait.at, radius: 3 });
  });
  const styles = { city: "city" };
  for (const point of DATA.points) {
    const isHub = hubs.has(point.id);
    if (state.hub && state.hub.id === point.id) continue;
    const style = isHub ? "hub" : styles[point.kind] || "base";
    const fromZoom = isHub ? 0 : Math.max(STYLES[style].fromZoom, FROM_ZOOM[point.kind] || 0, NAME_FROM_ZOOM[point.kind] || 0);
    labels.push({ id: point.id, text: shortName(point), at: point.at, style, radius: MARKS[point.kind].radius, fromZoom, order: isHub ? 0 : 1 });
    if (isHub) marks.push({ at: point.at, radius: 4 });
  }
  for (const layer of DATA.user) {
    layer.features.forEach((feature, i) => {
      const first = feature.lines[0];
      const spot = feature.type === "Point" ? first[0] : first[Math.floor(first.length / 2)];
      labels.push({ id: `user ${layer.name} ${feature.id} ${i}`, text: shortName(feature), at: spot, style: "user", radius: 6, order: i });
    });
  }
  if (state.hub) labels.push({ id: `chosen ${state.hub.id}`, text: shortName(state.hub), at: state.hub.at, style: "hub", radius: 10, order: -1 });
  names.setLabels(labels, marks);
}

/** A name without what stands in brackets, and never so long that it crosses the map. */
function shortName(feature) {
  const text = named(feature).replace(/\s*[（(].*?[)）]\s*$/u, "") || named(feature);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
