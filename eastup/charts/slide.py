"""A 16:9 page for a chart, drawn as maps are: in points, so that a label is as large on the slide as its size says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import shapely

from eastup import words
from eastup.charts.palette import PALETTES, Palette
from eastup.distance.uncertainty import SEA_SHARE
from eastup.draw import color, fonts, write
from eastup.draw.document import DisplayList, Facts
from eastup.draw.frame import Page, Paper
from eastup.draw.marking import block_height, block_width, draw_block, draw_marking
from eastup.draw.text import halved, wrap
from eastup.draw.theme import THEMES, Theme, roles
from eastup.errors import UnknownNameError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.layers.overlay import defaults
from eastup.results.digits import written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eastup.draw.document import TextStyle
    from eastup.geodesy.ellipsoid import FloatArray

WIDTH_PT, HEIGHT_PT = 960.0, 540.0
MARGIN = 30.0
DPI = 144
LEAST_PT = 11.0
"""Smallest text that says something."""

_HALF_FIGURE = 0.365  # half the height of a figure, in font sizes
_TITLE_PT, _BELOW_PT, _FOOT_PT = 24.0, 13.0, 9.0
_ABOVE_MARKING = 19.0


class Styled(TypedDict, total=False):
    """What may be said of the look of a chart; each may be left out."""

    lang: str
    """``en`` (where it is not given), ``ja`` or ``ko``."""
    unit: str
    """Of lengths: ``km`` (where it is not given), ``nmi`` or ``mi``."""
    theme: str
    """``light`` (where it is not given), ``dark`` or ``print``."""
    marking: str
    """A marking line on top and at the foot, such as ``UNCLASSIFIED``; the theatre's where it is not given."""
    classification: Sequence[str]
    """Lines at the foot that say by whom and from what it is classified, and until when; the theatre's likewise."""
    template: str
    """A presentation whose masters, fonts and colours a .pptx takes; the theatre's where it is not given."""


@dataclass(frozen=True)
class Look:
    """How a chart looks; see `Styled`."""

    lang: str = "en"
    unit: str = "km"
    theme: str = "light"
    marking: str = field(default_factory=lambda: defaults().marking)
    classification: Sequence[str] = field(default_factory=lambda: defaults().classification)
    template: str = field(default_factory=lambda: str(defaults().page.get("template", "")))

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise UnknownNameError("theme", self.theme, list(THEMES))
        if self.unit not in KM_PER_UNIT:
            raise UnknownNameError("unit", self.unit, list(KM_PER_UNIT))

    @property
    def km_per_unit(self) -> float:
        """Kilometres in the unit."""
        return KM_PER_UNIT[self.unit]

    def figure(self, km: float, mode: str = "air") -> str:
        """Return a length in its unit, as a number alone; of a way by sea no digit that its error takes."""
        off_km = SEA_SHARE * abs(km) if mode == "sea" else 0.0
        return written(km / self.km_per_unit, off_km / self.km_per_unit)

    def hours(self, hours: float) -> str:
        """Return a time, in whole hours from ten on."""
        return f"{hours_figure(hours)} {words.of('charts', self.lang)['h']}"

    def length(self, km: float, mode: str = "air") -> str:
        """Return a length in its unit."""
        return f"{self.figure(km, mode)} {self.unit}"


def hours_figure(hours: float) -> str:
    """Return a time as a number alone: whole hours from ten on, else with a decimal.

    Examples
    --------
    >>> hours_figure(2.24), hours_figure(9.96), hours_figure(0.04)
    ('2.2', '10', '<0.1')
    """
    if 0 < hours < 0.05:
        return "<0.1"
    return f"{hours:.1f}" if round(hours, 1) < 10 else f"{hours:,.0f}"


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
        facts = Facts(title, look.lang, "16:9", DPI, template=look.template, roles=roles(self.theme))
        super().__init__(paper or whole, self.theme.page, facts)
        self.frames = (paper,) if isinstance(paper, Page) else ()
        room = WIDTH_PT - 2 * MARGIN
        with self.about("header"):
            below_top, largest = (40.0, 22.0) if look.marking else (37.0, _TITLE_PT)
            size = largest * min(1.0, room / max(fonts.width_pt(title, largest), 1.0))
            self.write(MARGIN, HEIGHT_PT - below_top, title, size, bold=True)
            for line, (text, size) in enumerate(_below(below, room)):
                self.write(MARGIN, HEIGHT_PT - 58 - line * 1.15 * size, text, size, self.theme.quiet)
        if look.marking:
            draw_marking(self, self.theme, look.marking)
        block = look.classification
        draw_block(self, self.theme, block, WIDTH_PT - MARGIN, self._foot_pt + block_height(block))

    def write(
        self, x: float, y: float, text: str, size: float, color: str = "", *,
        middle: bool = False, **style: Unpack[TextStyle],
    ) -> None:  # fmt: skip
        """Write one line of text on its baseline, or with its figures in the middle of ``y``."""
        if text:
            base = y - (_HALF_FIGURE * size if middle else 0.0)
            self.text(x, base, text, size, color or self.theme.ink, **style)

    def readable(self, ground: str) -> str:
        """Return which of the theme's light and dark ink is read best on a ground."""
        return color.readable(ground, (self.theme.page, self.theme.ink))

    def foot(self, text: str) -> None:
        """Write at the foot how the numbers are measured and where the land is from."""
        with self.about("sources"):
            room = WIDTH_PT - 2 * MARGIN - block_width(self.look.classification)
            lines = wrap(text, _FOOT_PT, room)
            for number, line in enumerate(reversed(lines)):
                self.write(MARGIN, self._foot_pt + number * 1.2 * _FOOT_PT, line, _FOOT_PT, self.theme.quiet)

    @property
    def _foot_pt(self) -> float:
        """The lowest baseline."""
        return _ABOVE_MARKING if self.look.marking else 11.0

    def box(
        self, x: float, y: float, width: float, height: float, face: str | None, pen: tuple[str, float] | None = None
    ) -> None:
        """Fill a rectangle, or draw its edge with a pen of a colour and a width."""
        edge, line = pen or (self.theme.page, 0.0)
        self.area([shapely.box(x, y, x + width, y + height)], face or "none", edge, line, z=10, clip=False)

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


def _below(text: str, room: float) -> list[tuple[str, float]]:
    """Return what stands under a title, with its size: in one line, or in two where that would be too small to read."""
    size = _BELOW_PT * min(1.0, room / max(fonts.width_pt(text, _BELOW_PT), 1.0))
    if size >= LEAST_PT:
        return [(text, size)]
    lines = halved(text)
    size = LEAST_PT * min(1.0, room / max(fonts.width_pt(line, LEAST_PT) for line in lines))
    return [(line, size) for line in lines]


def save(chart: Slide | Sequence[Slide], path: str | Path) -> list[Path]:
    """Write a chart, or the pages of one; the suffix says the kind. The same input gives the same bytes.

    Returns
    -------
    list of Path
        The files: several pages are one .pdf or .pptx, and a .png or .svg each (``x.png``, ``x-2.png`` ...).
    """
    return write.save_pages([chart] if isinstance(chart, Slide) else chart, path)
