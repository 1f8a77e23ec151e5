"""Figures to the digits that they deserve: none below the one in which half of their uncertainty stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray


def deserved(value: float, uncertainty: float) -> float:
    """Round a value to the digit that half of its uncertainty stands in; what is taken as given stays.

    Examples
    --------
    >>> deserved(1533.4, 78.0), deserved(8.25, 0.2), deserved(160.7, 0.0)
    (1530.0, 8.3, 160.7)
    """
    return float(rounded(np.array([value]), np.array([uncertainty]))[0])


def written(value: float, uncertainty: float = 0.0, decimals: int = 0) -> str:
    """Return a figure as a sentence or a map has it, to the digit that its uncertainty leaves it; whole at most.

    Examples
    --------
    >>> written(1533.4, 78.0), written(798.46, 0.5)
    ('1,530', '798')
    """
    rounding = rounded(np.array([value]), np.array([uncertainty]), 10.0**-decimals)
    return f"{rounding[0]:,.{decimals}f}"


def rounded(
    values: FloatArray | pd.Series, uncertainty: FloatArray | pd.Series, finest: float | FloatArray = 0.0
) -> FloatArray:
    """Round values as `deserved` does, each by its own uncertainty.

    Parameters
    ----------
    values, uncertainty : (N,) array_like
        In one unit. An uncertainty of zero, or one that is not known, leaves the value as it is.
    finest : float or (N,) array
        The least step that will be shown: what is rounded twice may come out one too high.
    """
    value, off = np.asarray(values, dtype=float), np.asarray(uncertainty, dtype=float)
    known = off > 0
    exponent = np.floor(np.log10(np.where(known, off, 1.0) / 2.0))
    step = np.maximum(np.power(10.0, exponent), finest)
    whole = np.floor(value / step + 0.5) * step
    return np.where(known & np.isfinite(value), np.round(whole, 6), value)


def decimals(values: FloatArray | pd.Series, most: int) -> int:
    """Return how many decimals it takes to write values, and no more than some: zeros that say nothing are left out.

    Examples
    --------
    >>> decimals(np.array([7.0, 12.0]), 2), decimals(np.array([7.25, 12.0]), 2), decimals(np.array([0.1]), 2)
    (0, 2, 1)
    """
    value = np.asarray(values, dtype=float)
    value = value[np.isfinite(value)]
    for number in range(most):
        if np.allclose(value, np.round(value, number), rtol=0, atol=10.0 ** -(most + 3)):
            return number
    return most
