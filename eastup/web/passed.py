"""How often gates were passed, a day at a time, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path


class Passed(TypedDict):
    """Passages of gates by their ids, a number each day."""

    days: list[str]
    gates: dict[str, list[int]]


def passed(table: str | Path | None, known: AbstractSet[object]) -> Passed | None:
    """Return what a table of passages says of the gates that the page knows; None without one.

    Parameters
    ----------
    table : str or Path, optional
        What ``eastup transits`` wrote.
    known : set of str
        Ids of gates.

    Raises
    ------
    InputError
        If the file is no such table, or counts only other gates.
    """
    if table is None:
        return None
    from eastup.positions import tally

    counted = tally.read(table)
    if counted is None:
        hint = "give what 'eastup transits -o' writes: .csv, .parquet or .json"
        raise InputError("this is no table of passages", where=table, hint=hint)
    days = list(counted.by_day)
    gates = [gate for gate in counted.by_strait if gate in known]
    if not gates:
        raise InputError("the table counts none of the page's straits", where=table)
    return {"days": days, "gates": {gate: [counted.by_day[day].get(gate, 0) for day in days] for gate in gates}}
