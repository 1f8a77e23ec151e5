// Land, borders and graticule. Turning and zooming only sets the canvas another way.

import { DATA } from "../data.js";
import { fromPlanes, summed, unbundled } from "../numbers.js";
import { ink } from "../theme.js";
import { PLANE, unturned } from "./camera.js";
import { paintDepth } from "./depth.js";
import { toPlane } from "./frame.js";
import { paintReach } from "./reach.js";

/** @typedef {import("./frame.js").Frame} Frame */
/** Whether a piece of a ring is coast, and not a cut through land. @typedef {((x0: number, y0: number, x1: number, y1: number) => boolean)} IsCoast */
/** @typedef {{ isCoast: IsCoast, cuts: IsCoast }} Cuts `cuts` tells whether a box reaches any cut. */
/** @typedef {{ fill: Path2D, line: Path2D }} Paths */
/** @typedef {{ levels: Paths[], rings: { ring: number[], isCoast: IsCoast | null, size: number }[], box: number[] }} Tile */

const TILE_M = 1.2e6;
const DETAIL_M = [0, 1500, 5000]; // a level leaves out points nearer than this to the one before

/** Gather rings of the plane into tiles, each with its bounds and a path a level, so that only what is seen is drawn. */
class Tiles {
  constructor() {
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
  }
  /** Take rings as [x, y, x, y, ...] in metres; the first holds the others. @param {number[][]} rings @param {Cuts} [cuts] */
  add(rings, cuts) {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    const outer = rings[0];
    for (let i = 0; i < outer.length; i += 2) {
      const x = outer[i], y = outer[i + 1];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    const size = Math.max(x1 - x0, y1 - y0);
    const isCoast = cuts && cuts.cuts(x0, y0, x1, y1) ? cuts.isCoast : null;
    const key = size > TILE_M ? `own${this.tiles.size}` : `${Math.floor((x0 + x1) / 2 / TILE_M)},${Math.floor((y0 + y1) / 2 / TILE_M)}`;
    let tile = this.tiles.get(key);
    if (!tile) {
      tile = { levels: [], rings: [], box: [Infinity, Infinity, -Infinity, -Infinity] };
      this.tiles.set(key, tile);
    }
    tile.box = [Math.min(tile.box[0], x0), Math.min(tile.box[1], y0), Math.max(tile.box[2], x1), Math.max(tile.box[3], y1)];
    for (const ring of rings) tile.rings.push({ ring, isCoast, size });
  }
  /** Those that a box shows. @param {number[]} box */
  seen(box) {
    return [...this.tiles.values()].filter((t) => t.box[0] < box[2] && t.box[2] > box[0] && t.box[1] < box[3] && t.box[3] > box[1]);
  }
}

/** The paths of a tile at the level that pixels of this size call for; each is made when it is first wanted. @param {Tile} tile @param {number} pixel_m */
function pathsOf(tile, pixel_m) {
  const level = DETAIL_M.findLastIndex((m) => m <= 0.7 * pixel_m);
  if (tile.levels[level]) return tile.levels[level];
  const fill = new Path2D(), line = new Path2D(), least = DETAIL_M[level] ** 2;
  for (const { ring, isCoast, size } of tile.rings) {
    if (size < DETAIL_M[level]) continue;
    let pen = false, px = ring[0], py = ring[1];
    fill.moveTo(px, py);
    for (let i = 2; i < ring.length; i += 2) {
      const x = ring[i], y = ring[i + 1], coast = !isCoast || isCoast(px, py, x, y);
      if (coast && (x - px) * (x - px) + (y - py) * (y - py) < least && i < ring.length - 2) continue;
      fill.lineTo(x, y);
      if (!coast) pen = false;
      else {
        if (!pen) line.moveTo(px, py);
        line.lineTo(x, y);
        pen = true;
      }
      px = x;
      py = y;
    }
  }
  return tile.levels[level] = { fill, line };
}

const CUT_M = 400;

/** The cuts that the base map's frame makes through land. @param {number[]} core @param {number} overlap_m @returns {Cuts} */
function cutsOf(core, overlap_m) {
  const xs = [core[0], core[2], core[0] + overlap_m, core[2] - overlap_m], ys = [core[1], core[3], core[1] + overlap_m, core[3] - overlap_m];
  const along = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number[]} */ edges) =>
    Math.abs(a - b) < CUT_M && edges.some((edge) => Math.abs(a - edge) < CUT_M && Math.abs(b - edge) < CUT_M);
  return {
    isCoast: (x0, y0, x1, y1) => !along(x0, x1, xs) && !along(y0, y1, ys),
    cuts: (x0, y0, x1, y1) => xs.some((x) => x0 < x + CUT_M && x1 > x - CUT_M) || ys.some((y) => y0 < y + CUT_M && y1 > y - CUT_M),
  };
}

const OVERLAP_M = 25_000; // by which coarse land runs under fine land
const fine = new Tiles(), wide = new Tiles(), borders = new Tiles(), graticule = new Path2D();

/** Read what came with the page. */
export function loadLand() {
  const { land } = DATA, cuts = cutsOf(land.core, OVERLAP_M), { parts } = unbundled(window.eastup.parts.land);
  const [fineCount, wideCount, borderCount] = fromPlanes(parts.counts), rings = fromPlanes(parts.rings), points = fromPlanes(parts.points);
  const xs = summed(fromPlanes(parts.x)), ys = summed(fromPlanes(parts.y));
  let ringAt = 0, at = 0;
  const ring = () => {
    const found = [];
    for (const end = at + points[ringAt++]; at < end; at++) found.push(xs[at] * land.step_m, ys[at] * land.step_m);
    return found;
  };
  rings.forEach((count, i) => (i < fineCount ? fine : wide).add(Array.from({ length: count }, ring), cuts));
  if (rings.length !== fineCount + wideCount) throw new Error("the land is damaged");
  for (let i = 0; i < borderCount; i++) borders.add([ring()]);
  for (let lon = 60; lon <= 260; lon += 10) trace(-40, 80, (lat) => PLANE.forward(lon, lat));
  for (let lat = -40; lat <= 80; lat += 10) trace(60, 260, (lon) => PLANE.forward(lon, lat));
}

/** @param {number} from @param {number} to @param {(i: number) => Pair} place */
function trace(from, to, place) {
  for (let i = from; i <= to; i += 1) {
    const [x, y] = place(i);
    if (i === from) graticule.moveTo(x, y);
    else graticule.lineTo(x, y);
  }
}

/** Draw sea, land and borders on a picture. @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
export function paintLand(ctx, frame) {
  const { camera: { scale, x, y }, half } = frame, color = ink();
  const corners = [[-1, -1], [1, -1], [-1, 1], [1, 1]].map(([i, j]) => unturned(frame.camera, i * half[0] / scale, j * half[1] / scale));
  const xs = corners.map((c) => x + c[0]), ys = corners.map((c) => y + c[1]);
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const paths = (/** @type {Tiles} */ tiles) => tiles.seen(box).map((tile) => pathsOf(tile, 1 / scale));
  const land = [...paths(wide), ...paths(fine)];
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fillStyle = color.sea;
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  toPlane(ctx, frame);
  paintDepth(ctx);
  paintReach(ctx, frame);
  ctx.lineJoin = "round";
  ctx.lineWidth = 0.7 / scale;
  ctx.strokeStyle = color.graticule;
  ctx.stroke(graticule);
  ctx.fillStyle = color.land;
  for (const { fill } of land) ctx.fill(fill, "evenodd");
  ctx.strokeStyle = color.coast;
  ctx.lineWidth = 0.8 / scale;
  for (const { line } of land) ctx.stroke(line);
  ctx.strokeStyle = color.border;
  ctx.lineWidth = 0.9 / scale;
  for (const { line } of paths(borders)) ctx.stroke(line);
}
