// Elements of the page. Nothing on it is made from markup, so that no name or fact can become any.

/** The element with an id. @param {string} id @returns {HTMLElement} */
export function $(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** @param {string} id */
export const inputOf = (id) => /** @type {HTMLInputElement} */ ($(id));
/** @param {string} id */
export const tableOf = (id) => /** @type {HTMLTableElement} */ ($(id));

/** All elements that a selector finds. @param {string} selector @returns {HTMLElement[]} */
export function every(selector) {
  return [...document.querySelectorAll(selector)].map((element) => /** @type {HTMLElement} */ (element));
}

/**
 * Make an element with properties and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Partial<HTMLElementTagNameMap[T]>} properties @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...Node} children */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** @param {number} width @param {number} height @returns {HTMLCanvasElement} */
export function makeCanvas(width, height) {
  return make("canvas", { width: Math.round(width), height: Math.round(height) });
}

/** @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2DSettings} [settings] @returns {CanvasRenderingContext2D} */
export function contextOf(canvas, settings) {
  const found = canvas.getContext("2d", settings);
  if (!found) throw new Error("this browser can't draw");
  return found;
}

/** A button. @param {string} text @param {() => void} act @param {Partial<HTMLButtonElement>} [properties] */
export function button(text, act, properties = {}) {
  return make("button", { type: "button", textContent: text, onclick: act, ...properties });
}

/** Replace what an element holds; whoever had the focus in it gets it back, found by `data-key` or value. @param {Element} box @param {...(Node | string)} children */
export function refill(box, ...children) {
  const had = box.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null, key = had && had.dataset.key;
  box.replaceChildren(...children);
  if (!key) return;
  const again = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[data-key]")]).find((element) => element.dataset.key === key);
  again?.focus({ preventScroll: true });
}

/** A list item with a box to tick. @param {string} key @param {string} text @param {boolean} on @param {(on: boolean) => void} act @param {...Node} signs */
export function tick(key, text, on, act, ...signs) {
  const box = make("input", { type: "checkbox", checked: on });
  box.dataset.key = key;
  box.onchange = () => act(box.checked);
  return make("li", {}, make("label", {}, box, ...signs, make("span", { textContent: text })));
}

/** Let the keyboard reach the buttons of a table by one stop, and go through them by arrows. @param {HTMLElement} body */
export function rove(body) {
  /** @returns {HTMLElement[]} */
  const buttons = () => [...body.querySelectorAll("button")];
  const settle = () => {
    const all = buttons(), held = all.find((each) => each === document.activeElement) || all[0];
    for (const each of all) each.tabIndex = each === held ? 0 : -1;
  };
  new MutationObserver(settle).observe(body, { childList: true });
  body.addEventListener("focusin", settle);
  body.addEventListener("keydown", (event) => {
    const all = buttons(), i = all.findIndex((each) => each === document.activeElement);
    const goal = { ArrowDown: all[i + 1], ArrowUp: all[i - 1], Home: all[0], End: all[all.length - 1] }[event.key];
    if (i < 0 || !goal) return;
    event.preventDefault();
    goal.focus();
  });
  settle();
}

/** Say something to a screen reader. @param {string} text */
export function tell(text) {
  $("news").textContent = text;
}

/** Whether the panel stands below the map: on a phone, and on a tablet that is held upright; see map.css. */
export const isStacked = () => matchMedia("(max-width: 800px), (max-width: 1100px) and (orientation: portrait)").matches;
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
