// Cards: what a feature is, its facts with their sources, and what can be asked of it. All text is set as text.

function card(feature, ...more) {
  const box = make("div", { className: "card" }, make("h2", { textContent: named(feature) }));
  const others = Object.entries(feature.names).filter(([lang, text]) => lang !== state.lang && text !== named(feature));
  if (others.length) box.append(make("p", { className: "others", textContent: others.map(([, text]) => text).join(" · ") }));
  box.append(...more);
  const facts = Object.entries(feature.facts || {});
  if (facts.length) {
    const known = say("facts"), order = Object.keys(known), list = make("dl", {});
    const place = (/** @type {string[]} */ [key]) => (order.includes(key) ? order.indexOf(key) + (key.includes("source") || key === "as_of" ? 100 : 0) : 50);
    for (const [key, value] of facts.sort((a, b) => place(a) - place(b))) {
      list.append(make("dt", { textContent: known[key] || key.replace(/_/g, " ") }), make("dd", { textContent: value, dir: "auto" }));
    }
    box.append(list);
  }
  return box;
}

/** The card of a feature with what can be asked of its kind. */
function cardOf(feature) {
  const target = DATA.targets.find((each) => each.id === feature.id), isPoint = feature.kind || feature.type === "Point" || feature.free;
  const more = [];
  if (isPoint) more.push(askButton({ ...feature, at: spotOf(feature) }));
  if (isPoint || target) more.push(button(say("ringHere"), () => addRing(spotOf(feature))));
  if (target && SEA && feature.width_km) more.push(closeSwitch(feature));
  const asks = more.length ? [make("p", { className: "asks" }, ...more)] : [];
  return card(feature, ...asks, ...(target ? [nearestHubs(target)] : []));
}

/** Open a card at a place; the map moves no more than it must. */
function openCard(latlng, content) {
  const room = map.getSize(), narrow = room.x < 560;
  const popup = L.popup({
    maxWidth: Math.min(340 * LARGER, room.x - 40), minWidth: Math.min(220 * LARGER, room.x - 60), maxHeight: Math.min(320 * LARGER, room.y - 90),
    autoPanPaddingTopLeft: [narrow ? 8 : 172 * LARGER, 16], autoPanPaddingBottomRight: [narrow ? 8 : 16, narrow ? 16 : 56 * LARGER],
  });
  const back = /** @type {any} */ (document.activeElement);
  popup.setLatLng(latlng).setContent(content).openOn(map);
  const box = popup.getElement(), close = box.querySelector(".leaflet-popup-close-button"), title = box.querySelector("h2");
  if (close) close.setAttribute("aria-label", say("close"));
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title.textContent);
  if (back && back.matches && back.matches(":focus-visible") && back !== map.getContainer()) {
    // A reader with a keyboard goes on in the card, and comes back to where it was asked for.
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    popup.on("remove", () => { if (box.contains(document.activeElement) || document.activeElement === document.body) back.focus({ preventScroll: true }); });
  }
}

function button(text, act) {
  const made = make("button", { type: "button", className: "ask", textContent: text });
  made.onclick = act;
  return made;
}

function askButton(place) {
  return button(say("fromHere"), () => {
    chooseHub(place);
    map.closePopup();
  });
}

/** Who is nearest to a target: the five nearest of the hubs in use. */
function nearestHubs(target) {
  const rows = hubsInUse().map((hub) => ({ hub, length_m: lengthBetween(hub, target) })).filter((row) => Number.isFinite(row.length_m));
  rows.sort((a, b) => a.length_m - b.length_m);
  const list = make("ol", {});
  for (const row of rows.slice(0, 5)) {
    list.append(make("li", {}, make("span", { textContent: named(row.hub) }), make("b", { textContent: `${lengthText(row.length_m)} ${state.unit}` })));
  }
  return make("div", { className: "nearest" }, make("h3", { textContent: `${say("nearest")} · ${say(state.mode)}` }), list);
}
