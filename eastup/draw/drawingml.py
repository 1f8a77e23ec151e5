"""Pieces of DrawingML, the XML of the shapes of a presentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def fill(shade: str, alpha: float = 1.0) -> str:
    """Return a solid fill, or none."""
    return "<a:noFill/>" if shade == "none" else f"<a:solidFill>{color(shade, alpha)}</a:solidFill>"


def color(shade: str, alpha: float = 1.0) -> str:
    """Return a colour, with how opaque it is."""
    inner = f'<a:alpha val="{round(alpha * 100000)}"/>' if alpha < 1 else ""
    return f'<a:srgbClr val="{shade[1:].upper()}">{inner}</a:srgbClr>'


def preset(kind: str) -> str:
    """Return a shape that the format knows by name."""
    return f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'


def element(xml: str) -> etree._Element:
    """Return the element of a text of XML."""
    from pptx.oxml import parse_xml

    return parse_xml(xml.replace(">", f" {_NAMESPACES}>", 1))


def qualified(tag: str) -> str:
    """Return the full name of a tag."""
    from pptx.oxml.ns import qn

    return str(qn(tag))
