"""Ids made of names: small letters, digits and hyphens."""

from __future__ import annotations

import re
import unicodedata

_WHOLE = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ŋ": "n", "ħ": "h"}
)
"""Letters that are no plain letter with a mark."""


def slug(name: str) -> str:
    """Return the id that a name makes; empty where it has no Latin letter and no digit.

    Examples
    --------
    >>> slug("Colón, Panamá"), slug("İzmir Körfezi"), slug("Diyarbakır"), slug("부산")
    ('colon-panama', 'izmir-korfezi', 'diyarbakir', '')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_WHOLE))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "-".join(re.findall(r"[a-z0-9]+", letters))
