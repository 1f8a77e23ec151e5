// The search for ways over water: the library's own kernel on its own mesh. What its functions do is told in
// eastup/sea/kernel/seakernel.c, and how they are asked in eastup/sea/engine.py.

/** @typedef {import("./mesh.js").Mesh} Mesh */
/** @typedef {{ km: Float64Array, cost_km: Float64Array }} Lengths Infinite where there is no way. */

const ROOMY = 1 << 0, THROAT = 1 << 3, ALL = 31;
const SPARE = 1000, STARTS = 8192, MOST_TOLLS = 32, FLAT = 1 / 298.257223563, DEG = 180 / Math.PI;
export const SHORE_KM = 20;

export class Kernel {
  /** @param {Uint8Array} module @param {Mesh} mesh @param {Record<string, number[]>} [lines] Gates that the mesh does not have, by their ids. */
  static async start(module, mesh, lines = {}) {
    const { instance } = await WebAssembly.instantiate(/** @type {BufferSource} */ (module), {});
    return new Kernel(instance, mesh, lines);
  }

  /** @param {WebAssembly.Instance} instance @param {Mesh} mesh @param {Record<string, number[]>} lines */
  constructor(instance, mesh, lines) {
    const { exports } = instance;
    this.memory = /** @type {WebAssembly.Memory} */ (exports.memory);
    this.exports = exports;
    this.gates = mesh.gates;
    this.lines = lines;
    this.tolls_km = mesh.tolls_km;
    this.count = this.nodes = 0;
    this.state = "";
    /** Gates that lie on one edge, by the number of the set less 1. @type {number[][]} */
    this.sets = [];
    const setOf = this.readSets(mesh);
    this.call("new", mesh.vertices.length / 2, mesh.label.length, this.sets.length, SPARE);
    this.integers("V", mesh.vertices.length).set(mesh.vertices);
    this.integers("T", mesh.triangles.length).set(mesh.triangles);
    new Uint8Array(this.memory.buffer, this.call("label"), mesh.label.length).set(mesh.label);
    new Uint16Array(this.memory.buffer, this.call("gate"), setOf.length).set(setOf);
    if (this.call("build", ROOMY | THROAT, ALL)) throw new Error("triangles of the sea mesh are flat or inverted");
  }

  /** Edges may lie on several gates: the kernel knows one number an edge, that of the set of gates on it. @param {Mesh} mesh */
  readSets({ gateEdge, gateOf, triangles }) {
    /** @type {Map<number, number[]>} */
    const onEdge = new Map();
    gateEdge.forEach((edge, i) => onEdge.set(edge, [...(onEdge.get(edge) || []), gateOf[i]]));
    /** @type {Map<string, number>} */
    const numbers = new Map();
    const setOf = new Uint16Array(triangles.length);
    for (const [edge, gates] of onEdge) {
      const key = gates.sort((a, b) => a - b).join(" ");
      if (!numbers.has(key)) numbers.set(key, this.sets.push(gates));
      setOf[edge] = /** @type {number} */ (numbers.get(key));
    }
    return setOf;
  }

  /** @param {string} name @param {...number} numbers @returns {number} */
  call(name, ...numbers) {
    return /** @type {(...numbers: number[]) => number} */ (this.exports[`sea_${name}`])(...numbers);
  }

  /** What stands where a function points, without a copy: good until a call that may allocate. @param {string} name @param {number} count */
  doubles(name, count) {
    return new Float64Array(this.memory.buffer, this.call(name), count);
  }

  /** @param {string} name @param {number} count */
  singles(name, count) {
    return new Float32Array(this.memory.buffer, this.call(name), count);
  }

  /** @param {string} name @param {number} count */
  integers(name, count) {
    return new Int32Array(this.memory.buffer, this.call(name), count);
  }

  /** Close gates. @param {ReadonlySet<string>} closed Ids. */
  cut(closed) {
    const state = [...closed].sort().join(" ");
    if (state === this.state && this.nodes) return false;
    const { gates, tolls_km, sets } = this, withToll = gates.map((_, g) => g).filter((g) => tolls_km[g] > 0);
    const own = Object.keys(this.lines).filter((id) => closed.has(id));
    if (Object.keys(this.lines).length) this.call("open_lines", own.length ? 1 : 0);
    for (const id of own) this.call("close_line", this.lines[id].length / 2, this.put(this.lines[id]));
    if (withToll.length > MOST_TOLLS) throw new Error("too many gates have a toll");
    const costs = sets.map((set) => (set.some((g) => closed.has(gates[g])) ? Infinity : set.reduce((sum, g) => sum + tolls_km[g], 0)));
    const tolled = sets.map((set) => set.reduce((bits, g) => bits | (withToll.includes(g) ? 1 << withToll.indexOf(g) : 0), 0));
    this.doubles("cost", costs.length + 1).set([0, ...costs]);
    this.integers("tolled", tolled.length + 1).set([0, ...tolled]);
    this.doubles("tolls", withToll.length).set(withToll.map((g) => tolls_km[g]));
    this.nodes = this.call("cut");
    this.state = state;
    return true;
  }

  /** @param {ArrayLike<number>} lonlat As [lon, lat, lon, lat, ...]. */
  put(lonlat) {
    const address = this.call("buffer", lonlat.length), numbers = new Float64Array(this.memory.buffer, address, lonlat.length);
    numbers.set(lonlat);
    for (let i = 0; i < numbers.length; i += 2) numbers[i] = ((numbers[i] % 360) + 360) % 360;
    return address;
  }

  /** Take places as targets. @param {ArrayLike<number>} lonlat @param {number} shore_km */
  targets(lonlat, shore_km = SHORE_KM) {
    this.count = lonlat.length / 2;
    this.call("places", this.count, this.put(lonlat), shore_km);
  }

  /** Take places as sources; answers how many of them are by the sea. @param {ArrayLike<number>} lonlat */
  sources(lonlat) {
    return this.call("sources", lonlat.length / 2, this.put(lonlat), SHORE_KM);
  }

  /** Whether each target is by the sea. */
  onWater() {
    return Array.from(this.integers("place_at", this.count), (at) => at >= 0);
  }

  /** Lengths of the ways to all targets, of those that are no longer than a limit. @param {number} limit_km @returns {Lengths} */
  search(limit_km) {
    let found = this.searchTo(limit_km), farthest = 0;
    // One that counts more than the limit with its tolls may be taken because a cheaper one was cut off for its length.
    for (const cost of found.cost_km) if (cost > limit_km && cost < Infinity) farthest = Math.max(farthest, cost);
    if (farthest) found = this.searchTo(farthest);
    found.km.forEach((km, i) => { if (km > limit_km) found.km[i] = found.cost_km[i] = Infinity; });
    return found;
  }

  /** @param {number} limit_km @returns {Lengths} */
  searchTo(limit_km) {
    const { count } = this, km = new Float64Array(count).fill(Infinity), cost_km = km.slice();
    this.call("field", limit_km, limit_km === Infinity ? 1 : 0, 0);
    const reached = this.integers("reached", this.call("reaches")), cost = this.doubles("PD", count), tolls = this.doubles("PT", count), shore = this.singles("place_shore", count);
    for (const i of reached) {
      cost_km[i] = cost[i] + shore[i];
      km[i] = cost_km[i] - tolls[i];
    }
    return { km, cost_km };
  }

  /** The length of the way from the one source to the one target, for which less of the sea is searched. @returns {Lengths} */
  straight() {
    const cost_km = this.call("way", 1) + this.singles("place_shore", 1)[0];
    return { km: Float64Array.of(cost_km - (cost_km < Infinity ? this.doubles("PT", 1)[0] : 0)), cost_km: Float64Array.of(cost_km) };
  }

  /** The way that was found to a target, from its source, as [lon, lat, lon, lat, ...]. @param {number} target */
  line(target) {
    const { nodes, count } = this, onSphere = this.doubles("node_X", 3 * (nodes + STARTS)), before = this.integers("par", nodes + STARTS);
    const end = this.integers("PE", count)[target], last = this.integers("PP", count)[target];
    /** @type {number[][]} */
    const way = [vector(this.doubles("PX", 3 * count), target)];
    /** @type {number[][]} */
    const middle = [];
    let start = last;
    for (let node = last; node >= 0; node = before[node]) {
      middle.push(vector(onSphere, node));
      start = node;
    }
    const source = this.integers("origin", nodes + STARTS)[start], strip = this.integers("strip_node", STARTS)[start - nodes];
    if (end >= 0) way.push(...this.stripWay(0, target, end).reverse());
    way.push(...middle);
    if (strip >= 0) way.push(...this.stripWay(1, source, strip));
    way.push(vector(this.doubles("source_X", 3 * (source + 1)), source));
    return way.reverse().flatMap(lonlatOf);
  }

  /** The turns of a way within the shore's strip, from its border to where it began. @param {number} ofSource @param {number} place @param {number} end */
  stripWay(ofSource, place, end) {
    const count = this.call("strip_way", ofSource, place, end), path = this.doubles("path_at", 3 * count);
    return Array.from({ length: count }, (_, i) => vector(path, i));
  }
}

/** @param {Float64Array} all @param {number} i */
const vector = (all, i) => [all[3 * i], all[3 * i + 1], all[3 * i + 2]];

/** Longitude and latitude of a direction of the sphere, whose latitude is the reduced one. @param {number[]} direction */
function lonlatOf([x, y, z]) {
  return [Math.atan2(y, x) * DEG, Math.atan2(z, (1 - FLAT) * Math.hypot(x, y)) * DEG];
}
