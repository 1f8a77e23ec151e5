"""One feature with all that is known of it: each fact with its sources and its date, and what is disputed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy, words
from eastup.errors import UnknownNameError
from eastup.io.data import kept
from eastup.layers.load import load, names
from eastup.layers.query import name_in
from eastup.layers.registers import UNSOURCED, cited, designations, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from eastup.layers.query import Row
    from eastup.layers.registers import Source
    from eastup.words import Words

LAYERS = ("bases", "straits", "places", "nodes", "seas", "passages", "chains", "claims")
"""Where one place stands in several, the first is told and the others are named."""
DIFFERS = 0.05
"""From which difference a published width is told as another than the computed one."""
_NAMES = ("name", "name_ja", "name_ko", "name_fil", "name_zh_hans", "name_zh_hant", "name_zh")
_PLAIN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Fact:
    """What is known of a feature in one respect."""

    key: str
    label: str
    value: str
    sources: tuple[str, ...] = ()
    """Ids of the register; `UNSOURCED` where none is known."""
    as_of: str = ""


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
    """Layer and id of the same place in other layers."""
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
        lines += _wrapped(w.say("also", what=self._others()), width) if self.also else []
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
        parts += [w.say("also", what=self._others())] if self.also else []
        for key, facts in self.sections:
            rows = [f"- **{fact.label}**: {self._told(fact, w)}" for fact in facts]
            parts += [f"## {w[f'section.{key}']}", "\n".join(rows)]
        listed = [f"{n}. {source.citation()}" for n, source in enumerate(self.bibliography(), start=1)]
        return "\n\n".join([*parts, f"## {w['section.sources']}", "\n".join(listed)]) + "\n"

    def _others(self) -> str:
        return ", ".join(f"{own} ({layer})" for layer, own in self.also)

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

    Case, spaces and hyphens do not matter. A variant of a chain, as ``--chain`` takes it, is a name too.

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
    told = _Teller(row, lang)
    parts = [(key, tuple(facts)) for key, facts in told.sections()]
    others = [(own, str(other["id"])) for own, other in found[1:] if own != layer or other["id"] != row["id"]]
    if isinstance(row.get("base"), str):
        others.append(("bases", row["base"]))
    if layer == "bases":
        nodes = load("nodes")
        others += [("nodes", own) for own in nodes["id"][nodes["base"] == row["id"]]]
    return Profile(
        str(row["id"]), layer, name_in(row, lang), lang, tuple((k, f) for k, f in parts if f),
        tuple(dict.fromkeys(others)), tuple(cited(row)),
    )  # fmt: skip


class _Teller:
    """Tells the facts of a row, section by section."""

    def __init__(self, row: Row, lang: str) -> None:
        self._row, self._lang = row, lang
        self._words: Words = words.of("show", lang)
        self._page: Words = words.of("page", lang)
        self._own = tuple(cited({k: row.get(k) for k in ("source_id", "source_ids")}))

    def sections(self) -> Iterator[tuple[str, Iterable[Fact]]]:
        yield "names", self._names()
        yield "position", self._position()
        yield "status", self._status()
        yield "designations", self._designations()
        yield "sea", self._sea()
        yield "gate", self._gate()
        yield "law", self._law()
        yield "line", self._line()
        yield "claim", self._claim()
        yield "disputed", self._disputed()
        yield "notes", self._notes()

    def _fact(self, key: str, value: object, sources: Iterable[str] = (), as_of: object = "", label: str = "") -> Fact:
        name = f"fact.{key}"
        label = label or self._words.get(name, self._page.get(name, key.replace("_", " ")))
        return Fact(key, label, str(value), tuple(sources), _text(as_of))

    def _some(self, *keys: str, sources: Iterable[str] = ()) -> list[Fact]:
        """Return plain facts for the columns that hold something."""
        cited_by = tuple(sources)
        return [self._fact(key, _text(self._row[key]), cited_by) for key in keys if _text(self._row.get(key))]

    def _ids(self, column: str) -> tuple[str, ...]:
        own = self._row.get(column)
        return (own,) if isinstance(own, str) and own else ()

    def _country(self, code: object) -> str:
        return words.of("countries", self._lang).get(str(code), str(code))

    def _names(self) -> Iterator[Fact]:
        for column in _NAMES:
            if name := _text(self._row.get(column)):
                yield self._fact(column, name, label=column.removeprefix("name_").replace("name", "en"))
        if other := _listed(self._row.get("aliases")):
            yield self._fact("aliases", "; ".join(map(str, other)))
        yield from self._some("name_source", "default_source")

    def _position(self) -> Iterator[Fact]:
        shape = self._row.get("geometry")
        if shape is None or shape.geom_type != "Point":
            return
        where = self._ids("position_source_id") or self._own
        yield self._fact("point", f"{shape.x:.5f}, {shape.y:.5f}", where)
        if precision := _text(self._row.get("precision_km")):
            yield self._fact("precision", f"{precision} km", where)
        yield from self._some("coord_source")

    def _status(self) -> Iterator[Fact]:
        status = self._ids("status_source_id") or self._own
        if operator := _text(self._row.get("operator")):
            country = self._country(self._row.get("operator_country"))
            yield self._fact("operator", f"{operator} ({country})", status)
        for key in ("host", "country", "administered_by"):
            if code := _text(self._row.get(key)):
                yield self._fact(key, self._country(code), status)
        for key in ("access", "service", "kind", "role"):
            if word := _text(self._row.get(key)):
                yield self._fact(key, self._words.get(f"value.{word}", word), status)
        yield from self._some("icao", "class", sources=status)

    def _designations(self) -> Iterator[Fact]:
        register = designations()
        for fact in _listed(self._row.get("designation_facts")):
            own = register[fact["designation"]]
            name = getattr(own, f"name_{self._lang}", "") or own.name
            note = fact.get("note") or own.note
            value = f"{name}: {note}" if note else name
            yield self._fact("designation", value, [fact["source_id"]], fact.get("as_of"), label=own.id)

    def _sea(self) -> Iterator[Fact]:
        if lon := _text(self._row.get("sea_lon")):
            value = f"{_text(self._row.get('sea_name'))} ({lon}, {_text(self._row.get('sea_lat'))})"
            yield self._fact("sea_name", value, self._ids("sea_source_id") or self._own)
            yield from self._some("sea_source")
        if traffic := _text(self._row.get("traffic")):
            yield self._fact("traffic", self._words.get(f"value.{traffic}", traffic))
        yield from self._some("toll_km", "why")

    def _gate(self) -> Iterator[Fact]:
        row = self._row
        if not _text(row.get("width_km")):
            return
        if _text(row.get("coast_a")):
            yield self._fact("coasts", f"{row['coast_a']} - {row['coast_b']}")
        if _text(row.get("side_a")):
            yield self._fact("sides", f"{row['side_a']} - {row['side_b']}")
        nmi = float(row["width_km"]) / geodesy.KM_PER_NMI
        yield self._fact("width", f"{row['width_km']:g} km ({nmi:.1f} nmi)", ("osm",) if "osm" in self._own else ())
        for width in _listed(row.get("published")):
            if abs(self._off_width(width)) <= DIFFERS or width.get("neck"):
                yield self._fact("width_printed", f"{width['text']}, {width['of']}", [width["source_id"]])
        for neck in _listed(row.get("necks")):
            yield self._fact("neck", f"{neck['name']}, {neck['width_km']:g} km")
        if whole := _text(row.get("part_of")):
            yield self._fact("part_of", whole)

    def _law(self) -> Iterator[Fact]:
        row = self._row
        if not (regime := _text(row.get("law_regime"))):
            return
        of_law = tuple(map(str, _listed(row.get("law_source_ids"))))
        yield self._fact("law_regime", f"{regime}: {self._words.get(regime, regime)}", of_law)
        yield from self._some("regime")
        states = [self._country(code) for code in _listed(row.get("law_states"))]
        if states:
            yield self._fact("law_states", ", ".join(dict.fromkeys(states)))
        if limits := _listed(row.get("law_limits_nmi")):
            yield self._fact("law_limits_nmi", ", ".join(map(str, limits)))
        yield from self._some("law_corridor_nmi", "law_note")
        for act in _listed(row.get("law_acts")):
            yield self._fact("act", f"{act['act']}: {act['says']}", [act["source_id"]], act.get("date"))

    def _line(self) -> Iterator[Fact]:
        row = self._row
        if not _text(row.get("variant")):
            return
        yield from self._some("variant")
        yield from self._some("drawn_by", sources=self._own)
        if islands := _listed(row.get("sequence")):
            yield self._fact("sequence", " - ".join(map(str, islands)), self._own)
        stations = [station["name"] for station in _listed(row.get("stations"))]
        yield self._fact("stations", "; ".join(stations))

    def _claim(self) -> Iterator[Fact]:
        row = self._row
        if not _text(row.get("from_text")):
            return
        printed = " ".join(filter(None, [_text(row.get("qualifier")), f"{float(row['value']):,.10g}", row["unit"]]))
        value = f"{row['from_text']} - {row['to_text']}: {printed}"
        yield self._fact("value", value, self._own)
        yield from self._some("basis", "speed")

    def _disputed(self) -> Iterator[Fact]:
        """Tell on what sources, governments or usage differ."""
        row = self._row
        for width in _listed(row.get("published")):
            off = self._off_width(width)
            if abs(off) > DIFFERS and not width.get("neck"):
                told = self._words.say("differs", pct=f"{100 * off:+.0f}")
                yield self._fact("width_printed", f"{width['text']}, {width['of']} ({told})", [width["source_id"]])
        for position in _listed(row.get("law_positions")):
            label = self._words.say("fact.position_of", party=position["party"])
            yield self._fact("position_of", position["says"], [position["source_id"]], position.get("as_of"), label)
        for other in _listed(row.get("other_coords")):
            shape = row["geometry"]
            assert shape is not None
            km = float(geodesy.distance_m(shape.x, shape.y, other["lon"], other["lat"])) / 1000.0
            away = self._words.say("away", km=f"{km:.1f}")
            yield self._fact("other_position", f"{other['source']}: {other['lon']}, {other['lat']} ({away})")
        for form in _listed(row.get("forms")):
            label = self._words.say("fact.form", party=form["used_by"])
            yield self._fact("form", f"{form['form']} ({form['language']})", label=label)
        if states := _listed(row.get("claimed_by")):
            yield self._fact("claimed_by", ", ".join(map(self._country, states)), self._own)

    def _off_width(self, width: Row) -> float:
        """Return how far a published width is from the computed one, as a share; a range is off by its nearer end."""
        own = float(self._row["width_km"])
        low, high = float(width["value_km"]), float(width.get("to_km") or width["value_km"])
        return 0.0 if low <= own <= high else (low if own < low else high) / own - 1.0

    def _notes(self) -> Iterator[Fact]:
        yield from self._some("note")
        if as_of := _text(self._row.get("as_of")):
            yield self._fact("as_of_is", self._words.say(_text(self._row.get("as_of_is")) or "fact", date=as_of))
        yield from self._some("source", sources=self._own)


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
    """Return the names, aliases and codes of a feature."""
    found = [_text(row.get(column)) for column in (*_NAMES, "icao", "variant")]
    return [*filter(None, found), *map(str, _listed(row.get("aliases")))]


def _key(text: str) -> str:
    return _PLAIN.sub("", text.casefold())


def _listed(value: object) -> list[Row]:
    """Return the members of a cell that holds a list; none where it is empty."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    if value is None or value == "" or (isinstance(value, float) and np.isnan(value)):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


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
