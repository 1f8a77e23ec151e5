"""A web font that holds just the characters of a page, so that no machine shows empty boxes."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from typing import TYPE_CHECKING

from eastup.draw import fonts

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Eastup CJK"


def face(text: str) -> str:
    """Return a CSS ``@font-face`` rule with the East Asian characters of a text, as a data URI.

    Parameters
    ----------
    text : str
        All that the page may show. Nothing is returned where it has no such characters.

    Notes
    -----
    The font is Noto Sans CJK JP (SIL Open Font License 1.1); the rule keeps its name and licence in its metadata.
    """
    if not (data := cut(text)):
        return ""
    source = f'url(data:font/woff;base64,{base64.b64encode(_packed(data)).decode()}) format("woff")'
    return f'@font-face {{ font-family: "{FAMILY}"; src: {source}; unicode-range: U+2E80-FFEF; }}'


def cut(text: str) -> bytes:
    """Return the same font as it stands in a file, not compressed; empty where there are no such characters."""
    return _cut(_wanted(text))


def _wanted(text: str) -> tuple[int, ...]:
    return tuple(sorted(ord(c) for c in set(text) if ord(c) >= 0x2E80 and not fonts.missing_glyphs(c)))


@lru_cache(maxsize=4)
def _cut(wanted: tuple[int, ...]) -> bytes:
    """Cut the font to some characters; the same page is often written more than once."""
    if not wanted:
        return b""
    from fontTools.subset import Options, Subsetter

    options = Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"])
    options.recalc_timestamp = False  # the same text gives the same bytes
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    with _opened(str(fonts.path())) as font:
        subsetter.subset(font)
        return _saved(font)


@lru_cache(maxsize=4)
def _packed(font: bytes) -> bytes:
    """Return a font as a WOFF."""
    with _opened(io.BytesIO(font)) as opened:
        opened.flavor = "woff"
        return _saved(opened)


def _opened(file: str | io.BytesIO) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(file, recalcTimestamp=False, recalcBBoxes=False, lazy=True)


def _saved(font: TTFont) -> bytes:
    whole = io.BytesIO()
    font.save(whole)
    return whole.getvalue()
