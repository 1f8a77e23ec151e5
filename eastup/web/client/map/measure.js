// Measuring along two or more points, and the position under the pointer.

const measure = {
  active: false,
  points: [],
  group: L.layerGroup(),

  toggle(on) {
    this.active = on;
    this.points = [];
    this.group.clearLayers();
    this.group.addTo(map);
    map.getContainer().classList.toggle("measuring", on);
    $("measure").setAttribute("aria-pressed", String(on));
    map.closePopup();
    this.write();
  },
  add(latlng) {
    const point = [latlng.lng, latlng.lat], last = this.points[this.points.length - 1];
    this.points.push(point);
    if (last) L.polyline(geodesicPath(last, point, 100000).map(at), { color: INK.ink, weight: 2, dashArray: "6 4", interactive: false }).addTo(this.group);
    L.circleMarker(latlng, { radius: 4, color: INK.ink, weight: 2, fillColor: INK.paper, fillOpacity: 1, interactive: false }).addTo(this.group);
    this.write();
  },
  length_m() {
    return this.points.slice(1).reduce((sum, p, i) => sum + geodesic(...this.points[i], ...p).length_m, 0);
  },
  write() {
    if (!this.active) writePointer(null);
    else if (this.points.length < 2) $("pointer").textContent = say("measuring");
    else {
      const km = this.length_m() / 1000, exact = Object.entries(KM_PER).map(([unit, per]) => `${number(km / per, 3 - Math.min(3, Math.floor(Math.log10(km + 1))))} ${unit}`);
      $("pointer").textContent = `${say("total")} ${exact.join(" = ")}`;
    }
  },
};

function writePointer(latlng) {
  if (measure.active && measure.points.length) return;
  const shown = latlng || map.getCenter();
  if (!measure.active) $("pointer").textContent = positionText(shown.lng, shown.lat, 3);
}

function startMeasuring() {
  map.on("mousemove", (event) => { if (!turning.active) writePointer(event.latlng); });
  map.on("click", (event) => {
    if (measure.active) measure.add(event.latlng);
    else {
      openCard(event.latlng, cardOf(freePlace(event.latlng.lng, event.latlng.lat)));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (measure.active) measure.toggle(false);
    else map.closePopup();
  });
}
