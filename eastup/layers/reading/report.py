"""What was read from a file and how: kept while reading, told afterwards."""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from eastup.errors import InputWarning

if TYPE_CHECKING:
    import geopandas as gpd

_NAMED_AT_MOST = 4
"""This many rows or features are named in one note; the others are counted."""


@dataclass(frozen=True)
class Note:
    """One thing that the user should know of a file."""

    text: str
    rows: tuple[str, ...] = ()
    """Where it is so: ``row 2``, ``feature 1``; empty where it is so of the whole file."""
    loud: bool = True
    """Whether every command tells it, or only a check of the file."""
    about: str = ""
    """Kind of note, where others look for the same: ``id``, ``origin``."""

    def __str__(self) -> str:
        if not self.rows:
            return self.text
        named = ", ".join(self.rows[:_NAMED_AT_MOST])
        more = len(self.rows) - _NAMED_AT_MOST
        return f"{named}{f' and {more} more' if more > 0 else ''}: {self.text}"


@dataclass(frozen=True)
class Report:
    """How a file was read."""

    path: str
    kind: str
    """Kind of file, such as ``CSV`` or ``GeoPackage``."""
    features: int
    """How many were read."""
    skipped: int
    """How many rows or features have no position and are left out."""
    unit: str
    """``row`` for tables, ``feature`` for other files."""
    encoding: str | None = None
    """Encoding of its text, where the kind of file leaves that open."""
    layers: tuple[tuple[str, int], ...] = ()
    """Name and number of features of each layer, folder or sheet that was read."""
    columns: tuple[tuple[str, str], ...] = ()
    """Pairs of a column's heading and what it was read as."""
    notes: tuple[Note, ...] = ()

    def sentence(self) -> str:
        """Return one line, such as ``27 rows, CP932, columns 緯度/経度 as latitude/longitude, 2 skipped``."""
        parts = [f"{self.features} {self.unit}{'s' * (self.features != 1)}", self.encoding or self.kind]
        if len(self.layers) > 1:
            parts.append("layers " + ", ".join(f"{name} ({count})" for name, count in self.layers))
        located = [pair for pair in self.columns if pair[1] != "name"]
        if located:
            headings, meanings = zip(*located, strict=True)
            parts.append(f"column{'s' * (len(located) > 1)} {'/'.join(headings)} as {'/'.join(meanings)}")
        parts += [f"names from {heading}" for heading, meaning in self.columns if meaning == "name" != heading]
        if self.skipped:
            parts.append(f"{self.skipped} skipped")
        return ", ".join(parts)

    def lines(self) -> list[str]:
        """Return the sentence and every note, one a line."""
        return [self.sentence(), *map(str, self.notes)]

    def as_record(self) -> dict[str, object]:
        """Return the report as plain values, for JSON."""
        record = asdict(self)
        record["layers"] = [{"name": name, "features": count} for name, count in self.layers]
        record["columns"] = [{"heading": heading, "read_as": meaning} for heading, meaning in self.columns]
        record["notes"] = [{"text": note.text, "rows": list(note.rows), "told": note.loud} for note in self.notes]
        return record


@dataclass(frozen=True)
class Reading:
    """Features of a file, where each stands in it, and how it was read."""

    frame: gpd.GeoDataFrame
    places: list[str]
    """``row 2`` for what stands on line 2 of a table, ``feature 1`` for the first feature of another file."""
    report: Report

    def warn(self) -> None:
        """Tell what every command tells of a file, as warnings of Python."""
        for note in self.report.notes:
            if note.loud:
                warnings.warn(f"{self.report.path}: {note}", InputWarning, stacklevel=4)


@dataclass
class Account:
    """Gathers what is to be told while a file is read."""

    path: str
    kind: str = ""
    unit: str = "feature"
    encoding: str | None = None
    skipped: int = 0
    layers: list[tuple[str, int]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def tell(self, text: str, rows: list[str] | None = None) -> None:
        """Note what every command tells."""
        self.notes.append(Note(text, tuple(rows or ())))

    def remark(self, text: str, rows: list[str] | None = None) -> None:
        """Note what only a check of the file tells."""
        self.notes.append(Note(text, tuple(rows or ()), loud=False))

    def skip(self, text: str, rows: list[str]) -> None:
        """Note that these rows or features are left out."""
        self.skipped += len(rows)
        self.tell(text, rows)

    def close(self, features: int) -> Report:
        """Return the report of a file by the number of features that were read."""
        return Report(
            self.path,
            self.kind,
            features,
            self.skipped,
            self.unit,
            self.encoding,
            tuple(self.layers),
            tuple(self.columns.items()),
            tuple(dict.fromkeys(self.notes)),
        )
