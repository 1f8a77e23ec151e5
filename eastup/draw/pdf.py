"""Writes a sheet as PDF: vectors, and text in a subset of the font that can be selected, searched and edited.

fpdf2 writes the file and embeds the font; what is drawn goes into its page as it stands on the sheet. The page is
tagged: the title is a heading, the map a figure, each text a paragraph, and all else, such as halos, an artifact.
Nothing of the clock goes in, so that the same input gives the same bytes.
"""

from __future__ import annotations

import io
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np
import shapely
from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from eastup.draw import fonts
from eastup.draw.document import Area, Lines, Marker, Picture, Text
from eastup.draw.png import BOLD, HALO, as_bytes, text_start
from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from eastup.draw.document import DisplayList, Facts, Item
    from eastup.geodesy.ellipsoid import FloatArray

_EM = 1000
"""Units of a glyph's drawing in the size of the font."""
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_ROUND, _MITER = 1, 0
_FILL, _FILL_AND_STROKE = 0, 2
"""Rendering modes of text."""
_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""PDF wants a date of creation, and the clock's would make each file another."""
_LINE_PITCH = 1.3
"""Texts that stand closer than this, in font sizes, are lines of one paragraph."""
_JPEG_QUALITY = 92


def save(sheets: Sequence[DisplayList], path: Path) -> None:
    """Write sheets as the pages of a PDF; readers show the first's title, and say each in place of what is drawn."""
    document = _Document(sheets)
    for sheet in sheets:
        document.draw(sheet)
    path.write_bytes(bytes(document.output()))


class _Document(FPDF):
    """A document whose pages take the items of a sheet each. Lengths are points, from the lower left corner."""

    def __init__(self, sheets: Sequence[DisplayList]) -> None:
        sheet = sheets[0]
        width, height = sheet.page.width_in * 72, sheet.page.height_in * 72
        super().__init__(unit="pt", format=(width, height))
        self.set_auto_page_break(False)
        self.set_creation_date(_DATE)
        self.set_creator("eastup")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_title(sheet.facts.title)
        self.set_lang(sheet.facts.lang)
        if record := sheet.facts.record:
            self.set_producer(f"eastup {record['eastup']}")
            self.set_subject(f"{record['command']}; {provenance.in_short(record)}")
            self.set_xmp_metadata(_xmp(sheet.facts))
        self._alt = ""
        self._font: TTFFont | None = None
        if not sheet.facts.outlines:
            texts = {item.text for each in sheets for item in each.items if isinstance(item, Text)}
            wanted = sorted({ord(character) for text in texts for character in text})
            # Of the others, some forty thousand, it would look up the widths.
            self.add_font("map", fname=fonts.path(), unicode_range=wanted or None)
            font = self.fonts["map"]
            assert isinstance(font, TTFFont)
            self._font = font

    def draw(self, sheet: DisplayList) -> None:
        """Draw all items of a sheet on a page of their own, the lowest first, each within its tag."""
        self.add_page(format=(sheet.page.width_in * 72, sheet.page.height_in * 72))
        self._alt = sheet.facts.title
        if self._font is not None:
            self.set_font("map", size=12)
        self._out(f"/Artifact BMC\nq {_rgb(sheet.color)} rg 0 0 {self.w:.2f} {self.h:.2f} re f Q\nEMC")
        blocks = list(_blocks(sheet.in_order()))
        tags = self._tags(blocks, {id(item): number for number, item in enumerate(sheet.items)})
        for number, block in enumerate(blocks):
            halos = [item for item in block if isinstance(item, Text) and item.halo]
            if halos:
                self._marked("/Artifact BMC", "".join(map(_halo, halos)))
            self._out(tags.get(number, "/Artifact BMC"))
            for item in block:
                self._draw(item)
            self._out("EMC")

    def _tags(self, blocks: list[list[Item]], order: dict[int, int]) -> dict[int, str]:
        """Enter the blocks that say something into the structure; return how the content of each begins.

        They are read in the order in which the page was put together, after the header.
        """

        def reading(number: int) -> tuple[bool, int]:
            return blocks[number][0].topic != "header", min(order[id(item)] for item in blocks[number])

        figure = next((n for n, block in enumerate(blocks) if not isinstance(block[0], Text)), -1)
        said = [n for n, block in enumerate(blocks) if n == figure or isinstance(block[0], Text)]
        found = {}
        for mark, number in enumerate(sorted(said, key=reading)):
            kind = "Figure" if number == figure else "P"
            if mark == 0 and blocks[number][0].topic == "header":
                kind = "H1"
            alt = self._alt if kind == "Figure" else None
            if not (alt or self._font):  # outlines are read out by what they say
                alt = " ".join(item.text for item in blocks[number] if isinstance(item, Text))
            self._add_marked_content(struct_type=f"/{kind}", mcid=mark, alt_text=alt)
            found[number] = f"/{kind} <</MCID {mark}>> BDC"
        return found

    def _marked(self, begin: str, content: str) -> None:
        self._out(f"{begin}\n{content}EMC")

    def _draw(self, item: Item) -> None:
        """Draw one item, cut to its box."""
        alpha = item.alpha if isinstance(item, Lines | Area) else 1.0
        with self.local_context(fill_opacity=alpha, stroke_opacity=alpha) if alpha < 1 else nullcontext():
            box = item.clip_box
            cut = f"{box[0]:.2f} {box[1]:.2f} {box[2] - box[0]:.2f} {box[3] - box[1]:.2f} re W n\n" if box else ""
            if isinstance(item, Picture):
                self._picture(item)
            else:
                self._out(f"q\n{cut}{self._content(item)}Q")

    def _content(self, item: Lines | Area | Marker | Text) -> str:
        if isinstance(item, Lines):
            return _lines(item)
        if isinstance(item, Area):
            return _area(item)
        return _marker(item) if isinstance(item, Marker) else self._text(item)

    def _picture(self, item: Picture) -> None:
        """Add an image: smooth where it is opaque, exact where it is not."""
        from PIL import Image

        x0, y0, x1, y1 = item.box
        pixels = as_bytes(item.pixels)
        image = Image.fromarray(pixels)
        if (pixels[..., 3] == 255).all():
            data = io.BytesIO()
            image.convert("RGB").save(data, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
            self.image(data, x0, self.h - y1, x1 - x0, y1 - y0)
        else:
            self.image(image, x0, self.h - y1, x1 - x0, y1 - y0)

    def _text(self, item: Text) -> str:
        """Write a line of text with the kerning that it was measured with."""
        if self._font is None:
            color = _rgb(item.color)
            pen = f"{_pen(item.color, BOLD * _EM, _ROUND)}" if item.bold else ""
            return _outlines(item, f"{pen}{color} rg\n", "B" if item.bold else "f")
        x, y = text_start(item)
        angle = np.radians(item.angle)
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        starts = fonts.starts(item.text, item.spacing)
        shown = ""
        for n, character in enumerate(item.text):
            code = self._font.subset.pick(ord(character))
            if code is None:  # a space that the font does not have
                shown += f"{(starts[n] - starts[n + 1]) * _EM:.0f} "
                continue
            back = self._font.cw[ord(character)] - (starts[n + 1] - starts[n]) * _EM
            shown += f"<{code:04x}>" + (f"{back:.0f}" if abs(back) >= 1 else "")
        color = _rgb(item.color)
        mode = f"{_FILL_AND_STROKE} Tr {item.size * BOLD:.3f} w {_ROUND} j" if item.bold else f"{_FILL} Tr"
        font = self._set_font_for_page(self._font, item.size, wrap_in_text_object=False)
        return (
            f"BT {color} rg {color} RG {mode} {font} "
            f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f} Tm [{shown}] TJ ET\n"
        )


def _xmp(facts: Facts) -> str:
    """Return the metadata of the document as XMP: Dublin Core, and the whole record under a name of our own."""
    record = facts.record
    title, short = escape(facts.title), escape(f"{record['command']}; {provenance.in_short(record)}")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:eastup="urn:eastup:provenance">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{short}</rdf:li></rdf:Alt></dc:description>'
        f"<xmp:CreatorTool>eastup {escape(str(record['eastup']))}</xmp:CreatorTool>"
        f"<eastup:record>{escape(provenance.as_text(record))}</eastup:record></rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def _blocks(items: list[Item]) -> Iterator[list[Item]]:
    """Divide items, in their order, into the lines of one paragraph each and what is drawn between texts."""
    for _, run in groupby(items, key=lambda item: isinstance(item, Text)):
        block: list[Item] = []
        for item in run:
            above = block[-1] if block else None
            if (
                isinstance(item, Text)
                and isinstance(above, Text)
                and not item.continues(above, _LINE_PITCH * item.size)
            ):
                yield block
                block = []
            block.append(item)
        yield block


def _lines(item: Lines) -> str:
    dashes = " ".join(f"{d:g}" for d in item.dashes)
    pen = _pen(item.color, item.width, _ROUND, _CAPS[item.cap])
    return f"{pen}[{dashes}] 0 d\n" + "".join(map(_polyline, item.shown())) + "S\n"


def _area(item: Area) -> str:
    filled = item.face != "none"
    pen = _pen(item.edge, item.width, _ROUND) if item.width else ""
    brush = f"{_rgb(item.face)} rg\n" if filled else ""
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(item.polygons)]
    paint = {(True, True): "B*", (True, False): "f*", (False, True): "S", (False, False): "n"}
    return pen + brush + "".join(_polyline(r[:-1]) + "h\n" for r in rings) + paint[filled, bool(item.width)] + "\n"


def _marker(item: Marker) -> str:
    filled = item.shape != "cross"
    brush = f"{_rgb(item.face)} rg\n" if filled else ""
    return _pen(item.edge, item.width, _MITER) + brush + _polyline(item.outline()) + ("b\n" if filled else "S\n")


def _halo(item: Text) -> str:
    """Draw the halo of a text as outlines: as text it would be found twice."""
    assert item.halo is not None
    return _outlines(item, _pen(item.halo, max(1.6, item.size * HALO) / (item.size / _EM), _ROUND), "S")


def _outlines(item: Text, style: str, paint: str) -> str:
    """Draw the outlines of a text, given its pens and the operator that paints."""
    x, y = text_start(item)
    angle = np.radians(item.angle)
    scale = item.size / _EM
    cos, sin = scale * float(np.cos(angle)), scale * float(np.sin(angle))
    pieces = [f"q {cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f} cm\n"]
    pieces.append(style)
    before = 0.0
    for character, start in zip(item.text, fonts.starts(item.text, item.spacing), strict=False):
        pieces.append(f"1 0 0 1 {(start - before) * _EM:.1f} 0 cm\n{_glyph(character)}{paint}\n")
        before = start
    return "".join(pieces) + "Q\n"


@cache
def _glyph(character: str) -> str:
    """Return the drawing of a character, in thousandths of the font's size."""
    vertices, codes = fonts.glyph(character)
    xy = np.asarray(vertices, float).reshape(-1, 2) * _EM
    pieces, n = [], 0
    while n < len(codes):
        code = codes[n]
        if code == _CLOSE:
            pieces.append("h\n")
            n += 1
            continue
        points = xy[n : n + _POINTS[code]]
        if code == _QUADRATIC:  # PDF knows only cubic curves
            points = np.array([(xy[n - 1] + 2 * points[0]) / 3, (points[1] + 2 * points[0]) / 3, points[1]])
        pieces.append(" ".join(f"{v:.0f}" for v in points.ravel()) + f" {_OPERATORS[code]}\n")
        n += _POINTS[code]
    return "".join(pieces)


_MOVE, _LINE, _QUADRATIC, _CUBIC, _CLOSE = 1, 2, 3, 4, 79
_POINTS = {_MOVE: 1, _LINE: 1, _QUADRATIC: 2, _CUBIC: 3}
_OPERATORS = {_MOVE: "m", _LINE: "l", _QUADRATIC: "c", _CUBIC: "c"}


def _rgb(color: str) -> str:
    return " ".join(f"{v / 255:.4g}" for v in bytes.fromhex(color[1:]))


def _pen(color: str, width: float, join: int, cap: int = 0) -> str:
    return f"{_rgb(color)} RG {width:.3f} w {join} j {cap} J\n"


def _polyline(xy: FloatArray) -> str:
    """Write a line's path to a hundredth of a point."""
    good = xy[np.isfinite(xy).all(axis=1)] if not np.isfinite(xy).all() else xy
    if not len(good):
        return ""
    pattern = "%.2f %.2f m\n" + "%.2f %.2f l\n" * (len(good) - 1)
    return pattern % tuple(good.ravel().tolist())
