"""Reads a layer from a file of any kind that is known by its suffix, and only as what the suffix says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from eastup.errors import InputError, UnknownNameError
from eastup.layers.reading import geojson, geometry, geopackage, markup, rowgeometry, tabular, vector
from eastup.layers.reading.identity import LONGEST, with_id_and_name
from eastup.layers.reading.kinds import HINTS, JSON, MARKUP, SUFFIXES, TEXTS, WORKBOOKS
from eastup.layers.reading.report import Account, Reading
from eastup.layers.reading.suspicion import suspicions

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

CRS = "EPSG:4326"

Layers = list[tuple[str, gpd.GeoDataFrame, list[str]]]


def read(
    path: Path,
    encoding: str | None = None,
    layer: str | None = None,
    links: Callable[[pd.DataFrame], gpd.GeoDataFrame] | None = None,
) -> Reading:
    """Read all that a file holds into longitude and latitude of WGS 84.

    Parameters
    ----------
    path : Path
        A file whose suffix is among `SUFFIXES`.
    encoding : str, optional
        Of its text; found where it is not given.
    layer : str, optional
        Only this layer, folder or sheet.
    links : callable, optional
        Makes geometries for a table that has columns ``from_id`` and ``to_id`` and no positions.

    Returns
    -------
    Reading
        The features with ``id``, ``name`` and ``geometry``, where each stands in the file, and what is to be told.

    Raises
    ------
    InputError
        If it can't be read: what, in which row or feature, and the hint.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        if suffix in HINTS:
            raise InputError(f"{suffix} files are not read", where=path, hint=HINTS[suffix])
        raise UnknownNameError("kind of layer file", suffix, SUFFIXES, where=path)
    account = Account(str(path))
    try:
        if suffix in TEXTS and links is not None:
            table = tabular.read_text(path, encoding, account)
            if table.columns.way is None and {"from_id", "to_id"} <= set(table.header):
                frame = links(tabular.plain(table))
                return _finished(frame, table.places, path, account, linked=True)
            frame, places = rowgeometry.features(table, path, account)
        else:
            frame, places = geopackage.joined(_layers(path, suffix, encoding, layer, account))
    except (RecursionError, MemoryError):
        raise InputError("the file is too large or nested too deep to be read", where=path) from None
    return _finished(frame, places, path, account)


def _layers(path: Path, suffix: str, encoding: str | None, layer: str | None, account: Account) -> Layers:
    """Return the layers of a file with their names and where each feature stands."""
    if suffix == ".zip":
        return _archive(path, encoding, layer, account)
    if suffix in WORKBOOKS:
        return _sheets(path, layer, account)
    if suffix == ".gpkg":
        return [("", *geopackage.read(path, layer, account))]
    if suffix in MARKUP:
        return [("", *markup.read(path, encoding, layer, account))]
    if layer is not None:
        raise InputError(f"a {suffix} file has no layers within it", where=path, hint=f"leave :{layer[:40]} out")
    if suffix in TEXTS:
        return [("", *rowgeometry.features(tabular.read_text(path, encoding, account), path, account))]
    if suffix in JSON:
        return [("", *geojson.read(path, encoding, account))]
    if suffix == ".shp":
        return [("", *vector.read_shapefile(path, encoding, account))]
    if suffix == ".fgb":
        return [("", *vector.read_flatgeobuf(path, account))]
    if suffix == ".dbf":
        return [("", *rowgeometry.features(tabular.of_frame(vector.read_dbf(path, encoding, account)), path, account))]
    found, places = vector.read_parquet(path, account)
    if isinstance(found, gpd.GeoDataFrame):
        return [("", found, places)]
    account.unit = "row"
    return [("", *rowgeometry.features(tabular.of_frame(found), path, account))]


def _sheets(path: Path, layer: str | None, account: Account) -> Layers:
    found: Layers = []
    for table in tabular.read_workbook(path, account, layer):
        frame, places = rowgeometry.features(table, path, account)
        found.append((table.sheet, frame, places))
        account.layers.append((table.sheet, len(frame)))
    # The places name their sheets already.
    return found if len(found) == 1 else [("", *_side_by_side(found))]


def _side_by_side(found: Layers) -> tuple[gpd.GeoDataFrame, list[str]]:
    whole, _ = geopackage.joined(found)
    return whole, [place for _, _, places in found for place in places]


def _archive(path: Path, encoding: str | None, layer: str | None, account: Account) -> Layers:
    """Read the layer files within an archive, each as its suffix says."""
    found: Layers = []
    with tempfile.TemporaryDirectory(prefix="eastup-") as folder:
        inner = vector.members(path, Path(folder), tuple(s for s in SUFFIXES if s != ".zip"))
        if layer is not None and layer not in [p.stem for p in inner]:
            raise UnknownNameError("layer", layer, [p.stem for p in inner], where=path)
        for member in inner:
            if layer not in {None, member.stem}:
                continue
            own = Account(str(path))
            try:
                frame, places = geopackage.joined(_layers(member, member.suffix, encoding, None, own))
            except InputError as error:
                told = str(error.where or "").replace(str(member), member.name).replace(f"{folder}/", "")
                raise InputError(error.what, where=f"{path}, {told}", hint=error.hint) from None
            found.append((member.stem, frame, places))
            account.layers.append((member.stem, len(frame)))
            account.skipped += own.skipped
            account.notes += own.notes
            account.columns |= own.columns
            account.encoding = account.encoding or own.encoding
            account.unit = own.unit
    account.kind = "zip"
    return found


def of_table(frame: pd.DataFrame, name: str = "table") -> Reading:
    """Read a data frame that says in its columns where each row is, as a file of such a table is read.

    Parameters
    ----------
    frame : DataFrame
        With columns of longitude and latitude, or of positions as text, by any of their usual names.
    name : str
        What features without id and name are called after.

    Raises
    ------
    InputError
        If there are no such columns, or no row.
    """
    account = Account(f"the {type(frame).__name__}")
    account.unit = "row"
    found, places = rowgeometry.features(tabular.of_frame(frame.reset_index(drop=True)), Path(name), account)
    return _finished(found, places, Path(name), account)


def _finished(
    frame: gpd.GeoDataFrame, places: list[str], path: Path, account: Account, linked: bool = False
) -> Reading:
    """Bring features into longitude and latitude, mend and name them, and tell what is strange about them."""
    if frame.empty:
        raise InputError("the layer holds no features", where=path)
    if frame.crs is None:
        frame = frame.set_crs(CRS)
    if not linked:  # a link may lack an end
        frame, places = geometry.located(frame, places, account)
        try:
            frame = frame.to_crs(CRS)
        except Exception as error:  # PROJ says in many ways that it knows no way from here to there
            what = f"its coordinates can't be turned into longitude and latitude ({str(error)[:100]})"
            raise InputError(what, where=path, hint="save it in EPSG:4326") from None
        frame = geometry.mended(frame, places, path, account)
    if account.encoding not in {None, "UTF-8"}:
        account.tell(f"read as {account.encoding}")
    named = with_id_and_name(frame, path)
    long = [place for place, name in zip(places, named["name"], strict=True) if len(name) > LONGEST]
    if long:
        account.tell(f"the name is cut after {LONGEST} characters", long)
    for note in suspicions(named, places):
        account.notes.append(note)
    return Reading(named, places, account.close(len(named)))
