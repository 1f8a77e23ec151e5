"""What is drawn can be seen on what it really stands on: texts and marks against the picture under them."""

from __future__ import annotations

import numpy as np

from eastup.draw import color, png
from eastup.draw.document import Area, Marker, Picture, Text
from eastup.draw.fonts import width_pt

_DPI = 72.0
LEAST_TEXT, LEAST_HALOED, LEAST_MARK = 4.5, 3.0, 3.0
"""Contrasts (WCAG 2.2, 1.4.3 and 1.4.11): of text on bare ground, of text in a halo that sets it off, of marks."""
LEAST_DIFFERENCE = 10.0
"""Between a mark, or its edge, and its ground, for those who lack the pigment for green (CIE 1976)."""


def _ground(pixels, box):
    """Return the colour of most of a box of the page, or None outside of it."""
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = box
    rows = slice(max(0, int(height - y1)), max(0, int(np.ceil(height - y0))))
    columns = slice(max(0, int(x0)), min(width, int(np.ceil(x1))))
    part = pixels[rows, columns, :3].reshape(-1, 3)
    if not len(part):
        return None
    return "#" + bytes(np.median(part, axis=0).astype(np.uint8)).hex()


def faint(drawing):
    """Return what stands out too little from what is under it: (topic, text or shape, ink, ground, contrast).

    Of a map, or of a chart, which is a sheet itself.
    """
    sheet = getattr(drawing, "sheet", drawing)
    filled = [item for item in sheet.in_order() if isinstance(item, Area | Picture)]
    under = [item for item in filled if isinstance(item, Picture) or item.face != "none"]  # lines are thin
    pixels = np.asarray(png.pixels_of(sheet, under, _DPI))
    found = []
    for item in sheet.items:
        if isinstance(item, Text):
            wide = width_pt(item.text, item.size) + item.size * item.spacing * len(item.text)
            left = item.x - {"left": 0.0, "center": wide / 2, "right": wide}[item.align]
            box = (left, item.y - 1, left + wide, item.y + 0.7 * item.size) if not item.angle else None
            ground = _ground(pixels, box) if box else None
            if ground is None:
                continue
            seen = color.contrast(item.color, ground)
            haloed = item.halo is not None
            large = item.topic == "countries"  # spaced capitals, as large text
            if seen < (LEAST_HALOED if haloed or large else LEAST_TEXT) or (
                haloed and color.contrast(item.color, item.halo) < LEAST_TEXT - 0.1
            ):
                found.append((item.topic, item.text, item.color, ground, round(seen, 2)))
        elif isinstance(item, Marker):
            reach = item.size / 2 + 5
            ground = _ground(pixels, (item.x - reach, item.y - reach, item.x + reach, item.y + reach))
            inks = {item.face, item.edge} - {"none"}
            if ground is None:
                continue
            seen = max(color.contrast(ink, ground) for ink in inks)
            apart = max(color.difference(ink, ground, deuteranope=True) for ink in inks)
            if seen < LEAST_MARK or apart < LEAST_DIFFERENCE:
                found.append((item.topic, item.shape, item.face, ground, round(seen, 2)))
    return found
