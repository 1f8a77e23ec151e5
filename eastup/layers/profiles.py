"""One feature with all that is known of it: each fact with its sources and its date, and what is disputed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eastup import words
from eastup.errors import UnknownNameError
from eastup.io.data import kept
from eastup.layers.feature_facts import NAMES, Fact, Teller, listed, text_of
from eastup.layers.load import load, names
from eastup.layers.query import name_in
from eastup.layers.registers import UNSOURCED, cited, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eastup.layers.query import Row
    from eastup.layers.registers import Source
    from eastup.words import Words

LAYERS = ("bases", "straits", "places", "nodes", "seas", "passages", "chains", "claims")
"""Where one place stands in several, the first is told and the others are named."""
_PLAIN = re.compile(r"[\W_]+")
_QUALIFIED = re.compile(r"\s*[(（].*$")
"""What a variant adds to the name of its chain."""


@dataclass(frozen=True)
class Profile:
    """A feature with all its facts, in one language."""

    id: str
    layer: str
    name: str
    lang: str
    sections: tuple[tuple[str, tuple[Fact, ...]], ...]
    """Keys of sections, each with its facts; none is empty."""
    also: tuple[tuple[str, str], ...] = ()
    """Layer and id of the same place in other layers, and of others that have its name."""
    cited: tuple[str, ...] = field(default=(), repr=False)
    """Ids of all sources that the feature cites."""

    def facts(self, section: str) -> tuple[Fact, ...]:
        """Return the facts of a section; none where there is no such section."""
        return dict(self.sections).get(section, ())

    def bibliography(self) -> list[Source]:
        """Return its sources, in the order in which its facts cite them."""
        register = sources()
        ids = dict.fromkeys([own for _, facts in self.sections for fact in facts for own in fact.sources])
        return [register[own] for own in dict.fromkeys([*ids, *self.cited]) if own in register]

    def as_text(self, width: int) -> str:
        """Return it as lines for a terminal; what is sourced bears the numbers of its bibliography."""
        w = words.of("show", self.lang)
        lines = [f"{self.name}  ({self.id}, {self.layer})"]
        lines += [line for said in self._others(w) for line in _wrapped(said, width)]
        for key, facts in self.sections:
            lines += ["", w[f"section.{key}"]]
            for fact in facts:
                lines += _wrapped(f"{fact.label}: {self._told(fact, w)}", width, first=2, then=4)
        lines += ["", w["section.sources"]]
        for number, source in enumerate(self.bibliography(), start=1):
            lines += _wrapped(f"[{number}] {source.citation()}", width, first=2, then=6)
        return "\n".join(lines) + "\n"

    def as_markdown(self) -> str:
        """Return it as a Markdown document."""
        w = words.of("show", self.lang)
        parts = [f"# {self.name}", f"`{self.id}`, {self.layer}"]
        parts += self._others(w)
        for key, facts in self.sections:
            rows = [f"- **{fact.label}**: {self._told(fact, w)}" for fact in facts]
            parts += [f"## {w[f'section.{key}']}", "\n".join(rows)]
        listed = [f"{n}. {source.citation()}" for n, source in enumerate(self.bibliography(), start=1)]
        return "\n\n".join([*parts, f"## {w['section.sources']}", "\n".join(listed)]) + "\n"

    def _others(self, w: Words) -> list[str]:
        """Say where else the same place stands, and which others of its layer have its name."""
        elsewhere = ", ".join(f"{own} ({layer})" for layer, own in self.also if layer != self.layer)
        namesakes = ", ".join(own for layer, own in self.also if layer == self.layer)
        return [w.say(key, what=what) for key, what in (("also", elsewhere), ("namesakes", namesakes)) if what]

    def _told(self, fact: Fact, w: Words) -> str:
        """Return what a fact says, of when, and by which entries of the bibliography."""
        number = {source.id: n for n, source in enumerate(self.bibliography(), start=1)}
        dated = f"({w.say('as_of', date=fact.as_of)})" if fact.as_of else ""
        refs = "".join(f"[{number[own]}]" for own in fact.sources if own in number)
        if not refs and UNSOURCED in fact.sources:
            refs = f"({w['unsourced']})"
        return " ".join(filter(None, [fact.value, dated, refs]))

    def record(self) -> dict[str, object]:
        """Return it in plain values, as JSON holds them."""
        return {
            "id": self.id,
            "layer": self.layer,
            "name": self.name,
            "lang": self.lang,
            **{key: [_record(fact) for fact in facts] for key, facts in self.sections},
            "also": [{"layer": layer, "id": own} for layer, own in self.also],
            "sources": [{**vars(source)} for source in self.bibliography()],
        }


def _record(fact: Fact) -> dict[str, object]:
    return {
        "fact": fact.key,
        "label": fact.label,
        "value": fact.value,
        "source_ids": list(fact.sources),
        "as_of": fact.as_of or None,
    }


def find(text: str) -> list[tuple[str, Row]]:
    """Return the features, with their layers, that an id, a name or an alias means; the first is meant first.

    Case, spaces and hyphens do not matter. A variant of a chain, as ``--chain`` takes it, is a name too, and a
    chain's own name means the variant that is drawn by default and then the others.

    Raises
    ------
    UnknownNameError
        If nothing bears it; with suggestions.
    """
    index, key = _index(), _key(text)
    if found := [*index.ids.get(key, ()), *index.names.get(key, ())]:
        return found
    raise UnknownNameError("feature", text, index.spoken)


@dataclass(frozen=True)
class _Index:
    ids: dict[str, list[tuple[str, Row]]]
    names: dict[str, list[tuple[str, Row]]]
    """By each name that is not the id itself."""
    spoken: list[str]
    """Names to suggest."""


@kept("layers")
def _index() -> _Index:
    index = _Index({}, {}, [])
    for layer in [*LAYERS, *(own for own in names() if own not in LAYERS)]:
        for row in load(layer).to_dict("records"):
            own, called = str(row["id"]), _called(row)
            index.ids.setdefault(_key(own), []).append((layer, row))
            for key in {_key(name) for name in called} - {_key(own)}:
                index.names.setdefault(key, []).append((layer, row))
            index.spoken.extend([own] if layer == "claims" else [own, *called])
    return index


def profile(text: str, lang: str = "en") -> Profile:
    """Return a feature with all its facts.

    Parameters
    ----------
    text : str
        See `find`.
    lang : {'en', 'ja', 'ko'}
        Of labels and names. What acts, sources and notes say stays in the language in which it was entered.

    Examples
    --------
    >>> kadena = profile("kadena-ab")
    >>> kadena.layer, kadena.facts("status")[0].value
    ('bases', 'US Air Force (United States)')
    """
    found = find(text)
    layer, row = found[0]
    others = [(own, str(other["id"])) for own, other in found[1:] if own != layer or other["id"] != row["id"]]
    if isinstance(row.get("base"), str):
        others.append(("bases", row["base"]))
    if layer == "bases":
        nodes = load("nodes")
        others += [("nodes", own) for own in nodes["id"][nodes["base"] == row["id"]]]
    return replace(of_row(row, layer, lang), also=tuple(dict.fromkeys(others)))


def of_row(row: Row, layer: str, lang: str) -> Profile:
    """Return the profile of a row of a table of features."""
    parts = [(key, tuple(facts)) for key, facts in Teller(row, lang).sections()]
    told = tuple((key, facts) for key, facts in parts if facts)
    return Profile(str(row["id"]), layer, name_in(row, lang), lang, told, cited=tuple(cited(row)))


def _wrapped(text: str, width: int, first: int = 0, then: int = 0) -> list[str]:
    """Break a text into lines of some columns, of which a Chinese character takes two."""
    from rich.cells import cell_len

    lines, line, room = [], "", width - first
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        while cell_len(longer) > room:
            if line:
                lines.append(line)
            elif word.isascii():  # an address is not broken
                break
            else:  # a text without spaces
                cut = next((n for n in range(len(word), 0, -1) if cell_len(word[:n]) <= room), 1)
                lines.append(word[:cut])
                word = word[cut:]
            line, longer, room = "", word, width - then
        line = longer
    return [" " * (then if n else first) + one for n, one in enumerate([*lines, line])]


def _called(row: Row) -> list[str]:
    """Return the names, aliases and codes of a feature; a variant of a chain has the name of the chain too."""
    found = [text_of(row.get(column)) for column in (*NAMES, "icao", "variant", "chain")]
    if text_of(row.get("variant")):
        found += [_QUALIFIED.sub("", name) for name in found]
    return [*dict.fromkeys(filter(None, found)), *map(str, listed(row.get("aliases")))]


def _key(text: str) -> str:
    return _PLAIN.sub("", text.casefold())


def said(key: str, value: str, lang: str) -> Fact:
    """Return a fact that is found by an analysis and not in a layer."""
    return Fact(key, words.of("show", lang)[f"fact.{key}"], value)


def word(key: str, lang: str, **values: object) -> str:
    """Return a sentence of the catalogue with its values put in."""
    return words.of("show", lang).say(key, **values)


def of_parts(
    own: str, layer: str, name: str, lang: str, parts: Mapping[str, Sequence[Fact]], rows: Iterable[Row]
) -> Profile:
    """Return the profile of what is no feature of a layer, such as a set, with the sources of the features in it."""
    sections = tuple((key, tuple(facts)) for key, facts in parts.items() if facts)
    ids = dict.fromkeys(source for row in rows for source in cited(row))
    return Profile(own, layer, name, lang, sections, cited=tuple(ids))
