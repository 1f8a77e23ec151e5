"""Where data lie, and how files, tables and polygons are read and written."""

__all__ = [
    "data",
    "files",
    "geojson",
    "keys",
    "kml",
    "polygons",
    "progress",
    "provenance",
    "quiet",
    "rasters",
    "readback",
    "spatial",
    "tables",
    "version",
]
