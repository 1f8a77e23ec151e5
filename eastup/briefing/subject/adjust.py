"""Labels that a reader moves, rewords or leaves out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eastup import places, words
from eastup.errors import EastupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.briefing.spec.tables import Adjust
    from eastup.draw.frame import Page
    from eastup.draw.labels.label import Label


@dataclass
class Adjustments:
    """What is asked for by hand on a map, found by the text of a label or by the id or a name of its place."""

    given: Sequence[Adjust]
    page: Page
    lang: str
    _numbers: dict[str, int] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for number, asked in enumerate(self.given):
            for name in _known_as(asked.label):
                self._numbers.setdefault(name, number)

    def find(self, key: str, *texts: str) -> Adjust | None:
        """Return what is asked for a label, given the id of its place and its texts."""
        names = (name.casefold() for name in (key, *texts) if name)
        number = next((self._numbers[name] for name in names if name in self._numbers), None)
        if number is None:
            return None
        self._used.add(number)
        return self.given[number]

    def apply(self, label: Label) -> Label | None:
        """Return a label as it is asked for; None where it is left out."""
        asked = self.find(label.key, label.lines[0], " ".join(label.lines), " ".join(label.lines[: label.name_lines]))
        if asked is None:
            return label
        if asked.hide:
            return None
        if asked.text:
            lines = tuple(self.worded(asked, "").split("\n"))
            label = replace(label, lines=lines, name_lines=min(label.name_lines, len(lines)))
        if (middle := self.middle(asked, (label.x, label.y))) is not None:
            label = replace(label, fixed=middle)
        return label

    def worded(self, asked: Adjust | None, text: str) -> str:
        """Return the words that are asked for in place of a text, in the map's language where they are there."""
        if asked is None or not asked.text:
            return text
        return asked.text.get(self.lang) or next(iter(asked.text.values()))

    def middle(self, asked: Adjust, point: tuple[float, float]) -> tuple[float, float] | None:
        """Return where on the page the middle of a label is asked for; None where that is left to us."""
        if asked.at:
            spot = places.resolve(asked.at)
            x, y = (float(v) for v in self.page.locate(spot.lon, spot.lat))
        elif asked.offset:
            x, y = point
        else:
            return None
        right, up = asked.offset or (0.0, 0.0)
        return x + right, y + up

    def unused(self) -> list[str]:
        """Return the labels that were asked for and are not on the map.

        A country that was to be left out, and that another frame or other hubs leave out too, is none of them.
        """
        countries = words.of("countries", "en")
        missing = [asked for number, asked in enumerate(self.given) if number not in self._used]
        return [asked.label for asked in missing if not (asked.hide and countries.get(asked.label, ""))]


def _known_as(label: str) -> list[str]:
    """Return all that a label may be known as: its text, and the id and the names of its place if it is one."""
    names = [label]
    try:
        place = places.resolve(label)
    except EastupError:
        pass
    else:
        names += [place.id, *(place.in_language(lang).name for lang in words.LANGUAGES)]
    return [name.casefold() for name in names]
