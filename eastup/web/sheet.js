// A canvas that covers the map and moves with it. Subclasses draw on it; it is drawn again, within the same frame as
// Leaflet's own shapes, whenever the map comes to rest and at every step of a turn.

const FROZEN_PIXELS = 2.2e6;
const MOVING_PIXELS = 420000; // to turn the picture costs most of a frame, and what moves need not be crisp

const Sheet = L.Renderer.extend({
  options: { padding: 0.3 },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._context = this._container.getContext("2d");
    this._layers = this._layers || {};
  },
  _destroyContainer() {
    this._container.remove();
  },
  getEvents() {
    const events = L.Renderer.prototype.getEvents.call(this);
    events.viewprereset = () => { this._waiting = true; };
    return events;
  },
  _reset() {
    this._waiting = false;
    this._update(); // which also puts it in place, on whole pixels, so that names are sharp
  },
  _update() {
    if (this._waiting || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const bounds = this._bounds, size = bounds.getSize(), canvas = this._container;
    const ratio = this._ratio(size);
    L.DomUtil.setPosition(canvas, bounds.min);
    const width = Math.round(size.x * ratio), height = Math.round(size.y * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    } else {
      this._context.setTransform(1, 0, 0, 1, 0, 0);
      this._context.clearRect(0, 0, width, height);
    }
    const origin = this._map.getPixelOrigin().add(bounds.min);
    this[this._frozen ? "_drawFrozen" : "draw"](this._context, { ratio, size, origin, scale: ViewCrs.scale(this._zoom), zoom: this._zoom });
  },
  /** Pixels of the canvas a pixel of the page; fewer while turning a large one. */
  _ratio(size) {
    const full = this.options.ratio || Math.min(window.devicePixelRatio || 1, 3);
    return this._frozen ? Math.min(full, Math.sqrt(MOVING_PIXELS / (size.x * size.y))) : full;
  },
  redraw() {
    if (this._map) this._update();
  },
  /** Draw once all that a turn may show, a box of the plane; until `thaw` that picture is turned, which costs far less. */
  freeze(box) {
    const scale = ViewCrs.scale(this._map.getZoom()), size = L.point((box[2] - box[0]) * scale, (box[3] - box[1]) * scale), up = page.up;
    const ratio = Math.min(window.devicePixelRatio || 1, Math.sqrt(FROZEN_PIXELS / (size.x * size.y)));
    const picture = make("canvas", { width: Math.round(size.x * ratio), height: Math.round(size.y * ratio) });
    setUp(0);
    this.draw(picture.getContext("2d", { alpha: false }), { ratio, size, origin: L.point(box[0] * scale, -box[3] * scale), scale, zoom: this._map.getZoom(), ground: INK.sea });
    setUp(up);
    this._frozen = { picture, box };
    this.options.padding = 0;
  },
  thaw() {
    this._frozen = null;
    delete this.options.padding;
  },
  _drawFrozen(context, sheet) {
    const { picture, box } = this._frozen;
    toPlane(context, sheet);
    context.imageSmoothingQuality = "low";
    context.translate(box[0], box[3]);
    context.scale((box[2] - box[0]) / picture.width, -(box[3] - box[1]) / picture.height);
    context.drawImage(picture, 0, 0);
  },
});

/** Set a canvas so that metres of the unturned plane can be drawn on it. */
function toPlane(context, sheet) {
  const k = sheet.ratio * sheet.scale;
  context.setTransform(k * page.cos, -k * page.sin, -k * page.sin, -k * page.cos, -sheet.ratio * sheet.origin.x, -sheet.ratio * sheet.origin.y);
}

/** Where a place is on a sheet, in its CSS pixels. */
function onSheet(sheet, lonlat) {
  const [px, py] = lonlat.plane ||= PLANE.forward(lonlat[0], lonlat[1]), [x, y] = turned(px, py);
  return [x * sheet.scale - sheet.origin.x, -y * sheet.scale - sheet.origin.y];
}
