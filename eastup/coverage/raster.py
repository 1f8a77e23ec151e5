"""Writes coverage as a Cloud Optimized GeoTIFF: how many hubs reach each cell, how far the nearest is, and which it is.

Work goes window by window through threads or a cluster, and windows are written in their order, so that memory stays
bounded at any resolution and the bytes do not depend on who did the work.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import numpy as np

from eastup.coverage import count as counting
from eastup.coverage import metric
from eastup.errors import InputError, UnknownNameError
from eastup.hubs.question import Given, Question
from eastup.io import files, provenance, rasters
from eastup.io.data import carried
from eastup.io.progress import stages, track
from eastup.sea.engine import Water

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from rasterio.io import DatasetWriter

    from eastup.coverage.grid import Bands, Grid, Pending, Window
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place, SomePlaces

    Float32 = NDArray[np.float32]
    Runner = Callable[["Job"], Iterator[tuple[Window, Bands]]]

BANDS = ("count", "all")
ENGINES = ("local", "dask")
SUFFIXES = (".tif", ".tiff")

# Light to dark; the last stands for all higher counts. None is left clear, so that a map below shows through.
_COLORS = (
    (255, 255, 255, 0), (222, 235, 247, 255), (189, 215, 231, 255), (133, 188, 220, 255), (83, 158, 205, 255),
    (42, 122, 185, 255), (11, 85, 159, 255), (8, 58, 117, 255), (6, 38, 82, 255),
)  # fmt: skip
_CACHE_MB = 64
_WINDOWS_A_MESH = 8
"""By sea, for each further thread: they take five seconds, so that half as many would buy little for 150 MB."""
_MEASURE = {"air": "geodesic on WGS 84", "sea": "ship distance over water"}


@dataclass(frozen=True)
class Job:
    """All that a worker needs to know for any window."""

    grid: Grid
    hubs: tuple[tuple[float, float], ...]
    """Longitude and latitude, degrees; by sea of their sea points."""
    reach_km: float
    bands: str = "count"
    kmh: float | None = None
    """Speed, where the second band is hours."""
    mode: str = "air"
    water: Water = Water()  # noqa: RUF009  # it is frozen
    """What ships may use."""

    @property
    def dtype(self) -> str:
        """Data type of the file: all bands of a GeoTIFF share one."""
        return "float32" if self.bands == "all" else "uint8" if len(self.hubs) < 255 else "uint16"

    @property
    def nodata(self) -> float:
        """What a cell off the earth holds, and by sea one on land."""
        return float("nan") if self.bands == "all" else float(np.iinfo(self.dtype).max)

    def window(self, window: Window) -> Bands:
        """Return the bands of a window, ``(bands, rows, columns)`` in the file's data type."""
        if self.mode == "sea":
            return self._by_sea(window)
        hubs = np.array(self.hubs, float).reshape(-1, 2)
        count, lon, lat = self._count(hubs, window)
        if self.bands == "count":
            return np.nan_to_num(count[None], nan=self.nodata).astype(self.dtype)
        if lon is None or lat is None:
            lon, lat = self.grid.lonlat(window)
        return self._all_bands(count, *counting.nearest_cells(hubs, lon, lat))

    def _all_bands(self, count: Float32, km: FloatArray, which: NDArray[np.int64]) -> Bands:
        far = km if self.kmh is None else km / self.kmh
        return np.stack([count, far.astype(np.float32), np.where(which < 0, np.nan, which + 1).astype(np.float32)])

    def _by_sea(self, window: Window) -> Bands:
        """Return the bands of a window by ship: nothing on land, and where no way leads."""
        lon, lat = self.grid.lonlat(window)
        good = np.isfinite(lon) & np.isfinite(lat)
        points = np.column_stack([lon[good], lat[good]])
        by = metric.SeaMetric(self.hubs, self.water)
        count, far_km, number = np.full((3, *lon.shape), np.nan)
        reached = np.zeros(len(points), np.int64)
        for hub in by.reached(self.reach_km, points[:, 0], points[:, 1]):
            reached += hub
        least_km, which = by.nearest(points[:, 0], points[:, 1])
        count[good] = np.where(which >= 0, reached, np.nan)
        if self.bands == "count":
            return np.asarray(np.nan_to_num(count[None], nan=self.nodata).astype(self.dtype))
        far_km[good], number[good] = np.where(which >= 0, least_km, np.nan), which
        return self._all_bands(count.astype(np.float32), far_km, np.nan_to_num(number, nan=-1).astype(np.int64))

    def _count(self, hubs: FloatArray, window: Window) -> tuple[Float32, FloatArray | None, FloatArray | None]:
        if self.grid.geographic:
            x, y = self.grid.axes(window)
            return counting.count_rows(hubs, self.reach_km, x, y).astype(np.float32), None, None
        lon, lat = self.grid.lonlat(window)
        good = np.isfinite(lon) & np.isfinite(lat)
        count = np.full(lon.shape, np.nan, np.float32)
        count[good] = counting.count_points(hubs, self.reach_km, lon[good], lat[good])
        return count, lon, lat


def write(
    path: str | Path,
    hubs: SomePlaces | Question | None = None,
    grid: Grid | None = None,
    *,
    bands: str = "all",
    engine: str = "local",
    scheduler: str | None = None,
    **given: Unpack[Given],
) -> None:
    """Write how many hubs reach each cell, how far the nearest hub is, and which it is.

    Parameters
    ----------
    path : str or Path
        ``.tif``; a Cloud Optimized GeoTIFF with overviews.
    hubs : see `eastup.places.select`
        The default hubs of `eastup.hubs` where None.
    grid : Grid, optional
        See `eastup.coverage.geographic` and `projected`; 0.05 degree over 90E-180E, 20S-60N where None.
    **given : see `eastup.hubs.question.Given`
        One reach. With hours the second band is hours too; by sea land holds no data.
    bands : {'all', 'count'}
        ``count`` alone is much quicker, and carries a colour table.
    engine : {'local', 'dask'}
        The threads of this machine, or a dask cluster: the one at ``scheduler``, or else a local one.

    Raises
    ------
    InputError
        If the question is not one, or the file can't be written. Nothing is left half-written.
    """
    from eastup.coverage.grid import geographic

    files.suffix_of(path, SUFFIXES)
    for kind, value, choices in (("band", bands, BANDS), ("engine", engine, ENGINES)):
        if value not in choices:
            raise UnknownNameError(kind, value, choices)
    if scheduler and engine != "dask":
        raise InputError("a scheduler means nothing to the local engine", hint="add --engine dask")
    question = Question.of(hubs, reaches=True, **given)
    reach_km, places = question.reach_km, list(question.hubs)
    by = metric.metric_of(question)
    air = tuple((h.lon, h.lat) for h in places)
    positions, water = (by.hubs, by.water) if isinstance(by, metric.SeaMetric) else (air, Water())
    kmh = question.kmh if question.in_hours else None
    job = Job(grid or geographic(), positions, reach_km, bands, kmh, question.mode, water)
    _check_crs(job.grid)
    with (
        files.whole(path) as temporary,
        _runner(engine, scheduler) as run,
        rasters.environment(GDAL_CACHEMAX=_CACHE_MB, GDAL_PAM_ENABLED=False),
    ):
        _write(job, places, temporary, run, provenance.tags(question.made("coverage.write_raster").record()))


def _write(job: Job, places: list[Place], path: Path, run: Runner, tags: dict[str, str]) -> None:
    import rasterio
    from rasterio.crs import CRS
    from rasterio.shutil import copy
    from rasterio.windows import Window as Place_

    grid, counts = job.grid, job.bands == "count"
    profile = {
        "driver": "GTiff", "width": grid.width, "height": grid.height, "count": 1 if counts else 3,
        "dtype": job.dtype, "nodata": job.nodata,
        "crs": CRS.from_wkt(grid.crs_wkt) if grid.crs_wkt else CRS.from_epsg(4326),
        "transform": rasterio.Affine(grid.cell, 0.0, grid.left, 0.0, -grid.cell, grid.top),
        "tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "deflate", "zlevel": 1,
        "bigtiff": "if_safer",
    }  # fmt: skip
    n_bytes = grid.width * grid.height * profile["count"] * np.dtype(job.dtype).itemsize
    with (
        tempfile.TemporaryDirectory(prefix=".eastup-", dir=path.parent) as folder,
        rasters.draft(path, n_bytes) as final,
        rasters.draft(Path(folder) / "draft.tif", n_bytes, keep=False) as draft,
        warnings.catch_warnings(),
        stages({"coverage": 9, "writing the raster": 1}) as begin,
    ):
        with rasterio.open(draft, "w", **profile) as target:
            begin("coverage")
            for (rows, columns), data in track(run(job), grid.count):
                place = Place_.from_slices(rows, columns)
                target.write(data, window=place)
            _describe(target, job, places)
            target.update_tags(**tags)
        begin("writing the raster")
        copy(
            draft, final, driver="COG", compress="deflate", blocksize=512, overview_resampling="nearest",
            predictor="yes", num_threads=os.cpu_count() or 1, bigtiff="if_safer",
        )  # fmt: skip


def _check_crs(grid: Grid) -> None:
    """Refuse a CRS that a GeoTIFF forgets: its keys have no place for a projection derived from another."""
    import rasterio
    from rasterio.crs import CRS
    from rasterio.io import MemoryFile

    if grid.geographic:
        return
    with (
        rasters.environment(GDAL_PAM_ENABLED=False),
        MemoryFile() as memory,
    ):  # no file beside it that could hold the CRS
        place = {"transform": rasterio.Affine(1, 0, 1, 0, -1, 1), "crs": CRS.from_wkt(grid.crs_wkt)}
        with memory.open(driver="GTiff", width=1, height=1, count=1, dtype="uint8", **place) as file:
            file.write(np.ones((1, 1, 1), "uint8"))
        with memory.open() as file:
            if file.crs is None:
                raise InputError("a GeoTIFF can't hold this view's CRS", hint="use --projection oblique-mercator")


def _describe(target: DatasetWriter, job: Job, places: list[Place]) -> None:
    """Name the bands, the reach and the hubs in the file, and colour the counts."""
    what = f"{job.reach_km:.10g} km" + (f" ({job.reach_km / job.kmh:.10g} h)" if job.kmh else "")
    target.update_tags(reach=what, mode=job.mode, measure=f"{_MEASURE[job.mode]}; the boundary counts as inside")
    target.update_tags(**{f"hub_{n}": f"{hub.id} | {hub.name}" for n, hub in enumerate(places, start=1)})
    target.set_band_description(1, "count")
    if job.bands == "count":
        last = len(_COLORS) - 1
        target.write_colormap(1, {n: _COLORS[min(n, last)] for n in range(255)})
        return
    target.set_band_description(2, "distance_km" if job.kmh is None else "hours")
    target.set_band_description(3, "nearest_hub")
    for band, unit in ((2, "km" if job.kmh is None else "h"), (3, "number of hub_N in the file's tags")):
        target.set_band_unit(band, unit)


@contextmanager
def _runner(engine: str, scheduler: str | None) -> Iterator[Runner]:
    if engine == "dask":
        from eastup.coverage import dask

        with dask.connected(scheduler) as client:
            yield lambda job: in_order(job.grid.windows(), dask.submitter(client, job.window), dask.ahead(client))
    else:
        yield _threads


def _threads(job: Job) -> Iterator[tuple[Window, Bands]]:
    """Work through the windows with the cores of this machine; few results wait to be written at any time."""
    workers = min(os.cpu_count() or 1, 16)
    if job.mode == "sea":  # each thread lays out a mesh of its own
        workers = max(1, min(workers, job.grid.count // _WINDOWS_A_MESH))
    work = carried(job.window)
    with ThreadPoolExecutor(workers) as pool:
        yield from in_order(job.grid.windows(), lambda w: pool.submit(work, w), 2 * workers)


def in_order(
    windows: Iterator[Window], submit: Callable[[Window], Pending], ahead: int
) -> Iterator[tuple[Window, Bands]]:
    """Give the windows with their results in order, with at most ``ahead`` of them under way."""
    waiting: deque[tuple[Window, Pending]] = deque()
    for window in windows:
        waiting.append((window, submit(window)))
        if len(waiting) >= ahead:
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        first, future = waiting.popleft()
        yield first, future.result()
