"""Items of a drawing as the shapes of a slide, in DrawingML."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.draw.drawingml import preset
from eastup.draw.grouping import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eastup.draw.deck import Brush
    from eastup.draw.document import Area, Lines, Marker, Text
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

EMU_PER_PT = 12700
_EAST_ASIAN = {"en": "Yu Gothic", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
_PRESETS = {"circle": "ellipse", "square": "rect", "diamond": "diamond", "triangle": "triangle"}
_ASCENT = 0.94
"""Where the baseline of the first line stands below the top of a text box, of the font size."""
_LAND_PT, _LEAST_LAND_PT2 = 0.25, 0.4
"""How finely the coast is drawn as shapes, and the smallest island."""


@dataclass
class ShapeMaker:
    """Makes the shapes of one slide: each as XML, with its box on the page."""

    per_pt: float
    """EMU of the slide in one point of the page."""
    left: float
    """Of the page on the slide, EMU."""
    top: float
    page_height: float
    """Points."""
    lang: str
    template: str
    """Whose fonts texts take; our own where empty."""
    brush: Brush
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1000))

    def emu(self, box: Bounds) -> tuple[int, int, int, int]:
        """Return left, top, width and height (EMU) of a box on the page."""
        x0, y0, x1, y1 = box
        return (
            round(self.left + x0 * self.per_pt),
            round(self.top + (self.page_height - y1) * self.per_pt),
            round((x1 - x0) * self.per_pt),
            round((y1 - y0) * self.per_pt),
        )

    def group(self, topic: str, shapes: list[tuple[str, Bounds]], alt: str) -> str:
        """Return shapes as one group, with its words for those who do not see it."""
        boxes = np.array([box for _, box in shapes])
        left, top, width, height = self.emu((*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)))
        frame = f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
        child = f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/>'
        return (
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{next(self.ids)}" name={quoteattr(topic)} '
            f"descr={quoteattr(alt)}/><p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm>{frame}{child}</a:xfrm></p:grpSpPr>"
            + "".join(xml for xml, _ in shapes)
            + "</p:grpSp>"
        )

    def shape(self, name: str, box: Bounds, geometry: str, paint: str, turn: float = 0.0, body: str = "") -> str:
        """Return a shape in a box, turned by degrees counterclockwise."""
        left, top, width, height = self.emu(box)
        rotation = f' rot="{round(-turn * 60000) % 21600000}"' if turn else ""
        kind = ' txBox="1"' if body else ""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{next(self.ids)}" name={quoteattr(name)}/><p:cNvSpPr{kind}/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr><a:xfrm{rotation}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
            f"</a:xfrm>{geometry}{paint}</p:spPr>{body}</p:sp>"
        )

    def marker(self, item: Marker) -> tuple[str, Bounds]:
        """Return a marker."""
        half = item.size / 2
        box = (item.x - half, item.y - half, item.x + half, item.y + half)
        if item.shape == "cross":
            return self.path([item.outline()], name_of(item), "<a:noFill/>" + self.pen(item.edge, item.width), False)
        paint = self.brush.fill(item.face) + self.pen(item.edge, item.width)
        return self.shape(name_of(item), box, preset(_PRESETS[item.shape]), paint), box

    def lines(self, item: Lines) -> list[tuple[str, Bounds]]:
        """Return polylines as one shape, cut to their box."""
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
        pen = self.pen(item.color, item.width, item.dashes, item.cap, item.alpha)
        return [self.path(simple, name_of(item), "<a:noFill/>" + pen, closed=False)]

    def area(self, item: Area) -> list[tuple[str, Bounds]]:
        """Return polygons as one shape, cut to their box."""
        polygons = item.polygons
        if item.clip_box:
            polygons = shapely.get_parts(shapely.clip_by_rect(polygons, *item.clip_box))
            polygons = polygons[shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON]
        if item.topic == "land":  # specks of which a slide shows nothing would make it slow
            polygons = polygons[shapely.area(polygons) > _LEAST_LAND_PT2]
        fine = _LAND_PT if item.topic == "land" else 0.1
        rings = [shapely.get_coordinates(r) for r in shapely.get_rings(shapely.simplify(polygons, fine))]
        pen = self.pen(item.edge, item.width) if item.width else "<a:ln><a:noFill/></a:ln>"
        return (
            [self.path(rings, name_of(item), self.brush.fill(item.face, item.alpha) + pen, closed=True)]
            if rings
            else []
        )

    def path(self, parts: list[FloatArray], name: str, paint: str, closed: bool) -> tuple[str, Bounds]:
        """Return a free form: several lines or rings in one shape."""
        every = np.concatenate(parts)
        x0, y0, x1, y1 = (float(v) for v in (*every.min(axis=0), *every.max(axis=0)))
        x1, y1 = max(x1, x0 + 0.01), max(y1, y0 + 0.01)
        _, _, width, height = self.emu((x0, y0, x1, y1))
        steps = []
        for part in parts:
            emu = np.rint((part - (x0, y1)) * (self.per_pt, -self.per_pt)).astype(int).tolist()
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
        return self.shape(name, (x0, y0, x1, y1), geometry, paint), (x0, y0, x1, y1)

    def pen(
        self, color: str, width: float, dashes: tuple[float, ...] = (), cap: str = "butt", alpha: float = 1.0
    ) -> str:
        """Return the pen of a line; lengths are points."""
        caps = {"butt": "flat", "round": "rnd", "projecting": "sq"}
        lengths = "".join(
            f'<a:ds d="{round(on / width * 100000)}" sp="{round(off / width * 100000)}"/>'
            for on, off in zip(dashes[::2], dashes[1::2], strict=True)
        )
        dash = f"<a:custDash>{lengths}</a:custDash>" if dashes else ""
        paint = self.brush.fill(color, alpha)
        return f'<a:ln w="{round(width * self.per_pt)}" cap="{caps[cap]}">{paint}{dash}<a:round/></a:ln>'

    def text(self, items: list[Text]) -> tuple[str, Bounds]:
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
            paragraphs.append(self.paragraph(item, align, before.y - item.y if before else 0.0))
        body = (
            '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>'
            f"<a:lstStyle/>{''.join(paragraphs)}</p:txBody>"
        )
        paint = "<a:noFill/><a:ln><a:noFill/></a:ln>"
        return self.shape(name_of(first), box, preset("rect"), paint, first.angle, body), box

    def paragraph(self, item: Text, align: str, spacing: float = 0.0) -> str:
        """Return a line of text, a spacing (points) below the last."""
        per_pt = self.per_pt / EMU_PER_PT
        exact = f'<a:lnSpc><a:spcPts val="{round(spacing * per_pt * 100)}"/></a:lnSpc>' if spacing else ""
        halo = ""
        if item.halo:
            radius = round(item.size * 0.11 * self.per_pt)
            halo = f'<a:effectLst><a:glow rad="{radius}">{self.brush.color(item.halo)}</a:glow></a:effectLst>'
        weight = ' b="1"' if item.bold else ""
        weight += f' spc="{round(item.spacing * item.size * per_pt * 100)}"' if item.spacing else ""
        faces = f'<a:latin typeface="Arial"/><a:ea typeface="{_EAST_ASIAN[self.lang]}"/>'
        if self.template:
            faces = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
        size = round(item.size * per_pt * 100)
        written = item.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return (
            f'<a:p><a:pPr algn="{align}">{exact}</a:pPr><a:r><a:rPr lang="{self.lang}" sz="{size}"{weight}>'
            f"{self.brush.fill(item.color)}{halo}{faces}</a:rPr><a:t>{written}</a:t></a:r></a:p>"
        )
