"""Writes drawings as a presentation: a picture of the map, and over it shapes that can be edited.

Labels are text boxes, markers and lines are shapes, tables are tables; each is named after what it shows. What lies
under the subject (sea, land, borders, graticule) is one picture for each map frame.
"""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.draw.deck import Brush, opened, title_layout
from eastup.draw.document import Area, Lines, Marker, Picture, Text
from eastup.draw.drawingml import element, preset, qualified
from eastup.io import files, provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pptx.shapes.base import BaseShape

    from eastup.draw.document import DisplayList, Item, Pixels
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.io.provenance import Record

_EMU_PER_PT = 12700
_LONGEST_PROPERTY = 255
"""Characters of a property of the document."""
_PICTURE_DPI = 200.0
_SLIDES_IN = {"16:9": (40 / 3, 7.5), "4:3": (10.0, 7.5)}
_UNDER = frozenset({"sea", "locator"})
_FRAMED = _UNDER - {"locator"}
_COLORED = frozenset({"nearest", "ship-time", "coverage"})
"""Topics that colour the sea, under the land."""
_LOOSE = frozenset({"labels", "header", "seas", "logo", "remarks"})
"""Topics whose shapes are not grouped, since they are moved one by one."""
_SINGLE = frozenset({"graticule", "scale"})
"""Topics of which each text is a box of its own."""
_EAST_ASIAN = {"en": "Yu Gothic", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
_PRESETS = {"circle": "ellipse", "square": "rect", "diamond": "diamond", "triangle": "triangle"}
_ASCENT = 0.94
"""Where the baseline of the first line stands below the top of a text box, of the font size."""
_LAND_PT, _LEAST_LAND_PT2 = 0.25, 0.4
"""How finely the coast is drawn as shapes, and the smallest island."""
_MOST_NAMED = 12
"""Names in the alternative text of a group."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def write(sheets: Sequence[DisplayList], path: str | Path) -> None:
    """Write drawings as the slides of a presentation; the same drawings give the same bytes.

    The slides have the usual size of the shape of the first drawing's page, or that of its template; the others are
    fitted into it.
    """
    files.suffix_of(path, (".pptx",))
    page, facts = sheets[0].page, sheets[0].facts
    width_in, height_in = _SLIDES_IN.get(facts.size, (page.width_in, page.height_in))
    size = round(width_in * 72 * _EMU_PER_PT), round(height_in * 72 * _EMU_PER_PT)
    deck = opened(facts.template, size, facts.roles)
    deck.core_properties.title = facts.title
    deck.core_properties.author = "eastup"
    _tell_made(deck.core_properties, [sheet.facts.record for sheet in sheets if sheet.facts.record])
    layout = title_layout(deck)
    for sheet in sheets:
        brush = Brush(sheet.facts.roles)
        _Slide(
            deck.slides.add_slide(layout), sheet, (deck.slide_width or size[0], deck.slide_height or size[1]), brush
        ).fill()
    with files.whole(path) as temporary:
        deck.save(str(temporary))
        files.freeze_zip(temporary)


def _tell_made(properties: Any, records: list[Record]) -> None:
    """Enter what made the slides into the properties of the document: in short, and in whole each that differs."""
    if not records:
        return
    properties.subject = str(records[0]["command"])[:_LONGEST_PROPERTY]
    properties.keywords = provenance.in_short(records[0])[:_LONGEST_PROPERTY]
    properties.comments = "-"
    [comments] = properties._element.findall(qualified("dc:description"))
    told = ["\n".join(f"{what}: {value}" for what, value in provenance.rows(record)) for record in records]
    comments.text = "\n\n".join(dict.fromkeys(told))  # python-pptx itself takes no more than 255 characters


@dataclass
class _Slide:
    """One slide and the drawing that goes onto it."""

    slide: Any
    sheet: DisplayList
    size: tuple[int, int]
    """Width and height of the slide, EMU."""
    brush: Brush
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1000))

    def __post_init__(self) -> None:
        page = self.sheet.page
        width, height = page.width_in * 72, page.height_in * 72
        self._per_pt = min(self.size[0] / width, self.size[1] / height)
        self._left = (self.size[0] - width * self._per_pt) / 2
        self._top = (self.size[1] - height * self._per_pt) / 2
        self._page_height = height
        self._lang = self.sheet.facts.lang

    def fill(self) -> None:
        """Put everything onto the slide."""
        sheet = self.sheet
        if not sheet.facts.template:
            self._background()
        self._title()
        self._notes()
        items = sheet.in_order()
        for level in sorted({item.page.level for item in items}):
            self._add_level([item for item in items if item.page.level == level])

    def _background(self) -> None:
        from pptx.dml.color import RGBColor

        background = self.slide.background.fill
        background.solid()
        background.fore_color.rgb = RGBColor(*bytes.fromhex(self.sheet.color[1:]))  # type: ignore[no-untyped-call]

    def _title(self) -> None:
        """Put the title of the drawing into the title of the slide, where readers for the blind look for it."""
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Pt

        title = _title_of(self.sheet)
        if not title:
            return
        shape = self.slide.shapes.title
        page, first, last = self.sheet.page, title[0], title[-1]
        box = (first.x, last.y - 0.3 * last.size, page.width_in * 72 - first.x, first.y + 1.05 * first.size)
        shape.left, shape.top, shape.width, shape.height = self._emu(box)
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.BOTTOM, True
        paragraph = frame.paragraphs[0]._p
        for child in list(paragraph):
            paragraph.remove(child)
        if self.sheet.facts.template:  # in its own face and colour
            frame.paragraphs[0].text = "\v".join(line.text for line in title)
            frame.paragraphs[0].font.size = Pt(round(first.size * self._per_pt / _EMU_PER_PT))
            return
        for number, line in enumerate(title):  # one paragraph, so that outlines show one title
            made = element(self._paragraph(line, "l"))
            if number:
                frame.paragraphs[0].add_line_break()
            for child in list(made)[bool(number) :]:
                paragraph.append(child)

    def _notes(self) -> None:
        """Tell the speaker the numbers of the slide, with source and date of each, and how they are measured."""
        told = [self.sheet.facts.title]
        for item in self.sheet.items:
            lengths = [f"{v:,.1f} {k.rpartition('_')[2]}" for k, v in item.facts.items() if _is_length(k, v)]
            if lengths and item.name:
                origin = "; ".join(str(item.facts[k]) for k in ("source", "as_of") if item.facts.get(k))
                told.append(f"{item.name}: {', '.join(lengths)}" + (f" ({origin})" if origin else ""))
        told += [item.text for item in self.sheet.items if isinstance(item, Text) and item.topic == "sources"]
        self.slide.notes_slide.notes_text_frame.text = "\n".join(dict.fromkeys(told))

    def _add_level(self, items: list[Item]) -> None:
        """Add what lies on the paper, or what lies on a map as an inset does: pictures, and shapes over them."""
        self._add_pictures([item for item in items if _is_under(item)])
        over = [item for item in items if not _is_under(item)]
        title = {id(line) for line in _title_of(self.sheet)}
        over = [item for item in over if id(item) not in title]
        topics = list(dict.fromkeys(item.topic for item in over))
        for topic in topics:
            of_topic = [item for item in over if item.topic == topic]
            if topic == "table":
                for _, rows in itertools.groupby(of_topic, key=lambda item: item.name):
                    self._add_table([item for item in rows if isinstance(item, Text)])
            else:
                self._add_topic(topic, of_topic)

    def _add_labels(self, items: list[Item]) -> None:
        """Add labels, each in a group with its leader or its box, so that they are moved together."""
        of_label: dict[tuple[str, Bounds], list[Item]] = {}
        for item in items:
            of_label.setdefault((item.name, item.page.frame), []).append(item)
        for (name, _), parts in of_label.items():
            shapes: list[tuple[str, Bounds]] = []
            for part in _merged(parts):
                if isinstance(part, list):
                    shapes.append(self._text(part))
                elif isinstance(part, Lines):
                    shapes += self._lines(part)
                elif isinstance(part, Area):
                    shapes += self._area(part)
            if len(shapes) == 1:
                self._append(shapes[0][0])
            elif shapes:
                self._append(self._group(f"labels: {name}", shapes, name))

    def _add_topic(self, topic: str, items: list[Item]) -> None:
        if topic == "labels":
            self._add_labels(items)
            return
        shapes: list[tuple[str, Bounds]] = []
        for item in _merged(items):
            if isinstance(item, list):
                shapes.append(self._text(item))
            elif isinstance(item, Picture):
                self._add_image(_png(item.pixels), item.box, topic)
            elif isinstance(item, Marker):
                shapes.append(self._marker(item))
            elif isinstance(item, Lines):
                shapes += self._lines(item)
            elif isinstance(item, Area):
                shapes += self._area(item)
        if not shapes:
            return
        if topic in _LOOSE or len(shapes) == 1:
            for xml, _ in shapes:
                self._append(xml)
        else:
            names = list(dict.fromkeys(item.name for item in items if item.name))
            self._append(self._group(topic, shapes, _listed(topic, names)))

    def _append(self, xml: str) -> None:
        self.slide.shapes._spTree.append(element(xml))

    def _add_pictures(self, items: list[Item]) -> None:
        """Add the picture of each map frame, and of the locator."""
        from PIL import Image

        from eastup.draw import png

        if not items:
            return
        pixels = png.pixels_of(self.sheet, items, _PICTURE_DPI)
        frames = dict.fromkeys(item.page.frame for item in items if item.topic in _FRAMED)
        boxes = [(frame, "map") for frame in frames]
        locator: list[Bounds] = [
            shapely.union_all(i.polygons).bounds for i in items if i.topic == "locator" and isinstance(i, Area)
        ]
        if locator:
            x0, y0, x1, y1 = np.array(locator).T
            boxes.append(((x0.min(), y0.min(), x1.max(), y1.max()), "locator"))
        scale = _PICTURE_DPI / 72
        for box, name in boxes:
            left, right = round(box[0] * scale), round(box[2] * scale)
            top, bottom = round((self._page_height - box[3]) * scale), round((self._page_height - box[1]) * scale)
            data = io.BytesIO()
            cut = Image.fromarray(np.ascontiguousarray(pixels[top:bottom, left:right, :3]))
            cut.save(data, "JPEG", quality=90, subsampling=0)
            self._add_image(data, box, name)

    def _add_image(self, data: io.BytesIO, box: Bounds, name: str) -> None:
        data.seek(0)
        left, top, width, height = self._emu(box)
        shape = self.slide.shapes.add_picture(data, left, top, width, height)
        self._named(shape, name)
        shape._element._nvXxPr.cNvPr.set("descr", _alt_text(self.sheet) if name == "map" else name)

    def _add_table(self, texts: list[Text]) -> None:
        """Add a table: its heading, and a name and a value in each row."""
        from pptx.util import Pt

        heading, rows = texts[0], [texts[n : n + 2] for n in range(1, len(texts) - 1, 2)]
        if not rows:
            return
        pitch = rows[0][0].y - rows[1][0].y if len(rows) > 1 else heading.size * 1.2
        right = rows[0][1].x
        top = heading.y + heading.size
        box = (heading.x, top - heading.size * 1.4 - pitch * len(rows), right, top)
        left, upper, width, height = self._emu(box)
        frame = self.slide.shapes.add_table(len(rows) + 1, 2, left, upper, width, height)
        self._named(frame, f"table: {heading.text}")
        table = frame.table
        table._tbl.tblPr.remove(table._tbl.tblPr[0])
        table._tbl.tblPr.append(element(f"<a:tableStyleId>{_NO_STYLE}</a:tableStyleId>"))
        for flag in ("first_row", "horz_banding"):
            setattr(table, flag, False)
        # in a slide's own font both may run wider: they share what is to spare, the names first where nothing is
        pairs = [row for row in rows if row[0].text and row[1].text] or rows
        names, values = (max(fonts.width_pt(row[n].text, row[n].size) for row in pairs) for n in (0, 1))
        spare = right - heading.x - names - values
        share = (names + max(spare / 2, 0.0)) / (right - heading.x)
        table.columns[0].width = round(width * min(share, 0.8))
        table.columns[1].width = width - table.columns[0].width
        for number, cells in enumerate([[heading], *rows]):
            whole = not cells[-1].text or not cells[0].text or not number  # of two rows, for a name and a long value
            if whole:
                table.cell(number, 0).merge(table.cell(number, 1))
            cells = [item for item in cells if item.text] if whole else cells
            table.rows[number].height = round((heading.size * 1.4 if number == 0 else pitch) * self._per_pt)
            for column, item in enumerate(cells):
                cell = table.cell(number, column)
                cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(0)
                body = cell._tc.get_or_add_txBody()
                for paragraph in list(body.findall(qualified("a:p"))):
                    body.remove(paragraph)
                body.append(
                    element(self._paragraph(item, "r" if item.align == "right" else "l", pitch if number else 0.0))
                )

    def _named(self, shape: BaseShape, name: str) -> None:
        """Name a shape that the library made, and number it in the one row with ours."""
        shape.name = name
        shape._element._nvXxPr.cNvPr.set("id", str(next(self._ids)))

    def _emu(self, box: Bounds) -> tuple[int, int, int, int]:
        """Return left, top, width and height (EMU) of a box on the page."""
        x0, y0, x1, y1 = box
        return (
            round(self._left + x0 * self._per_pt),
            round(self._top + (self._page_height - y1) * self._per_pt),
            round((x1 - x0) * self._per_pt),
            round((y1 - y0) * self._per_pt),
        )

    def _group(self, topic: str, shapes: list[tuple[str, Bounds]], alt: str) -> str:
        boxes = np.array([box for _, box in shapes])
        left, top, width, height = self._emu((*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)))
        frame = f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
        child = f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/>'
        return (
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{next(self._ids)}" name={quoteattr(topic)} '
            f"descr={quoteattr(alt)}/><p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm>{frame}{child}</a:xfrm></p:grpSpPr>"
            + "".join(xml for xml, _ in shapes)
            + "</p:grpSp>"
        )

    def _shape(self, name: str, box: Bounds, geometry: str, paint: str, turn: float = 0.0, body: str = "") -> str:
        left, top, width, height = self._emu(box)
        rotation = f' rot="{round(-turn * 60000) % 21600000}"' if turn else ""
        kind = ' txBox="1"' if body else ""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{next(self._ids)}" name={quoteattr(name)}/><p:cNvSpPr{kind}/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr><a:xfrm{rotation}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
            f"</a:xfrm>{geometry}{paint}</p:spPr>{body}</p:sp>"
        )

    def _marker(self, item: Marker) -> tuple[str, Bounds]:
        half = item.size / 2
        box = (item.x - half, item.y - half, item.x + half, item.y + half)
        if item.shape == "cross":
            return self._path([item.outline()], _name(item), "<a:noFill/>" + self._pen(item.edge, item.width), False)
        paint = self.brush.fill(item.face) + self._pen(item.edge, item.width)
        return self._shape(_name(item), box, preset(_PRESETS[item.shape]), paint), box

    def _lines(self, item: Lines) -> list[tuple[str, Bounds]]:
        if item.casing:
            return []
        shown: list[shapely.LineString] = []
        for part in item.shown():
            line = shapely.LineString(part[np.isfinite(part).all(axis=1)])
            clipped = shapely.clip_by_rect(line, *item.clip_box) if item.clip_box else line
            shown += [p for p in shapely.get_parts(clipped) if p.geom_type == "LineString" and not p.is_empty]
        if not shown:
            return []
        simple = [shapely.get_coordinates(shapely.simplify(line, 0.15)) for line in shown]
        pen = self._pen(item.color, item.width, item.dashes, item.cap, item.alpha)
        return [self._path(simple, _name(item), "<a:noFill/>" + pen, closed=False)]

    def _area(self, item: Area) -> list[tuple[str, Bounds]]:
        polygons = item.polygons
        if item.clip_box:
            polygons = shapely.get_parts(shapely.clip_by_rect(polygons, *item.clip_box))
            polygons = polygons[shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON]
        if item.topic == "land":  # specks of which a slide shows nothing would make it slow
            polygons = polygons[shapely.area(polygons) > _LEAST_LAND_PT2]
        fine = _LAND_PT if item.topic == "land" else 0.1
        rings = [shapely.get_coordinates(r) for r in shapely.get_rings(shapely.simplify(polygons, fine))]
        pen = self._pen(item.edge, item.width) if item.width else "<a:ln><a:noFill/></a:ln>"
        return (
            [self._path(rings, _name(item), self.brush.fill(item.face, item.alpha) + pen, closed=True)] if rings else []
        )

    def _path(self, parts: list[FloatArray], name: str, paint: str, closed: bool) -> tuple[str, Bounds]:
        """Return a free form: several lines or rings in one shape."""
        every = np.concatenate(parts)
        x0, y0, x1, y1 = (float(v) for v in (*every.min(axis=0), *every.max(axis=0)))
        x1, y1 = max(x1, x0 + 0.01), max(y1, y0 + 0.01)
        _, _, width, height = self._emu((x0, y0, x1, y1))
        steps = []
        for part in parts:
            emu = np.rint((part - (x0, y1)) * (self._per_pt, -self._per_pt)).astype(int).tolist()
            steps.append(f'<a:moveTo><a:pt x="{emu[0][0]}" y="{emu[0][1]}"/></a:moveTo>')
            steps += [f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in emu[1:]]
            if closed:
                steps.append("<a:close/>")
        fill = "" if closed else ' fill="none"'
        geometry = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{width}" h="{height}"{fill}>{"".join(steps)}</a:path></a:pathLst></a:custGeom>'
        )
        return self._shape(name, (x0, y0, x1, y1), geometry, paint), (x0, y0, x1, y1)

    def _pen(
        self, color: str, width: float, dashes: tuple[float, ...] = (), cap: str = "butt", alpha: float = 1.0
    ) -> str:
        caps = {"butt": "flat", "round": "rnd", "projecting": "sq"}
        lengths = "".join(
            f'<a:ds d="{round(on / width * 100000)}" sp="{round(off / width * 100000)}"/>'
            for on, off in zip(dashes[::2], dashes[1::2], strict=True)
        )
        dash = f"<a:custDash>{lengths}</a:custDash>" if dashes else ""
        paint = self.brush.fill(color, alpha)
        return f'<a:ln w="{round(width * self._per_pt)}" cap="{caps[cap]}">{paint}{dash}<a:round/></a:ln>'

    def _text(self, items: list[Text]) -> tuple[str, Bounds]:
        """Return a text box with the lines of one label."""
        first = items[0]
        width = max(fonts.width_pt(item.text, item.size, item.spacing) for item in items) * 1.06 + 2
        height = first.y - items[-1].y + first.size * 1.25
        # from where the text is tied to the page to the middle of its box, before it is turned
        across = {"left": width / 2, "center": 0.0, "right": -width / 2}[first.align]
        along = first.size * _ASCENT - height / 2
        angle = np.radians(first.angle)
        x = first.x + across * float(np.cos(angle)) - along * float(np.sin(angle))
        y = first.y + across * float(np.sin(angle)) + along * float(np.cos(angle))
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        align = {"left": "l", "center": "ctr", "right": "r"}[first.align]
        paragraphs = []
        for before, item in zip([None, *items[:-1]], items, strict=True):
            paragraphs.append(self._paragraph(item, align, before.y - item.y if before else 0.0))
        body = (
            '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>'
            f"<a:lstStyle/>{''.join(paragraphs)}</p:txBody>"
        )
        paint = "<a:noFill/><a:ln><a:noFill/></a:ln>"
        return self._shape(_name(first), box, preset("rect"), paint, first.angle, body), box

    def _paragraph(self, item: Text, align: str, spacing: float = 0.0) -> str:
        per_pt = self._per_pt / _EMU_PER_PT
        exact = f'<a:lnSpc><a:spcPts val="{round(spacing * per_pt * 100)}"/></a:lnSpc>' if spacing else ""
        halo = ""
        if item.halo:
            radius = round(item.size * 0.11 * self._per_pt)
            halo = f'<a:effectLst><a:glow rad="{radius}">{self.brush.color(item.halo)}</a:glow></a:effectLst>'
        weight = ' b="1"' if item.bold else ""
        weight += f' spc="{round(item.spacing * item.size * per_pt * 100)}"' if item.spacing else ""
        faces = f'<a:latin typeface="Arial"/><a:ea typeface="{_EAST_ASIAN[self._lang]}"/>'
        if self.sheet.facts.template:
            faces = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
        size = round(item.size * per_pt * 100)
        written = item.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return (
            f'<a:p><a:pPr algn="{align}">{exact}</a:pPr><a:r><a:rPr lang="{self._lang}" sz="{size}"{weight}>'
            f"{self.brush.fill(item.color)}{halo}{faces}</a:rPr><a:t>{written}</a:t></a:r></a:p>"
        )


def _title_of(sheet: DisplayList) -> list[Text]:
    """Return the title of a drawing: the lines of the bold text in its header."""
    return [item for item in sheet.items if isinstance(item, Text) and item.topic == "header" and item.bold]


def _alt_text(sheet: DisplayList) -> str:
    """Say in words what the picture of a map shows."""
    said = [item.text for item in sheet.items if isinstance(item, Text) and item.topic in {"header", "legend"}]
    return ". ".join(text.rstrip(".") for text in said) + "."


def _listed(topic: str, names: list[str]) -> str:
    """Say what a group of shapes shows."""
    more = f", and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{topic}: {', '.join(names[:_MOST_NAMED])}{more}" if names else topic


def _is_length(key: str, value: object) -> bool:
    return key.endswith(("_km", "_nmi", "_h")) and isinstance(value, int | float)


def _is_under(item: Item) -> bool:
    """Say whether an item belongs to the picture of the map."""
    if item.topic == "graticule":
        return isinstance(item, Lines)
    return item.topic in _UNDER or (item.topic in _COLORED and isinstance(item, Area) and item.z < 3)


def _merged(items: Iterable[Item]) -> list[Item | list[Text]]:
    """Gather the lines of one label, one legend entry and so on into lists of texts."""
    merged: list[Item | list[Text]] = []
    for item in items:
        if not isinstance(item, Text):
            merged.append(item)
            continue
        last = merged[-1] if merged else None
        if isinstance(last, list) and _same_block(last[-1], item):
            last.append(item)
        else:
            merged.append([item])
    return merged


def _same_block(a: Text, b: Text) -> bool:
    return a.topic not in _SINGLE and b.continues(a, 2.0 * max(a.size, b.size))


def _name(item: Item) -> str:
    text = item.text if isinstance(item, Text) and not item.name else item.name
    return f"{item.topic}: {text}" if text else item.topic


def _png(pixels: Pixels) -> io.BytesIO:
    from PIL import Image

    from eastup.draw.png import as_bytes

    data = io.BytesIO()
    Image.fromarray(as_bytes(pixels)).save(data, "PNG")
    return data
