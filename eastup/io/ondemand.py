"""Names of a package that load when they are first asked for, so that a short command loads no more than it needs."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def names_of(package: str, where: Mapping[str, str]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package.

    A name that is also that of a module of the package can't be among them: Python gives the module.

    Parameters
    ----------
    package : str
        Its ``__name__``.
    where : mapping
        The module that has each name.
    """

    def find(name: str) -> object:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(importlib.import_module(where[name]), name)
        setattr(sys.modules[package], name, found)
        return found

    return find
