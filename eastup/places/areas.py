"""Countries, islands, regions and seas: what a general name means, and how far it extends.

Countries are the land of ``geo/land.npz`` under the names of ``words/countries.toml``; islands and regions are listed
in ``layers/areas.toml``, with the names that maps give to islands and to groups of islands; seas have the bounds of
`eastup.layers.seas`, without the land in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup import basemap, layers, words
from eastup.errors import EastupError
from eastup.io.data import data_root, kept, toml
from eastup.layers import seas
from eastup.words.slug import slug

if TYPE_CHECKING:
    import shapely

    from eastup.geodesy.ellipsoid import FloatArray

Kind = Literal["country", "island", "region"]

COAST_KM, BORDER_KM, BOUNDS_KM = 0.1, 1.0, 5.0
"""How far an edge may be off: a coast of the fine land; a country's, part of which is a border of Natural Earth; that
of a sea, whose corners are whole tenths of a degree."""
_LEAST_ISLAND_DEG2 = 1e-4
"""About a square kilometre: smaller land is not cut out of a sea."""
_FOR_MAPS = frozenset({"on_maps", "straits_on_maps"})
"""Keys of ``layers/areas.toml`` that are no areas."""
_ON_LAND_DEG = 0.05
"""An airfield on reclaimed land may stand beyond the coast."""


@dataclass(frozen=True)
class Area:
    """What a general name means."""

    id: str
    kind: Kind
    names: tuple[tuple[str, str], ...]
    """Pairs of language and name, English among them."""
    aliases: tuple[str, ...] = ()
    country: str = ""
    """Its three-letter code, for a country."""
    land: tuple[tuple[float, float], ...] = ()
    """A point on each of its lands, longitude and latitude."""
    about: tuple[str, ...] = ()
    """Ids of features on its lands, instead of points."""

    @property
    def precision_km(self) -> float:
        """How far its edge may be off."""
        return BORDER_KM if self.kind == "country" else COAST_KM


@dataclass(frozen=True)
class Island:
    """An island, or a group of islands, as maps name it."""

    id: str
    names: dict[str, str]
    """By language."""
    rank: int
    lonlat: FloatArray
    """A point on the island, ``(1, 2)`` degrees, or points on some islands of the group, ``(N, 2)``."""

    @property
    def group(self) -> bool:
        """Whether it is a group."""
        return len(self.lonlat) > 1


@kept("layers/areas.toml")
def on_maps() -> tuple[Island, ...]:
    """Return the islands and groups that maps can name, the most important first."""
    entries = toml(data_root() / "layers" / "areas.toml")
    found = []
    for row in entries["on_maps"]:
        area = entries.get(row.get("area", row["id"]), {})
        at = np.array(row.get("line", [row.get("at")]), dtype=float)
        found.append(Island(row["id"], area.get("names", {}) | row.get("names", {}), row["rank"], at))
    return tuple(sorted(found, key=lambda island: island.rank))


@kept("layers/areas.toml")
def straits_on_maps() -> dict[str, FloatArray]:
    """Return where the name of a strait's water may run, ``(N, 2)`` degrees, by the strait's id."""
    entries = toml(data_root() / "layers" / "areas.toml")
    return {row["strait"]: np.array(row["line"], dtype=float) for row in entries["straits_on_maps"]}


@kept("layers/areas.toml", "geo/land_coarse.npz")
def areas() -> dict[str, Area]:
    """Return every country, island and region by its id.

    Examples
    --------
    >>> areas()["luzon"].kind, areas()["japan"].country
    ('island', 'JPN')
    """
    entries = {own: table for own, table in toml(data_root() / "layers" / "areas.toml").items() if own not in _FOR_MAPS}
    further = {table["country"]: tuple(table.get("aliases", ())) for table in entries.values() if "country" in table}
    found = [
        Area(own, table["kind"], tuple(table["names"].items()), tuple(table.get("aliases", ())),
             land=tuple((lon, lat) for lon, lat in table.get("land", ())), about=tuple(table.get("about", ())))
        for own, table in entries.items() if "country" not in table
    ]  # fmt: skip
    taken = {area.id for area in found}
    named = {lang: words.of("countries", lang) for lang in words.LANGUAGES}
    for code in basemap.countries():
        name = named["en"].get(code, "")
        if name and slug(name) not in taken:
            names = tuple((lang, texts.get(code, name)) for lang, texts in named.items())
            found.append(Area(slug(name), "country", names, further.get(code, ()), country=code))
    return {area.id: area for area in found}


@kept("geo/land.npz", "layers")
def extent(own: str) -> shapely.Geometry:
    """Return the shape of an area or of a sea by its id, in degrees; longitudes run on over 180.

    Raises
    ------
    EastupError
        If a point of the file is on no land.
    """
    import shapely

    if own in seas.bounded():
        return _water(seas.bounds(own))
    area = areas()[own]
    frame = basemap.land()
    if area.country:
        whole: shapely.Geometry = shapely.multipolygons(frame.geometry.to_numpy()[(frame["country"] == area.country)])
        return whole
    points = list(area.land)
    if area.about:
        points += [_position(feature) for feature in area.about]
    parts = [land_about(*point) for point in points]
    if any(part is None for part in parts):
        raise EastupError(f"layers/areas.toml, {own}: a point is on no land; install eastup again")
    lands: shapely.Geometry = shapely.multipolygons(parts)
    return lands


def land_about(lon: float, lat: float) -> shapely.Polygon | None:
    """Return the land that a point stands on or close to, as cut by borders, or None."""
    import shapely

    from eastup.basemap.coast import land_index

    shapes, tree = land_index()
    point = shapely.Point((lon - basemap.SEAM_LON) % 360.0 + basemap.SEAM_LON, lat)
    found = tree.query_nearest(point, max_distance=_ON_LAND_DEG)
    return shapes[found[0]] if len(found) else None


def _water(bounds: shapely.Polygon) -> shapely.Geometry:
    """Cut the land out of the bounds of a sea."""
    import shapely

    from eastup.basemap.coast import land_index

    shapes, tree = land_index()
    near = shapes[tree.query(bounds, predicate="intersects")]
    near = near[shapely.area(near) > _LEAST_ISLAND_DEG2]
    shapely.prepare(bounds)
    land = shapely.union_all(shapely.clip_by_rect(near, *bounds.buffer(0.1).bounds))
    water: shapely.Geometry = shapely.difference(bounds, land)
    return water


def _position(feature: str) -> tuple[float, float]:
    for layer in ("bases", "places", "nodes"):
        table = layers.ours(layer)
        if (row := table[table["id"] == feature]).shape[0]:
            return float(row.geometry.x.iloc[0]), float(row.geometry.y.iloc[0])
    raise EastupError(f"layers/areas.toml: there is no feature {feature!r}; install eastup again")
