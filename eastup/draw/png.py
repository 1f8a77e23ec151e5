"""Paints a sheet as PNG with matplotlib's renderer, without its figures and axes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.path import Path as MplPath
from matplotlib.transforms import Affine2D, Bbox

from eastup.draw import fonts
from eastup.draw.document import Area, Lines, Marker, Picture, Text
from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.backend_bases import GraphicsContextBase
    from numpy.typing import NDArray

    from eastup.draw.document import DisplayList, Item, Pixels, Primitive
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Geometries

HALO = 0.26
"""Width of a halo, of the font size."""
_PNG_LEVEL = 2  # of zlib: a twentieth larger than its usual 6, in two fifths of the time
BOLD = 0.035
"""Width of the stroke that makes a text bold, of the font size: the font has one weight."""

_SOFTWARE = "eastup"


def save(sheet: DisplayList, path: Path, dpi: float) -> None:
    """Write a sheet as PNG; nothing of the clock goes in, so that the same input gives the same bytes."""
    from PIL import Image, PngImagePlugin

    about = PngImagePlugin.PngInfo()
    if sheet.facts.title:
        about.add_itxt("Title", sheet.facts.title)
    for name, text in (provenance.tags(sheet.facts.record) or {"Software": _SOFTWARE}).items():
        about.add_itxt(name, text) if name == provenance.KEY else about.add_text(name, text)
    picture = Image.fromarray(pixels_of(sheet, sheet.in_order(), dpi)[..., :3])
    picture.save(path, "PNG", compress_level=_PNG_LEVEL, dpi=(dpi, dpi), pnginfo=about)


def pixels_of(sheet: DisplayList, items: list[Item], dpi: float) -> NDArray[np.uint8]:
    """Return some of a sheet's items as an image of the whole page, ``(rows, columns, 4)`` bytes."""
    scale = dpi / 72.0
    width, height = round(sheet.page.width_in * dpi), round(sheet.page.height_in * dpi)
    renderer = RendererAgg(width, height, dpi)  # type: ignore[no-untyped-call]
    gc = renderer.new_gc()
    gc.set_linewidth(0)
    paper = MplPath([(0, 0), (width, 0), (width, height), (0, height), (0, 0)])
    renderer.draw_path(gc, paper, Affine2D(), to_rgba(sheet.color))  # type: ignore[no-untyped-call]
    to_device = Affine2D().scale(scale)
    for item in items:
        gc = renderer.new_gc()
        if box := item.clip_box:
            gc.set_clip_rectangle(Bbox.from_extents(*(v * scale for v in box)))
        _DRAW[type(item)](renderer, gc, item, to_device, scale)
        gc.restore()
    return np.asarray(renderer.buffer_rgba())  # type: ignore[no-untyped-call]


def _pen(
    gc: GraphicsContextBase, color: str, width: float, alpha: float = 1.0, join: Literal["round", "miter"] = "round"
) -> None:
    gc.set_foreground(to_rgba(color), isRGBA=True)
    gc.set_linewidth(width)
    gc.set_joinstyle(join)
    if alpha < 1:
        gc.set_alpha(alpha)


def _draw_lines(renderer: RendererAgg, gc: GraphicsContextBase, item: Lines, to_device: Affine2D, scale: float) -> None:
    _pen(gc, item.color, item.width, item.alpha)
    gc.set_capstyle(item.cap)
    if item.dashes:
        gc.set_dashes(0, list(item.dashes))
    renderer.draw_path(gc, _lines_path(item.shown()), to_device)  # type: ignore[no-untyped-call]


def _lines_path(parts: list[FloatArray]) -> MplPath:
    codes = np.full(sum(map(len, parts)), MplPath.LINETO, dtype=np.uint8)
    codes[np.cumsum([0, *map(len, parts[:-1])])] = MplPath.MOVETO
    return MplPath(np.concatenate(parts), codes)


def _draw_area(renderer: RendererAgg, gc: GraphicsContextBase, item: Area, to_device: Affine2D, scale: float) -> None:
    _pen(gc, item.edge if item.width else item.face, item.width, item.alpha)
    renderer.draw_path(gc, compound_path(item.polygons), to_device, to_rgba(item.face))  # type: ignore[no-untyped-call]


def _draw_marker(
    renderer: RendererAgg, gc: GraphicsContextBase, item: Marker, to_device: Affine2D, scale: float
) -> None:
    _pen(gc, item.edge, item.width, join="miter")
    face = None if item.shape == "cross" else to_rgba(item.face)
    renderer.draw_path(gc, MplPath(item.outline()), to_device, face)  # type: ignore[no-untyped-call]


def _draw_picture(
    renderer: RendererAgg, gc: GraphicsContextBase, item: Picture, to_device: Affine2D, scale: float
) -> None:
    from PIL import Image

    left, bottom, right, top = (round(v * scale) for v in item.box)
    image = Image.fromarray(as_bytes(item.pixels))
    resized = image.resize((right - left, top - bottom), Image.Resampling.BICUBIC)
    renderer.draw_image(gc, left, bottom, np.asarray(resized)[::-1])


def as_bytes(pixels: Pixels) -> NDArray[np.uint8]:
    """Return an image as ``(rows, columns, 4)`` bytes."""
    if pixels.dtype == np.uint8 and pixels.shape[2] == 4:
        return np.asarray(pixels, np.uint8)
    opaque = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    opaque[..., :3] = np.clip(np.rint(pixels[..., :3] * 255), 0, 255)
    return opaque


def _draw_text(renderer: RendererAgg, gc: GraphicsContextBase, item: Text, to_device: Affine2D, scale: float) -> None:
    x, y = text_start(item)
    shape = outline(item.text, item.spacing)
    place = Affine2D().scale(item.size / 100).rotate_deg(item.angle).translate(x, y) + to_device
    if item.halo:
        _pen(gc, item.halo, max(1.6, item.size * HALO))
        renderer.draw_path(gc, shape, place)  # type: ignore[no-untyped-call]
    _pen(gc, item.color, item.size * BOLD if item.bold else 0.0)
    renderer.draw_path(gc, shape, place, to_rgba(item.color))  # type: ignore[no-untyped-call]


def text_start(item: Text) -> tuple[float, float]:
    """Return where the baseline of a text starts."""
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[item.align]
    back = fonts.width_pt(item.text, item.size, item.spacing) * share
    angle = np.radians(item.angle)
    return item.x - back * float(np.cos(angle)), item.y - back * float(np.sin(angle))


@lru_cache(maxsize=4096)
def outline(text: str, spacing: float = 0.0) -> MplPath:
    """Return the outline of a line of text, in hundredths of its size, from the start of its baseline."""
    drawn = [
        (fonts.glyph(character), start) for character, start in zip(text, fonts.starts(text, spacing), strict=False)
    ]
    parts = [(np.add(vertices, (start, 0.0)), codes) for (vertices, codes), start in drawn if codes]
    if not parts:
        return MplPath(np.empty((0, 2)))
    return MplPath(100 * np.concatenate([xy for xy, _ in parts]), np.concatenate([codes for _, codes in parts]))


_DRAW: dict[type[Primitive], Callable[..., None]] = {
    Lines: _draw_lines, Area: _draw_area, Marker: _draw_marker, Picture: _draw_picture, Text: _draw_text,
}  # fmt: skip


def compound_path(parts: Geometries) -> MplPath:
    """Make one path of polygons with holes."""
    rings, _ = shapely.get_rings(parts, return_index=True)
    vertices = shapely.get_coordinates(rings)
    sizes = shapely.get_num_coordinates(rings)
    codes = np.full(len(vertices), MplPath.LINETO, dtype=np.uint8)
    ends = np.cumsum(sizes)
    codes[ends - sizes] = MplPath.MOVETO
    codes[ends - 1] = MplPath.CLOSEPOLY
    return MplPath(vertices, codes)
