"""Names of cities on close-ups, in the room that the labels and the names of countries and capitals leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup.briefing.subject.names import SAME_SPOT_PT
from eastup.draw.document import Text
from eastup.draw.labels.label import Label, draw_label, pinned
from eastup.draw.labels.placement import place
from eastup.draw.theme import LEAST_PT
from eastup.layers import gazetteer
from eastup.places.cities import on_maps

if TYPE_CHECKING:
    from eastup.briefing.subject.content import Content
    from eastup.draw.labels.label import Placed

CLOSE_M_PER_PT = 4_800.0
"""A slide's map of this scale is some 2,100 km wide; on wider ones the capitals and the map's own places are enough."""
_ROOM_PT2 = 10_000.0
"""Of the frame for each city: with more of them a map is an atlas's page."""
_DOT_PT = 3.2
_HOLLOW_PT = 2.2
"""Half of what a city's dot takes."""


def draw_cities(content: Content) -> bool:
    """Write the names of the largest cities of a close-up, with their dots; say whether any is on it."""
    page, theme = content.sheet.page, content.theme
    if not content.spec.cities or content.inset or page.metres_per_pt > CLOSE_M_PER_PT:
        return False
    placed = _find(content)
    for item in placed:
        x, y = item.label.x, item.label.y
        with content.sheet.about("cities", item.label.lines[0], id=item.label.key, source=gazetteer.SOURCE):
            size = _DOT_PT * content.text_scale
            content.sheet.marker(x, y, "circle", size, theme.page, theme.quiet, z=10.1, width=0.8)
        draw_label(content.sheet, item, theme.halo)
        content.obstacle_map.write(item.box)
        content.obstacle_map.add_box(x, y, _HOLLOW_PT)
    return bool(placed)


def _find(content: Content) -> list[Placed]:
    """Find room for the names of the largest cities in the frame that the map does not name or mark already."""
    page, lang = content.sheet.page, content.spec.lang
    written = {item.text.casefold() for item in content.sheet.items if isinstance(item, Text) and item.page is page}
    marks = [*content.labelled, *((x, y) for x, y, _, _ in content.obstacle_map.marks)]
    x0, y0, x1, y1 = page.frame
    most = int((x1 - x0) * (y1 - y0) / _ROOM_PT2)
    labels: list[Label] = []
    for city in on_maps():
        x, y = (float(v) for v in page.locate(city.lon, city.lat))
        name = city.name(lang)
        taken = any(np.hypot(x - a, y - b) < SAME_SPOT_PT for a, b in marks)
        taken = taken or content.obstacle_map.covered(x, y, _HOLLOW_PT)
        if len(labels) == most:
            break
        if not name or taken or name.casefold() in written or not page.shows((x, y), 6):
            continue
        label = Label(
            (name,), x, y, LEAST_PT, priority=float(np.log10(city.population)), gap_pt=3.2, color=content.theme.quiet,
            leader=True, key=city.id, topic="cities",
        )  # fmt: skip
        asked = content.adjust.apply(content.sized(label))
        labels += [asked] if asked else []
    placed, _ = place([label for label in labels if not label.fixed], content.obstacle_map)
    return placed + [pinned(label, content.obstacle_map.frame) for label in labels if label.fixed]
