// The turn: one dial sets which way is up. The whole page turns about its middle, names stay upright.

const turning = { active: false, frame: 0, home: true, kept: null, spin: null, goal: 0 };
const SVG = "http://www.w3.org/2000/svg";
const HOME_LONLAT = [[104, 21.5], [105, 10], [116, 4.5], [127, 6], [145, 13], [147, 20], [157.5, 51], [142, 54], [128, 51], [116, 42]];

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** What the page shows as it is turned now: while the reader has not moved it, the whole region. */
function shownNow() {
  return turning.home ? fitted(map, HOME_LONLAT, 24) : turning.kept || { center: map.getCenter(), zoom: map.getZoom() };
}

/** Draw the page at an angle. */
function drawAt(up) {
  turning.kept ||= { center: map.getCenter(), zoom: map.getZoom() }; // which the map tells by its own direction, until it is placed
  setUp(up);
  const shown = shownNow();
  if (turning.spin) turning.spin.show(shown);
  else {
    turning.placing = true;
    map.setView(shown.center, shown.zoom, { reset: true });
    turning.placing = false;
    turning.kept = null;
  }
  writeDial(shown.center);
}

/** Turn to an azimuth by the shorter way, slowly in and slowly out. */
function turnTo(up) {
  cancelAnimationFrame(turning.frame);
  const from = page.up, by = ((up - from + 540) % 360) - 180;
  if (Math.abs(by) < 1e-9) {
    settle(up);
    return;
  }
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    settle(up);
    return;
  }
  hold();
  turning.goal = up;
  const span = 500 + 7 * Math.abs(by), began = performance.now();
  const step = (now) => {
    const part = Math.min(1, Math.max(0, (now - began) / span));
    if (part >= 1) {
      settle(up);
      return;
    }
    drawAt(from + by * (part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2));
    turning.frame = requestAnimationFrame(step);
  };
  turning.frame = requestAnimationFrame(step);
}

/** Begin to turn. */
function hold() {
  if (turning.active) return;
  map.closePopup();
  map.stop();
  turning.kept = { center: map.getCenter(), zoom: map.getZoom() };
  turning.spin = new Spin();
  turning.active = true;
}

function settle(up) {
  cancelAnimationFrame(turning.frame);
  turning.active = false;
  if (turning.spin) turning.spin.end();
  turning.spin = null;
  drawAt(up);
  speakTurn();
  keepPlace();
}

/** Whoever takes hold of the map while it turns finds it turned. */
function settleOnTouch() {
  for (const kind of ["pointerdown", "wheel", "keydown"]) {
    map.getContainer().addEventListener(kind, () => { if (turning.active) settle(turning.goal); }, { capture: true, passive: true });
  }
}

/** Make the dial and its four buttons. */
function makeTurn() {
  const rose = svg("g", { id: "rose" }), ticks = [];
  for (let azimuth = 0; azimuth < 360; azimuth += 15) {
    ticks.push(svg("line", { x1: 0, x2: 0, y1: -42, y2: azimuth % 90 ? -38 : -34, transform: `rotate(${azimuth})`, class: azimuth % 90 ? "tick" : "tick main" }));
  }
  rose.append(...ticks, svg("path", { d: "M0-29 6.5 0H-6.5Z", class: "needle" }), svg("path", { d: "M0 29 6.5 0H-6.5Z", class: "tail" }));
  const letters = svg("g", { id: "letters" });
  const dial = svg("svg", { viewBox: "-72 -74 144 146", id: "dial", tabindex: "0", role: "slider", "aria-valuemin": "0", "aria-valuemax": "359" },
    svg("circle", { r: 63, class: "plate" }), svg("circle", { r: 42, class: "ring" }), rose, letters, svg("path", { d: "M0-63 6-73H-6Z", class: "index" }));
  const buttons = make("div", { className: "sides" });
  [0, 90, 180, 270].forEach((up) => {
    const button = make("button", { type: "button", value: String(up) });
    button.onclick = () => turnTo(up);
    buttons.append(button);
  });
  $("turn").append(dial, buttons);
  dragDial(dial);
  settleOnTouch();
}

function dragDial(dial) {
  const angle = (event) => {
    const box = dial.getBoundingClientRect();
    return Math.atan2(event.clientX - box.left - box.width / 2, box.top + box.height / 2 - event.clientY) / RAD;
  };
  let last = null;
  dial.addEventListener("pointerdown", (event) => {
    cancelAnimationFrame(turning.frame);
    dial.setPointerCapture(event.pointerId);
    last = angle(event);
    hold();
    turning.goal = page.up;
    event.preventDefault();
    dial.focus({ preventScroll: true });
  });
  dial.addEventListener("pointermove", (event) => {
    if (last === null) return;
    const now = angle(event);
    turning.goal -= wrapped((now - last) * RAD) / RAD;
    last = now;
    cancelAnimationFrame(turning.frame);
    turning.frame = requestAnimationFrame(() => drawAt(turning.goal));
  });
  const end = () => {
    if (last === null) return;
    last = null;
    const up = turning.goal, quarter = Math.round(up / 45) * 45;
    cancelAnimationFrame(turning.frame);
    if (Math.abs(up - quarter) < 4) turnTo(quarter);
    else settle(up);
  };
  dial.addEventListener("pointerup", end);
  dial.addEventListener("pointercancel", end);
  dial.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 15, ArrowUp: 15, ArrowLeft: -15, ArrowDown: -15, PageUp: 90, PageDown: -90 };
    if (event.key === "Home") turnTo(0);
    else if (event.key in steps) turnTo(Math.round((page.up + steps[event.key]) / 15) * 15);
    else return;
    event.preventDefault();
  });
}

/** Set the rose to the north of the middle of the map, its letters upright. */
function writeDial(middle = map.getCenter()) {
  const north = northOnPage(middle);
  $("rose").setAttribute("transform", `rotate(${north.toFixed(2)})`);
  const letters = say("letters");
  if ($("letters").children.length !== 4) $("letters").replaceChildren(...letters.map(() => svg("text", { "text-anchor": "middle", "dominant-baseline": "central" })));
  [...$("letters").children].forEach((text, i) => {
    const direction = (north + 90 * i) * RAD;
    if (text.textContent !== letters[i]) text.textContent = letters[i];
    text.setAttribute("x", (52.5 * Math.sin(direction)).toFixed(2));
    text.setAttribute("y", (-52.5 * Math.cos(direction)).toFixed(2));
    text.setAttribute("class", i === 0 ? "north" : "");
  });
  if (turning.active) return; // words wait for the end: setting them would lay out the whole page anew each time
  const shown = Math.round(page.up) % 360;
  $("dial").setAttribute("aria-valuenow", String(shown));
  $("dial").setAttribute("aria-valuetext", say("upTo", sideName(page.up)));
  for (const button of every("#turn .sides button")) button.setAttribute("aria-pressed", String(Math.abs(shown - Number(button.value)) < 1));
  const title = say("title", sideName(page.up));
  if ($("title").textContent !== title) $("title").textContent = title;
}

function sideName(up) {
  const shown = Math.round(up) % 360;
  return shown % 45 === 0 ? say("sides")[shown / 45] : say("degrees", String(shown));
}

function speakTurn() {
  $("turn").setAttribute("aria-label", say("turn"));
  $("dial").setAttribute("aria-label", say("turn"));
  every("#turn .sides button").forEach((button, i) => {
    button.textContent = say("letters")[i];
    button.title = say("upTo", say("sides")[2 * i]);
    button.setAttribute("aria-label", button.title);
  });
  document.title = say("title", sideName(page.up));
  writeDial();
}
