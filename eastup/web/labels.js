// Names, set upright and placed so that none covers another or a mark. While the page turns each keeps its side of its
// mark; when it comes to rest they are placed anew, and those that come or go fade.

const SIDES = [[1, 0], [-1, 0], [0.8, -0.8], [0.8, 0.8], [-0.8, -0.8], [-0.8, 0.8], [0, -1], [0, 1]];
const SANS = '"Eastup CJK", system-ui, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const SERIF = 'Georgia, "Noto Serif", "Eastup CJK", serif';
const px = (size) => `${Math.round(size * LARGER)}px`;
const STYLES = {
  sea: { font: `italic ${px(15)} ${SERIF}`, ink: "seaText", halo: "seaHalo", height: 16 * LARGER, fromZoom: 3.3, spacing: 1 },
  hub: { font: `600 ${px(13)} ${SANS}`, ink: "ink", halo: "halo", height: 14 * LARGER, fromZoom: 0 },
  strait: { font: `${px(12)} ${SANS}`, ink: "strait", halo: "halo", height: 13 * LARGER, fromZoom: 0 },
  city: { font: `${px(12)} ${SANS}`, ink: "cityText", halo: "halo", height: 13 * LARGER, fromZoom: 3.8 },
  base: { font: `${px(12)} ${SANS}`, ink: "baseText", halo: "halo", height: 13 * LARGER, fromZoom: 5.8 },
  user: { font: `600 ${px(12)} ${SANS}`, ink: "userText", halo: "halo", height: 13 * LARGER, fromZoom: 0 },
};
const RANK = ["user", "sea", "hub", "strait", "city", "base"];
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
  _place(sheet) {
    const inside = { x0: 4 - this._bounds.min.x, y0: 4 };
    const pad = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min), size = this._map.getSize();
    Object.assign(inside, { x0: pad.x + 4, y0: pad.y + 4, x1: pad.x + size.x - 4, y1: pad.y + size.y - 4 });
    const taken = new Boxes();
    for (const element of this.options.ratio ? [] : every("#turn, #tools, #pointer, #legend-box")) {
      const box = element.getBoundingClientRect(), map = this._map.getContainer().getBoundingClientRect();
      taken.add([box.left - map.left + pad.x, box.top - map.top + pad.y, box.right - map.left + pad.x, box.bottom - map.top + pad.y]);
    }
    for (const mark of this._marks || []) {
      const [x, y] = onSheet(sheet, mark.at), r = mark.radius * LARGER;
      taken.add([x - r, y - r, x + r, y + r]);
    }
    const before = this._shown;
    this._shown = new Map();
    for (const label of this._labels) {
      if (sheet.zoom - Math.log2(LARGER) < (label.fromZoom === undefined ? label.look.fromZoom : label.fromZoom)) continue;
      label.width ??= widthOf(label);
      const [x, y] = onSheet(sheet, label.at), old = before.get(label.id);
      const sides = label.style === "sea" ? [[0, 0], [0, 2.2], [0, -2.2], [0, 4.5], [0, -4.5]] : old ? [old.side, ...SIDES] : SIDES;
      for (const side of sides) {
        const box = boxOf(label, x, y, side);
        if (box[0] < inside.x0 || box[1] < inside.y0 || box[2] > inside.x1 || box[3] > inside.y1 || taken.hits(box)) continue;
        taken.add(box);
        this._shown.set(label.id, { label, side, alpha: old ? old.alpha : 0, goal: 1 });
        break;
      }
    }
    for (const [id, old] of before) {
      if (!this._shown.has(id) && old.alpha > 0.05) this._shown.set(id, { ...old, goal: 0 });
    }
    this._fade();
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
  const cx = x + side[0] * gap + Math.sign(side[0]) * width / 2;
  const reach = label.style === "sea" ? side[1] * height : side[1] * (gap + height / 2);
  return [cx - width / 2, y + reach - height / 2, cx + width / 2, y + reach + height / 2];
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
    return this._keys(box).some((key) => (this.cells.get(key) || []).some((o) =>
      box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1]));
  }
}
