"""The question that an analysis answers: which hubs, which of them are lost, how they travel and how far they reach.

A caller gives it in keywords, `Given`; it is read and checked once, at the door, into a `Question`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, Unpack

import numpy as np

from eastup import geodesy, places
from eastup.distance.table import as_names, speed_kmh
from eastup.errors import InputError, UnknownNameError
from eastup.hubs import choice
from eastup.io import provenance
from eastup.layers.sets import DEFAULT_TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from eastup.geodesy.units import SomeSpeeds
    from eastup.io.provenance import Provenance
    from eastup.layers.sets import NamedSet
    from eastup.places import Place, SomePlaces

Mode = Literal["air", "sea"]
MODES = ("air", "sea")

SomeReach: TypeAlias = "str | float | Iterable[str | float]"
"""A length such as ``"500nmi"``, a number of kilometres (or hours), or several of them."""
SomeNames: TypeAlias = "str | Iterable[str]"
"""One name or several."""


class Given(TypedDict, total=False):
    """What may be said of a question; each may be left out."""

    radius: SomeReach | None
    """How far hubs reach: ``"500nmi"``, or kilometres; where several make sense, several."""
    hours: SomeReach | None
    """Instead of ``radius``: hours at ``speed``."""
    speed: SomeSpeeds
    """Such as ``"20kn"``."""
    mode: str
    """``air`` (geodesics; where it is not given) or ``sea`` (ships, round land)."""
    closed: SomeNames
    """Straits that ships can't pass, by id or name."""
    targets: SomePlaces | None
    """What is to be reached: straits, for all that is told of straits; the set ``passages`` where none are named."""
    without: SomePlaces
    """Hubs that are lost: names, filters, or ``"host=JPN"`` for all hubs of a host."""


@dataclass(frozen=True)
class Question:
    """A question, read and checked."""

    hubs: tuple[Place, ...]
    """Those that are left."""
    reaches_km: tuple[float, ...] = ()
    """Rising and without repetition; empty where no reach was given."""
    kmh: float | None = None
    """The speed, km/h, where one was given."""
    in_hours: bool = False
    """Whether the reach was given in hours."""
    mode: Mode = "air"
    closed: tuple[str, ...] = ()
    lost: tuple[Place, ...] = ()
    targets: tuple[Place, ...] = ()
    """Empty where the question has none."""
    target_set: NamedSet | None = None
    """The named set that the targets are, if they are one."""

    @classmethod
    def of(
        cls, hubs: SomePlaces | None = None, *, reaches: bool = True, aimed: bool = False, **given: Unpack[Given]
    ) -> Question:
        """Read a question.

        Parameters
        ----------
        hubs : see `eastup.places.select`
            The default hubs of `eastup.hubs` where None.
        reaches : bool
            Whether it must have a reach.
        aimed : bool
            Whether it has targets: then the default ones are meant where none are named.
        **given : see `Given`

        Raises
        ------
        InputError
            If there is neither a radius nor hours with a speed, or both; if no hub is left.
        UnknownNameError
            If a name is not known.
        """
        radius, hours, speed = given.get("radius"), given.get("hours"), given.get("speed")
        mode, closed = given.get("mode", "air"), given.get("closed", ())
        if mode not in MODES:
            raise UnknownNameError("mode", mode, MODES)
        kmh = geodesy.speeds_kmh(speed, (mode,)).get(mode)
        asked = reaches or radius is not None or hours is not None
        reaches_km = read_reaches_km(radius, hours, None if kmh is None else f"{kmh!r}km/h") if asked else ()
        left, lost = choice.left(hubs, given.get("without", ()))
        named = given.get("targets")
        meant = DEFAULT_TARGETS if named is None and aimed else named
        return cls(
            hubs=tuple(left),
            reaches_km=reaches_km,
            kmh=kmh,
            in_hours=hours is not None,
            mode="sea" if mode == "sea" else "air",
            closed=as_names(closed),
            lost=tuple(lost),
            targets=() if meant is None else tuple(places.select(meant)),
            target_set=None if meant is None else places.set_of(meant, DEFAULT_TARGETS),
        )

    def keep_made(self, table: pd.DataFrame, function: str, **further: object) -> None:
        """Leave in a table that answers it the record of what was asked."""
        provenance.keep(table, self.made(function, **further))

    def made(self, function: str, **further: object) -> Provenance:
        """Return what an answer to it is made by."""
        return provenance.made(
            function,
            hubs=self.hubs,
            targets=self.targets,
            without=self.lost,
            closed=self.closed,
            mode=self.mode,
            speeds_kmh={self.mode: self.kmh} if self.kmh else {},
            reach_km=self.reaches_km,
            further=further,
        )

    @property
    def reach_km(self) -> float:
        """The reach, where only one can be meant.

        Raises
        ------
        InputError
            If there are several.
        """
        if len(self.reaches_km) > 1:
            what = f"{len(self.reaches_km)} reaches were given where one is meant"
            raise InputError(what, hint="give one --radius or --hours")
        return self.reaches_km[0]


def read_reaches_km(
    radius: SomeReach | None = None, hours: SomeReach | None = None, speed: str | float | None = None
) -> tuple[float, ...]:
    """Return the reaches in kilometres, rising and without repetition.

    Parameters
    ----------
    radius, hours, speed : see `Given`

    Raises
    ------
    InputError
        If there is neither a radius nor hours with a speed, or both.

    Examples
    --------
    >>> read_reaches_km("500nmi"), read_reaches_km(hours=[10, 5], speed="20kn")
    ((926.0,), (185.2, 370.4))
    """
    if radius is not None and hours is not None:
        raise InputError("a reach is a radius or hours at a speed, not both", hint=_GIVE)
    if radius is not None:
        if speed is not None:
            raise InputError("a radius needs no speed", hint="leave out --speed, or give --hours")
        found = [geodesy.length_km(r) if isinstance(r, str) else _positive(r, "radius") for r in _several(radius)]
    elif hours is not None:
        kmh = speed_kmh(speed)
        if kmh is None:
            raise InputError("hours need a speed", hint="add --speed, such as --speed 20kn")
        found = [_positive(h, "time") * kmh for h in _several(hours)]
    else:
        raise InputError("a reach is a radius or hours at a speed", hint=_GIVE)
    if not found:
        raise InputError("no reach was given", hint="give --radius 500nmi")
    return tuple(sorted(set(found)))


_GIVE = "give --radius 500nmi, or --hours 10 --speed 20kn"


def _several(value: SomeReach) -> list[str | float]:
    return [value] if isinstance(value, str | int | float | np.number) else list(value)


def _positive(value: str | float, kind: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise InputError(f"{value!r} is not a {kind}", hint="give a number") from None
    if not 0 < number < float("inf"):
        raise InputError(f"{kind} {value} must be more than zero")
    return number
