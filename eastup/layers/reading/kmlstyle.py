"""The colours that a KML file's styles give its placemarks, by the names that GeoJSON's simplestyle has for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xml.etree import ElementTree

Element: TypeAlias = "ElementTree.Element"

COLUMNS = {"Point": ("marker-color",), "LineString": ("stroke",), "Polygon": ("fill", "stroke")}
"""The columns that hold the colour of a shape, the first that is filled counts."""
_STYLES = {"IconStyle": "marker-color", "LineStyle": "stroke", "PolyStyle": "fill"}
_COLOR = re.compile(r"[0-9a-f]{2}([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)  # opacity, blue, green, red
_WHITE = "ffffff"
_DEEPEST = 4


def shared(root: Element) -> dict[str, Element]:
    """Return the styles, and maps of styles, that placemarks may name, by their ids."""
    return {key: each for each in root.iter() if _local(each) in {"Style", "StyleMap"} and (key := each.get("id"))}


def colors(placemark: Element, styles: dict[str, Element]) -> dict[str, str]:
    """Return the colours of a placemark.

    Parameters
    ----------
    placemark : Element
    styles : dict
        What `shared` found in the file.

    Returns
    -------
    dict
        Of ``marker-color``, ``stroke`` and ``fill`` those that its style gives, as ``#rrggbb``. White is none: it
        leaves an icon as it is.
    """
    style = _style(placemark, styles)
    found = {}
    for each in style if style is not None else ():
        given = _COLOR.fullmatch(_text(each, "color"))
        color = "".join(given[n] for n in (3, 2, 1)).lower() if given else _WHITE
        if _local(each) in _STYLES and color != _WHITE:
            found[_STYLES[_local(each)]] = f"#{color}"
    return found


def _style(element: Element, styles: dict[str, Element], depth: int = 0) -> Element | None:
    """Return the style that an element has itself or names; of a map of styles the one seen without a pointer on it."""
    for child in element:
        if _local(child) == "Style":
            return child
    if _local(element) == "StyleMap":
        pair = next((p for p in element if _local(p) == "Pair" and _text(p, "key") == "normal"), None)
        return _style(pair, styles, depth) if pair is not None else None
    named = styles.get(_text(element, "styleUrl").rpartition("#")[2])
    if named is None or depth > _DEEPEST:
        return None
    return named if _local(named) == "Style" else _style(named, styles, depth + 1)


def _text(element: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if _local(child) == name), "")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
