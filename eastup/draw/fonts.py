"""The one typeface of the maps: Noto Sans CJK JP, from the package notojp-matplotlib, for all three languages."""

from __future__ import annotations

import threading
import unicodedata
import warnings
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.ft2font import FT2Font, LoadFlags

from eastup.errors import EastupError, InputWarning

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray

STAND_IN = "〓"
"""What Japanese printers set where they have no type, for a character that not even its plain letter stands for."""
_PLAIN = {"ı": "i", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "ẞ": "SS"}
"""Letters that are no plain letter with a mark, by the plain letters that stand for them."""

_PACKAGE = "notojp-matplotlib"
_MEASURED_AT_PT = 64.0
_UNJOINED = {"features": ("-liga", "-clig", "-dlig")}
"""Letter by letter: a reader of a PDF can't find "first" where "fi" is one glyph."""
_SUBPIXELS = 64.0  # FreeType gives places of glyphs in 26.6
_FIXED_POINT = 65536.0  # FreeType gives linear advances in 16.16


@cache
def path() -> Path:
    """Return the font's file; the package is found by its metadata, since importing it changes matplotlib."""
    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError:
        raise EastupError(f"the font package {_PACKAGE} is missing; install eastup with its dependencies") from None
    for file in package.files or []:
        if file.suffix == ".otf":
            return Path(str(package.locate_file(file)))
    raise EastupError(f"the package {_PACKAGE} holds no font")


@cache
def family() -> str:
    """Register the font with matplotlib and return its family name."""
    from matplotlib.font_manager import FontProperties, fontManager

    with _lock:
        fontManager.addfont(str(path()))
        return str(FontProperties(fname=str(path())).get_name())


_lock = threading.RLock()
"""Held while the face is used: it keeps the glyph that it loaded last, and the next thread would get that."""


@cache
def _face() -> FT2Font:
    face = FT2Font(str(path()))
    face.set_size(_MEASURED_AT_PT, 72)
    return face


def width_pt(text: str, size_pt: float, spacing: float = 0.0) -> float:
    """Return the width of one line of text in points; ``spacing`` is between letters, in font sizes."""
    return (sum(map(_advance_em, text)) + spacing * max(len(text) - 1, 0)) * size_pt


@cache
def _advance_em(character: str) -> float:
    """Return the advance of one character in font sizes; kerning is left out, which errs on the wide side."""
    if ord(character) not in _charmap():
        return sum(map(_advance_em, stand_in(character)))
    with _lock:
        glyph = _face().load_char(ord(character), flags=LoadFlags.NO_HINTING)
        return float(glyph.linearHoriAdvance) / _FIXED_POINT / _MEASURED_AT_PT


@lru_cache(maxsize=4096)
def starts(text: str, spacing: float = 0.0) -> FloatArray:
    """Return where each character starts and where the last one ends, in font sizes, with kerning and spacing.

    Where letters are joined into one glyph, or the font's reader does not tell, the characters' own widths count.
    Shared between calls: do not change it.
    """
    apart = spacing * np.append(np.arange(len(text)), max(len(text) - 1, 0))
    plain = np.concatenate([[0.0], np.cumsum([_advance_em(c) for c in text])]) + apart
    options: Any = _UNJOINED if mpl.__version_info__ >= (3, 11) else {}
    with _lock:
        corners = _face().set_text(text, 0.0, flags=LoadFlags.NO_HINTING, **options)
    placed = np.asarray(corners, float).reshape(-1, 2)[:, 0]
    if len(placed) != len(text) or not (set(map(ord, text)) <= _charmap()):
        return plain
    last = placed[-1] / _SUBPIXELS / _MEASURED_AT_PT + _advance_em(text[-1]) if text else 0.0
    return np.asarray(np.append(placed / _SUBPIXELS / _MEASURED_AT_PT, last) + apart)


@lru_cache(maxsize=8192)
def glyph(character: str) -> tuple[FloatArray, list[int]]:
    """Return the outline of a character: vertices in font sizes, and matplotlib's codes of its segments."""
    if ord(character) not in _charmap():
        return np.empty((0, 2)), []
    with _lock:
        face = _face()
        face.load_char(ord(character), flags=LoadFlags.NO_HINTING)
        vertices, codes = face.get_path()
    return np.asarray(vertices, float).reshape(-1, 2) / _MEASURED_AT_PT, [int(c) for c in codes]


def missing_glyphs(text: str) -> set[str]:
    """Return the characters that the font has no glyph for."""
    charmap = _charmap()
    return {c for c in text if ord(c) not in charmap and not c.isspace()}


@lru_cache(maxsize=1024)
def stand_in(character: str) -> str:
    """Return what is drawn for a character that the font lacks: its plain letter, or `STAND_IN`.

    Examples
    --------
    >>> stand_in("İ"), stand_in("ț"), stand_in("Ł"), stand_in("😀")
    ('I', 't', 'L', '〓')
    """
    parts = unicodedata.normalize("NFKD", _PLAIN.get(character, character))
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain if plain and set(map(ord, plain)) <= _charmap() else STAND_IN


def in_font(text: str, of: str) -> str:
    """Return text with a stand-in for each character that the font lacks, and tell; see `stand_in`.

    Parameters
    ----------
    text : str
    of : str
        What it belongs to: a file and a feature, or a part of the page.

    Warns
    -----
    InputWarning
        Which characters of what were replaced.
    """
    missing = missing_glyphs(text)
    if not missing:
        return text
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(missing))
    drawn = ", ".join(dict.fromkeys(map(stand_in, sorted(missing))))
    where = f"{of}: " if of else ""
    warnings.warn(f"{where}the font has no {named}; drawn as {drawn}", InputWarning, stacklevel=3)
    return "".join(stand_in(c) if c in missing else c for c in text)


@cache
def _charmap() -> frozenset[int]:
    with _lock:
        return frozenset(_face().get_charmap())
