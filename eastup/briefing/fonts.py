"""The one typeface of the maps: Noto Sans CJK JP, from the package notojp-matplotlib, for all three languages."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font

from eastup.errors import EastupError

_PACKAGE = "notojp-matplotlib"
_MEASURED_AT_PT = 64.0
_SUBPIXELS = 64.0  # FreeType measures in 26.6 fixed point


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
    fontManager.addfont(str(path()))
    return str(FontProperties(fname=str(path())).get_name())


@cache
def _face() -> FT2Font:
    face = FT2Font(str(path()))
    face.set_size(_MEASURED_AT_PT, 72)
    return face


@cache
def width_pt(text: str, size_pt: float) -> float:
    """Return the width of one line of text in points."""
    face = _face()
    face.set_text(text, 0.0)
    return float(face.get_width_height()[0]) / _SUBPIXELS * size_pt / _MEASURED_AT_PT


def missing_glyphs(text: str) -> set[str]:
    """Return the characters that the font has no glyph for."""
    charmap = _charmap()
    return {c for c in text if ord(c) not in charmap and not c.isspace()}


@cache
def _charmap() -> frozenset[int]:
    return frozenset(_face().get_charmap())
