// The scale bar: a round length as it is on the map, true at its middle and across it.

import { $ } from "../dom.js";
import { KM_PER, number } from "../format.js";
import { geodesic } from "../geodesy/geodesic.js";
import { state, view } from "../state.js";
import { LARGER } from "../theme.js";
import { say } from "../words.js";
import { camera, lonlatAt } from "./camera.js";
import { onCamera } from "./motion.js";

const LONGEST_PX = 110 * LARGER, PROBE_PX = 40;
const ROUND = [5, 2, 1];

/** How long the bar is and what it says; null where the middle of the map is no place. @returns {{ width_px: number, text: string } | null} */
export function scaleBar() {
  const [x, y] = [camera.width / 2, camera.height / 2], a = lonlatAt(x - PROBE_PX, y), b = lonlatAt(x + PROBE_PX, y);
  const unit_px = 2 * PROBE_PX * KM_PER[state.unit] * 1000 / geodesic(a[0], a[1], b[0], b[1]).length_m;
  if (!Number.isFinite(unit_px)) return null;
  const most = LONGEST_PX / unit_px, power = 10 ** Math.floor(Math.log10(most)), length = power * (ROUND.find((round) => round * power <= most) || 1);
  return { width_px: length * unit_px, text: `${number(length, length < 1 ? 1 : 0)} ${state.unit}` };
}

export function startScale() {
  const write = () => {
    const bar = scaleBar();
    $("scale").hidden = !bar;
    if (!bar) return;
    $("scale").textContent = bar.text;
    $("scale").style.width = `${(bar.width_px / LARGER).toFixed(2)}px`;
  };
  view(() => {
    write();
    $("scale").title = say("scaleTrue");
  });
  onCamera(write);
}
