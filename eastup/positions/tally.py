"""The passages that ``eastup transits`` counted, summed over days and directions: how many through each strait."""

from __future__ import annotations

import json
from dataclasses import dataclass
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
    days = sorted(str(value)[:10] for value in table[day])
    return Tally(counted, days[0], days[-1])
