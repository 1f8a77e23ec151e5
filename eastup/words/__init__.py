"""Every word that eastup shows in English, Japanese and Korean: one catalogue, a file a subject.

A file holds a table for each word or sentence, with the text in each language; values stand in braces, as in
`str.format`. The interactive page reads the same files.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LANGUAGES", "Words", "of"]

LANGUAGES = ("en", "ja", "ko")


@dataclass(frozen=True)
class Words:
    """The words of a subject, in one language."""

    texts: dict[str, str]
    lang: str

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def get(self, key: str, otherwise: str) -> str:
        """Return a word, or something else where there is none."""
        return self.texts.get(key, otherwise)

    def say(self, key: str, *values: object, **named: object) -> str:
        """Return a word or sentence with its values put in."""
        return self.texts[key].format(*values, **named)

    def join(self, sentences: list[str]) -> str:
        """Join sentences; Japanese has no space between them."""
        return ("" if self.lang == "ja" else " ").join(sentences)

    def aside(self, text: str) -> str:
        """Return a text in brackets, to be put behind another: full-width ones without a space in Japanese.

        Examples
        --------
        >>> "台湾海峡" + of("map", "ja").aside("閉鎖"), "Taiwan Strait" + of("map", "en").aside("closed")
        ('台湾海峡（閉鎖）', 'Taiwan Strait (closed)')
        """
        return f"（{text}）" if self.lang == "ja" else f" ({text})"


@cache
def of(subject: str, lang: str) -> Words:
    """Return the words of a subject in a language.

    Parameters
    ----------
    subject : str
        A file of the catalogue, and a table in it where it has parts: ``map``, ``charts``, ``charts.reach``.
    lang : {'en', 'ja', 'ko'}

    Examples
    --------
    >>> of("map", "ja").say("up", "東")
    '上が東'
    """
    name, _, part = subject.partition(".")
    table = _table(name)
    entries = table[part] if part else table
    texts = {key: entry[lang] for key, entry in entries.items() if isinstance(entry.get(lang), str)}
    return Words(texts, lang)


@cache
def _table(name: str) -> dict[str, Any]:
    """Read a file of the catalogue; what its entries are is for its reader to know."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
