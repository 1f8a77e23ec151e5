"""Nothing that eastup writes is of the clock: the same question gives the same bytes on any day."""

from __future__ import annotations

import ast
from pathlib import Path

import eastup

ROOT = Path(eastup.__file__).parent
CLOCKS = {"today", "now", "utcnow", "gmtime", "localtime", "ctime", "strftime"}
"""Calls that read the day or the time. What only measures how long something takes (``time.monotonic``) is none."""
FROM_GIVEN = {"eastup/positions/report.py", "eastup/positions/transits.py"}
"""Modules that write times which they were given: those of positions."""


def clocks(text: str) -> set[str]:
    called = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return {func.attr for func in called if isinstance(func, ast.Attribute) and func.attr in CLOCKS}


def test_no_module_reads_the_day_or_the_time():
    found = {
        str(path.relative_to(ROOT.parent)): names
        for path in ROOT.rglob("*.py")
        if (names := clocks(path.read_text(encoding="utf-8")))
    }
    assert {name: names for name, names in found.items() if name not in FROM_GIVEN or names != {"strftime"}} == {}


def test_the_test_finds_a_clock():
    assert clocks("from datetime import date\nprint(date.today())") == {"today"}
