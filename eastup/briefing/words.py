"""The words that a map's furniture uses, in each language."""

from __future__ import annotations

import re

from eastup import words

_UNIT = re.compile(r"(?<=\d)(?=[A-Za-z])")


def word(key: str, lang: str, *values: str) -> str:
    """Return a word or sentence of the furniture in a language, with its values put in."""
    return words.of("map", lang).say(key, *values)


def aside(key: str, lang: str) -> str:
    """Return a word of the furniture in brackets, to be put behind a name."""
    said = words.of("map", lang)
    return said.aside(said[key])


def without_brackets(name: str) -> str:
    """Return a name without what stands in brackets at its end."""
    at = min((i for i in (name.find("("), name.find("（")) if i >= 0), default=-1)
    return name[:at].rstrip() if at >= 0 and name.endswith((")", "）")) else name


def spaced(quantity: str) -> str:
    """Return a quantity as it is printed, with a space before its unit.

    Examples
    --------
    >>> spaced("20kn")
    '20 kn'
    """
    return _UNIT.sub(" ", quantity, count=1)


def up_words(up: float, lang: str) -> str:
    """Say what is up: a cardinal point by name, else the azimuth."""
    name = word(f"up_{up:.0f}", lang) if up in (0.0, 90.0, 180.0, 270.0) else f"{up:g}°"
    return word("up", lang, name)
