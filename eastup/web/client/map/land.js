// Land, borders and graticule. Turning and zooming only sets the canvas another way.

const TILE_M = 1.2e6;
const DETAIL_M = [0, 1500, 5000]; // a level leaves out points nearer than this to the one before

/** Gather rings of the plane into tiles, each with its bounds and a path a level, so that only what is seen is drawn. */
class Tiles {
  constructor() {
    this.tiles = new Map();
  }
  /** Take rings as [x, y, x, y, ...] in metres; the first holds the others. */
  add(rings, coastal) {
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
    if (coastal && !coastal.cuts(x0, y0, x1, y1)) coastal = null;
    const key = size > TILE_M ? `own${this.tiles.size}` : `${Math.floor((x0 + x1) / 2 / TILE_M)},${Math.floor((y0 + y1) / 2 / TILE_M)}`;
    let tile = this.tiles.get(key);
    if (!tile) {
      tile = { levels: [], rings: [], box: [Infinity, Infinity, -Infinity, -Infinity] };
      this.tiles.set(key, tile);
    }
    tile.box = [Math.min(tile.box[0], x0), Math.min(tile.box[1], y0), Math.max(tile.box[2], x1), Math.max(tile.box[3], y1)];
    for (const ring of rings) tile.rings.push({ ring, coastal, size });
  }
  seen(box) {
    return [...this.tiles.values()].filter((t) => t.box[0] < box[2] && t.box[2] > box[0] && t.box[1] < box[3] && t.box[3] > box[1]);
  }
}

/** The paths of a tile at the level that pixels of this size call for; each is made when it is first wanted. */
function pathsOf(tile, pixel_m) {
  const level = DETAIL_M.findLastIndex((m) => m <= 0.7 * pixel_m);
  if (tile.levels[level]) return tile.levels[level];
  const fill = new Path2D(), line = new Path2D(), least = DETAIL_M[level] ** 2;
  for (const { ring, coastal, size } of tile.rings) {
    if (size < DETAIL_M[level]) continue;
    let pen = false, px = ring[0], py = ring[1];
    fill.moveTo(px, py);
    for (let i = 2; i < ring.length; i += 2) {
      const x = ring[i], y = ring[i + 1], coast = !coastal || coastal(px, py, x, y);
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

/** Tells coast from the cuts that the base map's frame makes through land. */
function coastTest(core, overlap_m) {
  const xs = [core[0], core[2], core[0] + overlap_m, core[2] - overlap_m], ys = [core[1], core[3], core[1] + overlap_m, core[3] - overlap_m];
  const along = (a, b, edges) => Math.abs(a - b) < CUT_M && edges.some((edge) => Math.abs(a - edge) < CUT_M && Math.abs(b - edge) < CUT_M);
  const coastal = (x0, y0, x1, y1) => !along(x0, x1, xs) && !along(y0, y1, ys);
  /** Whether a box reaches any of the frames' edges. */
  coastal.cuts = (x0, y0, x1, y1) => xs.some((x) => x0 < x + CUT_M && x1 > x - CUT_M) || ys.some((y) => y0 < y + CUT_M && y1 > y - CUT_M);
  return coastal;
}

const Land = Sheet.extend({
  initialize(land, options) {
    Sheet.prototype.initialize.call(this, options);
    this.background = new Depth(DATA.depth, () => this.redraw());
    const ring = (text) => unpackedPoints(text).map((steps) => steps * land.step_m);
    const coastal = coastTest(land.core, 25000);
    this._fine = new Tiles();
    this._wide = new Tiles();
    for (const polygon of land.fine) this._fine.add(polygon.map(ring), coastal);
    for (const polygon of land.wide) this._wide.add(polygon.map(ring), coastal);
    this._borders = new Tiles();
    for (const line of land.borders) this._borders.add([ring(line)]);
    this._graticule = new Path2D();
    for (let lon = 60; lon <= 260; lon += 10) this._trace(-40, 80, (lat) => [lon, lat]);
    for (let lat = -40; lat <= 80; lat += 10) this._trace(60, 260, (lon) => [lon, lat]);
  },
  getEvents() {
    return { ...Sheet.prototype.getEvents.call(this), ...whenLeft(this) };
  },
  _trace(from, to, place) {
    for (let i = from; i <= to; i += 1) {
      const [x, y] = PLANE.forward(...place(i));
      if (i === from) this._graticule.moveTo(x, y);
      else this._graticule.lineTo(x, y);
    }
  },
  draw(context, sheet) {
    const corners = [[0, 0], [sheet.size.x, 0], [0, sheet.size.y], [sheet.size.x, sheet.size.y]].map(([px, py]) =>
      unturned((px + sheet.origin.x) / sheet.scale, -(py + sheet.origin.y) / sheet.scale));
    const xs = corners.map((c) => c[0]), ys = corners.map((c) => c[1]);
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const paths = (set) => set.seen(box).map((tile) => pathsOf(tile, 1 / sheet.scale));
    const tiles = [...paths(this._wide), ...paths(this._fine)];
    if (sheet.ground) {
      context.fillStyle = sheet.ground;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    }
    toPlane(context, sheet);
    this.background.draw(context);
    context.lineJoin = "round";
    context.lineWidth = 0.7 / sheet.scale;
    context.strokeStyle = INK.graticule;
    context.stroke(this._graticule);
    context.fillStyle = INK.land;
    for (const tile of tiles) context.fill(tile.fill, "evenodd");
    context.strokeStyle = INK.coast;
    context.lineWidth = 0.8 / sheet.scale;
    for (const tile of tiles) context.stroke(tile.line);
    context.strokeStyle = INK.border;
    context.lineWidth = 0.9 / sheet.scale;
    for (const tile of paths(this._borders)) context.stroke(tile.line);
  },
});
