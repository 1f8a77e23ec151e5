// The view as a coordinate reference system of Leaflet. Every coordinate stays geographic; the page is turned by turning
// the projected plane, which is all that `turnTo` changes.

const PLANE = makeProjection(DATA.view);
const ZOOM0_M = 156543.03392804097; // metres a pixel at zoom 0, as on web maps
const page = { up: 0, cos: 1, sin: 0 };

/** Set the azimuth (degrees, at the view's centre) that points up. */
function setUp(up) {
  page.up = ((up % 360) + 360) % 360;
  page.cos = Math.cos(page.up * RAD);
  page.sin = Math.sin(page.up * RAD);
}

/** Turn a point of the plane as the page is turned: x right and y up. */
function turned(x, y) {
  return [x * page.cos - y * page.sin, x * page.sin + y * page.cos];
}

function unturned(x, y) {
  return [x * page.cos + y * page.sin, -x * page.sin + y * page.cos];
}

const ViewCrs = L.extend({}, L.CRS, {
  code: "eastup",
  infinite: true,
  R: AXIS_M,
  projection: {
    project(latlng) {
      // A place in the plane stays when the page turns: it is kept with the place, since trigonometry costs most.
      const [px, py] = latlng.plane ||= PLANE.forward(latlng.lng, latlng.lat), [x, y] = turned(px, py);
      return L.point(x, y);
    },
    unproject(point) {
      const [lon, lat] = PLANE.inverse(...unturned(point.x, point.y));
      return L.latLng(lat, lon);
    },
  },
  transformation: new L.Transformation(1, 0, -1, 0),
  scale: (zoom) => 2 ** zoom / ZOOM0_M,
  zoom: (scale) => Math.log2(scale * ZOOM0_M),
  distance: (a, b) => geodesic(a.lng, a.lat, b.lng, b.lat).length_m,
});

const at = (lonlat) => L.latLng(lonlat[1], lonlat[0]);

/** A Leaflet map whose points aren't rounded to whole pixels, so that nothing trembles while the page turns. */
const SmoothMap = L.Map.extend({
  latLngToLayerPoint(latlng) {
    return this.project(L.latLng(latlng))._subtract(this.getPixelOrigin());
  },
});

const PHONE_PX = 800; // no wider: its dial stands where the region's north-east is with north up, its buttons in the south
const DIAL_PX = 64, BUTTONS_PX = 30;

/** Return the centre and zoom at which points ([lon, lat]) just fill the map with the page as it is turned. */
function fitted(map, lonlats, pad_px) {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of lonlats) {
    const [x, y] = turned(...PLANE.forward(lon, lat));
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  const size = map.getSize(), north = innerWidth <= PHONE_PX ? Math.max(0, page.cos) : 0, top_px = DIAL_PX * north, bottom_px = BUTTONS_PX * north;
  const width = Math.max(size.x - 2 * pad_px, 100), height = Math.max(size.y - 2 * pad_px - top_px - bottom_px, 100);
  const scale = Math.min(width / (x1 - x0), height / (y1 - y0));
  return { center: ViewCrs.projection.unproject(L.point((x0 + x1) / 2, (y0 + y1) / 2 + (top_px - bottom_px) / 2 / scale)), zoom: ViewCrs.zoom(scale) };
}

/** The direction on the page of north at a place: degrees clockwise from up. */
function northOnPage(latlng) {
  const a = ViewCrs.projection.project(latlng), b = ViewCrs.projection.project(L.latLng(latlng.lat + 0.01, latlng.lng));
  return Math.atan2(b.x - a.x, b.y - a.y) / RAD;
}
