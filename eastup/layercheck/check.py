"""Checks layers: what every layer needs, ids over all of them, and the columns, words and records of ours.

What our layers say of the world is checked in `eastup.layercheck.facts`, where they have it from in
`eastup.layercheck.sourcing`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import layers, places
from eastup.basemap.coast import distance_to_land_m, inland_m
from eastup.errors import InputError
from eastup.layercheck.facts import facts
from eastup.layercheck.finding import NUMBERS, Checked, Finding, Severity, is_missing, rows_of
from eastup.layercheck.schema import (
    COMMON,
    DATE,
    ID,
    ONE_OF,
    OURS,
    RECORDS,
    REQUIRED,
    SCRIPTS,
    SHAPES,
    TOGETHER,
)
from eastup.layercheck.sourcing import register_findings, sourcing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from eastup.layers.query import Row
    from eastup.layers.reading import Report

__all__ = ["Checked", "Finding", "check", "distance_to_land_m", "examine", "inland_m"]


def check(source: str | Path | None = None) -> list[Finding]:
    """Check a layer, or all that ship with eastup.

    Parameters
    ----------
    source : str or Path, optional
        A layer's name or a file of the user's, of which only what every layer needs is checked.

    Returns
    -------
    list of Finding
        Errors first. Disagreement between sources is a note, not an error.

    Raises
    ------
    InputError
        If there is no such layer or file. A file that can't be read is a finding.
    """
    return list(examine(source).findings)


def examine(source: str | Path | None = None) -> Checked:
    """Check a layer as `check` does, and say how a file was read.

    Parameters
    ----------
    source : str or Path, optional
        A layer's name or a file of the user's.

    Returns
    -------
    Checked
        With the report of how a file was read, and the findings, errors first.

    Raises
    ------
    InputError
        If there is no such layer or file.
    """
    names = layers.names()
    report = None
    if source is None or str(source) in names:
        found: list[Finding] = []
        ids: dict[str, list[str]] = {}
        rows: dict[str, list[Row]] = {}
        for name in names if source is None else [str(source)]:
            try:
                frame = layers.load(name)
                ids[name], rows[name] = _features(frame), rows_of(frame)
                found += _check_shipped(name, frame)
            except InputError as error:  # in its own file, or in that of another layer which it speaks of
                found.append(_unreadable(name, error))
        found += _repeated_ids(ids)
        if REQUIRED.keys() <= rows.keys():
            found += register_findings(rows)
    else:
        report, found = _check_file(source)
    found.sort(key=lambda f: ("error", "warning", "note").index(f.severity))
    return Checked("" if source is None else str(source), report, tuple(found))


def _check_shipped(name: str, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Check the form of a layer, then the facts of those features whose form allows it."""
    rows = rows_of(frame)
    yield from _generic(name, frame, _features(frame))
    yield from _columns(name, rows)
    if name == "chains":
        yield from _variants(rows)
    if name in REQUIRED:
        yield from sourcing(name, rows)
    shapes = SHAPES.get(name)
    whole = [r for r in rows if not shapes or (r["geometry"] is not None and r["geometry"].geom_type in shapes)]
    yield from facts(name, [r for r in whole if _records_are_whole(r)])


def _check_file(source: str | Path) -> tuple[Report | None, list[Finding]]:
    """Check a file of the user's; findings name the row of a table or the number of a feature."""
    name = str(source)
    try:
        reading = layers.open_file(source)
    except InputError as error:
        if not layers.is_file(layers.split(source)[0]):
            raise
        return None, [_unreadable(name, error)]
    frame = reading.frame
    features = [f"{place} ({own})" for place, own in zip(reading.places, frame["id"], strict=True)]
    found = [*_generic(name, frame, features), *_repeated_ids({name: features}, {name: list(frame["id"])})]
    named = dict(zip(reading.places, features, strict=True))
    for note in reading.report.notes:
        if note.about in {"id", "origin"}:  # found above, in the words of a check
            continue
        severity: Severity = "warning" if note.loud else "note"
        found += [Finding(name, named.get(row, row), severity, note.text) for row in note.rows or ("file",)]
    own = dict(zip(frame["name"], features, strict=True))
    found += [
        Finding(name, own[one], "warning", f"{what}; is its position right?") for one, what in places.elsewhere(frame)
    ]
    return reading.report, found


def _unreadable(name: str, error: InputError) -> Finding:
    place = str(error.where or "").removeprefix(name).lstrip(", ")
    return Finding(name, place or "file", "error", f"{error.what}; {error.hint}" if error.hint else error.what)


def _generic(name: str, frame: gpd.GeoDataFrame, features: list[str]) -> Iterator[Finding]:
    """Check what every layer needs."""
    shipped = name in REQUIRED
    made_up = [f"{Path(name).stem}-{number}" for number in range(1, len(frame) + 1)]  # by the loader
    need_ids = shipped or list(frame["id"]) != made_up
    for row, feature, own in zip(rows_of(frame), features, made_up, strict=True):
        if need_ids and row["id"] == own:
            yield Finding(name, feature, "error" if shipped else "warning", f"no id; {own} stands for it")
        elif shipped and not ID.fullmatch(str(row["id"])):
            yield Finding(name, feature, "error", "the id is not in small letters, digits and hyphens")
        if row["name"] == row["id"]:
            yield Finding(name, feature, "warning", "no name; the id stands for it")
        shape = row["geometry"]
        if shape is None or shape.is_empty:
            if name != "claims":  # a claim may lack an end
                yield Finding(name, feature, "error" if shipped else "warning", "no geometry")
        elif not shape.is_valid:
            yield Finding(name, feature, "error", f"the geometry is not valid: {shapely.is_valid_reason(shape)}")
        elif shape.geom_type == "Point" and shape.x == 0 and shape.y == 0:
            yield Finding(name, feature, "warning", "at 0, 0 in the Gulf of Guinea: is the position missing?")
        elif name not in {"chains", "claims"} and _jumps(shape):
            yield Finding(name, feature, "warning", "it jumps across 180 degrees; let its longitudes run on, or cut it")
        elif shipped and shape.geom_type not in SHAPES.get(name, (shape.geom_type,)):
            yield Finding(name, feature, "error", f"a {shape.geom_type} is not what this layer holds")
    if name in {"nodes", "bases", "places", "claims", "chains"}:  # a port and its base, two sources of one line
        return
    again = (frame.geometry.notna() & frame.geometry.to_wkb().duplicated()).to_numpy()
    for number in np.flatnonzero(again):
        yield Finding(name, features[number], "warning", "another feature has the same geometry")


def _jumps(shape: shapely.Geometry) -> bool:
    """Say whether a line or an outline goes from one side of 180 degrees to the other within one step."""
    parts = [shapely.boundary(p) if p.geom_type == "Polygon" else p for p in shapely.get_parts(shape)]
    steps = [np.abs(np.diff(shapely.get_coordinates(path)[:, 0])) for path in shapely.get_parts(parts)]
    return any(((step > 180) & (step < 360)).any() for step in steps)  # 360 is the edge of a box round the world


def _columns(name: str, rows: list[Row]) -> Iterator[Finding]:
    """Check that what must be there is there, in its language, and one of the words that it may be."""
    common = COMMON.get(name, OURS if name in REQUIRED else ("source",))  # a layer that was added needs a source
    may_lack = {"from_id", "to_id"} if name == "claims" else set()
    for row in rows:
        for column in (*common, *REQUIRED.get(name, ())):
            if column not in may_lack and is_missing(row.get(column)):
                yield Finding(name, row["id"], "error", f"no {column}")
        for column, script in SCRIPTS.items():
            if not is_missing(row.get(column)) and not script.search(str(row[column])):
                yield Finding(name, row["id"], "error", f"{column} {row[column]!r} is not in that language")
        for column, words in ONE_OF.get(name, {}).items():
            if row.get(column) not in words:
                yield Finding(name, row["id"], "error", f"{column} {row.get(column)!r} is none of {sorted(words)}")
        for column, fields in RECORDS.items():
            value = row.get(column)
            if not is_missing(value) and not _are_records(value, fields):
                yield Finding(name, row["id"], "error", f"each of its {column} needs {', '.join(fields)}")
        for group in TOGETHER:
            lacks = [column for column in group if is_missing(row.get(column))]
            if 0 < len(lacks) < len(group):
                has = ", ".join(column for column in group if column not in lacks)
                yield Finding(name, row["id"], "error", f"{has} without {', '.join(lacks)}")
        for column in sorted(NUMBERS & row.keys()):
            if not is_missing(row[column]) and not isinstance(row[column], int | float):
                yield Finding(name, row["id"], "error", f"{column} {row[column]!r} is not a number")
        as_of = row.get("as_of")
        if not is_missing(as_of) and not DATE.fullmatch(str(as_of)) and (name, as_of) != ("claims", "undated"):
            yield Finding(name, row["id"], "error", f"as_of {as_of!r} is not a year, month or day such as 2025-11-16")


def _repeated_ids(features: dict[str, list[str]], ids: dict[str, list[str]] | None = None) -> Iterator[Finding]:
    """Find ids that stand twice; the features are named by their ids unless these are given apart."""
    seen: dict[str, str] = {}
    for name, named in features.items():
        for feature, own in zip(named, (ids or features)[name], strict=True):
            if own in seen:
                yield Finding(name, feature, "error", f"the id stands in {seen[own]} already")
            seen.setdefault(own, name if ids is None else feature)


def _variants(rows: list[Row]) -> Iterator[Finding]:
    defaults = sum(row.get("default") is True for row in rows)
    if defaults != 1:
        yield Finding("chains", "default", "error", f"{defaults} variants are the default; one must be")
    variants = [row.get("variant") for row in rows]
    for variant in sorted({str(v) for v in variants if not is_missing(v) and variants.count(v) > 1}):
        yield Finding("chains", variant, "error", "two lines have this variant's name")


def _features(frame: gpd.GeoDataFrame) -> list[str]:
    return [str(own) for own in frame["id"]]


def _are_records(value: object, fields: tuple[str, ...]) -> bool:
    """Say whether a value is a list of records with these fields, with numbers where a number belongs."""
    if not isinstance(value, list) or not all(isinstance(v, dict) and set(fields) <= set(v) for v in value):
        return False
    numbers = [v[f] for v in value for f in fields if f in NUMBERS]
    return all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)


def _records_are_whole(row: Row) -> bool:
    return all(is_missing(row.get(c)) or _are_records(row[c], fields) for c, fields in RECORDS.items())
