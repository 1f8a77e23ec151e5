"""A web font that holds just the characters of a page, so that no machine shows empty boxes."""

from __future__ import annotations

import base64
import io
from functools import lru_cache

from eastup.draw import fonts

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
    wanted = sorted({ord(c) for c in text if ord(c) >= 0x2E80 and not fonts.missing_glyphs(c)})
    return _face(tuple(wanted)) if wanted else ""


@lru_cache(maxsize=4)
def _face(wanted: tuple[int, ...]) -> str:
    """Cut the font to some characters; the same page is often written more than once."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"])
    options.recalc_timestamp = False  # the same text gives the same bytes
    packed = io.BytesIO()
    with TTFont(str(fonts.path()), recalcTimestamp=False, recalcBBoxes=False, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(packed)
    data = base64.b64encode(packed.getvalue()).decode()
    source = f'url(data:font/woff;base64,{data}) format("woff")'
    return f'@font-face {{ font-family: "{FAMILY}"; src: {source}; unicode-range: U+2E80-FFEF; }}'
