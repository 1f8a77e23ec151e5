"""The layout of the package: how much stands side by side."""

import warnings
from pathlib import Path

import eastup

PACKAGE = Path(eastup.__file__).parent
MOST_ENTRIES = 30
"""On the top floor, with ``__init__.py`` and ``py.typed``: what a reader takes in at one look."""


def test_the_top_floor_can_be_taken_in_at_one_look():
    entries = [path.name for path in PACKAGE.iterdir() if path.name not in {"__pycache__", "_data"}]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_public_names_are_reached_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in eastup.__all__:
            assert getattr(eastup, name) is not None
