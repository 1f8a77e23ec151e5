// The slider of days, and how often each gate was passed on the one that is shown.

import { GATES } from "../data.js";
import { $, inputOf, make } from "../dom.js";
import { number } from "../format.js";
import { DAYS, HAS_PASSED, dayText, passed, total } from "../passed.js";
import { state, update, view } from "../state.js";
import { named, say } from "../words.js";

export function startDays() {
  $("days").hidden = !HAS_PASSED;
  if (!HAS_PASSED) return;
  const slide = inputOf("day"), text = $("day-text");
  slide.max = String(DAYS.length);
  slide.oninput = () => update({ day: Number(slide.value) });
  view(() => {
    slide.value = String(state.day);
    text.textContent = `${state.day ? dayText() : say("allDays", dayText())}: ${number(total(), 0)}`;
    slide.setAttribute("aria-valuetext", text.textContent);
  });
  view(() => {
    const counted = GATES.flatMap((gate) => { const count = passed().get(gate.id); return count ? [{ gate, count }] : []; }).sort((a, b) => b.count - a.count);
    $("passed").replaceChildren(...counted.map(({ gate, count }) => make("li", {}, make("span", { textContent: named(gate) }), make("b", { textContent: number(count, 0) }))));
  });
}
