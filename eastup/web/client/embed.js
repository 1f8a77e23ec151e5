// In a frame of another page: what the reader chose is told to that page, and it may set it, in the words of the address.

import { read, written } from "./address.js";
import { state, update, view } from "./state.js";

const TOLD_MS = 150;

export function startEmbedding() {
  view(() => { document.body.classList.toggle("compact", state.compact); });
  if (window.parent === window) return;
  let waiting = 0;
  const tell = () => {
    waiting = 0;
    window.parent.postMessage({ eastup: { state: written(state) } }, "*"); // nothing in it is secret
  };
  view(() => {
    written(state); // reads what it tells
    waiting ||= setTimeout(tell, TOLD_MS);
  });
  addEventListener("message", ({ data, source }) => {
    const wanted = source === window.parent && data && data.eastup && data.eastup.set;
    if (typeof wanted === "string") update(read(wanted));
  });
}
