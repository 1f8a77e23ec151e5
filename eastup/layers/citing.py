"""How to cite: eastup itself, the version of its data, and the sources behind features or the rows of a table."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup import words
from eastup.errors import InputError, InputWarning
from eastup.io import provenance
from eastup.io.data import kept
from eastup.io.version import __version__
from eastup.layers import gazetteer, ports
from eastup.layers.load import load, names
from eastup.layers.registers import cited, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pandas as pd


SOFTWARE, DATA = "eastup-software", "eastup-data"
AUTHORS = "The eastup authors"
"""As ``CITATION.cff`` has them; a test holds the two together."""
TITLE = "eastup: the East-Up view of the first island chain"
LICENCE = "MIT"
_ESCAPED = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
                                                              "\\": r"\textbackslash{}"})  # fmt: skip
_ID_COLUMN = re.compile(r"(?:.*[^a-z])?id|lost_ids|hubs")
_NAME_COLUMN = re.compile(r"(?:.*_)?(?:hub|origin|target|strait|farthest|nearest)(?:_before)?")
_BETWEEN = re.compile(r"\s*;\s*")
_MOST_TOLD = 5


@dataclass(frozen=True)
class Entry:
    """What can be cited."""

    key: str
    kind: str
    """``software``, ``dataset``, or ``document``."""
    author: str
    title: str
    date: str
    """Year, month or day; empty where undated."""
    url: str = ""
    version: str = ""
    accessed: str = ""
    note: str = ""


def entries(ids: Iterable[str] = ()) -> list[Entry]:
    """Return the software, its data, and the sources of the register with these ids, official ones first."""
    data = provenance.data_version()
    own = [
        Entry(SOFTWARE, "software", AUTHORS, TITLE, data.date[:4], version=__version__, note=f"{LICENCE} licence"),
        Entry(
            DATA, "dataset", AUTHORS, "eastup data: layers and base geography of the first island chain", data.date,
            version=str(data), note=f"SHA-256 {data.sha256}",
        ),
    ]  # fmt: skip
    register = sources()
    found = [register[one] for one in dict.fromkeys(ids) if one in register]
    found.sort(key=lambda source: source.rank)
    return own + [Entry(s.id, "document", s.publisher, s.title, s.date, url=s.url, accessed=s.accessed) for s in found]


def cite(what: pd.DataFrame | str | Iterable[str] = (), form: str = "text", lang: str = "en") -> str:
    """Say how to cite eastup, its data, and the sources behind features or behind the rows of a table.

    Parameters
    ----------
    what : DataFrame, str or list of str
        A table of eastup, such as `eastup.distance.matrix` returns, or ids or names of features; the software and the
        data alone where it is not given.
    form : {"text", "bibtex", "csl-json"}
    lang : {"en", "ja", "ko"}
        Of what stands between authors, titles and dates in a text, which stay in their own.

    Returns
    -------
    str
        The entries, the software and its data first.

    Raises
    ------
    InputError
        If the form is not known, or no feature bears a name.

    Examples
    --------
    >>> import eastup
    >>> "World Port Index" in cite(eastup.distance.matrix("Kadena", "Miyako Strait"))
    True
    >>> cite("kadena-ab", "bibtex").count("@software")
    1
    """
    import pandas as pd

    from eastup.layers.profiles import profile

    if form not in FORMATS:
        raise InputError(f"unknown form {form!r}", hint=f"use {', '.join(FORMATS)}")
    if isinstance(what, pd.DataFrame):
        ids = [own for row in behind(what)[0] for own in row]
    else:
        ids = [own for name in ([what] if isinstance(what, str) else what) for own in profile(name).cited]
    return written(entries(ids), form, lang)


def written(of: list[Entry], form: str = "text", lang: str = "en") -> str:
    """Return entries in a form; see `cite`."""
    return as_text(of, lang) if form == "text" else FORMATS[form](of)


LAND = ("osm", "natural-earth")
"""Ids of the sources of countries, islands and regions, which are no features of a layer: of their land and names."""


def of_file(path: Path, further: Callable[[str], Iterable[str]] = lambda _: ()) -> list[str]:
    """Return the ids of the sources behind the rows of a table that eastup wrote.

    Rows are traced by the ids of features in columns such as ``origin_id``, ``target_id``, ``id`` and ``hubs``, and by
    names where a column holds names only, such as ``nearest_hub``. A table that cites sources itself, in ``source_id``
    or ``source_ids``, is taken at its word.

    Parameters
    ----------
    path : Path
    further : callable
        Returns the ids of the sources behind an id that no feature has.

    Raises
    ------
    InputError
        If the file can't be read, or no row leads to a source.

    Warns
    -----
    InputWarning
        For ids that no feature has: those of the user's own places.
    """
    from eastup.io import readback

    table = readback.read(path)
    rows, unknown = behind(table)
    found = dict.fromkeys(own for row in rows for own in row)
    more = {own: list(further(own)) for own in unknown}
    found |= dict.fromkeys(source for ids in more.values() for source in ids)
    strange = [own for own, ids in more.items() if not ids]
    if found.keys().isdisjoint(sources()):
        hint = "give a table with ids of features, or one that tells what was asked: .xlsx, .parquet, or with --meta"
        raise InputError("no row of it leads to a source", where=path, hint=hint)
    if strange:
        some = ", ".join(strange[:_MOST_TOLD]) + (" ..." if len(strange) > _MOST_TOLD else "")
        told = f"{path}: places of your own, whose sources are not known here: {some}"
        warnings.warn(told, InputWarning, stacklevel=2)
    return list(found)


def behind(table: pd.DataFrame) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the ids of the sources behind each row of a table, and the ids in it that no feature has; see `of_file`.

    A row that names no feature, such as one of a curve, rests on all that was asked, where the table tells.
    """
    by_id, by_name = _features()
    rows: list[dict[str, None]] = [{} for _ in range(len(table))]
    strange: dict[str, None] = {}
    for head in table.columns:
        column = str(head).strip().casefold().replace(" ", "_")
        is_source, is_id = column.endswith(("source_id", "source_ids")), bool(_ID_COLUMN.fullmatch(column))
        if not (is_source or is_id or _NAME_COLUMN.fullmatch(column)):
            continue
        for row, value in zip(rows, table[head], strict=True):
            for text in filter(None, _BETWEEN.split(str(value))) if isinstance(value, str) else ():
                own = text.split("/")[0]  # a stretch of a chain has the chain's id and a number
                if is_source:
                    row[text] = None
                elif is_id and own in by_id:
                    row.update(dict.fromkeys(by_id[own]))
                elif is_id:
                    strange[text] = None
                else:
                    row.update(dict.fromkeys(by_name.get(text, ())))
    asked = _asked(table.attrs.get(provenance.ATTRS), by_id)
    return [tuple(row) or asked for row in rows], list(strange)


def _asked(record: object, by_id: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the sources of the places, straits and chain of a question."""
    if not isinstance(record, dict):
        return ()
    places = [place["id"] for key in ("hubs", "targets", "without") for place in record.get(key, ())]
    ids = [*places, *record.get("closed", ()), record.get("chain", "")]
    return tuple(dict.fromkeys(own for each in ids for own in by_id.get(str(each), ())))


@kept("layers", "geo/harbours.csv", "geo/ports.toml", "geo/gazetteer.csv")
def _features() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the ids of the sources that each feature cites, by its id and by its English name."""
    by_id: dict[str, list[str]] = {}
    by_name: dict[str, list[str]] = {}
    for layer in names():
        for row in load(layer).to_dict("records"):
            by_id[str(row["id"])] = cited(row)
            by_name.setdefault(str(row["name"]), cited(row))
    for port in ports.named().values():
        by_id[port.id] = cited(port.row)
        by_name.setdefault(port.name, by_id[port.id])
    for city in gazetteer.cities().values():
        by_id[city.id] = [gazetteer.SOURCE_ID]
    return by_id, by_name


def as_bibtex(of: list[Entry]) -> str:
    """Return entries for BibTeX and BibLaTeX, in UTF-8."""
    return "\n".join(map(_bibtex, of))


def _bibtex(entry: Entry) -> str:
    fields = {
        "author": f"{{{{{_tex(entry.author)}}}}}",
        "title": f"{{{{{_tex(entry.title)}}}}}",
        "year": f"{{{entry.date[:4]}}}" if entry.date else "",
        "date": f"{{{entry.date}}}" if len(entry.date) > 4 else "",
        "version": f"{{{_tex(entry.version)}}}" if entry.version else "",
        "url": f"{{{entry.url}}}" if entry.url else "",
        "urldate": f"{{{entry.accessed}}}" if entry.url and entry.accessed else "",
        "note": f"{{{_tex(entry.note)}}}" if entry.note else "",
    }
    kind = {"software": "software", "dataset": "dataset"}.get(entry.kind, "misc")
    body = ",\n".join(f"  {name} = {value}" for name, value in fields.items() if value)
    return f"@{kind}{{{entry.key},\n{body}\n}}\n"


def _tex(text: str) -> str:
    return text.translate(_ESCAPED)


def as_text(of: list[Entry], lang: str = "en") -> str:
    """Return entries as lines of a bibliography."""
    return "".join(f"{_line(entry, words.of('show', lang))}\n" for entry in of)


def _line(entry: Entry, w: words.Words) -> str:
    version = w.say("cite.version", version=entry.version) if entry.version else ""
    read = w.say("cite.read", date=entry.accessed) if entry.accessed else ""
    note = w.say("cite.licence", name=LICENCE) if entry.key == SOFTWARE else entry.note
    parts = [f"{entry.author}: {entry.title}", version, entry.date, entry.url, read, note]
    return ", ".join(filter(None, parts)) + "."


def as_csl_json(of: list[Entry]) -> str:
    """Return entries as CSL-JSON, which Zotero, Pandoc and others read."""
    items = []
    for entry in of:
        item: dict[str, object] = {
            "id": entry.key, "type": entry.kind, "title": entry.title, "author": [{"literal": entry.author}],
        }  # fmt: skip
        item |= {"issued": _date(entry.date)} if entry.date else {}
        item |= {"accessed": _date(entry.accessed)} if entry.accessed else {}
        plain = {"URL": entry.url, "version": entry.version, "note": entry.note}
        items.append(item | {name: value for name, value in plain.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _date(text: str) -> dict[str, object]:
    """Return a date for CSL: by its parts where it is one."""
    parts = text.split("-")
    return {"date-parts": [[int(part) for part in parts]]} if all(map(str.isdigit, parts)) else {"literal": text}


FORMATS: dict[str, Callable[[list[Entry]], str]] = {
    "bibtex": as_bibtex, "text": as_text, "csl-json": as_csl_json,
}  # fmt: skip
