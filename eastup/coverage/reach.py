"""The question that all of coverage asks: which hubs, which of them are lost, and how far or how long they reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from eastup import distance, geodesy
from eastup.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable


Mode = Literal["air", "sea"]
MODES = ("air", "sea")

SomeReach: TypeAlias = "str | float | Iterable[str | float]"
"""A length such as ``"500nmi"``, a number of kilometres (or hours), or several of them."""


def check_mode(mode: str) -> None:
    """Refuse a mode that is neither air nor sea."""
    if mode not in MODES:
        raise UnknownNameError("mode", mode, MODES)


def reaches_km(
    radius: SomeReach | None = None,
    hours: SomeReach | None = None,
    speed: str | float | None = None,
) -> tuple[float, ...]:
    """Return the reaches in kilometres, rising and without repetition.

    Parameters
    ----------
    radius : str, float (kilometres) or several
    hours : float or several
        With ``speed``; instead of ``radius``.
    speed : str or float (km/h)

    Raises
    ------
    InputError
        If there is neither a radius nor hours with a speed, or both.

    Examples
    --------
    >>> reaches_km("500nmi"), reaches_km(hours=[10, 5], speed="20kn")
    ((926.0,), (185.2, 370.4))
    """
    if (radius is None) == (hours is None):
        what = "a reach is a radius or hours at a speed" + ("" if radius is None else ", not both")
        raise InputError(what, cure="give --radius 500nmi, or --hours 10 --speed 20kn")
    if radius is not None:
        if speed is not None:
            raise InputError("a radius needs no speed", cure="leave out --speed, or give --hours")
        found = [geodesy.length_km(r) if isinstance(r, str) else _positive(r, "radius") for r in _several(radius)]
    else:
        kmh = distance.speed_kmh(speed)
        if kmh is None:
            raise InputError("hours need a speed", cure="add --speed, such as --speed 20kn")
        found = [_positive(h, "time") * kmh for h in _several(hours)]
    if not found:
        raise InputError("no reach was given", cure="give --radius 500nmi")
    return tuple(sorted(set(found)))


def one_reach_km(*reach: Any) -> float:
    """Return the reach where only one can be meant."""
    several = reaches_km(*reach)
    if len(several) > 1:
        raise InputError(f"{len(several)} reaches were given where one is meant", cure="give one --radius or --hours")
    return several[0]


def _several(value: Any) -> list[Any]:
    return [value] if isinstance(value, str | int | float | np.number) else list(value)


def _positive(value: Any, kind: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise InputError(f"{value!r} is not a {kind}", cure="give a number") from None
    if not 0 < number < float("inf"):
        raise InputError(f"{kind} {value} must be more than zero")
    return number
