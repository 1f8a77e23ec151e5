// Lines of one value on a grid: marching squares, each crossing set straight between its two points of the grid.

/**
 * Loops about all that is at most `level`, with that on their left, in steps of the grid as [x, y, x, y, ...].
 * What is not known is infinite, and so is what lies beyond the grid.
 * @param {ArrayLike<number>} values Row by row. @param {number} width @param {number} level @returns {number[][]}
 */
export function contours(values, width, level) {
  const height = values.length / width, columns = width + 2;
  /** @param {number} x @param {number} y */
  const at = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? Infinity : values[y * width + x]);
  const isIn = new Uint8Array((height + 2) * columns);
  for (let i = 0; i < values.length; i++) if (values[i] <= level) isIn[(Math.floor(i / width) + 1) * columns + 1 + i % width] = 1;
  /** Where a line that comes in at a side of a cell goes on. @type {Map<number, number>} */
  const next = new Map();
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const low = (y + 1) * columns + x + 1, count = isIn[low] + isIn[low + 1] + isIn[low + columns] + isIn[low + columns + 1];
      if (count === 0 || count === 4) continue;
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)], inside = corners.map((value) => value <= level);
      const base = 2 * ((y + 1) * columns + x + 1), sides = [base, base + 3, base + 2 * columns, base + 1]; // below, right, above, left
      const isSaddle = count === 2 && inside[0] === inside[2], joined = isSaddle && corners.reduce((sum, value) => sum + value, 0) / 4 <= level;
      for (let k = 0; k < 4; k++) {
        if (!inside[k] || inside[(k + 1) % 4]) continue; // the loop leaves what is inside over this side, counter-clockwise
        let other = (k + 1) % 4;
        while (inside[other] || !inside[(other + 1) % 4]) other = (other + 1) % 4;
        if (isSaddle && !joined) other = (k + 3) % 4;
        next.set(sides[k], sides[other]);
      }
    }
  }
  /** @param {number} side @returns {Pair} */
  const crossing = (side) => {
    const cell = side >> 1, x = cell % columns - 1, y = Math.floor(cell / columns) - 1, upright = side & 1;
    const from = at(x, y), to = upright ? at(x, y + 1) : at(x + 1, y), share = (level - from) / (to - from), t = share > 0 && share < 1 ? share : 0.5;
    return upright ? [x, y + t] : [x + t, y];
  };
  const loops = [];
  for (const [first] of next) {
    if (!next.has(first)) continue;
    const loop = [];
    for (let side = first, onward; (onward = next.get(side)) !== undefined; side = onward) {
      loop.push(...crossing(side));
      next.delete(side);
    }
    loops.push(loop);
  }
  return loops;
}
