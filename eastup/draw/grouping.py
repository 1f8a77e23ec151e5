"""Which items of a drawing belong together on a slide: the picture under the subject, the lines of one label, a title.

Pure: nothing here writes a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import words
from eastup.draw.document import Area, Lines, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.draw.document import DisplayList, Item

UNDER = frozenset({"sea", "locator"})
"""Topics that lie under the subject."""
_COLORED = frozenset({"nearest", "ship-time", "coverage"})
"""Topics that colour the sea, under the land."""
_SINGLE = frozenset({"graticule", "scale"})
"""Topics of which each text is a box of its own."""
_MOST_NAMED = 12
"""Names in the alternative text of a group."""


def title_of(sheet: DisplayList) -> list[Text]:
    """Return the title of a drawing: the lines of the bold text in its header."""
    return [item for item in sheet.items if isinstance(item, Text) and item.topic == "header" and item.bold]


def alt_text(sheet: DisplayList) -> str:
    """Say in words what the picture of a map shows: its title, what stands below it, and its legend."""
    title = title_of(sheet)
    said = [" ".join(item.text for item in title)]
    said += [item.text for item in sheet.items if isinstance(item, Text) and item.topic == "header" and not item.bold]
    said += [item.text for item in sheet.items if isinstance(item, Text) and item.topic == "legend"]
    return " ".join(f"{text.rstrip('.')}." for text in said if text)


def listed(topic: str, names: list[str], lang: str) -> str:
    """Say in a sentence what a group of shapes shows.

    Examples
    --------
    >>> listed("bases", ["Misawa Air Base", "Kadena Air Base"], "en"), listed("compass", [], "en")
    ('Bases: Misawa Air Base, Kadena Air Base.', 'A compass that shows where north is.')
    """
    told = words.of("map.alt", lang)
    each = ("、" if lang == "ja" else ", ").join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        each = told.say("more", each, len(names) - _MOST_NAMED)
    known = told.get(topic, "")
    if known and (each or "{0}" not in known):
        return known.format(each)
    return told.say("of", topic, each) if each else f"{topic}."


def is_under(item: Item) -> bool:
    """Say whether an item belongs to the picture of the map."""
    if item.topic == "graticule":
        return isinstance(item, Lines)
    return item.topic in UNDER or (item.topic in _COLORED and isinstance(item, Area) and item.z < 3)


def merged(items: Iterable[Item]) -> list[Item | list[Text]]:
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


def name_of(item: Item) -> str:
    """Return what a shape is called: its topic, and what it shows."""
    text = item.text if isinstance(item, Text) and not item.name else item.name
    return f"{item.topic}: {text}" if text else item.topic
