// Steps: what the map shows now, kept with a caption, in an order, to be shown one after the other on the whole screen. They
// stand in the address, and in the page itself when it is saved. A step without a caption of the reader's says what it shows.

import { read, written } from "../address.js";
import { $, button, make, refill, tell } from "../dom.js";
import { number } from "../format.js";
import { isMoving, turnTo } from "../map/motion.js";
import { savedPage } from "../own/kept.js";
import { state, update, view } from "../state.js";
import { say } from "../words.js";
import { download } from "./exports.js";
import { STORIES, computedCaption } from "./stories.js";

const MOST_STEPS = 40;
/** What the page showed before it was presented. @type {Partial<State> | null} */
let before = null;

/** The tab whose question the map showed last. @type {Tab} */
let asked = "ask";

/** What a step keeps: the state without the steps themselves, and what was asked before the reader came to them. */
function here() {
  return written({ ...state, tab: asked, steps: [], step: -1, panel: true });
}

/** Show a step. @param {number} i */
function show(i) {
  const step = state.steps[i];
  if (!step) return;
  const wanted = read(step.address), turns = state.presenting && !wanted.at && !state.at; // the whole map is seen to turn
  update({ ...wanted, up_deg: turns ? state.up_deg : wanted.up_deg, steps: state.steps, step: i, lang: state.lang, theme: state.theme, panel: state.presenting ? false : state.panel, tab: state.presenting ? wanted.tab || state.tab : "story", compact: state.compact });
  if (turns && wanted.up_deg !== undefined) turnTo(wanted.up_deg);
}

function add() {
  update({ steps: [...state.steps, { caption: "", address: here() }].slice(0, MOST_STEPS), step: state.steps.length });
}

function present() {
  before = { panel: state.panel, tab: state.tab, step: state.step };
  update({ presenting: true });
  document.documentElement.requestFullscreen?.().catch(() => {}); // in a frame it may be forbidden: then it fills the frame
  show(Math.max(0, state.step));
}

function stop() {
  if (document.fullscreenElement) void document.exitFullscreen();
  update({ presenting: false, ...(before || {}) });
  before = null;
}

/** @param {number} by */
const go = (by) => show(Math.max(0, Math.min(state.steps.length - 1, state.step + by)));

/** Save the page with the steps in it, with the reader's own files, and as it shows now. */
function save() {
  const page = new Blob([savedPage()], { type: "text/html" }), text = say("pageSaved", number(page.size / 1e6, 1));
  download(page, "east-up.html");
  $("saved").textContent = text;
}

export function startStory() {
  view(() => { if (state.tab !== "story" && state.tab !== "layers") asked = state.tab; });
  $("story-tools").replaceChildren(button("", add, { id: "step-add" }), button("", present, { id: "present" }), button("", save, { id: "save-page" }));
  view(() => {
    for (const [id, key] of [["step-add", "addStep"], ["present", "present"], ["save-page", "savePage"]]) $(id).textContent = say(key);
    /** @type {HTMLButtonElement} */ ($("present")).disabled = !state.steps.length;
  });
  view(() => refill($("stories"), ...STORIES.map(([key, steps]) => {
    const ready = button(say(key), () => update({ steps, step: -1 }));
    ready.dataset.key = key;
    return ready;
  })));
  view(() => refill($("story"), ...state.steps.map((step, i) => {
    const caption = make("input", { type: "text", value: step.caption, placeholder: say("computedCaption"), maxLength: 300 });
    caption.setAttribute("aria-label", say("captionOf", String(i + 1)));
    caption.dataset.key = `caption ${i}`;
    caption.onchange = () => update({ steps: state.steps.map((each, j) => (j === i ? { ...each, caption: caption.value } : each)) });
    const item = make("li", {}, tool("▸", say("showStep", step.caption), `show ${i}`, () => show(i)), caption,
      tool("↑", say("earlier", step.caption), `up ${i}`, () => update({ steps: moved(i), step: i - 1 }), i === 0),
      tool("⟳", say("renewStep", step.caption), `renew ${i}`, () => update({ steps: state.steps.map((each, j) => (j === i ? { ...each, address: here() } : each)), step: i })),
      tool("×", say("removeStop", step.caption), `remove ${i}`, () => update({ steps: state.steps.filter((_, j) => j !== i), step: -1 })));
    if (i === state.step) item.setAttribute("aria-current", "step");
    return item;
  })));
  view(() => {
    const told = $("told"), step = state.presenting ? state.steps[state.step] : undefined;
    told.hidden = !step;
    told.textContent = step ? `${step.caption || computedCaption()}  ${state.step + 1}/${state.steps.length}` : "";
    if (step) tell(told.textContent);
    document.body.classList.toggle("presenting", state.presenting);
  });
  document.addEventListener("keydown", (event) => {
    if (!state.presenting || isMoving()) return;
    if (["ArrowRight", "PageDown", " "].includes(event.key)) go(1);
    else if (["ArrowLeft", "PageUp"].includes(event.key)) go(-1);
    else if (event.key === "Escape") stop();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement && state.presenting) stop(); });
  $("told").onclick = () => go(1);
}

/** The steps with one moved before the one before it. @param {number} i */
const moved = (i) => state.steps.map((each, j, all) => (j === i - 1 ? all[i] : j === i ? all[i - 1] : each));

/** @param {string} text @param {string} label @param {string} key @param {() => void} act @param {boolean} [off] */
function tool(text, label, key, act, off = false) {
  const made = button(text, act, { title: label, disabled: off });
  made.setAttribute("aria-label", label);
  made.dataset.key = key;
  return made;
}
