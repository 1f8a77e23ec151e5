"""What made an output: one value that is made at the door, and that every file carries in the way of its kind.

The command line says with `command` what was typed. An analysis says with `made` what it was asked, and leaves the
record of it in the ``attrs`` of its table. Writers take the record from there, or from what they draw. Nothing in it is
of the clock, nor of the folder that a file lies in unless a command was typed with it, so that the same question gives
the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

from eastup.io.data import checksum, data_root, kept, laid_over
from eastup.io.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

ATTRS = "provenance"
"""Where the record stands in the ``attrs`` of a table."""
KEY = "eastup"
"""Under what the record stands in files that keep pairs of key and value."""
ELLIPSOID = "WGS 84"
MOST_LISTED = 150
"""Places that a record lists one by one; of more it has the number, the first, and a checksum of all."""


class Record(dict[str, object]):
    """A provenance in plain lists, texts and numbers, as JSON holds it. It is not changed.

    Pandas copies the ``attrs`` of a table deeply at every step.
    """

    def __deepcopy__(self, memo: dict[int, object]) -> Record:
        return self


_SUFFIXES = {".csv", ".geojson", ".json", ".npz", ".tif", ".toml"}
"""Files of data; what explains them or makes them is none."""
_DIGITS = 12
"""Of a checksum that people read."""
_command: ContextVar[str] = ContextVar("command", default="")


class Named(Protocol):
    """A place, as `eastup.places.Place` is one."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def lon(self) -> float: ...  # noqa: D102
    @property
    def lat(self) -> float: ...  # noqa: D102


class Asked(TypedDict, total=False):
    """What may be said of a question."""

    hubs: Sequence[Named]
    targets: Sequence[Named]
    without: Sequence[Named]
    """Hubs that are lost."""
    closed: Iterable[str]
    """Straits that ships can't pass."""
    mode: str
    speeds_kmh: Mapping[str, float]
    """By mode."""
    reach_km: Sequence[float]
    further: Mapping[str, object]
    """Of this kind of question: chain, unit, language and the like."""


@dataclass(frozen=True)
class DataVersion:
    """Which data: layers and base geography."""

    date: str
    """The latest day on which a source of the layers was read; empty where none says so."""
    sha256: str
    """Of the names and the content of all files of data."""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.date, f"({self.sha256[:_DIGITS]})"]))


@dataclass(frozen=True)
class Provenance:
    """What made an output."""

    command: str
    """As it was typed, without the name of the file; in Python the function."""
    version: str
    asked: Mapping[str, object] = field(default_factory=dict, hash=False)
    """What was asked, in plain values."""
    ellipsoid: str = ELLIPSOID

    @property
    def data(self) -> DataVersion:
        """The data that lie there; found when a record is asked for, since it takes a look at all of them."""
        return data_version()

    def record(self) -> Record:
        """Return it in plain values, in the order in which they are read."""
        data = {f.name: getattr(self.data, f.name) for f in fields(self.data)}
        own = {"command": self.command, "eastup": self.version, "data": data, "ellipsoid": self.ellipsoid}
        return Record(own, **self.asked)


@contextmanager
def command(text: str) -> Iterator[None]:
    """Say what command makes the outputs of the block."""
    token = _command.set(text)
    try:
        yield
    finally:
        _command.reset(token)


def made(function: str, **asked: Unpack[Asked]) -> Provenance:
    """Return what makes an output.

    Parameters
    ----------
    function : str
        Of Python, such as ``distance.matrix``: it is the command where none was typed.
    **asked : see `Asked`

    Examples
    --------
    >>> made("distance.matrix", mode="air").record()["command"]
    'eastup.distance.matrix'
    """
    plain: dict[str, object] = {"over_the_layers": laid_over()} if laid_over() else {}
    if mode := asked.get("mode"):
        plain["mode"] = mode
    named = {"hubs": asked.get("hubs"), "targets": asked.get("targets"), "without": asked.get("without")}
    for name, places in named.items():
        plain |= _listed(name, places) if places else {}
    if closed := asked.get("closed"):
        plain["closed"] = [closed] if isinstance(closed, str) else list(closed)
    if plain.get("without") or closed:
        plain["compares"] = "with and without"
    if speeds := asked.get("speeds_kmh"):
        plain["speeds_kmh"] = {mode: round(kmh, 6) for mode, kmh in speeds.items()}
    if reach := asked.get("reach_km"):
        plain["reach_km"] = [round(float(km), 6) for km in reach]
    plain |= {name: value for name, value in asked.get("further", {}).items() if value not in (None, "", (), [])}
    return Provenance(_command.get() or f"eastup.{function}", __version__, MappingProxyType(plain))


def _listed(name: str, places: Sequence[Named]) -> dict[str, object]:
    """List places, or tell of many the number, the first and a checksum."""
    rows = [{"id": p.id, "name": p.name, "lon": round(float(p.lon), 6), "lat": round(float(p.lat), 6)} for p in places]
    if len(rows) <= MOST_LISTED:
        return {name: rows}
    total = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    return {name: rows[:MOST_LISTED], f"{name}_count": len(rows), f"{name}_sha256": total}


def keep(table: pd.DataFrame, provenance: Provenance) -> None:
    """Leave the record of what made a table in its ``attrs``, where pandas and Parquet keep it."""
    table.attrs[ATTRS] = provenance.record()


def of_table(table: pd.DataFrame) -> Record:
    """Return the record of what made a table; of one of unknown origin, what writes it."""
    found = table.attrs.get(ATTRS)
    return Record(found) if isinstance(found, dict) else made("io.tables.write").record()


def as_text(record: Mapping[str, object]) -> str:
    """Return a record as JSON in one line."""
    return json.dumps(record, ensure_ascii=False)


def rows(record: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return a record as lines for people to read: what and value.

    Examples
    --------
    >>> rows({"mode": "air", "hubs": [{"id": "a", "name": "A", "lon": 1.0, "lat": 2.0}], "hubs_count": 1})
    [('mode', 'air'), ('hubs', 'A (a)'), ('hubs count', '1')]
    """
    return [(name.replace("_", " "), _told(value)) for name, value in record.items()]


def in_short(record: Mapping[str, object]) -> str:
    """Return the tools and data of a record in one line.

    Examples
    --------
    >>> in_short({"eastup": "0.1.0", "data": {"date": "2026-11-26", "sha256": "ab"}, "ellipsoid": "WGS 84"})
    'eastup 0.1.0, data 2026-11-26 (ab), WGS 84'
    """
    return f"eastup {record['eastup']}, data {_told(record['data'])}, {record['ellipsoid']}"


def tags(record: Mapping[str, object]) -> dict[str, str]:
    """Return a record as few texts, for files that keep pairs of key and text: the whole as JSON under `KEY`."""
    if not record:
        return {}
    short = {name: _told(record[name]) for name in ("command", "data", "ellipsoid")}
    return {"Software": f"eastup {record['eastup']}", **short, KEY: as_text(record)}


def _told(value: object) -> str:
    if isinstance(value, dict):
        if {"id", "name"} <= set(value):
            return f"{value['name']} ({value['id']})"
        if set(value) == {"date", "sha256"}:
            return str(DataVersion(**value))
        if set(value) == {"file", "sha256"}:
            return f"{value['file']} ({value['sha256'][:_DIGITS]})"
        return ", ".join(f"{key} {_told(own)}" for key, own in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_told, value))
    return str(value)


def beside(path: str | Path) -> str:
    """Return the name of the file in which the record stands that a text table can't carry itself."""
    return f"{path}.meta.json"


def write_beside(path: str | Path, record: Mapping[str, object]) -> None:
    """Write the record of a file beside it."""
    from eastup.io import files

    files.write_text(beside(path), json.dumps(record, ensure_ascii=False, indent=1) + "\n")


@kept("geo", "layers")
def data_version() -> DataVersion:
    """Return which data lie there: of content, so that any change tells.

    Examples
    --------
    >>> len(data_version().sha256)
    64
    """
    root, total = data_root(), hashlib.sha256()
    for folder in ("geo", "layers"):
        for path in sorted((root / folder).iterdir()):
            if path.suffix in _SUFFIXES and path.is_file():
                total.update(f"{folder}/{path.name} {checksum(path)}\n".encode())
    return DataVersion(_newest_reading(root / "layers" / "sources.csv"), total.hexdigest())


def _newest_reading(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        return max((row.get("accessed") or "" for row in csv.DictReader(file)), default="")
