// Boxes that are taken, in cells so that a look-up is quick.

const CELL_PX = 64;

export class Boxes {
  constructor() {
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box Left, top, right, bottom. */
  add(box) {
    for (const key of keysOf(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  /** How many boxes another one covers. @param {Box} box */
  count(box) {
    const covered = keysOf(box).flatMap((key) => (this.cells.get(key) || []).filter((other) =>
      box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]));
    return new Set(covered).size;
  }

  /** Whether one covers any. @param {Box} box */
  hits(box) {
    return this.count(box) > 0;
  }
}

/** @param {Box} box */
function keysOf(box) {
  const keys = [];
  for (let i = Math.floor(box[0] / CELL_PX); i <= Math.floor(box[2] / CELL_PX); i++) {
    for (let j = Math.floor(box[1] / CELL_PX); j <= Math.floor(box[3] / CELL_PX); j++) keys.push(i * 4096 + j);
  }
  return keys;
}
