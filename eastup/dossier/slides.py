"""The slides of the folder's presentation that hold words and tables: question, answer, straits, losses, doubts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import layers, words
from eastup.charts.captions import bare
from eastup.charts.slide import HEIGHT_PT, LEAST_PT, MARGIN, WIDTH_PT, Look, Slide, hours_figure
from eastup.distance import uncertainty
from eastup.dossier import sections
from eastup.draw.text import shrunk, wrap, wrap_name
from eastup.geodesy.units import KM_PER_NMI
from eastup.io.data import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.dossier.story import Lead, Loss, Responder, Served, Story
    from eastup.places import Place
    from eastup.words import Words

_LARGE_PT, _SMALL_PT = 20.0, 13.0
_INDENT_PT = 22.0
_CITED = frozenset({"bases", "nodes", "straits", "places"})
"""Layers whose rows have sources."""
_OWN_FONT = 0.86
"""Share of the width that sentences fill: a template's own font may run wider than ours."""
_MOST_ROWS, _MOST_LEADS = 6, 5
"""Losses, and leads of each mode, on a slide."""
_MOST_NAMED = 40
"""Hubs that the first slide names."""
_LEAST_WAIT_H = 0.05
"""A shorter one would be told as no time at all."""
_LOSS_PT = 64.0
"""From one loss to the next."""


def summary(title: str, below: str, lines: list[str], look: Look) -> Slide:
    """Return the slide that can stand alone: a sentence for each thing that the numbers say."""
    slide = Slide(look, title, below)
    _write(slide, lines, _LARGE_PT)
    slide.foot(words.of("dossier.page", look.lang)["measured"])
    return slide.finished()


def question(story: Story, look: Look) -> Slide:
    """Return the slide that says what is asked, of which hubs and straits, and at what speeds."""
    lang = look.lang
    w = words.of("dossier.deck", lang)
    called = sorted((bare(hub.in_language(lang).name) for hub in story.hubs), key=_as_counted)
    alone = len(story.hubs) < 2
    asked = w.say("question_alone" if alone else "question", len(story.targets), *called[:1] * alone)
    slide = Slide(look, asked, w["asked"])
    names = w["comma"].join(called[:_MOST_NAMED])
    if len(story.hubs) > _MOST_NAMED:
        names = w.say("more_hubs", names, len(story.hubs) - _MOST_NAMED)
    lines = [
        w.say("one_hub", names) if alone else w.say("hubs", len(story.hubs), names),
        w.say("targets", len(story.targets)),
        *sections.under(story.question, lang),
        w.say("speeds", _in_knots(story, w)),
        w["counted"],
    ]
    _write(slide, lines, _LARGE_PT)
    slide.foot(words.of("dossier.page", lang)["measured"])
    return slide.finished()


def in_short(story: Story, look: Look) -> list[str]:
    """Return what the summary says of a host's consent and of doubts, a sentence each, as the titles of their slides.

    One hub alone has no second, and nothing is said of it; the loss of one hub is told before.
    """
    if len(story.hubs) < 2:
        return []
    worst = next(iter(story.losses()), None)
    told = [doubts(story, look)] if worst and not worst.host else [losses(story, look), doubts(story, look)]
    stop = words.of("dossier.deck", look.lang)["stop"]
    return [f"{slide.facts.title}{stop}" for slide in told]


def straits(story: Story, named: Sequence[str], look: Look) -> Slide:
    """Return the slide of the straits that matter, with first, second and third responder in each mode."""
    lang, served = look.lang, story.straits(named)
    w = words.of("dossier.deck", lang)
    below = w.say("straits_below" if len(story.hubs) > 1 else "alone_below", len(served))
    slide = Slide(look, _of_straits(story, served, w, lang), below)
    ranks = min(3, len(story.hubs))
    columns = [(matrix.mode, n) for matrix in story.matrices for n in range(ranks)]
    left, wide = MARGIN + 168.0, (WIDTH_PT - 2 * MARGIN - 168.0) / len(columns)
    table = _Table(slide, 424.0, 372.0 / max(len(served), 1))
    with slide.about("columns"):
        for number, matrix in enumerate(story.matrices):
            x = left + ranks * wide * number
            slide.write(x, table.top + 26, w[matrix.mode], 14, bold=True)
            slide.rule(x, table.top + 20, x + ranks * wide - 14, table.top + 20, slide.theme.ink, 1.0)
        for k, (_, n) in enumerate(columns if ranks > 1 else ()):
            slide.write(left + wide * k, table.top + 6, w[f"rank_{n + 1}"], LEAST_PT, slide.theme.quiet)
    for row, each in enumerate(served):
        y = table.line(row) + 4.0  # so that three lines of a name stand above the next row
        name = each.strait.in_language(lang).name
        with slide.about("rows", name):
            for number, (part, size) in enumerate(_in_lines(name, 14, 160.0)):
                slide.write(MARGIN, y - 17 * number, part, size, bold=True)
        for k, (way, n) in enumerate(columns):
            if n < len(each.responders[way]):
                _responder(slide, (left + wide * k, y), wide, each.responders[way][n], each.strait)
    slide.foot(_speeds(story, w))
    return slide.finished()


def _of_straits(story: Story, served: list[Served], w: Words, lang: str) -> str:
    """Return the title of the slide of straits: how far the second responder is behind, where there is a second.

    It is told of ships, or by air where no second ship comes at all, or none that is surely behind the first.
    """
    alone = len(story.hubs) < 2
    open_at = {(lead.strait, lead.mode) for lead in story.leads() if lead.is_open}
    longest = 0.0
    for matrix in reversed(story.matrices):
        hours = [[responder.hours for responder in each.responders[matrix.mode]] for each in served]
        with np.errstate(invalid="ignore"):  # infinite where a way is missing
            waits = np.array([own[0] if alone else np.subtract(own[1], own[0]) for own in hours])
        longest = max([longest, *waits[np.isfinite(waits)]])
        sure = [(each.strait, matrix.mode) not in open_at for each in served]
        waits = np.where(np.isfinite(waits) & sure, waits, -1.0)
        if waits.max() >= _LEAST_WAIT_H:
            break
    else:
        return w.say("within", len(served), f"{max(np.ceil(10 * longest), 1.0) / 10:.1f}")
    number = int(waits.argmax())
    strait, told = served[number].strait.in_language(lang).name, hours_figure(float(waits[number]))
    hubs = [bare(responder.hub.in_language(lang).name) for responder in served[number].responders[matrix.mode]]
    if alone:
        return w.say("alone", strait, hubs[0], told, w[matrix.mode], len(served))
    return w.say("straits", strait, hubs[1], told, hubs[0], w[matrix.mode])


def losses(story: Story, look: Look) -> Slide:
    """Return the slide of what changes where one hub is lost, or one host's consent."""
    lang, found = look.lang, story.losses()
    w = words.of("dossier.deck", lang)
    if not found:
        slide = Slide(look, w["no_loss"], "")
        slide.foot(_speeds(story, w))
        return slide.finished()
    first = found[0]
    who = _who(first, w, lang)
    title = w.say("losses_host" if first.host else "losses", who, first.farther, len(story.targets))
    slide = Slide(look, title, w["losses_below"])
    halves = {kind: [loss for loss in found if bool(loss.host) == (kind == "consent")] for kind in ("hub", "consent")}
    shown = {kind: rows[:_MOST_ROWS] for kind, rows in halves.items() if rows}  # hubs of one's own may have no host
    room = (WIDTH_PT - 2 * MARGIN - 36.0 * (len(shown) - 1)) / len(shown)
    for half, (kind, rows) in enumerate(shown.items()):
        x = MARGIN + (room + 36.0) * half
        table = _Table(slide, 434.0, _LOSS_PT, x, x + room)
        with slide.about("columns"):
            slide.write(x, 452, w[kind], 14, bold=True)
            slide.rule(x, 444, x + room, 444, slide.theme.ink, 1.0)
        for row, loss in enumerate(rows):
            y, who = table.line(row) + 8, _who(loss, w, lang)
            more = [f"{w[mode]} {_hours(h, w)}" for mode, h in loss.hours.items() if h]
            facts = {f"{mode}_later_h": round(h, 2) for mode, h in loss.hours.items() if np.isfinite(h)}
            with slide.about("losses", who, **facts, **_cited([*loss.hubs])):
                slide.write(x, y, who, shrunk(who, 13, room - 110), bold=True)
                count = w.say("of", loss.farther, len(story.targets))
                slide.write(x + room, y, count, 13, align="right")
                slide.box(x, y - 13, room, 7, slide.palette.rule)
                slide.box(x, y - 13, room * loss.farther / len(story.targets), 7, slide.palette.unreached)
                text = w.say("later", w["comma"].join(more), loss.worst.in_language(lang).name)
                slide.write(x, y - 27, text, shrunk(text, LEAST_PT + 1, room), slide.theme.quiet)
    slide.foot(_speeds(story, w))
    return slide.finished()


def doubts(story: Story, look: Look) -> Slide:
    """Return the slide of the orders that hang on less than the uncertainty of the distances.

    Where none does, it shows the narrowest leads.
    """
    lang, leads = look.lang, story.leads()
    w, found = words.of("dossier.deck", lang), [lead for lead in leads if lead.is_open]
    if found:
        counts = [w.say("open_of", w[m.mode], sum(lead.mode == m.mode for lead in found)) for m in story.matrices]
        slide = Slide(look, w.say("doubts", w["comma"].join(counts), len(story.targets)), w["doubts_below"])
    else:
        modes = w.say("and", *(w[matrix.mode] for matrix in story.matrices)) if len(story.matrices) > 1 else w["air"]
        slide = Slide(look, w.say("no_doubts", len(story.targets), modes), w["no_doubts_below"])
    room = (WIDTH_PT - 2 * MARGIN - 36.0) / max(len(story.matrices), 1)
    lowest = 0
    for half, matrix in enumerate(story.matrices):
        x = MARGIN + (room + 36.0) * half
        rows = [lead for lead in found or leads if lead.mode == matrix.mode]
        with slide.about("columns"):
            slide.write(x, 452, w[matrix.mode], 14, bold=True)
            slide.rule(x, 444, x + room, 444, slide.theme.ink, 1.0)
        if not rows:
            slide.write(x, 422, w["certain"], 13, slide.theme.quiet)
        table = _Table(slide, 440.0, 40.0, x, x + room)
        for row, lead in enumerate(rows[:_MOST_LEADS]):
            _lead(slide, (x, table.line(row) + 4), room, lead)
        lowest = max(lowest, min(len(rows), _MOST_LEADS))
        if found and len(rows) > _MOST_LEADS:
            slide.write(x, table.line(_MOST_LEADS) + 4, w.say("more", len(rows) - _MOST_LEADS), 12, slide.theme.quiet)
            lowest = _MOST_LEADS + 1
    told = w.say("doubts_further", f"{100 * uncertainty.SEA_SHARE:.1f}")
    _write(slide, [text for text in told.split("\n") if text], 18.0, top=440.0 - 40.0 * max(lowest, 1) - 48.0)
    slide.foot(_speeds(story, w))
    return slide.finished()


def sources(lines: list[str], look: Look) -> Slide:
    """Return the slide that says what the numbers and the maps rest on."""
    w = words.of("dossier.section", look.lang)
    slide = Slide(look, w["source"], "")
    _write(slide, [*lines, w["land"]], _SMALL_PT)
    return slide.finished()


@dataclass(frozen=True)
class _Table:
    """Rows on a slide: where the first begins, and how far the next is below, with hairlines between."""

    slide: Slide
    top: float
    pitch: float
    left: float = MARGIN
    right: float = WIDTH_PT - MARGIN

    def line(self, row: int) -> float:
        """Return the first baseline of a row, and draw the line above it."""
        y = self.top - self.pitch * row
        if row:
            self.slide.rule(self.left, y, self.right, y, self.slide.theme.hairline, 0.6)
        return y - 24.0


def _responder(slide: Slide, at: tuple[float, float], wide: float, responder: Responder, strait: Place) -> None:
    """Write a responder with its time and distance."""
    (x, y), lang = at, slide.look.lang
    name = bare(responder.hub.in_language(lang).name)
    facts = {"distance_km": round(responder.km, 1), **_cited([responder.hub, strait])}
    with slide.about("responders", f"{strait.in_language(lang).name} – {name}", **facts):
        if not np.isfinite(responder.km):
            slide.write(x, y, "–", 13, slide.theme.quiet)
            return
        slide.write(x, y, f"{hours_figure(responder.hours)} {words.of('charts', lang)['h']}", 14, bold=True)
        lines = _in_lines(name, 11.5, wide - 8)
        pitch = 13.0 if len(lines) < 3 else 11.6
        for number, (part, size) in enumerate(lines):
            slide.write(x, y - 15 - pitch * number, part, size)


def _in_lines(name: str, size: float, width: float) -> list[tuple[str, float]]:
    """Return a name whole, in lines broken at its joints, each with its size: no smaller than can be read.

    They leave room for a template's own font.
    """
    width *= _OWN_FONT
    return [(line, max(shrunk(line, size, width), LEAST_PT)) for line in wrap_name(name, size, width)]


def _lead(slide: Slide, at: tuple[float, float], room: float, each: Lead) -> None:
    """Write a lead: the strait, the two hubs, how far apart they are and what that may be off."""
    (x, y), lang = at, slide.look.lang
    w, name = words.of("dossier.deck", lang), each.strait.in_language(lang).name
    pair = [bare(own.hub.in_language(lang).name) for own in (each.first, each.second)]
    facts = {
        "difference_km": round(each.km, 1), "uncertainty_km": round(each.uncertainty_km, 1),
        **_cited([each.first.hub, each.second.hub, each.strait]),
    }  # fmt: skip
    with slide.about("orders", name, **facts):
        slide.write(x, y, name, shrunk(name, 13, room * 0.42), bold=True)
        per = slide.look.km_per_unit
        apart, give = (f"{km / per:,.0f}" for km in (each.km, each.uncertainty_km))
        gap = w.say("gap", apart, give, slide.look.unit) if give != "0" else w.say("apart", apart, slide.look.unit)
        slide.write(x + room, y, gap, 13, align="right")
        text = w.say("order", *pair)
        slide.write(x, y - 15, text, shrunk(text, 12, room), slide.theme.quiet)


def _as_counted(name: str) -> list[tuple[int, str]]:
    """Return by what names are sorted as people count: Site 2 before Site 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name) if part]


def _who(loss: Loss, w: Words, lang: str) -> str:
    """Name the hub that is lost, or the host with the number of its hubs."""
    if loss.host:
        country = words.of("countries", lang).get(loss.host, loss.host)
        return w.say("host_one", country) if len(loss.hubs) == 1 else w.say("host", country, len(loss.hubs))
    return bare(loss.hubs[0].in_language(lang).name)


def _hours(hours: float, w: Words) -> str:
    figure = hours_figure(hours)
    return f"{'' if figure.startswith('<') else '+'}{figure} {w['h']}" if np.isfinite(hours) else w["none_left"]


def _speeds(story: Story, w: Words) -> str:
    return w.say("foot", _in_knots(story, w))


def _in_knots(story: Story, w: Words) -> str:
    """Return the speeds of the modes."""
    figures = {mode: f"{kmh / KM_PER_NMI:,.4g} kn" for mode, kmh in story.speeds_kmh.items()}
    return w["comma"].join(w.say("at_speed", speed, w[mode]) for mode, speed in figures.items())


def _cited(features: Sequence[Place]) -> dict[str, str]:
    """Return the sources of some places, and the latest of their dates, for the speaker's notes."""
    rows = [row for place in features if (row := _row(place))]
    told = "; ".join(dict.fromkeys(str(row["source"]) for row in rows if row.get("source")))
    dates = [str(row["as_of"]) for row in rows if isinstance(row.get("as_of"), str)]
    return {"source": told, "as_of": max(dates, default="")}


def _row(place: Place) -> dict[str, object]:
    """Return the row of a place in its layer; nothing of a place of the user's own."""
    return _rows(place.layer).get(place.id, {}) if place.layer in _CITED else {}


@kept("layers")
def _rows(layer: str) -> dict[str, dict[str, object]]:
    """Return the rows of a layer by their ids: a deck cites a hundred of them."""
    return {str(row["id"]): dict(row) for row in layers.load(layer).to_dict("records")}


def _write(slide: Slide, lines: list[str], size: float, top: float = HEIGHT_PT - 104.0) -> None:
    """Write sentences below one another, each with a mark before it, as large as they find room."""
    room, foot = (WIDTH_PT - 2 * MARGIN - _INDENT_PT) * _OWN_FONT, 48.0

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
