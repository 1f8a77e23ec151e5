// Boxes that are taken, in cells so that a look-up is quick.

const CELL_PX = 64, ROW = 65536;

export class Boxes {
  constructor() {
    /** @type {Map<number, number[]>} */
    this.cells = new Map();
    /** @type {Box[]} */
    this.boxes = [];
  }

  /** @param {Box} box Left, top, right, bottom. */
  add(box) {
    const number = this.boxes.push(box) - 1;
    this.visit(box, (key) => {
      const cell = this.cells.get(key);
      if (cell) cell.push(number);
      else this.cells.set(key, [number]);
      return false;
    });
  }

  /** Go through the cells that a box reaches, until one is enough. @param {Box} box @param {(key: number) => boolean} act */
  visit(box, act) {
    const right = Math.floor(box[2] / CELL_PX), bottom = Math.floor(box[3] / CELL_PX);
    for (let i = Math.floor(box[0] / CELL_PX); i <= right; i++) {
      for (let j = Math.floor(box[1] / CELL_PX); j <= bottom; j++) if (act(i * ROW + j)) return true;
    }
    return false;
  }

  /** @param {Box} box @param {Box} other */
  meets(box, other) {
    return box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
  }

  /** Whether a box covers any. @param {Box} box */
  hits(box) {
    return this.visit(box, (key) => (this.cells.get(key) || []).some((number) => this.meets(box, this.boxes[number])));
  }

  /** How many boxes another one covers. @param {Box} box */
  count(box) {
    /** @type {Set<number>} */
    const covered = new Set();
    this.visit(box, (key) => {
      for (const number of this.cells.get(key) || []) if (this.meets(box, this.boxes[number])) covered.add(number);
      return false;
    });
    return covered.size;
  }
}
