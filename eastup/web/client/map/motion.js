// While the page turns, land and shapes are one picture that is turned as a whole: they are rigid, and a picture costs no
// drawing. Only the names are set anew at every step, since they stay upright. Without a GPU each pixel that is drawn,
// copied and scaled counts: all goes on one canvas, and on a large screen each of its pixels is a block of whole ones.

const STILL_PIXELS = 1.8e6; // of the picture that is turned
const MOVING_PIXELS = 1.8e6; // of what is seen of it

class Spin {
  /** Draw all that a turn may show, with the page as it stands now. */
  constructor() {
    const size = map.getSize(), box = spinBox(), all = box.getSize();
    this.from = { up: page.up, cos: page.cos, sin: page.sin, zoom: map.getZoom(), origin: box.min };
    const whole = window.devicePixelRatio || 1;
    this.still_ratio = Math.min(whole, Math.sqrt(STILL_PIXELS / (all.x * all.y)));
    this.ratio = whole / Math.ceil(whole * Math.sqrt(size.x * size.y / MOVING_PIXELS));
    this.still = make("canvas", { width: Math.round(all.x * this.still_ratio), height: Math.round(all.y * this.still_ratio) });
    const ink = this.still.getContext("2d", { alpha: false });
    land.draw(ink, { ratio: this.still_ratio, size: all, origin: box.min, scale: ViewCrs.scale(this.from.zoom), zoom: this.from.zoom, ground: INK.sea });
    drawShapes(ink, this.still_ratio, box);
    this.seen = make("canvas", { width: Math.round(size.x * this.ratio), height: Math.round(size.y * this.ratio), className: "spin" });
    this.seen.setAttribute("aria-hidden", "true");
    this.ink = this.seen.getContext("2d", { alpha: false });
    map.getContainer().append(this.seen);
    map.getContainer().classList.add("spinning");
  }

  /** Show the page as it is turned now, with a place in the middle. */
  show({ center, zoom }) {
    const { from, ink } = this, scale = ViewCrs.scale(from.zoom), [x, y] = PLANE.forward(center.lng, center.lat);
    const left = (x * from.cos - y * from.sin) * scale - from.origin.x, top = -(x * from.sin + y * from.cos) * scale - from.origin.y;
    const larger = this.ratio / this.still_ratio * 2 ** (zoom - from.zoom);
    ink.setTransform(1, 0, 0, 1, this.seen.width / 2, this.seen.height / 2);
    ink.rotate((from.up - page.up) * RAD);
    ink.scale(larger, larger);
    ink.imageSmoothingQuality = "low";
    ink.drawImage(this.still, -left * this.still_ratio, -top * this.still_ratio);
    names.spin(ink, this.ratio, center, zoom);
  }

  end() {
    this.seen.remove();
    map.getContainer().classList.remove("spinning");
  }
}

/** Draw Leaflet's shapes on another canvas, which shows a box of the map's pixels. */
function drawShapes(ink, ratio, box) {
  const own = { _ctx: shapes._ctx, _bounds: shapes._bounds }, corner = map.getPixelOrigin();
  shapes._ctx = ink;
  shapes._bounds = L.bounds(box.min.subtract(corner), box.max.subtract(corner));
  ink.setTransform(ratio, 0, 0, ratio, -ratio * shapes._bounds.min.x, -ratio * shapes._bounds.min.y);
  for (const layer of Object.values(shapes._layers)) layer._update(); // which clips it to the box
  shapes._redrawBounds = null;
  shapes._draw();
  Object.assign(shapes, own);
}

/** The box of the map's pixels, at the zoom of now, that comes into sight in a turn. */
function spinBox() {
  const up = page.up, zoom = map.getZoom(), half_px = map.getSize().distanceTo([0, 0]) / 2, box = L.bounds([]);
  for (let azimuth = 0; azimuth < 360; azimuth += 15) {
    setUp(azimuth);
    const shown = shownNow();
    setUp(up);
    const middle = map.project(shown.center, zoom), r = 1.03 * half_px * 2 ** (zoom - shown.zoom);
    box.extend(middle.subtract([r, r])).extend(middle.add([r, r]));
    if (!turning.home) break;
  }
  return L.bounds(box.min.floor(), box.max.ceil());
}
