// A field of distances on a square grid, made finer where a line of one value would else be drawn wrong: at coasts, behind
// islands and at closed straits. In between the field is smooth, and what lies between its points follows from them.

/** Cells are cut in so many a side, as many as may be asked for at once. */
const FINENESS = [8, 6, 4, 3, 2], MOST_ASKED = 12_000;
const KINK = 0.002; // of the level: a bend of the field that a straight line between points would miss
const JUMP = 1.3; // of a cell's diagonal: more than any way over water changes across it
const NEAR = 0.35; // of a cell: how far a line may lie from the values at its corners

const BEYOND_KM = 1e5;

/**
 * Values run on over land, whose points are NaN, by some steps from each coast: a line then goes on under the coast, which is
 * painted over it. What is not reached runs on as well, and beside land that is the line keeps to the land.
 * @param {Float32Array} values @param {number} width @param {number} step_km @param {number} rounds
 */
export function overland(values, width, step_km, rounds) {
  const filled = values.slice();
  /** @type {number[]} */
  let dry = [];
  for (let i = 0; i < filled.length; i++) if (Number.isNaN(filled[i])) dry.push(i);
  for (let round = 0; round < rounds && dry.length; round++) {
    /** @type {[number, number][]} */
    const found = [];
    for (const i of dry) {
      let least = NaN;
      for (const k of beside(i, width)) if (filled[k] >= 0 && !(filled[k] >= least)) least = filled[k];
      if (least >= 0) found.push([i, least + step_km]);
    }
    for (const [i, value] of found) filled[i] = value;
    dry = dry.filter((i) => Number.isNaN(filled[i]));
  }
  for (const i of dry) filled[i] = Infinity;
  for (let i = 0; i < filled.length; i++) if (filled[i] < BEYOND_KM && Number.isNaN(values[i])) for (const k of beside(i, width)) if (filled[k] === Infinity) filled[k] = BEYOND_KM;
  return filled;
}

/** The points next to a point of a grid; those beyond its edge are -1, or no points of it. @param {number} i @param {number} width */
const beside = (i, width) => [i % width ? i - 1 : -1, (i + 1) % width ? i + 1 : -1, i - width, i + width];

/**
 * The cells, by the number of their lower left point, in which the line of a level needs a finer grid.
 * @param {Float32Array} values With land as NaN. @param {Float32Array} filled Without. @param {number} width @param {number} step_km @param {number} level_km
 */
export function roughCells(values, filled, width, step_km, level_km) {
  const cells = [];
  for (let i = 0; i + width + 1 < filled.length; i++) {
    if (i % width === width - 1) continue;
    const corners = [i, i + 1, i + width, i + width + 1], heights = corners.map((k) => filled[k]), low = Math.min(...heights), high = Math.max(...heights);
    if (low - NEAR * step_km > level_km || high + NEAR * step_km < level_km) continue;
    if (high - low > JUMP * Math.SQRT2 * step_km || corners.some((k) => Number.isNaN(values[k]) || bend(filled, width, k) > KINK * level_km)) cells.push(i);
  }
  return cells;
}

/** How far the field at a point is from what its neighbours let expect. @param {Float32Array} values @param {number} width @param {number} i */
function bend(values, width, i) {
  const along = Math.abs(values[i - 1] + values[i + 1] - 2 * values[i]), across = Math.abs(values[i - width] + values[i + width] - 2 * values[i]);
  return Math.max(along, across, 0) || (Number.isNaN(along + across) ? Infinity : 0);
}

/**
 * A finer grid: which of its points are to be asked for, and how the answer is put among the others.
 * @param {Float32Array} filled @param {number} width @param {number[]} cells
 */
export function finer(filled, width, cells) {
  const cut = FINENESS.find((n) => cells.length * n * n <= MOST_ASKED) || 1, wide = (width - 1) * cut + 1;
  const wanted = new Set();
  for (const cell of cells) {
    const x = (cell % width) * cut, y = Math.floor(cell / width) * cut;
    for (let j = 0; j <= cut; j++) for (let i = 0; i <= cut; i++) wanted.add((y + j) * wide + x + i);
  }
  const asked = Int32Array.from(wanted);
  /** @param {Float32Array} answer @param {number} step_km Of the finer grid. */
  const merged = (answer, step_km) => {
    const between = new Float32Array(wide * wide), values = new Float32Array(wide * wide);
    for (let j = 0; j < wide; j++) {
      const y = Math.min(Math.floor(j / cut), width - 2), v = j / cut - y;
      for (let i = 0; i < wide; i++) {
        const x = Math.min(Math.floor(i / cut), width - 2), u = i / cut - x, k = y * width + x;
        const low = u ? filled[k] * (1 - u) + filled[k + 1] * u : filled[k], high = u ? filled[k + width] * (1 - u) + filled[k + width + 1] * u : filled[k + width];
        between[j * wide + i] = v ? low * (1 - v) + high * v : low;
      }
    }
    values.set(between);
    asked.forEach((k, n) => { values[k] = answer[n]; });
    const whole = overland(values, wide, step_km, cut);
    asked.forEach((k) => { if (Number.isNaN(values[k]) && whole[k] === Infinity) whole[k] = between[k]; }); // far inland: as the coarse grid has it
    return whole;
  };
  return { cut, wide, asked, merged };
}
