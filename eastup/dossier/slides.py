"""The slides of the folder's presentation that hold words alone: what the numbers say, and what they rest on."""

from __future__ import annotations

from eastup import words
from eastup.charts.slide import HEIGHT_PT, MARGIN, WIDTH_PT, Look, Slide
from eastup.draw.text import wrap

_LARGE_PT, _SMALL_PT = 20.0, 13.0
_INDENT_PT = 22.0


def summary(title: str, below: str, lines: list[str], lang: str) -> Slide:
    """Return the slide that can stand alone: a sentence for each thing that the numbers say."""
    slide = Slide(Look(lang), title, below)
    _write(slide, lines, _LARGE_PT)
    slide.foot(words.of("dossier.page", lang)["measured"])
    return slide.finished()


def sources(lines: list[str], lang: str) -> Slide:
    """Return the slide that says what the numbers and the maps rest on."""
    w = words.of("dossier.section", lang)
    slide = Slide(Look(lang), w["source"], "")
    _write(slide, [*lines, w["land"], w["rows"]], _SMALL_PT)
    return slide.finished()


def _write(slide: Slide, lines: list[str], size: float) -> None:
    """Write sentences below one another, each with a mark before it, as large as they find room."""
    room, top, foot = WIDTH_PT - 2 * MARGIN - _INDENT_PT, HEIGHT_PT - 104.0, 48.0

    def wrapped(points: float) -> list[list[str]]:
        return [wrap(line, points, room) for line in lines]

    def height(points: float) -> float:
        return sum((len(parts) * 1.3 + 0.7) * points for parts in wrapped(points))

    while size > 9.0 and height(size) > top - foot:
        size -= 0.5
    y = top
    with slide.about("remarks"):
        for parts in wrapped(size):
            slide.box(MARGIN, y + 0.18 * size, 6.0, 6.0, slide.theme.chain)
            for text in parts:
                slide.write(MARGIN + _INDENT_PT, y, text, size)
                y -= 1.3 * size
            y -= 0.7 * size
