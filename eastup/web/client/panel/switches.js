// What is on the map: the legend, and switches by kind, by operator and by host.

function dot(style) {
  const sign = make("i", { className: "dot" });
  sign.style.background = style.fillColor;
  sign.style.border = `${Math.max(style.weight, 1)}px solid ${style.color === INK.paper ? style.fillColor : style.color}`;
  return sign;
}

function stroke(color, kind) {
  const sign = make("i", { className: `stroke ${kind}` });
  sign.style.color = color;
  return sign;
}

/** All that the map may show: [key, text, sign]. */
function entries() {
  const found = [["chain", say("chain"), stroke(INK.chain, "")], ["second", say("second"), stroke(INK.second, "dotted")], ["gate", say("gate"), stroke(INK.gate, "thick")]];
  found.push(["ray", say(state.mode === "sea" ? "route" : "ray"), stroke(INK.ray, "thin")]);
  for (const kind of KINDS.slice(0, 6)) found.push([kind, say(kind), dot(markOf(kind))]);
  for (const layer of DATA.user) found.push([`user-${layer.name}`, layer.name, dot({ fillColor: INK.user, color: INK.user, weight: 1 })]);
  return found;
}

function writeLegend() {
  const shown = entries().filter(([key]) => !state.hidden.has(key));
  if (state.ring_km || state.rings.length) shown.splice(4, 0, ["rings", say("rings"), stroke(INK.ring, "thin")]);
  $("legend").replaceChildren(...shown.map(([, text, sign]) => make("li", {}, sign, make("span", { textContent: text }))));
}

/** Fill the switches; each of `hidden` is a kind, `op-` a country that operates bases, or `host-` one that hosts them. */
function speakSwitches() {
  const item = (key, text, ...signs) => tick(text, !state.hidden.has(key), (on) => switchLayer(key, on), ...signs);
  const more = [["place", say("placesKind"), dot(markOf("place"))], ["seas", say("seas"), stroke(INK.seaText, "thin")], ["depth", say("depth"), stroke(INK.seaText, "thick")]];
  $("kinds").replaceChildren(...[...entries(), ...more].map(([key, text, sign]) => item(key, text, sign)));
  for (const [box, fact, prefix] of [["operators", "operator_country", "op"], ["hosts", "host", "host"]]) {
    const codes = [...new Set(DATA.points.map((point) => point.facts[fact]).filter(Boolean))];
    const known = Object.keys(say("countries")), rank = (code) => (known.includes(code) ? known.indexOf(code) : 99);
    codes.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    $(box).replaceChildren(...codes.map((code) => item(`${prefix}-${code}`, Object.hasOwn(say("countries"), code) ? say("countries")[code] : code)));
  }
}

function switchLayer(key, on) {
  if (on) state.hidden.delete(key);
  else state.hidden.add(key);
  drawFeatures();
  drawHub();
  nameFeatures();
  writeLegend();
  land.redraw();
  keepPlace();
}
