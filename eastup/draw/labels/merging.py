"""One label for a place that is named more than once.

A hub may be the middle of rings as well, a port of one's own the end of a route.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eastup.draw.labels.label import Label

_ONE_PLACE_PT = 8.0
"""Labels of one name or key whose points are no farther apart name one place: their marks cover each other."""


def merged(labels: list[Label]) -> list[Label]:
    """Return the labels without those that name a place again; what they add to the name is kept.

    The label of the highest priority stays. Numbers stay too, since their key is a list of all that it numbers, and so
    does what a reader has put somewhere by hand.
    """
    kept: list[Label] = []
    by_priority = sorted(range(len(labels)), key=lambda index: -labels[index].priority)
    place_of: dict[int, int] = {}
    for index in by_priority:
        label = labels[index]
        same = None if _alone(label) else next((n for n, other in enumerate(kept) if _one_place(label, other)), None)
        if same is None:
            place_of[index] = len(kept)
            kept.append(label)
        elif len(kept[same].lines) == kept[same].name_lines < len(label.lines):
            first = kept[same]
            added = label.lines[label.name_lines :]
            kept[same] = replace(first, lines=(*first.lines, *added))
    return [kept[place_of[index]] for index in range(len(labels)) if index in place_of]


def _alone(label: Label) -> bool:
    return bool(label.number) or label.boxed or label.fixed is not None


def _one_place(label: Label, other: Label) -> bool:
    """Say whether two labels name one place."""
    if _alone(other) or math.hypot(label.x - other.x, label.y - other.y) > _ONE_PLACE_PT:
        return False
    return bool(label.key and label.key == other.key) or bool(_names(label) & _names(other))


def _names(label: Label) -> set[str]:
    """Return the names of a label as they are compared: however the one that is written is broken into lines."""
    written = "".join(label.lines[: label.name_lines])
    return {"".join(name.split()).casefold() for name in (written, *label.also)}
