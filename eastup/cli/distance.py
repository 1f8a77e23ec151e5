"""The command ``eastup distance``: thin. It calls the library and writes one table, with lines where a file can."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eastup.cli import kinds
from eastup.cli.options import (
    DRAWN,
    changed_option,
    closed_option,
    completing_places,
    encoding_option,
    hub_option,
    known,
    lang_option,
    measure_option,
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
    import pandas as pd

    from eastup.distance import Mode
    from eastup.results import Answer


@click.command()
@hub_option("origins")
@target_option()
@mode_option("air", "sea", "both")
@unit_option
@speed_option
@closed_option
@measure_option
@click.option(
    "--via", "--legs", "via", multiple=True, metavar="PLACE", type=kinds.Places(*completing_places),
    help="Go by way of it; repeat in order.",
)  # fmt: skip
@click.option("--dwell", metavar="TIME", help="Time at each stop: 90min, 6h, 2d.")
@click.option(
    "--avoid", multiple=True, metavar="COUNTRY", type=kinds.Text(known("countries")),
    help="By air: a country that may not be flown over: CHN.",
)  # fmt: skip
@changed_option
@lang_option
@own_layer_option
@encoding_option
@table_option
def distance(  # noqa: PLR0913 - one a word of the command
    origins: tuple[str, ...],
    targets: tuple[str, ...],
    mode: Mode | None,
    unit: str | None,
    speeds: tuple[str, ...],
    closed: tuple[str, ...],
    measure: str | None,
    via: tuple[str, ...],
    dwell: str | None,
    avoid: tuple[str, ...],
    changed: bool,
    lang: str,
    output: str | None,
) -> None:
    """Measure every hub to every target on WGS 84, by air, by sea or both.

    By sea a hub counts from its sea point, and the route keeps off the coast as ships do. Hours are distance by the
    speed that you give, and no more: no slow passage, pilot, tide or weather, no fuel stop, no loading but --dwell,
    no way to the port. Round examples of speeds, not facts: 15kn a slow merchant ship, 20kn a fast one or a naval
    transit, 450kn a jet airliner.

    \b
    eastup distance --from "Camp Humphreys" --to Beijing
    eastup distance --from bases:host=PHL --to straits --speed 450kn -o philippines.xlsx
    eastup distance --from Yokosuka --to straits --mode both --speed air=450kn --speed sea=20kn
    eastup distance --from Kadena --via Sasebo --to "Bashi Channel" --mode sea --speed 20kn --dwell 12h
    eastup distance --from Osan --to Ulaanbaatar --avoid CHN --speed 450kn
    eastup distance --from 36.96,127.03 --from hubs.csv --to straits -o distances.geojson
    """
    from eastup.cli import listings
    from eastup.distance.core import Manner, compared, measured
    from eastup.io import files, tables
    from eastup.io.columns import Columns
    from eastup.layers.sets import DEFAULT_TARGETS
    from eastup.results import changed_rows

    mode = mode or "air"
    if not origins:
        raise InputError("no hub was given", hint='add --from, such as --from "Kadena Air Base" or --from bases')
    if output is not None:
        files.suffix_of(output, tables.KINDS)
    to = list(targets) or [DEFAULT_TARGETS]
    if closed and mode == "air":
        raise InputError("a closed strait changes no air distance", hint="add --mode sea or --mode both")
    if dwell is not None and not via:
        raise InputError("--dwell is the time at a stop, and there is none", hint="add --via PLACE")
    if avoid and (mode != "air" or via or measure):
        hint = "leave out --mode, --via and --measure"
        raise InputError("--avoid is for ways by air between points, without stops", hint=hint)
    speeds = speeds_or_own(speeds, ("air", "sea") if mode == "both" else (mode,))
    drawn = output is not None and Path(output).suffix.lower() in DRAWN
    if via and measure not in {None, "nearest"}:
        raise InputError("a journey goes by the nearest points of lines and areas", hint="leave out --measure")
    if via:
        from eastup.distance import journeys

        journey = journeys.journey(
            list(origins),
            list(via),
            to,
            mode,
            speed=speeds or None,
            dwell=dwell or 0.0,
            closed=closed,
            lines=drawn,
            lang=lang,
        )
        found = journey.in_language(lang)
        answer: Answer = found.changed() if changed else found
    else:
        table: Columns | pd.DataFrame
        if avoid:
            from eastup.distance.around import matrix_around

            table = matrix_around(list(origins), to, avoid, speed=speeds, lines=drawn, lang=lang)
        else:
            manner = Manner(mode, speeds, closed, lang, measure or "nearest")
            table = (compared if closed else measured)(list(origins), to, manner)
        if changed:
            table = changed_rows(table)
        if drawn and isinstance(table, Columns):
            from eastup.distance import lines

            table = lines(table.frame(), list(origins), to, closed, measure or "nearest")
        answer = listings.distances(table, unit, lang)
    if output is None:
        answer.show(unit)
    else:
        answer.write(output, title="distances")
