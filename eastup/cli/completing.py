"""What a shell completes: places, sets, straits, layers, specifications, columns.

Read straight from the files of the layers, without pandas, since it runs at every press of the key. What is completed
is an id, which needs no quoting; it is found by the name in any language, which shells that can show beside it.
"""

from __future__ import annotations

import csv
import json
import os
import tomllib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from eastup.io import data
from eastup.theatre.find import find
from eastup.words.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NODE = "node-"


@dataclass(frozen=True)
class Named:
    """Something that has an id and names."""

    id: str
    names: tuple[str, ...] = ()

    def begins_with(self, typed: str) -> bool:
        """Return whether the id, a name, or a word of a name begins so, whatever the case and the accents."""
        if self.id.startswith(typed):
            return True
        return any(folded.startswith(typed) or f" {typed}" in folded for folded in map(_folded, self.names))

    def item(self) -> CompletionItem:
        """Return it as a shell is told."""
        return CompletionItem(self.id, help=self.names[0] if self.names else None)


def _folded(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))


def matching(choices: Iterable[Named], incomplete: str) -> list[CompletionItem]:
    """Return the choices that what was typed begins, each id once; a base that is a node too is told as a base."""
    typed = _folded(incomplete)
    found = {choice.id: choice for choice in choices if choice.begins_with(typed)}
    kept = [own for own in found if not own.startswith(_NODE) or own.removeprefix(_NODE) not in found]
    return [found[own].item() for own in sorted(kept, key=lambda own: (not own.startswith(typed), own))]


def features(*layers: str) -> Iterator[Named]:
    """Give the features of layers, and those that the theatre of this folder adds to them."""
    for layer in layers:
        for properties in _properties(layer):
            own = [str(properties.get(name) or "") for name in ("name", "name_ja", "name_ko")]
            aliases = properties.get("aliases")
            also = [str(alias) for alias in aliases] if isinstance(aliases, list) else []
            yield Named(str(properties["id"]), tuple(filter(None, [*own, *also])))
    theatre = _theatre()
    for layer in layers:
        for entry in theatre.get(layer, []):
            names = entry.get("name", "")
            called = tuple(names.values()) if isinstance(names, dict) else (str(names),)
            yield Named(str(entry.get("id") or slug(called[0])), called)


def _properties(layer: str) -> list[dict[str, object]]:
    path = data.data_root() / "layers" / f"{layer}.geojson"
    with suppress(OSError, ValueError):
        return [feature["properties"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
    return []


def _theatre() -> dict[str, list[dict[str, object]]]:
    path = find()
    with suppress(OSError, ValueError):
        if path is not None:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            return {key: value for key, value in document.items() if isinstance(value, list)}
    return {}


def layers() -> list[Named]:
    """Return the layers that ship."""
    root = data.data_root() / "layers"
    return [Named(path.stem) for path in sorted([*root.glob("*.geojson"), root / "claims.csv"])]


def sets() -> list[Named]:
    """Return the named sets of places."""
    document = data.toml(data.data_root() / "layers" / "sets.toml")
    names = {name: entry.get("names", {}) for name, entry in document.items()}
    return [Named(name, (str(own.get("en", name)),)) for name, own in names.items()]


def variants() -> list[Named]:
    """Return the variants of the chains."""
    return [
        Named(str(properties["variant"]), (str(properties["name"]),))
        for properties in _properties("chains")
        if properties.get("variant")
    ]


def countries() -> list[Named]:
    """Return the countries that areas are told of, by their codes."""
    document = data.toml(data.data_root() / "layers" / "areas.toml")
    return [Named(str(entry["country"]), (name,)) for name, entry in document.items() if "country" in entry]


def verdicts() -> list[Named]:
    """Return the verdicts on claims."""
    from eastup.distance.verdict import VERDICTS

    return [Named(verdict) for verdict in VERDICTS]


def specifications() -> list[Named]:
    """Return the maps that ship."""
    maps = data.data_root() / "maps"
    return [Named(path.stem) for path in sorted(maps.glob("*.toml"))]


def conditions(incomplete: str) -> list[CompletionItem]:
    """Return how a filter of a layer goes on: a column of ``bases:``, a value of ``bases:host=``."""
    layer, _, condition = incomplete.partition(":")
    before, comma, last = condition.rpartition(",")
    column, equals, value = last.partition("=")
    rows = _properties(layer)
    front = f"{layer}:{before}{comma}"
    if not equals:
        names = sorted({name for row in rows for name, held in row.items() if _is_kind(held)})
        return [CompletionItem(f"{front}{name}=") for name in names if name.startswith(column)]
    kept, bar, typed = value.rpartition("|")
    held = {str(one) for row in rows for one in _listed(row.get(column)) if one not in (None, "")}
    return [CompletionItem(f"{front}{column}={kept}{bar}{one}") for one in sorted(held) if one.startswith(typed)]


def _listed(held: object) -> list[object]:
    return held if isinstance(held, list) else [held]


def _is_kind(held: object) -> bool:
    """Return whether a value may be one of a kind, and no text or number of the feature's own."""
    return any(isinstance(one, str) and 0 < len(one) <= 24 for one in _listed(held))


def columns(paths: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the columns of the first file of positions that can be read."""
    for path in _tables(paths):
        with suppress(OSError, ValueError, ImportError):
            return [CompletionItem(name) for name in _heads(path) if name.casefold().startswith(incomplete.casefold())]
    return []


def _tables(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(child for child in path.rglob("*") if child.suffix in (".csv", ".parquet"))[:1]
        elif path.suffix in (".csv", ".parquet"):
            yield path


def _heads(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return [str(name) for name in pq.read_schema(path).names]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def files(incomplete: str) -> list[CompletionItem]:
    """Have the shell complete files."""
    return [CompletionItem(incomplete, type="file")]


def looks_like_a_path(incomplete: str) -> bool:
    """Return whether what was typed is rather a file than a name."""
    return bool({os.sep, "/", "."}.intersection(incomplete)) or incomplete.startswith("~")
