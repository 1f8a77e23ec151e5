// The three things that the panel can do: distances from a hub, what if, and what is on the map.

const TABS = ["ask", "case", "layers"];

function makeTabs() {
  $("tabs").replaceChildren(...TABS.map((tab, i) => {
    const head = make("button", { type: "button", id: `show-${tab}` });
    head.setAttribute("role", "tab");
    head.setAttribute("aria-controls", `tab-${tab}`);
    head.onclick = () => chooseTab(tab);
    head.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const other = TABS[(i + step + TABS.length) % TABS.length];
      chooseTab(other);
      $(`show-${other}`).focus();
    };
    return head;
  }));
}

function chooseTab(tab) {
  state.tab = tab;
  showTab();
  drawHub();
  writeCase();
  keepPlace();
}

function showTab() {
  for (const tab of TABS) {
    const on = tab === state.tab, head = $(`show-${tab}`);
    head.setAttribute("aria-selected", String(on));
    head.tabIndex = on ? 0 : -1;
    $(`tab-${tab}`).hidden = !on;
  }
  $("table").hidden = state.tab === "case";
  $("ranking").hidden = $("nearest").hidden = state.tab !== "case";
  $("table-box").hidden = state.tab === "layers";
  $("panel").dataset.tab = state.tab;
}

function speakTabs() {
  $("tabs").setAttribute("aria-label", say("tabs"));
  for (const tab of TABS) $(`show-${tab}`).textContent = say(tab);
}
