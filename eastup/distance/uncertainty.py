"""How far a distance may be off, for what is known of the positions of its ends and of ways by sea."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place

SEA_SHARE = 0.031
"""Of a way by sea: nine in ten of the published port distances that nothing was fitted on (docs/sea-routes.md) differ
by no more; the tests measure it."""


def of_pairs(
    origins: Sequence[Place], targets: Sequence[Place], km: FloatArray, by_sea: NDArray[np.bool_]
) -> FloatArray:
    """Return the uncertainty of each row of a matrix, km: the precision of both ends, and by sea the network's error.

    They are independent, so their squares add up. A place whose precision is not known is taken as given. What has no
    distance has none.

    Parameters
    ----------
    origins, targets : sequences of Place
        N and M of them.
    km, by_sea : (N M,) or (2 N M,) arrays
        Distances, pair after pair and mode after mode, and which of them are of ships.
    """
    a, b = (np.array([p.precision_km or 0.0 for p in side]) for side in (origins, targets))
    ends_km = np.hypot(a[:, None], b[None]).ravel()
    of_way = np.where(by_sea, SEA_SHARE * km, 0.0)
    found = np.hypot(np.tile(ends_km, len(km) // len(ends_km)), of_way)
    return np.where(np.isnan(km), np.nan, found)


def of_way(a: Place, b: Place, km: float, mode: str) -> float:
    """Return the uncertainty of one distance, km, as `of_pairs` does of many."""
    return of_sum([a.precision_km or 0.0, b.precision_km or 0.0, SEA_SHARE * km if mode == "sea" else 0.0])


def of_stations(stations: Sequence[Place], km: float, mode: str) -> float:
    """Return the uncertainty of a whole way from station to station, km; a stop counts for both of its legs."""
    precision = [place.precision_km or 0.0 for place in stations]
    return of_sum([*precision, *precision[1:-1], SEA_SHARE * km if mode == "sea" else 0.0])


def of_named(
    table: pd.DataFrame, precision_km: Mapping[str, float], ends: tuple[str, str], km: str, mode: str = ""
) -> FloatArray:
    """Return the uncertainty of a column of distances between places that are told by their names, km.

    Parameters
    ----------
    precision_km : mapping
        Of each place by its name; one that is not known is taken as given.
    ends : two columns of names
    km : str
        The column of distances.
    mode : str
        Of all rows, where the table has no column of modes.
    """
    one, other = (table[end].map(precision_km).astype(float).fillna(0.0).to_numpy(float) for end in ends)
    by_sea = (table["mode"] == "sea").to_numpy() if "mode" in table else mode == "sea"
    way = np.where(by_sea, SEA_SHARE, 0.0) * table[km].astype(float).to_numpy(float)
    return np.asarray(np.sqrt(one**2 + other**2 + way**2))


def of_hours(table: pd.DataFrame, off_km: FloatArray, hours: str = "hours", km: str = "distance_km") -> FloatArray:
    """Return the uncertainty of a column of hours: that of the distance, at the speed that the two columns tell."""
    time, length = (table[name].astype(float).to_numpy(float) for name in (hours, km))
    return np.asarray(off_km * np.abs(np.divide(time, length, out=np.zeros(len(length)), where=length != 0)))


def of_table(table: pd.DataFrame) -> dict[str, FloatArray]:
    """Return what `eastup.results` shows distances and hours by, of a table that has an ``uncertainty_km``."""
    off = table["uncertainty_km"].to_numpy(float)
    return {"distance_km": off, "hours": of_hours(table, off)}


def of_sum(each_km: FloatArray | pd.Series | Sequence[float]) -> float:
    """Return the uncertainty of several lengths one after the other, km, each with its own."""
    return float(np.sqrt(np.square(np.asarray(each_km, dtype=float)).sum()))


def of_margin(km: Sequence[float] | FloatArray, precision_km: Sequence[float] | FloatArray, mode: str) -> float:
    """Return the uncertainty of the difference of two distances to one target, km: what is common to both falls out.

    Parameters
    ----------
    km : two lengths
    precision_km : two lengths
        Of the two hubs; the target's is the same for both.
    mode : str
        By sea the error of each way counts.
    """
    ways = SEA_SHARE * np.asarray(km, dtype=float) if mode == "sea" else np.zeros(2)
    return float(np.sqrt(np.square(ways).sum() + np.square(np.asarray(precision_km, dtype=float)).sum()))


def of_mean_margin(km: FloatArray, precision_km: Sequence[float], mode: str) -> float:
    """Return the uncertainty of the difference of two means of distances to the same targets, km.

    Parameters
    ----------
    km : (2, T) array
    precision_km : two lengths
        Of the two hubs; those of the targets are the same for both.
    mode : str
        By sea the error of each way counts, as one that is independent of the others': what is common to all ways
        moves both means alike.
    """
    ways = float(np.sqrt(np.square(SEA_SHARE * km).sum())) / km.shape[1] if mode == "sea" else 0.0
    return float(np.sqrt(ways**2 + np.square(np.asarray(precision_km, dtype=float)).sum()))


def decimals(uncertainty_km: float) -> int:
    """Return how many decimals of a length in kilometres are worth printing: none below its first uncertain digit.

    Examples
    --------
    >>> decimals(8.0), decimals(0.3), decimals(0.04), decimals(0.0)
    (0, 1, 2, 3)
    """
    return 3 if uncertainty_km <= 0 else int(min(max(np.ceil(-np.log10(uncertainty_km)), 0), 3))
