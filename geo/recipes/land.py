"""Builds ``land.npz``, ``land_coarse.npz`` and ``borders.npz``: OpenStreetMap land with Natural Earth's countries.

The coast is OpenStreetMap's throughout. A country's name comes from the Natural Earth polygon that covers, or lies
nearest to, each piece of land; a landmass shared by several countries is cut along Natural Earth's borders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from eastup.io.polygons import save_lines, save_polygons

if TYPE_CHECKING:
    from pathlib import Path

SEAM_LON = -30.0  # longitudes run from here to 330, so that neither Eurasia nor the Pacific is cut


@dataclass(frozen=True)
class Detail:
    """How finely land is kept inside a box of west, south, east, north (degrees); the first that holds it counts."""

    box: tuple[float, float, float, float]
    tolerance_deg: float
    least_km2: float


FINE = (
    Detail((90, -20, 180, 60), 0.001, 0.01),
    Detail((78, -52, 242, 68), 0.003, 0.1),
    Detail((-30, -90, 330, 90), 0.03, 20.0),
)
COARSE = (
    Detail((90, -20, 180, 60), 0.01, 0.8),
    Detail((78, -52, 242, 68), 0.02, 6.0),
    Detail((-30, -90, 330, 90), 0.06, 200.0),
)
# Rocks under the least area that a map of the region is asked for, as boxes; the names say why they are here.
KEPT = {
    "Okinotorishima": (136.0, 20.36, 136.16, 20.48),
    "Balintang Islets": (122.05, 19.85, 122.25, 20.05),
    "Dokdo / Takeshima": (131.83, 37.20, 131.90, 37.27),
    "Pratas": (116.6, 20.6, 116.9, 20.8),
    "Mavulis (Y'Ami)": (121.90, 21.08, 122.0, 21.16),
    "Senkaku / Diaoyu": (123.40, 25.68, 124.60, 25.98),
    "Itu Aba": (114.34, 10.36, 114.38, 10.39),
    "Pagasa (Thitu)": (114.26, 11.04, 114.30, 11.07),
    "Wake": (166.55, 19.25, 166.70, 19.35),
    "Minamitorishima": (153.9, 24.2, 154.05, 24.35),
}
# Scarborough Shoal: OpenStreetMap maps the reef's ring as land; it is awash but for a few rocks.
DROPPED = ((117.60, 15.05, 117.90, 15.25),)

_RENAMED = {"PGA": "XSP", "SOL": "SOM", "CYN": "CYP"}  # Natural Earth calls the Spratly islets PGA


def build(sources: Path, target: Path) -> None:
    """Write the three files from OpenStreetMap's land (roaring-landmask) and Natural Earth."""
    land = _osm_land()
    countries = _countries(sources)
    for name, details in (("land.npz", FINE), ("land_coarse.npz", COARSE)):
        kept = np.concatenate([_simplified(land, index, details) for index in range(len(details))])
        kept = shapely.get_parts(kept)
        pieces, codes = _by_country(kept, countries)
        order = np.lexsort((shapely.get_coordinates(shapely.point_on_surface(pieces))[:, 0], codes))
        save_polygons(target / name, pieces[order], codes[order])
        print(name, len(pieces), "polygons", shapely.get_num_coordinates(pieces).sum(), "vertices")
    _borders(sources, target)


def _osm_land() -> np.ndarray:
    """Return OpenStreetMap's land polygons in the continuous frame of longitudes."""
    import roaring_landmask

    wkb = bytes(roaring_landmask.Shapes.wkb(roaring_landmask.LandmaskProvider.Osm))
    parts = shapely.get_parts(shapely.from_wkb(wkb))
    return to_frame(parts)


def to_frame(parts: np.ndarray) -> np.ndarray:
    """Shift polygons from -180..180 to the frame that starts at the seam, and heal the cut at 180."""
    west, _, east, _ = shapely.bounds(parts).T
    across = (west < SEAM_LON) & (east > SEAM_LON)
    cut = [
        shapely.get_parts(shapely.clip_by_rect(parts[across], x0, -90, x1, 90))
        for x0, x1 in ((-180.0, SEAM_LON), (SEAM_LON, 180.0))
    ]
    parts = np.concatenate([parts[~across], *cut])
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    shift = shapely.bounds(parts)[:, 2] <= SEAM_LON
    moved = shapely.transform(parts[shift], lambda xy: xy + [360.0, 0.0])
    parts = np.concatenate([parts[~shift], moved])
    west, _, east, _ = shapely.bounds(parts).T
    touching = (np.abs(west - 180.0) < 1e-6) | (np.abs(east - 180.0) < 1e-6)
    healed = shapely.get_parts(shapely.union_all(parts[touching], grid_size=1e-7))
    return np.concatenate([parts[~touching], healed])


def _simplified(land: np.ndarray, index: int, details: tuple[Detail, ...]) -> np.ndarray:
    """Return the polygons whose home is box ``index``, simplified; wide ones vertex by vertex for their boxes."""
    home = _home(_middles(land), details)
    mine = land[home == index]
    detail = details[index]
    bounds = shapely.bounds(mine)
    wanted = _area_km2(mine) >= detail.least_km2
    for box in KEPT.values():
        wanted |= _inside(bounds, box)
    for box in DROPPED:
        wanted &= ~_inside(bounds, box)
    mine, bounds = mine[wanted], bounds[wanted]
    wide = ~_inside(bounds, detail.box)
    result = shapely.simplify(mine[~wide], detail.tolerance_deg)
    # Specks would collapse: they keep a shape of their own at a quarter of the tolerance.
    small = _area_km2(mine[~wide]) < 5 * (111 * detail.tolerance_deg) ** 2
    result[small] = shapely.simplify(mine[~wide][small], detail.tolerance_deg / 4)
    return np.concatenate([result, [_simplified_by_vertex(p, details) for p in mine[wide]]])


def _simplified_by_vertex(polygon: shapely.Polygon, details: tuple[Detail, ...]) -> shapely.Geometry:
    """Simplify a polygon that reaches across boxes: each vertex is kept or dropped as its own box says."""
    rings = []
    for ring in shapely.get_rings(polygon):
        xy = shapely.get_coordinates(ring)
        home = _home(xy, details)
        keep = np.zeros(len(xy), bool)
        for index in np.unique(home):
            survivors = shapely.get_coordinates(
                shapely.simplify(ring, details[index].tolerance_deg, preserve_topology=False)
            )
            keep |= (home == index) & np.isin(xy.view(np.complex128).ravel(), survivors.view(np.complex128).ravel())
        keep[0] = keep[-1] = True
        if keep.sum() >= 4:
            rings.append(xy[keep])
        elif not rings:  # the outline itself would collapse
            rings.append(xy)
    return shapely.make_valid(shapely.Polygon(rings[0], rings[1:]), method="structure", keep_collapsed=False)


def _middles(polygons: np.ndarray) -> np.ndarray:
    west, south, east, north = shapely.bounds(polygons).T
    return np.column_stack([(west + east) / 2, (south + north) / 2])


def _home(xy: np.ndarray, details: tuple[Detail, ...]) -> np.ndarray:
    home = np.full(len(xy), len(details) - 1)
    for index in reversed(range(len(details))):
        west, south, east, north = details[index].box
        x, y = xy[:, 0], xy[:, 1]
        home[(x >= west) & (x <= east) & (y >= south) & (y <= north)] = index
    return home


def _inside(bounds: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    west, south, east, north = box
    return (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)


def _area_km2(polygons: np.ndarray) -> np.ndarray:
    """Return areas good to a per cent, which is enough to tell a speck from an island."""
    latitude = np.radians(_middles(polygons)[:, 1])
    return np.asarray(shapely.area(polygons) * 111.19**2 * np.cos(latitude))


def _countries(sources: Path) -> gpd.GeoDataFrame:
    [archive] = sources.rglob("ne_10m_admin_0_countries_deu.zip")
    frame = gpd.read_file(f"zip://{archive}", encoding="UTF-8")[["ADM0_A3", "geometry"]]
    parts = frame.explode(index_parts=False)
    polygons, codes = [], []
    for code, rows in parts.groupby("ADM0_A3"):
        shifted = to_frame(rows.geometry.to_numpy())
        polygons.append(shifted)
        codes += [_RENAMED.get(code, code)] * len(shifted)
    return gpd.GeoDataFrame({"code": codes}, geometry=np.concatenate(polygons))


def _by_country(land: np.ndarray, countries: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return land cut along borders, and the country code of each piece."""
    names = countries["code"].to_numpy()
    shapes = countries.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    pairs = tree.query(land, predicate="intersects")
    touched: list[set[str]] = [set() for _ in land]
    for piece, country in pairs.T:
        touched[piece].add(names[country])
    shared = np.array([len(t) > 1 for t in touched])
    whole = land[~shared]
    nearest = tree.query_nearest(shapely.point_on_surface(whole), all_matches=False)
    pieces, codes = [whole[nearest[0]]], [names[nearest[1]]]
    for polygon in land[shared]:
        cut, cut_codes = _cut(polygon, shapes, names, tree)
        pieces.append(cut)
        codes.append(cut_codes)
    return np.concatenate(pieces), np.concatenate(codes)


def _cut(
    polygon: shapely.Polygon, shapes: np.ndarray, names: np.ndarray, tree: shapely.STRtree
) -> tuple[np.ndarray, np.ndarray]:
    """Cut one landmass: what a country covers is its own; the strip left along the coast goes to the nearest."""
    candidates = np.unique(tree.query(polygon, predicate="intersects"))
    by_code: dict[str, list[shapely.Geometry]] = {}
    for code in sorted(set(names[candidates])):
        cover = shapely.union_all(shapes[candidates][names[candidates] == code])
        by_code[code] = [shapely.intersection(polygon, cover, grid_size=1e-5)]
    rest = shapely.difference(polygon, shapely.union_all(shapes[candidates]), grid_size=1e-5)
    strips = shapely.get_parts(rest)
    strips = strips[shapely.get_type_id(strips) == shapely.GeometryType.POLYGON]
    nearest = tree.query_nearest(shapely.point_on_surface(strips), all_matches=False)
    for strip, owner in nearest.T:  # a strip too thin to have a point inside has no row
        by_code.setdefault(names[owner], []).append(strips[strip])
    pieces, codes = [], []
    for code, parts in by_code.items():
        merged = shapely.get_parts(shapely.union_all(parts, grid_size=1e-5))
        merged = merged[(shapely.get_type_id(merged) == shapely.GeometryType.POLYGON) & (shapely.area(merged) > 1e-7)]
        pieces.append(merged)
        codes.append(np.full(len(merged), code))
    return np.concatenate(pieces), np.concatenate(codes)


def _borders(sources: Path, target: Path) -> None:
    """Write the land borders, with Natural Earth's own word for their kind."""
    [path] = sources.rglob("ne_10m_admin_0_boundary_lines_land.shp")
    frame = gpd.read_file(path)
    column = next(c for c in frame.columns if c.upper() == "FEATURECLA")
    lines, kinds = [], []
    for row in frame.explode(index_parts=False).to_dict("records"):
        line = row["geometry"]
        if shapely.bounds(line)[2] <= SEAM_LON:
            line = shapely.transform(line, lambda xy: xy + [360.0, 0.0])
        lines.append(shapely.simplify(line, 0.005))
        kinds.append(str(row[column]))
    save_lines(target / "borders.npz", np.array(lines), np.array(kinds))
    print("borders.npz", len(lines), sorted(set(kinds)))
