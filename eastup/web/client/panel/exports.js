// What leaves the page: the map as a picture, the table as CSV, and print. All are made here, without a network.

import { $, button, tell } from "../dom.js";
import { link } from "../history.js";
import { state, update, view } from "../state.js";
import { theme } from "../theme.js";
import { say } from "../words.js";
import { csv } from "./csv.js";
import { picture } from "./picture.js";

const KEPT_MS = 10_000, SAID_MS = 2000;

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  tell(say("made", name));
}

function savePicture() {
  picture().toBlob((blob) => { if (blob) download(blob, "east-up.png"); }, "image/png");
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
  startPrinting();
}

/** On paper the map is a picture: it fits any sheet, which the live one does not. Paper is white. */
function startPrinting() {
  /** @type {ThemeName | "" | null} */
  let worn = null;
  addEventListener("beforeprint", () => {
    worn = theme().name === "dark" ? state.theme : null;
    if (worn !== null) update({ theme: "light" });
    const image = picture();
    image.id = "printed";
    document.querySelector("main")?.append(image);
  });
  addEventListener("afterprint", () => {
    document.getElementById("printed")?.remove();
    if (worn !== null) update({ theme: worn });
    worn = null;
  });
}
