"""A table that a command writes, with what a terminal shows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eastup.io import provenance
from eastup.io.columns import Columns, missing
from eastup.results import language, shown
from eastup.results.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray


@dataclass(frozen=True, eq=False)
class Listing(Answer):
    """A table with the columns that are shown of it.

    `table` is what files carry; ``rows`` is what is shown, where that is other: fewer rows, or columns put together.
    """

    table: Columns | pd.DataFrame
    title: str
    notes: tuple[str, ...] = ()
    unit: str = "km"
    lang: str = "en"
    columns: Mapping[str, str] = field(default_factory=dict)
    """The columns to show and their heads; ``{unit}`` stands for the unit."""
    optional: tuple[str, ...] = ()
    """Heads of the columns that a narrow terminal does without, the first to go first."""
    rows: Columns | pd.DataFrame | None = field(default=None, repr=False)
    uncertain: Mapping[str, FloatArray] = field(default_factory=dict, repr=False)
    """How far columns that are shown may be off, km or the column's own unit, row by row."""

    def _optional(self) -> tuple[str, ...]:
        return self.optional

    def _chosen(self, unit: str) -> Columns:
        """Return the columns that are shown; one that holds nothing is left out."""
        rows = self.table if self.rows is None else self.rows
        plain = rows if isinstance(rows, Columns) else Columns.of(rows)
        found = shown.chosen(plain, self.columns, self.uncertain, self.lang, unit)
        return found.picked(head for head, cells in found.items() if not missing(cells).all())

    def _written(self) -> Columns | pd.DataFrame:
        return language.cells_in(self.table, self.lang)

    def _record(self) -> Mapping[str, object] | None:
        if isinstance(self.table, Columns):
            return None if self.table.made is None else self.table.made.record()
        record = self.table.attrs.get(provenance.ATTRS)
        return record if isinstance(record, dict) else None
