"""The briefing folder: maps, interactive page, tables, claims check and a page that a person opens first."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from eastup import briefing, charts, distance, layers, places, tyranny, web, words
from eastup.briefing.spec.asked import ask, can_ask, named_straits
from eastup.briefing.spec.loading import load, override
from eastup.charts.heatmap import parts
from eastup.charts.slide import Look, Styled
from eastup.distance import claims
from eastup.dossier import sections, slides, sources, workbook
from eastup.dossier.marked import Marked
from eastup.dossier.story import Story
from eastup.draw import pptx, webfont
from eastup.errors import InputError, NoRouteError
from eastup.hubs.question import Question
from eastup.io import files, provenance, tables
from eastup.io.progress import stages, track
from eastup.io.version import __version__
from eastup.layers.query import find_chain, has_chain
from eastup.moved import renamed_keywords
from eastup.results import language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from eastup.briefing.options import MapOptions
    from eastup.briefing.spec import MapSpec
    from eastup.places import Place
    from eastup.tyranny import Nearest, Ranking


_STAGES = {
    "writing the interactive page": 3,
    "drawing the maps": 14,
    "measuring distances": 4,
    "drawing the charts": 6,
    "writing the first page": 1,
}
"""What is done, and how long each takes beside the others."""


@renamed_keywords(say="progress")
def write(
    folder: str | Path,
    options: Mapping[str, object] | None = None,
    progress: Callable[[str], None] = print,
    *,
    question: Question | None = None,
) -> None:
    """Write the briefing folder.

    Parameters
    ----------
    folder : str or Path
        Created if it is not there. Files of the same names are replaced, others left alone.
    options : mapping, optional
        Fields of `eastup.briefing.MapSpec` that override the East-Up Map's: ``lang``, ``up``, ``layers`` and so on.
    progress : callable
        Told what is being made.
    question : eastup.Question, optional
        What all of the folder answers, by air and by sea: its hubs, losses, straits, closures and speeds. The default
        hubs and the passages where it is not given.
    """
    with stages(_STAGES) as begin:

        def reach(stage: str) -> None:
            begin(stage)
            progress(f"{stage} ...")

        _write(folder, options, reach, question or Question.of(aimed=True, mode="both"))
    progress(f"done: open {Path(folder) / 'index.html'}")


def _write(
    folder: str | Path, options: Mapping[str, object] | None, reach: Callable[[str], None], question: Question
) -> None:
    named_straits(question)  # what is none stops us before we write
    main = briefing.main_map()
    spec = override(ask(load(main), question), dict(options or {}))
    user_layers = places.user_layers(s.source for s in spec.layers)  # a faulty layer stops us before we write
    there = {name for name, _ in briefing.shipped() if can_ask(load(name), question, whole=True)}
    asked: dict[str, MapSpec] = {}
    for name in there.intersection({*sections.DECK, *sections.MAPS}):
        asked[name] = ask(load(name), question, whole=True)  # as does a question that a map can't answer
    target = _make_folder(folder)

    reach("writing the interactive page")
    web.write(
        spec.region_view(), target / f"{main}.html", hubs=question, lang=spec.lang, layers=user_layers, marking=spec.marking,
        opening={"unit": spec.unit} if spec.unit else None,
    )  # fmt: skip

    reach("drawing the maps")
    drawing = briefing.draw(spec)
    drawing.save(target / f"{main}.png")
    drawing.save(target / f"{main}.pdf")
    look = Look(
        spec.lang, spec.unit or "km", marking=spec.marking, classification=spec.classification, template=spec.template
    )
    deck = [name for name in sections.DECK if name in there]
    marks: MapOptions = {
        "lang": spec.lang, "template": spec.template, "marking": spec.marking, "classification": spec.classification,
        "unit": spec.unit, "size": spec.size,  # all slides are of one shape
    }  # fmt: skip
    further = {name: briefing.draw(asked[name], **marks) for name in track(deck, len(deck) + 1)}
    maps = [name for name in sections.MAPS if name in there]
    for name in maps:
        further[name].save(target / f"{name}.png")
        further[name].save(target / f"{name}.pdf")

    reach("measuring distances")
    everyone = distance.matrix(*_all(question))
    tables.write(_named(everyone, spec.lang), target / "distances.csv")
    checked = claims.check_all(lang=spec.lang)
    if len(checked):  # a theatre of the user's own may have none
        tables.write(_named(checked, spec.lang), target / "claims.csv")
    hubs = distance.matrix([hub for hub in _in_order(question) if hub in question.hubs], list(question.targets))
    ranking = _ranking(question)
    tables.write(_named(ranking.table, spec.lang), target / "hubs.csv")
    rest_on = sources.table(question)
    tables.write(_named(rest_on, spec.lang), target / "sources.csv")
    made = question.made("dossier.write").record()
    of_files = {"distances.csv": everyone, "hubs.csv": ranking.table, "claims.csv": checked, "sources.csv": rest_on}
    files.write_text(
        target / "about.json", sources.about({name: provenance.of_table(own) for name, own in of_files.items()})
    )
    with files.whole(target / "tables.xlsx") as temporary:
        sheets = {
            "hubs": tables.rounded(ranking.table),
            "grid": _wide(hubs),
            "distances": tables.rounded(everyone),
            **({"claims": tables.rounded(checked)} if len(checked) else {}),
            "sources": rest_on,
        }
        told = {name: table.reset_index(drop=True) for name, table in sheets.items()}
        workbook.write(told, temporary, spec.lang, made, Marked(spec.marking, spec.classification))

    nearest = tyranny.nearest(_by_air(question))
    story = Story.of(ranking)
    lines = [*sections.answers(ranking, nearest.table, look), *slides.in_short(story, look)]
    lines += sections.checks(checked, spec.lang)
    asks = slides.question(story, look)
    before = [asks, slides.summary(lines[0].rstrip(".。"), asks.facts.title, lines[1:], look)]
    after = [slides.straits(story, spec.straits or (), look)]
    if len(story.hubs) > 1:  # one hub alone has no second
        after += [slides.losses(story, look), slides.doubts(story, look)]
    chain = find_chain(spec.chain) if spec.chain or has_chain() else None
    last = slides.sources(sources.rests_on(rest_on, question, spec.lang, chain), look)
    for slide in (*before, *after, last):
        slide.facts = replace(slide.facts, record=provenance.of_table(ranking.table))
    maps_of = [one.sheet for one in further.values()]
    pptx.write([*before, drawing.sheet, *after, *maps_of, last], target / f"{main}.pptx")

    reach("drawing the charts")
    pictures = _draw_charts(ranking, target, look)

    reach("writing the first page")
    titles = [(name, spec.text(further[name].spec.title)) for name in maps]
    answers = _Answers(question, ranking, nearest, checked, lines)
    files.write_text(target / "index.html", _index(spec, answers, titles, pictures))
    files.write_text(target / "README.md", Marked(spec.marking, spec.classification).in_markdown(_readme(spec, maps)))


def _named(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a table with the names of places in the language; columns, ids and codes stay those that programs know."""
    codes = [column for column in table.columns if column in _CODES]
    return language.cells_in(table, lang).assign(**{column: table[column] for column in codes})


_CODES = {"mode", "verdict", "kind", "layer"}


def _ranking(question: Question) -> Ranking:
    """Rank the hubs by air and by sea; by air alone where no ship comes, as outside the waters that are mapped."""
    try:
        return tyranny.rank(question)
    except NoRouteError:
        return tyranny.rank(_by_air(question))


def _by_air(question: Question) -> Question:
    """Return the question by air, which no closure concerns."""
    return replace(question, mode="air", closed=())


def _in_order(question: Question) -> list[Place]:
    """Return the hubs of a question as their set has them, where they are one."""
    return list(question.everyone) if question.hub_set is None else places.select(question.hub_set.id)


def _all(question: Question) -> tuple[list[Place], list[Place]]:
    """Return every base and node, and every strait, with what the question asks of beside."""
    origins, targets = places.select(["bases", "nodes"]), places.select("straits")
    return list(dict.fromkeys([*origins, *question.everyone])), list(dict.fromkeys([*targets, *question.targets]))


_FILES = {
    "index": "index.html",
    "page": "{main}.html",
    "map": "{main}.png, {main}.pdf",
    "deck": "{main}.pptx",
    "charts": "hubs.png, straits-*.png",
    "tables": "tables.xlsx",
    "distances": "distances.csv",
    "hubs": "hubs.csv",
    "claims": "claims.csv",
    "sources": "sources.csv",
    "about": "about.json",
}
"""Files of the folder, by the word that says what they are."""


class Called(dict[str, str]):
    """The names of places in the page's language; one without a translation is called as it is."""

    def __missing__(self, name: str) -> str:
        return name


def _make_folder(folder: str | Path) -> Path:
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError("this is a file, not a folder", where=target, hint="give another folder") from None
    except OSError as error:
        raise InputError(f"can't create the folder ({error.strerror})", where=target) from None
    return target


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    """Return hubs as columns and straits as rows, in whole kilometres."""
    wide = table.pivot_table(index="target", columns="origin", values="distance_km", sort=False)
    return wide.round(0).reset_index()


def _draw_charts(ranking: Ranking, target: Path, look: Look) -> dict[str, str]:
    """Draw the ranked hubs, and a heat map for each mode, as PNG and SVG; return the PNG's names with their heading."""
    w = words.of("dossier.page", look.lang)
    style: Styled = {
        "lang": look.lang, "unit": look.unit, "marking": look.marking, "classification": look.classification,
    }  # fmt: skip
    modes = list(ranking.table["mode"].unique())
    figures = {"hubs": charts.bars(ranking, **style)}
    for mode in modes:
        for number, part in enumerate(parts(ranking), start=1):
            name = f"straits-{mode}" + (f"-{number}" if number > 1 else "")
            figures[name] = charts.heatmap(ranking, mode=mode, targets=part, **style)
    for name, figure in figures.items():
        for suffix in (".png", ".svg"):
            charts.save(figure, target / f"{name}{suffix}")
    return {f"{name}.png": w["ranked"] if name == "hubs" else w["grid"] for name in figures}


@dataclass(frozen=True)
class _Answers:
    """What the first page tells."""

    question: Question
    ranking: Ranking
    nearest: Nearest
    claims: pd.DataFrame
    lines: list[str]
    """What they say, a sentence each."""


def _index(spec: MapSpec, answers: _Answers, titles: list[tuple[str, str]], pictures: dict[str, str]) -> str:
    """Return the first page: what the numbers say and the map, then further maps, hubs, straits and claims."""
    look = Look(spec.lang, spec.unit or "km")
    ranking, nearest, checked = answers.ranking, answers.nearest, answers.claims
    w = words.of("dossier.page", spec.lang)
    called = Called({p.name: p.in_language(spec.lang).name for p in places.all_places()})
    main = briefing.main_map()
    title = w["title"] if main == "east-up" else spec.text(spec.title)
    link = '<a href="claims.csv">claims.csv</a>' if len(checked) else ""
    headed = {heading: [name for name, its in pictures.items() if its == heading] for heading in pictures.values()}
    images = "\n".join(
        f"<h2>{html.escape(heading)}</h2>"
        + "".join(
            f'<p><a href="{n}"><img src="{n}" alt="{html.escape(heading)}" loading="lazy"></a></p>' for n in names
        )
        for heading, names in headed.items()
    )
    marked = Marked(spec.marking, spec.classification)
    made = provenance.in_short(answers.question.made("dossier.write").record())
    page = f"""<!DOCTYPE html>
<html lang="{spec.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{html.escape(made)}">
<title>{html.escape(title)}</title>
<style>
body {{ font: 16px/1.5 "Eastup CJK", system-ui, "Noto Sans", sans-serif; color: #18242e; max-width: 76rem; margin: 1.6rem auto; padding: 0 1.2rem; }}
h1 {{ font-size: 1.7rem; margin: 0 0 .8rem; }} h2 {{ font-size: 1.2rem; margin: 2rem 0 .5rem; }}
img {{ width: 100%; border: 1px solid #d5dde2; }}
a {{ color: #1c4f7c; }} nav a {{ margin-right: 1.4rem; white-space: nowrap; }}
table {{ border-collapse: collapse; width: 100%; font-size: .92rem; }}
th {{ padding: .2rem .8rem .2rem 0; text-align: left; color: #5b6b77; font-weight: 500; border-bottom: 1px solid #aeb9c1; }}
td {{ border-bottom: 1px solid #e3e9ec; padding: .2rem .8rem .2rem 0; vertical-align: top; }}
footer {{ color: #5b6b77; font-size: .85rem; margin: 2rem 0; }}
@media print {{ nav {{ display: none; }} }}
{sections.STYLE}{marked.style}</style>
</head>
<body>
<div class="front">
<h1>{html.escape(title)}</h1>
<nav><a href="{main}.html">{html.escape(w["page"])}</a><a href="{main}.pdf">PDF</a><a href="{main}.png">PNG</a><a href="{main}.pptx">PPTX</a><a href="tables.xlsx">XLSX</a><a href="distances.csv">distances.csv</a><a href="hubs.csv">hubs.csv</a>{link}<a href="sources.csv">sources.csv</a></nav>
{sections.in_short(answers.lines, spec.lang)}
<p class="first"><a href="{main}.html"><img src="{main}.png" alt="{html.escape(spec.text(spec.title))}"></a></p>
{sections.map_grid(titles, spec.lang)}
</div>
{sections.ranked_table(ranking, called, look, next(iter(pictures)))}
{sections.strait_table(nearest, called, w["straits"], look)}
<section class="charts">{images}</section>
{_claims(checked, spec.lang)}
<footer>
<p>{html.escape(w["measured"])}</p>
{sections.sources(find_chain(spec.chain) if has_chain() else None, spec.lang, claims=len(checked) > 0)}
<p>{html.escape(made)}</p>
</footer>
</body>
</html>
"""
    head, _, body = page.partition("<body>\n")
    inside, _, end = body.partition("</body>")
    page = f"{head}<body>\n{marked.on_page(inside)}</body>{end}"
    return page.replace("<style>\n", f"<style>\n{webfont.face(page)}\n", 1)


def _claims(checked: pd.DataFrame, lang: str) -> str:
    """Return the section of published distances that do not hold; nothing where there are none to check."""
    if checked.empty:
        return ""
    w = words.of("dossier.page", lang)
    verdicts = words.of("dossier.verdict", lang)
    faults = [
        [
            *language.names_in([row["from"], row["to"]], lang),
            f"{row['published']:,.10g} {row['unit']}",
            _lengths(row["computed_km"], row["computed_mi"], row["computed_nmi"]),
            verdicts.get(row["verdict"], row["verdict"]),
            row["cause"],
            row["source"],
        ]
        for row in checked[checked["verdict"].isin(["wrong", "unit"])].to_dict("records")
    ]
    heads = [w["from"], w["to"], w["published"], w["computed"], w["verdict"], w["cause"], w["source"]]
    return (
        f'<section class="claims"><h2>{html.escape(w["claims"])}</h2>\n{_table(heads, faults)}\n'
        f'<p>{html.escape(w["all"])}<a href="claims.csv">claims.csv</a></p></section>'
    )


def _lengths(km: float, mi: float, nmi: float) -> str:
    """Return a computed distance in three units; nothing where a course or a time was claimed: the cause tells it."""
    return "" if pd.isna(km) else f"{km:,.0f} km · {mi:,.0f} mi · {nmi:,.0f} nmi"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{html.escape(h)}</th>" for h in heads)
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def has_claims() -> bool:
    """Say whether there are published distances to check."""
    return not layers.load("claims").empty


def _readme(spec: MapSpec, maps: Sequence[str] = sections.MAPS) -> str:
    """Return what each file of the folder is, in its language; ``maps`` are those beside the main one."""
    w = words.of("dossier.file", spec.lang)
    main, told = briefing.main_map(), {key: names for key, names in _FILES.items() if key != "claims" or has_claims()}
    others = words.of("answers", spec.lang)["between.comma"].join(maps)
    rows = "\n".join(f"| {names.format(main=main)} | {w[key].format(others=others)} |" for key, names in told.items())
    measured, land = words.of("dossier.page", spec.lang)["measured"], words.of("dossier.section", spec.lang)["land"]
    return f"""# {spec.text(spec.title)}

| {w["head"]} | {w["what"]} |
| --- | --- |
{rows}

{measured}
{land} eastup {__version__}
"""
