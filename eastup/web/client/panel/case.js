// What if: hubs that are off and straits that are closed, who is nearest then, how hubs rank, and what has changed.

/** Draw the nearest hub of each target: in another colour where it has changed. */
function drawCase() {
  const now = judge(state.off, state.closed), before = judge(NOTHING, NOTHING);
  groups.rays.clearLayers();
  now.nearest.forEach((row, j) => {
    if (!row.hub) return;
    const changed = row.hub !== before.nearest[j].hub || row.length_m > before.nearest[j].length_m + 1;
    const style = { color: changed ? INK.changed : INK.ray, weight: changed ? 2.6 : 1.5, opacity: changed ? 1 : 0.7, interactive: false };
    L.polyline(wayTo(row.hub, row.target).map(at), style).addTo(groups.rays);
  });
  marksInFront();
}

/** Write the lists of hubs and straits, the verdict and the two tables. */
function writeCase() {
  if (state.tab !== "case") return;
  const now = judge(state.off, state.closed), before = judge(NOTHING, NOTHING);
  writeVerdict(now, before);
  writeRanking(now, before);
  writeNearest(now, before);
}

function withUnit(length_m) {
  return `${lengthText(length_m)} ${state.unit}`;
}

function writeVerdict(now, before) {
  const moved = now.nearest.filter((row, j) => row.hub !== before.nearest[j].hub || Math.abs(row.length_m - before.nearest[j].length_m) > 1).length;
  $("verdict").textContent = !now.ranking.length ? say("verdictNone")
    : !state.off.size && !state.closed.size ? say("verdictAll", withUnit(now.mean_m))
      : say("verdict", String(moved), withUnit(now.mean_m), withUnit(before.mean_m), `${changeText(now.mean_m - before.mean_m)} ${state.unit}`);
}

function writeRanking(now, before) {
  const table = $("ranking");
  table.caption.textContent = say("rankingCaption");
  headRow(table, ["#", say("hub"), say("mean", state.unit), say("change"), say("count"), say("change")]);
  table.tBodies[0].replaceChildren(...now.ranking.map((row, i) => {
    const old = before.ranking.find((other) => other.hub === row.hub), known = Number.isFinite(row.mean_m), more = row.count - old.count;
    const longer = known ? row.mean_m - old.mean_m : 0;
    return make("tr", {},
      make("td", { textContent: String(i + 1) }), make("td", { textContent: named(row.hub) }),
      make("td", { textContent: known ? lengthText(row.mean_m) : "–" }),
      make("td", { textContent: Math.abs(longer) < 500 ? "" : changeText(longer), className: longer > 500 ? "worse" : "" }),
      make("td", { textContent: String(row.count) }),
      make("td", { textContent: more ? `${more > 0 ? "+" : "−"}${Math.abs(more)}` : "", className: more ? "worse" : "" }));
  }));
}

function writeNearest(now, before) {
  const table = $("nearest");
  table.caption.textContent = say("nearestCaption");
  headRow(table, [say("target"), say("nearestHub"), state.unit, say("change")]);
  const rows = now.nearest.map((row, j) => ({ ...row, old: before.nearest[j] }));
  const changed = (row) => row.hub !== row.old.hub || Math.abs(row.length_m - row.old.length_m) > 1;
  rows.sort((a, b) => Number(changed(b)) - Number(changed(a))); // what has changed comes first
  table.tBodies[0].replaceChildren(...rows.map((row) => {
    const name = make("button", { type: "button", textContent: named(row.target) }), hub = make("td", { textContent: row.hub ? named(row.hub) : "–" });
    name.onclick = () => showPlace(row.target);
    if (row.hub !== row.old.hub && row.old.hub) hub.append(make("small", { textContent: say("before", named(row.old.hub)) }));
    const longer = row.length_m - row.old.length_m;
    return make("tr", { className: changed(row) ? "changed" : "" }, make("td", {}, name), hub,
      make("td", { textContent: Number.isFinite(row.length_m) ? lengthText(row.length_m) : "–" }),
      make("td", { textContent: changed(row) && Number.isFinite(longer) ? changeText(longer) : "", className: "worse" }));
  }));
}

/** A list item with a box to tick. */
function tick(text, on, act, ...signs) {
  const box = make("input", { type: "checkbox", checked: on });
  box.onchange = () => act(box.checked);
  return make("li", {}, make("label", {}, box, ...signs, make("span", { textContent: text })));
}

function speakCase() {
  if (SEA) $("case-lead").textContent = say("caseLeadSea");
  $("hubs-in-use").replaceChildren(...DATA.hubs.map((hub) => tick(named(hub), !state.off.has(hub.id), (on) => switchHub(hub, on))));
  $("straits-open").replaceChildren(...DATA.straits.map((strait) => tick(named(strait), !state.closed.has(strait.id), (on) => switchStrait(strait, on))));
}

function switchHub(hub, on) {
  if (on) state.off.delete(hub.id);
  else state.off.add(hub.id);
  changeCase();
}

function switchStrait(strait, on) {
  if (on) state.closed.delete(strait.id);
  else state.closed.add(strait.id);
  if (state.mode !== "sea") setMode("sea"); // to close a strait means nothing in the air
  changeCase();
}

function changeCase() {
  drawFeatures();
  drawHub();
  writeCase();
  nameFeatures();
  keepPlace();
}

/** A button in a strait's card that closes it to ships, or opens it; the card then tells who is nearest. */
function closeSwitch(strait) {
  const write = () => { shut.textContent = say(state.closed.has(strait.id) ? "openStrait" : "closeStrait"); };
  const shut = button("", () => {
    switchStrait(strait, state.closed.has(strait.id));
    speakCase();
    write();
    shut.closest(".card").querySelector(".nearest").replaceWith(nearestHubs(DATA.targets.find((target) => target.id === strait.id)));
  });
  write();
  return shut;
}
