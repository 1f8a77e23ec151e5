"""How an answer writes itself into files, and shows itself on a terminal and in a notebook."""

from __future__ import annotations

import html
import re
import sys
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from eastup import display, words
from eastup.errors import InputError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.io import files, provenance, tables
from eastup.io.columns import Columns, Table
from eastup.results import language, shown
from eastup.results.ruled import Ruled
from eastup.results.sentence import Sentence, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd
    from rich.console import Group

_NOTED_LENGTH = re.compile(r"([\d,]+) km(?![²/])")


class Answer(ABC):
    """What all answers do, whatever their table is: one that `_written` and `_chosen` give."""

    if TYPE_CHECKING:

        @property
        def title(self) -> str: ...  # noqa: D102
        @property
        def notes(self) -> tuple[str, ...]: ...  # noqa: D102
        @property
        def unit(self) -> str: ...  # noqa: D102
        @property
        def lang(self) -> str: ...  # noqa: D102

    @abstractmethod
    def _written(self) -> Columns | pd.DataFrame:
        """Return the table with its cells in the language."""

    @abstractmethod
    def _chosen(self, unit: str) -> Columns:
        """Return the columns that are shown, with numbers as numbers."""

    @abstractmethod
    def _optional(self) -> tuple[str, ...]:
        """Return heads of the columns that a narrow terminal does without, the first to go first."""

    @abstractmethod
    def _record(self) -> Mapping[str, object] | None:
        """Return what made it, where the table tells."""

    def write(self, path: str | Path, title: str = "") -> None:
        """Write the table; the suffix says the kind (see `eastup.io.tables.write`).

        In another language than English its cells are in it, and in files for people (`language.FOR_PEOPLE`) its heads.
        """
        table = self._written()
        if files.suffix_of(path, tables.KINDS) in language.FOR_PEOPLE:
            table = self._headed(table)
        tables.write(table, path, title=title or type(self).__name__.lower())

    def _headed(self, table: Columns | pd.DataFrame) -> Columns | pd.DataFrame:
        """Return a table with its heads in the language; the names of columns say how numbers are rounded, so first."""
        if self.lang == "en":
            return table
        heads = language.heads_in(map(str, table), self.lang)
        written = tables.rounded(table)
        return written.renamed(heads) if isinstance(written, Columns) else written.rename(columns=heads)

    def show(self, unit: str | None = None) -> None:
        """Print the result: ruled on a terminal, CSV in a pipe or a file."""
        if not sys.stdout.isatty():
            table = in_unit(without_geometry(self._written()), unit)
            sys.stdout.write(tables.as_csv(self._headed(table)))
            return
        from rich.console import Console

        Console().print(self.__rich__(unit or self.unit))

    def __rich__(self, unit: str = "") -> Group:
        from rich.console import Group
        from rich.text import Text

        unit = unit or self.unit
        cells, numeric = shown.texts(self._chosen(unit))
        heads = (language.short_head(head, self.lang).format(unit=unit) for head in self._optional())
        optional = [head for head in heads if head in cells]
        record = self._record()
        told = [*self._notes(unit), *([] if record is None else [provenance.in_short(record)])]
        left_out = language.said("left_out", self.lang), words.of("answers", self.lang)["between.comma"]
        return Group(
            Ruled(self._title(unit), cells, numeric, optional, *left_out), *(Text(note, style="dim") for note in told)
        )

    def _repr_html_(self) -> str:
        cells, numeric = shown.texts(self._chosen(self.unit))

        def row(tag: str, values: Iterable[str]) -> str:
            sides = ("right" if of_numbers else "left" for of_numbers in numeric.values())
            pairs = zip(values, sides, strict=True)
            return (
                "<tr>" + "".join(f'<{tag} style="text-align:{s}">{html.escape(v)}</{tag}>' for v, s in pairs) + "</tr>"
            )

        body = "\n".join(row("td", values) for values in zip(*cells.values(), strict=True))
        notes = "".join(f"<p><small>{html.escape(note)}</small></p>" for note in self._notes(self.unit))
        return (
            f"<table><caption>{html.escape(self._title(self.unit))}</caption>\n"
            f"<thead>{row('th', cells)}</thead>\n<tbody>\n{body}\n</tbody></table>{notes}"
            f"{display.html(self)}"
        )

    def _notes(self, unit: str) -> list[str]:
        """Return the notes with their lengths in the unit that is shown; plain ones are written in whole kilometres."""

        def converted(match: re.Match[str]) -> str:
            length = float(match[1].replace(",", "")) / KM_PER_UNIT[unit]
            return f"{length:,.0f} {unit}"

        return [
            str(said(note, self.lang, unit)) if isinstance(note, Sentence) else _NOTED_LENGTH.sub(converted, note)
            for note in self.notes
        ]

    def _title(self, unit: str) -> str:
        return str(said(self.title, self.lang, unit))


def changed_rows(table: Table) -> Table:
    """Return the rows of a table in which a value differs from the one before a loss or a closure.

    Raises
    ------
    InputError
        If the table holds no values before.
    """
    plain = table if isinstance(table, Columns) else Columns.of(table)
    if not any(map(shown.is_before, plain)):
        raise InputError("nothing is compared", hint="say what is lost or closed: --without HUB, --closed STRAIT")
    rows = shown.differing(plain)
    return table.rows(rows) if isinstance(table, Columns) else table[rows].reset_index(drop=True)


def in_unit(table: Table, unit: str | None) -> Table:
    """Return the table with its kilometres in another unit, under names that say so, and no other lengths."""
    if unit is None or isinstance(table, Columns):
        return shown.in_unit(table, unit) if isinstance(table, Columns) else table
    return shown.in_unit(Columns.of(table), unit).frame()


def without_geometry(table: Table) -> Table:
    """Return the table without its column of geometries."""
    if isinstance(table, Columns) or "geometry" not in table.columns:
        return table
    import pandas as pd

    return pd.DataFrame(table.drop(columns="geometry"))
