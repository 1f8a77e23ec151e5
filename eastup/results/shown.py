"""What is seen of a table: some of its columns under short heads, in a unit, a language and the digits it deserves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import numpy as np

from eastup.geodesy.units import KM_PER_UNIT
from eastup.io.columns import Columns, is_missing, is_number, missing
from eastup.results import digits, language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.io.columns import Cells

UNITS = ("km", "nmi", "mi")

_LENGTH = re.compile(r"(.*)_km((?:_before|_change)?)")
_OTHER_LENGTH = re.compile(r".*_(?:nmi|mi)(?:_before|_change)?")
_HOURS = re.compile(r"(?<!\w)h(?!\w)")
"""Heads of hours, in every language."""


def chosen(
    table: Columns, heads: Mapping[str, str], uncertain: Mapping[str, FloatArray], lang: str, unit: str
) -> Columns:
    """Return the columns of a table that have heads, in their order, under these.

    Parameters
    ----------
    table : Columns
    heads : mapping
        By the names of columns; ``{unit}`` stands for the unit. A column that holds nothing is left out.
    uncertain : mapping
        How far columns may be off, km or the column's own unit, by their names: figures have the digits that it
        leaves them.
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    """
    table = language.cells_in(table, lang)
    said = {name: language.short_head(head, lang) for name, head in heads.items()}
    converted = in_unit(table, unit)
    cells = dict(converted)
    for name, off in uncertain.items():
        per = KM_PER_UNIT[unit] if _LENGTH.fullmatch(name) else 1.0
        shown = in_unit_name(name, unit)
        if shown in cells:
            figures = converted.numbers(shown)
            finest = 10.0 ** -_most_decimals(figures, heads.get(name, "")).astype(float)
            cells[shown] = digits.rounded(figures, np.asarray(off, dtype=float) / per, finest)
    found = {}
    for name, head in said.items():
        shown = in_unit_name(name, unit)
        if shown in cells and not (table.height and missing(cells[shown]).all()):
            found[head.format(unit=unit)] = cells[shown]
    return Columns(found)


def texts(table: Columns) -> tuple[dict[str, list[str]], dict[str, bool]]:
    """Return the cells of a table as text by their heads, and which columns hold numbers."""
    numeric = {head: is_number(cells) for head, cells in table.items()}
    return {head: list(map(_format(head, cells), cells.tolist())) for head, cells in table.items()}, numeric


def differing(table: Columns) -> NDArray[np.bool_]:
    """Return in which rows of a table a value differs from the one before a loss or a closure."""
    rows = np.zeros(table.height, dtype=bool)
    for column in filter(is_before, table):
        now, was = table[column.removesuffix("_before")], table[column]
        if is_number(now):
            rows |= ~np.isclose(now.astype(float), was.astype(float), rtol=0, atol=1e-6, equal_nan=True)
        else:
            pairs = zip(now, was, strict=True)
            rows |= np.array([("" if is_missing(a) else a) != ("" if is_missing(b) else b) for a, b in pairs], bool)
    return rows


def is_before(column: str) -> bool:
    """Say whether a column holds values before a loss or a closure, by its name."""
    return column.endswith("_before")


def in_unit(table: Columns, unit: str | None) -> Columns:
    """Return the table with its kilometres in another unit, under names that say so, and no other lengths."""
    if unit is None:
        return table
    kept = [name for name in table if not _OTHER_LENGTH.fullmatch(name)]
    per = KM_PER_UNIT[unit]
    return Columns(
        {in_unit_name(c, unit): table.numbers(c) / per if _LENGTH.fullmatch(c) else table[c] for c in kept}, table.made
    )


def in_unit_name(column: str, unit: str) -> str:
    """Return the name of a column of kilometres in another unit: ``mean_km_before`` is ``mean_nmi_before``."""
    match = _LENGTH.fullmatch(column)
    return f"{match[1]}_{unit}{match[2]}" if match else column


def _lost_below(head: str) -> float:
    """Return below what a number says too little where its column is shown whole: hours from ten on are whole."""
    return 10.0 if _HOURS.search(head) else 1.0


def _most_decimals(figures: FloatArray, head: str) -> NDArray[np.int64]:
    """Return with how many decimals each number of a column is shown at most: by the largest of them.

    One that would be lost beside large ones has one decimal.
    """
    each = np.nan_to_num(np.abs(figures), nan=0.0)
    largest = each.max(initial=0.0)
    most = 0 if largest >= 100 else 1 if largest >= 10 else 2
    return np.where((each > 0) & (each < _lost_below(head)), max(most, 1), most)


def _format(head: str, cells: Cells) -> Callable[[object], str]:
    """Choose the decimals that suit a whole column, so that its numbers line up."""
    if not is_number(cells):
        return lambda value: "" if is_missing(value) else str(value)
    signed = "+" if head.startswith("±") else ""
    figures = cells.astype(float)
    whole = cells.dtype.kind in "iu"
    most = _most_decimals(figures, head)
    usual = 0 if whole or not len(most) else digits.decimals(figures, int(most.min()))
    finer = usual if whole else max(usual, 1)
    lost_below = _lost_below(head)

    def text(value: object) -> str:
        if is_missing(value):
            return ""
        decimals = finer if 0 < abs(cast("float", value)) < lost_below else usual
        told = f"{value:{signed},.{decimals}f}"
        return told if any(digit in told for digit in "123456789") else told.lstrip("+-")

    return text
