"""The one typeface of the maps: Noto Sans CJK JP, from the package notojp-matplotlib, for all three languages."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

from eastup.errors import EastupError

_PACKAGE = "notojp-matplotlib"
_MEASURED_AT_PT = 64.0
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
    fontManager.addfont(str(path()))
    return str(FontProperties(fname=str(path())).get_name())


@cache
def _face() -> FT2Font:
    face = FT2Font(str(path()))
    face.set_size(_MEASURED_AT_PT, 72)
    return face


def width_pt(text: str, size_pt: float) -> float:
    """Return the width of one line of text in points."""
    return sum(map(_advance_em, text)) * size_pt


@cache
def _advance_em(character: str) -> float:
    """Return the advance of one character in font sizes; kerning is left out, which errs on the wide side."""
    if ord(character) not in _charmap():
        return 1.0  # it is refused when the map is finished; FreeType would only warn
    glyph = _face().load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / _FIXED_POINT / _MEASURED_AT_PT


def missing_glyphs(text: str) -> set[str]:
    """Return the characters that the font has no glyph for."""
    charmap = _charmap()
    return {c for c in text if ord(c) not in charmap and not c.isspace()}


@cache
def _charmap() -> frozenset[int]:
    return frozenset(_face().get_charmap())
