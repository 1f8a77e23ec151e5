// Ship routes on the network that comes with the page: a shortest way from one place to all others, straits closed or not.

/** Node numbers with their lengths, the least on top. */
class Heap {
  constructor(size) {
    this.keys = new Float64Array(size);
    this.values = new Int32Array(size);
    this.count = 0;
    this.least = 0;
  }
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

/** Read rows of which the first numbers are fixed and the last says how many gates follow. */
function rowsWithGates(text, fixed) {
  const all = unpacked(text), rows = [];
  for (let i = 0; i < all.length;) {
    const row = all.subarray(i, i + fixed), gates = [...all.subarray(i + fixed, i + fixed + row[fixed - 1])];
    rows.push({ row, gates });
    i += fixed + gates.length;
  }
  return rows;
}

function unpackedLonlat(text) {
  const steps = unpackedPoints(text), points = [];
  for (let i = 0; i < steps.length; i += 2) points.push([steps[i] / 1e4, steps[i + 1] / 1e4]);
  return points;
}

/** Ports are places by number; a set of closed straits holds their ids. */
class SeaNetwork {
  /** @param {{nodes: string, edges: string, length_m: string, crossings: string, gates: string[], ports: any[], sights: string}} data */
  constructor(data) {
    this.nodes = unpackedLonlat(data.nodes);
    this.gates = data.gates;
    this.readEdges(unpacked(data.edges), unpacked(data.length_m));
    this.crossings = unpacked(data.crossings);
    this.ports = data.ports.map((port) => {
      if (!port) return port;
      const [place, out] = unpackedLonlat(port.at), ways = [];
      for (const { row: [node, length_m, direct], gates } of rowsWithGates(port.ways, 4)) ways.push({ node, length_m, direct, gates });
      return { place, out, afloat: port.afloat, ways };
    });
    this.sights = new Map();
    for (const { row: [a, b, length_m, direct], gates } of rowsWithGates(data.sights, 5)) {
      for (const key of [`${a} ${b}`, `${b} ${a}`]) this.sights.set(key, { length_m, direct, gates });
    }
    this.heap = new Heap(this.to.length + 1000);
    this.found = new Map();
  }

  /** Set up the ways out of each node: `start[n]` to `start[n + 1]` in `to`, `edge` and `cost`. */
  readEdges(edges, lengths) {
    const count = lengths.length, from = new Int32Array(count), to = new Int32Array(count), start = new Int32Array(this.nodes.length + 1);
    for (let e = 0, a = 0; e < count; e++) {
      a += edges[2 * e];
      from[e] = a;
      to[e] = a + edges[2 * e + 1];
      start[from[e] + 1]++;
      start[to[e] + 1]++;
    }
    for (let n = 0; n < this.nodes.length; n++) start[n + 1] += start[n];
    const next = start.slice();
    this.start = start;
    this.to = new Int32Array(2 * count);
    this.edge = new Int32Array(2 * count);
    this.cost = new Float64Array(2 * count);
    for (let e = 0; e < count; e++) {
      for (const [a, b] of [[from[e], to[e]], [to[e], from[e]]]) {
        const k = next[a]++;
        this.to[k] = b;
        this.edge[k] = e;
        this.cost[k] = lengths[e];
      }
    }
  }

  /** Whether ways from a place were looked for when the page was made: from a free point of the map none were. */
  lookedFor(port) {
    return port !== undefined && this.ports[port] !== 0;
  }

  /** Whether ways lead from a place: not from one that is far from the sea. */
  knows(port) {
    return this.lookedFor(port) && this.ports[port] !== null;
  }

  /** The shortest ways from a place with some straits closed. */
  from(port, closed) {
    const key = [port, ...[...closed].sort()].join(" ");
    if (!this.found.has(key)) {
      if (this.found.size > 200) this.found.clear();
      this.found.set(key, this.search(port, closed));
    }
    return this.found.get(key);
  }

  isOpen(way, closed) {
    return !closed.size || !way.gates.some((gate) => closed.has(this.gates[gate]));
  }

  /** Dijkstra's search: metres to each node, and the node before it, or -1 where the way begins. */
  search(port, closed) {
    const { start, to, edge, cost, heap } = this, count = this.nodes.length;
    const length_m = new Float64Array(count).fill(Infinity), before = new Int32Array(count).fill(-1), shut = new Uint8Array(to.length / 2);
    for (let k = 0; k < this.crossings.length; k += 2) if (closed.has(this.gates[this.crossings[k + 1]])) shut[this.crossings[k]] = 1;
    heap.count = 0;
    for (const way of this.ports[port].ways) {
      if (way.length_m >= length_m[way.node] || !this.isOpen(way, closed)) continue;
      length_m[way.node] = way.length_m;
      heap.push(way.length_m, way.node);
    }
    while (heap.count) {
      const node = heap.pop(), here = heap.least;
      if (here > length_m[node]) continue;
      for (let k = start[node]; k < start[node + 1]; k++) {
        const other = to[k], there = here + cost[k];
        if (there >= length_m[other] || shut[edge[k]]) continue;
        length_m[other] = there;
        before[other] = node;
        heap.push(there, other);
      }
    }
    return { length_m, before };
  }

  /** The shortest way between two places, { length_m, sight, last }: straight, or by a way from a last node. */
  way(a, b, closed) {
    const none = { length_m: Infinity, sight: null, last: null };
    if (!this.knows(a) || !this.knows(b)) return none;
    if (a === b) return { length_m: 0, sight: { direct: 1 }, last: null };
    const { length_m } = this.from(a, closed), sight = this.sights.get(`${a} ${b}`);
    let best = sight && this.isOpen(sight, closed) ? { length_m: sight.length_m, sight, last: null } : none;
    for (const way of this.ports[b].ways) {
      const whole = length_m[way.node] + way.length_m;
      if (whole < best.length_m && this.isOpen(way, closed)) best = { length_m: whole, sight: null, last: way };
    }
    return best;
  }

  /** Where the way between two places begins, turns and ends, as [lon, lat]. */
  corners(a, b, closed) {
    const { length_m, sight, last } = this.way(a, b, closed);
    if (!Number.isFinite(length_m)) return [];
    const from = this.ports[a], to = this.ports[b];
    if (sight) return sight.direct ? [from.place, to.place] : [...away(from, false), ...away(to, false).reverse()];
    const ways = this.from(a, closed), nodes = [];
    for (let node = last.node; node >= 0; node = ways.before[node]) nodes.push(node);
    const first = from.ways.find((way) => way.node === nodes[nodes.length - 1] && way.length_m === ways.length_m[way.node] && this.isOpen(way, closed));
    return [...away(from, first.direct), ...nodes.reverse().map((node) => this.nodes[node]), ...away(to, last.direct).reverse()];
  }
}

/** The points of a way from a place to its first corner, without the corner. What leads over land counts, and is not drawn. */
function away(port, direct) {
  if (direct) return [port.place];
  return port.afloat ? [port.place, port.out] : [port.out];
}
