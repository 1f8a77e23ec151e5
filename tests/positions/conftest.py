"""Leaves out the tests of engines that are not installed: they are no dependency, and some need a Java machine."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    absent = [
        item
        for item in items
        if any(find_spec(name) is None for mark in item.iter_markers("engine") for name in mark.args)
    ]
    if absent:
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if item not in absent]
