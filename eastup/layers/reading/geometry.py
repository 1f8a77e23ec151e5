"""Makes the shapes of a file ones that can be measured and drawn: mended when that is safe, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import geopandas as gpd
import numpy as np
import shapely

from eastup.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from eastup.layers.reading.report import Account

Shapes: TypeAlias = "NDArray[np.object_]"
Floats: TypeAlias = "NDArray[np.float64]"

_POLE = 90.0 - 1e-6
"""Along an edge at the pole the longitude has no meaning, and may jump."""
_POINT, _LINE, _RING, _POLYGON, _COLLECTION = 0, 1, 2, 3, 7


def located(frame: gpd.GeoDataFrame, places: list[str], account: Account) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Leave out the features that have no geometry, and tell.

    Raises
    ------
    InputError
        If none has one.
    """
    shapes = frame.geometry.to_numpy()
    lost = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if not lost.any():
        return frame, places
    if lost.all():
        raise InputError("no feature has a geometry", where=account.path, hint="add positions")
    account.skip("no geometry, left out", [places[i] for i in np.flatnonzero(lost)])
    kept = np.flatnonzero(~lost)
    return frame.iloc[kept].reset_index(drop=True), [places[i] for i in kept]


def mended(frame: gpd.GeoDataFrame, places: list[str], path: Path, account: Account) -> gpd.GeoDataFrame:
    """Return the features with shapes in longitude and latitude that are flat, simple, valid and run on over 180.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4326, without missing geometries.
    places : list of str
        Where each stands.
    path : Path
        Named in errors.
    account : Account
        Told what was mended.

    Raises
    ------
    InputError
        If a coordinate is not a longitude and latitude, or an area has nothing left that is one.
    """
    shapes = np.array(frame.geometry.to_numpy(), dtype=object)
    _drop_heights(shapes, places, account)
    check_degrees(shapes, places, path)
    kinds = shapely.get_type_id(shapes)
    for i in np.flatnonzero((kinds == _COLLECTION) | (kinds == _RING)):
        shapes[i] = _flattened(shapes[i])
    _points_in_range(shapes)
    _mend_jumps(shapes, places, account)
    _mend_areas(shapes, places, path, account)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _drop_heights(shapes: Shapes, places: list[str], account: Account) -> None:
    high = shapely.has_z(shapes) | shapely.has_m(shapes)
    if not high.any():
        return
    heights, feature = shapely.get_coordinates(shapes[high], include_z=True, return_index=True)
    told = np.unique(feature[np.nan_to_num(heights[:, 2]) != 0])
    rows = [places[i] for i in np.flatnonzero(high)[told]]
    if rows:
        account.tell("heights are left out", rows)
    shapes[high] = shapely.force_2d(shapes[high])


def check_degrees(shapes: Shapes, places: list[str], path: Path | str) -> None:
    """Refuse coordinates that are not degrees of longitude and latitude, and name the feature that has the first.

    Parameters
    ----------
    shapes : array of geometries
        In EPSG:4326, as they say.
    places : list of str
        Where each stands.
    path : Path or str
        The file or frame that holds them.

    Raises
    ------
    InputError
        If a longitude is beyond 360, a latitude beyond 90, or either is no number.
    """
    xy, feature = shapely.get_coordinates(shapes, return_index=True)
    x, y = xy.T
    bad = ~((np.abs(x) <= 360) & (np.abs(y) <= 90))  # NaN too
    if not bad.any():
        return
    first = int(bad.argmax())
    lon, lat = x[first], y[first]
    hint = "longitude and latitude look swapped" if abs(lon) <= 90 < abs(lat) <= 360 else "is this in degrees?"
    what = f"x {lon:g}, y {lat:g} is not a longitude and latitude"
    raise InputError(what, where=f"{path}, {places[feature[first]]}", hint=hint)


def _flattened(shape: BaseGeometry) -> BaseGeometry:
    """Return the parts of a collection as one multi-geometry, or as a collection of simple parts."""
    parts: Shapes = np.array([shape], dtype=object)
    while (shapely.get_type_id(parts) >= 4).any():
        parts = shapely.get_parts(parts)
    parts = parts[~shapely.is_empty(parts)]
    rings = shapely.get_type_id(parts) == _RING
    parts[rings] = [shapely.LineString(ring.coords) for ring in parts[rings]]
    if len(parts) == 1:
        only: BaseGeometry = parts[0]
        return only
    kinds = set(shapely.get_type_id(parts).tolist())
    if kinds == {_POINT}:
        return shapely.MultiPoint(list(parts))
    if kinds == {_LINE}:
        return shapely.MultiLineString(list(parts))
    return shapely.MultiPolygon(list(parts)) if kinds == {_POLYGON} else shapely.GeometryCollection(list(parts))


def _points_in_range(shapes: Shapes) -> None:
    """Bring points, and whole shapes, that lie beyond 180 to their usual longitude."""
    west, _, east, _ = shapely.bounds(shapes).T
    for beyond, turn in ((west > 180, -360.0), (east < -180, 360.0)):
        shapes[beyond] = _shifted(shapes[beyond], turn)


def _shifted(shapes: Shapes, by_deg: float) -> Shapes:
    return shapely.transform(shapes, lambda xy: xy + np.array([by_deg, 0.0]))


def _mend_jumps(shapes: Shapes, places: list[str], account: Account) -> None:
    """Let lines and areas that jump from one side of 180 to the other run on over it."""
    west, _, east, _ = shapely.bounds(shapes).T
    over_180: list[str] = []
    over_pole: list[str] = []
    for i in np.flatnonzero(east - west > 180):
        parts = shapely.get_parts(shapes[i])
        turned = [_unwrapped(part) for part in parts]
        if all(new is part for new, part in zip(turned, parts, strict=True)):
            continue
        (over_pole if any(_reaches_pole(new) for new in turned) else over_180).append(places[i])
        shapes[i] = _flattened(shapely.GeometryCollection(turned))
    if over_180:
        account.tell("it jumps across 180 degrees; read as crossing it", over_180)
    if over_pole:
        account.tell("it goes round a pole; read as holding the pole", over_pole)


def _unwrapped(part: BaseGeometry) -> BaseGeometry:
    """Return a line or polygon whose longitudes run on, or itself where they do."""
    if isinstance(part, shapely.Polygon):
        shell = _run_on(shapely.get_coordinates(part.exterior))
        if shell is None:
            return part
        holes = [shapely.get_coordinates(hole) for hole in part.interiors]
        run_on = [hole if (turned := _run_on(hole)) is None else turned for hole in holes]
        middle = (shell[:, 0].min() + shell[:, 0].max()) / 2
        turns = [360.0 * round((middle - hole[:, 0].mean()) / 360.0) for hole in run_on]
        fitted = [hole + np.array([turn, 0.0]) for hole, turn in zip(run_on, turns, strict=True)]
        return shapely.Polygon(_round_pole(shell), fitted)
    if part.geom_type == "LineString":
        line = _run_on(shapely.get_coordinates(part))
        return part if line is None else shapely.LineString(line)
    return part


def _run_on(xy: Floats) -> Floats | None:
    """Return coordinates without jumps across 180, in -180..360 where they fit, or None where there are none."""
    step = np.diff(xy[:, 0])
    at_pole = (np.abs(xy[:-1, 1]) >= _POLE) & (np.abs(xy[1:, 1]) >= _POLE)
    whole = np.abs(step) >= 360
    jumps = (np.abs(step) > 180) & ~whole & ~at_pole
    if np.sign(step[whole & ~at_pole]).sum() != 0:
        jumps |= whole & ~at_pole  # round a pole; a box round the world goes there and back
    turns = np.where(jumps, -np.sign(step), 0.0)
    if not turns.any():
        return None
    x = xy[:, 0] + 360.0 * np.concatenate([[0.0], np.cumsum(turns)])
    while x.min() < -180:
        x = x + 360.0
    while x.min() >= 180 or x.max() > 360:
        x = x - 360.0
    return np.column_stack([x, xy[:, 1]])


def _round_pole(ring: Floats) -> Floats:
    """Close a ring that goes round a pole along the pole."""
    if abs(ring[-1, 0] - ring[0, 0]) < 180:
        return ring
    pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
    return np.vstack([ring, [ring[-1, 0], pole], [ring[0, 0], pole], ring[0]])


def _reaches_pole(part: BaseGeometry) -> bool:
    return bool(np.abs(shapely.get_coordinates(part)[:, 1]).max() >= _POLE)


def _mend_areas(shapes: Shapes, places: list[str], path: Path, account: Account) -> None:
    """Make outlines that cross themselves valid: a bow-tie is the two areas that it encloses."""
    areal = shapely.get_dimensions(shapes) == 2
    bad = np.flatnonzero(areal & ~shapely.is_valid(shapes))
    for i in bad:
        whole = shapely.make_valid(shapes[i])
        parts = shapely.get_parts(shapely.get_parts(whole))
        if shapes[i].geom_type != "GeometryCollection":
            parts = parts[shapely.get_type_id(parts) == _POLYGON]
        if not len(parts):
            reason = shapely.is_valid_reason(shapes[i])
            what = f"the area is none ({reason})"
            raise InputError(what, where=f"{path}, {places[i]}", hint="give an outline of at least three corners")
        shapes[i] = _flattened(shapely.GeometryCollection(list(parts)))
    if len(bad):
        account.tell(
            "the outline crosses or touches itself; read as the areas that it encloses", [places[i] for i in bad]
        )
