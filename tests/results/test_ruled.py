"""A ruled table on terminals of any width."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.console import Console

from eastup.results.ruled import Ruled

CELLS = {
    "hub": ["Kadena Air Base", "嘉手納飛行場"],
    "target": ["Taiwan Strait", "バシー海峡"],
    "km": ["1,234", "612.5"],
    "note": ["by the Bashi Channel and the Luzon Strait", ""],
    "hours": ["12.5", "3.0"],
}
TABLE = Ruled(
    "Distances", CELLS, {head: head in {"km", "hours"} for head in CELLS}, ["note", "hours"], "left out: {}"
)  # fmt: skip


def shown(width):
    """Return the lines of the table on a terminal so wide."""
    text = io.StringIO()
    Console(file=text, width=width, color_system=None).print(TABLE)
    return text.getvalue().rstrip("\n").splitlines()


def columns(width):
    """Return the heads that stand in the table, and those that are told to be left out."""
    lines = shown(width)
    left = lines[-1].removeprefix("left out: ").split(", ") if lines[-1].startswith("left out") else []
    return [head for head in CELLS if head in lines[1].split()], left


@pytest.mark.parametrize("width", range(38, 121, 2))
def test_no_line_is_wider_than_the_terminal_and_every_column_is_shown_or_told(width):
    lines, (there, left) = shown(width), columns(width)
    assert max(map(cell_len, lines)) <= width
    assert sorted([*there, *left]) == sorted(CELLS)
    whole = "\n".join(lines)
    for head in set(there) & {"km", "hours"}:
        assert all(figure in whole for figure in CELLS[head])  # a number is never broken


def test_a_wider_terminal_leaves_out_no_more_and_the_optional_go_first():
    left = [len(columns(width)[1]) for width in range(38, 121)]
    assert all(wider <= narrower for narrower, wider in pairwise(left))
    assert left[0] > 0 == left[-1]
    first_gone = next(columns(width)[1] for width in range(120, 37, -1) if columns(width)[1])
    assert set(first_gone) <= {"note", "hours"}
