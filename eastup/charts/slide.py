"""A 16:9 page for a chart, drawn as maps are: in points, so that a label is as large on the slide as its size says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.charts.palette import PALETTES, Palette
from eastup.draw import fonts, write
from eastup.draw.document import DisplayList, Facts
from eastup.draw.frame import Page, Paper
from eastup.draw.marking import draw_marking
from eastup.draw.text import wrap
from eastup.draw.theme import THEMES, Theme, roles
from eastup.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from eastup.geodesy.ellipsoid import FloatArray

WIDTH_PT, HEIGHT_PT = 960.0, 540.0
MARGIN = 30.0
DPI = 144

_HALF_FIGURE = 0.365  # half the height of a figure, in font sizes
_FOOT_PT = 9.0
_ABOVE_MARKING = 19.0


@dataclass(frozen=True)
class Look:
    """How a chart looks: its language, theme and marking line."""

    lang: str = "en"
    theme: str = "light"
    marking: str = ""

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise UnknownNameError("theme", self.theme, list(THEMES))


class Slide(DisplayList):
    """A slide to draw a chart on, in points from its lower left corner.

    Parameters
    ----------
    look : Look
    title : str
    below : str
        What stands under the title.
    paper : Paper, optional
        With the frame of a map; the whole slide where None.
    """

    def __init__(self, look: Look, title: str, below: str, paper: Paper | None = None) -> None:
        self.theme: Theme = THEMES[look.theme]
        self.palette: Palette = PALETTES[look.theme]
        self.look = look
        whole = Paper(width_in=WIDTH_PT / 72, height_in=HEIGHT_PT / 72, frame=(0.0, 0.0, WIDTH_PT, HEIGHT_PT))
        super().__init__(paper or whole, self.theme.page, Facts(title, look.lang, "16:9", DPI, roles=roles(self.theme)))
        self.frames = (paper,) if isinstance(paper, Page) else ()
        room = WIDTH_PT - 2 * MARGIN
        with self.about("header"):
            size = min(22.0, 22.0 * room / max(fonts.width_pt(title, 22.0), 1.0))
            self.write(MARGIN, HEIGHT_PT - 40, title, size, bold=True)
            size = min(12.0, 12.0 * room / max(fonts.width_pt(below, 12), 1.0))
            self.write(MARGIN, HEIGHT_PT - 58, below, size, self.theme.quiet)
        if look.marking:
            draw_marking(self, self.theme, look.marking)

    def write(  # noqa: PLR0913 - what a text is made of
        self, x: float, y: float, text: str, size: float, color: str = "", *,
        align: str = "left", middle: bool = False, bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line of text on its baseline, or with its figures in the middle of ``y``."""
        if text:
            base = y - (_HALF_FIGURE * size if middle else 0.0)
            self.text(x, base, text, size, color or self.theme.ink, align=align, bold=bold)

    def foot(self, text: str) -> None:
        """Write at the foot how the numbers are measured and where the land is from."""
        with self.about("sources"):
            lines = wrap(text, _FOOT_PT, WIDTH_PT - 2 * MARGIN)
            y = _ABOVE_MARKING if self.look.marking else 11.0
            for number, line in enumerate(reversed(lines)):
                self.write(MARGIN, y + number * 1.2 * _FOOT_PT, line, _FOOT_PT, self.theme.quiet)

    def box(  # noqa: PLR0913 - what a rectangle is made of
        self, x: float, y: float, width: float, height: float, face: str | None, edge: str = "", line: float = 0.0
    ) -> None:
        """Fill a rectangle, or draw its edge."""
        shape = shapely.box(x, y, x + width, y + height)
        self.area([shape], face or "none", edge or self.theme.page, line, z=10, clip=False)

    def rule(self, x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> None:
        """Draw a straight line."""
        self.line(np.array([(x0, y0), (x1, y1)]), color, width, z=10, clip=False)

    def curve(self, xy: FloatArray, color: str, width: float) -> None:
        """Draw a line through points ``(N, 2)``."""
        self.line(xy, color, width, z=11, clip=False, cap="round")

    def finished(self) -> Slide:
        """Return the slide."""
        return self

    def save(self, path: str | Path) -> None:
        """Write the chart: `.png`, `.pdf`, `.svg` or `.pptx`. The same chart gives the same bytes."""
        write.save(self, path)


def save(chart: Slide, path: str | Path) -> None:
    """Write a chart; the suffix says the kind. The same input gives the same bytes."""
    chart.save(path)
