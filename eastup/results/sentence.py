"""Sentences of an answer: a text in English that also knows how it is said in other languages and units.

A title or a note is made once, where the answer is worked out, of a sentence of ``words/answers.toml`` and the values
that fill it in: places, sets, lengths, words, other sentences. Whoever reads it as a text reads English; what shows the
answer says it in its own language and unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from eastup import words
from eastup.geodesy.units import KM_PER_UNIT
from eastup.results import digits, language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self


@runtime_checkable
class Translated(Protocol):
    """What has a name in each language and is itself in one, as a place is."""

    name: str

    def in_language(self, lang: str) -> Translated: ...  # noqa: D102


@runtime_checkable
class Called(Protocol):
    """What says its name in a language, as a named set does."""

    def name(self, lang: str) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Length:
    """A length, shown in the unit of the answer and to the digits that its uncertainty leaves it."""

    km: float
    uncertainty_km: float = 0.0
    signed: bool = False

    def said(self, unit: str) -> str:
        """Return it as a text in a unit."""
        per = KM_PER_UNIT[unit]
        text = digits.written(self.km / per, self.uncertainty_km / per)
        return f"{'+' if self.signed and not text.startswith('-') else ''}{text} {unit}"


@dataclass(frozen=True)
class Word:
    """A word of tables, such as a mode, by its key."""

    key: str

    def said(self, lang: str) -> str:
        """Return it in a language."""
        return words.of("tables", lang).get(f"cell.{self.key}", self.key)


@dataclass(frozen=True)
class Listed:
    """Several values with a separator between them; of many the first, and how many more there are."""

    items: tuple[object, ...]
    most: int = 10**6
    between: str = "comma"


class Sentence(str):
    """A sentence by its key in ``words/answers.toml`` and the values that fill it in; as a text it is English.

    Examples
    --------
    >>> said = Sentence("legs.title", length=Length(926.0), mode=Word("air"))
    >>> said, said.within("ko", "nmi")
    ('Fewest legs of at most 926 km by air', '최대 500 nmi 구간으로 이은 최소 구간 (항공)')
    """

    key: str
    values: dict[str, object]

    def __new__(cls, key: str, /, **values: object) -> Self:
        """Say a sentence in English and kilometres."""
        return cls._said(key, values, "en", "km")

    @classmethod
    def _said(cls, key: str, values: dict[str, object], lang: str, unit: str) -> Self:
        text = words.of("answers", lang).say(key, **{name: _told(v, lang, unit) for name, v in values.items()})
        self = super().__new__(cls, text)
        self.key, self.values = key, values
        return self

    def within(self, lang: str = "en", unit: str = "km") -> Self:
        """Return the sentence in a language, with its lengths in a unit."""
        return self._said(self.key, self.values, lang, unit)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Return what it is made of, for copies and pickles."""
        return (self.key,), self.values


def counted(number: int, kind: str) -> Sentence:
    """Return a number with its noun: one target, 58 targets.

    Examples
    --------
    >>> counted(1, "hub"), counted(3, "hub"), counted(3, "hub").within("ja")
    ('one hub', '3 hubs', '3拠点')
    """
    return Sentence(f"one.{kind}" if number == 1 else f"many.{kind}", n=number)


def said(text: str, lang: str, unit: str = "km") -> str:
    """Return a text in a language and a unit where it is a sentence, and as it is where it is not."""
    return text.within(lang, unit) if isinstance(text, Sentence) else text


def _told(value: object, lang: str, unit: str) -> object:
    if isinstance(value, Sentence):
        return value.within(lang, unit)
    if isinstance(value, Length):
        return value.said(unit)
    if isinstance(value, Word):
        return value.said(lang)
    if isinstance(value, Listed):
        return _joined(value, lang, unit)
    if isinstance(value, Translated):
        return value.in_language(lang).name
    return value.name(lang) if isinstance(value, Called) else value


def _joined(listed: Listed, lang: str, unit: str) -> str:
    w = words.of("answers", lang)
    shown = [str(_told(item, lang, unit)) for item in listed.items[: listed.most]]
    comma = w["between.comma"]
    between = "semicolon" if listed.between == "comma" and any(comma in item for item in shown) else listed.between
    text = w[f"between.{between}"].join(shown)
    rest = len(listed.items) - len(shown)
    return text + (w.say("more", n=rest) if rest else "")


def names(texts: Iterable[str], most: int = 10**6, between: str = "comma") -> Listed:
    """Return English names of features as a list that is said in any language."""
    return Listed(tuple(Name(text) for text in texts), most, between)


@dataclass(frozen=True)
class Name:
    """A feature by its English name, as a table has it."""

    text: str

    def in_language(self, lang: str) -> Name:
        """Return its name in a language, or as it is where no feature has it."""
        return Name(language.names_in([self.text], lang)[0])

    @property
    def name(self) -> str:
        """What it is called."""
        return self.text
