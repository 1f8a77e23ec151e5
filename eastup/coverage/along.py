"""How much of a line is within reach: exact, by the one fact that a distance can't change faster than one moves.

Between two points of a line that lie h apart, a hub's distance stays within (d1 + d2 - h) / 2 and (d1 + d2 + h) / 2.
Where that decides nothing the stretch is halved, until it is shorter than a metre. The same holds for the distance to
the k-th nearest hub.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from eastup.coverage.metric import Metric, SeaMetric
    from eastup.geodesy.ellipsoid import FloatArray

    IntArray = NDArray[np.int64]

LEAST_KM = 0.001
"""Stretches are not divided further: ends of stretches are good to this."""
_STEP_KM = 20.0
_GAP_KM = 0.0005
_SAMPLE_KM = 1.0


@dataclass(frozen=True, eq=False)
class LinearReference:
    """A line made of geodesics between its vertices, measured along itself; it may have several parts."""

    id: str
    name: str
    starts: FloatArray
    """Longitude, latitude and azimuth at the start of each geodesic, ``(S, 3)``, degrees."""
    km: FloatArray
    """Length of each geodesic, ``(S,)``."""

    @property
    def length_km(self) -> float:
        """Length of the line, kilometres."""
        return float(self.km.sum())

    @property
    def begins_km(self) -> FloatArray:
        """Where each geodesic begins, kilometres along the line."""
        return np.cumsum(self.km) - self.km

    def distances_km(self, metric: Metric, geodesic: IntArray, along_km: FloatArray) -> FloatArray:
        """Return the distance of each hub to points at lengths along given geodesics of the line, ``(H, N)`` km."""
        lon, lat, azimuth = self.starts[geodesic].T
        return metric.distances_km(np.column_stack(geodesy.forward(lon, lat, azimuth, along_km * 1000.0)))

    def parts(self) -> tuple[IntArray, FloatArray, FloatArray]:
        """Return the line in stretches of a few kilometres: geodesic, and where on it each begins and ends (km)."""
        steps = np.maximum(2, np.ceil(self.km / _STEP_KM).astype(int))
        geodesic = np.repeat(np.arange(len(self.km)), steps)
        number = np.arange(len(geodesic)) - np.repeat(np.cumsum(steps) - steps, steps)
        step = (self.km / steps)[geodesic]
        return geodesic, number * step, np.where(number + 1 == steps[geodesic], self.km[geodesic], (number + 1) * step)

    def substring(self, start_km: float, end_km: float) -> BaseGeometry:
        """Return the geometry from one length along the line to another."""
        pieces = []
        for number, begin in enumerate(self.begins_km):
            a, b = max(begin, start_km), min(begin + self.km[number], end_km)
            if b - a > 1e-9:
                steps = np.linspace(a, b, max(2, int(np.ceil((b - a) / _STEP_KM)) + 1)) - begin
                lon, lat, azimuth = self.starts[number]
                points = np.column_stack(geodesy.forward(lon, lat, azimuth, steps * 1000.0))
                points[:, 0] = np.unwrap(points[:, 0], period=360.0)
                pieces.append(shapely.LineString(points))
        return shapely.line_merge(shapely.multilinestrings(pieces)) if len(pieces) > 1 else pieces[0]


@dataclass(frozen=True, eq=False)
class SampledReference(LinearReference):
    """A line with the distances of the hubs at points along it, between which they are taken as straight.

    By sea a distance takes a search a hub, whatever the number of points: so all are asked for at once, a kilometre
    apart, and ends of stretches are good to some metres where a way has one last corner, and to a hundred elsewhere.
    """

    samples_km: FloatArray
    """Where the points are along the line, ``(N,)``, rising."""
    hub_km: FloatArray
    """``(H, N)``; infinite where no way leads."""

    def parts(self) -> tuple[IntArray, FloatArray, FloatArray]:
        """See `LinearReference.parts`: from sample to sample, where distances are straight however steep they are."""
        low, high = self.samples_km[:-1], self.samples_km[1:]
        low, high = low[high > low], high[high > low]
        geodesic = np.searchsorted(self.begins_km, low, side="right") - 1
        return geodesic, low - self.begins_km[geodesic], high - self.begins_km[geodesic]

    def distances_km(self, metric: Metric, geodesic: IntArray, along_km: FloatArray) -> FloatArray:
        """See `LinearReference.distances_km`."""
        at = self.begins_km[geodesic] + along_km
        right = np.clip(np.searchsorted(self.samples_km, at), 1, len(self.samples_km) - 1)
        left = right - 1
        step = np.maximum(self.samples_km[right] - self.samples_km[left], 1e-12)
        share = np.clip((at - self.samples_km[left]) / step, 0.0, 1.0)
        a, b = self.hub_km[:, left], self.hub_km[:, right]
        with np.errstate(invalid="ignore"):
            between = a + share * (b - a)
        # Beside water that no way leads to a point is as the sample that is nearer.
        return np.where(np.isfinite(a) & np.isfinite(b), between, np.where(share < 0.5, a, b))


def sampled(lines: list[LinearReference], metric: SeaMetric) -> list[LinearReference]:
    """Return lines that know the distances of all hubs by sea."""
    points, counts, places_km = [], [], []
    for each in lines:
        own = []
        for number, (begin, length) in enumerate(zip(each.begins_km, each.km, strict=True)):
            along = np.linspace(0.0, length, max(2, int(np.ceil(length / _SAMPLE_KM)) + 1))
            lon, lat, azimuth = each.starts[number]
            points.append(np.column_stack(geodesy.forward(lon, lat, azimuth, along * 1000.0)))
            own.append(begin + along)
        places_km.append(np.concatenate(own))
        counts.append(len(places_km[-1]))
    km = metric.distances_km(np.concatenate(points))
    ends = np.cumsum(counts)
    return [
        SampledReference(each.id, each.name, each.starts, each.km, at_km, km[:, end - count : end])
        for each, at_km, end, count in zip(lines, places_km, ends, counts, strict=True)
    ]


def line(identity: str, name: str, geometry: BaseGeometry) -> LinearReference:
    """Make a line of a LineString or MultiLineString of longitude and latitude."""
    starts, km = [], []
    for piece in shapely.get_parts(geometry):
        points = shapely.get_coordinates(piece)
        azimuth, length = geodesy.inverse(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
        keep = length > 0
        starts.append(np.column_stack([points[:-1], azimuth])[keep])
        km.append(length[keep] / 1000.0)
    return LinearReference(identity, name, np.concatenate(starts), np.concatenate(km))


@dataclass(frozen=True, eq=False)
class Segments:
    """A line split so that each segment is within reach of the same hubs from end to end."""

    line: LinearReference
    ends_km: FloatArray
    """Where segments begin and end along the line, ``(P + 1,)``."""
    reached: NDArray[np.bool_]
    """Which hubs reach each piece, ``(P, H)`` of bool."""

    @property
    def km(self) -> FloatArray:
        """Length of each piece."""
        return np.diff(self.ends_km)

    def covered_km(self, k: int = 1) -> float:
        """Return the length within reach of at least k hubs."""
        return float(self.km[self.reached.sum(axis=1) >= k].sum())

    def gaps(self, k: int = 1) -> list[tuple[float, float]]:
        """Return where stretches that fewer than k hubs reach begin and end along the line."""
        open_ = np.concatenate([[False], self.reached.sum(axis=1) < k, [False]])
        begins, stops = np.flatnonzero(~open_[:-1] & open_[1:]), np.flatnonzero(open_[:-1] & ~open_[1:])
        return [(float(self.ends_km[a]), float(self.ends_km[b])) for a, b in zip(begins, stops, strict=True)]


def split(line: LinearReference, metric: Metric, reach_km: float) -> Segments:
    """Cut a line where the hubs that reach it change.

    Parameters
    ----------
    line : LinearReference
    metric : Metric
        How the hubs get there.
    reach_km : float

    Returns
    -------
    Segments
        Their ends are good to `LEAST_KM`.
    """
    on, low, high = line.parts()
    d_low, d_high = line.distances_km(metric, on, low), line.distances_km(metric, on, high)
    begins, reached = [], []
    while len(on):
        h, middle = high - low, (d_low + d_high) / 2
        cut_off = np.isfinite(d_low) != np.isfinite(d_high)  # by sea, at the edge of a water that no way leads to
        with np.errstate(invalid="ignore"):
            # At the edge of the strip along a shore ways by sea change faster than one moves.
            half_km = np.maximum(h, np.abs(d_high - d_low)) / 2
            crossed = (middle - half_km <= reach_km) & (middle + half_km > reach_km)
        unsure = (crossed | cut_off).any(axis=0) & (h > LEAST_KM)
        begins.append(line.begins_km[on[~unsure]] + low[~unsure])
        reached.append((middle[:, ~unsure] <= reach_km).T)
        on, low, high = on[unsure], low[unsure], high[unsure]
        d_low, d_high = d_low[:, unsure], d_high[:, unsure]
        half = (low + high) / 2
        d_half = line.distances_km(metric, on, half)
        on, low, high = np.tile(on, 2), np.concatenate([low, half]), np.concatenate([half, high])
        d_low, d_high = np.hstack([d_low, d_half]), np.hstack([d_half, d_high])
    start, by = np.concatenate(begins), np.concatenate(reached)
    order = np.argsort(start, kind="stable")
    start, by = start[order], by[order]
    keep = np.concatenate([[True], (by[1:] != by[:-1]).any(axis=1)])
    return Segments(line, np.concatenate([start[keep], [line.length_km]]), by[keep])


def full_reach_km(line: LinearReference, metric: Metric, k: int = 1) -> float:
    """Return the least reach at which at least k hubs reach every point of a line; infinite with fewer hubs.

    Found to half a metre, and never too small by more.
    """

    def kth(on: IntArray, along_km: FloatArray) -> FloatArray:
        km = line.distances_km(metric, on, along_km)
        return np.full(len(on), np.inf) if len(km) < k else np.partition(km, k - 1, axis=0)[k - 1]

    on, low, high = line.parts()
    f_low, f_high = kth(on, low), kth(on, high)
    best = float(np.maximum(f_low, f_high).max())
    while len(low):
        possible = (f_low + f_high + high - low) / 2 > best + _GAP_KM
        on, low, high = on[possible], low[possible], high[possible]
        f_low, f_high = f_low[possible], f_high[possible]
        if len(low):
            middle = (low + high) / 2
            f_middle = kth(on, middle)
            best = max(best, float(f_middle.max()))
            on, low, high = np.tile(on, 2), np.concatenate([low, middle]), np.concatenate([middle, high])
            f_low, f_high = np.concatenate([f_low, f_middle]), np.concatenate([f_middle, f_high])
    return best
