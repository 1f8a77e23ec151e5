"""What an analysis gives back: a table that writes itself, and shows itself on a terminal and in a notebook."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from eastup import display, words
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.io import files, provenance, tables
from eastup.moved import Renamed
from eastup.results import digits, language
from eastup.results.sentence import Sentence, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from rich.console import Console, ConsoleOptions, Group, RenderResult

    from eastup.geodesy.ellipsoid import FloatArray
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

    def write(self, path: str | Path, title: str = "") -> None:
        """Write the table; the suffix says the kind (see `eastup.io.tables.write`).

        In another language than English its cells are in it, and in files for people (`language.FOR_PEOPLE`) its heads.
        """
        table = self._written()
        suffix = files.suffix_of(path, tables.KINDS)
        if suffix in language.FOR_PEOPLE:
            table = self._headed(table)
        tables.write(table, path, title=title or type(self).__name__.lower())

    def _written(self) -> pd.DataFrame:
        return language.cells_in(self.table, self.lang)

    def _headed(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with its heads in the language; the names of columns say how numbers are rounded, so first."""
        if self.lang == "en":
            return table
        return tables.rounded(table).rename(columns=language.heads_in(map(str, table.columns), self.lang))

    def show(self, unit: str | None = None) -> None:
        """Print the result: ruled on a terminal, CSV in a pipe or a file."""
        if not sys.stdout.isatty():
            table = _plain(self._written())
            table = in_unit(table, unit) if unit else table
            sys.stdout.write(tables.as_csv(self._headed(table)))
            return
        from rich.console import Console

        Console().print(self if unit is None else self.in_unit(unit))

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
        uncertain = self._uncertain(table)
        heads = self._columns() if heads is None else heads
        table = language.cells_in(table, self.lang)
        heads = {name: language.short_head(head, self.lang) for name, head in heads.items()}
        columns = {in_unit_name(name, self.unit): head.format(unit=self.unit) for name, head in heads.items()}
        converted = in_unit(_plain(table), self.unit)
        for name, off in uncertain.items():
            per = KM_PER_UNIT[self.unit] if _LENGTH.fullmatch(name) else 1.0
            shown = in_unit_name(name, self.unit)
            if shown in converted.columns:
                figures = converted[shown].astype(float)
                finest = 10.0 ** -_most_decimals(figures)
                converted[shown] = digits.rounded(figures, np.asarray(off, dtype=float) / per, finest)
        some = len(converted) > 0
        present = {
            name: head
            for name, head in columns.items()
            if name in converted.columns and not (some and converted[name].isna().all())
        }
        return converted[list(present)].rename(columns=present)

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.text import Text

        cells, numeric = self._cells()
        heads = (language.short_head(head, self.lang).format(unit=self.unit) for head in self._optional())
        optional = [head for head in heads if head in cells]
        told = [*self._notes(), *self._made()]
        left_out = language.said("left_out", self.lang), words.of("answers", self.lang)["between.comma"]
        return Group(
            _Ruled(self._title(), cells, numeric, optional, *left_out), *(Text(note, style="dim") for note in told)
        )

    def _made(self) -> list[str]:
        """Return by what version and data the answer is, where the table tells."""
        record = self.table.attrs.get(provenance.ATTRS)
        return [provenance.in_short(record)] if isinstance(record, dict) else []

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
            f"<table><caption>{html.escape(self._title())}</caption>\n"
            f"<thead>{row('th', map(str, cells.columns))}</thead>\n<tbody>\n{body}\n</tbody></table>{notes}"
            f"{display.html(self)}"
        )

    def _notes(self) -> list[str]:
        """Return the notes with their lengths in the unit that is shown; plain ones are written in whole kilometres."""

        def converted(match: re.Match[str]) -> str:
            length = float(match[1].replace(",", "")) / KM_PER_UNIT[self.unit]
            return f"{length:,.0f} {self.unit}"

        return [
            str(said(note, self.lang, self.unit)) if isinstance(note, Sentence) else _NOTED_LENGTH.sub(converted, note)
            for note in self.notes
        ]

    def _title(self) -> str:
        return str(said(self.title, self.lang, self.unit))

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
    optional: list[str]
    left_out: str
    """How columns that find no room are told, with a place for them."""
    between: str = ", "
    """What stands between the columns that are told."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        cells = self.cells
        gone: list[str] = []
        for head in [*self.optional, *(head for head in reversed(cells.columns[2:]) if head not in self.optional)]:
            if self._least_width(cells) <= options.max_width:
                break
            cells, gone = cells.drop(columns=head), [*gone, head]
        ruled = Table(
            header_style="bold", box=box.SIMPLE_HEAD,
            padding=(0, 1), pad_edge=False, collapse_padding=True, show_edge=False,
        )  # fmt: skip
        for head, width in self._widths(cells, options.max_width).items():
            side: Literal["right", "left"] = "right" if self.numeric[head] else "left"
            ruled.add_column(head, justify=side, no_wrap=self.numeric[head], width=width)
        for row in cells.itertuples(index=False):
            ruled.add_row(*map(Text, row))
        if self.title:
            yield Text(self.title, style="bold")
        yield ruled
        if gone:
            yield Text(self.left_out.format(self.between.join(reversed(gone))), style="dim")

    def _widths(self, cells: pd.DataFrame, most: int) -> dict[str, int]:
        """Share a width among columns: each gets what it needs, and texts what is left, those first that want least."""
        from rich.cells import cell_len

        widths = {str(head): self._least(cells[head]) for head in cells.columns}
        spare = max(most - self._least_width(cells), 0)
        wants = {head: max(map(cell_len, [head, *cells[head]])) - width for head, width in widths.items()}
        for head in sorted(wants, key=lambda head: wants[head]):
            more = min(wants[head], spare)
            widths[head], spare = widths[head] + more, spare - more
        return widths

    def _least_width(self, cells: pd.DataFrame) -> int:
        return sum(self._least(cells[head]) for head in cells.columns) + 2 * (len(cells.columns) - 1)

    def _least(self, column: pd.Series) -> int:
        """Return the width that a column needs: all of a number, and of a text its longest word or half of a line."""
        from rich.cells import cell_len

        texts = [str(column.name), *column]
        if self.numeric[str(column.name)]:
            return max(map(cell_len, texts))
        longest_word = max((cell_len(word) for text in texts for word in text.split()), default=1)
        return max(longest_word, -(-max(map(cell_len, column), default=0) // 2))


def changed_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table in which a value differs from the one before a loss or a closure.

    Raises
    ------
    InputError
        If the table holds no values before.
    """
    before = [str(c) for c in table.columns if str(c).endswith("_before")]
    if not before:
        raise InputError("nothing is compared", hint="say what is lost or closed: --without HUB, --closed STRAIT")
    rows = np.zeros(len(table), dtype=bool)
    for column in before:
        now, was = table[column.removesuffix("_before")], table[column]
        if pd.api.types.is_numeric_dtype(now):
            rows |= ~np.isclose(now.astype(float), was.astype(float), rtol=0, atol=1e-6, equal_nan=True)
        else:
            rows |= (now.fillna("") != was.fillna("")).to_numpy()
    return table[rows].reset_index(drop=True)


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


def _most_decimals(column: pd.Series) -> int:
    """Return with how many decimals a column of numbers is shown at most: by the largest of them."""
    largest = column.abs().max()
    return 0 if pd.api.types.is_integer_dtype(column) or largest >= 100 else 1 if largest >= 10 else 2


def _format(column: pd.Series) -> Callable[[float], str]:
    """Choose the decimals that suit a whole column, so that its numbers line up."""
    if not pd.api.types.is_numeric_dtype(column):
        return lambda value: "" if pd.isna(value) else str(value)
    signed = "+" if str(column.name).startswith("±") else ""
    decimals = digits.decimals(column.astype(float), _most_decimals(column))

    def text(value: float) -> str:
        if pd.isna(value):
            return ""
        told = f"{value:{signed},.{decimals}f}"
        return told if any(digit in told for digit in "123456789") else told.lstrip("+-")

    return text
