// Chains, gates, bases, nodes, places and the user's own layers as Leaflet shapes on one canvas.

const KINDS = ["us_base", "edca_base", "host_base", "civil", "node", "city", "place"]; // what matters most comes first
const NAME_FROM_ZOOM = { place: 7.4 };
const FROM_ZOOM = { city: 3.8, node: 3.8, civil: 5, place: 5.6 };

const groups = {
  chains: L.layerGroup(), gates: L.layerGroup(), rings: L.layerGroup(), rays: L.layerGroup(), user: L.layerGroup(), points: {},
};

function markOf(kind) {
  const full = (radius, fillColor, weight = 1) => ({ radius, color: INK.paper, weight, fillColor });
  const marks = {
    us_base: full(4.2, INK.us), host_base: full(3.6, INK.other), node: full(3.6, INK.node), city: full(2.8, INK.city), place: full(2.2, INK.place, 0.8),
    edca_base: { radius: 4.4, color: INK.edca, weight: 2, fillColor: INK.paper }, civil: { radius: 3.2, color: INK.other, weight: 1.4, fillColor: INK.paper },
  };
  return marks[kind];
}

/** Whether the reader's switches leave a point on the map. */
function isShown(point) {
  const { operator_country: operator, host } = point.facts;
  return !(state.hidden.has(point.kind) || state.hidden.has(`op-${operator}`) || state.hidden.has(`host-${host}`));
}

/** Draw all features anew, in the colours and with the switches of now. */
function drawFeatures() {
  for (const group of [groups.chains, groups.gates, groups.user, ...Object.values(groups.points)]) group.clearLayers();
  drawChains();
  drawGates();
  drawPoints();
  drawUserLayers();
  for (const group of [groups.chains, groups.rings, groups.gates, groups.rays, groups.user]) group.addTo(map);
  showByZoom();
}

function drawChains() {
  for (const chain of DATA.chains) {
    const first = chain.chain === "first";
    if (state.hidden.has(first ? "chain" : "second")) continue;
    const style = first ? { color: INK.chain, weight: 2.6 } : { color: INK.second, weight: 1.6, dashArray: "1 7" };
    for (const line of chain.lines) {
      if (first) L.polyline(line.map(at), { color: INK.chain, weight: 9, opacity: 0.13, interactive: false }).addTo(groups.chains);
      L.polyline(line.map(at), { opacity: 0.9, ...style }).on("click", (event) => showCard(event, chain)).addTo(groups.chains);
    }
  }
}

function drawGates() {
  if (state.hidden.has("gate")) return;
  for (const strait of DATA.straits) {
    const shut = state.closed.has(strait.id), show = (event) => showCard(event, strait);
    for (const line of strait.lines) {
      L.polyline(line.map(at), { color: INK.paper, weight: shut ? 8 : 6, opacity: 0.7, interactive: false, lineCap: "butt" }).addTo(groups.gates);
      L.polyline(line.map(at), { color: shut ? INK.shut : INK.gate, weight: shut ? 5 : 3.2, lineCap: "butt" }).on("click", show).addTo(groups.gates);
    }
    L.circleMarker(at(strait.at), { radius: 2.6, color: INK.paper, weight: 1, fillColor: shut ? INK.shut : INK.gate, fillOpacity: 1 }).on("click", show).addTo(groups.gates);
  }
}

function drawPoints() {
  for (const point of [...DATA.points].sort((a, b) => KINDS.indexOf(b.kind) - KINDS.indexOf(a.kind))) {
    const group = groups.points[point.kind] ||= L.layerGroup();
    if (!isShown(point)) continue;
    const look = { fillOpacity: state.off.has(point.id) ? 0.25 : 1, ...markOf(point.kind) };
    L.circleMarker(at(point.at), look).on("click", (event) => showCard(event, point)).addTo(group);
  }
}

function drawUserLayers() {
  for (const layer of DATA.user) {
    if (state.hidden.has(`user-${layer.name}`)) continue;
    for (const feature of layer.features) {
      const style = { color: INK.user, weight: 2.2, fillColor: INK.user, fillOpacity: 0.15 };
      const paths = feature.lines.map((line) => line.map(at));
      const shape = feature.type === "Point" ? L.circleMarker(paths[0][0], { ...style, color: INK.paper, weight: 1.2, radius: 5.5, fillOpacity: 1 })
        : feature.type === "Polygon" ? L.polygon(paths, { ...style, weight: 1.2 }) : L.polyline(paths, style);
      shape.on("click", (event) => showCard(event, feature)).addTo(groups.user);
    }
  }
}

function showCard(event, feature) {
  if (measure.active) return; // the click is the map's
  L.DomEvent.stopPropagation(event);
  openCard(event.latlng, cardOf(feature));
}

/** Show the lesser kinds of points only where there is room for them. */
function showByZoom() {
  for (const kind of [...KINDS].reverse()) {
    const group = groups.points[kind];
    if (!group) continue;
    const wanted = map.getZoom() - Math.log2(LARGER) >= (FROM_ZOOM[kind] || 0);
    if (wanted && !map.hasLayer(group)) group.addTo(map);
    if (!wanted && map.hasLayer(group)) group.remove();
  }
}

/** Draw the ways from the hub to every target: geodesics, or ship routes. */
function drawRays(hub, rows) {
  groups.rays.clearLayers();
  if (!state.hidden.has("ray")) {
    rows.forEach((row, rank) => {
      if (!Number.isFinite(row.length_m)) return;
      const style = { color: INK.ray, weight: rank ? 0.9 : 2.2, opacity: rank ? 0.5 : 0.95, interactive: false };
      row.line = L.polyline(wayTo(hub, row.target).map(at), style).addTo(groups.rays);
      row.style = style;
    });
  }
  L.circleMarker(at(hub.at), { radius: 9, color: INK.ray, weight: 2.5, fill: false, interactive: false }).addTo(groups.rays);
  marksInFront();
}

function marksInFront() {
  for (const group of [groups.gates, ...KINDS.map((kind) => groups.points[kind]).reverse(), groups.user]) {
    if (group && map.hasLayer(group)) group.eachLayer((layer) => layer.bringToFront());
  }
}

/** Gather the names for the map, in the page's language. */
function nameFeatures() {
  const hubs = new Set(DATA.hubs.map((hub) => hub.id)), labels = [], marks = [];
  const own = new Set(DATA.user.filter((layer) => !state.hidden.has(`user-${layer.name}`)).flatMap((layer) => layer.features.map((feature) => feature.id))); // which bear the names of what they share with ours
  if (!state.hidden.has("seas")) for (const sea of DATA.seas) labels.push({ id: `sea ${sea.id}`, text: named(sea), at: sea.at, style: "sea" });
  if (!state.hidden.has("gate")) {
    for (const strait of DATA.straits) {
      if (!own.has(strait.id)) labels.push({ id: strait.id, text: named(strait), at: strait.at, style: "strait", radius: 5, order: -strait.width_km });
      marks.push({ at: strait.at, radius: 3, fromZoom: 0 });
    }
  }
  for (const point of DATA.points) {
    const isHub = hubs.has(point.id) && !state.off.has(point.id);
    if ((state.hub && state.hub.id === point.id) || !isShown(point)) continue;
    const style = isHub ? "hub" : point.kind === "city" ? "city" : "base";
    const fromZoom = isHub ? 0 : Math.max(STYLES[style].fromZoom, FROM_ZOOM[point.kind] || 0, NAME_FROM_ZOOM[point.kind] || 0);
    if (!own.has(point.id)) labels.push({ id: point.id, text: shortName(point), at: point.at, style, radius: markOf(point.kind).radius, fromZoom, order: isHub ? 0 : 1 });
    marks.push({ at: point.at, radius: 4, lesser: !isHub, fromZoom: FROM_ZOOM[point.kind] || 0 });
  }
  for (const layer of DATA.user) {
    if (state.hidden.has(`user-${layer.name}`)) continue;
    layer.features.forEach((feature, i) => {
      if (feature.type === "Point") marks.push({ at: spotOf(feature), radius: 6, fromZoom: 0 });
      if (feature.part) return;
      labels.push({ id: `user ${layer.name} ${feature.id} ${i}`, text: shortName(feature), at: spotOf(feature), style: "user", radius: 6, order: i });
    });
  }
  if (state.hub) labels.push({ id: `chosen ${state.hub.id}`, text: shortName(state.hub), at: state.hub.at, style: "hub", radius: 10, order: -1 });
  names.setLabels([...labels, ...ringNames()], marks);
}

/** Where a feature's name and card stand. */
function spotOf(feature) {
  if (feature.at) return feature.at;
  const first = feature.lines[0];
  return first[Math.floor(first.length / 2)] || first[0];
}

/** A name without what stands in brackets, and never so long that it crosses the map. */
function shortName(feature) {
  const text = named(feature).replace(/\s*[（(].*?[)）]\s*$/u, "") || named(feature);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
