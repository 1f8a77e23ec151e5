"""Takes the user's own GeoDataFrames, with the same care as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from eastup.errors import InputError
from eastup.layers.reading import geometry

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

CRS = "EPSG:4326"


def of_frame(frame: gpd.GeoDataFrame, where: str = "the GeoDataFrame") -> gpd.GeoDataFrame:
    """Return a frame in EPSG:4326 whose active geometry column, whatever its name, is called ``geometry``.

    Parameters
    ----------
    frame : GeoDataFrame
        In any CRS. A further column called ``geometry`` that is not the active one is left out.
    where : str
        Named in errors.

    Raises
    ------
    InputError
        If it has no CRS or no active geometry, or a coordinate is not a longitude and latitude.
    """
    active = frame.active_geometry_name
    if active is None:
        raise InputError("the GeoDataFrame has no active geometry", where=where, hint="set it with set_geometry")
    if frame.crs is None:
        raise InputError("the GeoDataFrame has no CRS", where=where, hint="set it with set_crs('EPSG:4326')")
    if active != "geometry":
        frame = frame.drop(columns="geometry", errors="ignore").rename_geometry("geometry")
    if frame.crs != CRS:
        frame = frame.to_crs(CRS)
    shapes = frame.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    rows = [f"row {index}" for index in frame.index[there]]
    geometry.check_degrees(shapes[there], rows, where)
    return frame


def of_places(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a data frame at the points that its columns tell, its columns and index as they are.

    A GeoDataFrame comes back as it is.

    Raises
    ------
    InputError
        If no columns tell where its rows are, or not of all of them.
    """
    import geopandas as gpd

    from eastup.layers.reading.files import of_table

    if isinstance(table, gpd.GeoDataFrame):
        return table
    found = of_table(table).frame
    if len(found) < len(table):
        what = f"{len(table) - len(found)} rows of the {type(table).__name__} say not where they are"
        raise InputError(what, hint="drop them first")
    return gpd.GeoDataFrame(table, geometry=found.geometry.to_numpy(), crs=CRS)
