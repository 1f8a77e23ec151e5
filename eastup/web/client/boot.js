// Unpacks the page: its data and its script are deflated and written as text, 13 bits as two of 91 characters. This is the
// only script that a browser finds in the file; the page's policy names it and those that it unpacks by their checksums. It
// keeps to what browsers of 2018 understand, so that it can tell them what the map needs.
"use strict";
(() => {
  const NEEDS = "This map needs a browser of 2023 or later: Chrome or Edge 110, Firefox 113, Safari 16.4.";
  const codes = new Int16Array(128).fill(-1);
  for (let code = 33, n = 0; code < 127; code++) if (!'"&<'.includes(String.fromCharCode(code))) codes[code] = n++;

  /** The parts of a packed text by their names. @param {string} text */
  async function unpacked(text) {
    const raw = new Uint8Array(Math.ceil(text.length / 2 * 13 / 8));
    for (let i = 0, held = 0, bits = 0, at = 0; i + 1 < text.length; i += 2) {
      held = (held << 13) | (codes[text.charCodeAt(i)] * 91 + codes[text.charCodeAt(i + 1)]);
      for (bits += 13; bits >= 8; bits -= 8) raw[at++] = held >> (bits - 8);
      held &= 255;
    }
    const size = new DataView(raw.buffer).getUint32(0, true); // what follows fills up the last character
    const stream = new Blob([raw.subarray(4, 4 + size)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const data = new Uint8Array(await new Response(stream).arrayBuffer()), length = new DataView(data.buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
    /** @type {Record<string, Uint8Array>} */
    const parts = {};
    let at = 4 + length;
    for (const [name, count] of head.parts) parts[name] = data.subarray(at, at += count);
    return parts;
  }

  /** The text of an element. @param {string} id */
  function textOf(id) {
    const found = document.getElementById(id);
    return (found && found.textContent) || "";
  }

  /** Run a script of the page's own. @param {Uint8Array} text */
  function run(text) {
    const script = document.createElement("script");
    script.textContent = new TextDecoder().decode(text);
    document.head.append(script);
    script.remove();
  }

  async function start() {
    if (typeof DecompressionStream === "undefined" || !Array.prototype.findLastIndex) throw new Error(NEEDS);
    const parts = await unpacked(textOf("packed"));
    if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
    const sea = () => unpacked(textOf("packed-sea"));
    const original = document.documentElement.outerHTML; // to be saved anew
    Object.assign(globalThis, { eastup: { parts, sea, run, original } });
    run(parts.script);
  }

  start().catch((error) => {
    document.body.textContent = error.message === NEEDS ? NEEDS : `This file is damaged: ${error.message}`;
  });
})();
