"""A place: a point with a name, and for lines and areas their shape, from which or to which distance is counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import shapely
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Place:
    """A named point, line or area from which, or to which, distance is counted."""

    id: str
    name: str
    lon: float
    """Longitude, degrees; of a line or an area, that of its middle."""
    lat: float
    """Latitude, degrees."""
    layer: str = ""
    """Layer or file it comes from; empty for a typed coordinate."""
    sea_lon: float | None = None
    """Longitude of the point from which ships are counted, where it is not the place itself."""
    sea_lat: float | None = None
    sea_name: str = ""
    """Name of that port."""
    host: str = ""
    """ISO 3166-1 alpha-3 code of the country it lies in, where known."""
    names: tuple[tuple[str, str], ...] = ()
    """Its name in other languages, as pairs of language and name."""
    precision_km: float | None = None
    """How far its position may be off, where known."""
    shape: shapely.Geometry | None = field(default=None, repr=False)
    """Of a line or an area, in degrees, longitudes running on over 180; None for a point."""
    typed: str = field(default="", compare=False)
    """What was typed, where it is neither the place's id nor one of its names."""
    about: str = field(default="", compare=False)
    """What is to be known of it, such as what its extent is."""

    def in_language(self, lang: str) -> Place:
        """Return the place under its name in a language, or as it is where that is not known."""
        return replace(self, name=dict(self.names).get(lang, self.name))

    @property
    def sea_point(self) -> tuple[float, float]:
        """Longitude and latitude from which ships are counted, degrees."""
        if self.sea_lon is None or self.sea_lat is None:
            return self.lon, self.lat
        return self.sea_lon, self.sea_lat

    @property
    def read_as(self) -> str:
        """Say what a short name was read as; empty where it was the place's own."""
        return f"{self.typed} is read as {self.name}" if self.typed else ""


if TYPE_CHECKING:
    OnePlace: TypeAlias = str | Path | Place | tuple[float, float] | BaseGeometry | pd.DataFrame | gpd.GeoSeries
    SomePlaces: TypeAlias = OnePlace | Iterable[OnePlace]
else:  # the packages that it names need not be loaded
    SomePlaces = object
"""What is accepted where places are asked for."""
