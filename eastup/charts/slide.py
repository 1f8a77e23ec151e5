"""A 16:9 page to draw on in points, so that a label is as large on the slide as its size says."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from eastup.draw import fonts
from eastup.draw.theme import LIGHT
from eastup.errors import EastupError
from eastup.io import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Given = ParamSpec("Given")
Drawn = TypeVar("Drawn")

SUFFIXES = (".png", ".svg", ".pdf")
WIDTH_PT, HEIGHT_PT = 960.0, 540.0
MARGIN = 30.0
DPI = 144

_HALF_FIGURE = 0.365  # half the height of a figure, in font sizes

_WRITING: Any = {"text.hinting": "none", "pdf.fonttype": 3, "svg.fonttype": "none", "svg.hashsalt": "eastup"}
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": "eastup"},
    ".pdf": {"Creator": "eastup", "Producer": "eastup", "CreationDate": None},
    ".svg": {"Creator": "eastup", "Date": None},
}


_lock = threading.RLock()


@contextmanager
def _own_settings() -> Iterator[None]:
    """Draw by matplotlib's own settings within the block, whatever the user's file or another thread sets."""
    with _lock, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_WRITING)
        yield


def by_own_settings(draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
    """Let a function that draws a chart do so by our settings, one at a time."""

    @wraps(draw)
    def alone(*args: Given.args, **kwargs: Given.kwargs) -> Drawn:
        with _own_settings():
            return draw(*args, **kwargs)

    return alone


class Slide:
    """A 16:9 page to draw on, in points from its lower left corner."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDTH_PT / 72, HEIGHT_PT / 72), facecolor=LIGHT.page)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, WIDTH_PT)
        self.axes.set_ylim(0, HEIGHT_PT)
        self.written: list[str] = []

    def title(self, text: str, below: str) -> None:
        """Write the title, and a line below it that shrinks to the page's width."""
        self.text(MARGIN, HEIGHT_PT - 37, text, 22)
        size = min(12.0, 12.0 * (WIDTH_PT - 2 * MARGIN) / max(fonts.width_pt(below, 12), 1.0))
        self.text(MARGIN, HEIGHT_PT - 56, below, size, LIGHT.quiet)

    def text(
        self, x: float, y: float, text: str, size: float, color: str = LIGHT.ink, *,
        align: str = "left", middle: bool = False,
    ) -> None:  # fmt: skip
        """Write one line of text on its baseline, or with its figures in the middle of ``y``."""
        self.written.append(text)
        style: Any = {"family": fonts.family(), "ha": align, "va": "baseline", "parse_math": False}
        self.axes.text(x, y - (_HALF_FIGURE * size if middle else 0.0), text, fontsize=size, color=color, **style)

    def box(
        self, x: float, y: float, width: float, height: float, face: str | None, edge: str = "none", line: float = 0.0
    ) -> None:
        """Fill a rectangle, or draw its edge."""
        style: Any = {"facecolor": face or "none", "edgecolor": edge, "linewidth": line}
        self.axes.add_patch(Rectangle((x, y), width, height, **style))

    def dot(self, x: float, y: float, size: float, color: str) -> None:
        """Draw a dot of some points across."""
        self.axes.plot([x], [y], marker="o", markersize=size, color=color, linestyle="none", markeredgewidth=0)

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> None:
        """Draw a straight line."""
        self.axes.plot([x0, x1], [y0, y1], color=color, linewidth=width, solid_capstyle="butt")

    def finished(self) -> Figure:
        """Return the figure; refuse text that the font can't show."""
        if missing := fonts.missing_glyphs("".join(self.written)):
            raise EastupError(f"the font has no glyph for {' '.join(sorted(missing))}")
        return self.figure


def save(figure: Figure, path: str | Path) -> None:
    """Write a picture; the suffix says the kind. The same input gives the same bytes."""
    suffix = files.suffix_of(path, SUFFIXES)
    with files.whole(path) as temporary, _own_settings():
        FigureCanvasAgg(figure)
        quick: Any = {"pil_kwargs": {"compress_level": 3}} if suffix == ".png" else {}
        figure.savefig(temporary, dpi=DPI, format=suffix[1:], metadata=_METADATA[suffix], **quick)
