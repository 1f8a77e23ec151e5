"""Tables in another language: the names of places, the words in cells, and the heads of columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eastup import words
from eastup.io.columns import Columns, Table
from eastup.io.data import kept
from eastup.layers import plain
from eastup.layers.query import name_in
from eastup.places import areas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.io.columns import Cells

FOR_PEOPLE = (".csv", ".xlsx", ".md")
"""Files whose heads are put into the language too; in others columns keep the names by which programs know them."""

_PARTS = re.compile(
    r"(?P<stem>.+?)(?P<unit>_km2|_km|_nmi|_mi|_deg|_pct|_h)?(?P<when>_before|_change)?(?P<level>_[123])?"
)
_UNITS = {"_km2": "km²", "_deg": "°", "_pct": "%"}
_WORDS = re.compile(r"(?:mode|kind|verdict|layer|shapes|traffic)(?:_before)?")
_IDS = re.compile(r"(?:.*_)?ids?|hubs|host|source|note|cause|title|vessel")
_BETWEEN, _STRETCH = "; ", " - "
"""Between names that are listed, and those of the two ends of a stretch of a chain."""
_WATER = "water."


def cells_in(table: Table, lang: str) -> Table:
    """Return a table with the names of places and the words in its cells in a language.

    Ids, notes and sources stay as they are. A name that no feature has stays too: it is the user's own.
    """
    if lang == "en":
        return table
    if isinstance(table, Columns):
        changed = {name: _cells_in(name, cells, lang) for name, cells in table.items() if _is_said(name, cells)}
        return table.having(**changed)
    import pandas as pd

    result = table.copy()
    for name, cells in Columns.of(table).items():
        if _is_said(name, cells):
            result[name] = pd.Series(_cells_in(name, cells, lang), index=result.index)
    return result


def _is_said(column: str, cells: Cells) -> bool:
    return cells.dtype.kind == "O" and not _IDS.fullmatch(column)


def _cells_in(column: str, cells: Cells, lang: str) -> list[object]:
    said, called = words.of("tables", lang), _called(lang)
    known = said.texts if _WORDS.fullmatch(column) else called
    prefix = "" if known is called else "kind." if column == "kind" else "cell."
    changes = {text: _translated(text, known, prefix) for text in {v for v in cells if isinstance(v, str)}}
    return [changes[v] if isinstance(v, str) else v for v in cells]


def heads_in(columns: Iterable[str], lang: str) -> dict[str, str]:
    """Return the heads of columns in a language, by their names; a column without a word keeps its name."""
    said = words.of("tables", lang)
    heads: dict[str, str] = {}
    for column in columns:
        parts = _PARTS.fullmatch(column)
        stem = said.get(f"column.{parts['stem']}", "") if parts else ""
        if parts is None or not stem:
            heads[column] = column
            continue
        unit = parts["unit"] or ""
        head = stem + (said.aside(_UNITS.get(unit, unit[1:])) if unit else "")
        when, level = parts["when"] or "", parts["level"] or ""
        head += f" {said[f'when{when}']}" if when else ""
        heads[column] = head + (f" {said.say('level', level[1:])}" if level else "")
    return heads


def names_in(names: Iterable[str], lang: str) -> list[str]:
    """Return names of features, given in English, in a language."""
    called = _called(lang) if lang != "en" else {}
    return [called.get(name, name) for name in names]


def cells_of(cells: Iterable[str], lang: str) -> list[str]:
    """Return words of cells, given in English, in a language."""
    known = words.of("tables", lang)
    return [known.get(f"cell.{cell}", cell) for cell in cells]


def said(key: str, lang: str) -> str:
    """Return a title or a note of tables in a language."""
    return words.of("tables", lang)[f"said.{key}"]


def short_head(head: str, lang: str) -> str:
    """Return a short head, as a terminal shows it, in a language."""
    return words.of("tables", lang).get(f"short.{head}", head)


def _translated(text: str, known: dict[str, str], prefix: str) -> str:
    """Return a cell in a language: one name, several with semicolons between, or modes that are added."""
    for key in (prefix + text, f"cell.{text}" if prefix else text):  # a sea is a water, and a way by sea is none
        if key in known:
            return known[key]
    between = next((sign for sign in (_STRETCH, _BETWEEN) if sign in text), _BETWEEN) if not prefix else "+"
    return between.join(known.get(prefix + part, part) for part in text.split(between))


@kept("layers")
def _called(lang: str) -> dict[str, str]:
    """Return what every feature is called in a language, by its English name; the first layer's where two differ."""
    found: dict[str, str] = {}
    for layer in ("bases", "straits", "nodes", "places", "seas", "passages", "chains"):
        for row in plain.rows(layer).records:
            found.setdefault(str(row["name"]), name_in(row, lang))
    for names in (*(dict(area.names) for area in areas.areas().values()), *(land.names for land in areas.on_maps())):
        if {"en", lang} <= names.keys():
            found.setdefault(names["en"], names[lang])
    found |= {name: text for name, text in words.of("islands", lang).texts.items() if name not in found}
    for key, text in words.of("tables", lang).texts.items():
        if key.startswith(_WATER):  # a side of a strait that is no feature of ours
            found.setdefault(key.removeprefix(_WATER), text)
    return found
