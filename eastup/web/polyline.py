"""Whole numbers as short text, for the page's land and ship lanes.

They are written as in Google's Encoded Polyline Algorithm Format: in groups of five bits, least first, the sign in the
lowest bit, as characters from ``?`` up. Points are written as steps, each from the one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def numbers(values: ArrayLike) -> str:
    """Write whole numbers as text.

    Examples
    --------
    >>> numbers([0, -1, 1, 16, 1000])
    '?@A_@o}@'
    """
    return "".join(map(_number, np.asarray(values).ravel().tolist()))


def points(xy: ArrayLike) -> str:
    """Write points ``(N, 2)`` of whole numbers as text.

    Examples
    --------
    >>> points([[100, 20], [101, 20]])
    'gEg@A?'
    """
    return numbers(np.diff(np.asarray(xy), axis=0, prepend=np.zeros((1, 2), int)))


def _number(value: int) -> str:
    value = value << 1 if value >= 0 else ~(value << 1)
    text = ""
    while value >= 0x20:
        text += chr((0x20 | (value & 0x1F)) + 63)
        value >>= 5
    return text + chr(value + 63)
