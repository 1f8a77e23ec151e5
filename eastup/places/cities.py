"""The cities that close-ups name."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from eastup.io import data
from eastup.io.data import kept

_COLUMNS = {"en": "name", "ja": "name_ja", "ko": "name_ko"}


@dataclass(frozen=True)
class City:
    """A city by which a reader of a strait steers."""

    id: str
    names: tuple[tuple[str, str], ...]
    """Pairs of language and name: English, and of Japanese and Korean those that have a source."""
    country: str
    """Two letters."""
    lon: float
    lat: float
    population: int

    def name(self, lang: str) -> str:
        """Return its name in a language; empty where none has a source."""
        return dict(self.names).get(lang, "")


@kept("geo/cities.csv")
def on_maps() -> tuple[City, ...]:
    """Return the cities of ``geo/cities.csv``, the largest first.

    Examples
    --------
    >>> [city.name("ja") for city in on_maps() if city.id == "geonames-1880252"]
    ['シンガポール']
    """
    rows = csv.DictReader(data.text(data.geo("cities.csv")).splitlines())
    cities = (
        City(
            f"geonames-{row['geonameid']}",
            tuple((lang, row[key]) for lang, key in _COLUMNS.items() if row[key]),
            row["country"],
            float(row["lon"]),
            float(row["lat"]),
            int(row["population"]),
        )
        for row in rows
    )
    return tuple(sorted(cities, key=lambda city: (-city.population, city.id)))
