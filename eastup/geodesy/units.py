"""Units of length, speed and time, read from text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from eastup.errors import InputError, UnknownNameError

SomeSpeeds: TypeAlias = "str | float | Mapping[str, str | float] | Iterable[str | float] | None"
"""A speed, or one for each mode; see `speeds_kmh`."""
_MODES = ("air", "sea")
_EXAMPLES = ("450kn", "20kn")

KM_PER_NMI = 1.852  # exact: International Extraordinary Hydrographic Conference, 1929
KM_PER_MI = 1.609344  # exact: international mile, 1959
KM_PER_UNIT = {"km": 1.0, "nmi": KM_PER_NMI, "mi": KM_PER_MI, "m": 0.001}
_UNIT_WORDS = {
    "km": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km",
    "nmi": "nmi", "nm": "nmi", "nautical mile": "nmi", "nautical miles": "nmi",
    "mi": "mi", "mile": "mi", "miles": "mi", "statute mile": "mi", "statute miles": "mi",
    "m": "m", "metre": "m", "metres": "m", "meter": "m", "meters": "m",
}  # fmt: skip
_SPEED_WORDS = {
    "kn": KM_PER_NMI, "kt": KM_PER_NMI, "kts": KM_PER_NMI, "knot": KM_PER_NMI, "knots": KM_PER_NMI,
    "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": KM_PER_MI, "m/s": 3.6,
}  # fmt: skip
_QUANTITY = re.compile(r"((?:\d{1,3}(?:[,_ ]\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*([A-Za-z/][A-Za-z/ ]*)")


def parse_length(text: str) -> tuple[float, str]:
    """Read a length with its unit.

    Parameters
    ----------
    text : str
        Such as ``"612 mi"``, ``"500nmi"`` or ``"1,770 km"``. ``mi`` is the statute mile; ``nm`` is read as
        the nautical mile.

    Returns
    -------
    value : float
    unit : str
        ``"km"``, ``"nmi"``, ``"mi"`` or ``"m"``.

    Raises
    ------
    InputError
        If there is no positive number, or no unit.

    Examples
    --------
    >>> parse_length("1,770 km")
    (1770.0, 'km')
    """
    value, word = _quantity(text, "length", "give a number and km, nmi or mi, such as '500nmi'")
    if word not in _UNIT_WORDS:
        raise InputError(f"unknown unit of length {word!r} in {text!r}", hint="use km, nmi or mi")
    return value, _UNIT_WORDS[word]


def length_km(text: str) -> float:
    """Read a length such as ``"500nmi"`` as kilometres.

    Examples
    --------
    >>> length_km("500nmi")
    926.0
    """
    value, unit = parse_length(text)
    return value * KM_PER_UNIT[unit]


def speed_kmh(text: object) -> float:
    """Read a speed such as ``"20kn"``, ``"450kn"`` or ``"80km/h"`` as kilometres an hour.

    Examples
    --------
    >>> speed_kmh("20kn")
    37.04
    """
    if not isinstance(text, str):  # a Python caller's 450 may be knots or kilometres an hour
        raise InputError(f"the speed {text!r} has no unit", hint=f"give it as text: '{text}kn' or '{text}km/h'")
    value, word = _quantity(text, "speed", "give a number and kn or km/h, such as '20kn'")
    if word not in _SPEED_WORDS:
        raise InputError(f"unknown unit of speed {word!r} in {text!r}", hint="use kn, km/h or mph")
    return value * _SPEED_WORDS[word]


def speed_text(kmh: float) -> str:
    """Return a speed as it is printed, in knots.

    Examples
    --------
    >>> speed_text(37.04)
    '20 kn'
    """
    return f"{kmh / KM_PER_NMI:,.4g} kn"


def speeds_kmh(speed: SomeSpeeds, modes: Sequence[str]) -> dict[str, float]:
    """Read the speed of each mode of a question as kilometres an hour.

    Parameters
    ----------
    speed : str, float, mapping of modes to these, or several of them
        ``"20kn"``, ``"air=450kn"``, ``"air=450kn,sea=20kn"``, ``["air=450kn", "sea=20kn"]``.
    modes : sequence of str
        Those that are asked for.

    Returns
    -------
    dict
        By mode; a mode without a speed is left out.

    Raises
    ------
    InputError
        If one speed is given for several modes, several for one, or one for a mode that is not asked for.

    Examples
    --------
    >>> speeds_kmh("air=100km/h,sea=20kn", ("air", "sea"))
    {'air': 100.0, 'sea': 37.04}
    >>> speeds_kmh("20kn", ("sea",))
    {'sea': 37.04}
    """
    found: dict[str, float] = {}
    for mode, one in _speeds_given(speed):
        if not mode and len(modes) > 1:
            each = " ".join(f"--speed {m}={s}" for m, s in zip(modes, _EXAMPLES, strict=False))
            raise InputError(f"one speed ({one}) is given for {' and '.join(modes)}", hint=f"give each its own: {each}")
        if mode and mode not in modes:
            if mode not in _MODES:
                raise UnknownNameError("mode", mode, _MODES)
            raise InputError(
                f"{mode}={one} means nothing to distances by {modes[0]}", hint="use --mode, or leave it out"
            )
        key = mode or modes[0]
        if key in found:
            raise InputError(f"two speeds are given by {key}", hint="give one")
        found[key] = speed_kmh(one)
    return found


def _speeds_given(speed: SomeSpeeds) -> list[tuple[str, str | float]]:
    """Return the speeds that are given, each with its mode, or none."""
    if speed is None or speed == "":
        return []
    if isinstance(speed, str):
        parts = [part.strip() for part in speed.split(",")] if "=" in speed else [speed]
        pairs = [part.rpartition("=") for part in parts]
        return [(mode.strip().casefold(), value.strip()) for mode, _, value in pairs]
    if isinstance(speed, int | float):
        return [("", speed)]
    if isinstance(speed, Mapping):
        return [(str(mode), value) for mode, value in speed.items()]
    return [pair for one in speed for pair in _speeds_given(one)]


def _quantity(text: str, kind: str, hint: str) -> tuple[float, str]:
    match = _QUANTITY.fullmatch(text.strip())
    if not match:
        raise InputError(f"{text!r} is not a {kind}", hint=hint)
    value = float(re.sub(r"[,_ ]", "", match[1]))
    if not 0 < value < float("inf"):
        raise InputError(f"{kind} {text!r} must be more than zero", hint=hint)
    return value, match[2].casefold()


_HOURS_PER = {"min": 1 / 60, "h": 1.0, "hour": 1.0, "hours": 1.0, "d": 24.0, "day": 24.0, "days": 24.0}
_TIME = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)\s*", re.I)


def hours(text: str | float) -> float:
    """Read a time such as ``"6h"``, ``"90min"`` or ``"2d"`` as hours; a number is hours already.

    Raises
    ------
    InputError
        If it is not a time.

    Examples
    --------
    >>> hours("1.5d")
    36.0
    """
    if isinstance(text, str):
        match = _TIME.fullmatch(text)
        if not match or match[2].casefold() not in _HOURS_PER:
            raise InputError(f"{text!r} is not a time", hint="give a number and min, h or d, such as '6h'")
        return float(match[1]) * _HOURS_PER[match[2].casefold()]
    if not 0 <= text < float("inf"):
        raise InputError(f"time {text} is less than zero", hint="give hours, or text such as '6h'")
    return float(text)
