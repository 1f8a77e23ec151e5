"""Tells the facts of a feature's row: each with its value in words, its sources and its date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy, words
from eastup.layers.registers import cited, designations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eastup.layers.query import Row
    from eastup.words import Words

DIFFERS = 0.05
"""From which difference a published width is told as another than the computed one."""
NAMES = ("name", "name_ja", "name_ko", "name_fil", "name_zh_hans", "name_zh_hant", "name_zh")


@dataclass(frozen=True)
class Fact:
    """What is known of a feature in one respect."""

    key: str
    label: str
    value: str
    sources: tuple[str, ...] = ()
    """Ids of the register; `UNSOURCED` where none is known."""
    as_of: str = ""


class Teller:
    """Tells the facts of a row, section by section."""

    def __init__(self, row: Row, lang: str) -> None:
        self._row, self._lang = row, lang
        self._words: Words = words.of("show", lang)
        self._page: Words = words.of("page", lang)
        self._own = tuple(cited({k: row.get(k) for k in ("source_id", "source_ids")}))

    def sections(self) -> Iterator[tuple[str, Iterable[Fact]]]:
        """Give the keys of sections, each with its facts; some have none."""
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
        return Fact(key, label, str(value), tuple(sources), text_of(as_of))

    def _some(self, *keys: str, sources: Iterable[str] = ()) -> list[Fact]:
        """Return plain facts for the columns that hold something."""
        cited_by = tuple(sources)
        return [self._fact(key, text_of(self._row[key]), cited_by) for key in keys if text_of(self._row.get(key))]

    def _ids(self, column: str) -> tuple[str, ...]:
        own = self._row.get(column)
        return (own,) if isinstance(own, str) and own else ()

    def _country(self, code: object) -> str:
        return words.of("countries", self._lang).get(str(code), str(code))

    def _names(self) -> Iterator[Fact]:
        for column in NAMES:
            if name := text_of(self._row.get(column)):
                yield self._fact(column, name, label=column.removeprefix("name_").replace("name", "en"))
        if other := listed(self._row.get("aliases")):
            yield self._fact("aliases", "; ".join(map(str, other)))
        yield from self._some("name_source", "default_source")

    def _position(self) -> Iterator[Fact]:
        shape = self._row.get("geometry")
        if shape is None or shape.geom_type != "Point":
            return
        where = self._ids("position_source_id") or self._own
        yield self._fact("point", f"{shape.x:.5f}, {shape.y:.5f}", where)
        if precision := text_of(self._row.get("precision_km")):
            yield self._fact("precision", f"{precision} km", where)
        yield from self._some("coord_source")

    def _status(self) -> Iterator[Fact]:
        status = self._ids("status_source_id") or self._own
        if operator := text_of(self._row.get("operator")):
            country = self._country(self._row.get("operator_country"))
            yield self._fact("operator", f"{operator} ({country})", status)
        for key in ("host", "country", "administered_by"):
            if code := text_of(self._row.get(key)):
                yield self._fact(key, self._country(code), status)
        for key in ("access", "service", "kind", "role"):
            if word := text_of(self._row.get(key)):
                yield self._fact(key, self._words.get(f"value.{word}", word), status)
        yield from self._some("icao", "class", sources=status)

    def _designations(self) -> Iterator[Fact]:
        register = designations()
        for fact in listed(self._row.get("designation_facts")):
            own = register[fact["designation"]]
            name = getattr(own, f"name_{self._lang}", "") or own.name
            note = fact.get("note") or own.note
            value = f"{name}: {note}" if note else name
            yield self._fact("designation", value, [fact["source_id"]], fact.get("as_of"), label=own.id)

    def _sea(self) -> Iterator[Fact]:
        if lon := text_of(self._row.get("sea_lon")):
            port = text_of(self._row.get("sea_name"))
            called = words.of("ports", self._lang).get(port, port)
            value = f"{called} ({lon}, {text_of(self._row.get('sea_lat'))})"
            yield self._fact("sea_name", value, self._ids("sea_source_id") or self._own)
            yield from self._some("sea_source")
        if traffic := text_of(self._row.get("traffic")):
            yield self._fact("traffic", self._words.get(f"value.{traffic}", traffic))
        yield from self._some("toll_km", "why")

    def _gate(self) -> Iterator[Fact]:
        row = self._row
        if not text_of(row.get("width_km")):
            return
        if text_of(row.get("coast_a")):
            yield self._fact("coasts", f"{row['coast_a']} - {row['coast_b']}")
        if text_of(row.get("side_a")):
            yield self._fact("sides", f"{row['side_a']} - {row['side_b']}")
        nmi = float(row["width_km"]) / geodesy.KM_PER_NMI
        yield self._fact("width", f"{row['width_km']:g} km ({nmi:.1f} nmi)", ("osm",) if "osm" in self._own else ())
        for width in listed(row.get("published")):
            if abs(self._off_width(width)) <= DIFFERS or width.get("neck"):
                yield self._fact("width_printed", f"{width['text']}, {width['of']}", [width["source_id"]])
        for neck in listed(row.get("necks")):
            yield self._fact("neck", f"{neck['name']}, {neck['width_km']:g} km")
        if whole := text_of(row.get("part_of")):
            yield self._fact("part_of", whole)

    def _law(self) -> Iterator[Fact]:
        row = self._row
        if not (regime := text_of(row.get("law_regime"))):
            return
        of_law = tuple(map(str, listed(row.get("law_source_ids"))))
        yield self._fact("law_regime", f"{regime}: {self._words.get(regime, regime)}", of_law)
        yield from self._some("regime")
        states = [self._country(code) for code in listed(row.get("law_states"))]
        if states:
            yield self._fact("law_states", ", ".join(dict.fromkeys(states)))
        if limits := listed(row.get("law_limits_nmi")):
            yield self._fact("law_limits_nmi", ", ".join(map(str, limits)))
        yield from self._some("law_corridor_nmi", "law_note")
        for act in listed(row.get("law_acts")):
            yield self._fact("act", f"{act['act']}: {act['says']}", [act["source_id"]], act.get("date"))

    def _line(self) -> Iterator[Fact]:
        row = self._row
        if not text_of(row.get("variant")):
            return
        yield from self._some("variant")
        yield from self._some("drawn_by", sources=self._own)
        if islands := listed(row.get("sequence")):
            yield self._fact("sequence", " - ".join(map(str, islands)), self._own)
        stations = [station["name"] for station in listed(row.get("stations"))]
        yield self._fact("stations", "; ".join(stations))

    def _claim(self) -> Iterator[Fact]:
        row = self._row
        if not text_of(row.get("from_text")):
            return
        printed = " ".join(filter(None, [text_of(row.get("qualifier")), f"{float(row['value']):,.10g}", row["unit"]]))
        value = f"{row['from_text']} - {row['to_text']}: {printed}"
        yield self._fact("value", value, self._own)
        yield from self._some("basis", "speed")

    def _disputed(self) -> Iterator[Fact]:
        """Tell on what sources, governments or usage differ."""
        row = self._row
        for width in listed(row.get("published")):
            off = self._off_width(width)
            if abs(off) > DIFFERS and not width.get("neck"):
                told = self._words.say("differs", pct=f"{100 * off:+.0f}")
                yield self._fact("width_printed", f"{width['text']}, {width['of']} ({told})", [width["source_id"]])
        for position in listed(row.get("law_positions")):
            label = self._words.say("fact.position_of", party=position["party"])
            yield self._fact("position_of", position["says"], [position["source_id"]], position.get("as_of"), label)
        for other in listed(row.get("other_coords")):
            shape = row["geometry"]
            assert shape is not None
            km = float(geodesy.distance_m(shape.x, shape.y, other["lon"], other["lat"])) / 1000.0
            away = self._words.say("away", km=f"{km:.1f}")
            yield self._fact("other_position", f"{other['source']}: {other['lon']}, {other['lat']} ({away})")
        for form in listed(row.get("forms")):
            label = self._words.say("fact.form", party=form["used_by"])
            yield self._fact("form", f"{form['form']} ({form['language']})", label=label)
        if states := listed(row.get("claimed_by")):
            yield self._fact("claimed_by", ", ".join(map(self._country, states)), self._own)

    def _off_width(self, width: Row) -> float:
        """Return how far a published width is from the computed one, as a share; a range is off by its nearer end."""
        own = float(self._row["width_km"])
        low, high = float(width["value_km"]), float(width.get("to_km") or width["value_km"])
        return 0.0 if low <= own <= high else (low if own < low else high) / own - 1.0

    def _notes(self) -> Iterator[Fact]:
        yield from self._some("note")
        if as_of := text_of(self._row.get("as_of")):
            yield self._fact("as_of_is", self._words.say(text_of(self._row.get("as_of_is")) or "fact", date=as_of))
        yield from self._some("source", sources=self._own)


def listed(value: object) -> list[Row]:
    """Return the members of a cell that holds a list; none where it is empty."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """Return what a cell holds as text; nothing where it is empty."""
    if value is None or value == "" or (isinstance(value, float) and np.isnan(value)):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
