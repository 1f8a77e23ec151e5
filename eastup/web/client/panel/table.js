// The hub, its distances to every target, and the controls beside the map.

let measured = []; // the rows of the table, nearest first

function chooseHub(place) {
  state.hub = place;
  speakHubs();
  drawHub();
  nameFeatures();
  tell(`${$("caption").textContent}: ${measured.length ? `${named(measured[0].target)} ${lengthText(measured[0].length_m)} ${state.unit}` : ""}`);
  keepPlace();
}

/** Fill the list of hubs; a place that is not in it stands in front. */
function speakHubs() {
  const list = DATA.hubs.some((hub) => hub.id === state.hub.id) ? DATA.hubs : [state.hub, ...DATA.hubs];
  $("hub").replaceChildren(...list.map((hub) => new Option(named(hub), hub.id, false, hub.id === state.hub.id)));
  $("hub").onchange = () => chooseHub(list[$("hub").selectedIndex]);
}

/** Measure from the hub to each target, draw the ways and the rings, and write the table. */
function drawHub() {
  measured = DATA.targets.map((target) => ({ target, azimuth_deg: lineBetween(state.hub, target).azimuth_deg, length_m: lengthBetween(state.hub, target) }));
  measured.sort((a, b) => (a.length_m === b.length_m ? 0 : a.length_m - b.length_m));
  if (state.tab === "case") drawCase();
  else drawRays(state.hub, measured);
  drawRings();
  writeTable();
}

function hoursText(length_m) {
  return number(length_m / 1852 / state.speed_kn, 1);
}

function headRow(table, titles) {
  const head = make("tr", {});
  for (const title of titles) head.append(make("th", { scope: "col", textContent: title }));
  table.tHead.replaceChildren(head);
}

function writeTable() {
  headRow($("table"), [say("target"), state.unit, say("hours"), say(state.mode === "sea" ? "detour" : "azimuth")]);
  const from = say(state.mode === "sea" ? "bySea" : "caption", named(state.hub));
  $("caption").replaceChildren(make("b", { textContent: from }), ` ${say("cruise", number(state.speed_kn, 0))}`);
  if (state.mode === "sea" && !SEA.knows(state.hub.sea)) $("caption").append(make("small", { textContent: whyNone(state.hub, DATA.targets[0]) }));
  const farthest = Math.max(...measured.map((row) => row.length_m).filter(Number.isFinite), 1);
  $("table").tBodies[0].replaceChildren(...measured.map((row) => {
    const line = make("tr", {}), name = make("button", { type: "button", textContent: named(row.target) });
    const bar = make("i", { className: "bar" }), known = Number.isFinite(row.length_m);
    bar.style.width = known ? `${(100 * row.length_m / farthest).toFixed(1)}%` : "0";
    line.append(make("td", {}, name, bar));
    line.append(make("td", { textContent: known ? lengthText(row.length_m) : "–", title: known ? "" : whyNone(state.hub, row.target) }));
    line.append(make("td", { textContent: known ? hoursText(row.length_m) : "" }));
    const direct_m = lineBetween(state.hub, row.target).length_m;
    const last = !known || !direct_m ? "" : state.mode === "sea" ? number(row.length_m / direct_m, 2) : `${Math.round(row.azimuth_deg) % 360}°`;
    line.append(make("td", { textContent: last }));
    name.onclick = () => showPlace(row.target);
    const light = (on) => row.line && row.line.setStyle(on ? { color: INK.gate, weight: 3, opacity: 1 } : row.style);
    line.onmouseenter = name.onfocus = () => light(true);
    line.onmouseleave = name.onblur = () => light(false);
    row.cells = line;
    return line;
  }));
  speakRing();
  markReach();
}

/** Mark the rows of the targets within the hub's ring. */
function markReach() {
  let count = 0;
  for (const row of measured) {
    const within = state.ring_km > 0 && row.length_m <= state.ring_km * 1000;
    row.cells.classList.toggle("within", within);
    count += Number(within);
  }
  if (state.ring_km) $("ring-text").textContent = `${ringText(state.ring_km)} · ${say("inReach", `${count}/${measured.length}`)}`;
}

/** Move to a feature and open its card. */
function showPlace(place) {
  const feature = [DATA.straits, DATA.points, DATA.seas, DATA.chains].flat().find((f) => f.id === place.id) || place;
  const spot = at(spotOf(feature));
  turning.home = false;
  map.panTo(spot, { animate: false });
  openCard(spot, cardOf(feature));
}

/** Make a row of buttons of which one is chosen. */
function choices(box, options, current, choose) {
  const again = box.contains(document.activeElement);
  box.replaceChildren(...options.map(([value, text]) => {
    const choice = make("button", { type: "button", textContent: text, value });
    choice.setAttribute("aria-pressed", String(value === current));
    choice.onclick = () => choose(value);
    return choice;
  }));
  if (again) box.querySelector("[aria-pressed=true]").focus({ preventScroll: true }); // the button that was pressed is gone
}

function speakControls() {
  for (const element of every("[data-word]")) element.textContent = say(element.dataset.word);
  choices($("unit"), Object.keys(KM_PER).map((unit) => [unit, unit]), state.unit, (unit) => {
    state.unit = unit;
    speakControls();
    writeTable();
    drawRings();
    nameFeatures();
    writeCase();
    measure.write();
    keepPlace();
  });
  choices($("mode"), [["air", say("air")], ["sea", say("sea")]], state.mode, chooseMode);
  choices($("lang"), Object.entries(LANGUAGE_NAMES), state.lang, (lang) => {
    state.lang = lang;
    map.closePopup();
    speak();
    keepPlace();
  });
  for (const choice of $("lang").children) choice.lang = choice.value;
  $("lang").setAttribute("aria-label", say("language"));
  $("speed").value = String(state.speed_kn);
  $("speed-slide").value = String(state.speed_kn);
  const per = KM_PER[state.unit];
  $("ring").max = String(Math.ceil(6000 / per / 100) * 100);
}

/** Go by air or by sea, each at the speed that is usual for it. */
function chooseMode(mode) {
  if (mode === state.mode) return;
  setMode(mode);
  drawHub();
  writeCase();
  keepPlace();
}

function setMode(mode) {
  state.mode = mode;
  state.speed_kn = CRUISE_KN[mode];
  speakControls();
  writeLegend();
}

function startControls() {
  for (const [id, other] of [["speed", "speed-slide"], ["speed-slide", "speed"]]) {
    $(id).oninput = () => {
      const value = Number($(id).value);
      if (!(value > 0)) return;
      state.speed_kn = Math.min(value, 3000);
      $(other).value = $(id).value;
      writeTable();
      listRings();
      keepPlace();
    };
  }
  $("controls").onsubmit = (event) => event.preventDefault();
  for (const element of every(".by-sea")) element.hidden = !SEA;
}

/** Say something to a screen reader. */
function tell(text) {
  $("news").textContent = text;
}
