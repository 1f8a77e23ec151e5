"""The command ``eastup tyranny``: thin. It reads which question is asked, calls the library and writes one answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eastup.cli import kinds, messages
from eastup.cli.options import (
    LOOK,
    PICTURES,
    bom_option,
    changed_option,
    closed_option,
    encoding_option,
    hub_option,
    known,
    look_of,
    look_options,
    measure_option,
    meta_option,
    mode_option,
    own_layer_option,
    speed_option,
    speeds_or_own,
    target_option,
    unit_option,
    winding_option,
    without_option,
    written,
)
from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.charts.slide import Slide
    from eastup.cli.options import Parsed
    from eastup.distance import Mode
    from eastup.results import Result
    from eastup.tyranny.contingency import Objective

# Which options each question listens to, beside --mode, --speed, --unit and -o. Any other is refused, never ignored.
_LISTENS: dict[str, tuple[str, ...]] = {
    "--by hub": ("hubs", "west_of", "targets", "without", "closed", "weights", "within", "measure", "changed", *LOOK),
    "--by target": ("hubs", "west_of", "targets", "without", "closed", "within", "measure", "changed", *LOOK),
    "--for": ("hubs", "west_of", "targets", "without", "closed", "lang"),
    "--decay": ("hubs", "west_of", "targets", "without", "closed", "lang"),
    "--versus": ("targets", "without", "closed", *LOOK),
    "--split": ("split", "hubs", "without", "closed", "weights", "objective", "changed", "lang"),
    "--triangle": ("hubs", "closed", "lang"),
    "--gaps": ("lang",),
}

_DRAWN = ("--by hub", "--by target", "--versus")
"""Questions that have a picture."""


@click.command()
@hub_option(default="default")
@target_option()
@mode_option("air", "sea", "both", default="air; sea where a strait is closed")
@speed_option
@without_option
@closed_option
@click.option("--by", type=click.Choice(["hub", "target"]), help="One row a hub, or a target.  [default: hub]")
@click.option("--within", metavar="LENGTH", help="Counts and names what lies within 500nmi or 1000km.")
@click.option("--west-of", type=float, metavar="DEGREES", help="Only hubs that lie west of a meridian, such as 180.")
@click.option("--for", "for_", metavar="TIME", help="How long the hubs of --without are closed: 5d. Needs --speed.")
@click.option("--decay", metavar="LENGTH", help="A model: what arrives is halved by each such length. Yours.")
@click.option("--weights", metavar="FILE", type=kinds.Source(".csv"), help="CSV with the columns target and weight.")
@click.option("--versus", is_flag=True, help="Korea's nearest base against those of Okinawa, Luzon and Guam.")
@click.option(
    "--split", multiple=True, metavar="TARGETS",
    help='Two contingencies at once; give it twice: korea, taiwan, or targets such as "Miyako Strait; Bashi Channel".',
)  # fmt: skip
@click.option("--objective", type=click.Choice(["worst", "mean"]), help="What --split makes least.  [default: worst]")
@measure_option
@click.option("--triangle", is_flag=True, help="Sides and area of a triangle; three --hubs are its corners.")
@click.option(
    "--gaps", is_flag=False, flag_value="", metavar="[CHAIN]", type=kinds.Text(known("variants")),
    help="The water between a chain's islands.",
)  # fmt: skip
@unit_option
@changed_option
@look_options
@own_layer_option
@encoding_option
@bom_option
@meta_option
@winding_option
@written(".csv", "a table, or a picture (.png .svg .pdf .pptx)")
def tyranny(mode: Mode | None, speeds: tuple[str, ...], unit: str | None, output: str | None, **given: object) -> None:
    """Say which hub is near, which is far, and what changes when a hub is lost or a strait closed.

    \b
    eastup tyranny                                       hubs ranked by their distance to all straits
    eastup tyranny --by target --within 500nmi           the nearest responder to each strait
    eastup tyranny --by target --without host=JPN        a host refuses: before, after, difference
    eastup tyranny --by target --without Kadena --changed      only what changes
    eastup tyranny --closed "Taiwan Strait" --speed 20kn
    eastup tyranny --versus                              where Korea is nearer than Okinawa, Luzon, Guam
    eastup tyranny --split korea --split taiwan          two contingencies at once
    eastup tyranny --triangle --speed 450kn              the triangle's sides, area and times
    eastup tyranny --without Kadena --for 5d --mode sea --speed 20kn    a hub closed for some days
    eastup tyranny --by target --hubs bases --west-of 180 --without "bases:kind=naval|port" --within 1000nmi
    eastup tyranny --decay 1000nmi                       a model of effort by distance
    eastup tyranny --gaps                                the water between the chain's islands
    eastup tyranny -o hubs.png                           ranked bars; with --by target a heat map
    """
    from eastup.io import files, tables

    question = _question(given)
    picture = output is not None and Path(output).suffix.lower() in PICTURES
    if output is not None and not picture:
        files.suffix_of(output, (*tables.PLAIN, *tables.SPATIAL) if question == "--gaps" else tables.PLAIN)
    if picture and question not in _DRAWN:
        raise InputError(f"{question} has no picture", where=output, hint="write a table, such as .csv or .xlsx")
    for name in LOOK:
        if name != "lang" and given[name] and not picture:
            raise InputError(f"--{name} is for pictures only", hint="add -o FILE.png, .svg, .pdf or .pptx")
    if question not in ("--versus", "--gaps", "--decay"):
        meant = mode or ("sea" if given["closed"] else "air")
        speeds = speeds_or_own(speeds, ("air", "sea") if meant == "both" else (meant,))
    answer = _answer(question, given, mode, speeds)
    if picture:
        _draw(answer, str(output), {**look_of(given), "unit": unit or "km"})
        return
    if given["changed"]:
        answer = answer.changed()
    if output is None:
        answer.show(unit)
    else:
        answer.write(output)


def _draw(answer: Result, output: str, look: Parsed) -> None:
    """Draw an answer; say how many files it takes where it takes several."""
    from eastup import charts, tyranny

    pages: Sequence[Slide]
    if isinstance(answer, tyranny.Versus):
        modes = list(dict.fromkeys(answer.table["mode"]))
        pages = [charts.versus(answer, mode=mode, **look) for mode in modes]
    elif isinstance(answer, tyranny.Ranking):
        pages = [charts.bars(answer, **look)]
    elif isinstance(answer, tyranny.Nearest):
        pages = charts.heatmaps(answer, **look)
    paths = charts.save(pages, output)
    if len(paths) > 1:
        messages.tell(f"eastup: {len(paths)} pages: {', '.join(path.name for path in paths)}")


def _question(given: Parsed) -> str:
    """Return the one question that is asked."""
    given["for"] = given.pop("for_", None)
    asked = [name for name in ("versus", "split", "triangle", "for", "decay") if given[name]]
    asked += ["gaps"] if given["gaps"] is not None else []
    asked += ["by"] if given["by"] else []
    if len(asked) > 1:
        raise InputError(f"--{asked[0]} and --{asked[1]} are two questions", hint="ask one at a time")
    question = f"--{asked[0]}" if asked and asked[0] != "by" else f"--by {given['by'] or 'hub'}"
    others = {"versus", "split", "triangle", "gaps", "by", "for", "decay"} - {question.split()[0].removeprefix("--")}
    for name, value in given.items():
        if value not in (None, (), False) and name not in (*_LISTENS[question], *others, question.split()[0][2:]):
            raise InputError(f"--{name.replace('_', '-')} means nothing to {question}", hint="leave it out")
    return question


def _answer(question: str, given: Parsed, mode: Mode | None, speed: tuple[str, ...]) -> Result:
    from eastup import geodesy
    from eastup import tyranny as library
    from eastup.hubs import select, west_of
    from eastup.hubs.question import Question

    lang = str(given["lang"] or "en")
    refused = {"--decay": speed, "--versus": speed, "--gaps": mode or speed}
    if refused.get(question):
        what = "mode" if question == "--gaps" and mode else "speed"
        raise InputError(f"--{what} means nothing to {question}", hint="leave it out")
    if question == "--gaps":
        return library.gaps(given["gaps"]).in_language(lang)
    hubs, targets = list(given["hubs"]) or None, list(given["targets"]) or None
    if question == "--triangle":
        corners = hubs or library.VERTICES
        answer = library.triangle(corners, mode, speed=speed, closed=given["closed"], lang=lang)
        return answer.in_language(lang)
    shared: Parsed = {"without": given["without"], "closed": given["closed"], "lang": lang}
    if question == "--versus":
        return library.korea_versus(targets, mode, **shared)
    if given["west_of"] is not None:
        hubs = west_of(select(hubs), given["west_of"])
    measure = given["measure"] or "nearest"
    asked = Question.of(hubs, targets=targets, mode=mode, speed=speed, measure=measure, **shared)
    if question == "--for":
        return library.closure(asked, time=given["for"])
    if question == "--decay":
        return library.decay(asked, half=given["decay"])
    if question == "--split":
        if len(given["split"]) != 2:
            raise InputError("--split needs two sets of targets", hint="give it twice: --split korea --split taiwan")
        a, b = ([part.strip() for part in side.split(";")] if ";" in side else side for side in given["split"])
        objective: Objective = given["objective"] or "worst"
        return library.contingencies(asked, a, b, objective, weights=given["weights"])
    within_km = geodesy.length_km(given["within"]) if given["within"] else None
    if question == "--by target":
        return library.nearest(asked, within_km=within_km)
    return library.rank(asked, weights=given["weights"], within_km=within_km)
