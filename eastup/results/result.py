"""What an analysis gives back: a table that writes itself, and shows itself on a terminal and in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

import numpy as np

from eastup.errors import UnknownNameError
from eastup.io import provenance
from eastup.io.columns import Columns
from eastup.moved import Renamed
from eastup.results import language, shown
from eastup.results.answer import Answer, changed_rows, without_geometry
from eastup.results.sentence import said
from eastup.results.shown import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place

Kind = TypeVar("Kind", bound="Result")


class Connection(NamedTuple):
    """A place joined to another, as an answer speaks of it, for its map."""

    group: str
    """What it belongs to: connections of one group are switched on and off together."""
    origin: Place
    target: Place
    mode: str
    closed: tuple[str, ...] = ()
    """Straits that it may not pass."""


@dataclass(frozen=True, eq=False)
class Result(Answer):
    """The answer to a question, as a table with a title.

    Print it with ``rich.print``, or let a notebook show it.
    """

    table: pd.DataFrame
    """The answer, as files carry it: plain columns with their units in their names."""
    title: str
    """What was asked; a `Sentence` is said in `lang`, as the notes are."""
    notes: tuple[str, ...] = ()
    """What a reader should know beside the table, one sentence each; lengths in a plain text are whole kilometres."""
    unit: str = "km"
    """Unit of the lengths that are shown; `table` has its own."""
    connections: tuple[Connection, ...] = field(default=(), repr=False)
    """What its map draws."""
    lang: str = "en"
    """Language of heads, names and words in the table."""
    ways = Renamed("connections")
    heads = Renamed("shown_columns")
    spare = Renamed("optional_columns")

    shown_columns: ClassVar[dict[str, str]] = {}
    """The columns to show and their heads; ``{unit}`` stands for the unit."""
    optional_columns: ClassVar[tuple[str, ...]] = ()
    """Heads of the columns that a narrow terminal does without, the first to go first."""

    def in_unit(self: Kind, unit: str) -> Kind:
        """Return the result that shows its lengths in km, nmi or mi (statute)."""
        if unit not in UNITS:
            raise UnknownNameError("unit", unit, UNITS)
        return replace(self, unit=unit)

    def in_language(self: Kind, lang: str) -> Kind:
        """Return the result in a language: title, notes, heads, the names of places, and the words in cells."""
        title, *notes = (said(text, lang) for text in (self.title, *self.notes))
        return replace(self, lang=lang, title=title, notes=tuple(notes))

    def changed(self: Kind) -> Kind:
        """Return the result with those rows only that a loss or a closure changes.

        Raises
        ------
        InputError
            If nothing is compared.
        """
        return replace(self, table=changed_rows(self.table))

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown: a choice of columns under plain heads, with numbers as numbers."""
        return self._shown(self.table)

    def _columns(self) -> Mapping[str, str]:
        return self.shown_columns

    def _optional(self) -> tuple[str, ...]:
        return self.optional_columns

    def _uncertain(self, table: pd.DataFrame) -> Mapping[str, FloatArray | pd.Series]:
        """Return how far columns that are shown may be off, km or hours, by their names; none where nothing tells."""
        del table
        return {}

    def _shown(self, table: pd.DataFrame, heads: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Choose the columns of a table that have heads, in their order, in the unit that is shown.

        Figures have the digits that their uncertainty leaves them, and texts the language.
        """
        off = {name: np.asarray(values, dtype=float) for name, values in self._uncertain(table).items()}
        heads = self._columns() if heads is None else heads
        return shown.chosen(Columns.of(without_geometry(table)), heads, off, self.lang, self.unit).frame()

    def _chosen(self, unit: str) -> Columns:
        return Columns.of((self if unit == self.unit else self.in_unit(unit)).shown())

    def _written(self) -> pd.DataFrame:
        return language.cells_in(self.table, self.lang)

    def _record(self) -> Mapping[str, object] | None:
        record = self.table.attrs.get(provenance.ATTRS)
        return record if isinstance(record, dict) else None
