"""Sections of the briefing folder's first page: what the numbers say, maps, ranked hubs, straits and sources."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from eastup import geodesy, layers, places, tyranny, words
from eastup.dossier.story import Story
from eastup.hubs.question import Question
from eastup.results.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from eastup.charts.slide import Look
    from eastup.layers.query import Row
    from eastup.tyranny import Nearest, Ranking

MAPS = ("straits", "nearest-hub", "hub-lost", "rings")
"""Further maps of the folder, in the order of the page."""
_ON_PAPER = "hub-lost"
"""The one of them that stands beside the main map on paper, where two can be as wide as the page."""
_LEAST_BARS = 4
"""Hubs from which their chart is printed in place of their table."""
DECK = ("classic", "triangle", "straits", "nearest-hub", "hub-lost", "rings", "chain-variants", "rear-hubs")
"""Slides of the folder's presentation after the East-Up Map."""


_WHOLE_KM = 10.0
"""Lengths from here on are whole."""
_OPEN = " ≈"
"""Where an order is within the uncertainty."""

STYLE = """
.maps { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; }
.maps figure { margin: 0; } .maps figcaption { font-size: .9rem; color: #5b6b77; }
.short { font-size: 1.15rem; } .short li { margin: .3rem 0; } .on-paper { display: none; } td.n { text-align: right; white-space: nowrap; } .n + td:not(.n), .n + th:not(.n) { padding-left: 1.2em; } th.n { text-align: right; }
@page { size: A4; margin: 11mm 13mm; }
@media print {
body { font-size: 8.5pt; line-height: 1.3; margin: 0; padding: 0; max-width: none; }
h1 { font-size: 14pt; margin: 0 0 1mm; } h2 { font-size: 10pt; margin: 3mm 0 1mm; } .short { font-size: 10.5pt; padding-left: 5mm; } .short li { margin: .8mm 0; } p, ul, footer { margin: 1mm 0; }
.charts, .claims, .ranked { display: none; } /* two pages: the rest is in the workbook */
.on-paper { display: block; }
img { border: 0; }
.front { height: 264mm; display: flex; flex-direction: column; } .front > * { flex: none; } .front h2 { margin: 1mm 0 0; } .front .short { margin: 0 0 1mm; } /* both maps stand on the first page: they share what the sentences leave */
.front > .first, .front > .maps { flex: 0 1 103mm; min-height: 0; margin: 0; } .first a, .maps figure, .maps figure a { display: block; height: 100%; }
.first img, .maps img { width: 100%; height: 100%; object-fit: contain; } .on-paper img { max-height: 103mm; width: auto; max-width: 100%; display: block; margin: 0 auto; }
table { font-size: 6.8pt; line-height: 1.2; } td, th { padding: .2mm 1.2mm .2mm 0; } footer, .note { font-size: 7pt; }
.maps { display: block; } .maps-head, .maps figure:not(.paper), .maps figcaption { display: none; } /* one as wide as the page can be read; its title says it */
.page { break-before: page; }
}
"""


def answers(ranking: Ranking, nearest: pd.DataFrame, look: Look) -> list[str]:
    """Return what the numbers say: the hub that matters most, what its loss changes, and how far the next one is.

    What the question loses and closes is said before.
    """
    lang, story = look.lang, Story.of(ranking)
    w = words.of("dossier.section", lang)
    table = ranking.table
    called = dict(zip([*table["hub_id"], *nearest["target_id"]], [*table["hub"], *nearest["target"]], strict=True))
    called |= {place.id: place.in_language(lang).name for place in places.all_places()}
    air, by_sea = table[table["mode"] == "air"], table[table["mode"] == "sea"]
    first, best = air[air["nearest_count"] == air["nearest_count"].max()], air.iloc[0]
    most, own = first.iloc[0], story.question.hub_set
    length = two_units(best["mean_km"], look.unit, w.aside("{0}"))
    if len(air) > 1:
        lines = [
            w["nearest" if len(first) == 1 else "nearest_tie"].format(
                hub=words.of("answers", lang)["between.comma"].join(called[hub] for hub in first["hub_id"]),
                hubs=len(air),
                count=most["nearest_count"],
                straits=len(nearest),
                set=w["chosen"] if own is None else own.name(lang),
            ),
            w["best"].format(hub=called[best["hub_id"]], length=length),
        ]
    else:
        lines = [
            w["alone"].format(hub=called[best["hub_id"]], straits=len(nearest)),
            w["alone_mean"].format(length=length),
        ]
    if len(air) > 1:
        left = Question.of(list(story.hubs), targets=list(story.targets), without=[most["hub_id"]])
        after = tyranny.nearest(left).table.set_index("target_id")
        before = nearest.set_index("target_id")
        farther = after["distance_km"] - before.loc[after.index, "distance_km"]
        worst = farther.idxmax()
        told = w["lost"].format(
            hub=called[most["hub_id"]],
            count=int((farther > 0).sum()),
            mean=look.length(float(farther[farther > 0].mean())),
            strait=called[worst],
            before=look.length(float(before.loc[worst, "distance_km"])),
            after=look.length(float(after.loc[worst, "distance_km"])),
        )
        lines.insert(1, told)
    if len(by_sea):
        sea = by_sea.iloc[0]
        kmh = story.speeds_kmh["sea"]
        lines.append(
            w["by_ship" if len(air) > 1 else "alone_by_ship"].format(
                hub=called[sea["hub_id"]],
                length=look.length(float(sea["mean_km"]), "sea"),
                hours=f"{sea['mean_km'] / kmh:,.0f}",
                kn=f"{kmh / geodesy.KM_PER_NMI:.4g}",
            )
        )
    return [lines[0], *under(story.question, lang), *lines[1:]]


def checks(checked: pd.DataFrame, lang: str) -> list[str]:
    """Say how many published distances do not hold; nothing where none was checked."""
    told = words.of("dossier.section", lang)["claims"]
    wrong = int(checked["verdict"].isin(["wrong", "unit"]).sum()) if len(checked) else 0
    return [told.format(count=len(checked), wrong=wrong)] if len(checked) else []


def under(question: Question, lang: str) -> list[str]:
    """Say which hubs are lost and which straits closed in a question, a sentence each."""
    w, comma = words.of("dossier.section", lang), words.of("answers", lang)["between.comma"]
    kinds = {"without": question.lost, "closed": question.shut}
    return [
        w[kind].format(names=comma.join(place.in_language(lang).name for place in some))
        for kind, some in kinds.items()
        if some
    ]


def in_short(lines: list[str], lang: str) -> str:
    """Return what the numbers say as a list."""
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f'<h2>{html.escape(words.of("dossier.section", lang)["short"])}</h2>\n<ul class="short">{items}</ul>'


def map_grid(titles: Sequence[tuple[str, str]], lang: str) -> str:
    """Return the pictures of further maps, each with its title and a link to its PDF; one of them is printed."""
    names = [name for name, _ in titles]
    paper = _ON_PAPER if _ON_PAPER in names else next(iter(names), "")
    figures = "\n".join(
        f'<figure{" class=paper" if name == paper else ""}><a href="{name}.pdf"><img src="{name}.png" alt="{html.escape(title)}"></a>'
        f"<figcaption>{html.escape(title)}</figcaption></figure>"
        for name, title in titles
    )
    return f'<h2 class="maps-head">{html.escape(words.of("dossier.section", lang)["maps"])}</h2>\n<div class="maps">{figures}</div>'


def ranked_table(ranking: Ranking, names: dict[str, str], look: Look, chart: str) -> str:
    """Return the table of hubs by air, on paper their chart; ≈ marks a hub that may as well stand before that above."""
    lang, unit = look.lang, look.unit
    w, by_air = words.of("dossier.section", lang), (ranking.table["mode"] == "air").to_numpy()
    ranked, is_open = ranking.table[by_air], ranking.open()[by_air]
    rows = [
        [str(row["rank"]), names[row["hub"]] + _OPEN * bool(open_), two_units(row["mean_km"], unit), f"{names[row['farthest']]} · {look.length(row['max_km'])}",
         str(row["nearest_count"])]
        for row, open_ in zip(ranked.to_dict("records"), is_open, strict=True)
    ]  # fmt: skip
    heads = [w["rank"], w["hub"], w["mean"], w["farthest"], w["nearest_count"]]
    heading = html.escape(w["ranked"])
    paper = len(rows) >= _LEAST_BARS
    drawn = f'<p class="on-paper"><img src="{chart}" alt="{heading}"></p>\n' if paper else ""
    table = f"<h2>{heading}</h2>\n{_table(heads, rows, {0, 2, 4})}"
    return f'<section class="page">{drawn}<div{" class=ranked" if paper else ""}>{table}</div></section>'


def strait_table(nearest: Nearest, names: dict[str, str], heading: str, look: Look) -> str:
    """Return the table of straits: width of the gate, nearest and second hub, and where it is open which is nearer."""
    lang, unit = look.lang, look.unit
    w = words.of("dossier.section", lang)
    width = layers.load("straits").set_index("id")["width_km"]
    rows = [
        [names[row["target"]], two_units(width[row["target_id"]], unit) if row["target_id"] in width else "", names[row["nearest_hub"]] + _OPEN * bool(open_), two_units(row["distance_km"], unit),
         names[row["second_hub"]], look.length(row["second_km"]) if row["second_hub"] else ""]
        for row, open_ in zip(nearest.table.to_dict("records"), nearest.open(), strict=True)
    ]  # fmt: skip
    heads = [w["strait"], w["width"], w["nearest_hub"], "", w["second"], ""]
    if not nearest.table["second_hub"].any():  # one hub alone has none
        heads, rows = heads[:4], [row[:4] for row in rows]
    notes = [note.within(lang) for note in nearest.notes if isinstance(note, Sentence) and note.key == "nearest.close"]
    told = "".join(f"<p class=note>{html.escape(note)}</p>" for note in notes)
    return f"<h2>{html.escape(heading)}</h2>\n{_table(heads, rows, {1, 3, 5})}{told}"


def sources(chain: Row | pd.Series | None, lang: str, *, claims: bool) -> str:
    """Return what the page rests on, as a paragraph."""
    told = rest_on(chain, lang, claims=claims)
    return f"<p>{html.escape(words.of('dossier.section', lang)['source'])}: {html.escape(told)}</p>"


def rest_on(chain: Row | pd.Series | None, lang: str, *, claims: bool) -> str:
    """Return what the folder rests on; a theatre may have no chain and no published claims."""
    w = words.of("dossier.section", lang)
    return w.join([w["land"], *drawn_by(chain, lang), w["rows"], *([w["claims_lead"]] if claims else [])])


def drawn_by(chain: Row | pd.Series | None, lang: str) -> list[str]:
    """Say who draws the chain of the maps, where that is the first island chain and not one of a theatre's own."""
    if chain is None or chain["chain"] != "first":
        return []
    return [words.of("dossier.section", lang)["chain"].format(by=chain["drawn_by"])]


def two_units(km: float, unit: str, joint: str = " · {0}") -> str:
    """Return a length in a unit, and in nautical miles beside kilometres or kilometres beside another.

    Examples
    --------
    >>> two_units(161.0, "km"), two_units(161.0, "nmi", " ({0})"), two_units(7.25, "mi")
    ('161 km · 87 nmi', '87 nmi (161 km)', '4.5 mi · 7.2 km')
    """
    other = "nmi" if unit == "km" else "km"
    first, second = (
        f"{km / geodesy.KM_PER_UNIT[each]:,.{0 if km >= _WHOLE_KM else 1}f} {each}" for each in (unit, other)
    )
    return first + joint.format(second)


def _table(heads: list[str], rows: list[list[str]], numbers: set[int]) -> str:
    def cell(tag: str, column: int, text: str) -> str:
        kind = ' class="n"' if column in numbers else ""
        return f"<{tag}{kind}>{html.escape(text)}</{tag}>"

    head = "".join(cell("th", n, h) for n, h in enumerate(heads))
    body = "\n".join("<tr>" + "".join(cell("td", n, c) for n, c in enumerate(row)) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
