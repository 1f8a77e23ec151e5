"""The view: a map projection with a chosen direction at the top of the page, as a real CRS.

Turning the page is a rigid rotation of the projected plane: it changes no distance, no angle and no distortion.
Two rotations are kept apart, in PROJ's own words: *alpha* chooses where the map is true (the bearing of its central
line), *gamma* chooses which way is up. A positive turn moves the page clockwise under a fixed frame: with ``up=90``
a point 2 degrees east of the centre stands straight above it, at x = 0 and y > 0.

The axes of a turned CRS are called right and up, since neither points east or north; those of one that is not turned
keep their names.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyproj

from eastup import display, geodesy
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy.figure import RADIUS_KM
from eastup.geodesy.projecting import from_geographic
from eastup.view.definitions import CentralLine, chain_line, half_turn, omerc_string, turned, world_string

if TYPE_CHECKING:
    import cartopy.crs
    from numpy.typing import ArrayLike

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.mollweide import GlobeEllipse
    from eastup.geodesy.types import Bounds

Projection = Literal["oblique-mercator", "equal-area", "equidistant", "mollweide"]
WORLD = "mollweide"
"""The projection that shows the whole globe; of maps, and of the CRS that goes with them."""
MAP_PROJECTIONS: tuple[str, ...] = get_args(Projection)
PROJECTIONS = tuple(name for name in MAP_PROJECTIONS if name != WORLD)
"""Those of a region; all that eastup draws knows them."""

UP_WORDS = {"north": 0.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "west": 270.0}
"""Names of ways up. East is the name of the East-Up Map; 135 and 180 are what other reports say of it."""

CRS_FORMATS = ("proj", "wkt2", "wkt1-esri", "projjson")

_AZIMUTHAL = {"equal-area": "laea", "equidistant": "aeqd"}

_EQUATOR_M = 6_378_137.0
"""Radius by which PROJ draws a Mollweide of WGS 84: as a sphere, so that areas are true within about 0.7 %."""
_AREA_KM = 5000.0
"""How far from its centre a view is meant to be used: there the default's scale is 1.4 abreast of the line. The default
takes in Burma, Guam and Wake; every projection can show all of it."""
_BEND_M = 5_000.0
"""How far cartopy may leave a curve that it bends: a tenth of a millimetre on a map of 1 : 50 million."""
_SCOPE = "Maps and briefings; distances are measured on the ellipsoid, not on the page."


@dataclass(frozen=True)
class View:
    """A map projection, its centre and the azimuth that points to the top of the page.

    Parameters
    ----------
    up : float, degrees
        Azimuth at the centre, clockwise from north, that points to the top of the page: 90 is East-Up, 0 north-up.
    center : (lon, lat), degrees, optional
        The point at x = 0, y = 0, where ``up`` is up exactly. The centre of the first island chain when not given.
    projection : {'oblique-mercator', 'equal-area', 'equidistant'}
        Hotine oblique Mercator along the first island chain (conformal), Lambert azimuthal equal-area, or azimuthal
        equidistant: in the last, rings about the centre are true circles.
    line : CentralLine, optional
        Central line of the oblique Mercator; the one fitted to the first island chain when not given.

    Raises
    ------
    InputError
        If a number is out of range.
    UnknownNameError
        If there is no such projection.

    Examples
    --------
    >>> x, y = View(up=90, center=(125.0, 25.0)).forward(127.0, 25.0)  # 2 degrees east is straight up
    >>> abs(float(x)) < 0.01 * float(y)
    True
    """

    up: float = 90.0
    center: tuple[float, float] | None = None
    projection: Projection = "oblique-mercator"
    line: CentralLine | None = None

    def __post_init__(self) -> None:
        if self.projection not in MAP_PROJECTIONS:
            raise UnknownNameError("projection", str(self.projection), MAP_PROJECTIONS)
        object.__setattr__(self, "up", normal_up(self.up))
        line = self.line or chain_line()
        object.__setattr__(self, "line", line)
        lon, lat = self.center if self.center is not None else (line.lon, line.lat)
        if not (-360 <= lon <= 360 and -90 < lat < 90):
            swapped = abs(lon) < 90 < abs(lat) <= 180
            hint = "longitude comes first" if swapped else "give longitude, latitude in degrees, not a pole"
            raise InputError(f"the centre {lon:g}, {lat:g} is not a longitude and latitude", hint=hint)
        object.__setattr__(self, "center", (float(lon), float(lat)))

    @cached_property
    def crs(self) -> pyproj.CRS:
        """The view as a coordinate reference system in metres; x is right and y is up."""
        if self.up == 0:
            return self.base_crs
        if self.projection == "oblique-mercator":
            document = pyproj.CRS(omerc_string(self._line, self._center, self.up)).to_json_dict()
        elif self.projection == WORLD:
            document = pyproj.CRS(world_string(self._center, self.up)).to_json_dict()
        else:
            document = json.loads(turned(self.base_crs, self.up))
        return self._named(document, self.up)

    @cached_property
    def base_crs(self) -> pyproj.CRS:
        """The same projection before the page is turned: north is up at the centre."""
        if self.projection == "oblique-mercator":
            return self._named(pyproj.CRS(omerc_string(self._line, self._center, 0.0)).to_json_dict(), 0.0)
        if self.projection == WORLD:
            return self._named(pyproj.CRS(world_string(self._center, 0.0)).to_json_dict(), 0.0)
        document = pyproj.CRS(self._base_string()).to_json_dict()
        if self.projection == "equidistant":
            # PROJ writes the newer code 1125 for the same mathematics, which older software doesn't know.
            method = {"name": "Modified Azimuthal Equidistant", "id": {"authority": "EPSG", "code": 9832}}
            document["conversion"]["method"] = method
        return self._named(document, 0.0)

    def _base_string(self) -> str:
        """Return the PROJ string of an azimuthal view that is not turned."""
        lon, lat = self._center
        return f"+proj={_AZIMUTHAL[self.projection]} +lat_0={lat!r} +lon_0={lon!r} +datum=WGS84 +units=m +no_defs"

    def _named(self, document: dict[str, Any], up: float) -> pyproj.CRS:
        """Return the CRS of a document with what software shows of it: names, scope, area of use, axes."""
        document["name"] = f"eastup {self.projection.replace('-', ' ')}, up {up:g}"
        if up:  # directions stay east and north: forms that can't say otherwise would no longer be equal
            axes = (("Right", "X"), ("Up", "Y"))
            for axis, (name, short) in zip(document["coordinate_system"]["axis"], axes, strict=True):
                axis.update(name=name, abbreviation=short)
        west, south, east, north = (round(v, 1) for v in around(*self._center, _AREA_KM))
        document["scope"] = _SCOPE
        document["area"] = f"Within {_AREA_KM:,.0f} km of {_told(*self._center)}."
        if self.projection == WORLD:
            west, south, east, north = -180.0, -90.0, 180.0, 90.0
            document["area"] = f"The world, about {_told(*self._center)}."
        document["bbox"] = {
            "south_latitude": south,
            "west_longitude": west,
            "north_latitude": north,
            "east_longitude": east,
        }
        return pyproj.CRS.from_json_dict(document)

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Project longitude and latitude (degrees) to x and y (metres; right and up)."""
        import numpy as np

        x, y = self._from_geographic.transform(np.asarray(lon, float), np.asarray(lat, float))
        return np.asarray(x), np.asarray(y)

    def inverse(self, x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return longitude and latitude (degrees, -180 to 180) of x and y (metres)."""
        import numpy as np

        lon, lat = self._from_geographic.transform(np.asarray(x, float), np.asarray(y, float), direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    @cached_property
    def globe(self) -> GlobeEllipse | None:
        """The rim of the globe on the page, metres, of a view that shows all of it."""
        if self.projection != WORLD:
            return None
        from eastup.geodesy.mollweide import GlobeEllipse

        return GlobeEllipse.of_sphere(_EQUATOR_M)

    def cartopy(self) -> cartopy.crs.Projection:
        """Return the view as a projection of cartopy, for axes and data of its own: ``plt.axes(projection=...)``.

        What it shows is within 5,000 km of the centre. It projects as `forward` does, to a micrometre.

        Raises
        ------
        InputError
            If cartopy is not installed.
        """
        try:
            import cartopy.crs
        except ImportError:
            hint = "pip install cartopy; eastup.axes(view) needs none"
            raise InputError("cartopy is not installed", hint=hint) from None
        import numpy as np

        projection = cartopy.crs.Projection(self.crs)
        rim = geodesy.forward(*self._center, np.linspace(0.0, 360.0, 361), _AREA_KM * 1000.0)
        x, y = self.forward(*rim)
        # cartopy takes the corners of the area of use for its bounds, which are none of a turned page.
        projection.bounds = (float(x.min()), float(x.max()), float(y.min()), float(y.max()))
        projection.threshold = _BEND_M
        return projection

    def turned(self, up: float) -> View:
        """Return the same view with another way up."""
        return replace(self, up=up)

    def azimuth_to_page_deg(self, lon: float, lat: float, azimuth_deg: float) -> float:
        """Return the direction on the page (degrees clockwise from up) of an azimuth at a point."""
        ends = geodesy.forward(lon, lat, [azimuth_deg, azimuth_deg + 180.0], 100.0)
        x, y = self.forward(*ends)
        return math.degrees(math.atan2(x[0] - x[1], y[0] - y[1])) % 360.0

    def fit(self, lonlat: ArrayLike, margin: float = 0.05) -> Bounds:
        """Return the page rectangle (xmin, ymin, xmax, ymax; metres) that holds all points, with a margin.

        The bounds are measured through the projection, not derived, so they hold for any view.

        Parameters
        ----------
        lonlat : (N, 2) array_like of float, degrees
        margin : float
            Share of the longer side that is added on each side.
        """
        import numpy as np

        points = np.asarray(lonlat, float)
        x, y = self.forward(points[:, 0], points[:, 1])
        if not np.isfinite([x, y]).all():
            raise InputError("the extent reaches beyond what this projection can show", hint="choose a smaller extent")
        pad = margin * max(float(np.ptp(x)), float(np.ptp(y)))
        return float(x.min()) - pad, float(y.min()) - pad, float(x.max()) + pad, float(y.max()) + pad

    def _repr_html_(self) -> str:
        """Show the interactive map in a notebook."""
        return display.html(self)

    def export(self, form: str = "wkt2") -> str:
        """Return the definition of the CRS for other software.

        Parameters
        ----------
        form : {'proj', 'wkt2', 'wkt1-esri', 'projjson'}

        Raises
        ------
        InputError
            If that form can't hold this view: of those that are turned only the oblique Mercator fits a PROJ string or
            ESRI's WKT1.
        """
        if form not in CRS_FORMATS:
            raise UnknownNameError("CRS format", form, CRS_FORMATS)
        if form == "wkt2":
            return str(self.crs.to_wkt("WKT2_2019", pretty=True))
        if form == "projjson":
            return str(self.crs.to_json(pretty=True))
        if self.projection == WORLD:
            if form == "proj":
                return world_string(self._center, self.up)
            raise InputError(f"an oblique {WORLD} has no {form} form", hint="use proj, wkt2 or projjson")
        if self.projection != "oblique-mercator" and self.up:
            hint = "use wkt2 or projjson, or the oblique-mercator projection"
            raise InputError(f"a turned {self.projection} view has no {form} form", hint=hint)
        if form == "proj" and self.projection != "oblique-mercator":
            return self._base_string()
        if form == "proj":
            return omerc_string(self._line, self._center, self.up)
        document = self.crs.to_json_dict()
        # By this name ArcGIS knows it. Elsewhere it stays unknown, since other software gives what has the name another
        # order of axes, and the CRS of a file that is read back would not be equal to the one that was written.
        document["base_crs"]["name"] = "WGS 84"
        return str(pyproj.CRS.from_json_dict(document).to_wkt("WKT1_ESRI", pretty=True))

    @cached_property
    def _from_geographic(self) -> pyproj.Transformer:
        return from_geographic(self.crs)

    @property
    def _line(self) -> CentralLine:
        assert self.line is not None  # set in __post_init__
        return self.line

    @property
    def _center(self) -> tuple[float, float]:
        assert self.center is not None  # set in __post_init__
        return self.center


def parse_up(text: str) -> float:
    """Read a way up: ``east``, ``north``, ``west``, ``south``, ``southeast``, or an azimuth in degrees.

    Examples
    --------
    >>> parse_up("east"), parse_up("135")
    (90.0, 135.0)
    """
    word = text.strip().casefold().removesuffix("-up")
    if word in UP_WORDS:
        return UP_WORDS[word]
    try:
        return normal_up(float(word))
    except ValueError:
        raise InputError(f"{text!r} is not a way up", hint=f"use {', '.join(UP_WORDS)} or degrees") from None


def normal_up(up: float) -> float:
    """Return an azimuth in 0 to 360 degrees, refusing what is not a number."""
    if not math.isfinite(up):
        raise InputError(f"up={up} is not an azimuth in degrees")
    return float(up) % 360.0


def around(lon: float, lat: float, radius_km: float) -> Bounds:
    """Return west, south, east and north of the disc about a point, on the sphere, in degrees from -180 to 180.

    A disc that holds a pole has every longitude. West is more than east where the disc crosses the antimeridian.

    Examples
    --------
    >>> [round(v, 1) for v in around(170.0, 0.0, 2000.0)]
    [152.0, -18.0, -172.0, 18.0]
    """
    reach_deg = math.degrees(radius_km / RADIUS_KM)
    south, north = lat - reach_deg, lat + reach_deg
    if south <= -90 or north >= 90:
        return -180.0, max(south, -90.0), 180.0, min(north, 90.0)
    aside_deg = math.degrees(math.asin(math.sin(math.radians(reach_deg)) / math.cos(math.radians(lat))))
    return half_turn(lon - aside_deg), south, half_turn(lon + aside_deg), north


def _told(lon: float, lat: float) -> str:
    """Return a point as text: ``30.1 N 129.8 E``."""
    lon = half_turn(lon)
    return f"{abs(lat):.1f} {'S' if lat < 0 else 'N'} {abs(lon):.1f} {'W' if lon < 0 else 'E'}"
