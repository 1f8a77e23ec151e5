"""Paints a sheet with matplotlib's renderers: PNG, and PDF with real text and real vectors."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as MplPath
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox

from eastup.briefing import fonts
from eastup.briefing.ink import Area, Lines, Marker, Picture, Text

if TYPE_CHECKING:
    from pathlib import Path

    from eastup.briefing.ink import Ink, Item, Sheet

HALO = 0.26
"""Width of a halo, of the font size."""
_PNG_LEVEL = 3  # of zlib: a seventh larger than its usual 6, in a third of the time
BOLD = 0.035
"""Width of the stroke that makes a text bold, of the font size: the font has one weight."""

# Type 3 keeps text as text (readers complain of this OpenType font as type 42); no clock time, so that the same input
# gives the same bytes.
_WRITING: Any = {"pdf.fonttype": 3, "text.parse_math": False}
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": "eastup"},
    ".pdf": {"Creator": "eastup", "Producer": "eastup", "CreationDate": None},
}


def save(sheet: Sheet, path: Path, suffix: str, dpi: float) -> None:
    """Write a sheet as ``.png`` or ``.pdf``."""
    with mpl.rc_context(_WRITING):
        figure = figure_of(sheet, sheet.in_order())
        quick: Any = {"pil_kwargs": {"compress_level": _PNG_LEVEL}} if suffix == ".png" else {}
        figure.savefig(path, dpi=dpi, format=suffix[1:], metadata=_METADATA[suffix], **quick)


def pixels_of(sheet: Sheet, items: list[Item], dpi: float) -> Any:
    """Return some of a sheet's items as an image of the whole page, ``(rows, columns, 4)`` bytes."""
    figure = figure_of(sheet, items)
    figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    return np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]


def figure_of(sheet: Sheet, items: list[Item]) -> Figure:
    """Return a matplotlib figure that draws the items."""
    figure = Figure(figsize=(sheet.page.width_in, sheet.page.height_in), facecolor=sheet.color)
    FigureCanvasAgg(figure)
    figure.add_artist(_Painter(items))
    return figure


class _Painter(Artist):
    """Draws primitives straight with a renderer: one artist for the whole page."""

    def __init__(self, items: list[Item]) -> None:
        super().__init__()
        self._items = items

    def draw(self, renderer: Any) -> None:
        """Draw all items, in order."""
        scale = float(renderer.points_to_pixels(1.0))
        to_device = Affine2D().scale(scale)
        for item in self._items:
            gc = renderer.new_gc()
            if box := item.clip_box:
                gc.set_clip_rectangle(Bbox.from_extents(*(v * scale for v in box)))
            _DRAW[type(item)](renderer, gc, item, to_device, scale)
            gc.restore()


def _pen(gc: Any, color: str, width: float, alpha: float = 1.0, join: str = "round") -> None:
    gc.set_foreground(to_rgba(color), isRGBA=True)
    gc.set_linewidth(width)
    gc.set_joinstyle(join)
    if alpha < 1:
        gc.set_alpha(alpha)


def _draw_lines(renderer: Any, gc: Any, item: Lines, to_device: Affine2D, scale: float) -> None:
    _pen(gc, item.color, item.width, item.alpha)
    gc.set_capstyle(item.cap)
    if item.dashes:
        gc.set_dashes(0, list(item.dashes))
    renderer.draw_path(gc, _lines_path(item.shown()), to_device)


def _lines_path(parts: list[Any]) -> MplPath:
    codes = np.full(sum(map(len, parts)), MplPath.LINETO, dtype=np.uint8)
    codes[np.cumsum([0, *map(len, parts[:-1])])] = MplPath.MOVETO
    return MplPath(np.concatenate(parts), codes)


def _draw_area(renderer: Any, gc: Any, item: Area, to_device: Affine2D, scale: float) -> None:
    _pen(gc, item.edge if item.width else item.face, item.width, item.alpha)
    renderer.draw_path(gc, compound_path(item.polygons), to_device, to_rgba(item.face))


def _draw_marker(renderer: Any, gc: Any, item: Marker, to_device: Affine2D, scale: float) -> None:
    _pen(gc, item.edge, item.width, join="miter")
    face = None if item.shape == "cross" else to_rgba(item.face)
    renderer.draw_path(gc, MplPath(item.outline()), to_device, face)


def _draw_picture(renderer: Any, gc: Any, item: Picture, to_device: Affine2D, scale: float) -> None:
    pixels = as_bytes(item.pixels)
    x0, y0, x1, y1 = (v * scale for v in item.box)
    if renderer.option_scale_image():
        renderer.draw_image(gc, x0, y0, pixels[::-1], Affine2D().scale(x1 - x0, y1 - y0))
        return
    from PIL import Image

    left, bottom, right, top = round(x0), round(y0), round(x1), round(y1)
    resized = Image.fromarray(pixels).resize((right - left, top - bottom), Image.Resampling.BICUBIC)
    renderer.draw_image(gc, left, bottom, np.asarray(resized)[::-1])


def as_bytes(pixels: Any) -> Any:
    """Return an image as ``(rows, columns, 4)`` bytes."""
    if pixels.dtype == np.uint8 and pixels.shape[2] == 4:
        return pixels
    opaque = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    opaque[..., :3] = np.clip(np.rint(pixels[..., :3] * 255), 0, 255)
    return opaque


def _draw_text(renderer: Any, gc: Any, item: Text, to_device: Affine2D, scale: float) -> None:
    x, y = text_start(item)
    shape = outline(item.text)
    place = Affine2D().scale(item.size / text_to_path.FONT_SCALE).rotate_deg(item.angle).translate(x, y) + to_device
    if item.halo:
        _pen(gc, item.halo, max(1.6, item.size * HALO))
        renderer.draw_path(gc, shape, place)
    _pen(gc, item.color, item.size * BOLD if item.bold else 0.0)
    on_screen = type(renderer) is RendererAgg
    if item.bold and not on_screen:  # the stroke is drawn, the text is written over it
        renderer.draw_path(gc, shape, place)
    if on_screen:
        renderer.draw_path(gc, shape, place, to_rgba(item.color))
        return
    gc.set_linewidth(0)
    renderer.draw_text(gc, x * scale, y * scale, item.text, _font(item.size), item.angle, mtext=_Plain())


class _Plain:
    """Tells the PDF renderer to write letter by letter: a reader can't find "first" where "fi" is one glyph."""

    def get_fontfeatures(self) -> tuple[str, ...]:
        return ("-liga", "-clig", "-dlig")

    def get_language(self) -> None:
        return None


def text_start(item: Text) -> tuple[float, float]:
    """Return where the baseline of a text starts."""
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[item.align]
    back = fonts.width_pt(item.text, item.size) * share
    angle = np.radians(item.angle)
    return item.x - back * float(np.cos(angle)), item.y - back * float(np.sin(angle))


@lru_cache(maxsize=4096)
def outline(text: str) -> MplPath:
    """Return the outline of a line of text, in hundredths of its size, from the start of its baseline."""
    vertices, codes = text_to_path.get_text_path(FontProperties(fname=str(fonts.path())), text)
    return MplPath(np.asarray(vertices, float).reshape(-1, 2), codes)


@lru_cache(maxsize=64)
def _font(size: float) -> FontProperties:
    return FontProperties(fname=str(fonts.path()), size=size)


_DRAW: dict[type[Ink], Any] = {
    Lines: _draw_lines, Area: _draw_area, Marker: _draw_marker, Picture: _draw_picture, Text: _draw_text,
}  # fmt: skip


def compound_path(parts: Any) -> MplPath:
    """Make one path of polygons with holes."""
    rings, _ = shapely.get_rings(parts, return_index=True)
    vertices = shapely.get_coordinates(rings)
    sizes = shapely.get_num_coordinates(rings)
    codes = np.full(len(vertices), MplPath.LINETO, dtype=np.uint8)
    ends = np.cumsum(sizes)
    codes[ends - sizes] = MplPath.MOVETO
    codes[ends - 1] = MplPath.CLOSEPOLY
    return MplPath(vertices, codes)
