"""The layout of the package: how much stands side by side, and the old import paths."""

import importlib
import re
import sys
import warnings
from pathlib import Path

import pytest

import eastup
from eastup.moved import MOVED

PACKAGE = Path(eastup.__file__).parent
MOST_ENTRIES = 30
"""On the top floor, with ``__init__.py`` and ``py.typed``: what a reader takes in at one look."""


def test_the_top_floor_can_be_taken_in_at_one_look():
    entries = [path.name for path in PACKAGE.iterdir() if path.name not in {"__pycache__", "_data"}]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


@pytest.mark.parametrize("old", MOVED)
def test_an_old_path_gives_the_new_module_and_says_so(old, monkeypatch):
    new = f"eastup.{MOVED[old]}"
    monkeypatch.delitem(sys.modules, f"eastup.{old}", raising=False)
    with pytest.warns(DeprecationWarning, match=re.escape(f"eastup.{old} is now {new}")):
        module = importlib.import_module(f"eastup.{old}")
    assert module is importlib.import_module(new)


@pytest.mark.parametrize("old", MOVED)
def test_nothing_stands_at_an_old_path(old):
    place = PACKAGE.joinpath(*old.split("."))
    assert not place.with_suffix(".py").exists()
    assert not (place / "__init__.py").exists()


def test_public_names_are_reached_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in eastup.__all__:
            assert getattr(eastup, name) is not None
