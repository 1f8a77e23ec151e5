"""A finding of the check, and what the checks share."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup.errors import one_line

if TYPE_CHECKING:
    import geopandas as gpd

    from eastup.layers.query import Row
    from eastup.layers.reading import Report


Severity = Literal["error", "warning", "note"]


NUMBERS = {"lon", "lat", "mid_lon", "mid_lat", "width_km", "value_km", "sea_lon", "sea_lat", "precision_km", "order"}
"""Columns and fields that hold a number."""


@dataclass(frozen=True)
class Finding:
    """One thing that a check found."""

    layer: str
    feature: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.layer}: {self.feature}: {self.message}"


@dataclass(frozen=True)
class Checked:
    """A layer or file that was checked: how it was read, and what was found."""

    layer: str
    """Its name, or the file; empty for all that ship."""
    report: Report | None
    """How the file was read; None for a layer of ours, or where it can't be read."""
    findings: tuple[Finding, ...]

    def lines(self) -> list[str]:
        """Return what was read, then every finding, one a line."""
        read = [] if self.report is None else [one_line(f"{self.layer}: {self.report.sentence()}")]
        return read + [one_line(str(finding)) for finding in self.findings]

    def as_record(self) -> dict[str, object]:
        """Return it as plain values, for JSON."""
        read = None if self.report is None else self.report.as_record()
        return {"layer": self.layer, "read": read, "findings": [asdict(finding) for finding in self.findings]}


def rows_of(frame: gpd.GeoDataFrame) -> list[Row]:
    """Return the features of a layer as records."""
    return frame.to_dict("records")  # type: ignore[no-any-return]


def lonlat_of(row: Row) -> tuple[float, float]:
    """Return longitude and latitude of a point feature, degrees."""
    return row["geometry"].x, row["geometry"].y


def records(row: Row, column: str) -> list[Row]:
    """Return the records in a cell of a list, of which there may be none."""
    value = row.get(column)
    return value if isinstance(value, list) else []


def having(rows: list[Row], *columns: str) -> list[Row]:
    """Return the features that a check which reads these columns can look at; other checks name the rest."""
    return [row for row in rows if all(is_usable(column, row.get(column)) for column in columns)]


def is_usable(column: str, value: object) -> bool:
    """Say whether a cell holds what its column is for."""
    return not is_missing(value) and (column not in NUMBERS or isinstance(value, int | float))


def is_missing(value: object) -> bool:
    """Say whether a cell or a property is empty."""
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))
