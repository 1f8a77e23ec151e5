"""The question that an analysis answers: which hubs, which of them are lost, what is to be reached, how and how far.

A caller gives it in keywords, `Given`; it is read and checked once, at the door, into a `Question`. Every analysis
takes either: the keywords, or in the place of the hubs a question that was made before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, Unpack, cast

import numpy as np

from eastup import geodesy, places
from eastup.distance.table import as_names, speed_kmh
from eastup.errors import InputError, UnknownNameError
from eastup.hubs import choice
from eastup.io import provenance
from eastup.layers.sets import DEFAULT_HUBS, DEFAULT_TARGETS
from eastup.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from eastup.geodesy.units import SomeSpeeds
    from eastup.io.provenance import Provenance
    from eastup.layers.sets import NamedSet
    from eastup.places import Place, SomePlaces

Mode = Literal["air", "sea", "both"]
MODES = ("air", "sea", "both")

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
    """Such as ``"20kn"``; for two modes one each."""
    mode: str | None
    """``air`` (geodesics), ``sea`` (ships, round land) or ``both``; where it is not given air, or sea if straits are
    closed."""
    closed: SomeNames
    """Straits that ships can't pass, by id or name."""
    targets: SomePlaces | None
    """What is to be reached: straits, for all that is told of straits; the set ``passages`` where none are named."""
    without: SomePlaces
    """Hubs that are lost: names, filters, or ``"host=JPN"`` for all hubs of a host."""
    measure: str
    """Which point of a line or an area counts: ``nearest`` (where it is not given), ``center`` or ``farthest``."""
    chain: str
    """Variant or id of a chain; the default one where it is not given."""
    lang: str
    """Language of the answer: ``en`` (where it is not given), ``ja`` or ``ko``."""


@dataclass(frozen=True)
class Question:
    """A question, read and checked."""

    hubs: tuple[Place, ...]
    """Those that are left, in the order of their ids, which settles ties."""
    reaches_km: tuple[float, ...] = ()
    """Rising and without repetition; empty where no reach was given."""
    speeds_kmh: Mapping[str, float] = field(default_factory=dict, hash=False)
    """By mode, km/h; empty where none was given."""
    in_hours: bool = False
    """Whether the reach was given in hours."""
    mode: Mode = "air"
    closed: tuple[str, ...] = ()
    lost: tuple[Place, ...] = ()
    targets: tuple[Place, ...] = ()
    """Empty where the question has none."""
    measure: str = "nearest"
    chain: str = ""
    """As it was named; empty for the default one."""
    lang: str = "en"
    hub_set: NamedSet | None = None
    """The named set that the hubs are, with those that are lost, if they are one."""
    target_set: NamedSet | None = None
    """The named set that the targets are, if they are one."""

    @classmethod
    def of(
        cls,
        hubs: SomePlaces | Question | None = None,
        *,
        reaches: bool = False,
        aimed: bool = False,
        **given: Unpack[Given],
    ) -> Question:
        """Read a question.

        Parameters
        ----------
        hubs : see `eastup.places.select`, or a Question
            The default hubs of `eastup.hubs` where None. A question stays what it is; nothing more is said of it.
        reaches : bool
            Whether it must have a reach.
        aimed : bool
            Whether it has targets: then the default ones are meant where none are named.
        **given : see `Given`

        Raises
        ------
        InputError
            If there is neither a radius nor hours with a speed, or both; if no hub is left; if straits are closed to
            aircraft; if more is said of a question that was made before.
        UnknownNameError
            If a name or a keyword is not known.

        Examples
        --------
        >>> asked = Question.of("forward", radius="500nmi", without="host=JPN")
        >>> len(asked.hubs), len(asked.lost), asked.reach_km
        (7, 4, 926.0)
        """
        for name in given:
            if name not in Given.__annotations__:
                raise UnknownNameError("keyword", name, list(Given.__annotations__))
        if isinstance(hubs, Question):
            return hubs._again(reaches, aimed, given)
        mode, closed = _mode(given.get("mode"), as_names(given.get("closed", ())))
        modes = ("air", "sea") if mode == "both" else (mode,)
        lang = given.get("lang", "en")
        if lang not in LANGUAGES:
            raise UnknownNameError("language", lang, LANGUAGES)
        radius, hours = given.get("radius"), given.get("hours")
        speeds = geodesy.speeds_kmh(given.get("speed"), modes)
        kmh = speeds.get(mode)
        asked = reaches or radius is not None or hours is not None
        reaches_km = read_reaches_km(radius, hours, None if kmh is None else f"{kmh!r}km/h") if asked else ()
        left, lost = choice.lose(choice.select(hubs), given.get("without", ()))
        question = cls(
            hubs=tuple(left),
            reaches_km=reaches_km,
            speeds_kmh=speeds,
            in_hours=hours is not None,
            mode=mode,
            closed=closed,
            lost=tuple(lost),
            measure=given.get("measure", "nearest"),
            chain=given.get("chain", ""),
            lang=lang,
            hub_set=places.set_of(hubs, DEFAULT_HUBS),
        )
        named = given.get("targets")
        meant = DEFAULT_TARGETS if named is None and aimed else named
        return question if meant is None else question.to(meant)

    def _again(self, reaches: bool, aimed: bool, given: Given) -> Question:
        """Return the question to a caller who needs a reach or targets of it, and says nothing else."""
        if more := [name for name, value in given.items() if not _is_unsaid(name, value)]:
            raise InputError(f"a question is asked as it was made, and not with {more[0]}= beside", hint=_WHOLE)
        if reaches and not self.reaches_km:
            raise InputError("a reach is a radius or hours at a speed", hint=_GIVE)
        return self.to(DEFAULT_TARGETS) if aimed and not self.targets else self

    def to(self, targets: SomePlaces) -> Question:
        """Return the question with these targets."""
        return replace(self, targets=tuple(places.select(targets)), target_set=places.set_of(targets, DEFAULT_TARGETS))

    @cached_property
    def everyone(self) -> tuple[Place, ...]:
        """The hubs that are left and those that are lost, in the order of their ids."""
        return tuple(choice.in_order((*self.hubs, *self.lost)))

    @cached_property
    def shut(self) -> tuple[Place, ...]:
        """The closed straits as places."""
        if not self.closed:
            return ()
        from eastup.sea.gates import gate_id

        return tuple(places.select([gate_id(name) for name in self.closed]))

    @property
    def changed(self) -> bool:
        """Whether anything is lost or closed."""
        return bool(self.lost or self.closed)

    def reopened(self) -> Question:
        """Return the question with no hub lost."""
        return replace(self, hubs=self.everyone, lost=())

    def before(self) -> Question:
        """Return the question as it was before hubs were lost and straits closed."""
        return replace(self.reopened(), closed=())

    @property
    def kmh(self) -> float | None:
        """The speed, km/h, of a question of one mode, where one was given."""
        return self.speeds_kmh.get(self.mode)

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
            closed=[strait.id for strait in self.shut],
            mode=self.mode,
            speeds_kmh=self.speeds_kmh,
            reach_km=self.reaches_km,
            further={"measure": "" if self.measure == "nearest" else self.measure, **further},
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


_UNSAID = {"targets": DEFAULT_TARGETS, "measure": "nearest", "lang": "en"}
_WHOLE = "say all of it where it is made: eastup.Question.of(hubs, without=..., radius=...)"


def _is_unsaid(name: str, value: object) -> bool:
    """Tell whether a keyword has the value that it has where nothing is said."""
    return value is None or (isinstance(value, str | tuple) and value in ((), "", _UNSAID.get(name)))


def _mode(mode: str | None, closed: tuple[str, ...]) -> tuple[Mode, tuple[str, ...]]:
    """Return the mode that is meant: air where none is, or sea where straits are closed."""
    if mode is not None and mode not in MODES:
        raise UnknownNameError("mode", mode, MODES)
    meant, _ = choice.way(cast("Mode | None", mode), closed)
    return meant, closed


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
