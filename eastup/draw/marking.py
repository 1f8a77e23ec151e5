"""The marking line on top and at the foot of a page, in the usual colour of its level, and the classification block.

The block says by whom and from what a page is classified, and until when. Its lines stand as they are given: their
words are those of the rules that the reader works under.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shapely

from eastup.draw import fonts
from eastup.draw.color import readable
from eastup.draw.theme import NOTE_PT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.draw.document import DisplayList
    from eastup.draw.theme import Theme

HEIGHT_PT = 15.0
_LINE_PT = 9.4
_BESIDE_PT = 14.0
"""From what stands at the foot to the block."""
_EDGE_PT = 3.0
"""From the text of the block to the rule before it."""

# Of the labels SF 706 to 712 and SF 902 of the United States, as Astro UXDS, the design system of the US Space Force,
# gives them ("Classification & Control Markings", read 2026-11-26). No rule asks for a colour; readers expect it.
LEVELS = {
    "TOP SECRET//SCI": "#fce83a",
    "TOP SECRET": "#ff8c00",
    "SECRET": "#c8102e",
    "CONFIDENTIAL": "#0033a0",
    "CONTROLLED": "#502b85",
    "CUI": "#502b85",
    "UNCLASSIFIED": "#007a33",
}
_LEVEL = re.compile(rf"\s*({'|'.join(map(re.escape, LEVELS))})\s*(?://|$)", re.IGNORECASE)
_INKS = ("#ffffff", "#000000")
_NOT_IN_CSS = re.compile(r"[\x00-\x1f\"\\<>&]")


def banner_color(text: str, otherwise: str) -> str:
    """Return the colour of a marking line: that of its level, or another where it names none.

    Examples
    --------
    >>> banner_color("SECRET//REL TO USA, JPN", "#000000"), banner_color("EXERCISE ONLY", "#000000")
    ('#c8102e', '#000000')
    """
    found = _LEVEL.match(text)
    return LEVELS[found[1].upper()] if found else otherwise


def colors_of(text: str, otherwise: str) -> dict[str, str]:
    """Return the colours of a marking line: its ``face``, and the ``ink`` that can be read on it."""
    face = banner_color(text, otherwise)
    return {"face": face, "ink": readable(face, _INKS)}


def css(text: str, otherwise: str) -> dict[str, str]:
    """Return a marking line for a style sheet: its ``face``, its ``ink``, and the ``line`` as a string of CSS.

    Examples
    --------
    >>> css('SECRET//"A"', "#000000")["line"]
    '"SECRET//\\\\22 A\\\\22 "'
    """
    escaped = _NOT_IN_CSS.sub(lambda letter: f"\\{ord(letter[0]):x} ", text)
    return {**colors_of(text, otherwise), "line": f'"{escaped}"'}


def draw_marking(sheet: DisplayList, theme: Theme, text: str) -> None:
    """Draw the marking line on top and at the foot of the page."""
    width, height = sheet.page.width_in * 72, sheet.page.height_in * 72
    face, ink = colors_of(text, theme.banner).values()
    with sheet.about("marking", text):
        for y in (0.0, height - HEIGHT_PT):
            band = shapely.box(0, y, width, y + HEIGHT_PT)
            sheet.area([band], face, face, 0, z=40, clip=False)
            sheet.text(width / 2, y + 4.2, text, 9.5, ink, align="center", z=41, bold=True)


def block_width(lines: Sequence[str]) -> float:
    """Return how much room at the right a classification block takes, points."""
    return (
        max((fonts.width_pt(line, NOTE_PT) for line in lines), default=-_BESIDE_PT - _EDGE_PT) + _BESIDE_PT + _EDGE_PT
    )


def block_height(lines: Sequence[str]) -> float:
    """Return how high a classification block is, points."""
    return _LINE_PT * len(lines)


def draw_block(sheet: DisplayList, theme: Theme, lines: Sequence[str], right: float, top: float) -> None:
    """Write the classification block, its upper right corner at a point of the page."""
    if not lines:
        return
    x = right - block_width(lines) + _BESIDE_PT + _EDGE_PT
    with sheet.about("marking", " ".join(lines)):
        box = shapely.box(x - _EDGE_PT - 0.8, top - block_height(lines), x - _EDGE_PT, top)
        sheet.area([box], theme.ink, theme.ink, 0, z=40, clip=False)
        for number, line in enumerate(lines):
            sheet.text(x, top - _LINE_PT * number - 7.2, line, NOTE_PT, theme.ink, z=41)
