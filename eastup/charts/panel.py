"""What stands beside the map of a chart: headings, keys, sentences and small bars, from the top of the panel down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.charts import mapframe
from eastup.charts.slide import LEAST_PT
from eastup.draw import fonts
from eastup.draw.hatching import hatching
from eastup.draw.text import even

if TYPE_CHECKING:
    from eastup.charts.slide import Slide
    from eastup.draw.frame import Page

_SWATCH_PT = 22.0
_TEXT_PT = _SWATCH_PT + 8.0
"""From the panel's edge to the words of its key."""
_LINE_PT, _SWATCH_GAP_PT = 15.0, 1.5
_BAR_PT = 9.0


class Panel:
    """Writes beside the map of a chart, from the top down.

    Parameters
    ----------
    slide : Slide
    page : Page
        Of the map, with its panel.
    """

    def __init__(self, slide: Slide, page: Page) -> None:
        self.slide = slide
        self.x, self.y = page.panel[0], page.panel[3] - 12.0
        self.width, self.foot = page.panel[2] - page.panel[0], mapframe.panel_foot(page)

    @property
    def lines_left(self) -> int:
        """How many lines of text find room."""
        return max(0, int((self.y - self.foot) / _LINE_PT) + 1)

    def explained(self, texts: list[str], keep: int = 0) -> int:
        """Return how many of the texts of a key find room, the first first, with lines to leave free below."""
        left, bottom = self.y, self.foot + keep * _LINE_PT
        for number, text in enumerate(texts):
            left -= _LINE_PT * len(self._lines(text)) + _SWATCH_GAP_PT
            if left + _LINE_PT < bottom:
                return number
        return len(texts)

    def skip(self, pt: float = 8.0) -> None:
        """Leave a space."""
        self.y -= pt

    def head(self, text: str) -> None:
        """Write a heading."""
        self.say(text, bold=True)
        self.skip(3.0)

    def say(self, text: str, color: str = "", *, bold: bool = False, indent: float = 0.0) -> None:
        """Write a sentence, in as many lines as it needs."""
        for part in even(text, LEAST_PT, self.width - indent):
            self.slide.write(self.x + indent, self.y, part, LEAST_PT, color, bold=bold)
            self.y -= _LINE_PT

    def listed(self, names: list[str], more: str, color: str = "", keep: int = 0) -> None:
        """Write names below one another; of those that find no room how many they are.

        Parameters
        ----------
        names : list of str
        more : str
            Says how many further there are: ``and {0} more``.
        color : str
        keep : int
            Lines to leave free below.
        """
        room = max(1, self.lines_left - keep)
        shown = names if len(names) <= room else names[: room - 1]
        for name in shown:
            self.say(name, color)
        if len(shown) < len(names):
            self.say(more.format(len(names) - len(shown)), color)

    def swatch(self, face: str, text: str, *, hatched: str = "", number: str = "") -> None:
        """Explain a colour, a hatching or a numbered area."""
        slide, theme = self.slide, self.slide.theme
        slide.box(self.x, self.y - 3, _SWATCH_PT, 12, face, (theme.quiet, 0.4))
        if hatched:
            slide.lines(
                hatching(shapely.box(self.x, self.y - 3, self.x + _SWATCH_PT, self.y + 9)),
                hatched,
                0.9,
                z=11,
                clip=False,
            )
        if number:
            ink = slide.readable(face)
            slide.write(self.x + _SWATCH_PT / 2, self.y + 3, number, LEAST_PT, ink, align="center", middle=True)
        self._words(text)

    def sample(self, color: str, width: float, text: str, dashes: tuple[float, ...] = ()) -> None:
        """Explain a line."""
        ends = np.array([(self.x, self.y + 3), (self.x + _SWATCH_PT, self.y + 3)])
        self.slide.line(ends, color, width, z=10, clip=False, dashes=dashes)
        self._words(text)

    def sign(self, shape: str, face: str, text: str) -> None:
        """Explain a marker."""
        edge, width = (face, 2.2) if shape == "cross" else (self.slide.theme.page, 0.9)
        self.slide.marker(self.x + _SWATCH_PT / 2, self.y + 3, shape, 7.0, face, edge, z=12, width=width)
        self._words(text)

    def bar(self, text: str, value: str, share: float, face: str) -> None:
        """Write a name and its value over a bar of that share of the width."""
        self.slide.write(self.x + self.width, self.y, value, LEAST_PT, align="right")
        lines = even(text, LEAST_PT, self.width - fonts.width_pt(value, LEAST_PT) - 8.0)
        for number, part in enumerate(lines):
            self.slide.write(self.x, self.y, part, LEAST_PT)
            self.y -= _LINE_PT if number + 1 < len(lines) else 0.0
        self.y -= 5.0 + _BAR_PT
        self.slide.box(self.x, self.y, self.width, _BAR_PT, self.slide.palette.rule)
        if share > 0:
            self.slide.box(self.x, self.y, self.width * share, _BAR_PT, face)
        self.y -= _LINE_PT + 3.0

    def _lines(self, text: str) -> list[str]:
        return even(text, LEAST_PT, self.width - _TEXT_PT)

    def _words(self, text: str) -> None:
        for part in self._lines(text):
            self.slide.write(self.x + _TEXT_PT, self.y, part, LEAST_PT)
            self.y -= _LINE_PT
        self.skip(_SWATCH_GAP_PT)
