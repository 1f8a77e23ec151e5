"""What cards say in Japanese and Korean for the facts that a layer gives in English.

A fact may be of several parts: the page looks up the whole, each part between semicolons, what stands about a colon,
and each piece between commas (``client/panel/facts.js``). What has no words is a title, which stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def translated(facts: Iterable[str]) -> list[list[str]]:
    """Return the English, the Japanese and the Korean of every part of some facts that the catalogue has.

    Examples
    --------
    >>> translated(["12 km, narrowest, Wikipedia"])
    [['narrowest', '最狭部', '가장 좁은 곳']]
    """
    ja, ko = (words.of("facts", lang).texts for lang in ("ja", "ko"))
    found = {part for fact in set(facts) for part in _parts(fact) if part in ja}
    return [[part, ja[part], ko[part]] for part in sorted(found)]


def _parts(fact: str) -> Iterator[str]:
    yield fact
    for part in fact.split("; "):
        for piece in (part, *part.split(", ")):
            yield piece
            yield from piece.split(": ", 1)
