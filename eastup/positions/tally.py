"""The passages that ``eastup transits`` counted, summed over days and directions: how many through each strait."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAYS = ("date_utc", "date_local")
_COUNTS = ("seen", "inferred")
_READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": lambda path: pd.read_csv(path, encoding="utf-8-sig"),
    ".parquet": pd.read_parquet,
    ".json": lambda path: pd.DataFrame(json.loads(path.read_text(encoding="utf-8"))),
}


@dataclass(frozen=True)
class Tally:
    """Passages by strait."""

    by_strait: Mapping[str, int]
    """By the id of the strait; both directions, seen and inferred."""
    first: str
    """The first day, as the table has it."""
    last: str
    by_day: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """The same by day and strait, the days in order; a day without a passage is missing."""

    @property
    def total(self) -> int:
        """Passages of all straits; one that leads through two gates counts at each."""
        return sum(self.by_strait.values())


def read(path: str | Path) -> Tally | None:
    """Sum a table of passages per day.

    Parameters
    ----------
    path : str or Path
        What ``eastup transits -o`` wrote as .csv, .parquet or .json, without ``--each``.

    Returns
    -------
    Tally or None
        None where the file is of another kind, or no table of passages.

    Raises
    ------
    InputError
        If the table counts no passage.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None or not path.is_file():
        return None
    try:
        table = reader(path)
    except (ValueError, TypeError, OSError):  # whatever else it is, the reader of layers says what is wrong with it
        return None
    day = next((name for name in _DAYS if name in table), None)
    if day is None or not {"strait_id", *_COUNTS} <= set(table.columns):
        return None
    counts = table[list(_COUNTS)].sum(axis=1).groupby(table["strait_id"]).sum()
    counted = {str(strait): int(number) for strait, number in counts.items() if number}
    if not counted:
        raise InputError("the table counts no passage", where=path, hint="see its --report for what was dropped")
    dates = [str(value)[:10] for value in table[day]]
    by_day: dict[str, dict[str, int]] = {date: {} for date in sorted(set(dates))}
    numbers = table[list(_COUNTS)].sum(axis=1)
    for date, strait, passages in zip(dates, table["strait_id"].astype(str), numbers, strict=True):
        if passages:
            by_day[date][strait] = by_day[date].get(strait, 0) + int(passages)
    return Tally(counted, min(by_day), max(by_day), by_day)
