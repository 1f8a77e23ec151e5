"""How an object shows itself in a notebook: a registry that knows nobody.

An object's ``_repr_html_`` asks `html`. What can draw a kind of object registers itself with `shows`; it is loaded by
its name when the first object asks, so that nothing that is shown needs to know what shows it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Shown = TypeVar("Shown")

_BACKEND = "eastup.web.notebook"
_renderers: list[tuple[type, Callable[[object], str]]] = []


def shows(kind: type[Shown]) -> Callable[[Callable[[Shown], str]], Callable[[Shown], str]]:
    """Register a function that returns the HTML of a kind of object; of several the one registered last counts."""

    def register(renderer: Callable[[Shown], str]) -> Callable[[Shown], str]:
        _renderers.append((kind, renderer))  # type: ignore[arg-type]  # it is only called with its own kind
        return renderer

    return register


def html(thing: object) -> str:
    """Return the interactive map that shows an object, as HTML; nothing where there is none."""
    importlib.import_module(_BACKEND)
    for kind, renderer in reversed(_renderers):
        if isinstance(thing, kind):
            return renderer(thing)
    return ""
