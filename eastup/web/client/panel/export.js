// The current view as a picture, and the table as CSV. Both are made here and handed over as downloads.

const NMI_KM = 1.852, MI_KM = 1.609344;

function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(say("made", name));
}

/** Draw the map as it is shown, with a title above it and its sources below, at twice the size of the screen. */
function picture(ratio = 2) {
  const size = map.getSize(), head = 46, foot = 40, sheets = [land, shapes, names], retina = L.Browser.retina;
  const canvas = make("canvas", { width: Math.round(size.x * ratio), height: Math.round((size.y + head + foot) * ratio) }), ink = canvas.getContext("2d");
  land.options.ratio = names.options.ratio = ratio;
  L.Browser.retina = true;
  for (const sheet of sheets) sheet._update();
  shapes._redraw();
  ink.scale(ratio, ratio);
  ink.fillStyle = INK.sea;
  ink.fillRect(0, 0, size.x, size.y + head + foot);
  ink.save();
  ink.beginPath();
  ink.rect(0, head, size.x, size.y);
  ink.clip();
  for (const sheet of sheets) {
    const corner = map.layerPointToContainerPoint(sheet._bounds.min), { x, y } = sheet._bounds.getSize();
    ink.drawImage(sheet._container, corner.x, corner.y + head, x, y);
  }
  drawNorth(ink, head);
  ink.restore();
  ink.fillStyle = INK.paper;
  ink.fillRect(0, 0, size.x, head);
  ink.fillRect(0, size.y + head, size.x, foot);
  ink.textBaseline = "middle";
  ink.fillStyle = INK.ink;
  ink.font = `600 22px ${SERIF}`;
  ink.fillText($("title").textContent, 14, head / 2 + 1, size.x * 0.55);
  ink.font = `13px ${SANS}`;
  ink.textAlign = "right";
  ink.fillText($("caption").textContent, size.x - 14, head / 2 + 2, size.x * 0.4);
  ink.textAlign = "left";
  ink.font = `11px ${SANS}`;
  ink.fillText(say("sources"), 14, size.y + head + foot / 2, size.x - 28);
  delete land.options.ratio;
  delete names.options.ratio;
  L.Browser.retina = retina;
  for (const sheet of sheets) sheet._update();
  shapes._redraw();
  return canvas;
}

/** A north arrow: on a map that is turned it is the first thing that a reader looks for. */
function drawNorth(ink, top) {
  const north = northOnPage(map.getCenter()) * RAD;
  ink.save();
  ink.translate(46, top + 46);
  ink.fillStyle = INK.paper;
  ink.globalAlpha = 0.9;
  ink.beginPath();
  ink.arc(0, 0, 32, 0, 7);
  ink.fill();
  ink.globalAlpha = 1;
  ink.rotate(north);
  ink.fillStyle = INK.gate;
  ink.beginPath();
  ink.moveTo(0, -17);
  ink.lineTo(6, 8);
  ink.lineTo(0, 4);
  ink.lineTo(-6, 8);
  ink.fill();
  ink.translate(0, -24);
  ink.rotate(-north);
  ink.font = `600 12px ${SANS}`;
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  ink.fillText(say("letters")[0], 0, 0);
  ink.restore();
}

function savePicture() {
  map.closePopup();
  picture().toBlob((blob) => download(blob, "east-up.png"), "image/png");
}

/** One cell: quoted where it must be; a text that a spreadsheet would take for a formula is kept a text. */
function cell(value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

const rounded = (value, digits) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : NaN);

/** The table that is shown, with the columns that eastup's own files have. */
function csv() {
  const rows = state.tab === "case" ? caseRows() : distanceRows();
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function distanceRows() {
  const head = "origin_id,origin,target_id,target,mode,distance_km,distance_nmi,distance_mi,azimuth_deg,detour,hours,note".split(",");
  return [head, ...measured.map((row) => {
    const km = row.length_m / 1000, direct = lineBetween(state.hub, row.target).length_m;
    return [
      state.hub.id, named(state.hub), row.target.id, named(row.target), state.mode, rounded(km, 3), rounded(km / NMI_KM, 3), rounded(km / MI_KM, 3),
      rounded(state.mode === "air" ? row.azimuth_deg : NaN, 2), rounded(row.length_m / direct, 4), rounded(km / NMI_KM / state.speed_kn, 3), Number.isFinite(km) ? "" : whyNone(state.hub, row.target),
    ];
  })];
}

function caseRows() {
  const now = judge(state.off, state.closed), before = judge(NOTHING, NOTHING);
  const head = "target_id,target,mode,nearest_hub,distance_km,distance_nmi,nearest_hub_before,distance_km_before,distance_km_change".split(",");
  const name = (hub) => (hub ? named(hub) : "");
  return [head, ...now.nearest.map((row, j) => {
    const old = before.nearest[j], km = row.length_m / 1000;
    return [row.target.id, named(row.target), state.mode, name(row.hub), rounded(km, 3), rounded(km / NMI_KM, 3), name(old.hub), rounded(old.length_m / 1000, 3), rounded(km - old.length_m / 1000, 3)];
  })];
}

function saveTable() {
  download(new Blob([csv()], { type: "text/csv;charset=utf-8" }), state.tab === "case" ? "nearest.csv" : "distances.csv");
}

/** On paper the map is a picture: it fits any sheet, which the live one does not. */
function startPrinting() {
  let theme = "";
  addEventListener("beforeprint", () => {
    theme = state.theme;
    if (inDark()) wear("light"); // paper is white
    const image = picture();
    image.id = "printed";
    document.querySelector("main").append(image);
  });
  addEventListener("afterprint", () => {
    const image = $("printed");
    if (image) image.remove();
    if (state.theme !== theme) wear(theme);
  });
}

function speakExports() {
  const offer = (id, act) => {
    const made = make("button", { type: "button", id, textContent: say(id) });
    made.onclick = act;
    return made;
  };
  $("exports").replaceChildren(offer("png", savePicture), offer("csv", saveTable), offer("print", () => print()));
}
