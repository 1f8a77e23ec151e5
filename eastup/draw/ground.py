"""What a presentation's slides look like where nothing stands on them: their ground, and the colours of their theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from eastup.draw.color import contrast
from eastup.draw.drawingml import qualified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree
    from pptx.presentation import Presentation as Deck
    from pptx.shapes.base import BaseShape
    from pptx.slide import SlideLayout

    from eastup.geodesy.types import Bounds

_LARGE = 0.1
"""Share of a slide from which a template's shape, or shapes that hang together, stand behind a map."""
_APART = 0.03
"""Share of a slide's width between shapes that do not hang together."""
_ALONG, _DEEPEST = 0.6, 0.16
"""Share of an edge along which a band runs, and of the slide that it takes at most."""
_MAPPED = ("bg1", "tx1", "bg2", "tx2")


def ground_of(deck: Deck, layout: SlideLayout) -> str | None:
    """Return the colour ``#rrggbb`` of a layout's ground, or of its master's; None where it is no plain colour."""
    known = colors(deck)
    for holder in (layout, layout.slide_master):
        found = holder._element.find(f".//{qualified('p:bg')}")
        if found is None:
            continue
        reference = found.find(qualified("p:bgRef"))
        plain = reference if reference is not None else found.find(f".//{qualified('a:solidFill')}")
        return None if plain is None else _color(plain, known)
    return None


def decorated(deck: Deck, layout: SlideLayout) -> bool:
    """Say whether a layout's slides have a picture, a gradient or large shapes behind what is put on them."""
    for holder in (layout, layout.slide_master):
        found = holder._element.find(f".//{qualified('p:bg')}")
        if found is not None:
            filled = any(found.find(f".//{qualified(kind)}") is not None for kind in ("a:blipFill", "a:gradFill"))
            if filled:
                return True
            break
    width, height = float(deck.slide_width or 1), float(deck.slide_height or 1)
    inside = shapely.box(*free(deck, layout))
    drawn = [shape for shape in _drawn(layout) if shapely.box(*_box(shape)).intersection(inside).area > 0]
    return any(
        (right - left) * (bottom - top) > _LARGE * width * height
        for left, top, right, bottom in _together(drawn, _APART * width)
    )


def free(deck: Deck, layout: SlideLayout) -> Bounds:
    """Return what a layout's bands along the edges of its slides leave: left, top, right and lower edge."""
    width, height = float(deck.slide_width or 1), float(deck.slide_height or 1)
    left, top, right, bottom = 0.0, 0.0, width, height
    for x0, y0, x1, y1 in map(_box, _drawn(layout)):
        if min(x1, width) - max(x0, 0.0) >= _ALONG * width:
            top = max(top, y1) if y0 <= 0 and y1 <= _DEEPEST * height else top
            bottom = min(bottom, y0) if y1 >= 0.99 * height and y0 >= (1 - _DEEPEST) * height else bottom
        elif min(y1, height) - max(y0, 0.0) >= _ALONG * height:
            left = max(left, x1) if x0 <= 0 and x1 <= _DEEPEST * width else left
            right = min(right, x0) if x1 >= 0.99 * width and x0 >= (1 - _DEEPEST) * width else right
    return left, top, right, bottom


def _drawn(layout: SlideLayout) -> list[BaseShape]:
    """Return the shapes that a layout and its master put on each slide."""
    shapes = [*layout.shapes]
    if layout._element.get("showMasterSp") != "0":
        shapes += [*layout.slide_master.shapes]
    return [shape for shape in shapes if not shape.is_placeholder]


def _box(shape: BaseShape) -> Bounds:
    left, top = float(shape.left or 0), float(shape.top or 0)
    return left, top, left + float(shape.width or 0), top + float(shape.height or 0)


def _together(shapes: Sequence[BaseShape], apart: float) -> list[Bounds]:
    """Return the boxes of shapes, of those that hang together one."""
    half = apart / 2
    boxes = [shapely.box(x0 - half, y0 - half, x1 + half, y1 + half) for x0, y0, x1, y1 in map(_box, shapes)]
    found = shapely.get_parts(shapely.union_all(boxes)) if boxes else ()
    return [(x0 + half, y0 + half, x1 - half, y1 - half) for x0, y0, x1, y1 in (part.bounds for part in found)]


def inverted(deck: Deck, layout: SlideLayout) -> bool:
    """Say whether text in the theme's own colour is read worse on a layout's ground than in that of paper."""
    ground, known = ground_of(deck, layout), colors(deck)
    if ground is None or not {"tx1", "bg1"} <= set(known):
        return False
    return contrast(known["tx1"], ground) < contrast(known["bg1"], ground)


def colors(deck: Deck) -> dict[str, str]:
    """Return the colours of a presentation's theme by their names in the theme and on its slides, ``#rrggbb``."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    master = deck.slide_master
    theme = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    scheme = theme.find(f".//{qualified('a:clrScheme')}")
    found: dict[str, str] = {}
    for entry in scheme if scheme is not None else ():
        value = entry[0].get("lastClr") or entry[0].get("val") if len(entry) else None
        if value and len(value) == 6:
            found[etree.QName(entry).localname] = f"#{value.lower()}"
    mapping = master._element.find(qualified("p:clrMap"))
    names = {name: str(mapping.get(name)) for name in _MAPPED} if mapping is not None else {}
    return found | {name: found[own] for name, own in names.items() if own in found}


def _color(holder: etree._Element, known: dict[str, str]) -> str | None:
    """Return the colour that an element holds, without what darkens or lightens it."""
    for child in holder:
        value = str(child.get("lastClr") or child.get("val"))
        if child.tag == qualified("a:schemeClr"):
            return known.get(value)
        if child.tag in {qualified("a:srgbClr"), qualified("a:sysClr")}:
            return f"#{value.lower()}"
    return None
