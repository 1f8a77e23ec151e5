"""The commands ``eastup enrich`` and ``eastup transits``: thin. Files of positions in, one table out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eastup.cli import kinds, messages
from eastup.cli.options import (
    bom_option,
    bundle,
    chain_option,
    hub_option,
    lang_option,
    own_layer_option,
    strait_option,
    written,
)
from eastup.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from eastup.cli.options import Parsed
    from eastup.positions.cluster import Engine
    from eastup.positions.columns import Names
    from eastup.positions.transits import Run

positions_argument = click.argument(
    "positions", nargs=-1, required=True, metavar="POSITIONS...", type=kinds.Source(), is_eager=True
)
place_options = bundle(
    click.option("--lon", metavar="COLUMN", type=kinds.Column(), help="Of longitude, where it is not called as usual."),
    click.option("--lat", metavar="COLUMN", type=kinds.Column(), help="Of latitude."),
)
work_options = bundle(
    click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True, help="Of this process."),
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes of a dask cluster on this machine."),
    click.option("--scheduler", metavar="ADDRESS", help="Of a dask cluster that is there."),
    click.option(
        "--on-error", type=click.Choice(["stop", "skip"]), default="stop", show_default=True,
        help="At a file that can't be read: stop, or name it and go on.",
    ),
)  # fmt: skip


@click.command()
@positions_argument
@written(".csv", "a .parquet or .csv(.gz .zst) file, or a folder of parts", required=True)
@hub_option("origins", default="default")
@strait_option("straits")
@chain_option
@click.option(
    "--radius", "radii", multiple=True, metavar="LENGTH", help="Reach of a hub; repeatable.  [default: 500nmi]"
)
@click.option(
    "--add",
    "added",
    multiple=True,
    metavar="COLUMN",
    type=kinds.Added(),
    help="Add this column only; repeatable.  [default: all]",
)
@lang_option
@own_layer_option
@place_options
@work_options
def enrich(positions: tuple[str, ...], output: str, **options: object) -> None:
    """Add to millions of positions what is near: hub, strait, side of the chain, sea, hubs in reach.

    POSITIONS are Parquet, GeoParquet or CSV (.gz, .zst) files, folders or globs of them. Rows, their order and columns
    stay. Columns of longitude and latitude are found by their usual names. Kilometres are exact to 0.1 mm for hubs and
    0.1 m for gates.

    \b
    eastup enrich ais/ -o near.parquet
    eastup enrich 'ais/2022-01-*.csv.zst' -o near.parquet --hubs bases:host=JPN --threads 2
    eastup enrich tracks.csv -o near.csv --radius 200nmi --radius 500nmi --add nearest_strait --add strait_km
    eastup enrich ais/ -o near --workers 8                  a folder of parts; run again after a crash to go on
    """
    from eastup import geodesy, hubs
    from eastup.positions import columns, gates, wholefiles
    from eastup.positions.enrich import ADDED, RADIUS_KM, Enricher, Place

    given: Parsed = options
    wholefiles.kind_of(Path(output))
    for name in given["added"]:
        if name not in ADDED:
            raise UnknownNameError("column", name, ADDED)
    chosen = hubs.select(list(given["origins"]) or None)
    enricher = Enricher(
        hubs=tuple(Place(p.id, p.name, p.lon, p.lat) for p in chosen),
        gates=tuple(gates.load(given["targets"])),
        reading=columns.Reading("", "", "", ""),
        chain=given["chain"] or "",
        radius_km=tuple(sorted({geodesy.length_km(r) for r in given["radii"]})) or (RADIUS_KM,),
        add=tuple(n for n in ADDED if n in given["added"]) or ADDED,
        lang=given["lang"],
    )
    run = _run(given)
    with _engine(given) as engine:
        rows = wholefiles.enrich(positions, Path(output), enricher, _names(given), run=run, engine=engine)
    run.progress(f"{rows:,} rows")


@click.command()
@positions_argument
@written(".csv", "a table, .csv .parquet .xlsx .json .md", required=True)
@click.option("--each", is_flag=True, help="One row a passage, not a day.")
@strait_option("straits")
@click.option("--gap", metavar="TIME", help="A longer step makes a passage inferred.  [default: 1h; 2min for aircraft]")
@click.option("--limit", metavar="SPEED", help="A faster step is impossible.  [default: 60kn; 700kn for aircraft]")
@click.option("--clear", metavar="LENGTH", help="Off the line, or a quarter of the width.  [default: 2km]")
@click.option("--once", metavar="TIME", help="Count a vessel once a strait within it, in either direction: 48h.")
@click.option("--timezone", metavar="ZONE", help="Whose days are counted: Asia/Tokyo.  [default: UTC]")
@click.option("--max-speed", metavar="SPEED", help="For the straits feasible in a gap.  [default: 30kn]")
@click.option(
    "--report",
    metavar="FILE",
    type=kinds.Target(".csv"),
    help="A .csv of every dropped row with its reason; adds up to the rows in.",
)
@click.option(
    "--id", "vessel", metavar="COLUMN", type=kinds.Column(), help="Of the vessel, where it is not called as usual."
)
@click.option("--time", metavar="COLUMN", type=kinds.Column(), help="Of the time.")
@click.option("--dates", type=click.Choice(["day", "month"]), help="Which stands first in a date with slashes.")
@lang_option
@bom_option
@own_layer_option
@place_options
@work_options
def transits(positions: tuple[str, ...], output: str, each: bool, **options: object) -> None:
    """Count who passed which strait, when and in which direction.

    POSITIONS are Parquet, GeoParquet or CSV (.gz, .zst) files, folders or globs of them, rows in any order. A passage
    is that a vessel was clear of a strait's gate on one side and is next clear of it on the other. It is seen if
    its steps are within --gap, else inferred. What is dropped is told with its reason. A rerun after a crash goes on
    where the last run ended.

    \b
    eastup transits ais/ -o passages.csv
    eastup transits 'ais/*.csv.zst' -o each.parquet --each --to "Miyako Strait" --to "Bashi Channel"
    eastup transits ais/ -o portwatch.csv --once 48h
    eastup transits ais/ -o days.csv --timezone Asia/Tokyo --report dropped.csv --workers 8
    """
    from eastup.io import files, tables
    from eastup.positions import transits as library
    from eastup.positions.feasible import by_sea
    from eastup.results import Listing

    given: Parsed = options
    files.suffix_of(output, tables.PLAIN)
    if given["report"] is not None:
        files.suffix_of(given["report"], (".csv",))
    rules = library.Options(
        **{name: given[name] or "" for name in ("gap", "limit", "clear", "once", "timezone")},
        max_speed=given["max_speed"] or library.MAX_SPEED,
    )
    if given["max_speed"] and not each:
        raise InputError("--max-speed is for the straits feasible in a gap", hint="add --each, which lists them")
    run = _run(given)
    with _engine(given) as engine:
        answer = library.transits(
            positions, Path(output), _names(given), given["targets"], rules,
            run=run, engine=engine, feasible=by_sea if each else None,
        )  # fmt: skip
    Listing(answer.each if each else answer.days, "", lang=given["lang"]).write(output, title="passages")
    run.progress(f"{len(answer.each):,} passages by {answer.each['vessel'].nunique():,} vessels")


def _names(given: Parsed) -> Names:
    from eastup.positions.columns import Names

    return Names(
        vessel=given.get("vessel") or "", time=given.get("time") or "", lon=given["lon"] or "", lat=given["lat"] or "",
        dates=given.get("dates"),
    )  # fmt: skip


def _run(given: Parsed) -> Run:
    from eastup.positions.transits import Run

    report = Path(given["report"]) if given.get("report") else None
    return Run(on_error=given["on_error"], report=report, progress=messages.tell, quiet=messages.is_quiet())


def _engine(given: Parsed) -> AbstractContextManager[Engine]:
    from eastup.positions import cluster

    if given["workers"] and given["scheduler"]:
        raise InputError("--workers starts a cluster, --scheduler joins one", hint="give one of them")
    return cluster.engine(given["threads"], given["workers"] or 0, given["scheduler"])
