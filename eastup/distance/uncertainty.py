"""How far a distance may be off, for what is known of the positions of its ends and of ways by sea."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place

SEA_SHARE = 0.033
"""Of a way by sea: nine in ten of the published port distances that nothing was fitted on (docs/sea-routes.md) differ
by no more; the tests measure it."""


def of_pairs(origins: Sequence[Place], targets: Sequence[Place], table: pd.DataFrame) -> FloatArray:
    """Return the uncertainty of each row of a matrix, km: the precision of both ends, and by sea the network's error.

    They are independent, so their squares add up. A place whose precision is not known is taken as given. What has no
    distance has none.
    """
    a, b = (np.array([p.precision_km or 0.0 for p in side]) for side in (origins, targets))
    ends_km = np.hypot(a[:, None], b[None]).ravel()
    km = table["distance_km"].to_numpy(float)
    of_way = np.where(table["mode"] == "sea", SEA_SHARE * km, 0.0)
    found = np.hypot(np.tile(ends_km, len(km) // len(ends_km)), of_way)
    return np.where(np.isnan(km), np.nan, found)


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
