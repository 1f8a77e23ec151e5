"""Places from what users of geopandas and shapely hold in their hands: frames, series and points."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from eastup import layers
from eastup.errors import InputError
from eastup.layers.reading import headings, identity
from eastup.places.features import from_frame

if TYPE_CHECKING:
    from eastup.places.place import Place

Frame = TypeVar("Frame", pd.DataFrame, gpd.GeoDataFrame)

_NO_CRS = "the GeoSeries has no CRS"


def places_of(what: object) -> list[Place] | None:
    """Return the places that a frame, a series of geometries or a geometry holds; None for anything else.

    Parameters
    ----------
    what : object
        A GeoDataFrame, whatever its geometry column is called; a GeoSeries; a DataFrame with columns of positions;
        or a shapely geometry in longitude and latitude. It is left as it is.

    Raises
    ------
    InputError
        If it holds no places, or says not where they are.
    """
    if isinstance(what, BaseGeometry):
        return from_frame(gpd.GeoDataFrame(geometry=[_there(what)], crs=layers.CRS))
    if isinstance(what, gpd.GeoSeries):
        if what.crs is None:
            raise InputError(_NO_CRS, hint="set it with set_crs('EPSG:4326')")
        what = gpd.GeoDataFrame(geometry=what)
    if not isinstance(what, pd.DataFrame):
        return None
    if what.empty:
        raise InputError(f"the {type(what).__name__} has no rows", hint="give one with places in it")
    if isinstance(what, gpd.GeoDataFrame):
        missing = what.active_geometry_name is not None and what.geometry.isna() | what.geometry.is_empty
        if missing is not False and missing.any():
            rows = ", ".join(str(index) for index in what.index[missing][:5])
            raise InputError(f"the GeoDataFrame has rows without a geometry: {rows}", hint="drop them first")
        return from_frame(named(layers.of_frame(what)))
    return from_frame(layers.of_table(named(what)).frame)


def named(frame: Frame) -> Frame:
    """Return a frame whose features have names as in files: from a column that is meant so, or else from the index.

    An index of texts names the rows where no column does.
    """
    found = headings.columns([str(column) for column in frame.columns])
    if found.name is None and all(isinstance(label, str) for label in frame.index):
        frame = frame.assign(name=list(frame.index))
    return identity.spelled(frame) if isinstance(frame, gpd.GeoDataFrame) else frame


def _there(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.is_empty:
        raise InputError("the geometry is empty", hint="give a point")
    west, south, east, north = shapely.bounds(geometry)
    if not (west >= -360 and east <= 360 and south >= -90 and north <= 90):
        what = f"the geometry reaches to ({east:g}, {north:g}), which is no longitude and latitude"
        raise InputError(what, hint="give it in EPSG:4326, or in a GeoSeries with its CRS")
    return geometry
