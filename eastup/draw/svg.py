"""Writes a sheet as SVG: text as text with its halo as a stroke, or as outlines; vectors; and a named layer a topic."""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from eastup.draw.document import Area, Lines, Marker, Picture, Text
from eastup.draw.png import BOLD, HALO, as_bytes, outline, text_start
from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from matplotlib.path import Path as MplPath

    from eastup.draw.document import DisplayList, Primitive
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.io.provenance import Record

_FAMILY = "'Noto Sans CJK JP','Noto Sans JP','Noto Sans KR','Source Sans 3','Yu Gothic','Malgun Gothic',sans-serif"
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}


def save(sheet: DisplayList, path: Path) -> None:
    """Write a sheet as SVG."""
    width, height = sheet.page.width_in * 72, sheet.page.height_in * 72
    clips: dict[Bounds, str] = {}
    body: list[str] = []
    elements: dict[type[Primitive], Callable[..., str]] = (
        {**_ELEMENT, Text: _outlined} if sheet.facts.outlines else _ELEMENT
    )
    layers: Counter[str] = Counter()
    for topic, items in groupby(sheet.in_order(), key=lambda item: item.topic):
        layers[topic] += 1
        name = topic if layers[topic] == 1 else f"{topic} {layers[topic]}"
        body.append(
            f'<g id="{escape(re.sub(r"[^A-Za-z0-9]+", "-", name))}-layer" class="{escape(topic)}" '
            f'inkscape:groupmode="layer" inkscape:label="{escape(name)}">'
        )
        body += [elements[type(item)](item, height, _clip(item, clips)) for item in items]
        body.append("</g>")
    boxes = "".join(
        f'<clipPath id="{name}"><rect x="{b[0]:.2f}" y="{height - b[3]:.2f}" width="{b[2] - b[0]:.2f}" '
        f'height="{b[3] - b[1]:.2f}"/></clipPath>'
        for b, name in clips.items()
    )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xml:lang="{sheet.facts.lang}" '
        f'role="img" width="{width:.2f}pt" height="{height:.2f}pt" viewBox="0 0 {width:.2f} {height:.2f}" '
        f'font-family="{_FAMILY}" stroke-linejoin="round">\n'
        f"<title>{escape(sheet.facts.title)}</title>\n{_metadata(sheet.facts.record)}<defs>{boxes}</defs>\n"
        f'<rect width="100%" height="100%" fill="{sheet.color}"/>\n' + "\n".join(body) + "\n</svg>\n",
        encoding="utf-8",
        newline="\n",
    )


def _metadata(record: Record) -> str:
    """Return what made the drawing, as Dublin Core and as a whole."""
    if not record:
        return ""
    short = escape(f"{record['command']}; {provenance.in_short(record)}")
    return (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">'
        f"<dc:creator>eastup {escape(str(record['eastup']))}</dc:creator><dc:description>{short}</dc:description>"
        f"<dc:source>{escape(provenance.as_text(record))}</dc:source></rdf:Description></rdf:RDF></metadata>\n"
    )


def _clip(item: Primitive, clips: dict[Bounds, str]) -> str:
    if item.clip_box is None:
        return ""
    name = clips.setdefault(item.clip_box, f"frame{len(clips)}")
    return f' clip-path="url(#{name})"'


def _titled(item: Primitive, element: str) -> str:
    """Give an element the name of what it shows; browsers show it under the pointer."""
    if not item.name:
        return element + "/>"
    return f"{element}><title>{escape(item.name)}</title></{element[1 : element.index(' ')]}>"


def _points(parts: Iterable[FloatArray], height: float, close: bool) -> str:
    """Write rings or lines as the data of a path, to a hundredth of a point."""
    pieces = []
    for part in parts:
        numbers = np.round(np.column_stack([part[:, 0], height - part[:, 1]]), 2).ravel().tolist()
        pieces.append("M" + " ".join(map(repr, numbers)) + ("Z" if close else ""))
    return "".join(pieces)


def _lines(item: Lines, height: float, clip: str) -> str:
    dashes = f' stroke-dasharray="{" ".join(f"{d:g}" for d in item.dashes)}"' if item.dashes else ""
    cap = {"projecting": "square"}.get(item.cap, item.cap)
    opacity = f' opacity="{item.alpha:g}"' if item.alpha < 1 else ""
    data = _points(item.shown(), height, close=False)
    pen = f'stroke="{item.color}" stroke-width="{item.width:g}" stroke-linecap="{cap}"'
    return _titled(item, f'<path d="{data}" fill="none" {pen}{dashes}{opacity}{clip}')


def _area(item: Area, height: float, clip: str) -> str:
    rings = [shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(item.polygons)]
    opacity = f' opacity="{item.alpha:g}"' if item.alpha < 1 else ""
    pen = f' stroke="{item.edge}" stroke-width="{item.width:g}"' if item.width else ""
    data = _points(rings, height, close=True)
    return _titled(item, f'<path d="{data}" fill="{item.face}" fill-rule="evenodd"{pen}{opacity}{clip}')


def _marker(item: Marker, height: float, clip: str) -> str:
    fill = "none" if item.shape == "cross" else item.face
    style = f'fill="{fill}" stroke="{item.edge}" stroke-width="{item.width:g}"{clip}'
    if item.shape == "circle":
        return _titled(item, f'<circle cx="{item.x:.2f}" cy="{height - item.y:.2f}" r="{item.size / 2:.2f}" {style}')
    return _titled(item, f'<path d="{_points([item.outline()], height, close=False)}" {style}')


def _picture(item: Picture, height: float, clip: str) -> str:
    from PIL import Image

    data = io.BytesIO()
    opaque = bool((as_bytes(item.pixels)[..., 3] == 255).all())
    image = Image.fromarray(as_bytes(item.pixels))
    if opaque:  # the sea's depths: smooth, so that this is small and clean
        image.convert("RGB").save(data, "JPEG", quality=92, subsampling=0)
    else:
        image.save(data, "PNG")
    kind = "jpeg" if opaque else "png"
    x0, y0, x1, y1 = item.box
    code = base64.b64encode(data.getvalue()).decode()
    return (
        f'<image x="{x0:.2f}" y="{height - y1:.2f}" width="{x1 - x0:.2f}" height="{y1 - y0:.2f}" '
        f'preserveAspectRatio="none" xlink:href="data:image/{kind};base64,{code}"/>'
    )


def _text(item: Text, height: float, clip: str) -> str:
    x, y = item.x, height - item.y
    turn = f' transform="rotate({-item.angle:.2f} {x:.2f} {y:.2f})"' if item.angle else ""
    anchor = f' text-anchor="{_ANCHOR[item.align]}"' if item.align != "left" else ""
    weight = ' font-weight="bold"' if item.bold else ""
    spacing = f' letter-spacing="{item.spacing * item.size:.2f}"' if item.spacing else ""
    place = f'x="{x:.2f}" y="{y:.2f}" font-size="{item.size:g}"{anchor}{weight}{spacing}{turn}'
    said = f'<text {place} fill="{item.color}">{escape(item.text)}</text>'
    if not item.halo:
        return said
    # a text of its own beneath: LibreOffice and Illustrator know no paint-order and draw the halo over the ink
    pen = f'fill="none" stroke="{item.halo}" stroke-width="{max(1.6, item.size * HALO):.2f}"'
    return f'<g><text {place} {pen} aria-hidden="true">{escape(item.text)}</text>{said}</g>'


def _outlined(item: Text, height: float, clip: str) -> str:
    """Draw a text as its outlines, with what they say as their name."""
    x, y = text_start(item)
    shape = outline(item.text, item.spacing)
    turn = f" rotate({-item.angle:.2f})" if item.angle else ""
    scale = item.size / 100
    place = f'transform="translate({x:.2f} {height - y:.2f}){turn} scale({scale:.5f} {-scale:.5f})"'
    pens = []
    if item.halo:
        pen = max(1.6, item.size * HALO) / scale
        pens.append(f'fill="none" stroke="{item.halo}" stroke-width="{pen:.2f}"')
    bold = f' stroke="{item.color}" stroke-width="{BOLD * 100:.2f}"' if item.bold else ""
    pens.append(f'fill="{item.color}"{bold}')
    data = _curves(shape)
    paths = "".join(f'<path d="{data}" {pen}/>' for pen in pens)
    return f"<g {place} aria-label={quoteattr(item.text)}>{paths}</g>"


def _curves(shape: MplPath) -> str:
    """Write the outline of a text as the data of a path."""
    pieces = []
    for vertices, code in shape.iter_segments(simplify=False, curves=True):
        numbers = " ".join(f"{v:.1f}" for v in vertices) if code != shape.CLOSEPOLY else ""
        pieces.append(_COMMANDS[int(code)] + numbers)
    return "".join(pieces)


_COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
"""Of a path's segments, by matplotlib's codes."""
_ELEMENT: dict[type[Primitive], Callable[..., str]] = {
    Lines: _lines,
    Area: _area,
    Marker: _marker,
    Picture: _picture,
    Text: _text,
}
