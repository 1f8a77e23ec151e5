"""The triangle of Korea, Japan and the Philippines: its sides by air and sea, its area, the time along each side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup import distance, geodesy, places
from eastup.distance import uncertainty
from eastup.errors import InputError, UnknownNameError
from eastup.hubs import way as way_by
from eastup.io import provenance
from eastup.results import Connection, Result, digits
from eastup.results.sentence import Length, Name, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import Place, SomePlaces

VERTICES = ("camp-humphreys", "tokyo", "manila")
"""The triangle of the East-Up Map."""


@dataclass(frozen=True, eq=False)
class Triangle(Result):
    """Three places, the sides between them and the area that they enclose."""

    area_km2: float = np.nan
    """Of the geodesic triangle, square kilometres."""
    perimeter_km: float = np.nan
    """By air, km."""

    shown_columns: ClassVar[dict[str, str]] = {
        "origin": "from", "target": "to", "mode": "by", "distance_km": "{unit}", "detour": "detour", "hours": "h",
        "note": "note",
    }  # fmt: skip

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown; notes only where there are any."""
        table = self.table if (self.table["note"] != "").any() else self.table.drop(columns="note")
        return self._shown(table)

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        return uncertainty.of_table(table)


def triangle(
    vertices: SomePlaces = VERTICES,
    mode: Mode | None = None,
    *,
    speed: SomeSpeeds = None,
    closed: Iterable[str] | str = (),
    lang: str = "en",
) -> Triangle:
    """Measure a triangle.

    Parameters
    ----------
    vertices : three places
        See `eastup.places.select`.
    mode : {'air', 'sea', 'both'}, optional
        Air where it is not given, or sea if straits are closed.
    speed : str or float, optional
        Such as ``"20kn"``: adds the hours along each side.
    closed : names of straits that ships can't pass
    lang : {'en', 'ja', 'ko'}
        Of names and notes in the table.

    Returns
    -------
    Triangle
        Its table has the columns of a matrix of distances, one row a side and mode, and ``area_km2``.

    Examples
    --------
    >>> f"{triangle(['Seoul', 'Tokyo', 'Manila']).area_km2:,.0f}"
    '1,527,461'
    """
    corners = _corners(vertices)
    if len(corners) != 3:
        raise InputError(f"a triangle has three corners, not {len(corners)}", hint="name three places")
    way, options = way_by(mode, closed)
    sides = [
        distance.matrix(a, b, way, speed=speed, lang=lang, **options)
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]
    lon, lat = [p.lon for p in corners], [p.lat for p in corners]
    area_m2, perimeter_m = geodesy.GEOD.polygon_area_perimeter(lon, lat)
    table = pd.concat(sides).sort_values("mode", kind="stable").reset_index(drop=True)
    speeds = geodesy.speeds_kmh(speed, list(table["mode"].unique()))
    made = provenance.made("tyranny.triangle", targets=corners, mode=way, speeds_kmh=speeds, **options)
    provenance.keep(table, made)
    table["area_km2"] = round(abs(area_m2) / 1e6, 1)
    off_km2, around_km = _uncertain(corners)
    area = digits.deserved(abs(area_m2) / 1e6, off_km2)
    notes = [Sentence("triangle.area", km2=area, length=Length(perimeter_m / 1000, around_km))]
    if (bare := table["distance_km"].isna()).any():
        pairs = zip(table.loc[bare, "origin"], table.loc[bare, "target"], strict=True)
        notes += [Sentence("triangle.no_route", a=Name(a), b=Name(b)) for a, b in pairs]
    title = Sentence("triangle.title", **dict(zip("abc", corners, strict=True)))
    connections = tuple(
        Connection(f"sides by {by}", a, b, by, tuple(options.get("closed", ())))
        for by in table["mode"].unique()
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
    )
    return Triangle(
        table,
        title,
        tuple(notes),
        connections=connections,
        area_km2=abs(area_m2) / 1e6,
        perimeter_km=perimeter_m / 1000,
    )


def _corners(vertices: SomePlaces) -> list[Place]:
    """Return the places of the corners; a theatre may have left out those of the East-Up Map."""
    try:
        return places.select(vertices)
    except UnknownNameError:
        if vertices is not VERTICES:
            raise
        hint = "name three corners of yours: --from A --from B --from C"
        raise InputError("the triangle of the East-Up Map is not in this theatre", hint=hint) from None


def _uncertain(corners: list[Place]) -> tuple[float, float]:
    """Return how far area, km2, and perimeter, km, may be off for what is known of the corners.

    A corner that moves across the side that faces it changes the area by half that side for each kilometre, and the
    perimeter by at most two.
    """
    faces = zip(corners, [*corners[1:], corners[0]], [*corners[2:], *corners[:2]], strict=True)
    sides = [(a.precision_km or 0.0, float(geodesy.distance_m(b.lon, b.lat, c.lon, c.lat)) / 1000) for a, b, c in faces]
    area = uncertainty.of_sum(np.array([precision * side / 2 for precision, side in sides]))
    return area, uncertainty.of_sum(np.array([2 * precision for precision, _ in sides]))
