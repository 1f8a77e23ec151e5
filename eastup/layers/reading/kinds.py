"""Which texts are meant as files of layers, and of which kinds; nothing heavy, since every typed name is asked."""

from __future__ import annotations

from pathlib import Path

JSON = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson")
TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
MARKUP = (".kml", ".kmz", ".gpx")
SUFFIXES = (*JSON, *TEXTS, *WORKBOOKS, ".parquet", ".gpkg", ".fgb", ".shp", ".dbf", *MARKUP, ".zip")
"""Kinds of files that are read; nothing else is, whatever it holds."""
HINTS = {
    ".xls": "save it as .xlsx or .csv",
    ".gml": "save it as .gpkg or .geojson",
    ".vrt": "give the file that it speaks of",
    ".tab": "save it as .gpkg or .shp",
    ".mif": "save it as .gpkg or .shp",
    ".gdb": "save it as .gpkg",
    ".dxf": "save it as .gpkg, with its CRS",
    ".topojson": "save it as .geojson",
}
"""What to do with a file of a kind that is not read."""


def split(source: str | Path) -> tuple[Path, str | None]:
    """Return the file and the layer that ``file.gpkg:layer`` names, or the file alone.

    Examples
    --------
    >>> split("nowhere.gpkg")
    (PosixPath('nowhere.gpkg'), None)
    """
    path = Path(source)
    if _is_file(path):
        return path, None
    front, colon, layer = str(source).rpartition(":")
    if colon and layer and Path(front).suffix.lower() in SUFFIXES and _is_file(Path(front)):
        return Path(front), layer
    return path, None


def names_a_file(text: str) -> bool:
    """Say whether a text is meant as a file: it ends as one, or is there."""
    path, layer = split(text)
    return layer is not None or path.suffix.lower() in {*SUFFIXES, *HINTS} or (bool(path.suffix) and _is_file(path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or no name at all
        return False
