"""Names of countries and of large islands, and where on its land each stands on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np
import shapely

from eastup import basemap, geodesy, words
from eastup.io.data import kept
from eastup.places import areas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eastup.geodesy.types import Geometries

_BOX = (100.0, -12.0, 150.0, 55.0)
"""West, south, east, north, degrees: a country is named on its land in here, China near its coast and not in Tibet."""
_LEAST_DEG2 = 0.3
"""About 3,500 square kilometres: on less land in the box in one piece a name has no room, and stands beside it."""
_RANK_OF_SMALL = 1
_TOLERANCE_DEG = 0.05
_LEAST_SHARE = 0.001
"""Of the largest piece of land: to join the thousands that are smaller takes four times as long and moves no name."""


class LandEntry(TypedDict):
    """The name of a country or of an island."""

    names: dict[str, str]
    at: list[float]
    """The point on the land that is farthest from its edges."""
    radius_km: int
    """How far."""
    rank: int
    """0 for a country; for an island or a country as small as one from 1, the most important, to 3."""
    small: NotRequired[bool]
    """Whether the name stands beside its land."""


@kept("geo/land.npz", "layers/areas.toml")
def gather() -> list[LandEntry]:
    """Return the countries, the largest first, and then the islands by their rank."""
    return [*_countries(), *_islands()]


def _countries() -> Iterator[LandEntry]:
    land = basemap.land()
    inside = shapely.clip_by_rect(land.geometry.to_numpy(), *_BOX)
    names = {lang: words.of("countries", lang) for lang in words.LANGUAGES}
    named = [code for code in basemap.countries() if names["en"].get(code, "")]
    parts = {code: _largest(inside[land["country"] == code]) for code in named}
    for code in sorted(parts, key=lambda code: -parts[code].area):
        if parts[code].is_empty:
            continue
        called, (at, radius_km) = {lang: told[code] for lang, told in names.items()}, _inmost(parts[code])
        entry: LandEntry = {"names": called, "at": at, "radius_km": radius_km, "rank": 0}
        if parts[code].area < _LEAST_DEG2:
            entry |= {"rank": _RANK_OF_SMALL, "small": True}
        yield entry


def _islands() -> Iterator[LandEntry]:
    """Yield the islands that maps name; one that bears its country's name is named as that."""
    countries = words.of("countries", "en")
    taken = {countries.get(code, "") for code in basemap.countries()}
    for island in areas.on_maps():
        if island.group or island.names["en"] in taken:
            continue
        whole = areas.extent(island.id) if island.id in areas.areas() else areas.land_about(*island.lonlat[0])
        if whole is not None:
            at, radius_km = _inmost(_largest(shapely.get_parts(whole)))
            yield {"names": island.names, "at": at, "radius_km": radius_km, "rank": island.rank}


def _largest(shapes: Geometries) -> shapely.Polygon:
    """Return the largest polygon of what shapes are together, without their islets; an empty one of none."""
    parts = shapely.get_parts(shapes)
    sizes = shapely.area(parts)
    if not sizes.any():
        return shapely.Polygon()
    parts = parts[sizes >= _LEAST_SHARE * sizes.max()]
    whole = shapely.get_parts(shapely.disjoint_subset_union_all(parts))  # a third of the time: most lie apart
    largest: shapely.Polygon = whole[np.argmax(shapely.area(whole))]
    return largest


def _inmost(shape: shapely.Polygon) -> tuple[list[float], int]:
    """Return the point of a land that is farthest from its edges, to about a hundred metres, and how many km."""
    radius = shapely.maximum_inscribed_circle(shape, tolerance=_TOLERANCE_DEG)
    inmost, edge = np.round(shapely.get_coordinates(radius), 3).tolist()
    return inmost, max(1, round(float(geodesy.distance_m(*inmost, *edge)) / 1000))
