// Small pictures by their keys, such as names and marks. Those that are wanted at once are drawn on one canvas, which never
// changes again: a canvas for each costs more than what is drawn on it, and one that grew would be copied each time.

import { contextOf, makeCanvas } from "../dom.js";

/** A picture: the part of a canvas that holds it, in real pixels. @typedef {{ sheet: HTMLCanvasElement, left: number, top: number, width: number, height: number }} Sign */
/** One that is wanted: how large it is, and what draws it with its upper left corner at a place. @typedef {{ width: number, height: number, draw: (ctx: CanvasRenderingContext2D, left: number, top: number) => void }} Wanted */

const ACROSS_PX = 1400, DOWN_PX = 4000, MOST_KEPT = 3000; // some browsers have no larger canvases

export class Sheets {
  constructor() {
    /** @type {Map<string, Sign>} */
    this.signs = new Map();
  }

  /** Draw what is not drawn yet. @param {Map<string, Wanted>} wanted By their keys. */
  draw(wanted) {
    if (this.signs.size > MOST_KEPT) this.signs.clear();
    let fresh = [...wanted].filter(([key]) => !this.signs.has(key));
    while (fresh.length) fresh = this.fill(fresh);
  }

  /** Draw on one canvas as many as it holds; answers the others. @param {[string, Wanted][]} fresh */
  fill(fresh) {
    let left = 0, top = 0, row = 0, across = 0;
    /** @type {Pair[]} */
    const places = [];
    for (const [, { width, height }] of fresh) {
      if (left && left + width > ACROSS_PX) [left, top, row] = [0, top + row, 0];
      if (places.length && top + height > DOWN_PX) break;
      places.push([left, top]);
      left += width;
      row = Math.max(row, height);
      across = Math.max(across, left);
    }
    const sheet = makeCanvas(across, top + row), ctx = contextOf(sheet);
    places.forEach(([x, y], i) => {
      const [key, { width, height, draw }] = fresh[i];
      draw(ctx, x, y);
      this.signs.set(key, { sheet, left: x, top: y, width, height });
    });
    return fresh.slice(places.length);
  }

  /** Put a picture that has been drawn on another, its upper left corner at a whole pixel: others are not sharp. @param {CanvasRenderingContext2D} ctx @param {string} key @param {number} x @param {number} y */
  put(ctx, key, x, y) {
    const sign = this.signs.get(key);
    if (sign) ctx.drawImage(sign.sheet, sign.left, sign.top, sign.width, sign.height, x, y, sign.width, sign.height);
  }

  clear() {
    this.signs.clear();
  }
}
