"""The register of sources, ``layers/sources.csv``, which features and claims cite by id; and that of designations."""

from __future__ import annotations

import csv
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup.io.data import data_root, kept, text
from eastup.layers import overlay
from eastup.words.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KINDS = ("official", "reference", "press", "aggregator")
"""Best first: a government or a body of states; scholarship and works of reference; press; who repeats others."""
OWN = "own"
"""The kind of what a user's theatre names as a source of its features; it comes after the others."""
UNSOURCED = "unsourced"
"""Stands for an id where no source is known, so that this is said and can be counted."""


@dataclass(frozen=True)
class Source:
    """One entry of the register."""

    id: str
    title: str
    publisher: str
    date: str
    """Year, month or day of publication or edition; empty where undated."""
    url: str
    """Empty for what is known by publisher, title and date only."""
    kind: str
    accessed: str
    """Day on which it was read; empty where it was not read at its address."""

    @property
    def rank(self) -> tuple[int, str, str, str]:
        """Where it stands in a bibliography: official ones first, then by publisher and title."""
        return (*KINDS, OWN).index(self.kind), self.publisher.casefold(), self.title.casefold(), self.id

    def citation(self) -> str:
        """Return the entry as one line of a bibliography."""
        parts = [f"{self.publisher}: {self.title}", self.date, self.url]
        read = f"read {self.accessed}" if self.accessed else ""
        return ", ".join(part for part in (*parts, read) if part) + "."


@dataclass(frozen=True)
class Designation:
    """A role that a place has been given, such as a headquarters or an agreed location."""

    id: str
    name: str
    name_ja: str
    name_ko: str
    note: str


def sources() -> dict[str, Source]:
    """Return the register of sources by id, with those of the theatre.

    Raises
    ------
    EastupError
        If the file is not there or damaged.

    Examples
    --------
    >>> sources()["unclos"].kind
    'official'
    """
    return {**_shipped(), **_of_theatre()}


def own_id(source: str) -> str:
    """Return the id of what a theatre names as a source: of its letters, or where they don't tell it, of all of it."""
    plain = slug(source)
    if 0 < len(plain) <= _LONGEST_ID:
        return f"own-{plain}"
    return f"own-{plain[:_LONGEST_ID]}-{zlib.crc32(source.encode('utf-8', 'surrogatepass')):08x}"


_LONGEST_ID = 60


def _of_theatre() -> dict[str, Source]:
    """Return what the features of the theatre name as their sources."""
    over = overlay.current()
    found: dict[str, Source] = {}
    for layer in over.own if over else ():
        frame = over.features(layer) if over else None
        if frame is None or not {"source", "source_ids"} <= set(frame.columns):
            continue
        for row in frame.to_dict("records"):
            told = str(row["source"])
            if row["source_ids"] == [own := own_id(told)]:
                url = told if told.startswith(("http://", "https://")) else ""
                publisher = (over.title if over else {}).get("en", "")
                found.setdefault(own, Source(own, told, publisher, str(row["as_of"] or ""), url, OWN, ""))
    return found


@kept("layers/sources.csv")
def _shipped() -> dict[str, Source]:
    path = data_root() / "layers" / "sources.csv"
    return {row["id"]: Source(**{k: row[k] or "" for k in Source.__annotations__}) for row in _rows(path)}


@kept("layers/designations.csv")
def designations() -> dict[str, Designation]:
    """Return the register of designations by id."""
    path = data_root() / "layers" / "designations.csv"
    return {row["id"]: Designation(**{k: row[k] or "" for k in Designation.__annotations__}) for row in _rows(path)}


def cited(row: Mapping[str, object]) -> list[str]:
    """Return the ids of every source that a feature or a claim cites, for its facts and those of its records.

    Parameters
    ----------
    row : mapping
        Properties of a feature. An id stands in a column or field whose name ends in ``source_id``, several in one
        that ends in ``source_ids``.

    Returns
    -------
    list of str
        Without repetition, in the order of the properties; `UNSOURCED` is among them where it is said.
    """
    return list(dict.fromkeys(_ids_in(row)))


def bibliography(rows: Iterable[Mapping[str, object]]) -> list[Source]:
    """Return the sources that these features cite, official ones first, then by publisher and title."""
    register = sources()
    ids = {own for row in rows for own in cited(row)}
    found = [register[own] for own in ids if own in register]
    return sorted(found, key=lambda source: source.rank)


def _ids_in(value: object) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            yield from _ids_in(item)
    elif hasattr(value, "items"):
        for key, item in value.items():
            if str(key).endswith("source_id") and isinstance(item, str) and item:
                yield item
            elif str(key).endswith("source_ids") and isinstance(item, list):
                yield from (str(own) for own in item)
            elif isinstance(item, list | dict):
                yield from _ids_in(item)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(text(path).splitlines()))
