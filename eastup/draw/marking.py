"""The marking line on top and at the foot of a page, in the usual colour of its level."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shapely

from eastup.draw.color import readable

if TYPE_CHECKING:
    from eastup.draw.document import DisplayList
    from eastup.draw.theme import Theme

HEIGHT_PT = 15.0

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


def banner_color(text: str, otherwise: str) -> str:
    """Return the colour of a marking line: that of its level, or another where it names none.

    Examples
    --------
    >>> banner_color("SECRET//REL TO USA, JPN", "#000000"), banner_color("EXERCISE ONLY", "#000000")
    ('#c8102e', '#000000')
    """
    found = _LEVEL.match(text)
    return LEVELS[found[1].upper()] if found else otherwise


def draw_marking(sheet: DisplayList, theme: Theme, text: str) -> None:
    """Draw the marking line on top and at the foot of the page."""
    width, height = sheet.page.width_in * 72, sheet.page.height_in * 72
    face = banner_color(text, theme.banner)
    ink = readable(face, _INKS)
    with sheet.about("marking", text):
        for y in (0.0, height - HEIGHT_PT):
            band = shapely.box(0, y, width, y + HEIGHT_PT)
            sheet.area([band], face, face, 0, z=40, clip=False)
            sheet.text(width / 2, y + 4.2, text, 9.5, ink, align="center", z=41, bold=True)
