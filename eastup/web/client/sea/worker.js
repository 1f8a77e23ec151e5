// Answers questions by sea away from the page, which goes on meanwhile. Where a browser allows no worker the page runs the
// same script itself.

import { Kernel } from "./kernel.js";
import { readMesh } from "./mesh.js";

/** @type {Promise<Kernel> | null} */
let kernel = null;

/** @param {SeaQuestion} question @returns {Promise<SeaAnswer>} */
async function answer(question) {
  try {
    if (question.kind === "start") {
      kernel = Kernel.start(question.module, readMesh(question.mesh), question.lines);
      await kernel;
      return { kind: "ready", id: question.id };
    }
    if (!kernel) throw new Error("the sea has not been read");
    const sea = await kernel;
    sea.cut(new Set(question.closed));
    return question.kind === "ways" ? ways(sea, question) : reach(sea, question);
  } catch (error) {
    return { kind: "failed", id: question.id, why: String(error) };
  }
}

const FEW = 12; // ends that are quicker looked for one by one, straight ahead, than by a search all around

/** The ways from one place to others; each may be come to at several points. @param {Kernel} sea @param {WaysQuestion} question @returns {SeaAnswer} */
function ways(sea, { id, origin, targets }) {
  const ends = targets.flatMap((stand, k) => stand.map(([lon, lat, off_km]) => ({ k, lon, lat, off_km })));
  const length_m = new Float64Array(targets.length).fill(Infinity), cost = length_m.slice(), onWater = new Uint8Array(targets.length);
  /** @type {Float64Array[]} */
  const lines = targets.map(() => new Float64Array(0));
  let isOnWater = false;
  /** Search from a source to some of the ends, and keep what is better than what was known. @param {number[]} source @param {typeof ends} some @param {(limit_km: number) => import("./kernel.js").Lengths} search */
  const look = ([lon, lat, off_km], some, search) => {
    sea.targets(some.flatMap((end) => [end.lon, end.lat]));
    sea.onWater().forEach((is, i) => { if (is) onWater[some[i].k] = 1; });
    if (!sea.sources([lon, lat])) return;
    isOnWater = true;
    const found = search(Infinity);
    some.forEach(({ k, off_km: more_km }, i) => {
      const cost_km = found.cost_km[i] + off_km + more_km;
      if (!(cost_km < cost[k])) return;
      cost[k] = cost_km;
      length_m[k] = 1000 * (found.km[i] + off_km + more_km);
      lines[k] = new Float64Array(sea.line(i));
    });
  };
  for (const source of origin) {
    if (ends.length > FEW) look(source, ends, (limit_km) => sea.search(limit_km));
    else for (const end of ends) look(source, [end], () => sea.straight());
  }
  return { kind: "ways", id, length_m, onWater, isOnWater, lines };
}

/** How far points are from a place, of those that are within a limit; those on land are NaN. @param {Kernel} sea @param {ReachQuestion} question @returns {SeaAnswer} */
function reach(sea, { id, origin, points, limit_km }) {
  const km = new Float32Array(points.length / 2).fill(Infinity);
  sea.targets(points, 0);
  sea.onWater().forEach((is, i) => { if (!is) km[i] = NaN; });
  for (const [lon, lat, off_km] of origin) {
    if (sea.sources([lon, lat])) sea.search(limit_km).km.forEach((far, i) => { km[i] = Math.min(km[i], far + off_km); });
  }
  return { kind: "reach", id, km };
}

const inWorker = typeof document === "undefined";
if (inWorker) onmessage = ({ data }) => void answer(data).then((found) => postMessage(found));
else Object.assign(globalThis, { eastupSea: answer });
