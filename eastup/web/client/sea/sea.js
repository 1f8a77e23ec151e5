// The sea as the rest of the page knows it: lengths and routes between places, and what ships reach. They are searched for in
// a worker. What is not known yet is NaN, or empty; when it has been found the state's `found` changes, and whoever asked
// asks again.

import { DATA, HUBS, TARGETS } from "../data.js";
import { geodesicPath } from "../geodesy/geodesic.js";
import { NOTHING, state, update } from "../state.js";

/** @typedef {{ length_m: number, line: Float64Array, path?: LonLat[] }} Way */
/** @typedef {{ closed: ReadonlySet<string>, from: Feature, targets: Map<string, Feature>, asked: number }} Job */
/** @typedef {{ key: string, closed: ReadonlySet<string>, from: Feature, points: Float64Array | (() => Float64Array), limit_km: number }} ReachJob */

const told = DATA.sea;
const DRAWN_STEP_M = 150_000, ON_DEG = 1e-3, MOST_KNOWN = 60_000, MOST_REACHES = 40, MOST_REACH_JOBS = 12;
/** For how long answers are gathered before they are shown: the map is painted anew for areas, and some are asked for together. */
const GATHER_MS = 80, GATHER_AREAS_MS = 400;

/** Whether the page can measure by sea. */
export const HAS_SEA = told !== null;

/** Why no ways can be searched for here; empty while they can. */
let forbidden = "";
/** Asks the worker. @type {((question: SeaQuestion) => Promise<SeaAnswer>) | null} */
let ask = null;
let busy = false, begun = false, asked = 0, gathering = 0;
/** Ways by what is closed and where they begin and end. @type {Map<string, Way>} */
const known = new Map();
/** Whether places are by the sea. @type {Map<string, boolean>} */
const onWater = new Map();
/** Questions about ways that wait, by what is closed and where they begin. @type {Map<string, Job>} */
const jobs = new Map();
/** Questions about what ships reach that wait, the last asked at the end. @type {Map<string, ReachJob>} */
const reachJobs = new Map();
/** How far points are, by the key of the question. @type {Map<string, Float32Array>} */
const reaches = new Map();

/** Where ships are counted from; null for what is no place of ships. @param {Feature} place @returns {LonLat | null} */
export function seaPoint(place) {
  return place.sea || (place.layer === "seas" || place.layer === "chains" || (place.layer === "own" && place.type !== "Point") ? null : place.at);
}

/** @param {Feature} place */
const placeKey = (place) => String(seaPoint(place));
/** @param {ReadonlySet<string>} closed */
const closedKey = (closed) => (closed.size ? [...closed].sort().join(" ") : "");

/** Where ships come to a place: to a strait that is closed from either side. @param {Feature} place @param {ReadonlySet<string>} closed @returns {number[][]} Longitude, latitude, km from there to the place. */
function standOf(place, closed) {
  const [lon, lat] = seaPoint(place) || [], stands = told && closed.size ? told.stands : {};
  const strait = [...DATA.straits, ...DATA.passages].find((each) => each.id in stands && Math.abs(each.at[0] - lon) < ON_DEG && Math.abs(each.at[1] - lat) < ON_DEG);
  const beside = strait && stands[strait.id].on.some((gate) => closed.has(gate)) ? stands[strait.id].beside : [];
  return [[lon, lat, 0], ...beside];
}

/** @type {Map<string, number>} */
const hubNumbers = new Map(HUBS.map((hub, i) => [placeKey(hub), i])), targetNumbers = new Map(TARGETS.map((target, j) => [placeKey(target), j]));

/** What the page came with: a way that passes nothing closed is as it was. @param {string} from @param {string} to @param {ReadonlySet<string>} closed */
function shippedLength(from, to, closed) {
  const i = hubNumbers.get(from), j = targetNumbers.get(to);
  if (!told || i === undefined || j === undefined || told.passed[i][j].some((gate) => closed.has(told.gates[gate]))) return undefined;
  return told.known_m[i][j] < 0 ? Infinity : told.known_m[i][j];
}

/** The way between two places if it has been searched for, either way round. @param {Feature} a @param {Feature} b @param {ReadonlySet<string>} closed @returns {{ way: Way, back: boolean } | null} */
function wayOf(a, b, closed) {
  const key = closedKey(closed), from = placeKey(a), to = placeKey(b), way = known.get(`${key}|${from}|${to}`);
  if (way) return { way, back: false };
  const other = known.get(`${key}|${to}|${from}`);
  return other ? { way: other, back: true } : null;
}

/** Metres from a place to another with some straits closed: infinite where there is no way, NaN while that is not known. @param {Feature} a @param {Feature} b @param {ReadonlySet<string>} closed */
export function length_m(a, b, closed) {
  const from = seaPoint(a), to = seaPoint(b);
  if (!told || !from || !to) return Infinity;
  if (from[0] === to[0] && from[1] === to[1]) return 0;
  const shipped = shippedLength(placeKey(a), placeKey(b), closed) ?? shippedLength(placeKey(b), placeKey(a), closed);
  if (shipped !== undefined) return shipped;
  const found = wayOf(a, b, closed);
  return found ? found.way.length_m : want(a, b, closed);
}

/** The route between two places as a line that is close enough to draw; empty where there is none, or none yet. @param {Feature} a @param {Feature} b @param {ReadonlySet<string>} closed @returns {LonLat[]} */
export function route(a, b, closed) {
  if (!told || !seaPoint(a) || !seaPoint(b) || placeKey(a) === placeKey(b)) return [];
  const found = wayOf(a, b, closed);
  if (!found) {
    want(a, b, closed);
    return [];
  }
  return found.way.path ||= drawn(found.way.line);
}

/** @param {Float64Array} line @returns {LonLat[]} */
function drawn(line) {
  /** @type {LonLat[]} */
  const turns = [];
  for (let i = 0; i < line.length; i += 2) turns.push([line[i], line[i + 1]]);
  return turns.flatMap((turn, i) => (i ? geodesicPath(turns[i - 1], turn, DRAWN_STEP_M).slice(1) : [turn]));
}

/** Why no way leads from or to a place, as the key of a word; empty where ways do, or may. @param {Feature} place */
export function whyNone(place) {
  if (!told || !seaPoint(place)) return "airOnly";
  if (onWater.get(placeKey(place)) === false) return "noSea";
  return state.found >= 0 ? forbidden : "";
}

/** Whether something is still searched for. */
export function isSearching() {
  return !forbidden && state.found >= 0 && (busy || gathering > 0 || jobs.size > 0 || reachJobs.size > 0);
}

/** Note that a way is wanted. @param {Feature} a @param {Feature} b @param {ReadonlySet<string>} closed */
function want(a, b, closed) {
  if (forbidden || state.found < 0) return NaN; // what reads `found` here is run again when it changes
  const backwards = targetNumbers.has(placeKey(a)) && !targetNumbers.has(placeKey(b)), [from, to] = backwards ? [b, a] : [a, b];
  const key = `${closedKey(closed)}|${placeKey(from)}`, job = jobs.get(key) || { closed, from, targets: new Map(), asked: 0 };
  job.targets.set(placeKey(to), to);
  job.asked = ++asked;
  jobs.set(key, job);
  setTimeout(next);
  return NaN;
}

/** Ask the worker the next question: what ships reach first, then what was wanted last. */
async function next() {
  if (busy || forbidden || (!reachJobs.size && !jobs.size)) return;
  busy = true;
  const areas = reachJobs.size > 0;
  try {
    if (!ask) await start();
    if (areas) await answerReach();
    else await answerWays();
  } catch (error) {
    forbidden = "seaForbidden";
    jobs.clear();
    reachJobs.clear();
    console.info(`by sea nothing can be searched for here: ${error}`);
  }
  busy = false;
  if (!reachJobs.size && (areas || !jobs.size)) tell();
  else gathering ||= setTimeout(tell, areas ? GATHER_AREAS_MS : GATHER_MS);
  if (jobs.size || reachJobs.size) setTimeout(next);
}

function tell() {
  clearTimeout(gathering);
  gathering = 0;
  update({ found: state.found + 1 });
}

async function answerWays() {
  for (const [key, { closed }] of jobs) if (closed.size && closedKey(closed) !== closedKey(state.closed)) jobs.delete(key); // asked before, and no more
  const [key, job] = [...jobs].reduce((best, each) => (each[1].asked > best[1].asked ? each : best), [...jobs][0] || ["", null]);
  if (!job || !told || !ask) return;
  jobs.delete(key);
  const { closed, from } = job, targets = [...job.targets];
  const answer = await ask({ kind: "ways", id: 0, closed: [...told.unused, ...closed], origin: standOf(from, closed), targets: targets.map(([, target]) => standOf(target, closed)) });
  if (answer.kind !== "ways") return;
  if (known.size > MOST_KNOWN) known.clear();
  onWater.set(placeKey(from), answer.isOnWater);
  targets.forEach(([target], i) => {
    onWater.set(target, answer.onWater[i] > 0);
    known.set(`${closedKey(closed)}|${placeKey(from)}|${target}`, { length_m: answer.length_m[i], line: answer.lines[i] });
  });
}

async function answerReach() {
  const waiting = [...reachJobs.values()].reverse(), job = waiting.find((each) => typeof each.points !== "function") || waiting[0]; // what comes first is coarse
  if (!job || !told || !ask) return;
  reachJobs.delete(job.key);
  const { closed, from, limit_km } = job, points = typeof job.points === "function" ? job.points() : job.points;
  const answer = await ask({ kind: "reach", id: 0, closed: [...told.unused, ...closed], origin: standOf(from, closed), points, limit_km });
  if (answer.kind !== "reach") return;
  if (reaches.size > MOST_REACHES) reaches.clear();
  reaches.set(job.key, answer.km);
}

/** How far by ship points are from a place, km: NaN on land, infinite for what is not reached; null while that is not known. @param {Feature} from @param {ReadonlySet<string>} closed @param {Float64Array | (() => Float64Array)} points Or what makes them, when all that needs none has been answered. @param {number} limit_km @param {string} grid Tells these points from others. */
export function reachOf(from, closed, points, limit_km, grid) {
  const key = `${closedKey(closed)}|${placeKey(from)}|${grid}`, found = reaches.get(key);
  if (found || forbidden || !told || !seaPoint(from) || state.found < 0) return found || null;
  reachJobs.delete(key);
  reachJobs.set(key, { key, closed, from, points, limit_km });
  for (const old of [...reachJobs.keys()].slice(0, -MOST_REACH_JOBS)) reachJobs.delete(old);
  setTimeout(next);
  return null;
}

/** Start the worker, or read the sea here where there can be none, and hand it the mesh. */
async function start() {
  const page = window.eastup, { worker, mesh, kernel } = await page.sea();
  if (typeof WebAssembly === "undefined") throw new Error("WebAssembly is forbidden");
  ask = workerOf(worker);
  if (!ask) {
    page.run(worker);
    ask = window.eastupSea || null;
  }
  if (!ask) throw new Error("its script did not run");
  const answer = await ask({ kind: "start", id: 0, mesh, module: kernel, lines: told ? told.lines : {} });
  if (answer.kind === "failed") throw new Error(answer.why);
}

/** @param {Uint8Array} script @returns {((question: SeaQuestion) => Promise<SeaAnswer>) | null} */
function workerOf(script) {
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([/** @type {BlobPart} */ (script)], { type: "text/javascript" })));
    /** @type {Map<number, { done: (answer: SeaAnswer) => void, fail: (why: Error) => void }>} */
    const waiting = new Map();
    let id = 0;
    worker.onmessage = ({ data }) => {
      waiting.get(data.id)?.done(data);
      waiting.delete(data.id);
    };
    worker.onerror = (event) => waiting.forEach(({ fail }) => fail(new Error(event.message || "the worker failed")));
    return (question) => new Promise((done, fail) => {
      waiting.set(++id, { done, fail });
      worker.postMessage({ ...question, id });
    });
  } catch {
    return null;
  }
}

/** Search while the reader looks: the first question by sea is then answered as quickly as the next. @param {Feature} place */
export function searchAhead(place) {
  if (begun || !told || !TARGETS.length) return;
  begun = true;
  route(place, TARGETS[0], NOTHING);
}
