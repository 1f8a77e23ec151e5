"""The port that is nearest to a place that has no way of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy.ellipsoid import distance_m
from eastup.io.data import kept
from eastup.layers.ports import Harbour, RiverPort, harbours, river_ports

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Harbour", "RiverPort", "harbours", "nearest_port", "river_ports"]


@kept("geo/harbours.csv")
def _positions() -> FloatArray:
    return np.array([(port.lon, port.lat) for port in harbours()])


def nearest_port(lon: float, lat: float, sailed: Callable[[Harbour], bool] = lambda _: True) -> tuple[Harbour, float]:
    """Return the known port nearest to a place, and how far it is as the crow flies, in kilometres.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    sailed : function of a Harbour
        Tells whether ships come to a port: of those to which none do, none is returned.

    Examples
    --------
    >>> port, km = nearest_port(116.3863, 39.9308)  # Beijing
    >>> port.name, round(km)
    ('Tianjin Xin Gang', 164)
    """
    ports = _positions()
    km = distance_m(lon, lat, ports[:, 0], ports[:, 1]) / 1000.0
    nearest = next(k for k in np.argsort(km, kind="stable").tolist() if sailed(harbours()[k]))
    return harbours()[nearest], float(km[nearest])
