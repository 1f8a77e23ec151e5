"""What surrounds a map: frame, north arrow, scale bar, header, legend and footer."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from eastup import geodesy
from eastup.briefing import fonts
from eastup.briefing.ink import Text
from eastup.briefing.page import LEAST_PT, NOTE_PT
from eastup.briefing.words import up_words, word
from eastup.distortion import distortion
from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eastup.briefing.ink import Sheet
    from eastup.briefing.page import Page
    from eastup.briefing.theme import Theme


@dataclass(frozen=True)
class ScaleBar:
    """A scale bar: its length on the ground and on the page."""

    length_km: float
    length_pt: float


def draw_frame(sheet: Sheet, theme: Theme, caption: str = "") -> None:
    """Draw the neat line round the map, and its caption above where it has one."""
    x0, y0, x1, y1 = sheet.page.frame
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    with sheet.about("frame"):
        sheet.line(corners, theme.quiet, 0.8, z=30, clip=False, cap="projecting")
        if caption:
            size = shrunk(caption, 10.5, x1 - x0)
            sheet.text(x0, y1 + (17 if _has_figures(sheet) else 5), caption, size, theme.ink, bold=True)


def _has_figures(sheet: Sheet) -> bool:
    return any(isinstance(i, Text) and i.topic == "graticule" and i.page is sheet.page for i in sheet.items)


def north_angle_deg(page: Page) -> float:
    """Return where north is on the page at the middle of the map, degrees clockwise from up."""
    x0, y0, x1, y1 = page.bounds_m
    lon, lat = page.view.inverse((x0 + x1) / 2, (y0 + y1) / 2)
    return page.view.azimuth_to_page_deg(float(lon), float(lat), 0.0)


def draw_compass(
    sheet: Sheet, theme: Theme, x: float, y: float, radius: float, lang: str, caption: bool = True
) -> None:
    """Draw a compass whose needle points to north at the middle of the map, and say what is up."""
    angle = math.radians(north_angle_deg(sheet.page))
    toward = np.array([math.sin(angle), math.cos(angle)])
    across = np.array([toward[1], -toward[0]])
    centre = np.array([x, y])
    turn = np.linspace(0, 2 * np.pi, 73)
    circle = shapely.Polygon(centre + radius * np.column_stack([np.sin(turn), np.cos(turn)]))
    size = 9.2 if caption else LEAST_PT
    with sheet.about("compass", word("north", lang), north_deg=north_angle_deg(sheet.page)):
        sheet.area([circle], theme.page, theme.hairline, 0.8, z=21, clip=False)
        for sign, face in ((1.0, theme.ink), (-1.0, theme.page)):
            tip = centre + sign * toward * radius * 0.98
            needle = shapely.Polygon([tip, centre + across * radius * 0.2, centre - across * radius * 0.2])
            sheet.area([needle], face, theme.ink, 0.7, z=22, clip=False)
        label = centre + toward * (radius + size * 0.75)
        sheet.text(label[0], label[1] - size * 0.36, word("north", lang), size, theme.ink, align="center", z=23,
                   halo=None if caption else theme.halo)  # fmt: skip
        if caption:
            below = toward[1] > -0.5  # the caption makes way for the letter N
            caption_y = y - radius - 15 if below else y + radius + 8
            sheet.text(x, caption_y, up_words(sheet.page.view.up, lang), 9.2, theme.ink, align="center")


def scale_bar(page: Page, longest_pt: float = 150.0) -> ScaleBar:
    """Return the longest round scale bar that fits, true on the central line or at the centre of the projection."""
    assert page.view.center is not None
    lon, lat = page.view.center
    if page.view.projection == "oblique-mercator" and page.view.line is not None:
        lon, lat = page.view.line.lon, page.view.line.lat
    ends = geodesy.forward(lon, lat, [page.view.up - 90.0, page.view.up + 90.0], 50_000.0)
    pt_per_km = float(np.hypot(*np.diff(page.locate(*ends), axis=0)[0])) / 100.0
    rounds = [m * 10**e for e in range(5) for m in (1, 2, 5)]
    length_km = max((r for r in rounds if r * pt_per_km <= longest_pt), default=1)
    return ScaleBar(float(length_km), length_km * pt_per_km)


def draw_scale(sheet: Sheet, theme: Theme, x: float, y: float, width: float) -> None:
    """Draw the scale bar in kilometres and nautical miles."""
    bar = scale_bar(sheet.page, longest_pt=width)
    half = bar.length_pt / 2
    with sheet.about("scale", f"{bar.length_km:,.0f} km"):
        for start, face in ((x, theme.ink), (x + half, theme.page)):
            box = shapely.box(start, y, start + half, y + 3.4)
            sheet.area([box], face, theme.ink, 0.6, z=10, clip=False)
        end = x + bar.length_pt
        length = f"{bar.length_km:,.0f} km"
        if fonts.width_pt(f"0  {length}", LEAST_PT) < bar.length_pt:
            sheet.text(x, y + 6.5, "0", LEAST_PT, theme.ink)
        sheet.text(end, y + 6.5, length, LEAST_PT, theme.ink, align="right")
        miles = f"{bar.length_km / geodesy.KM_PER_NMI:,.0f} nmi"
        sheet.text(end, y - 9.8, miles, LEAST_PT, theme.quiet, align="right")


_REMARK_PT = 9.0
_REMARK_LINE = 1.29
_REMARK_GAP = 0.55


def draw_remarks(
    sheet: Sheet, theme: Theme, texts: list[str], x: float, top: float, width: float, size: float = _REMARK_PT
) -> float:
    """Write the remarks of a map below one another; return their lower edge."""
    with sheet.about("remarks"):
        for text in texts:
            for line in wrap(text, size, width):
                sheet.text(x, top - 0.94 * size, line, size, theme.ink)
                top -= size * _REMARK_LINE
            top -= size * _REMARK_GAP
    return top


def remarks_height(texts: list[str], width: float, size: float) -> float:
    """Return how much room the remarks take in a size."""
    return sum(len(wrap(text, size, width)) * size * _REMARK_LINE + size * _REMARK_GAP for text in texts)


Row: TypeAlias = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True)
class Table:
    """A small table beside the map: a name, a value in one or more lengths (the longest first), and a colour."""

    heading: str
    rows: Sequence[Row]


_IN_BRACKETS = re.compile(r"\s*[(（].*[)）]$")
_ROW_PT = 11.4
_CLOSE_ROW_PT = 10.2


def draw_table(sheet: Sheet, theme: Theme, table: Table, x: float, top: float, width: float, least: float) -> float:
    """Write a table as far down as ``least``, closer set where it is long; return its lower edge.

    A table that would not fit whole ends with a line that says how many rows are left out.
    """
    if not table.rows:
        return top
    size = LEAST_PT
    variants = range(min(len(values) for _, values, _ in table.rows))
    spilling = [sum(not _row_fits(row, v, size, width) for row in table.rows) for v in variants]
    variant = min(variants, key=lambda v: (spilling[v], v))
    rows = [part for row in table.rows for part in _one_or_two(row, variant, size, width)]
    fits = max(0, int((top - 15 - least) / _CLOSE_ROW_PT))
    if fits < min(3, len(rows)):
        return top
    pitch = min(_ROW_PT, (top - 15 - least) / len(rows)) if len(rows) <= fits else _CLOSE_ROW_PT
    shown = rows if len(rows) <= fits else rows[: fits - 1]
    with sheet.about("table", table.heading, rows=[[name, values[variant]] for name, values, _ in table.rows]):
        sheet.text(x, top - 9.5, table.heading, shrunk(table.heading, 9.0, width), theme.ink, bold=True)
        y = top - 12 - pitch * 0.8
        for name, value, color in shown:
            room = width - fonts.width_pt(value, size) - 6
            if fonts.width_pt(name, size) > room:
                name = _IN_BRACKETS.sub("", name)
            sheet.text(x, y, name, shrunk(name, size, room), color)
            sheet.text(x + width, y, value, size, theme.quiet, align="right")
            y -= pitch
        if len(shown) < len(rows):
            sheet.text(x, y, f"+ {len(rows) - len(shown)}", size, theme.quiet)
            y -= pitch
    return y


def _row_fits(row: Row, variant: int, size: float, width: float) -> bool:
    name, values, _ = row
    return fonts.width_pt(_IN_BRACKETS.sub("", name), size) + fonts.width_pt(values[variant], size) + 6 <= width


def _one_or_two(row: Row, variant: int, size: float, width: float) -> list[tuple[str, str, str]]:
    """Return a row with its value; a value that does not fit beside the name gets a line of its own."""
    name, values, color = row
    if _row_fits(row, variant, size, width) or fonts.width_pt(values[variant], size) > width:
        return [(name, values[variant], color)]
    return [(name, "", color), ("", values[variant], color)]


def shrunk(text: str, size: float, width: float) -> float:
    """Return the size at which a text fits a width, down to two thirds of what was asked for."""
    return float(max(min(size, size * width / max(fonts.width_pt(text, size), 1.0)), size * 0.66))


def scale_words(page: Page, lang: str) -> str:
    """Say where the scale is true and how far out it is, measured on this page."""
    x0, y0, x1, y1 = page.bounds_m
    xs, ys = np.meshgrid(np.linspace(x0, x1, 25), np.linspace(y0, y1, 25))
    lon, lat = page.view.inverse(xs.ravel(), ys.ravel())
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) < 89)
    worst = distortion(page.view.crs, np.column_stack([lon, lat])[good]).worst_scale_error()
    if page.view.projection != "oblique-mercator":
        return word("scale_center", lang, "", f"{100 * worst:.1f}%")
    from eastup import layers

    chains = layers.load("chains")
    chain = chains[chains["default"].fillna(False).astype(bool)].geometry.iloc[0]
    along = distortion(page.view.crs, shapely.get_coordinates(shapely.segmentize(chain, 0.5))).worst_scale_error()
    return word("scale", lang, f"{100 * along:.2f}%", f"{100 * worst:.1f}%")


_CJK = r"\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_PIECES = re.compile(  # a word in katakana is kept whole; brackets and stops stay with what they belong to
    rf"[（「『]*(?:[ァ-ヺー]+|[{_CJK}])[、。，．」』）・ー]*|[^\s·{_CJK}]+·?\s*|\s+|."
)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines of a width in points: at spaces and middle dots, and between CJK characters."""
    lines, current = [], ""
    for piece in _PIECES.findall(text):
        if current and fonts.width_pt((current + piece).rstrip(), size) > width:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    return [*lines, current.rstrip()] if current.strip() else lines


def draw_header(sheet: Sheet, theme: Theme, title: str, subtitle: str, logo_width: float) -> None:
    """Write title and subtitle above the map."""
    page = sheet.page
    x, top = page.panel[0] if page.panel_below else page.body[0] + 15.0, page.body[3]
    width = 0.94 * (page.body[2] - x - logo_width)  # a slide's own font may run wider
    with sheet.about("header"):
        rise = 24.0 if subtitle else 10.0
        sheet.text(x, top + rise + (4 if subtitle else 0), title, shrunk(title, 22.0, width), theme.ink, bold=True)
        if subtitle:
            size = max(shrunk(subtitle, 11.5, width), 9.0)
            lines = wrap(subtitle, size, width)[:2]
            for number, line in enumerate(lines):
                sheet.text(x, top + 9 + 4 * (len(lines) - 1) - 11 * number, line, size, theme.quiet)


def draw_logo(sheet: Sheet, path: str) -> float:
    """Put a logo into the upper right corner; return the width that it takes."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGBA"))
    except FileNotFoundError:
        raise InputError("there is no such logo", where=path, cure="check the path") from None
    except (OSError, UnidentifiedImageError):
        raise InputError("can't read the logo", where=path, cure="give a PNG or JPEG") from None
    height = 34.0
    width = min(120.0, height * pixels.shape[1] / pixels.shape[0])
    height = width * pixels.shape[0] / pixels.shape[1]
    body = sheet.page.body
    with sheet.about("logo"):
        sheet.image(pixels, z=21, box=(body[2] - width, body[3] + 10, body[2], body[3] + 10 + height))
    return float(width) + 10


def draw_marking(sheet: Sheet, theme: Theme, text: str) -> None:
    """Draw the marking line on top and at the foot of the page."""
    width, height = sheet.page.width_in * 72, sheet.page.height_in * 72
    with sheet.about("marking", text):
        for y in (0.0, height - 15.0):
            sheet.area([shapely.box(0, y, width, y + 15.0)], theme.banner, theme.banner, 0, z=40, clip=False)
            sheet.text(width / 2, y + 4.2, text, 9.5, "#ffffff", align="center", z=41, bold=True)


def draw_footer(sheet: Sheet, theme: Theme, texts: list[str], date: str) -> None:
    """Write below the map how its scale and its distances are to be read, the sources and the date."""
    page = sheet.page
    x0, x1 = page.panel[0] if page.panel_below else page.body[0] + 15.0, page.body[2]
    size = NOTE_PT
    with sheet.about("sources"):
        lines = [line for text in texts for line in wrap(text, size, x1 - x0 - 40)]
        for number, line in enumerate(lines):
            sheet.text(x0, page.body[1] - 9 - 8.8 * number, line, size, theme.quiet)
        sheet.text(x1, page.body[1] - 9, date, size, theme.quiet, align="right")


@dataclass(frozen=True)
class LegendItem:
    """One entry of the legend: how to draw its sample, and its text."""

    draw: Callable[[float, float], None]
    text: str
    detail: str = ""
    indent_pt: float = 30.0
    """From the left edge of the sample to the text."""


def draw_legend(
    sheet: Sheet, theme: Theme, items: list[LegendItem], x: float, top: float, width: float, tight: bool = False
) -> float:
    """Draw the legend of what is on the map; return its lower edge."""
    y = top
    size = LEAST_PT if tight else 9.4
    with sheet.about("legend"):
        for item in items:
            item.draw(x, y - 5)
            left, room = x + item.indent_pt, width - item.indent_pt
            for line in wrap(item.text, size, room):
                sheet.text(left, y - 8, line, size, theme.ink)
                y -= size * 1.24
            for line in [piece for part in item.detail.split("\n") for piece in wrap(part, LEAST_PT, room)]:
                sheet.text(left, y - 7.5, line, LEAST_PT, theme.quiet)
                y -= 10.6
            y -= 2.6 if tight else 6
    return y
