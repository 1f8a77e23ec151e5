"""Colours as numbers: mixed, measured for contrast, and as they look to those who do not tell red from green."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from eastup.geodesy.ellipsoid import FloatArray

# Deuteranopia in linear RGB: Viénot, Brettel and Mollon, "Digital video colourmaps for checking the legibility of
# displays by dichromats", Color Research and Application 24 (1999), by their matrices to LMS and back.
_TO_LMS = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
_WITHOUT_M = np.array([[1.0, 0.0, 0.0], [0.494207, 0.0, 1.24827], [0.0, 0.0, 1.0]])
_DEUTERANOPE = np.linalg.inv(_TO_LMS) @ _WITHOUT_M @ _TO_LMS
_CLEAR = 12.0
"""Distance in CIELAB from which two areas side by side are clearly told apart."""
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
"""From linear sRGB, IEC 61966-2-1."""


def rgb(color: str) -> FloatArray:
    """Return a colour ``#rrggbb`` as red, green and blue from 0 to 1."""
    return np.frombuffer(bytes.fromhex(color[1:7]), np.uint8) / 255.0


def mixed(color: str, share: float, ground: str) -> str:
    """Return a colour laid over another with a share from 0 (nothing of it) to 1."""
    values = np.rint(255 * (share * rgb(color) + (1 - share) * rgb(ground))).astype(int)
    return "#" + "".join(f"{v:02x}" for v in values)


def luminance(color: str) -> float:
    """Return the relative luminance, from 0 (black) to 1 (white), as WCAG 2 defines it."""
    return float(_TO_XYZ[1] @ _linear(rgb(color)))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(ground: str, inks: Sequence[str]) -> str:
    """Return which of some inks has the most contrast on a ground."""
    return max(inks, key=lambda ink: contrast(ink, ground))


def legible(color: str, ground: str, ink: str, least: float = 4.5) -> str:
    """Return a colour with as much of an ink in it as a text of it needs to be read on a ground.

    Parameters
    ----------
    color, ground, ink : str
        ``#rrggbb``.
    least : float
        Contrast as WCAG 2 defines it; it asks for 4.5 for text of usual size.
    """
    shares = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
    mixtures = (mixed(color, share, ink) for share in shares)
    return next((mixture for mixture in mixtures if contrast(mixture, ground) >= least), ink)


def difference(one: str, other: str, deuteranope: bool = False) -> float:
    """Return how different two colours look: the distance in CIELAB, where 2 is hardly and 10 clearly seen.

    Parameters
    ----------
    one, other : str
        ``#rrggbb``.
    deuteranope : bool
        Whether for eyes without the pigment for green, the most frequent colour blindness.
    """
    return float(np.linalg.norm(_lab(one, deuteranope) - _lab(other, deuteranope)))


def told_apart(
    neighbours: Mapping[int, Collection[int]], shades: Sequence[str], *, once: bool = False
) -> dict[int, str]:
    """Give each area a colour that is told from its neighbours', by those too who do not tell red from green.

    Parameters
    ----------
    neighbours : mapping
        The areas beside each area.
    shades : sequence of str
        ``#rrggbb``; each is used once, as long as one is left that is clearly told from the neighbours'.
    once : bool
        Whether each is used once as long as any is left: a colour that means one area alone.

    Returns
    -------
    dict
    """
    given: dict[int, str] = {}
    for number in sorted(neighbours, key=lambda n: (-len(neighbours[n]), n)):
        beside = [given[n] for n in neighbours[number] if n in given]
        told = {shade: min((_told(shade, other) for other in beside), default=_CLEAR) for shade in shades}
        unused = [shade for shade in shades if shade not in given.values() and (once or told[shade] >= _CLEAR)]
        given[number] = max(unused or shades, key=told.__getitem__)
    return given


def exchanged(
    given: Mapping[int, str], pairs: Sequence[Collection[tuple[int, int]]], shades: Sequence[str]
) -> dict[int, str]:
    """Exchange the colours of areas, two at a time, as long as that tells the pairs that are hardest to tell better.

    Parameters
    ----------
    given : mapping
        A colour for each area.
    pairs : sequence of collections
        Areas that are to be told apart, those that matter most first.
    shades : sequence of str
        All colours; one that no area has may be taken for another.
    """
    told = {(a, b): _told(a, b) for a in shades for b in shades}
    best = dict(given)

    def score(colors: Mapping[int, str]) -> tuple[float, ...]:
        return tuple(min((told[colors[a], colors[b]] for a, b in some), default=_CLEAR) for some in pairs)

    improved = True
    while improved:
        improved = False
        for area in best:
            for shade in shades:
                other = {n: best[area] if own == shade else own for n, own in best.items()} | {area: shade}
                if score(other) > score(best):
                    best, improved = other, True
    return best


def _told(one: str, other: str) -> float:
    return min(difference(one, other), difference(one, other, deuteranope=True))


def _linear(values: FloatArray) -> FloatArray:
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=512)
def _lab(color: str, deuteranope: bool) -> FloatArray:
    linear = _linear(rgb(color))
    if deuteranope:
        linear = np.clip(_DEUTERANOPE @ linear, 0.0, 1.0)
    relative = (_TO_XYZ @ linear) / _TO_XYZ.sum(axis=1)
    f = np.where(relative > 216 / 24389, np.cbrt(relative), (24389 / 27 * relative + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
