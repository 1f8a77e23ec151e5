"""What is written above maps: title and subtitle of the page, set so that they stay on it, captions, and the logo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from eastup.draw import fonts
from eastup.draw.text import cut, halved, shortened
from eastup.errors import InputError
from eastup.io.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from eastup.draw.document import Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme

T = TypeVar("T")


@dataclass(frozen=True)
class _Type:
    """The sizes of a text of the header, points: of one line, and of two where one would be smaller than its least."""

    one: float
    least_of_one: float
    two: float
    least: float


_TITLE = _Type(one=22.0, least_of_one=16.5, two=18.0, least=13.0)
_SUBTITLE = _Type(one=11.5, least_of_one=9.6, two=10.5, least=8.8)
_CAPTION = _Type(one=10.5, least_of_one=8.8, two=9.6, least=8.8)
_PITCH = 1.17
"""From one line to the next, in font sizes."""
_SPARE = 0.94
"""Share of the width that is used: a slide's own font may run wider."""
_LAST_PT, _LAST_OF_TWO_PT = 9.0, 6.0
"""From the maps to the last line of the header, where that is the subtitle."""
_TITLE_PT, _ALONE_PT = 19.0, 10.0
"""From the subtitle up to the title, and from the maps to a title without one."""
_CAP = 0.73
_TOP_PT = 13.9
_LEAST_PT, _LEAST_ALONE_PT = 58.0, 44.0
"""Height of a header of two lines, and of one without a subtitle: maps stand alike on all pages."""
_CAPTION_PT = 17.0
"""Height of a caption of one line."""
_LOGO_PT, _LOGO_GAP_PT = 34.0, 10.0
_WIDEST_LOGO_PT = 120.0
_MOST_LOGO_PIXELS = 16_000_000
"""What a camera takes; a logo on the page has some 20,000."""


@dataclass(frozen=True)
class HeaderLine:
    """A line of the header."""

    text: str
    size: float
    rise: float
    """Of its baseline above the maps, points."""
    title: bool


@dataclass(frozen=True)
class Header:
    """What stands above a page or a map in lines, from the top, and how high they are."""

    lines: tuple[HeaderLine, ...]
    height: float
    cut: tuple[str, ...]
    """Texts that do not fit even small and in two lines, and so end with an ellipsis."""


def room(x0: float, x1: float, logo_width: float) -> float:
    """Return how wide the lines of a header may be between two edges, beside a logo."""
    return _SPARE * (x1 - x0 - logo_width)


def set_header(title: str, subtitle: str, width: float) -> Header:
    """Set title and subtitle in a width (points): in one line, smaller, in two, and at last cut."""
    below, below_pt = _set(subtitle, _SUBTITLE, width) if subtitle else ([], 0.0)
    above, above_pt = _set(title, _TITLE, width)
    lines: list[HeaderLine] = []
    rise = _ALONE_PT
    if below:
        rise = _LAST_PT if len(below) == 1 else _LAST_OF_TWO_PT
        lines = _stacked(below, below_pt, rise, title=False)
        rise = lines[-1].rise + _TITLE_PT
    lines += _stacked(above, above_pt, rise, title=True)
    height = lines[-1].rise + _CAP * lines[-1].size + _TOP_PT
    shortened = [text for text, some in ((title, above), (subtitle, below)) if some and some[-1].endswith("…")]
    return Header(
        tuple(reversed(lines)), max(height, _LEAST_PT if below else _LEAST_ALONE_PT),
        tuple(text for text in shortened if not text.endswith("…")),
    )  # fmt: skip


def _set(text: str, sizes: _Type, width: float) -> tuple[list[str], float]:
    """Return a text in one line or two that are no wider than a width, and their size."""
    size = min(sizes.one, width / max(fonts.width_pt(text, 1.0), 1e-9))
    lines = halved(text)
    if size >= sizes.least_of_one or not lines[1]:
        size = max(size, sizes.least)
        return [cut(text, size, width + 0.01)], size  # it was made as wide as that
    size = min(sizes.two, width / _widest(lines))
    if size >= sizes.least:
        return list(lines), size
    kept = shortened(text, lambda some: _widest(halved(some)) * sizes.least <= width)
    return list(halved(kept)), sizes.least


def _widest(lines: Sequence[str]) -> float:
    """Return the width of the widest of some lines, in font sizes."""
    return max(fonts.width_pt(line, 1.0) for line in lines)


def _stacked(texts: list[str], size: float, rise: float, *, title: bool) -> list[HeaderLine]:
    """Return lines from the lowest up."""
    return [HeaderLine(text, size, rise + n * _PITCH * size, title) for n, text in enumerate(reversed(texts))]


def set_caption(text: str, width: float) -> Header:
    """Set the caption of one of several maps in the width of its frame (points), in one line or two."""
    lines, size = _set(text, _CAPTION, width)
    stacked = _stacked(lines, size, 0.0, title=True)
    height = _CAPTION_PT + (len(lines) - 1) * _PITCH * size
    shortened = lines[-1].endswith("…") and not text.endswith("…")
    return Header(tuple(reversed(stacked)), height, (text,) if shortened else ())


def left(page: Page) -> float:
    """Return where the lines of a page's header begin."""
    return page.panel[0] if page.panel_below else page.body[0] + 15.0


def draw_header(sheet: Sheet, theme: Theme, header: Header) -> None:
    """Write title and subtitle above the map."""
    x, bottom = left(sheet.page), sheet.page.body[3]
    with sheet.about("header"):
        for line in header.lines:
            ink = theme.ink if line.title else theme.quiet
            sheet.text(x, bottom + line.rise, line.text, line.size, ink, bold=line.title)


def logo_width(path: str) -> float:
    """Return the width that a logo takes, with the gap beside it, points."""
    return _logo_size(_read(path, lambda image: image.size))[0] + _LOGO_GAP_PT


def draw_logo(sheet: Sheet, path: str) -> None:
    """Put a logo into the upper right corner."""
    pixels = _read(path, lambda image: np.asarray(image.convert("RGBA")))
    width, height = _logo_size((pixels.shape[1], pixels.shape[0]))
    right, bottom = sheet.page.body[2], sheet.page.body[3] + 10
    with sheet.about("logo"):
        sheet.image(pixels, z=21, box=(right - width, bottom, right, bottom + height))


def _logo_size(pixels: tuple[int, int]) -> tuple[float, float]:
    """Return width and height of a logo on the page, given those of its picture."""
    width = min(_WIDEST_LOGO_PT, _LOGO_PT * pixels[0] / pixels[1])
    return width, width * pixels[1] / pixels[0]


def _read(path: str, use: Callable[[Image], T]) -> T:
    """Open a logo and return what is made of it."""
    from PIL import Image, UnidentifiedImageError

    try:
        with quiet(category=Image.DecompressionBombWarning), Image.open(path, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > _MOST_LOGO_PIXELS:
                what = f"the logo has {image.width:,} by {image.height:,} pixels"
                raise InputError(what, where=path, hint=f"make it smaller; {_MOST_LOGO_PIXELS:,} are the most")
            return use(image)
    except FileNotFoundError:
        raise InputError("there is no such logo", where=path, hint="check the path") from None
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, SyntaxError):
        raise InputError("can't read the logo", where=path, hint="give a PNG or JPEG") from None
