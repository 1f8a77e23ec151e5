// A ship, or an aircraft, that goes the reader's own way against a clock: a slider tells the hour, and a button lets it run.

import { legs, stops, wayUncertainty_km } from "../analysis.js";
import { $, button, inputOf, isStill, svg, tell } from "../dom.js";
import { hoursText, number, withUnit } from "../format.js";
import { geodesic } from "../geodesy/geodesic.js";
import { derived, speed_kn, state, update, view } from "../state.js";
import { named, say } from "../words.js";
import { screenOf } from "./camera.js";
import { onCamera } from "./motion.js";
import { legLines } from "./shapes.js";

const WHOLE_MS = 12_000; // of the longest way
const JUMPS = 8, JUMP_MS = 900; // instead, for a reader who wants no motion
let timer = 0;

/** The way as points, with the metres from its start to each. @type {() => { points: LonLat[], far_m: number[] }} */
const track = derived(() => {
  const points = legLines().flatMap((line, i) => (i ? line.slice(1) : line)), far_m = [0];
  for (let i = 1; i < points.length; i++) far_m.push(far_m[i - 1] + geodesic(points[i - 1][0], points[i - 1][1], points[i][0], points[i][1]).length_m);
  return { points, far_m };
});

/** Where the ship is after some metres, and its course. @param {number} done_m */
export function shipAt(done_m) {
  const { points, far_m } = track(), after = Math.max(1, far_m.findIndex((each) => each >= done_m)), [a, b] = [points[after - 1], points[after]];
  const part = (done_m - far_m[after - 1]) / (far_m[after] - far_m[after - 1] || 1), east = (((b[0] - a[0]) % 360) + 540) % 360 - 180;
  return { at: [a[0] + part * east, a[1] + part * (b[1] - a[1])], next: b };
}

/** Whether the whole way is known. */
const isWhole = () => track().points.length > 1 && legs().every(({ sea_m }) => state.mode === "air" || Number.isFinite(sea_m));

const whole_m = () => track().far_m[track().far_m.length - 1];
const metresAnHour = () => speed_kn() * 1852;

/** Put the ship where it is at the hour that is shown. */
function place() {
  const ship = $("ship"), shown = state.tab === "way" && isWhole() && state.clock_h > 0;
  ship.style.display = shown ? "" : "none";
  if (!shown) return;
  const { at, next } = shipAt(Math.min(state.clock_h * metresAnHour(), whole_m())), [x, y] = screenOf(at), [ahead, down] = screenOf(next);
  ship.style.translate = `${x}px ${y}px`;
  ship.style.rotate = `${Math.atan2(ahead - x, y - down)}rad`;
}

function stop() {
  cancelAnimationFrame(timer);
  clearTimeout(timer);
  timer = 0;
  $("sail").setAttribute("aria-pressed", "false");
}

function sail() {
  if (timer) {
    stop();
    return;
  }
  const hours = whole_m() / metresAnHour(), from = state.clock_h < hours ? state.clock_h / hours : 0, began = performance.now();
  $("sail").setAttribute("aria-pressed", "true");
  const step = () => {
    const part = Math.min(1, from + (isStill() ? (Math.round((performance.now() - began) / JUMP_MS) + 1) / JUMPS : (performance.now() - began) / WHOLE_MS));
    update({ clock_h: hours * part });
    if (part < 1 && state.tab === "way") timer = isStill() ? window.setTimeout(step, JUMP_MS) : requestAnimationFrame(step);
    else {
      stop();
      tell($("clock-text").textContent || "");
    }
  };
  step();
}

export function startSailing() {
  $("map").append(svg("svg", { id: "ship", viewBox: "-8 -12 16 24", width: 16, height: 24, "aria-hidden": "true" }, svg("path", { d: "M0 -11L6 3V10H-6V3Z" })));
  $("way-tools").append(button("", sail, { id: "sail" }));
  const slide = inputOf("clock");
  slide.oninput = () => {
    stop();
    update({ clock_h: Number(slide.value) });
  };
  view(() => {
    const ready = isWhole(), hours = ready ? whole_m() / metresAnHour() : 0, now = Math.min(state.clock_h, hours);
    $("clock-box").hidden = !ready;
    $("sail").hidden = !ready;
    $("sail").textContent = say("sail");
    slide.max = String(hours);
    slide.step = String(hours / 500);
    if (document.activeElement !== slide) slide.value = String(now);
    const text = ready ? `${say("hoursShort", number(now, 1))} / ${hoursText(whole_m(), wayUncertainty_km(whole_m()))} · ${withUnit(now * metresAnHour())}` : "";
    $("clock-text").textContent = text;
    slide.setAttribute("aria-valuetext", text);
    slide.setAttribute("aria-label", ready ? `${say("sail")}: ${stops().map(named).join(" → ")}` : say("sail"));
    place();
  });
  onCamera(place);
}
