"""What surrounds a map: frame, north arrow, scale bar, header, legend and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup.draw.document import Text
from eastup.draw.text import shrunk, wrap
from eastup.draw.theme import NOTE_PT
from eastup.errors import InputError
from eastup.io.quiet import quiet

if TYPE_CHECKING:
    from eastup.draw.document import Sheet
    from eastup.draw.theme import Theme


def draw_frame(sheet: Sheet, theme: Theme, caption: str = "") -> None:
    """Draw the neat line round the map, and its caption above where it has one."""
    x0, y0, x1, y1 = sheet.page.frame
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    with sheet.about("frame"):
        sheet.line(corners, theme.quiet, 0.8, z=30, clip=False, cap="projecting")
        if caption:
            size = shrunk(caption, 10.5, x1 - x0)
            sheet.text(x0, y1 + (17 if _has_figures(sheet) else 5), caption, size, theme.ink, bold=True)


def _has_figures(sheet: Sheet) -> bool:
    return any(isinstance(i, Text) and i.topic == "graticule" and i.page is sheet.page for i in sheet.items)


_REMARK_PT = 9.0
_REMARK_LINE = 1.29
_REMARK_GAP = 0.55


def draw_remarks(  # noqa: PLR0913 - a column of text: its place, width and size
    sheet: Sheet, theme: Theme, texts: list[str], x: float, top: float, width: float, size: float = _REMARK_PT
) -> float:
    """Write the remarks of a map below one another; return their lower edge."""
    with sheet.about("remarks"):
        for text in texts:
            for line in wrap(text, size, width):
                sheet.text(x, top - 0.94 * size, line, size, theme.ink)
                top -= size * _REMARK_LINE
            top -= size * _REMARK_GAP
    return top


def remarks_height(texts: list[str], width: float, size: float) -> float:
    """Return how much room the remarks take in a size."""
    return sum(len(wrap(text, size, width)) * size * _REMARK_LINE + size * _REMARK_GAP for text in texts)


_MOST_LOGO_PIXELS = 16_000_000
"""What a camera takes; a logo on the page has some 20,000."""


def draw_header(sheet: Sheet, theme: Theme, title: str, subtitle: str, logo_width: float) -> None:
    """Write title and subtitle above the map."""
    page = sheet.page
    x, top = page.panel[0] if page.panel_below else page.body[0] + 15.0, page.body[3]
    width = 0.94 * (page.body[2] - x - logo_width)  # a slide's own font may run wider
    with sheet.about("header"):
        rise = 24.0 if subtitle else 10.0
        sheet.text(x, top + rise + (4 if subtitle else 0), title, shrunk(title, 22.0, width), theme.ink, bold=True)
        if subtitle:
            size = max(shrunk(subtitle, 11.5, width), 9.0)
            lines = wrap(subtitle, size, width)[:2]
            for number, line in enumerate(lines):
                sheet.text(x, top + 9 + 4 * (len(lines) - 1) - 11 * number, line, size, theme.quiet)


def draw_logo(sheet: Sheet, path: str) -> float:
    """Put a logo into the upper right corner; return the width that it takes."""
    from PIL import Image, UnidentifiedImageError

    try:
        with quiet(category=Image.DecompressionBombWarning), Image.open(path, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > _MOST_LOGO_PIXELS:
                what = f"the logo has {image.width:,} by {image.height:,} pixels"
                raise InputError(what, where=path, hint=f"make it smaller; {_MOST_LOGO_PIXELS:,} are the most")
            pixels = np.asarray(image.convert("RGBA"))
    except FileNotFoundError:
        raise InputError("there is no such logo", where=path, hint="check the path") from None
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, SyntaxError):
        raise InputError("can't read the logo", where=path, hint="give a PNG or JPEG") from None
    height = 34.0
    width = min(120.0, height * pixels.shape[1] / pixels.shape[0])
    height = width * pixels.shape[0] / pixels.shape[1]
    body = sheet.page.body
    with sheet.about("logo"):
        sheet.image(pixels, z=21, box=(body[2] - width, body[3] + 10, body[2], body[3] + 10 + height))
    return float(width) + 10


def draw_footer(sheet: Sheet, theme: Theme, texts: list[str], date: str) -> None:
    """Write below the map how its scale and its distances are to be read, the sources and the date."""
    page = sheet.page
    x0, x1 = page.panel[0] if page.panel_below else page.body[0] + 15.0, page.body[2]
    size = NOTE_PT
    with sheet.about("sources"):
        lines = [line for text in texts for line in wrap(text, size, x1 - x0 - 40)]
        for number, line in enumerate(lines):
            sheet.text(x0, page.body[1] - 9 - 8.8 * number, line, size, theme.quiet)
        sheet.text(x1, page.body[1] - 9, date, size, theme.quiet, align="right")
