// The interactive map. EASTUP holds the data: all coordinates are kilometres of the view, x right and y up.
"use strict";
(function () {
  const WORDS = {
    en: { title: "East-Up Map", lead: "Choose a hub, or click one: lines and distances to every strait.", hub: "Hub", unit: "Unit", speed: "Speed", language: "Language",
      strait: "Strait", hours: "hours", azimuth: "azimuth", caption: "Air distance from {0}", us_base: "US base", host_base: "Base of the host country", edca_base: "Philippine base (EDCA)",
      civil: "Civil airport or port", places: "City or coast point", nodes: "Port or rear hub", chain: "First island chain", gate: "Strait gate",
      sources: "Distances are geodesics on WGS 84. Land © OpenStreetMap contributors (ODbL); borders Natural Earth. Click a feature for its own source. Map library: Leaflet (BSD-2-Clause)." },
    ja: { title: "東が上の地図", lead: "拠点を選ぶか地図上で押すと、各海峡への線と距離が出る。", hub: "拠点", unit: "単位", speed: "速度", language: "言語",
      strait: "海峡", hours: "時間", azimuth: "方位", caption: "{0}からの空路距離", us_base: "米軍基地", host_base: "当事国の基地", edca_base: "フィリピン軍基地（EDCA）",
      civil: "民間空港・港", places: "都市・海岸の点", nodes: "港・後方拠点", chain: "第一列島線", gate: "海峡の最狭部",
      sources: "距離はWGS 84楕円体上の測地線長。陸地 © OpenStreetMap contributors (ODbL)、国境 Natural Earth。各地物の出典は押すと表示。地図ライブラリ: Leaflet (BSD-2-Clause)。" },
    ko: { title: "동쪽이 위인 지도", lead: "거점을 고르거나 지도에서 누르면 각 해협까지의 선과 거리가 나온다.", hub: "거점", unit: "단위", speed: "속도", language: "언어",
      strait: "해협", hours: "시간", azimuth: "방위각", caption: "{0} 기점 직선거리", us_base: "미군 기지", host_base: "주둔국 자체 기지", edca_base: "필리핀 기지 (EDCA)",
      civil: "민간 공항·항만", places: "도시·해안 지점", nodes: "항만·후방 거점", chain: "제1도련선", gate: "해협의 가장 좁은 곳",
      sources: "거리는 WGS 84 타원체의 측지선 길이. 육지 © OpenStreetMap contributors (ODbL), 국경 Natural Earth. 각 지물의 출처는 누르면 표시. 지도 라이브러리: Leaflet (BSD-2-Clause)." },
  };
  const KM_PER = { km: 1, nmi: 1.852, mi: 1.609344 };
  const COLORS = { us_base: "#1c4f7c", host_base: "#7d8c97", edca_base: "#c9710d", civil: "#b9c3ca", places: "#18242e", nodes: "#3f7f6b" };
  const $ = (id) => document.getElementById(id);
  const state = { lang: EASTUP.lang, hub: 0, unit: "km", speed_kn: 450 };

  const at = (xy) => L.latLng(xy[1], xy[0]);
  const path = (line) => line.map(at);
  const named = (thing) => thing.names[state.lang] || thing.names.en;
  const words = () => WORDS[state.lang];

  const map = L.map("map", { crs: L.CRS.Simple, minZoom: -5, maxZoom: 3, zoomSnap: 0.25, zoomDelta: 0.5, renderer: L.canvas({ padding: 0.5 }), attributionControl: false });
  const still = { interactive: false };
  L.polygon(EASTUP.land.map((rings) => rings.map(path)), { ...still, color: "#8d9aa3", weight: 0.7, fillColor: "#f4f1ea", fillOpacity: 1, smoothFactor: 0.5 }).addTo(map);
  L.polyline(EASTUP.borders.map(path), { ...still, color: "#b3a99a", weight: 0.8 }).addTo(map);
  L.polyline(EASTUP.graticule.map(path), { ...still, color: "#8fa6b4", weight: 0.5, opacity: 0.6 }).addTo(map);
  L.polyline(EASTUP.chain.lines.map(path), { ...still, color: "#b5352a", weight: 2.5, dashArray: "9 5" }).addTo(map);
  const rays = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);

  // Facts go in as text nodes, never as HTML: a layer can say what it likes.
  function card(feature) {
    const box = document.createElement("div");
    const heading = box.appendChild(document.createElement("h2"));
    heading.textContent = named(feature);
    const list = box.appendChild(document.createElement("dl"));
    const others = Object.values(feature.names).filter((name) => name !== named(feature));
    const facts = { ...(others.length ? { names: others.join(" · ") } : {}), ...feature.facts };
    for (const [key, value] of Object.entries(facts)) {
      list.appendChild(document.createElement("dt")).textContent = key.replace(/_/g, " ");
      list.appendChild(document.createElement("dd")).textContent = value;
    }
    return box;
  }

  function label(layer, feature, kind) {
    const text = document.createElement("span");
    text.textContent = named(feature);
    return layer.bindTooltip(text, { permanent: kind === "strait", direction: "right", offset: [5, 0], className: `name ${kind}` });
  }

  function drawFeatures() {
    marks.clearLayers();
    for (const point of EASTUP.points) {
      const edca = point.kind === "edca_base";
      const minor = point.kind === "civil" || point.kind === "places" || point.kind === "host_base";
      const dot = L.circleMarker(at(point.at), { radius: minor ? 3 : 4.5, color: edca ? COLORS.edca_base : "#fff", weight: edca ? 2 : 0.8, fillColor: edca ? "#fff" : COLORS[point.kind], fillOpacity: 1 });
      label(dot, point, "point").bindPopup(() => card(point)).addTo(marks);
      dot.on("click", () => chooseById(point.id));
    }
    for (const strait of EASTUP.straits) {
      L.polyline(strait.gate.map(path), { color: "#8f2018", weight: 3 }).bindPopup(() => card(strait)).addTo(marks);
      const middle = L.circleMarker(at(strait.at), { radius: 3, color: "#8f2018", weight: 1.5, fillColor: "#fff", fillOpacity: 1 });
      label(middle, strait, "strait").bindPopup(() => card(strait)).addTo(marks);
    }
    for (const layer of EASTUP.user) {
      for (const feature of layer.features) {
        const style = { color: "#5a2a83", weight: 2, fillColor: "#5a2a83", fillOpacity: 0.25 };
        const shape = feature.type === "Point" ? L.circleMarker(at(feature.shapes[0][0]), { ...style, radius: 5, fillOpacity: 1 })
          : feature.type === "Polygon" ? L.polygon(feature.shapes.map(path), style) : L.polyline(feature.shapes.map(path), style);
        label(shape, feature, "point").bindPopup(() => card(feature)).addTo(marks);
      }
    }
    thinLabels();
  }

  // Names of straits that would overlap another are hidden at this zoom; the mark and its card stay.
  function thinLabels() {
    const taken = [];
    for (const element of document.querySelectorAll(".name.strait")) {
      element.style.visibility = "visible";
      const box = element.getBoundingClientRect();
      const free = taken.every((o) => box.right < o.left || box.left > o.right || box.bottom < o.top || box.top > o.bottom);
      element.style.visibility = free ? "visible" : "hidden";
      if (free) taken.push(box);
    }
  }
  map.on("zoomend", thinLabels);

  function drawHub() {
    const hub = EASTUP.hubs[state.hub];
    const rows = EASTUP.targets.map((target, i) => ({ target, ray: EASTUP.rays[state.hub][i], km: EASTUP.km[state.hub][i], azimuth: EASTUP.azimuth[state.hub][i] })).sort((a, b) => a.km - b.km);
    rays.clearLayers();
    rows.forEach((row, rank) => L.polyline(path(row.ray), { ...still, color: "#1c4f7c", weight: rank ? 0.9 : 2.4, opacity: rank ? 0.55 : 1 }).addTo(rays));
    L.circleMarker(at(hub.at), { ...still, radius: 8, color: "#1c4f7c", weight: 2.5, fill: false }).addTo(rays);
    $("caption").textContent = words().caption.replace("{0}", named(hub));
    const head = document.createElement("tr");
    for (const title of [words().strait, state.unit, words().hours, words().azimuth]) head.appendChild(document.createElement("th")).textContent = title;
    $("table").tHead.replaceChildren(head);
    $("table").tBodies[0].replaceChildren(...rows.map((row) => {
      const line = document.createElement("tr");
      const button = line.insertCell().appendChild(document.createElement("button"));
      button.type = "button";
      button.textContent = named(row.target);
      button.onclick = () => map.panTo(at(row.target.at));
      line.insertCell().textContent = Math.round(row.km / KM_PER[state.unit]).toLocaleString("en");
      line.insertCell().textContent = (row.km / KM_PER.nmi / state.speed_kn).toFixed(1);
      line.insertCell().textContent = `${Math.round(row.azimuth)}°`;
      return line;
    }));
  }

  function chooseById(id) {
    const index = EASTUP.hubs.findIndex((hub) => hub.id === id || hub.id === `node-${id}`);
    if (index < 0) return;
    state.hub = index;
    $("hub").value = String(index);
    drawHub();
  }

  function speak() {
    const w = words();
    document.documentElement.lang = state.lang;
    $("title").textContent = w.title;
    $("lead").textContent = w.lead;
    for (const [id, text] of [["hub-label", w.hub], ["unit-label", w.unit], ["speed-label", w.speed], ["lang-label", w.language], ["sources", w.sources]]) $(id).textContent = text;
    $("hub").replaceChildren(...EASTUP.hubs.map((hub, i) => new Option(named(hub), String(i), false, i === state.hub)));
    $("legend").replaceChildren(...["us_base", "host_base", "edca_base", "civil", "nodes", "places"].map((kind) => {
      const item = document.createElement("li");
      const dot = item.appendChild(document.createElement("span"));
      dot.style.cssText = kind === "edca_base" ? `border:2px solid ${COLORS[kind]}` : `background:${COLORS[kind]}`;
      item.append(w[kind]);
      return item;
    }));
    drawFeatures();
    drawHub();
  }

  const Compass = L.Control.extend({
    onAdd() {
      const box = L.DomUtil.create("div", "compass");
      box.innerHTML = `<svg viewBox="-34 -34 68 68" role="img" aria-label="north"><circle r="22" fill="#fff" fill-opacity=".85" stroke="#c9d2d8"/><g transform="rotate(${Number(EASTUP.north)})"><path d="M0-21 5 0H-5Z" fill="#18242e"/><path d="M0 21 5 0H-5Z" fill="#fff" stroke="#18242e"/><text y="-24" text-anchor="middle" font-size="10" transform="rotate(${-Number(EASTUP.north)} 0 -28)">N</text></g></svg>`;
      return box;
    },
  });
  new Compass({ position: "bottomleft" }).addTo(map);
  $("hub").onchange = () => { state.hub = Number($("hub").value); drawHub(); };
  $("unit").onchange = () => { state.unit = $("unit").value; drawHub(); };
  $("speed").oninput = () => { const v = Number($("speed").value); if (v > 0) { state.speed_kn = v; drawHub(); } };
  $("lang").onchange = () => { state.lang = $("lang").value; speak(); };
  $("lang").value = state.lang;
  const b = EASTUP.bounds;
  map.fitBounds([at(b[0]), at(b[1])]);
  map.setZoom(map.getZoom() + 0.5, { animate: false });
  speak();
  document.body.dataset.ready = "yes";
})();
