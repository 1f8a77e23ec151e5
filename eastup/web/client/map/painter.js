// A canvas that covers the map and a little more, and moves with it. Subclasses draw on it; it is drawn again, within the
// same frame as Leaflet's own shapes, whenever the window leaves what is drawn.

/** Events by which a renderer is drawn anew only where the window has left what it has drawn, but then while it is dragged too. */
function whenLeft(renderer) {
  const holds = () => {
    const corner = map.containerPointToLayerPoint([0, 0]);
    return renderer._bounds.contains(L.bounds(corner, corner.add(map.getSize())));
  };
  return {
    move: () => { if (renderer._zoom === map.getZoom() && !holds()) renderer._update(); },
    moveend: () => { if (renderer._zoom !== map.getZoom() || !holds()) renderer._update(); },
  };
}

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
    return { ...L.Renderer.prototype.getEvents.call(this), viewprereset: () => { this._waiting = true; } };
  },
  _reset() {
    this._waiting = false;
    this._update(); // which also puts it in place, on whole pixels, so that names are sharp
  },
  _update() {
    if (this._waiting || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const bounds = this._bounds, size = bounds.getSize(), canvas = this._container;
    const ratio = this.options.ratio || Math.min(window.devicePixelRatio || 1, 3);
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
    this.draw(this._context, { ratio, size, origin, scale: ViewCrs.scale(this._zoom), zoom: this._zoom });
  },
  redraw() {
    if (this._map) this._update();
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

/** Drag sheets, lowest first, as one picture: without a GPU each of them would cost anew at every step. */
function dragAsOne(sheets) {
  const [ground] = sheets;
  let picture = null, drawn = null;
  const put = () => {
    if (picture) picture.remove();
    for (const sheet of sheets) sheet._container.style.visibility = "";
    picture = null;
  };
  const take = () => {
    put();
    const { width, height, style } = ground._container, ink = make("canvas", { width, height }).getContext("2d", { alpha: false });
    ink.fillStyle = INK.sea;
    ink.fillRect(0, 0, width, height);
    ink.scale(width / ground._bounds.getSize().x, height / ground._bounds.getSize().y);
    for (const sheet of sheets) {
      const from = sheet._bounds.min.subtract(ground._bounds.min), size = sheet._bounds.getSize();
      ink.drawImage(sheet._container, from.x, from.y, size.x, size.y);
    }
    picture = ink.canvas;
    picture.style.cssText = style.cssText; // its size and place
    for (const sheet of sheets) sheet._container.style.visibility = "hidden";
    ground._container.after(picture);
    drawn = ground._bounds;
  };
  map.on("dragstart", take);
  map.on("move", () => { if (picture && ground._bounds !== drawn) take(); });
  map.on("moveend zoomstart", put);
}
