// Ship routes on the network that comes with the page: the way that costs least from one place to all others, straits closed or
// not. A way costs its length and the tolls of the gates that it passes, as in the library.

import { decoded, decodedPoints } from "../polyline.js";

/**
 * A way from a place to a node of the network: through which gates, and whether it turns at no corner before it.
 * @typedef {{ node: number, length_m: number, cost_m: number, direct: number, gates: number[] }} Link
 * @typedef {{ place: LonLat, out: LonLat, afloat: boolean, links: Link[] }} Port
 * @typedef {{ length_m: number, cost_m: number, direct: number, gates: number[] }} Sight
 * @typedef {{ cost_m: Float64Array, length_m: Float64Array, before: Int32Array }} Tree
 * @typedef {{ length_m: number, cost_m: number, sight: Sight | null, last: Link | null }} Way
 */

/** Node numbers with their lengths, the least on top. */
class Heap {
  /** @param {number} size */
  constructor(size) {
    this.keys = new Float64Array(size);
    this.values = new Int32Array(size);
    this.count = 0;
    this.least = 0;
  }
  /** @param {number} key @param {number} value */
  push(key, value) {
    const { keys, values } = this;
    let i = this.count++;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (keys[up] <= key) break;
      keys[i] = keys[up];
      values[i] = values[up];
      i = up;
    }
    keys[i] = key;
    values[i] = value;
  }
  /** Take the least; its key is left in `least`. */
  pop() {
    const { keys, values } = this, top = values[0];
    this.least = keys[0];
    const key = keys[--this.count], value = values[this.count];
    let i = 0;
    for (let child = 1; child < this.count; child = 2 * i + 1) {
      if (child + 1 < this.count && keys[child + 1] < keys[child]) child++;
      if (keys[child] >= key) break;
      keys[i] = keys[child];
      values[i] = values[child];
      i = child;
    }
    keys[i] = key;
    values[i] = value;
    return top;
  }
}

/** Read rows of which the first numbers are fixed and the last says how many gates follow. @param {string} text @param {number} fixed */
function rowsWithGates(text, fixed) {
  const all = decoded(text), rows = [];
  for (let i = 0; i < all.length;) {
    const row = all.subarray(i, i + fixed), gates = [...all.subarray(i + fixed, i + fixed + row[fixed - 1])];
    rows.push({ row, gates });
    i += fixed + gates.length;
  }
  return rows;
}

/** @param {string} text @returns {LonLat[]} */
function decodedLonlat(text) {
  const steps = decodedPoints(text), points = [];
  for (let i = 0; i < steps.length; i += 2) points.push([steps[i] / 1e4, steps[i + 1] / 1e4]);
  return points;
}

/** Ports are places by number; a set of closed straits holds their ids. */
export class SeaNetwork {
  /** @param {SeaData} data */
  constructor(data) {
    this.nodes = decodedLonlat(data.nodes);
    this.gates = data.gates;
    this.crossings = decoded(data.crossings);
    this.tolls = data.tolls;
    /** Corners on a gate, each with the gate: a way that turns there passes the gate, whichever legs it has. */
    this.atGates = decoded(data.at_gates);
    this.ports = data.ports.map((port) => (port ? this.readPort(port) : port));
    /** The ways that turn at no corner, by the numbers of the two ports. @type {Map<string, Sight>} */
    this.sights = new Map();
    for (const { row: [a, b, length_m, direct], gates } of rowsWithGates(data.sights, 5)) {
      const cost_m = length_m + this.toll(gates);
      for (const key of [`${a} ${b}`, `${b} ${a}`]) this.sights.set(key, { length_m, cost_m, direct, gates });
    }
    const lengths = decoded(data.length_m), count = lengths.length;
    /** The ways out of node n are `start[n]` to `start[n + 1]` of `to`, `edge`, `length` and `cost`. */
    this.start = new Int32Array(this.nodes.length + 1);
    this.to = new Int32Array(2 * count);
    this.edge = new Int32Array(2 * count);
    this.length = new Float64Array(2 * count);
    this.cost = new Float64Array(2 * count);
    this.readEdges(decoded(data.edges), lengths);
    this.heap = new Heap(this.to.length + 1000);
    /** @type {Map<string, Tree>} */
    this.found = new Map();
  }

  /** @param {Int32Array} edges First node, as the step from the one before, and how much farther the second. @param {Int32Array} lengths */
  readEdges(edges, lengths) {
    const count = lengths.length, from = new Int32Array(count), to = new Int32Array(count), { start } = this;
    for (let e = 0, a = 0; e < count; e++) {
      a += edges[2 * e];
      from[e] = a;
      to[e] = a + edges[2 * e + 1];
      start[from[e] + 1]++;
      start[to[e] + 1]++;
    }
    for (let n = 0; n < this.nodes.length; n++) start[n + 1] += start[n];
    const next = start.slice(), toll = new Float64Array(count);
    for (let k = 0; k < this.crossings.length; k += 2) toll[this.crossings[k]] += this.tolls[this.crossings[k + 1]];
    for (let e = 0; e < count; e++) {
      for (const [a, b] of [[from[e], to[e]], [to[e], from[e]]]) {
        const k = next[a]++;
        this.to[k] = b;
        this.edge[k] = e;
        this.length[k] = lengths[e];
        this.cost[k] = lengths[e] + toll[e];
      }
    }
  }

  /** @param {{ at: string, afloat: boolean, ways: string }} data @returns {Port} */
  readPort(data) {
    const [place, out] = decodedLonlat(data.at);
    const links = rowsWithGates(data.ways, 4).map(({ row: [node, length_m, direct], gates }) => {
      return { node, length_m, cost_m: length_m + this.toll(gates), direct, gates };
    });
    return { place, out, afloat: data.afloat, links };
  }

  /** What gates cost beside the length of a way, metres. @param {number[]} gates */
  toll(gates) {
    return gates.reduce((sum, gate) => sum + this.tolls[gate], 0);
  }

  /** Whether ways from a place were looked for when the page was made: from a free point of the map none were. @param {number | undefined} port */
  lookedFor(port) {
    return port !== undefined && this.ports[port] !== 0 && this.ports[port] !== undefined;
  }

  /** Whether ways lead from a place: not from one that is far from the sea. @param {number | undefined} port @returns {Port | null} */
  port(port) {
    return (port !== undefined && this.ports[port]) || null;
  }

  /** The ways from a place with some straits closed. @param {number} number @param {Port} port @param {ReadonlySet<string>} closed @returns {Tree} */
  from(number, port, closed) {
    const key = [number, ...[...closed].sort()].join(" "), known = this.found.get(key);
    if (known) return known;
    if (this.found.size > 200) this.found.clear();
    const tree = this.search(port, closed);
    this.found.set(key, tree);
    return tree;
  }

  /** @param {{ gates: number[] }} way @param {ReadonlySet<string>} closed */
  isOpen(way, closed) {
    return !closed.size || !way.gates.some((gate) => closed.has(this.gates[gate]));
  }

  /** Dijkstra's search: cost and metres to each node, and the node before it, or -1 where the way begins. @param {Port} port @param {ReadonlySet<string>} closed @returns {Tree} */
  search(port, closed) {
    const { start, to, edge, length, cost, heap } = this, count = this.nodes.length;
    const cost_m = new Float64Array(count).fill(Infinity), length_m = cost_m.slice(), before = new Int32Array(count).fill(-1), isClosed = new Uint8Array(to.length / 2);
    for (let k = 0; k < this.crossings.length; k += 2) if (closed.has(this.gates[this.crossings[k + 1]])) isClosed[this.crossings[k]] = 1;
    const isShut = new Uint8Array(count);
    for (let k = 0; k < this.atGates.length; k += 2) if (closed.has(this.gates[this.atGates[k + 1]])) isShut[this.atGates[k]] = 1;
    heap.count = 0;
    for (const way of port.links) {
      if (isShut[way.node] || way.cost_m >= cost_m[way.node] || !this.isOpen(way, closed)) continue;
      cost_m[way.node] = way.cost_m;
      length_m[way.node] = way.length_m;
      heap.push(way.cost_m, way.node);
    }
    while (heap.count) {
      const node = heap.pop(), here = heap.least;
      if (here > cost_m[node]) continue;
      for (let k = start[node]; k < start[node + 1]; k++) {
        const other = to[k], there = here + cost[k];
        if (there >= cost_m[other] || isClosed[edge[k]] || isShut[other]) continue;
        cost_m[other] = there;
        length_m[other] = length_m[node] + length[k];
        before[other] = node;
        heap.push(there, other);
      }
    }
    return { cost_m, length_m, before };
  }

  /** The way between two ports that costs least: straight, or by a way from a last node. @param {number} a @param {number} b @param {ReadonlySet<string>} closed @returns {Way} */
  way(a, b, closed) {
    const from = this.port(a), to = this.port(b);
    if (!from || !to) return { length_m: Infinity, cost_m: Infinity, sight: null, last: null };
    if (a === b) return { length_m: 0, cost_m: 0, sight: { length_m: 0, cost_m: 0, direct: 1, gates: [] }, last: null };
    const { length_m, cost_m } = this.from(a, from, closed), sight = this.sights.get(`${a} ${b}`);
    /** @type {Way} */
    let best = { length_m: Infinity, cost_m: Infinity, sight: null, last: null };
    if (sight && this.isOpen(sight, closed)) best = { length_m: sight.length_m, cost_m: sight.cost_m, sight, last: null };
    for (const link of to.links) {
      const cost = cost_m[link.node] + link.cost_m;
      if (cost >= best.cost_m || !this.isOpen(link, closed)) continue;
      best = { length_m: length_m[link.node] + link.length_m, cost_m: cost, sight: null, last: link };
    }
    return best;
  }

  /** Where the way between two ports begins, turns and ends. @param {number} a @param {number} b @param {ReadonlySet<string>} closed @returns {LonLat[]} */
  corners(a, b, closed) {
    const { sight, last } = this.way(a, b, closed), from = this.port(a), to = this.port(b);
    if (!from || !to) return [];
    if (sight) return sight.direct ? [from.place, to.place] : [...away(from, false), ...away(to, false).reverse()];
    if (!last) return [];
    const tree = this.from(a, from, closed);
    /** @type {number[]} */
    const nodes = [];
    for (let node = last.node; node >= 0; node = tree.before[node]) nodes.push(node);
    const first = from.links.find((link) => link.node === nodes[nodes.length - 1] && link.length_m === tree.length_m[link.node] && this.isOpen(link, closed));
    return [...away(from, !!first && first.direct === 1), ...nodes.reverse().map((node) => this.nodes[node]), ...away(to, last.direct === 1).reverse()];
  }
}

/** The points of a way from a place to its first corner, without the corner. What leads over land counts, and is not drawn. @param {Port} port @param {boolean} direct @returns {LonLat[]} */
function away(port, direct) {
  if (direct) return [port.place];
  return port.afloat ? [port.place, port.out] : [port.out];
}
