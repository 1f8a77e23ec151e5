// Reads the mesh of the sea that eastup.web.mesh packs: the same walk over its triangles, that makes them.

import { fromPlanes, summed, unbundled } from "../numbers.js";

/** @typedef {{ vertices: Int32Array, triangles: Int32Array, label: Uint8Array, gateEdge: Int32Array, gateOf: Int32Array, gates: string[], tolls_km: number[] }} Mesh */

const NEW = 1, NEXT = 2, BEFORE = 3, LABELS = 5; // 0: no triangle there, 4: with a vertex that is named

/** @param {number} h */
const following = (h) => (h % 3 === 2 ? h - 2 : h + 1);

/** The rim of what is known: half-edges with what is known on their left, in loops. */
class Rim {
  /** @param {number} triangles @param {number} vertices */
  constructor(triangles, vertices) {
    this.start = new Int32Array(3 * triangles);
    this.joined = new Uint8Array(3 * triangles);
    this.next = new Int32Array(3 * triangles);
    this.before = new Int32Array(3 * triangles);
    this.at = new Int32Array(vertices).fill(-1);
    this.count = 0;
    /** @type {number[]} */
    this.waiting = [];
  }

  /** @param {number} a @param {number} b @param {number} c */
  triangle(a, b, c) {
    const h = this.count;
    this.start[h] = a;
    this.start[h + 1] = b;
    this.start[h + 2] = c;
    this.waiting.push(h, h + 1, h + 2);
    this.count += 3;
    return h;
  }

  /** @param {number} one @param {number} other */
  link(one, other) {
    this.next[one] = other;
    this.before[other] = one;
    this.at[this.start[other]] = other;
  }

  /** Put a triangle with the vertex c over a half-edge. @param {number} h @param {number} c */
  add(h, c) {
    const { start, joined, next, before: previous } = this, a = start[h], b = start[following(h)];
    const before = previous[h], after = next[h], isBefore = start[before] === c, isAfter = start[following(after)] === c;
    const there = this.at[c], own = this.triangle(b, a, c), into = own + 1, out = own + 2;
    joined[h] = joined[own] = 1;
    if (isBefore) joined[before] = joined[into] = 1;
    if (isAfter) joined[after] = joined[out] = 1;
    if (isBefore && isAfter) {
      if (next[after] !== before) this.link(previous[before], next[after]); // two loops that touch at c become one
    } else if (isAfter) {
      this.link(before, into);
      this.link(into, next[after]);
    } else if (isBefore) {
      this.link(previous[before], out);
      this.link(out, after);
    } else {
      this.link(before, into);
      this.link(out, after);
      if (there >= 0 && !joined[there]) { // the loop is open there, or joined with another
        this.link(previous[there], out);
        this.link(into, there);
      } else this.link(into, out);
    }
  }
}

/** @param {Uint8Array} bytes @returns {Mesh} */
export function readMesh(bytes) {
  const { head, parts } = unbundled(bytes), { triangles: count, step } = head;
  const rim = new Rim(count, head.vertices), label = new Uint8Array(count), vertices = new Int32Array(2 * head.vertices);
  const { symbols, labels } = parts, known = fromPlanes(parts.known), seeds = fromPlanes(parts.seeds), firsts = fromPlanes(parts.firsts);
  const residual = residuals(parts.sizes, head.classes, parts.bits);
  let met = 0, symbolAt = 0, labelAt = 0, knownAt = 0, firstAt = 0;
  for (let s = 0; s < seeds.length; s += 4) {
    for (let k = 0; k < 3; k++) {
      if (seeds[s + k] < met) continue;
      vertices[2 * met] = firsts[firstAt++];
      vertices[2 * met + 1] = firsts[firstAt++];
      met++;
    }
    const first = rim.triangle(seeds[s], seeds[s + 1], seeds[s + 2]);
    label[first / 3] = seeds[s + 3];
    for (let k = 0; k < 3; k++) rim.link(first + k, first + (k + 1) % 3);
    while (rim.waiting.length) {
      const h = /** @type {number} */ (rim.waiting.pop());
      if (rim.joined[h]) continue;
      const symbol = symbols[symbolAt++];
      if (!symbol) continue;
      label[rim.count / 3] = (label[Math.floor(h / 3)] + labels[labelAt++]) % LABELS;
      let c = met;
      if (symbol === NEXT) c = rim.start[following(rim.next[h])];
      else if (symbol === BEFORE) c = rim.start[rim.before[h]];
      else if (symbol !== NEW) c = met - 1 - known[knownAt++];
      else {
        const a = 2 * rim.start[h], onward = following(h), b = 2 * rim.start[onward], opposite = 2 * rim.start[following(onward)];
        const size = bitLength(Math.max(Math.abs(vertices[b] - vertices[a]), Math.abs(vertices[b + 1] - vertices[a + 1])));
        vertices[2 * met] = residual(size) + vertices[a] + vertices[b] - vertices[opposite];
        vertices[2 * met + 1] = residual(size) + vertices[a + 1] + vertices[b + 1] - vertices[opposite + 1];
        met++;
      }
      rim.add(h, c);
    }
  }
  for (let i = 0; i < vertices.length; i++) vertices[i] *= step;
  const kept = summed(fromPlanes(parts.kept)), off = fromPlanes(parts.off);
  kept.forEach((v, i) => {
    vertices[2 * v] += off[2 * i];
    vertices[2 * v + 1] += off[2 * i + 1];
  });
  return { vertices, triangles: rim.start, label, gateEdge: summed(fromPlanes(parts.gate_edge)), gateOf: fromPlanes(parts.gate_of), gates: head.gates, tolls_km: head.tolls_km };
}

/** @param {number} value */
const bitLength = (value) => 32 - Math.clz32(value);

/** The differences of vertices, one after the other, by the size of the edge that each was told from. @param {Uint8Array} sizes @param {number[]} classes @param {Uint8Array} bits */
function residuals(sizes, classes, bits) {
  const at = classes.map((_, k) => classes.slice(0, k).reduce((sum, count) => sum + count, 0));
  let place = 0;
  /** @param {number} size */
  return (size) => {
    const count = sizes[at[size]++];
    let value = 0;
    for (let k = 0; k < count; k++, place++) value = (value << 1) | ((bits[place >> 3] >> (7 - (place & 7))) & 1);
    if (!count) return 0;
    const high = 1 << (count - 1); // the sign, then the bits below the highest, which is 1
    return value & high ? -value : value | high;
  };
}
