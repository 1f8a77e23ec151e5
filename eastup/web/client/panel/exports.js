// What leaves the page: the map as a picture, the table as CSV, and print. All are made here, without a network.

import { $, button, inputOf, make, tell } from "../dom.js";
import { link } from "../history.js";
import { state, update, view } from "../state.js";
import { theme } from "../theme.js";
import { madeTitle, say } from "../words.js";
import { csv } from "./csv.js";
import { SLIDE, picture } from "./picture.js";
import { drawing } from "./drawing.js";

const KEPT_MS = 10_000, SAID_MS = 2000;

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  tell(say("made", name));
}

/** What a picture can be: some times the size of the screen, a slide's, or lines and letters that can be edited. */
const KINDS = /** @type {const} */ (["1x", "2x", "3x", "4x", "slide", "svg"]), DEFAULT_KIND = "2x";
const SLIDE_RATIO = 2;

function savePicture() {
  const kind = inputOf("picture-kind").value;
  if (kind === "svg") download(new Blob([drawing()], { type: "image/svg+xml" }), "east-up.svg");
  else (kind === "slide" ? picture(SLIDE_RATIO, SLIDE) : picture(parseInt(kind, 10))).toBlob((blob) => { if (blob) download(blob, "east-up.png"); }, "image/png");
}

function startPicture() {
  const list = /** @type {HTMLSelectElement} */ ($("picture-kind")), title = inputOf("own-title");
  view(() => {
    const now = list.value || DEFAULT_KIND;
    list.replaceChildren(...KINDS.map((kind) => new Option(kind === "slide" ? say("pictureSlide") : kind === "svg" ? "SVG" : `PNG ${kind}`, kind, false, kind === now)));
    title.placeholder = madeTitle();
    if (document.activeElement !== title) title.value = state.title;
  });
  title.onchange = () => update({ title: title.value.trim() });
}

function saveTable() {
  download(new Blob([csv()], { type: "text/csv;charset=utf-8" }), { case: "nearest.csv", way: "legs.csv", ask: "distances.csv", layers: "distances.csv", story: "distances.csv" }[state.tab]);
}

/** Copy the address of what is shown; where the browser doesn't let us, show it so that the reader can. */
async function copyLink() {
  try {
    await navigator.clipboard.writeText(link());
    tell(say("linkCopied"));
    $("link").textContent = say("linkCopied");
    setTimeout(() => { $("link").textContent = say("link"); }, SAID_MS);
  } catch {
    prompt(say("link"), link());
  }
}

export function startExports() {
  $("exports").replaceChildren(button("", savePicture, { id: "png" }), button("", saveTable, { id: "csv" }), button("", () => print(), { id: "print" }), button("", copyLink, { id: "link" }));
  view(() => { for (const id of ["png", "csv", "print", "link"]) $(id).textContent = say(id); });
  startPicture();
  startPrinting();
}

/** What is within 10 mm of the edges of sheets of paper: A4 upright and across, and a slide; map.css shows the one that fits. @type {[string, number, number][]} */
const SHEETS_MM = [["upright", 190, 276], ["across", 277, 189], ["wide", 318, 169]];
const PX_PER_MM = 4.3, PRINT_RATIO = 2.5; // letters of 13 px are printed as 8.5 points, and a millimetre in 11 pixels

/** On paper the map is a picture, one for each kind of sheet: which it will be nobody knows beforehand. Paper is white. */
function startPrinting() {
  /** @type {ThemeName | "" | null} */
  let worn = null;
  addEventListener("beforeprint", () => {
    worn = theme().name === "dark" ? state.theme : null;
    if (worn !== null) update({ theme: "light" });
    document.querySelector("main")?.append(make("div", { id: "printed" }, ...SHEETS_MM.map(([name, width, height]) =>
      Object.assign(picture(PRINT_RATIO, { width: Math.round(width * PX_PER_MM), height: Math.round(height * PX_PER_MM) }), { className: name }))));
  });
  addEventListener("afterprint", () => {
    document.getElementById("printed")?.remove();
    if (worn !== null) update({ theme: worn });
    worn = null;
  });
}
