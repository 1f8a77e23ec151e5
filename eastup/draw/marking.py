"""The marking line on top and at the foot of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from eastup.draw.document import DisplayList
    from eastup.draw.theme import Theme

HEIGHT_PT = 15.0


def draw_marking(sheet: DisplayList, theme: Theme, text: str) -> None:
    """Draw the marking line on top and at the foot of the page."""
    width, height = sheet.page.width_in * 72, sheet.page.height_in * 72
    with sheet.about("marking", text):
        for y in (0.0, height - HEIGHT_PT):
            band = shapely.box(0, y, width, y + HEIGHT_PT)
            sheet.area([band], theme.banner, theme.banner, 0, z=40, clip=False)
            sheet.text(width / 2, y + 4.2, text, 9.5, "#ffffff", align="center", z=41, bold=True)
