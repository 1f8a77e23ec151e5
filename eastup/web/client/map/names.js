// Names, set upright and placed so that none covers another or a mark. While the page turns each keeps its side of its
// mark; when it comes to rest they are placed anew, and those that come or go fade.

// Where a name may stand: to the sides of its mark, or askew above and below it; that of a sea, which has none, in halves of its width and in its heights.
const SIDES = [[1, 0], [-1, 0], [0.8, -0.8], [0.8, 0.8], [-0.8, -0.8], [-0.8, 0.8], [0, -1], [0, 1], [0, -1, 0.5], [0, -1, -0.5], [0, 1, 0.5], [0, 1, -0.5]];
const SEA_SIDES = [[0, 0], [0, 1.2], [0, -1.2], [0.5, 0], [-0.5, 0], [0.5, 1.2], [-0.5, 1.2], [0.5, -1.2], [-0.5, -1.2], [1, 0], [-1, 0], [0, 2.4], [0, -2.4]];
const SANS = '"Eastup CJK", system-ui, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const SERIF = 'Georgia, "Noto Serif", "Eastup CJK", serif';
const px = (size) => `${Math.round(size * LARGER)}px`;
const STYLES = {
  sea: { font: `italic ${px(15)} ${SERIF}`, ink: "seaText", halo: "seaHalo", height: 16 * LARGER, fromZoom: 3.3, spacing: 1 },
  hub: { font: `600 ${px(13)} ${SANS}`, ink: "ink", halo: "halo", height: 14 * LARGER, fromZoom: 0 },
  strait: { font: `${px(12)} ${SANS}`, ink: "strait", halo: "halo", height: 13 * LARGER, fromZoom: 0 },
  city: { font: `${px(12)} ${SANS}`, ink: "cityText", halo: "halo", height: 13 * LARGER, fromZoom: 3.8 },
  base: { font: `${px(12)} ${SANS}`, ink: "baseText", halo: "halo", height: 13 * LARGER, fromZoom: 5.8 },
  ring: { font: `600 ${px(12)} ${SANS}`, ink: "ring", halo: "halo", height: 13 * LARGER, fromZoom: 0 },
  user: { font: `600 ${px(12)} ${SANS}`, ink: "userText", halo: "halo", height: 13 * LARGER, fromZoom: 0 },
};
const RANK = ["ring", "user", "sea", "hub", "strait", "city", "base"];
const MINOR = new Set(["city", "base"]); // names that are left out rather than cover a mark
const MOST_COVERED = 5; // lesser marks under the name of a hub or a strait
const FADE_MS = 220;

const Labels = Sheet.extend({
  options: { padding: 0.05, pane: "labels" },
  initialize(options) {
    Sheet.prototype.initialize.call(this, options);
    this._labels = [];
    this._shown = new Map(); // label id -> { label, side, alpha }
  },
  /** Take labels as { id, text, at: [lon, lat], style, radius }. */
  setLabels(labels, marks) {
    this._marks = marks;
    this._labels = labels.map((label) => ({ ...label, look: STYLES[label.style], gap: ((label.radius || 0) + 4) * LARGER }));
    this._labels.sort((a, b) => RANK.indexOf(a.style) - RANK.indexOf(b.style) || (a.order || 0) - (b.order || 0));
    this.redraw();
  },
  draw(context, sheet) {
    if (!turning.active) this._place(sheet);
    this._sheet = sheet;
    this._paint(context, sheet);
  },
  /** Paint the names that are shown on the picture of a page that turns about a place in the middle of the window. */
  spin(context, ratio, center, zoom) {
    const scale = ViewCrs.scale(zoom), half = this._map.getSize().divideBy(2), [x, y] = turned(...PLANE.forward(center.lng, center.lat));
    cancelAnimationFrame(this._frame);
    this._paint(context, { ratio, scale, zoom, origin: L.point(x * scale, -y * scale).subtract(half) });
  },
  /** Place the names: so that fewest hubs miss theirs, and then off lesser marks. */
  _place(sheet) {
    const before = this._shown;
    let best = this._arrange(sheet, before, true), first = best.missed;
    for (let tries = 3; tries && best.missed.size; tries--) {
      const other = this._arrange(sheet, before, tries > 1, first);
      if (other.missed.size < best.missed.size) best = other;
      first = tries > 2 ? new Set([...first, ...other.missed]) : new Set();
    }
    this._shown = best.shown;
    for (const [id, old] of before) {
      if (!this._shown.has(id) && old.alpha > 0.05) this._shown.set(id, { ...old, goal: 0 });
    }
    this._fade();
  },
  /** Give each name, some first and then the first in rank, a free side of its mark; `missed` are the hubs that find none. */
  _arrange(sheet, before, careful, first = new Set()) {
    const pad = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min), size = this._map.getSize();
    const inside = { x0: pad.x + 4, y0: pad.y + 4, x1: pad.x + size.x - 4, y1: pad.y + size.y - 4 }, zoom = sheet.zoom - Math.log2(LARGER);
    const shown = new Map(), taken = new Boxes(), lesser = new Boxes();
    const missed = new Set();
    for (const element of this.options.ratio ? [] : every("#turn, #tools, #pointer, #legend-box")) {
      const box = element.getBoundingClientRect(), map = this._map.getContainer().getBoundingClientRect();
      taken.add([box.left - map.left + pad.x, box.top - map.top + pad.y, box.right - map.left + pad.x, box.bottom - map.top + pad.y]);
    }
    for (const mark of this._marks || []) {
      if (zoom < mark.fromZoom) continue;
      const [x, y] = onSheet(sheet, mark.at), r = mark.radius * LARGER;
      (mark.lesser ? lesser : taken).add([x - r, y - r, x + r, y + r]);
    }
    for (const label of [...this._labels.filter((each) => first.has(each.id)), ...this._labels.filter((each) => !first.has(each.id))]) {
      if (zoom < (label.fromZoom === undefined ? label.look.fromZoom : label.fromZoom)) continue;
      label.width ??= widthOf(label);
      const [x, y] = onSheet(sheet, label.at), old = before.get(label.id);
      const sides = label.style === "sea" ? SEA_SIDES : old ? [old.side, ...SIDES] : SIDES;
      const free = sides.filter((side) => {
        const box = boxOf(label, x, y, side);
        return box[0] >= inside.x0 && box[1] >= inside.y0 && box[2] <= inside.x1 && box[3] <= inside.y1 && !taken.hits(box);
      });
      const covered = free.map((each) => lesser.count(boxOf(label, x, y, each))), bearable = MINOR.has(label.style) ? 0 : MOST_COVERED;
      const least = careful || label.style !== "hub" ? Math.min(...covered) : covered.find((count) => count <= bearable) ?? Infinity;
      if (least > bearable) { // or none is free
        if (label.style === "hub" && x > inside.x0 && x < inside.x1 && y > inside.y0 && y < inside.y1) missed.add(label.id);
        continue;
      }
      const side = free[covered.indexOf(least)]; // better on a lesser mark than not at all
      const [x0, y0, x1, y1] = boxOf(label, x, y, side);
      taken.add([x0 - APART_PX, y0, x1 + APART_PX, y1]);
      shown.set(label.id, { label, side, alpha: old ? old.alpha : 0, goal: 1 });
    }
    return { shown, missed };
  },
  /** Where the names stand that are shown: [{ id, box }] in pixels of the sheet. */
  boxes() {
    return [...this._shown].filter(([, entry]) => entry.goal).map(([id, { label, side }]) => ({ id, box: boxOf(label, ...onSheet(this._sheet, label.at), side) }));
  },
  /** Let names come and go over a moment. */
  _fade() {
    cancelAnimationFrame(this._frame);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !this._opened || this.options.ratio; // a picture doesn't wait
    this._opened = true;
    const entries = [...this._shown.values()], from = entries.map((e) => e.alpha), began = performance.now();
    const step = (now) => {
      const part = still ? 1 : Math.min(1, (now - began) / FADE_MS);
      entries.forEach((entry, i) => { entry.alpha = from[i] + (entry.goal - from[i]) * part; });
      if (part === 1) for (const [id, entry] of this._shown) if (entry.goal === 0) this._shown.delete(id);
      if (!turning.active) this._paintAgain();
      if (part < 1) this._frame = requestAnimationFrame(step);
    };
    if (still) entries.forEach((entry) => { entry.alpha = entry.goal; });
    else this._frame = requestAnimationFrame(step);
  },
  _paintAgain() {
    if (!this._sheet || this._map._animatingZoom) return;
    this._context.setTransform(1, 0, 0, 1, 0, 0);
    this._context.clearRect(0, 0, this._container.width, this._container.height);
    this._paint(this._context, this._sheet);
  },
  _paint(context, sheet) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const { label, side, alpha } of this._shown.values()) {
      if (alpha <= 0) continue;
      const [x, y] = onSheet(sheet, label.at), box = boxOf(label, x, y, side), sign = written(label, sheet.ratio);
      context.globalAlpha = alpha;
      context.drawImage(sign, Math.round((box[0] - MARGIN_PX) * sheet.ratio), Math.round((box[1] - MARGIN_PX) * sheet.ratio)); // whole pixels are sharp
    }
    context.globalAlpha = 1;
  },
});

const MARGIN_PX = 5 * LARGER;
const APART_PX = 4 * LARGER; // between names on one line

/** A name as a picture, with its halo. It is written once: while the page turns it only moves. */
function written(label, ratio) {
  if (label.sign && label.signRatio === ratio) return label.sign;
  const width = Math.ceil((label.width + 2 * MARGIN_PX) * ratio), height = Math.ceil((label.look.height + 2 * MARGIN_PX) * ratio);
  const sign = make("canvas", { width, height }), context = sign.getContext("2d"), middle = MARGIN_PX + label.look.height / 2;
  context.scale(ratio, ratio);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.font = label.look.font;
  context.letterSpacing = `${label.look.spacing || 0}px`;
  context.lineWidth = 3.5 * LARGER;
  context.strokeStyle = INK[label.look.halo];
  context.strokeText(label.text, MARGIN_PX, middle);
  context.fillStyle = INK[label.look.ink];
  context.fillText(label.text, MARGIN_PX, middle);
  [label.sign, label.signRatio] = [sign, ratio];
  return sign;
}

const ruler = document.createElement("canvas").getContext("2d");

function widthOf(label) {
  ruler.font = label.look.font;
  ruler.letterSpacing = `${label.look.spacing || 0}px`;
  return ruler.measureText(label.text).width;
}

/** The box of a name that stands on one side of its mark: left, top, right, bottom. */
function boxOf(label, x, y, side) {
  const { width, gap } = label, height = label.look.height;
  const cx = x + (label.style === "sea" ? side[0] * width / 2 : side[0] * gap + (side[2] ?? Math.sign(side[0])) * width / 2);
  const cy = y + (label.style === "sea" ? side[1] * height : side[1] * (gap + height / 2));
  return [cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2];
}

/** Boxes that are taken, in cells so that a look-up is quick. */
class Boxes {
  constructor() {
    this.cells = new Map();
  }
  _keys(box) {
    const keys = [];
    for (let i = Math.floor(box[0] / 64); i <= Math.floor(box[2] / 64); i++) {
      for (let j = Math.floor(box[1] / 64); j <= Math.floor(box[3] / 64); j++) keys.push(i * 4096 + j);
    }
    return keys;
  }
  add(box) {
    for (const key of this._keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
  hits(box) {
    return this.count(box) > 0;
  }
  /** How many boxes another one covers. */
  count(box) {
    const covered = this._keys(box).flatMap((key) => (this.cells.get(key) || []).filter((o) =>
      box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1]));
    return new Set(covered).size;
  }
}
