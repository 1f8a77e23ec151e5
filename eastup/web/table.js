// The hub, its distances to every target, and the controls beside the map.

const $ = (id) => document.getElementById(id);

function chooseHub(place) {
  state.hub = place;
  speakHubs();
  drawHub();
  nameFeatures();
  keepPlace();
}

/** Fill the list of hubs; a place that is not in it stands in front. */
function speakHubs() {
  const list = DATA.hubs.some((hub) => hub.id === state.hub.id) ? DATA.hubs : [state.hub, ...DATA.hubs];
  $("hub").replaceChildren(...list.map((hub) => new Option(named(hub), hub.id, false, hub.id === state.hub.id)));
  $("hub").onchange = () => chooseHub(list[$("hub").selectedIndex]);
}

/** Measure from the hub to each target, draw the lines and write the table. */
function drawHub() {
  const rows = DATA.targets.map((target) => ({ target, ...geodesic(...state.hub.at, ...target.at) }));
  rows.sort((a, b) => a.length_m - b.length_m);
  drawRays(state.hub, rows);
  writeTable(rows);
}

function writeTable(rows) {
  const head = make("tr", {});
  for (const title of [say("target"), state.unit, say("hours"), say("azimuth")]) head.append(make("th", { scope: "col", textContent: title }));
  $("table").tHead.replaceChildren(head);
  $("caption").replaceChildren(make("b", { textContent: say("caption", named(state.hub)) }), ` ${say("cruise", number(state.speed_kn, 0))}`);
  const farthest = rows.length ? rows[rows.length - 1].length_m : 1;
  $("table").tBodies[0].replaceChildren(...rows.map((row) => {
    const line = make("tr", {}), button = make("button", { type: "button", textContent: named(row.target) });
    const bar = make("i", { className: "bar" });
    bar.style.width = `${(100 * row.length_m / farthest).toFixed(1)}%`;
    line.append(make("td", {}, button, bar));
    line.append(make("td", { textContent: lengthText(row.length_m) }));
    line.append(make("td", { textContent: number(row.length_m / 1852 / state.speed_kn, 1) }));
    line.append(make("td", { textContent: row.length_m ? `${Math.round(row.azimuth_deg) % 360}°` : "" }));
    button.onclick = () => showTarget(row.target);
    const light = (on) => row.line.setStyle(on ? { color: INK.gate, weight: 3, opacity: 1 } : row.style);
    line.onmouseenter = button.onfocus = () => light(true);
    line.onmouseleave = button.onblur = () => light(false);
    return line;
  }));
}

/** Move to a target and open its card. */
function showTarget(target) {
  const strait = DATA.straits.find((s) => s.id === target.id);
  turning.home = false;
  map.panTo(at(target.at), { animate: false });
  openCard(at(target.at), strait ? card(strait, nearestHubs(strait)) : card(target, nearestHubs(target)));
}

/** Make a row of buttons of which one is chosen. */
function choices(box, options, current, choose) {
  box.replaceChildren(...options.map(([value, text]) => {
    const button = make("button", { type: "button", textContent: text, value });
    button.setAttribute("aria-pressed", String(value === current));
    button.onclick = () => choose(value);
    return button;
  }));
}

function speakControls() {
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  choices($("unit"), Object.keys(KM_PER).map((unit) => [unit, unit]), state.unit, (unit) => {
    state.unit = unit;
    speakControls();
    drawHub();
    measure.write();
    keepPlace();
  });
  choices($("lang"), Object.entries(LANGUAGE_NAMES), state.lang, (lang) => {
    state.lang = lang;
    map.closePopup();
    speak();
    keepPlace();
  });
  for (const button of $("lang").children) button.lang = button.value;
}

function writeLegend() {
  const mark = (style) => {
    const dot = make("i", { className: "dot" });
    dot.style.background = style.fillColor;
    dot.style.border = `${Math.max(style.weight, 1)}px solid ${style.color === "#ffffff" ? style.fillColor : style.color}`;
    return dot;
  };
  const line = (color, kind) => {
    const stroke = make("i", { className: `stroke ${kind}` });
    stroke.style.color = color;
    return stroke;
  };
  const entries = [[line(INK.chain, ""), "chain"], [line(INK.second, "dotted"), "second"], [line(INK.gate, "thick"), "gate"], [line(INK.ray, "thin"), "ray"]];
  for (const kind of ["us_base", "edca_base", "host_base", "civil", "node", "city"]) entries.push([mark(MARKS[kind]), kind]);
  const items = entries.map(([sign, key]) => make("li", {}, sign, say(key)));
  for (const layer of DATA.user) items.push(make("li", {}, mark({ fillColor: INK.user, color: INK.user, weight: 1 }), layer.name));
  $("legend").replaceChildren(...items);
}
