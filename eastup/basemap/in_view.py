"""What a page shows of the base geography: land, borders and sea depth, clipped, projected and simplified."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from eastup.basemap.shapes import SEAM_LON, borders, land
from eastup.geodesy.figure import RADIUS_KM
from eastup.geodesy.mollweide import GlobeEllipse
from eastup.geodesy.projecting import from_geographic
from eastup.geodesy.rim import Disc
from eastup.io import rasters
from eastup.io.data import geo, intact, kept

if TYPE_CHECKING:
    import rasterio
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.rim import Rim
    from eastup.geodesy.types import Bounds, Geometries

    Indices = NDArray[np.int64]

    from eastup.geodesy.ellipsoid import FloatArray

_COARSE_FROM_M = 2500.0  # a pixel wider than this can't show what the fine level adds
_LARGEST_TURN_DEG = {True: 85.0, False: 110.0}
"""How far from its middle a page can show land in one piece, in an oblique Mercator and in an azimuthal projection."""
_DEGREE_M = 111_700.0  # no degree of longitude or latitude is longer
_LARGEST_AREA_SCALE = 4.0  # of a page's rim
_LONGEST_EDGE_DEG = 1.0
"""Of an outline that is projected point by point."""
_NEAR_DEG = 75.0
"""From the centre of an azimuthal view: a page within shows no land that a box of longitude and latitude would cut."""
_FADE_DEG = 5.0
_POLE_MARGIN = 0.01
"""Of a page's longer side."""
_FRAME_STEPS = 60
"""Along a side of a page."""
_AT_SEAM_DEG = 1e-6
_AT_POLE_DEG = -89.9
_JOINED_M = 5_000.0
"""Half the width of a gap that is closed where the files part land at their seam: a tenth of a pixel of the globe."""
_SEAM_STEP_DEG = 0.25
_SIMPLIFY_PX = 0.35
_LEAST_AREA_PX = 0.6
_PAGES = 6
"""Whose base is kept: maps of one set show the same frame, and a map in another language the same again."""


def land_in_view(crs: pyproj.CRS, bounds: Bounds, pixel_m: float) -> gpd.GeoDataFrame:
    """Return the land that a page shows, in the view's metres.

    Parameters
    ----------
    crs : pyproj.CRS
        Of the view.
    bounds : xmin, ymin, xmax, ymax, metres
    pixel_m : float, metres
        Size of a pixel: lines are simplified to a third of it and specks below it are left out.

    Returns
    -------
    GeoDataFrame
        With the column ``country``.
    """
    parts, codes = _land_in_view(crs, bounds, pixel_m)
    return gpd.GeoDataFrame({"country": codes}, geometry=parts.copy(), crs=crs)


@kept("geo/land.npz", "geo/land_coarse.npz", most=_PAGES)
def _land_in_view(crs: pyproj.CRS, bounds: Bounds, pixel_m: float) -> tuple[Geometries, NDArray[np.object_]]:
    """Return the polygons and the country of each; see `land_in_view`."""
    frame = land("coarse" if pixel_m >= _COARSE_FROM_M else "fine")
    least_m2 = _LEAST_AREA_PX * pixel_m**2
    shapes = frame.geometry.to_numpy()
    x0, y0, x1, y1 = shapely.bounds(shapes).T
    large = np.flatnonzero((x1 - x0) * (y1 - y0) * _DEGREE_M**2 * _LARGEST_AREA_SCALE > least_m2)
    shapes, index = _projected(shapes[large], crs, bounds)
    shapes, index = _polygons(shapes, large[index])
    # Most of the coast belongs to islets that the scale can't show: they go before the slow steps, not after.
    seen = _meets(shapes, bounds) & (shapely.area(shapes) > least_m2)
    shapes = _valid(_simplified(shapes[seen], _SIMPLIFY_PX * pixel_m))
    parts, index = _polygons(shapely.clip_by_rect(shapes, *bounds), index[seen])
    keep = shapely.area(parts) > least_m2 / 4  # simplifying takes some of an islet's area; less is a sliver of the cut
    return parts[keep], frame["country"].to_numpy(dtype=object)[index[keep]]


def borders_in_view(crs: pyproj.CRS, bounds: Bounds, pixel_m: float) -> gpd.GeoDataFrame:
    """Return the land borders that a page shows, in the view's metres; see `land_in_view`."""
    lines, kinds = _borders_in_view(crs, bounds, pixel_m)
    return gpd.GeoDataFrame({"kind": kinds}, geometry=lines.copy(), crs=crs)


@kept("geo/borders.npz", most=_PAGES)
def _borders_in_view(crs: pyproj.CRS, bounds: Bounds, pixel_m: float) -> tuple[Geometries, NDArray[np.object_]]:
    """Return the lines and the kind of each; see `borders_in_view`."""
    frame = borders()
    shapes, index = _projected(frame.geometry.to_numpy(), crs, bounds)
    shapes = shapely.clip_by_rect(shapely.simplify(shapes, _SIMPLIFY_PX * pixel_m), *bounds)
    keep = ~shapely.is_empty(shapes)
    return shapes[keep], frame["kind"].to_numpy(dtype=object)[index[keep]]


def depth_in_view(crs: pyproj.CRS, bounds: Bounds, width_px: int, height_px: int) -> FloatArray:
    """Return ETOPO1 heights (metres, negative under water) in the view, ``(height_px, width_px)``; NaN outside."""
    return warp("depth.tif", crs, bounds, width_px, height_px)


def depth_share(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return how much of a depth to show at points, 0 to 1: less and less towards the edge of what is known.

    So that the sea has no straight edge where the file ends.
    """
    import rasterio

    with intact(geo("depth.tif")), rasters.environment(), rasterio.open(geo("depth.tif")) as source:
        west, south, east, north = source.bounds
    about = (west + east) / 2
    known = np.where(np.isfinite(lon), lon, np.nan)  # a corner of the frame may lie beyond the globe
    across = about + (known - about + 180.0) % 360.0 - 180.0
    within = np.minimum.reduce([across - west, east - across, lat - south, north - np.asarray(lat)])
    share = np.clip(within / _FADE_DEG, 0.0, 1.0)
    return np.asarray(np.nan_to_num(share * share * (3.0 - 2.0 * share)))


def relief_in_view(crs: pyproj.CRS, bounds: Bounds, width_px: int, height_px: int) -> FloatArray:
    """Return shaded relief (0 to 255) warped into the view, ``(height_px, width_px)``; NaN outside."""
    return warp("relief.tif", crs, bounds, width_px, height_px)


def warp(name: str, crs: pyproj.CRS, bounds: Bounds, width_px: int, height_px: int) -> FloatArray:
    """Warp a raster of the base geography into the view by cubic resampling."""
    return _warped(name, crs, bounds, width_px, height_px).copy()


@kept("geo/depth.tif", "geo/relief.tif", most=_PAGES)
def _warped(name: str, crs: pyproj.CRS, bounds: Bounds, width_px: int, height_px: int) -> FloatArray:
    import rasterio

    with intact(geo(name)), rasters.environment(), rasterio.open(geo(name)) as source:
        return warp_array(source.read(1), source.transform, crs, bounds, width_px, height_px)


def warp_array(
    data: NDArray[np.number], transform: rasterio.Affine, crs: pyproj.CRS, bounds: Bounds, width_px: int, height_px: int
) -> FloatArray:
    """Warp an array in EPSG:4326 into a view; see `warp`."""
    from rasterio.crs import CRS
    from rasterio.transform import from_bounds
    from rasterio.warp import Resampling, reproject

    result = np.full((height_px, width_px), np.nan, np.float32)
    with rasters.environment():
        reproject(
            data.astype(np.float32),
            result,
            src_transform=transform,
            src_crs="EPSG:4326",
            dst_transform=from_bounds(*bounds, width_px, height_px),
            dst_crs=CRS.from_wkt(crs.to_wkt("WKT2_2019")),
            src_nodata=np.nan,
            dst_nodata=np.nan,
            resampling=Resampling.cubic,
        )
    return result.astype(float)


def _projected(shapes: Geometries, crs: pyproj.CRS, bounds: Bounds) -> tuple[Geometries, Indices]:
    """Clip to the region that the page shows, project, and return the shapes with their index."""
    rim = _rim(crs, bounds)
    if rim is not None:
        return _within_rim(shapes, crs, rim)
    if not _boxed(crs, bounds) and (shown := _shown_about_middle(crs, bounds)):
        return _by_azimuthal(shapes, crs, *shown)
    west, south, east, north = region(crs, bounds)
    pieces, indices = [], []
    for shift in (-360.0, 0.0, 360.0):  # the region's longitudes may run off either end of the frame
        box = (west - shift, south, east - shift, north)
        x0, y0, x1, y1 = shapely.bounds(shapes).T
        near = np.flatnonzero((x1 > box[0]) & (x0 < box[2]) & (y1 > box[1]) & (y0 < box[3]))
        if not len(near):
            continue
        inside = (x0[near] >= box[0]) & (x1[near] <= box[2]) & (y0[near] >= box[1]) & (y1[near] <= box[3])
        chosen = shapes[near]
        chosen[~inside] = shapely.clip_by_rect(chosen[~inside], *box)
        pieces.append(chosen)
        indices.append(near)
    if not pieces:
        return np.array([], dtype=object), np.array([], dtype=int)
    return _in_plane(np.concatenate(pieces), crs), np.concatenate(indices)


def _round_pole(polygon: shapely.Polygon, crs: pyproj.CRS) -> shapely.Polygon:
    """Project the land that holds the South Pole: its coast alone, without the way to the pole and back at the seam."""
    coast = shapely.get_coordinates(polygon.exterior)
    coast = coast[coast[:, 1] > _AT_POLE_DEG]
    start = int(np.argmax(np.abs(np.diff(coast[:, 0], append=coast[:1, 0])))) + 1  # one end of the seam
    return shapely.Polygon(np.column_stack(from_geographic(crs).transform(*np.roll(coast, -start, axis=0).T)))


def _rim(crs: pyproj.CRS, bounds: Bounds) -> Rim | None:
    """Return the rim of what a page can show of the globe; None where it shows a part well within."""
    base = crs.source_crs if crs.source_crs is not None and crs.source_crs.is_projected else crs
    method = "" if base.coordinate_operation is None else base.coordinate_operation.method_name
    if method.endswith("o_proj=moll"):
        assert crs.ellipsoid is not None
        return GlobeEllipse.of_sphere(crs.ellipsoid.semi_major_metre)
    if "Azimuthal" not in method:
        return None
    far_m = float(np.hypot(max(-bounds[0], bounds[2]), max(-bounds[1], bounds[3])))  # a view's centre is its origin
    near, most = ((azimuthal_m(method, angle)) for angle in (_NEAR_DEG, _LARGEST_TURN_DEG[False] + 15.0))
    return Disc.about(0.0, 0.0, most) if far_m > near or not _boxed(crs, bounds) else None


def _boxed(crs: pyproj.CRS, bounds: Bounds) -> bool:
    """Say whether a box of longitude and latitude holds all that a page shows: not where it looks past a pole."""
    x, y = from_geographic(crs).transform([0.0, 0.0], [90.0, -90.0])
    margin = _POLE_MARGIN * max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    across = (bounds[0] - margin < np.array(x)) & (np.array(x) < bounds[2] + margin)
    upright = (bounds[1] - margin < np.array(y)) & (np.array(y) < bounds[3] + margin)
    if (across & upright).any():
        return False
    west, _, east, _ = region(crs, bounds)
    return east - west < 2.0 * _reach_deg(crs)


def _reach_deg(crs: pyproj.CRS) -> float:
    """Return how far from its middle a page in a projection can show land in one piece, degrees."""
    operation = crs.coordinate_operation
    return _LARGEST_TURN_DEG[operation is not None and "Oblique Mercator" in operation.method_name]


def _shown_about_middle(crs: pyproj.CRS, bounds: Bounds) -> tuple[pyproj.CRS, BaseGeometry] | None:
    """Return what a page shows in an azimuthal CRS about its middle, and that CRS; None where its own view is torn."""
    x0, y0, x1, y1 = bounds
    longer = max(x1 - x0, y1 - y0)
    ring = shapely.get_coordinates(shapely.segmentize(shapely.box(*bounds), longer / _FRAME_STEPS))
    inverse = partial(from_geographic(crs).transform, direction="INVERSE")
    lon, lat = inverse((x0 + x1) / 2, (y0 + y1) / 2)
    about = pyproj.CRS.from_dict({"proj": "laea", "lon_0": lon, "lat_0": lat, "datum": "WGS84"})
    ring = np.column_stack(from_geographic(about).transform(*inverse(*ring.T)))
    if not np.isfinite(ring).all() or not (shown := shapely.Polygon(ring)).is_valid:
        return None
    return about, shown.buffer(_POLE_MARGIN * longer).simplify(_JOINED_M)


def _by_azimuthal(
    shapes: Geometries, crs: pyproj.CRS, about: pyproj.CRS, shown: BaseGeometry
) -> tuple[Geometries, Indices]:
    """Project shapes of the whole earth into a view of a region that looks past a pole.

    They are cut to what the page shows in an azimuthal view about its middle, which has no seam there, and are taken
    from that one into the view.
    """
    far_m = float(np.hypot(*shapely.get_coordinates(shown).T).max())
    plane, index = _within_rim(shapes, about, Disc.about(0.0, 0.0, far_m))
    near = _meets(plane, shown.bounds)
    plane, index = _valid(plane[near]), index[near]
    shapely.prepare(shown)
    over = ~shapely.covers(shown, plane)
    plane[over] = shapely.intersection(plane[over], shown)

    def to_view(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        return from_geographic(crs).transform(*from_geographic(about).transform(x, y, direction="INVERSE"))

    return shapely.transform(plane, to_view, interleaved=False), index  # type: ignore[arg-type]  # of two columns


def azimuthal_m(method: str, angle_deg: float) -> float:
    """Return how far from the centre an azimuthal projection of a sphere shows what is an angle away, metres."""
    angle = np.radians(angle_deg)
    return float(RADIUS_KM * 1000.0 * (2.0 * np.sin(angle / 2.0) if "Lambert" in method else angle))


def _in_plane(found: Geometries, crs: pyproj.CRS) -> Geometries:
    """Project shapes of longitude and latitude; long edges follow their parallels and meridians."""
    x0, y0, x1, y1 = shapely.bounds(found).T
    wide = np.fmax(x1 - x0, y1 - y0) > _LONGEST_EDGE_DEG  # a border along a parallel bends where the parallel does
    found[wide] = shapely.segmentize(found[wide], _LONGEST_EDGE_DEG)
    return shapely.transform(found, from_geographic(crs).transform, interleaved=False)  # type: ignore[arg-type]  # of two columns


def _within_rim(shapes: Geometries, crs: pyproj.CRS, rim: Rim) -> tuple[Geometries, Indices]:
    """Project shapes of the whole earth into a view, cut at the rim of what it shows of the globe.

    What the files part at their own seam is put together again: no coast runs there.
    """
    plane = _in_plane(shapes.copy(), crs)
    index = np.arange(len(plane))
    kinds = shapely.get_type_id(plane)
    if (kinds == shapely.GeometryType.LINESTRING).all():
        cut = [rim.cut_line(shapely.get_coordinates(line)) for line in plane]
        return np.array([shapely.MultiLineString([*map(shapely.LineString, some)]) for some in cut]), index
    round_pole = np.flatnonzero(shapely.bounds(shapes)[:, 1] <= _AT_POLE_DEG)
    plane[round_pole] = [_round_pole(shapes[index], crs) for index in round_pole]
    opposite = _holds_opposite(shapes, crs) if isinstance(rim, Disc) else np.array([], dtype=int)
    inverted = shapely.difference(rim.outline, _valid(plane[opposite]))  # their coast goes round the rest of the earth
    plane = rim.cut_areas(plane)
    plane[opposite] = inverted
    west, _, east, _ = shapely.bounds(shapes).T
    beside = (west <= SEAM_LON + _AT_SEAM_DEG) | (east >= SEAM_LON + 360.0 - _AT_SEAM_DEG)
    at_seam = _valid(plane[beside])
    closed = shapely.buffer(shapely.union_all(shapely.buffer(at_seam, _JOINED_M)), -_JOINED_M)
    along_seam = shapely.intersection(closed, _seam(crs, rim))  # elsewhere it would fill fjords
    joined = shapely.get_parts(shapely.union_all([*at_seam, along_seam]))
    joined = joined[shapely.get_type_id(joined) == shapely.GeometryType.POLYGON]
    owner = [int(np.argmax(shapely.intersects(at_seam, part))) for part in joined]
    return np.concatenate([plane[~beside], joined]), np.concatenate([index[~beside], index[beside][owner]])


def _seam(crs: pyproj.CRS, rim: Rim) -> shapely.Geometry:
    """Return what lies about the meridian at which the files part land, in the plane."""
    lat = np.arange(-90.0, 90.0 + _SEAM_STEP_DEG, _SEAM_STEP_DEG)
    meridian = np.column_stack(from_geographic(crs).transform(np.full(len(lat), SEAM_LON), lat))
    pieces = [piece for piece in rim.cut_line(meridian[np.isfinite(meridian).all(axis=1)]) if len(piece) > 1]
    return shapely.union_all(shapely.buffer([shapely.LineString(piece) for piece in pieces], 2.0 * _JOINED_M))


def _holds_opposite(shapes: Geometries, crs: pyproj.CRS) -> Indices:
    """Return the index of the land that holds the point opposite the centre of an azimuthal view."""
    lon, lat = from_geographic(crs).transform(0.0, 0.0, direction="INVERSE")
    point = shapely.Point((lon + 180.0 - SEAM_LON) % 360.0 + SEAM_LON, -lat)
    return np.flatnonzero(shapely.contains(shapes, point))


def region(crs: pyproj.CRS, bounds: Bounds) -> Bounds:
    """Return the box of west, south, east, north (degrees) that holds all that a page shows, with a margin.

    Longitudes run on from the page's centre, so that a page across 180 has one box. Where the page shows a pole, the
    box goes all round it, as far as the projection reaches.
    """
    x0, y0, x1, y1 = bounds
    inverse = partial(from_geographic(crs).transform, direction="INVERSE")
    middle_lon, middle_lat = inverse((x0 + x1) / 2, (y0 + y1) / 2)
    xs, ys = np.meshgrid(np.linspace(x0, x1, 80), np.linspace(y0, y1, 80))
    lon, lat = inverse(xs.ravel(), ys.ravel())
    good = np.isfinite(lon) & np.isfinite(lat)
    lon = middle_lon + (lon[good] - middle_lon + 180.0) % 360.0 - 180.0
    lat = lat[good]
    margin = 0.02 * max(float(np.ptp(lon)), float(np.ptp(lat))) + 0.05
    south, north = max(float(lat.min()) - margin, -89.0), min(float(lat.max()) + margin, 89.0)
    reach = _reach_deg(crs)
    west = max(float(lon.min()) - margin, middle_lon - reach)
    east = min(float(lon.max()) + margin, middle_lon + reach)
    return west, max(south, middle_lat - reach), east, min(north, middle_lat + reach)


def _polygons(shapes: Geometries, index: Indices) -> tuple[Geometries, Indices]:
    """Take shapes apart and return the polygons among the pieces, with the index of each."""
    parts, part_index = shapely.get_parts(shapes, return_index=True)
    keep = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return parts[keep], index[part_index[keep]]


def _meets(shapes: Geometries, bounds: Bounds) -> NDArray[np.bool_]:
    """Say which shapes have a bounding box that meets the page."""
    x0, y0, x1, y1 = shapely.bounds(shapes).T
    return np.asarray((x1 > bounds[0]) & (x0 < bounds[2]) & (y1 > bounds[1]) & (y0 < bounds[3]))


def _simplified(polygons: Geometries, tolerance: float) -> Geometries:
    """Simplify polygons ring by ring; a few of the results may cross themselves.

    Douglas and Peucker's way, and only where it would leave no ring the way that keeps topology, which is some seven
    times slower. It works on rings since GEOS mends a polygon by a buffer of nothing, which may lose a part of it.
    """
    rings, owner = shapely.get_rings(polygons, return_index=True)
    simple = shapely.simplify(rings, tolerance, preserve_topology=False)
    collapsed = (shapely.get_type_id(simple) != shapely.GeometryType.LINEARRING) | shapely.is_empty(simple)
    simple[collapsed] = shapely.simplify(rings[collapsed], tolerance)
    return np.asarray(shapely.polygons(simple, indices=owner))


def _valid(shapes: Geometries) -> Geometries:
    """Mend the few polygons that projecting or simplifying made cross themselves; clipping would fail on them."""
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return shapes
