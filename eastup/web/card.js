// Cards: what a feature is, its facts with their sources, and what can be asked of it. All text is set as text.

function card(feature, ...more) {
  const box = make("div", { className: "card" }, make("h2", { textContent: named(feature) }));
  const others = Object.entries(feature.names).filter(([lang, text]) => lang !== state.lang && text !== named(feature));
  if (others.length) box.append(make("p", { className: "others", textContent: others.map(([, text]) => text).join(" · ") }));
  box.append(...more);
  const facts = Object.entries(feature.facts || {});
  if (facts.length) {
    const known = say("facts"), order = Object.keys(known), list = make("dl", {});
    const place = ([key]) => (order.includes(key) ? order.indexOf(key) + (key.includes("source") || key === "as_of" ? 100 : 0) : 50);
    for (const [key, value] of facts.sort((a, b) => place(a) - place(b))) {
      list.append(make("dt", { textContent: known[key] || key.replace(/_/g, " ") }), make("dd", { textContent: value, dir: "auto" }));
    }
    box.append(list);
  }
  return box;
}

/** Open a card at a place; the map moves no more than it must. */
function openCard(latlng, content) {
  const popup = L.popup({ maxWidth: 340, minWidth: 220, maxHeight: 320, autoPanPaddingTopLeft: [172, 16], autoPanPaddingBottomRight: [16, 56] });
  popup.setLatLng(latlng).setContent(content).openOn(map);
  const close = popup.getElement().querySelector(".leaflet-popup-close-button");
  if (close) close.setAttribute("aria-label", say("close"));
}

function askButton(place) {
  const button = make("button", { type: "button", className: "ask", textContent: say("fromHere") });
  button.onclick = () => {
    chooseHub(place);
    map.closePopup();
  };
  return button;
}

/** Who is nearest to a target: the five nearest of the hubs that are offered. */
function nearestHubs(target) {
  const rows = DATA.hubs.map((hub) => ({ hub, length_m: geodesic(...hub.at, ...target.at).length_m }));
  rows.sort((a, b) => a.length_m - b.length_m);
  const list = make("ol", {});
  for (const row of rows.slice(0, 5)) {
    list.append(make("li", {}, make("span", { textContent: named(row.hub) }), make("b", { textContent: `${lengthText(row.length_m)} ${state.unit}` })));
  }
  return make("div", { className: "nearest" }, make("h3", { textContent: say("nearest") }), list);
}
