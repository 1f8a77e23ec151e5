"""The words that a map's furniture uses, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.places import Place

_MOST_IN_TITLE = 2
"""More straits than these are the chain's."""


def word(key: str, lang: str, *values: str) -> str:
    """Return a word or sentence of the furniture in a language, with its values put in."""
    return words.of("map", lang).say(key, *values)


def without_brackets(name: str) -> str:
    """Return a name without what stands in brackets at its end."""
    at = min((i for i in (name.find("("), name.find("（")) if i >= 0), default=-1)
    return name[:at].rstrip() if at >= 0 and name.endswith((")", "）")) else name


def up_words(up: float, lang: str) -> str:
    """Say what is up: a cardinal point by name, else the azimuth."""
    name = word(f"up_{up:.0f}", lang) if up in (0.0, 90.0, 180.0, 270.0) else f"{up:g}°"
    return word("up", lang, name)


def turned_titles(up: float, straits: Sequence[Place] = ()) -> dict[str, str]:
    """Return a title for a map that does not show what its own title says: which way is up, and one or two straits."""

    def told(lang: str) -> str:
        text = up_words(up, lang)
        text = text[0].lower() + text[1:]
        if not 0 < len(straits) <= _MOST_IN_TITLE:
            return word("turned_title", lang, text)
        joint = {"ja": "・", "ko": "·"}.get(lang, ", ")
        return f"{joint.join(without_brackets(one.in_language(lang).name) for one in straits)}: {text}"

    return {lang: told(lang) for lang in words.LANGUAGES}
