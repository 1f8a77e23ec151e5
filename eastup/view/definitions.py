"""The definitions of the view's projections: PROJ strings, and a derived CRS where PROJ has no angle for the way up.

The way up is gamma in an oblique Mercator, and in an oblique Mollweide the pole's place on the map's graticule. An
azimuthal projection has none: its plane is turned by an affine transformation.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import pyproj

from eastup import geodesy
from eastup.io.data import geo, intact, kept


@dataclass(frozen=True)
class CentralLine:
    """The central line of an oblique Mercator: a great-circle-like line along which the map is true."""

    lon: float
    """Longitude of its centre, degrees."""
    lat: float
    """Latitude of its centre, degrees."""
    azimuth_deg: float
    """Azimuth of the line at its centre, degrees clockwise from north."""
    scale: float
    """Scale factor on the line; a little under 1, so that the error is shared between the line and its sides."""


@kept("geo/view.json")
def chain_line() -> CentralLine:
    """Return the central line fitted to the default variant of the first island chain (``geo/view.json``)."""
    with intact(geo("view.json")):
        return CentralLine(**json.loads(geo("view.json").read_text(encoding="utf-8"))["line"])


def omerc_string(line: CentralLine, center: tuple[float, float], up: float) -> str:
    """Write the PROJ string, with gamma and the false origin chosen so that ``center`` is (0, 0) and ``up`` is up.

    At the centre of the line gamma is alpha - up. Elsewhere the convergence of the grid is taken off; it is measured on
    the projection itself, across 200 m, which is exact to about a nanodegree.
    """

    def proj(gamma: float, x_0: float = 0.0, y_0: float = 0.0) -> str:
        return (
            f"+proj=omerc +lat_0={line.lat!r} +lonc={line.lon!r} +alpha={line.azimuth_deg!r} +gamma={gamma!r} "
            f"+k={line.scale!r} +x_0={x_0!r} +y_0={y_0!r} +datum=WGS84 +units=m +no_defs"
        )

    gamma = line.azimuth_deg - up
    if center == (line.lon, line.lat):
        return proj(half_turn(gamma))
    untwisted = pyproj.Proj(proj(line.azimuth_deg))
    x, y = untwisted(*geodesy.forward(*center, [0.0, 180.0], 100.0))
    convergence_deg = math.degrees(math.atan2(x[0] - x[1], y[0] - y[1]))
    gamma = half_turn(gamma - convergence_deg)
    x_0, y_0 = pyproj.Proj(proj(gamma))(*center)
    return proj(gamma, -x_0, -y_0)


def world_string(center: tuple[float, float], up: float) -> str:
    """Write the PROJ string of an oblique Mollweide whose middle is ``center`` and whose upper end lies towards ``up``.

    Its own north is what is up. ``o_lat_p`` and ``o_lon_p`` are where the geographic pole lies on the map's graticule:
    at its distance from the centre, to the left of up by ``up`` degrees. ``lon_0`` then brings the centre into the
    middle; it is measured on the projection itself.
    """
    lon, lat = center
    away, toward = math.radians(90.0 - lat), math.radians(-up)
    pole_lat = math.degrees(math.asin(max(-1.0, min(1.0, math.sin(away) * math.cos(toward)))))
    pole_lon = math.degrees(math.atan2(math.sin(toward) * math.sin(away), math.cos(away)))

    def proj(lon_0: float) -> str:
        return (
            f"+proj=ob_tran +o_proj=moll +o_lat_p={pole_lat!r} +o_lon_p={pole_lon!r} +lon_0={lon_0!r} +datum=WGS84 "
            "+units=m +no_defs"
        )

    middle, _ = pyproj.Proj(proj(0.0))(0.0, 0.0, inverse=True)
    return proj(half_turn(lon - middle))


def half_turn(angle_deg: float) -> float:
    """Bring an angle into -180 to 180: some software refuses others."""
    return (angle_deg + 180.0) % 360.0 - 180.0


_OF_THE_WHOLE = {"$schema", "scope", "area", "bbox"}
"""What the document of a CRS says once, not in the CRS that it is derived from."""


def turned(base: pyproj.CRS, up: float) -> str:
    """Derive the CRS whose plane is the base's turned by ``up`` degrees (a WKT2 DERIVEDPROJCRS), as PROJJSON."""
    cos, sin = math.cos(math.radians(up)), math.sin(math.radians(up))
    coefficient = {"type": "ScaleUnit", "name": "coefficient", "conversion_factor": 1}

    def parameter(name: str, code: int, value: float, unit: str | dict[str, object]) -> dict[str, object]:
        return {"name": name, "value": value, "unit": unit, "id": {"authority": "EPSG", "code": code}}

    document = base.to_json_dict()
    derived = {
        "$schema": document["$schema"],
        "type": "DerivedProjectedCRS",
        "base_crs": {key: value for key, value in document.items() if key not in _OF_THE_WHOLE},
        "conversion": {
            "name": f"Page turned so that azimuth {up:g} is up",
            "method": {
                "name": "Affine parametric transformation",
                "id": {"authority": "EPSG", "code": 9624},
            },
            "parameters": [
                parameter("A0", 8623, 0.0, "metre"),
                parameter("A1", 8624, cos, coefficient),
                parameter("A2", 8625, -sin, coefficient),
                parameter("B0", 8639, 0.0, "metre"),
                parameter("B1", 8640, sin, coefficient),
                parameter("B2", 8641, cos, coefficient),
            ],
        },
        "coordinate_system": document["coordinate_system"],
    }
    return json.dumps(derived)
