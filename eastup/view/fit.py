"""Fits the central line of an oblique Mercator to a chain of islands."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.view.definitions import CentralLine
from eastup.view.distortion import distortion
from eastup.view.view import View

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from eastup.geodesy.ellipsoid import FloatArray

_DECIMALS = 4  # of a degree: 11 m, far below what the fit can tell apart


def fit_line(lonlat: ArrayLike) -> CentralLine:
    """Return the central line along which a chain's worst scale error is least.

    The line is the great circle whose greatest distance from the chain is least (a minimax fit, on the sphere); its
    centre lies abreast of the middle of the chain; the scale factor then shares the error evenly between the points
    nearest to and farthest from the line, on the ellipsoid.

    Parameters
    ----------
    lonlat : (N, 2) array_like of float, degrees
        Vertices of the chain, in order, at least three.
    """
    from scipy.optimize import minimize  # only a fit needs it, and it is slow to load

    points = geodesy.line(lonlat, step_m=20_000.0)
    vectors = _unit_vectors(points)
    # Start from the least-squares plane through the Earth's centre; its normal is the pole of the great circle.
    pole = np.linalg.svd(vectors, full_matrices=False)[2][-1]
    tangents = np.linalg.svd(pole[None, :])[2][1:]

    def bent(offset: FloatArray) -> FloatArray:
        bent_pole = pole + offset @ tangents
        return np.asarray(bent_pole / np.linalg.norm(bent_pole))

    def worst(offset: FloatArray) -> float:
        return float(np.abs(vectors @ bent(offset)).max())

    options = {"xatol": 1e-9, "fatol": 1e-12, "initial_simplex": [[0, 0], [0.02, 0], [0, 0.02]]}
    found = minimize(worst, np.zeros(2), method="Nelder-Mead", options=options)  # type: ignore[call-overload]
    pole = bent(found.x)

    middle = _unit_vectors(points[[_half_way(points)]])[0]
    centre = middle - (middle @ pole) * pole
    centre /= np.linalg.norm(centre)
    lon = math.degrees(math.atan2(centre[1], centre[0]))
    lat = math.degrees(math.asin(centre[2]))
    east = np.array([-math.sin(math.radians(lon)), math.cos(math.radians(lon)), 0.0])
    along = np.cross(pole, centre)
    azimuth = math.degrees(math.atan2(along @ east, along @ np.cross(centre, east)))
    line = CentralLine(round(lon, _DECIMALS), round(lat, _DECIMALS), round(azimuth % 180.0, _DECIMALS), 1.0)
    scale = distortion(View(line=line).crs, points).max_scale
    return dataclasses.replace(line, scale=round(2.0 / float(scale.min() + scale.max()), 6))


def _unit_vectors(lonlat: FloatArray) -> FloatArray:
    lam, phi = np.radians(lonlat).T
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def _half_way(points: FloatArray) -> int:
    """Return the index of the point at half of the length."""
    steps = geodesy.distance_m(*points[:-1].T, *points[1:].T)
    return int(np.searchsorted(np.cumsum(steps), steps.sum() / 2))
