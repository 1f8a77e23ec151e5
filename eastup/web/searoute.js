// Ship routes on the network that comes with the page: a shortest way from one place to all others, straits closed or not.

/** Node numbers with their lengths, the least on top. */
class Heap {
  constructor(size) {
    this.keys = new Float64Array(size);
    this.values = new Int32Array(size);
    this.count = 0;
  }
  push(key, value) {
    let i = this.count++;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (this.keys[up] <= key) break;
      this.keys[i] = this.keys[up];
      this.values[i] = this.values[up];
      i = up;
    }
    this.keys[i] = key;
    this.values[i] = value;
  }
  /** Take the least; its key is left in `this.least`. */
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

class SeaNetwork {
  /** @param {{nodes: string, from: number[], to: number[], length_m: number[], gates: string[], crossings: number[][], places: Record<string, number>, first_place: number}} data */
  constructor(data) {
    const steps = unpackedPoints(data.nodes);
    this.nodes = Array.from({ length: steps.length / 2 }, (_, i) => [steps[2 * i] / 1000, steps[2 * i + 1] / 1000]);
    this.places = new Map(Object.entries(data.places));
    this.firstPlace = data.first_place;
    this.gates = data.gates;
    this.crossings = data.crossings;
    const edges = data.from.length, start = new Int32Array(this.nodes.length + 1);
    this.edges = edges;
    for (let e = 0; e < edges; e++) {
      start[data.from[e] + 1]++;
      start[data.to[e] + 1]++;
    }
    for (let n = 0; n < this.nodes.length; n++) start[n + 1] += start[n];
    const next = start.slice();
    this.to = new Int32Array(2 * edges);
    this.edge = new Int32Array(2 * edges);
    for (let e = 0; e < edges; e++) {
      for (const [a, b] of [[data.from[e], data.to[e]], [data.to[e], data.from[e]]]) {
        this.to[next[a]] = b;
        this.edge[next[a]++] = e;
      }
    }
    this.start = start;
    this.length_m = Float64Array.from(data.length_m);
    this.found = new Map();
  }

  /** The shortest ways from a place with some straits closed, or null where the place is not on the sea. */
  from(id, closed) {
    if (!this.places.has(id)) return null;
    const key = [id, ...[...closed].sort()].join(" ");
    if (!this.found.has(key)) {
      if (this.found.size > 300) this.found.clear();
      this.found.set(key, this.search(this.places.get(id), this.shut(closed)));
    }
    return this.found.get(key);
  }

  shut(closed) {
    const shut = new Uint8Array(this.edges);
    for (const [edge, gate] of this.crossings) if (closed.has(this.gates[gate])) shut[edge] = 1;
    return shut;
  }

  /** Dijkstra's search. A place is where ways begin and end: none leads through one, which may lie on a closed gate. */
  search(origin, shut) {
    const length_m = new Float64Array(this.nodes.length).fill(Infinity), before = new Int32Array(this.nodes.length).fill(-1);
    const heap = new Heap(2 * this.edges + 1);
    length_m[origin] = 0;
    heap.push(0, origin);
    while (heap.count) {
      const node = heap.pop(), here = heap.least;
      if (here > length_m[node] || (node >= this.firstPlace && node !== origin)) continue;
      for (let k = this.start[node]; k < this.start[node + 1]; k++) {
        const edge = this.edge[k], other = this.to[k], there = here + this.length_m[edge];
        if (shut[edge] || there >= length_m[other]) continue;
        length_m[other] = there;
        before[other] = node;
        heap.push(there, other);
      }
    }
    return { length_m, before };
  }

  /** Length in metres between two places by id: infinite without a way. */
  length(a, b, closed) {
    const ways = this.from(a, closed);
    return ways && this.places.has(b) ? ways.length_m[this.places.get(b)] : Infinity;
  }

  /** Where the way between two places begins, turns and ends, as [lon, lat]. */
  corners(a, b, closed) {
    const ways = this.from(a, closed), corners = [];
    if (!ways || !Number.isFinite(this.length(a, b, closed))) return corners;
    for (let node = this.places.get(b); node >= 0; node = ways.before[node]) corners.push(this.nodes[node]);
    return corners.reverse();
  }
}
