"""The map: folium's, in a view."""

from __future__ import annotations

import json
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import folium
import numpy as np
import shapely
from branca.element import Figure, MacroElement
from folium import plugins, raster_layers
from folium.template import Template

import eastup.web
from eastup import basemap
from eastup.errors import InputError, InputWarning
from eastup.folium.assets import Text, inline
from eastup.io import files
from eastup.view.view import View
from eastup.web import linker
from eastup.web.features import projection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from branca.element import Element

    from eastup.geodesy.types import Bounds

_NO_TILES = "its pictures are in another projection: give vectors, or a raster of your own by eastup map"
_NO_NETWORK = "it asks the network, which this map never does"
_REFUSED: dict[type, str] = {
    raster_layers.TileLayer: _NO_TILES,
    raster_layers.WmsTileLayer: _NO_TILES,
    raster_layers.ImageOverlay: _NO_TILES,
    raster_layers.VideoOverlay: _NO_TILES,
    plugins.MiniMap: _NO_TILES,
    plugins.SideBySideLayers: _NO_TILES,
    plugins.TimestampedWmsTileLayers: _NO_TILES,
    plugins.VectorGridProtobuf: _NO_TILES,
    plugins.Geocoder: _NO_NETWORK,
    plugins.Realtime: _NO_NETWORK,
    plugins.ScrollZoomToggler: "the picture on its button is on the network",
    plugins.MeasureControl: "it measures on a sphere: use eastup.folium.Measure",
}
_LAND_BOX = (60.0, -45.0, 262.0, 78.0)  # west, south, east, north: from India to the American coast
_LAND_TOLERANCE_DEG = 0.02
_LAND_LEAST_DEG2 = 0.002
"""Chosen by size: land and graticule are 0.9 MB of a saved map; half of these values take about twice that."""
_STYLE = (
    "<style>.leaflet-container{background:#dce9f2}.eastup-box{background:#fff;padding:2px 6px;font:12px sans-serif}"
    ".eastup-box button{border:0;background:none;cursor:pointer}.eastup-box button[aria-pressed=true]{font-weight:bold}"
    ".eastup-box input{vertical-align:middle}</style>"
)


class Map(folium.Map):
    """A `folium.Map` in a view, with land and a graticule, that asks the network for nothing.

    Parameters
    ----------
    view : View, optional
        The East-Up view when not given.
    zoom_start : float
        As folium's; a zoom shows about as much as on other maps.
    land : bool
        Whether land is drawn under all else.
    graticule_deg : int, degrees
        Between its lines; 0 for none.
    turn : bool
        Whether a slider turns the page.
    **options
        What `folium.Map` takes, such as ``location`` (latitude, longitude), ``width`` and ``height``.

    Raises
    ------
    InputError
        For what can't be shown in a view or without a network: tiles, WMS, pictures laid over, a geocoder.
    """

    def __init__(
        self,
        view: View | None = None,
        *,
        zoom_start: float = 4.25,
        land: bool = True,
        graticule_deg: int = 10,
        turn: bool = True,
        **options: object,
    ) -> None:
        self.view = view or View()
        if options.pop("tiles", None) is not None:
            raise InputError(f"a map in a view has no tiles: {_NO_TILES}")
        if "crs" in options:
            raise InputError("the CRS of the map is that of its view", hint="give the view")
        assert self.view.center is not None  # a View fills it in
        lon, lat = self.view.center
        given = {"location": (lat, lon), "prefer_canvas": True, "zoom_snap": 0.25, "control_scale": True, **options}
        super().__init__(tiles=None, zoom_start=cast("int", zoom_start), crs="EastUp", **given)  # type: ignore[arg-type]
        for name, zoom in {"min_zoom": 1, "max_zoom": 16}.items():  # folium gives these to tiles alone
            self.options[name] = cast("int", options.get(name, zoom))
        if land:
            under(
                _land(), "Land", {"fillColor": "#e8e2d3", "fillOpacity": 1, "color": "#8d8878", "weight": 0.6}
            ).add_to(self)
        if graticule_deg:
            style = {"color": "#5b7c99", "weight": 0.5, "opacity": 0.6, "fill": False}
            under(_graticule(graticule_deg), "Graticule", style).add_to(self)
        if turn:
            Control("addTurn").add_to(self)

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Element:
        """Add an element; refuse at once what can't be shown."""
        check(child)
        return super().add_child(child, name, index)

    def render(self, **kwargs: object) -> str:
        """Render the map into its figure, with everything that it needs."""
        for child in self._children.values():
            for element in _all(child):
                check(element)
        rendered = str(super().render(**kwargs) or "")  # type: ignore[no-untyped-call]
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise InputError("a map in a view is a page of its own", hint="don't put it into another map")
        inline(figure)
        data = json.dumps(projection(self.view))
        script = f'<script type="application/json" id="eastup-view">{data}</script>\n<script>{_script()}</script>'
        figure.header._children["eastup_view"] = Text(script + _STYLE)
        return rendered

    def save(self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **kwargs: object) -> None:
        """Write the page, whole or not at all; to an open file as folium does."""
        if isinstance(outfile, str | Path):
            files.suffix_of(outfile, (".html", ".htm"))
            files.write_text(outfile, str(self.get_root().render(**kwargs)))
        else:
            super().save(outfile, close_file, **kwargs)

    def fit(self, bounds_m: Bounds) -> Map:
        """Open the map on xmin, ymin, xmax, ymax of its view, metres; see `View.fit`."""
        Control("fit", list(bounds_m)).add_to(self)
        return self


class Control(MacroElement):
    """A call of the page's own script for the map that it is added to."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        L.eastup.{{ this.function }}({{ this._parent.get_name() }}, ...{{ this.given|tojson }});
        {% endmacro %}"""
    )

    def __init__(self, function: str, *given: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EastUp"
        self.function, self.given = function, given


def check(element: Element) -> None:
    """Refuse what can't be shown in a view, and warn of what is shown wrong."""
    for kind, why in _REFUSED.items():
        if isinstance(element, kind):
            raise InputError(f"{kind.__name__} can't be put on a map in a view: {why}")
    if isinstance(element, folium.Circle | plugins.SemiCircle):
        name = "folium.Circle" if isinstance(element, folium.Circle) else "SemiCircle"
        what = f"{name} is round on the page, up to 1.2 % wrong in the chain's region; eastup.folium.Ring is true"
        warnings.warn(what, InputWarning, stacklevel=4)


def under(shapes: str, name: str, style: dict[str, object]) -> folium.GeoJson:
    """Return shapes that lie under all else and can't be clicked."""
    return folium.GeoJson(
        shapes, name=name, control=False, interactive=False, smooth_factor=0.5, style_function=lambda _: style
    )


def _all(element: Element) -> Iterator[Element]:
    for child in element._children.values():
        yield child
        yield from _all(child)


@cache
def _script() -> str:
    """Return the page's own script, joined with the modules of geodesy that the interactive map has."""
    own, shared = Path(__file__).parent / "client", Path(eastup.web.__file__).parent / "client"

    def read(path: str) -> str:
        folder, _, rest = path.partition("/")
        return ((own / rest) if folder == "folium" else (shared / path)).read_text(encoding="utf-8")

    return linker.link("folium/view.js", read)


def _land() -> str:
    shapes = basemap.land("coarse").geometry.to_numpy()
    shapes = shapely.simplify(shapely.clip_by_rect(shapes, *_LAND_BOX), _LAND_TOLERANCE_DEG)
    large = shapely.get_parts(shapes[shapely.area(shapes) > _LAND_LEAST_DEG2])
    joined = shapely.multipolygons(large[shapely.get_type_id(large) == shapely.GeometryType.POLYGON])
    return str(shapely.to_geojson(shapely.transform(joined, lambda xy: np.round(xy, 3))))


def _graticule(step_deg: int) -> str:
    west, south, east, north = _LAND_BOX
    lons, lats = (
        np.arange(step_deg * np.ceil(a / step_deg), b + 1, step_deg) for a, b in ((west, east), (south, north))
    )
    along_lon, along_lat = np.arange(west, east + 1), np.arange(south, north + 1)
    lines = [shapely.LineString(np.column_stack([np.full_like(along_lat, lon), along_lat])) for lon in lons]
    lines += [shapely.LineString(np.column_stack([along_lon, np.full_like(along_lon, lat)])) for lat in lats]
    return str(shapely.to_geojson(shapely.MultiLineString(lines)))
