"""The base of a map: sea, land, borders and graticule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap, words
from eastup.briefing.furniture.graticule import draw_graticule
from eastup.draw.color import mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.briefing.spec.spec import MapSpec
    from eastup.draw.document import Pixels, Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Geometries

_BACKGROUND_PX = {"depth": 640, "relief": 1000}  # depths are known by a tenth of a degree, relief by a thirtieth
_LAND = {"source": "OpenStreetMap contributors (ODbL), by way of roaring-landmask 0.11.0", "as_of": "2026-08-07"}
"""The date is that of the packed edition, as its list of parts gives it."""
_BORDERS = {"source": "Natural Earth 3.0.0", "as_of": "2013-06-02"}
"""The date is that of the edition, as its log of changes gives it."""
_DISPUTED_DASHES = (2.4, 1.8)
"""Of lines that are disputed, indefinite, or of control, as the armistice line in Korea is."""
_BEYOND_PT = 1.0
_FULL_DEPTH_M = 7000.0
_FLAT = 164.0  # value of level ground in the shaded relief
_RELIEF_STRENGTH = 0.9
_OVER_RELIEF = 0.66  # how opaque land is over it
_USUAL_DEPTH_M = 4500.0  # of the ocean, where the raster has none


def draw_base(sheet: Sheet, spec: MapSpec, theme: Theme, with_figures: bool) -> tuple[Geometries, list[str]]:
    """Draw sea depth or relief, land, borders and graticule; return the land's polygons on the page and whose it is."""
    page = sheet.page
    crs, bounds = page.view.crs, page.bounds_m
    width = round(_BACKGROUND_PX.get(spec.background, 0) * (page.frame[2] - page.frame[0]) / (page.width_in * 52))
    height = max(1, round(width * (bounds[3] - bounds[1]) / (bounds[2] - bounds[0])))
    with sheet.about("sea"):
        if page.whole_globe:  # depths and relief are known for the western Pacific, not for the globe
            plain = mixed(theme.sea_shallow, 0.5, theme.sea_deep)
            with sheet.about("globe"):
                sheet.area([page.shown], plain, plain, 0, z=0, clip=False)  # its edge is the rim
        elif spec.background == "plain":
            sheet.area([page.shown], theme.sea_shallow, theme.sea_shallow, 0, z=0)
        else:
            depth = basemap.depth_in_view(crs, bounds, width, height)
            pixels: Pixels = sea_colors(_faded(page, depth), theme)
            if spec.background == "relief":
                pixels = pixels / 255.0 * _shade(basemap.relief_in_view(crs, bounds, width, height), depth)
            sheet.image(pixels, z=0)
    if page.rim is not None and not page.whole_globe:  # the picture is a box: what lies beyond the rim is paper
        with sheet.about("frame"):
            around = shapely.buffer(shapely.box(*page.frame), _BEYOND_PT, join_style="mitre")  # and its last pixels
            sheet.area([shapely.difference(around, page.rim.outline)], theme.page, theme.page, 0, z=0.1, clip=False)
    if spec.graticule:
        draw_graticule(sheet, theme, with_figures)
    land = basemap.land_in_view(crs, bounds, pixel_m=page.metres_per_pt * 0.5)
    shapes = _to_page(page, land.geometry.to_numpy())
    lit = land["country"].isin(spec.highlight).to_numpy()
    called = words.of("countries", spec.lang)
    for code in dict.fromkeys(land["country"]):
        chosen = (land["country"] == code).to_numpy()
        face = theme.highlight if lit[chosen].any() else theme.land
        with sheet.about("land", called.get(code, code), id=code, **_LAND):
            if spec.background == "relief" and not page.whole_globe:  # the coast itself stays opaque
                sheet.area(shapes[chosen], face, face, 0, z=2.9, alpha=_OVER_RELIEF)
                sheet.area(shapes[chosen], "none", theme.coast, 0.35, z=3)
            else:
                sheet.area(shapes[chosen], face, theme.coast, 0.35, z=3)
    borders = basemap.borders_in_view(crs, bounds, pixel_m=page.metres_per_pt * 0.5)
    agreed = borders["kind"].str.startswith("International").to_numpy()
    for chosen, kind, dashes in ((agreed, "boundary", ()), (~agreed, "disputed or military", _DISPUTED_DASHES)):
        parts = shapely.get_parts(_to_page(page, borders.geometry.to_numpy()[chosen]))
        with sheet.about("borders", kind=kind, **_BORDERS):
            sheet.lines([shapely.get_coordinates(p) for p in parts], theme.border, 0.7, z=3.5, dashes=dashes)
    return shapes, land["country"].tolist()


def sea_colors(depth: FloatArray, theme: Theme) -> NDArray[np.uint8]:
    """Return the colour of each depth, ``(rows, columns, 4)`` bytes; by a table, since there are many pixels."""
    shallow, deep = (np.frombuffer(bytes.fromhex(c[1:]), np.uint8) for c in (theme.sea_shallow, theme.sea_deep))
    share = np.linspace(0, 1, 256)[:, None] ** 0.6
    table = np.full((256, 4), 255, np.uint8)
    table[:, :3] = np.rint(shallow + (deep.astype(float) - shallow) * share)
    steps = np.nan_to_num(depth, nan=-_USUAL_DEPTH_M) * (-255 / _FULL_DEPTH_M)
    return table[np.clip(steps, 0, 255).astype(np.uint8)]


def _faded(page: Page, depth: FloatArray) -> FloatArray:
    """Return depths that end in that of the ocean where the map reaches beyond those that are known."""
    if not np.isnan(depth).any():
        return depth
    x0, y0, x1, y1 = page.bounds_m
    rows, columns = depth.shape
    dx, dy = (x1 - x0) / columns / 2, (y1 - y0) / rows / 2
    xs, ys = np.meshgrid(np.linspace(x0 + dx, x1 - dx, columns), np.linspace(y1 - dy, y0 + dy, rows))
    share = basemap.depth_share(*page.view.inverse(xs, ys))
    return np.asarray(-_USUAL_DEPTH_M + share * (np.nan_to_num(depth, nan=-_USUAL_DEPTH_M) + _USUAL_DEPTH_M))


def _shade(relief: FloatArray, depth: FloatArray) -> FloatArray:
    """Return the factor by which shaded relief darkens or lightens a colour: much on land, little at sea."""
    strength = np.where(depth < 0, 0.2 * _RELIEF_STRENGTH, _RELIEF_STRENGTH)
    return 1.0 + (strength * (np.nan_to_num(relief, nan=_FLAT) - _FLAT) / 255)[..., None]


def _to_page(page: Page, geometries: Geometries) -> Geometries:
    return shapely.transform(geometries, lambda xy: page.to_page(xy[:, 0], xy[:, 1]))
