// Puts the page together, and keeps what the reader chose in the address.

setTheme("");
setUp(DATA.view.up);
const map = new SmoothMap("map", {
  crs: ViewCrs, zoomControl: false, attributionControl: false, boxZoom: false, zoomSnap: 0, zoomDelta: 0.75, wheelPxPerZoomLevel: 110, minZoom: 2.6, maxZoom: 11,
  keyboardPanDelta: 90,
});
for (const [name, level] of [["land", 200], ["labels", 450]]) {
  map.createPane(name).style.zIndex = String(level);
  map.getPane(name).style.pointerEvents = "none";
}
/** How much beyond the window is drawn, so that a drag need not draw: on a wall that would be too many pixels. */
const padding = LARGER > 1 ? 0.1 : 0.25;
const land = new Land(DATA.land, { pane: "land", padding });
const shapes = new (L.Canvas.extend({
  getEvents() {
    return { ...L.Canvas.prototype.getEvents.call(this), ...whenLeft(this) };
  },
  _reset() {
    L.Canvas.prototype._reset.call(this);
    L.DomUtil.setPosition(this._container, this._bounds.min); // Leaflet puts it between pixels where the map isn't on whole ones
  },
}))({ padding, tolerance: 4 });
const names = new Labels();
map.options.renderer = shapes;

function speak() {
  document.documentElement.lang = state.lang;
  $("sources").textContent = say("sources");
  map.getContainer().setAttribute("aria-label", say("map"));
  map.getContainer().setAttribute("aria-description", say("lead"));
  for (const [id, key] of [["zoom-in", "zoomIn"], ["zoom-out", "zoomOut"], ["home", "home"], ["measure", "measure"], ["theme", "theme"]]) {
    $(id).title = say(key);
    $(id).setAttribute("aria-label", say(key));
  }
  $("measure").textContent = say("measure");
  $("home").textContent = say("home");
  $("search").placeholder = say("search");
  $("search").setAttribute("aria-label", say("search"));
  $("hits").setAttribute("aria-label", say("search"));
  speakControls();
  speakTabs();
  speakCase();
  speakSwitches();
  speakExports();
  speakHubs();
  speakTurn();
  writeLegend();
  drawHub();
  writeCase();
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
    const made = make("button", { type: "button", id, textContent: text });
    made.onclick = act;
    $("tools").append(made);
  };
  tool("zoom-in", "+", () => map.zoomIn());
  tool("zoom-out", "−", () => map.zoomOut());
  tool("home", "", goHome);
  tool("measure", "", () => measure.toggle(!measure.active));
}

/** Draw everything in the colours of a theme; without one, in those of the reader's system. */
function wear(theme) {
  setTheme(theme);
  $("theme").textContent = inDark() ? "☀" : "☾";
  land.background.recolor();
  land.redraw();
  drawFeatures();
  drawHub();
  writeLegend();
  speakSwitches();
  nameFeatures();
}

/** Move to the table, past the map. */
function skipMap() {
  const goal = $("table-box").hidden ? $(`show-${state.tab}`) : $("table-box");
  goal.focus();
  goal.scrollIntoView({ block: "nearest" });
}

let keeping = 0;

function start() {
  state.hub = DATA.hubs[0];
  makeTurn();
  makeTools();
  makeTabs();
  const place = placeFromAddress() || fitted(map, HOME_LONLAT, 24);
  setTheme(state.theme);
  map.setView(place.center, place.zoom, { animate: false });
  land.addTo(map);
  shapes.addTo(map);
  names.addTo(map);
  if (LARGER > 1) dragAsOne([land, shapes, names]);
  $("legend-box").open = innerWidth > 800 && innerHeight > 600;
  $("legend-box").ontoggle = () => names.redraw(); // names keep off it
  $("theme").textContent = inDark() ? "☀" : "☾";
  $("theme").onclick = () => {
    wear(inDark() ? "light" : "dark");
    keepPlace();
  };
  $("skip").onclick = skipMap;
  showTab();
  drawFeatures();
  speak();
  startControls();
  startRings();
  startSearch();
  startMeasuring();
  startPrinting();
  matchMedia("(prefers-color-scheme: dark)").onchange = () => { if (!state.theme) wear(""); };
  map.on("popupopen", () => { document.body.dataset.card = "open"; });
  map.on("popupclose", () => { delete document.body.dataset.card; });
  map.on("zoomend", showByZoom);
  map.on("dragstart zoomstart", () => { if (!turning.placing) turning.home = false; });
  map.on("moveend", () => {
    if (turning.active || turning.placing) return;
    writeDial();
    clearTimeout(keeping);
    keeping = setTimeout(keepPlace, 150); // browsers are slow to write the address
  });
  map.on("resize", () => { if (turning.home && !turning.active) drawAt(page.up); });
  document.fonts.ready.then(nameFeatures);
  setTimeout(() => searchAhead(), 500);
  performance.mark("ready");
  document.body.dataset.ready = "yes";
}

start();
// For those who want to go on from the browser's console.
window.eastup = {
  map, page, state, data: DATA, projection: PLANE, crs: ViewCrs, geodesic, geodesicEnd, turnTo, chooseHub, chooseMode, names, measure, search, judge, csv, picture, ringLine, SeaNetwork, sea: SEA,
};
