// What the panel can do: distances from a hub, a way of the reader's own, what if, and what is on the map.

import { TABS } from "../address.js";
import { $, button } from "../dom.js";
import { state, update, view } from "../state.js";
import { say } from "../words.js";

export function startTabs() {
  $("tabs").replaceChildren(...TABS.map((tab, i) => {
    const head = button("", () => update({ tab }), { id: `show-${tab}` });
    head.setAttribute("role", "tab");
    head.setAttribute("aria-controls", `tab-${tab}`);
    head.onkeydown = (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0, other = TABS[(i + step + TABS.length) % TABS.length];
      if (!step) return;
      update({ tab: other });
      $(`show-${other}`).focus();
    };
    return head;
  }));
  view(showTab);
  $("skip").onclick = () => { // past the map
    const goal = $("table-box").hidden ? $(`show-${state.tab}`) : $("table-box");
    goal.focus();
    goal.scrollIntoView({ block: "nearest" });
  };
}

function showTab() {
  $("tabs").setAttribute("aria-label", say("tabs"));
  for (const tab of TABS) {
    const on = tab === state.tab, head = $(`show-${tab}`);
    head.textContent = say(tab);
    head.setAttribute("aria-selected", String(on));
    head.tabIndex = on ? 0 : -1;
    $(`tab-${tab}`).hidden = !on;
  }
  $("table").hidden = state.tab !== "ask";
  $("legs").hidden = state.tab !== "way";
  $("ranking").hidden = $("nearest").hidden = state.tab !== "case";
  $("table-box").hidden = state.tab === "layers" || state.tab === "story";
  $("panel").dataset.tab = state.tab;
}
