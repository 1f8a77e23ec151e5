"""A table that some analysis gives as a data frame, with what a terminal shows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eastup.results.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray


@dataclass(frozen=True, eq=False)
class Listing(Result):
    """A table with the columns that are shown of it.

    `table` is what files carry; ``rows`` is what is shown, where that is other: fewer rows, or columns put together.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    """As `Result.shown_columns`."""
    optional: tuple[str, ...] = ()
    """As `Result.optional_columns`."""
    rows: pd.DataFrame | None = field(default=None, repr=False)
    uncertain: Mapping[str, FloatArray] = field(default_factory=dict, repr=False)
    """How far columns that are shown may be off, km or the column's own unit, row by row."""

    def _columns(self) -> Mapping[str, str]:
        return self.columns

    def _optional(self) -> tuple[str, ...]:
        return self.optional

    def _uncertain(self, table: pd.DataFrame) -> Mapping[str, FloatArray]:
        del table
        return self.uncertain

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown; a column that holds nothing is left out."""
        shown = self._shown(self.table if self.rows is None else self.rows)
        return shown.dropna(axis="columns", how="all")
