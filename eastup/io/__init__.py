"""Where data lie, and how files, tables and polygons are read and written."""
