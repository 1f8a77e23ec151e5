"""What an analysis gives back: a table that writes itself, and shows itself on a terminal and in a notebook."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeVar

import pandas as pd

from eastup import display
from eastup.errors import UnknownNameError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.io import tables
from eastup.moved import Renamed, renamed_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rich.console import Console, ConsoleOptions, Group, RenderResult

    from eastup.places import Place

UNITS = ("km", "nmi", "mi")

_LENGTH = re.compile(r"(.*)_km((?:_before|_change)?)")
_NOTED_LENGTH = re.compile(r"([\d,]+) km(?![²/])")
_OTHER_LENGTH = re.compile(r".*_(?:nmi|mi)(?:_before|_change)?")

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
class Result:
    """The answer to a question, as a table with a title.

    Print it with ``rich.print``, or let a notebook show it.
    """

    table: pd.DataFrame
    """The answer, as files carry it: plain columns with their units in their names."""
    title: str
    notes: tuple[str, ...] = ()
    """What a reader should know beside the table, one sentence each, with lengths in whole kilometres."""
    unit: str = "km"
    """Unit of the lengths that are shown; `table` has its own."""
    connections: tuple[Connection, ...] = field(default=(), repr=False)
    """What its map draws."""
    ways = Renamed("connections")

    heads: ClassVar[dict[str, str]] = {}
    """The columns to show and their heads; ``{unit}`` stands for the unit."""
    spare: ClassVar[tuple[str, ...]] = ()
    """Heads of the columns that a narrow terminal does without, the first to go first."""

    def in_unit(self: Kind, unit: str) -> Kind:
        """Return the result that shows its lengths in km, nmi or mi (statute)."""
        if unit not in UNITS:
            raise UnknownNameError("unit", unit, UNITS)
        return replace(self, unit=unit)

    def write(self, path: str | Path) -> None:
        """Write the table; the suffix says the kind (see `eastup.tables.write`)."""
        tables.write(self.table, path, title=type(self).__name__.lower())

    def show(self, unit: str | None = None) -> None:
        """Print the result: ruled on a terminal, CSV in a pipe or a file."""
        if not sys.stdout.isatty():
            sys.stdout.write(tables.as_csv(in_unit(_plain(self.table), unit) if unit else _plain(self.table)))
            return
        from rich.console import Console

        Console().print(self if unit is None else self.in_unit(unit))

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown: a choice of columns under plain heads, with numbers as numbers."""
        return self._shown(self.table)

    def _shown(self, table: pd.DataFrame, heads: dict[str, str] | None = None) -> pd.DataFrame:
        """Choose the columns of a table that have heads, in their order, in the unit that is shown."""
        heads = self.heads if heads is None else heads
        columns = {in_unit_name(name, self.unit): head.format(unit=self.unit) for name, head in heads.items()}
        converted = in_unit(_plain(table), self.unit)
        present = {name: head for name, head in columns.items() if name in converted.columns}
        return converted[list(present)].rename(columns=present)

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.text import Text

        cells, numeric = self._cells()
        spare = [head for head in (head.format(unit=self.unit) for head in self.spare) if head in cells]
        return Group(_Ruled(self.title, cells, numeric, spare), *(Text(note, style="dim") for note in self._notes()))

    def _repr_html_(self) -> str:
        cells, numeric = self._cells()

        def row(tag: str, values: Iterable[str]) -> str:
            sides = ("right" if numeric[head] else "left" for head in cells.columns)
            pairs = zip(values, sides, strict=True)
            return (
                "<tr>" + "".join(f'<{tag} style="text-align:{s}">{html.escape(v)}</{tag}>' for v, s in pairs) + "</tr>"
            )

        body = "\n".join(row("td", values) for values in cells.itertuples(index=False))
        notes = "".join(f"<p><small>{html.escape(note)}</small></p>" for note in self._notes())
        return (
            f"<table><caption>{html.escape(self.title)}</caption>\n"
            f"<thead>{row('th', map(str, cells.columns))}</thead>\n<tbody>\n{body}\n</tbody></table>{notes}"
            f"{display.html(self)}"
        )

    def _notes(self) -> list[str]:
        """Return the notes with their lengths in the unit that is shown; they are written in whole kilometres."""

        def converted(match: re.Match[str]) -> str:
            length = float(match[1].replace(",", "")) / KM_PER_UNIT[self.unit]
            return f"{length:,.0f} {self.unit}"

        return [_NOTED_LENGTH.sub(converted, note) for note in self.notes]

    def _cells(self) -> tuple[pd.DataFrame, dict[str, bool]]:
        """Return what is shown as text, and which columns hold numbers."""
        table = self.shown()
        numeric = {str(c): bool(pd.api.types.is_numeric_dtype(table[c])) for c in table.columns}
        return pd.DataFrame({c: [_format(table[c])(v) for v in table[c]] for c in table.columns}), numeric


@dataclass(frozen=True)
class _Ruled:
    """A ruled table that leaves out columns, and says so, where the terminal is too narrow for all."""

    title: str
    cells: pd.DataFrame
    numeric: dict[str, bool]
    spare: list[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        cells = self.cells
        gone: list[str] = []
        for head in self.spare:
            if self._least_width(cells) <= options.max_width:
                break
            cells, gone = cells.drop(columns=head), [*gone, head]
        ruled = Table(
            title=self.title, title_justify="left", title_style="bold", header_style="bold", box=box.SIMPLE_HEAD,
            padding=(0, 1), pad_edge=False, collapse_padding=True, show_edge=False,
        )  # fmt: skip
        for head in cells.columns:
            side: Literal["right", "left"] = "right" if self.numeric[head] else "left"
            ruled.add_column(head, justify=side, no_wrap=self.numeric[head], min_width=self._least(cells[head]))
        for row in cells.itertuples(index=False):
            ruled.add_row(*map(Text, row))
        yield ruled
        if gone:
            yield Text(f"Left out for want of room: {', '.join(reversed(gone))}.", style="dim")

    def _least_width(self, cells: pd.DataFrame) -> int:
        return sum(self._least(cells[head]) for head in cells.columns) + 2 * len(cells.columns) + 1

    def _least(self, column: pd.Series) -> int:
        """Return the width that a column needs: all of a number, and of a text its longest word or half of a line."""
        texts = [str(column.name), *column]
        if self.numeric[str(column.name)]:
            return max(map(len, texts))
        return max(*(len(word) for text in texts for word in text.split()), -(-max(map(len, column), default=0) // 2))


def in_unit(table: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """Return the table with its kilometres in another unit, under names that say so, and no other lengths."""
    if unit is None:
        return table
    kept = table[[c for c in table.columns if not _OTHER_LENGTH.fullmatch(str(c))]]
    columns = {
        in_unit_name(str(c), unit): kept[c] / KM_PER_UNIT[unit] if _LENGTH.fullmatch(str(c)) else kept[c] for c in kept
    }
    return pd.DataFrame(columns)


def in_unit_name(column: str, unit: str) -> str:
    """Return the name of a column of kilometres in another unit: ``mean_km_before`` is ``mean_nmi_before``."""
    match = _LENGTH.fullmatch(column)
    return f"{match[1]}_{unit}{match[2]}" if match else column


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(table.drop(columns="geometry")) if "geometry" in table.columns else table


def _format(column: pd.Series) -> Callable[[float], str]:
    """Choose the decimals that suit a whole column, so that its numbers line up."""
    if not pd.api.types.is_numeric_dtype(column):
        return lambda value: "" if pd.isna(value) else str(value)
    signed = "+" if str(column.name).startswith("±") else ""
    whole = pd.api.types.is_integer_dtype(column)
    largest = column.abs().max()
    decimals = 0 if whole or largest >= (100 if signed else 1000) else 1 if largest >= 20 else 2

    def text(value: float) -> str:
        if pd.isna(value):
            return ""
        return "0" if signed and value == 0 else f"{value:{signed},.{decimals}f}"

    return text


if not TYPE_CHECKING:  # the type checker need not take any name for one of the old ones
    __getattr__ = renamed_names(__name__, Way="Connection")
