"""The commands ``eastup legs``, ``journey`` and ``lift``: how one gets there, and how many can."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eastup.cli import kinds
from eastup.cli.options import (
    DRAWN,
    closed_option,
    completing_hubs,
    completing_places,
    encoding_option,
    hub_option,
    lang_option,
    mode_option,
    own_layer_option,
    speed_option,
    speeds_or_own,
    table_option,
    target_option,
    unit_option,
)
from eastup.errors import InputError

if TYPE_CHECKING:
    from eastup.distance import Mode
    from eastup.results import Result


@click.command()
@hub_option("origins")
@target_option()
@click.option("--range", "longest", required=True, metavar="LENGTH", help="No leg is longer: 2500nmi, 4000km. Yours.")
@click.option(
    "--stops", multiple=True, metavar="PLACES", type=kinds.Places(*completing_hubs),
    help="Where stops may be made.  [default: bases and nodes]",
)  # fmt: skip
@mode_option("air", "sea")
@speed_option
@click.option("--dwell", metavar="TIME", default="0h", help="Time at each stop: 90min, 6h, 2d.")
@closed_option
@unit_option
@lang_option
@own_layer_option
@encoding_option
@table_option
def legs(  # noqa: PLR0913 - one a word of the command
    origins: tuple[str, ...],
    targets: tuple[str, ...],
    longest: str,
    stops: tuple[str, ...],
    mode: Mode | None,
    speeds: tuple[str, ...],
    dwell: str,
    closed: tuple[str, ...],
    unit: str | None,
    lang: str,
    output: str | None,
) -> None:
    """Find the fewest legs under a limit of length, and of those the shortest way.

    The limit is a number of yours: no aircraft and no ship is known here.

    \b
    eastup legs --from "San Diego" --to Kadena --range 2500nmi --speed 450kn --dwell 2h
    eastup legs --from bases:host=KOR --to straits --range 500nmi
    eastup legs --from Guam --to Kadena --range 1000nmi --stops "bases:host=JPN|PHL" -o legs.geojson
    """
    from eastup.distance.legs import STOPS
    from eastup.distance.legs import legs as library
    from eastup.layers.sets import DEFAULT_TARGETS

    mode = mode or "air"
    if not origins:
        raise InputError("no hub was given", hint="add --from, such as --from Honolulu")
    answer = library(
        list(origins), list(targets) or [DEFAULT_TARGETS], longest, stops=list(stops) or list(STOPS), mode=mode,
        speed=speeds_or_own(speeds, (mode,)), dwell=dwell, closed=closed, lines=_drawn(output), lang=lang,
    )  # fmt: skip
    _give(answer.in_language(lang), unit, output)


@click.command()
@click.argument("stations", nargs=-1, required=True, metavar="FROM [STOP]... TO", type=kinds.Places(*completing_places))
@click.option(
    "--by",
    multiple=True,
    required=True,
    type=click.Choice(["air", "land", "sea"]),
    help="The way of each leg, in order.",
)
@speed_option
@click.option(
    "--dwell", multiple=True, metavar="TIME", help="Time at each stop: 90min, 6h, 2d. One for all, or in order."
)
@closed_option
@click.option("--road-factor", type=float, default=1.0, show_default=True, help="Road by geodesic: a number of yours.")
@unit_option
@lang_option
@own_layer_option
@encoding_option
@table_option
def journey(  # noqa: PLR0913 - one a word of the command
    stations: tuple[str, ...],
    by: tuple[str, ...],
    speeds: tuple[str, ...],
    dwell: tuple[str, ...],
    closed: tuple[str, ...],
    road_factor: float,
    unit: str | None,
    lang: str,
    output: str | None,
) -> None:
    """Measure a journey by air, land and ship, with the time at each stop and each leg's share of the whole.

    \b
    eastup journey "Camp Hansen" "White Beach" "Miyako Strait" --by land --by sea
    eastup journey Sasebo "White Beach" "Bashi Channel" --by sea --speed sea=20kn --dwell 12h
    eastup journey "San Diego" Busan "Camp Humphreys" --by sea --by land --speed sea=15kn --speed land=40km/h --dwell 2d
    """
    from eastup.distance.mixed import mixed

    own = speeds_or_own(speeds, tuple(dict.fromkeys(by)))
    answer = mixed(
        list(stations), by, speed=own, dwell=list(dwell) or 0.0, closed=closed, road_factor=road_factor, lang=lang
    )
    _give(answer.in_language(lang), unit, output)


@click.command()
@click.argument("origin", metavar="FROM", type=kinds.Places(*completing_places))
@click.argument("target", metavar="TO", type=kinds.Places(*completing_places))
@click.option("--people", type=float, required=True, metavar="N", help="How many are to leave.")
@click.option("--per-day", multiple=True, required=True, metavar="MODE=N", help="How many can leave a day: air=8700.")
@speed_option
@closed_option
@unit_option
@lang_option
@own_layer_option
@encoding_option
@table_option
def lift(  # noqa: PLR0913 - one a word of the command
    origin: str,
    target: str,
    people: float,
    per_day: tuple[str, ...],
    speeds: tuple[str, ...],
    closed: tuple[str, ...],
    unit: str | None,
    lang: str,
    output: str | None,
) -> None:
    """Tell how many days it takes to carry people from one place to another. All numbers are yours.

    \b
    eastup lift Ishigaki "Kagoshima Airport" --people 65000 --per-day air=8700 --per-day sea=1500
    """
    from eastup.distance.lift import lift as library

    numbers = dict(_per_day(text) for text in per_day)
    own = speeds_or_own(speeds, tuple(numbers))
    answer = library(origin, target, people, numbers, speed=own, closed=closed, lang=lang)
    _give(answer.in_language(lang), unit, output)


def _per_day(text: str) -> tuple[str, float]:
    mode, equals, number = text.partition("=")
    try:
        return mode.strip(), float(number.replace(",", "") if equals else "")
    except ValueError:
        raise InputError(f"{text!r} is no number of people a day", hint="write --per-day air=8700") from None


def _drawn(output: str | None) -> bool:
    return output is not None and Path(output).suffix.lower() in DRAWN


def _give(answer: Result, unit: str | None, output: str | None) -> None:
    if output is None:
        answer.show(unit)
    else:
        answer.write(output)
