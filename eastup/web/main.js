// Puts the page together, and keeps what the reader chose in the address.

setUp(DATA.view.up);
const map = new SmoothMap("map", {
  crs: ViewCrs, zoomControl: false, attributionControl: false, boxZoom: false, zoomSnap: 0, zoomDelta: 0.75, wheelPxPerZoomLevel: 110, minZoom: 2.6, maxZoom: 11,
  keyboardPanDelta: 90,
});
for (const [name, level] of [["land", 200], ["labels", 450]]) {
  map.createPane(name).style.zIndex = String(level);
  map.getPane(name).style.pointerEvents = "none";
}
const land = new Land(DATA.land, { pane: "land", coarse: true });
const shapes = L.canvas({ padding: 0.2, tolerance: 4 });
const names = new Labels();
map.options.renderer = shapes;

function speak() {
  document.documentElement.lang = state.lang;
  $("lead").textContent = say("lead");
  $("sources").textContent = say("sources");
  map.getContainer().setAttribute("aria-label", say("map"));
  for (const [id, key] of [["zoom-in", "zoomIn"], ["zoom-out", "zoomOut"], ["home", "home"], ["measure", "measure"]]) {
    $(id).title = say(key);
    $(id).setAttribute("aria-label", say(key));
  }
  $("measure").textContent = say("measure");
  $("home").textContent = say("home");
  speakControls();
  speakHubs();
  speakTurn();
  writeLegend();
  drawHub();
  nameFeatures();
  measure.write();
}

function goHome() {
  turning.home = true;
  drawAt(page.up);
  keepPlace();
}

function makeTools() {
  const tool = (id, text, act) => {
    const button = make("button", { type: "button", id, textContent: text });
    button.onclick = act;
    $("tools").append(button);
  };
  tool("zoom-in", "+", () => map.zoomIn());
  tool("zoom-out", "−", () => map.zoomOut());
  tool("home", "", goHome);
  tool("measure", "", () => measure.toggle(!measure.active));
}

/** Write the state into the address, so that the address shows the same again. */
function keepPlace() {
  if (!document.body.dataset.ready || turning.active) return;
  const center = map.getCenter(), words = new URLSearchParams();
  words.set("up", String(Math.round(page.up * 10) / 10));
  if (!turning.home) words.set("at", `${center.lat.toFixed(4)},${center.lng.toFixed(4)},${map.getZoom().toFixed(2)}`);
  words.set("hub", state.hub.id);
  words.set("unit", state.unit);
  words.set("speed", String(state.speed_kn));
  words.set("lang", state.lang);
  history.replaceState(null, "", `#${words}`);
}

function placeFromAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  const up = Number(words.get("up") || NaN), speed_kn = Number(words.get("speed") || NaN);
  if (Number.isFinite(up)) setUp(up);
  if (speed_kn > 0) state.speed_kn = Math.min(speed_kn, 3000);
  if (Object.hasOwn(KM_PER, words.get("unit"))) state.unit = words.get("unit");
  if (Object.hasOwn(WORDS, words.get("lang"))) state.lang = words.get("lang");
  const id = words.get("hub"), free = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(id || "");
  const known = [...DATA.hubs, ...DATA.points].find((place) => place.id === id);
  if (known) state.hub = known;
  else if (free && Math.abs(free[1]) <= 90) {
    state.hub = { id, names: { en: positionText(Number(free[2]), Number(free[1]), 4) }, at: [Number(free[2]), Number(free[1])] };
  }
  const spot = (words.get("at") || "").split(",").map(Number);
  if (spot.length === 3 && spot.every(Number.isFinite) && Math.abs(spot[0]) <= 90) {
    turning.home = false;
    return { center: L.latLng(spot[0], spot[1]), zoom: spot[2] };
  }
  return null;
}

function start() {
  state.hub = DATA.hubs[0];
  makeTurn();
  makeTools();
  const place = placeFromAddress() || fitted(map, HOME_LONLAT, 24);
  map.setView(place.center, place.zoom, { animate: false });
  land.addTo(map);
  shapes.addTo(map);
  names.addTo(map);
  $("speed").value = String(state.speed_kn);
  drawFeatures();
  speak();
  $("speed").oninput = () => {
    const value = Number($("speed").value);
    if (!(value > 0)) return;
    state.speed_kn = value;
    drawHub();
    keepPlace();
  };
  $("controls").onsubmit = (event) => event.preventDefault();
  startMeasuring();
  map.on("zoomend", showByZoom);
  map.on("dragstart zoomstart", () => { if (!turning.placing) turning.home = false; });
  map.on("moveend", () => {
    if (turning.active || turning.placing) return;
    writeDial();
    keepPlace();
  });
  map.on("resize", () => { if (turning.home && !turning.active) drawAt(page.up); });
  document.fonts.ready.then(nameFeatures);
  performance.mark("ready");
  document.body.dataset.ready = "yes";
}

start();
// For those who want to go on from the browser's console.
window.eastup = { map, page, state, data: DATA, projection: PLANE, crs: ViewCrs, geodesic, geodesicEnd, turnTo, chooseHub, names, measure };
