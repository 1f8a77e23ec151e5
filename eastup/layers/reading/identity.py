"""Gives every feature an id and a name, and every text one spelling."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from eastup.layers.reading import headings, names

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


LONGEST = 500
"""Characters of an id or a name; the rest of a longer one is left out."""


def with_id_and_name(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Give every feature an id and a name as text: those that it has, or ones that say where it stands."""
    frame = spelled(frame)
    stem = names.clean(path.stem.encode(errors="replace").decode())  # the name of a file may be no text
    numbers = range(1, len(frame) + 1)
    given = texts(frame["id"]) if "id" in frame else [""] * len(frame)
    taken = set(given)
    ids = [own or _unused(f"{stem}-{number}", taken) for own, number in zip(given, numbers, strict=True)]
    if "name" in frame:
        titles = [name or own for name, own in zip(texts(frame["name"]), ids, strict=True)]
    else:
        titles = [f"{stem} {number}" for number in numbers]
    ids, titles = ([text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in ts] for ts in (ids, titles))
    rest = _tidied(frame.drop(columns=["id", "name"], errors="ignore"))
    rest.insert(0, "id", ids)
    rest.insert(1, "name", titles)
    return rest[[*rest.columns.drop("geometry"), "geometry"]]


def texts(cells: pd.Series) -> list[str]:
    """Return cells as text of one line; a whole number that a gap in its column made a float is whole again."""
    whole = (int(v) if isinstance(v, float) and v.is_integer() else flat_text(v) for v in cells.tolist())
    plain = ("" if v is None or v is pd.NA or v is pd.NaT or v != v else str(v) for v in whole)
    return [names.clean(text).strip() for text in plain]


def flat_text(value: object) -> object:
    """Return a list or a record as text, and anything else as it is."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _headed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with clean names of columns, each once: an invisible character makes no other column."""
    taken, heads = {"geometry"}, []
    for column in frame.columns:
        head = clean = "geometry" if column == "geometry" else names.clean(str(column))
        number = 2
        while head in taken and column != "geometry":
            head, number = f"{clean}_{number}", number + 1
        taken.add(head)
        heads.append(head)
    return frame.set_axis(heads, axis="columns")


def spelled(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Call the columns ``id`` and ``name`` that are meant so, where none is; a name in English counts first."""
    frame = _headed(frame)
    own = [str(c) for c in frame.columns]
    found = headings.columns(own)
    renamed = {}
    for wanted, index in (("id", found.id), ("name", found.name)):
        if wanted not in own and index is not None and frame.columns[index] != "geometry":
            renamed[frame.columns[index]] = wanted
    return frame.rename(columns=renamed)


def _tidied(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with its texts in one spelling."""
    result = frame.copy()
    for column in result.columns.drop("geometry"):
        cells = result[column]
        if pd.api.types.is_object_dtype(cells.dtype) or pd.api.types.is_string_dtype(cells.dtype):
            result[column] = cells.map(lambda v: names.tidy(v) if isinstance(v, str) else v)
    return result


def _unused(own: str, taken: set[str]) -> str:
    while own in taken:
        own += "-b"
    return own
