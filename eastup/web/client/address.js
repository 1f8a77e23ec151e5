// The address holds what the reader chose, so that it shows the same again. It may say anything: only what fits is taken.

function keepPlace() {
  if (!document.body.dataset.ready || turning.active || location.protocol === "about:") return; // a frame has no address
  const center = map.getCenter(), words = new URLSearchParams();
  words.set("up", String(Math.round(page.up * 10) / 10));
  if (!turning.home) words.set("at", `${center.lat.toFixed(4)},${center.lng.toFixed(4)},${map.getZoom().toFixed(2)}`);
  words.set("hub", state.hub.id);
  words.set("unit", state.unit);
  words.set("speed", String(state.speed_kn));
  words.set("lang", state.lang);
  if (state.mode !== "air") words.set("mode", state.mode);
  if (state.tab !== "ask") words.set("tab", state.tab);
  if (state.theme) words.set("theme", state.theme);
  if (state.ring_km) words.set("ring", String(Math.round(state.ring_km)));
  for (const ring of state.rings) words.append("rings", `${ring.at[1].toFixed(4)},${ring.at[0].toFixed(4)},${Math.round(ring.km)}`);
  for (const key of ["off", "closed", "hidden"]) for (const id of [...state[key]].sort()) words.append(key, id);
  history.replaceState(null, "", `#${words}`);
}

function placeFromAddress() {
  const words = new URLSearchParams(location.hash.slice(1) || DATA.opening);
  const up = Number(words.get("up") || NaN), speed_kn = Number(words.get("speed") || NaN), ring_km = Number(words.get("ring") || NaN);
  if (Number.isFinite(up)) setUp(up);
  if (words.get("mode") === "sea" && SEA) [state.mode, state.speed_kn] = ["sea", CRUISE_KN.sea];
  if (speed_kn > 0) state.speed_kn = Math.min(speed_kn, 3000);
  if (ring_km > 0) state.ring_km = Math.min(ring_km, 12000);
  if (Object.hasOwn(KM_PER, words.get("unit"))) state.unit = words.get("unit");
  if (Object.hasOwn(WORDS, words.get("lang"))) state.lang = words.get("lang");
  if (TABS.includes(words.get("tab"))) state.tab = words.get("tab");
  if (Object.hasOwn(THEMES, words.get("theme"))) state.theme = words.get("theme");
  const among = (key, known) => words.getAll(key).filter((id) => known.has(id)).forEach((id) => state[key].add(id));
  among("off", new Set(DATA.hubs.map((hub) => hub.id)));
  if (SEA) among("closed", new Set(DATA.straits.map((strait) => strait.id)));
  for (const key of words.getAll("hidden").slice(0, 100)) state.hidden.add(key);
  for (const text of words.getAll("rings").slice(0, 20)) {
    const [lat, lon, km] = text.split(",").map(Number);
    if (Math.abs(lat) <= 90 && Math.abs(lon) <= 360 && km > 0 && km <= 12000) state.rings.push({ at: [lon, lat], km });
  }
  const id = words.get("hub"), free = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(id || "");
  const known = [...DATA.hubs, ...DATA.points].find((place) => place.id === id);
  if (known) state.hub = known;
  else if (free && Math.abs(Number(free[1])) <= 90) state.hub = freePlace(Number(free[2]), Number(free[1]));
  const spot = (words.get("at") || "").split(",").map(Number);
  if (spot.length === 3 && spot.every(Number.isFinite) && Math.abs(spot[0]) <= 90) {
    turning.home = false;
    return { center: L.latLng(spot[0], spot[1]), zoom: spot[2] };
  }
  return null;
}
