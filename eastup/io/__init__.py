"""Where data lie, and how files, tables and polygons are read and written."""

__all__ = [
    "columns",
    "data",
    "files",
    "geojson",
    "keys",
    "kml",
    "ondemand",
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
