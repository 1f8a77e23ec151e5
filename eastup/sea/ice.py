"""Which waters on a ship's way have ice in winter: for a note, not for the way."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import words
from eastup.io import data
from eastup.io.data import kept

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.ellipsoid import FloatArray

__all__ = ["Ice", "ice_on", "waters"]


@dataclass(frozen=True)
class Ice:
    """A water with ice in some months, as ``geo/ice.toml`` has it."""

    id: str
    name: str
    months: tuple[int, int]
    """First and last month, 1 to 12; if the first is the greater, the turn of the year lies between."""
    why: str
    source: str
    area: BaseGeometry
    name_ja: str
    name_ko: str

    def told(self, lang: str) -> str:
        """Return the ice and its season in words."""
        first, last = (calendar.month_name[month] if lang == "en" else str(month) for month in self.months)
        name = {"ja": self.name_ja, "ko": self.name_ko}.get(lang, self.name)
        return words.of("sea", lang).say("ice", water=name, first=first, last=last)

    @property
    def season(self) -> str:
        """The months in words."""
        first, last = self.months
        return f"{calendar.month_name[first]} to {calendar.month_name[last]}"

    def holds_in(self, month: int) -> bool:
        """Return whether ice is usual in a month, 1 to 12."""
        first, last = self.months
        return first <= month <= last if first <= last else month >= first or month <= last


@kept("geo/ice.toml")
def waters() -> tuple[Ice, ...]:
    """Return the waters that have ice in winter."""
    entries = data.toml(data.geo("ice.toml"))["ice"]
    return tuple(
        Ice(
            id=entry["id"],
            name=entry["name"],
            months=(entry["months"][0], entry["months"][1]),
            why=entry["why"],
            source=entry["source"],
            area=shapely.union_all([shapely.box(*box) for box in entry["boxes"]]),
            name_ja=entry["name_ja"],
            name_ko=entry["name_ko"],
        )
        for entry in entries
    )


def ice_on(way: shapely.Geometry) -> tuple[Ice, ...]:
    """Return the waters with winter ice that a way touches.

    Parameters
    ----------
    way : shapely geometry
        Longitude and latitude in degrees; longitudes of any turn.

    Examples
    --------
    >>> import shapely
    >>> [ice.id for ice in ice_on(shapely.LineString([(142.0, 46.0), (150.0, 55.0)]))]
    ['okhotsk']
    """
    return tuple(ice for ice in waters() if ice.area.intersects(shapely.transform(way, _east_of_greenwich)))


def _east_of_greenwich(points: FloatArray) -> FloatArray:
    return np.column_stack([points[:, 0] % 360.0, points[:, 1]])
