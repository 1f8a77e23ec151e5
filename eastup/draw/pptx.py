"""Writes drawings as a presentation: a picture of the map, and over it shapes that can be edited.

Labels are text boxes, markers and lines are shapes, tables are tables; each is named after what it shows. What lies
under the subject (sea, land, borders, graticule) is one picture for each map frame.
"""

from __future__ import annotations

import io
import itertools
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.draw.color import luminance
from eastup.draw.deck import Brush, opened, title_layout
from eastup.draw.document import Area, Lines, Marker, Picture, Text
from eastup.draw.drawingml import element, qualified
from eastup.draw.ground import colors, decorated, free, ground_of, inverted
from eastup.draw.grouping import UNDER, alt_text, is_under, listed, merged, title_of
from eastup.draw.shapes import EMU_PER_PT, ShapeMaker
from eastup.io import files, provenance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pptx.shapes.base import BaseShape

    from eastup.draw.document import DisplayList, Item, Pixels
    from eastup.geodesy.types import Bounds
    from eastup.io.provenance import Record

log = logging.getLogger(__name__)

_LONGEST_PROPERTY = 255
"""Characters of a property of the document."""
_PICTURE_DPI = 200.0
_SLIDES_IN = {"16:9": (40 / 3, 7.5), "4:3": (10.0, 7.5)}
_FRAMED = UNDER - {"locator"}
_WIDER, _TEMPLATE_WIDER = 1.1, 1.2
"""How much wider a slide's own font may run than ours: Arial, and what a template may have."""
_DARK = 0.18
"""Luminance below which white is read better than black."""
_TITLE_WIDER, _LEAST_TITLE = 1.15, 0.6
"""How much wider a title may run in another font, and how much smaller it is set for that, at most."""
_RIM = 0.012
"""Share of its width that a slide shows of its template about a plate."""
_LOOSE = frozenset({"labels", "header", "seas", "logo", "remarks"})
"""Topics whose shapes are not grouped, since they are moved one by one."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def write(sheets: Sequence[DisplayList], path: str | Path) -> None:
    """Write drawings as the slides of a presentation; the same drawings give the same bytes.

    The slides have the usual size of the shape of the first drawing's page, or that of its template; the others are
    fitted into it.
    """
    files.suffix_of(path, (".pptx",))
    page, facts = sheets[0].page, sheets[0].facts
    width_in, height_in = _SLIDES_IN.get(facts.size, (page.width_in, page.height_in))
    size = round(width_in * 72 * EMU_PER_PT), round(height_in * 72 * EMU_PER_PT)
    deck = opened(facts.template, size, facts.roles)
    deck.core_properties.title = facts.title
    deck.core_properties.author = "eastup"
    _tell_made(deck.core_properties, [sheet.facts.record for sheet in sheets if sheet.facts.record])
    layout = title_layout(deck)
    plate = bool(facts.template) and decorated(deck, layout)
    turned = bool(facts.template) and not plate and inverted(deck, layout)
    if facts.template:
        _tell_of_ground(colors(deck).get("bg1") if plate else ground_of(deck, layout), sheets)
        _tell_of_shape((deck.slide_width or 1) / (deck.slide_height or 1), sheets)
    whole = deck.slide_width or size[0], deck.slide_height or size[1]
    room = free(deck, layout) if facts.template and not plate else (0.0, 0.0, float(whole[0]), float(whole[1]))
    for sheet in sheets:
        brush = Brush(sheet.facts.roles, turned)
        _Slide(deck.slides.add_slide(layout), sheet, whole, room, brush, plate).fill()
    with files.whole(path) as temporary:
        deck.save(str(temporary))
        files.freeze_zip(temporary)


def _tell_of_ground(ground: str | None, sheets: Sequence[DisplayList]) -> None:
    """Tell of a template whose slides are dark where the drawings are light, or the other way round."""
    if ground and any((luminance(ground) < _DARK) != (luminance(sheet.color) < _DARK) for sheet in sheets):
        suits = "dark" if luminance(ground) < _DARK else "light"
        log.warning("eastup: the template's slides are %s; --theme %s suits them", suits, suits)


def _tell_of_shape(shape: float, sheets: Sequence[DisplayList]) -> None:
    """Tell of a template whose slides have another shape than the one drawing, where there is a size of that shape."""
    shapes = {name: width / height for name, (width, height) in _SLIDES_IN.items()}
    suits = min(shapes, key=lambda name: abs(shapes[name] - shape))
    if len(sheets) == 1 and sheets[0].facts.size in shapes and sheets[0].facts.size != suits:
        log.warning("eastup: the template's slides are %s; --size %s fills them", suits, suits)


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
    room: Bounds
    """Where the drawing may stand: between the bands that a template has along its edges."""
    brush: Brush
    plate: bool = False
    """Whether the drawing stands on a plate of paper, since pictures or shapes of a template lie behind it."""
    shapes: ShapeMaker = field(init=False)

    def __post_init__(self) -> None:
        page, facts = self.sheet.page, self.sheet.facts
        width, height = page.width_in * 72, page.height_in * 72
        rim = 2 * round(_RIM * self.size[0]) if self.plate else 0  # the drawing stands on its plate alone
        x0, y0, x1, y1 = self.room
        per_pt = min((x1 - x0 - rim) / width, (y1 - y0 - rim) / height)
        left, top = (x0 + x1 - width * per_pt) / 2, (y0 + y1 - height * per_pt) / 2
        self.shapes = ShapeMaker(per_pt, left, top, height, facts.lang, facts.template, self.brush)

    def fill(self) -> None:
        """Put everything onto the slide."""
        sheet = self.sheet
        if not sheet.facts.template:
            self._background()
        elif self.plate:
            self._lay_plate()
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

    def _lay_plate(self) -> None:
        """Lay paper over what a template has behind the drawing, but for a rim."""
        from pptx.enum.shapes import MSO_SHAPE

        width, height = self.size
        rim = round(_RIM * width)
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, rim, rim, width - 2 * rim, height - 2 * rim)
        shape.name = "plate"
        shape.shadow.inherit = False
        shape.line.fill.background()
        shape.fill.background()
        none = shape._element.spPr.find(qualified("a:noFill"))
        none.getparent().replace(none, element('<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'))
        tree = self.slide.shapes._spTree
        tree.remove(shape._element)
        tree.insert(2, shape._element)  # behind the title

    def _title(self) -> None:
        """Put the title of the drawing into the title of the slide, where readers for the blind look for it."""
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
        from pptx.util import Pt

        title = title_of(self.sheet)
        if not title:
            return
        shape = self.slide.shapes.title
        page, first, last = self.sheet.page, title[0], title[-1]
        box = (first.x, last.y - 0.3 * last.size, page.width_in * 72 - first.x, first.y + 1.05 * first.size)
        shape.left, shape.top, shape.width, shape.height = self.shapes.emu(box)
        wider = _TITLE_WIDER * max(fonts.width_pt(line.text, line.size) for line in title)
        smaller = max(_LEAST_TITLE, min(1.0, (page.width_in * 72 - 2 * first.x) / wider))
        title = [replace(line, size=line.size * smaller) for line in title]
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.BOTTOM, True
        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # where another program's font runs wider still
        paragraph = frame.paragraphs[0]._p
        for child in list(paragraph):
            paragraph.remove(child)
        if self.sheet.facts.template:  # in its own face and colour
            frame.paragraphs[0].text = "\v".join(line.text for line in title)
            frame.paragraphs[0].alignment = PP_ALIGN.LEFT  # as what stands below it
            frame.paragraphs[0].font.size = Pt(round(title[0].size * self.shapes.per_pt / EMU_PER_PT))
            if self.brush.inverted or self.plate:  # the template's own colour was made for another ground
                for run in frame.paragraphs[0].runs:
                    run._r.get_or_add_rPr().insert(0, element(self.brush.fill(title[0].color)))
            return
        for number, line in enumerate(title):  # one paragraph, so that outlines show one title
            made = element(self.shapes.paragraph(line, "l"))
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
        self._add_pictures([item for item in items if is_under(item)])
        over = [item for item in items if not is_under(item)]
        title = {id(line) for line in title_of(self.sheet)}
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
            for part in merged(parts):
                if isinstance(part, list):
                    shapes.append(self.shapes.text(part))
                elif isinstance(part, Lines):
                    shapes += self.shapes.lines(part)
                elif isinstance(part, Area):
                    shapes += self.shapes.area(part)
            if len(shapes) == 1:
                self._append(shapes[0][0])
            elif shapes:
                whole = " ".join(part.text for part in parts if isinstance(part, Text))
                alt = listed("labels", [whole], self.shapes.lang)
                self._append(self.shapes.group(f"labels: {name}", shapes, alt))

    def _add_topic(self, topic: str, items: list[Item]) -> None:
        if topic == "labels":
            self._add_labels(items)
            return
        shapes: list[tuple[str, Bounds]] = []
        for item in merged(items):
            if isinstance(item, list):
                shapes.append(self.shapes.text(item))
            elif isinstance(item, Picture):
                self._add_image(_png(item.pixels), item.box, topic)
            elif isinstance(item, Marker):
                shapes.append(self.shapes.marker(item))
            elif isinstance(item, Lines):
                shapes += self.shapes.lines(item)
            elif isinstance(item, Area):
                shapes += self.shapes.area(item)
        if not shapes:
            return
        if topic in _LOOSE or len(shapes) == 1:
            for xml, _ in shapes:
                self._append(xml)
        else:
            names = list(dict.fromkeys(item.name for item in items if item.name))
            self._append(self.shapes.group(topic, shapes, listed(topic, names, self.shapes.lang)))

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
            top, bottom = (
                round((self.shapes.page_height - box[3]) * scale),
                round((self.shapes.page_height - box[1]) * scale),
            )
            data = io.BytesIO()
            cut = Image.fromarray(np.ascontiguousarray(pixels[top:bottom, left:right, :3]))
            cut.save(data, "JPEG", quality=90, subsampling=0)
            self._add_image(data, box, name)

    def _add_image(self, data: io.BytesIO, box: Bounds, name: str) -> None:
        data.seek(0)
        left, top, width, height = self.shapes.emu(box)
        shape = self.slide.shapes.add_picture(data, left, top, width, height)
        self._named(shape, name)
        shape._element._nvXxPr.cNvPr.set(
            "descr", alt_text(self.sheet) if name == "map" else listed(name, [], self.shapes.lang)
        )

    def _add_table(self, texts: list[Text]) -> None:
        """Add a table: its heading, and a name and a value in each row."""
        from pptx.util import Pt

        rest = texts[1:]
        if len(rest) % 2:  # how many rows are left out
            rest.append(replace(rest[-1], text=""))
        heading, rows = texts[0], [rest[n : n + 2] for n in range(0, len(rest), 2)]
        if not rows:
            return
        pitch = rows[0][0].y - rows[1][0].y if len(rows) > 1 else heading.size * 1.2
        right = rows[0][1].x
        top = heading.y + heading.size
        box = (heading.x, top - heading.size * 1.4 - pitch * len(rows), right, top)
        left, upper, width, height = self.shapes.emu(box)
        frame = self.slide.shapes.add_table(len(rows) + 1, 2, left, upper, width, height)
        self._named(frame, f"table: {heading.text}")
        table = frame.table
        table._tbl.tblPr.remove(table._tbl.tblPr[0])
        table._tbl.tblPr.append(element(f"<a:tableStyleId>{_NO_STYLE}</a:tableStyleId>"))
        for flag in ("first_row", "horz_banding"):
            setattr(table, flag, False)
        # in a slide's own font both may run wider: they share what room is left, or are set smaller
        pairs = [row for row in rows if row[0].text and row[1].text] or rows
        slack = _TEMPLATE_WIDER if self.shapes.template else _WIDER
        names, values = (slack * max(fonts.width_pt(row[n].text, row[n].size) for row in pairs) for n in (0, 1))
        smaller = min(1.0, (right - heading.x) / (names + values))
        rows = [[replace(item, size=item.size * smaller) for item in row] for row in rows]
        table.columns[0].width = round(width * names / (names + values))
        table.columns[1].width = width - table.columns[0].width
        for number, cells in enumerate([[heading], *rows]):
            whole = not cells[-1].text or not cells[0].text or not number  # of two rows, for a name and a long value
            if whole:
                table.cell(number, 0).merge(table.cell(number, 1))
            cells = [item for item in cells if item.text] if whole else cells
            table.rows[number].height = round((heading.size * 1.4 if number == 0 else pitch) * self.shapes.per_pt)
            for column, item in enumerate(cells):
                cell = table.cell(number, column)
                cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(0)
                body = cell._tc.get_or_add_txBody()
                for paragraph in list(body.findall(qualified("a:p"))):
                    body.remove(paragraph)
                body.append(
                    element(
                        self.shapes.paragraph(item, "r" if item.align == "right" else "l", pitch if number else 0.0)
                    )
                )

    def _named(self, shape: BaseShape, name: str) -> None:
        """Name a shape that the library made, and number it in the one row with ours."""
        shape.name = name
        shape._element._nvXxPr.cNvPr.set("id", str(next(self.shapes.ids)))


def _is_length(key: str, value: object) -> bool:
    return key.endswith(("_km", "_nmi", "_h")) and isinstance(value, int | float)


def _png(pixels: Pixels) -> io.BytesIO:
    from PIL import Image

    from eastup.draw.png import as_bytes

    data = io.BytesIO()
    Image.fromarray(as_bytes(pixels)).save(data, "PNG")
    return data
