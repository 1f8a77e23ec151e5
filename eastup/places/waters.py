"""The seas that maps name, and how far the name of each may stand from the line that it mostly runs along."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup import words
from eastup.io import data
from eastup.io.data import kept

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_COLUMNS = {"en": "name", "ja": "name_ja", "ko": "name_ko"}


@dataclass(frozen=True)
class Water:
    """A sea as maps name it."""

    id: str
    names: dict[str, str]
    """By language; empty where ``layers/seas.geojson`` has them."""
    area: BaseGeometry
    """Simplified, with its islands, degrees from -180 to 180: where a name may stand, and no limit of the sea."""


@kept("geo/seas.csv")
def on_maps() -> tuple[Water, ...]:
    """Return the seas of ``geo/seas.csv``.

    Examples
    --------
    >>> [water.names["ja"] for water in on_maps() if water.id == "timor-sea"]
    ['ティモール海']
    """
    import shapely

    rows = csv.DictReader(data.text(data.geo("seas.csv")).splitlines())
    return tuple(
        Water(
            row["id"],
            {lang: row[_COLUMNS[lang]] for lang in words.LANGUAGES} if row["name"] else {},
            shapely.from_wkt(row["area"]),
        )
        for row in rows
    )
