// Rings: all places at one distance, as geodesics measure it. One about the hub, and free ones about any point.

const RING_STEP_DEG = 1;

/** The ring about a place as [lon, lat], closed. */
function ringLine(lonlat, length_m) {
  const points = [];
  for (let azimuth = 0; azimuth <= 360; azimuth += RING_STEP_DEG) points.push(geodesicEnd(...lonlat, azimuth, length_m));
  return points;
}

/** The hub's ring and the free ones, as they are shown. */
function shownRings() {
  if (state.hidden.has("rings")) return [];
  return [...(state.ring_km ? [{ at: state.hub.at, km: state.ring_km, dash: null }] : []), ...state.rings.map((ring) => ({ ...ring, dash: "6 5" }))];
}

function drawRings() {
  groups.rings.clearLayers();
  for (const ring of shownRings()) drawRing(ring.at, ring.km, ring.dash);
  listRings();
}

/** The radius of each ring as a name, at its edge towards the top of the page. */
function ringNames() {
  return shownRings().map((ring, i) => ({
    id: `ring ${i}`, text: `${lengthText(ring.km * 1000)} ${state.unit}`, at: geodesicEnd(...ring.at, page.up, ring.km * 1000), style: "ring", radius: 2, order: i,
  }));
}

function drawRing(lonlat, km, dashArray) {
  const line = ringLine(lonlat, km * 1000).map(at);
  L.polyline(line, { color: INK.paper, weight: 4, opacity: 0.5, interactive: false }).addTo(groups.rings);
  L.polyline(line, { color: INK.ring, weight: 1.8, dashArray, interactive: false }).addTo(groups.rings);
  if (dashArray) L.circleMarker(at(lonlat), { radius: 3, color: INK.ring, weight: 1.5, fillColor: INK.paper, fillOpacity: 1, interactive: false }).addTo(groups.rings);
}

function ringText(km) {
  return km ? `${lengthText(km * 1000)} ${state.unit} · ${number(km / 1.852 / state.speed_kn, 1)} h` : say("ringOff");
}

/** List the free rings, each with a button that takes it away. */
function listRings() {
  $("rings").replaceChildren(...state.rings.map((ring, i) => {
    const where = positionText(...ring.at, 2), button = make("button", { type: "button", textContent: "×", title: say("remove", where) });
    button.setAttribute("aria-label", button.title);
    button.onclick = () => {
      state.rings.splice(i, 1);
      drawRings();
      nameFeatures();
      keepPlace();
    };
    return make("li", {}, make("span", { textContent: `${where}: ${ringText(ring.km)}` }), button);
  }));
}

function addRing(lonlat) {
  state.rings.push({ at: [lonlat[0], lonlat[1]], km: state.ring_km || 1000 });
  map.closePopup();
  drawRings();
  nameFeatures();
  writeLegend();
  keepPlace();
}

function speakRing() {
  const slide = $("ring"), per = KM_PER[state.unit];
  if (Math.abs(Number(slide.value) * per - state.ring_km) > 0.5 * Number(slide.step) * per) slide.value = String(state.ring_km / per);
  $("ring-text").textContent = ringText(state.ring_km);
  slide.setAttribute("aria-valuetext", $("ring-text").textContent);
}

function startRings() {
  $("ring").oninput = () => {
    state.ring_km = Number($("ring").value) * KM_PER[state.unit];
    speakRing();
    drawRings();
    nameFeatures();
    markReach();
    writeLegend();
    keepPlace();
  };
}
