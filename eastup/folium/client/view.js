// Leaflet in the view: its coordinate reference system, true distances, the turn of the page and a measure.
// Leaflet asks its CRS for every pixel, so data stay in longitude and latitude and folium's own layers work as they are.

import { RAD } from "../geodesy/ellipsoid.js";
import { geodesic, geodesicPath } from "../geodesy/geodesic.js";
import { makeProjection } from "../geodesy/projection.js";

const VIEW = JSON.parse(document.getElementById("eastup-view").textContent);
const PLANE = makeProjection(VIEW);
const SPAN_M = 4e7; // of the plane at zoom 0, so that a zoom is about as large as on other maps
const STEP_M = 50_000; // of a measured line, which bends on the page

let up_deg = VIEW.up;

/** Bring x, y of the plane that is not turned onto the page (1) or back (-1). */
function turned(x, y, way) {
  const cos = Math.cos(up_deg * RAD), sin = way * Math.sin(up_deg * RAD);
  return [x * cos - y * sin, x * sin + y * cos];
}

const projection = {
  bounds: L.bounds([-SPAN_M / 2, -SPAN_M / 2], [SPAN_M / 2, SPAN_M / 2]),
  project: ({ lng, lat }) => L.point(...turned(...PLANE.forward(lng, lat), 1)),
  unproject: ({ x, y }) => {
    const [lon, lat] = PLANE.inverse(...turned(x, y, -1));
    return L.latLng(lat, lon);
  },
};

L.CRS.EastUp = L.extend({}, L.CRS, {
  code: "EastUp",
  infinite: true,
  projection,
  transformation: L.transformation(1 / SPAN_M, 0.5, -1 / SPAN_M, 0.5),
  distance: (a, b) => geodesic(a.lng, a.lat, b.lng, b.lat).length_m,
});

// Leaflet and its plugins measure on a sphere by this, whatever the CRS of the map.
L.LatLng.prototype.distanceTo = function (other) {
  return L.CRS.EastUp.distance(this, L.latLng(other));
};

function fit(map, [xmin, ymin, xmax, ymax]) {
  const size = map.getSize(), unit = 256 / SPAN_M;
  const most = Math.min(size.x / (xmax - xmin), size.y / (ymax - ymin)) / unit;
  const snap = map.options.zoomSnap || 0.01;
  const zoom = Math.floor(Math.log2(most) / snap) * snap;
  map.setView(projection.unproject(L.point((xmin + xmax) / 2, (ymin + ymax) / 2)), Math.min(zoom, map.getMaxZoom()), { animate: false });
}

function setUp(map, degrees) {
  const center = map.getCenter();
  up_deg = degrees;
  map.setView(center, map.getZoom(), { reset: true });
}

/** A box in a corner of the map that keeps its clicks to itself. */
function box(map, position, title) {
  const control = L.control({ position });
  control.onAdd = () => {
    const div = L.DomUtil.create("div", "leaflet-bar eastup-box");
    div.title = title;
    L.DomEvent.disableClickPropagation(div);
    return div;
  };
  control.addTo(map);
  return control.getContainer();
}

function addTurn(map) {
  const div = box(map, "topright", "Way up");
  const label = L.DomUtil.create("label", "", div);
  label.append("up ");
  const input = L.DomUtil.create("input", "", label), output = L.DomUtil.create("output", "", label);
  Object.assign(input, { type: "range", min: 0, max: 359, value: Math.round(up_deg) });
  output.textContent = `${Math.round(up_deg)}°`;
  input.addEventListener("input", () => {
    output.textContent = `${input.value}°`;
    setUp(map, Number(input.value));
  });
}

function addMeasure(map) {
  const button = L.DomUtil.create("button", "", box(map, "topleft", "Measure along geodesics"));
  button.type = "button";
  button.textContent = "Measure";
  const lines = L.layerGroup().addTo(map);
  let places = [], on = false;
  const redraw = () => {
    lines.clearLayers();
    let length_m = 0;
    places.forEach((place, i) => {
      L.circleMarker(place, { radius: 3, color: "#b3261e", interactive: false }).addTo(lines);
      if (i === 0) return;
      const before = places[i - 1];
      length_m += before.distanceTo(place);
      const path = geodesicPath([before.lng, before.lat], [place.lng, place.lat], STEP_M);
      L.polyline(path.map(([lon, lat]) => [lat, lon]), { color: "#b3261e", weight: 2, interactive: false }).addTo(lines);
    });
    if (places.length < 2) return;
    const told = [[1000, "km"], [1852, "nmi"]].map(([unit_m, unit]) =>
      `${(length_m / unit_m).toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ${unit}`);
    L.tooltip({ permanent: true, className: "eastup-length", content: told.join(" · ") }).setLatLng(places.at(-1)).addTo(lines);
  };
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    on = !on;
    places = [];
    redraw();
    button.setAttribute("aria-pressed", String(on));
    map.getContainer().style.cursor = on ? "crosshair" : "";
  });
  map.on("click", ({ latlng }) => {
    if (!on) return;
    places.push(latlng);
    redraw();
  });
}

/** Say what the colours of kinds mean. */
function addLegend(map, title, kinds) {
  const div = box(map, "bottomright", title);
  L.DomUtil.create("strong", "", div).textContent = title;
  for (const [name, color] of kinds) {
    const row = L.DomUtil.create("div", "", div), sign = L.DomUtil.create("span", "", row);
    sign.style.cssText = `display:inline-block;width:10px;height:10px;margin-right:5px;background:${color}`;
    row.append(name);
  }
}

L.eastup = { addLegend, addMeasure, addTurn, fit, projection, setUp };
