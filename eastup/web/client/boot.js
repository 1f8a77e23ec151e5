// Unpacks the page: its data and its script are deflated and written as text, 27 bits as the characters of four bytes. This is
// the only script that a browser finds in the file; the page's policy names it and those that it unpacks by their checksums. It
// keeps to what browsers of 2018 understand, so that it can tell them what the map needs.
"use strict";
(() => {
  const NEEDS = "This map needs a browser of 2023 or later: Chrome or Edge 110, Firefox 113, Safari 16.4.";
  const TWO_FROM = 0xa0, TWOS = 0x800 - TWO_FROM, codes = new Int16Array(128).fill(-1);
  let ones = 0;
  for (let code = 9; code < 127; code++) if (code > 31 ? !'"&<'.includes(String.fromCharCode(code)) : "\t\n\f".includes(String.fromCharCode(code))) codes[code] = ones++;
  // Where the numbers begin that are written in a shape; a shape has a bit for each byte at which a character of two begins.
  const four = ones ** 4, three = ones ** 2 * TWOS, starts = [0, four, four + three, 0, four + 2 * three, four + 3 * three];

  /** What a packed text holds. @param {string} text */
  async function inflated(text) {
    const raw = new Uint8Array(Math.ceil(text.length * 27 / 16)); // at most: two characters for 27 bits
    for (let i = 0, held = 0, bits = 0, at = 0; i < text.length;) {
      let value = 0, shape = 0;
      for (let byte = 0; byte < 4; byte++) {
        const code = text.charCodeAt(i++);
        if (code < TWO_FROM) value = value * ones + codes[code];
        else {
          value = value * TWOS + code - TWO_FROM;
          shape |= 1 << byte++;
        }
      }
      value += starts[shape];
      for (const count of [14, 13]) {
        held = (held << count) | ((value >> (count === 14 ? 13 : 0)) & ((1 << count) - 1));
        for (bits += count; bits >= 8; bits -= 8) raw[at++] = held >> (bits - 8);
        held &= 255;
      }
    }
    const size = new DataView(raw.buffer).getUint32(0, true); // what follows fills up the last character
    const stream = new Blob([raw.subarray(4, 4 + size)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** The parts of a packed text by their names. @param {string} text */
  async function unpacked(text) {
    const data = await inflated(text), length = new DataView(data.buffer).getUint32(0, true);
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

  /** Add a script or a style of the page's own. @param {string} tag @param {Uint8Array} text */
  function add(tag, text) {
    const made = document.createElement(tag);
    made.textContent = new TextDecoder().decode(text);
    document.head.append(made);
    return made;
  }

  /** Run a script of the page's own. @param {Uint8Array} text */
  const run = (text) => add("script", text).remove();

  async function start() {
    if (typeof DecompressionStream === "undefined" || !Array.prototype.findLastIndex) throw new Error(NEEDS);
    const parts = await unpacked(textOf("packed"));
    if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
    const sea = async () => Object.assign(await unpacked(textOf("packed-sea")), { mesh: await inflated(textOf("packed-mesh")) });
    const original = document.documentElement.outerHTML; // to be saved anew
    Object.assign(globalThis, { eastup: { parts, sea, run, original } });
    const veil = document.querySelector("style");
    if (veil) veil.replaceWith(add("style", parts.style)); // which comes before a marking's
    run(parts.script);
  }

  start().catch((error) => {
    document.body.textContent = error.message === NEEDS ? NEEDS : `This file is damaged: ${error.message}`;
  });
})();
