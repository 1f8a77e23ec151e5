"""The command ``eastup coverage``: thin. It reads which question is asked, calls the library and writes one answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eastup.cli import messages
from eastup.cli.options import (
    PICTURES,
    bom_option,
    chain_option,
    closed_option,
    encoding_option,
    extent_option,
    hub_option,
    look_of,
    look_options,
    meta_option,
    mode_option,
    own_layer_option,
    strait_option,
    unit_option,
    up_options,
    view_of,
    winding_option,
    without_option,
    written,
)
from eastup.cli.questions import question_of
from eastup.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from eastup.cli.options import Parsed
    from eastup.coverage import Grid
    from eastup.geodesy.types import Bounds
    from eastup.hubs.question import Question
    from eastup.results import Answer


@click.command()
@hub_option(default="default")
@strait_option()
@click.option("--radius", multiple=True, metavar="LENGTH", help="Reach: 500nmi, 1000km. Areas: may be repeated.")
@click.option(
    "--hours", multiple=True, type=float, metavar="HOURS", help="Reach: hours at --speed. Areas: may be repeated."
)
@click.option("--speed", metavar="SPEED", help="Of --hours: 20kn, 450kn, 80km/h.")
@mode_option("air", "sea")
@without_option
@closed_option
@click.option("--by", type=click.Choice(["hub", "host", "all"]), help="Areas: one for each.  [default: hub]")
@click.option(
    "--how", type=click.Choice(["union", "intersection", "difference"]),
    help="Areas: what is reached, reached by all, or by no other.  [default: union]",
)  # fmt: skip
@click.option("--gaps", is_flag=True, help="Stretches of straits and chain that are not reached.")
@click.option("--curve", is_flag=True, help="Coverage against reach.")
@click.option("--losses", type=click.IntRange(1, 2), metavar="1|2", help="What the loss of any one or two hubs opens.")
@click.option("--regions", is_flag=True, help="What is nearer to each hub than to any other, as areas.")
@click.option("--smallest", is_flag=True, help="The smallest set of hubs that covers all of the straits.")
@click.option("--best", type=click.IntRange(1), metavar="N", help="The N hubs that cover most straits.")
@click.option("--k", type=click.IntRange(1), metavar="K", help="By at least K hubs.  [default: 1]")
@chain_option
@extent_option
@click.option("--resolution", type=float, metavar="DEGREES", help="Raster: side of a cell.  [default: 0.05]")
@click.option("--cell", metavar="LENGTH", help="Raster in the view's own metres, cells such as 10km, over --extent.")
@up_options
@unit_option
@look_options
@click.option("--bands", type=click.Choice(["all", "count"]), help="Raster: all, or counts alone.  [default: all]")
@click.option("--engine", type=click.Choice(["local", "dask"]), help="Raster: who works.  [default: local]")
@click.option("--scheduler", metavar="ADDRESS", help="Of a dask cluster, with --engine dask.")
@own_layer_option
@encoding_option
@bom_option
@meta_option
@winding_option
@written(".csv", "a raster (.tif), areas (.geojson .gpkg), a picture (.png .svg .pdf .pptx) or a table")
def coverage(
    mode: str | None,
    without: tuple[str, ...],
    closed: tuple[str, ...],
    hubs: tuple[str, ...],
    output: str | None,
    **options: object,
) -> None:
    """Say what is within reach: areas, counts, shares of straits, chain and seas, gaps, and what hangs on which hub.

    \b
    eastup coverage --radius 500nmi                        shares of straits, chain and seas
    eastup coverage --radius 500nmi -o counts.tif          hubs in reach of each cell, and the nearest
    eastup coverage --hours 2 --speed 450kn -o reach.gpkg  areas, one a hub; --by host, --how intersection
    eastup coverage --radius 500nmi -o reach.png           a map for a slide
    eastup coverage --radius 500nmi --gaps -o gaps.geojson
    eastup coverage --regions -o nearest.gpkg              what is nearest to each hub
    eastup coverage --regions --mode sea -o nearest.png    the same by ship, as a map for a slide
    eastup coverage --curve                                coverage against reach
    eastup coverage --radius 500nmi --losses 2             what the loss of any two hubs opens
    eastup coverage --radius 500nmi --hubs bases --smallest
    eastup coverage --radius 500nmi --hubs bases --best 3
    """
    from eastup import coverage as library
    from eastup.cli import listings
    from eastup.hubs.question import Question
    from eastup.layers.overlay import defaults
    from eastup.results import Listing

    given: Parsed = options
    question = question_of(output, given)
    asked = Question.of(
        list(hubs) or None, mode=mode or "air", without=without, closed=closed, targets=list(given["targets"]) or None,
        radius=list(given["radius"]) or None, hours=list(given["hours"]) or None,
        speed=given["speed"] or (defaults().speeds.get(mode or "air") if given["hours"] else None),
        chain=given["chain"] or "", lang=given["lang"] or "en",
    )  # fmt: skip
    if question == "a raster":
        names = ("bands", "engine", "scheduler")
        how = {name: given[name] for name in names if given[name]}
        library.write_raster(str(output), asked, grid=_grid(given), **how)
        return
    if output and Path(output).suffix.lower() in PICTURES:
        _draw(question, str(output), given, asked)
        return
    table = _table(question, given, asked)
    if question == "reach areas":
        answer: Answer = Listing(table, "", lang=asked.lang)
    else:
        answer = listings.COVERAGE[question](table, asked)
    if output:
        answer.write(output, title="coverage")
    else:
        answer.show(given["unit"])
    if question in {"--smallest", "--best"} and (output or not sys.stdout.isatty()):
        for note in answer.notes:  # on a terminal they stand below the table
            messages.tell(note)


def _table(question: str, given: Parsed, asked: Question) -> pd.DataFrame | gpd.GeoDataFrame:
    from eastup import coverage as library

    k: int = given["k"] or 1
    if question == "reach areas":
        return library.reach(asked, by=given["by"] or "hub", how=given["how"] or "union")
    if question == "--gaps":
        return library.gaps(asked, k=k)
    if question == "--curve":
        return library.curve(asked)
    if question == "--losses":
        return library.losses(asked, lost=given["losses"], k=k)
    if question == "--regions":
        return library.regions(asked, _extent(given))
    if question == "--smallest":
        return library.smallest(asked, k=k)
    if question == "--best":
        return library.best(given["best"], asked, k=k)
    return library.shares(asked)


def _extent(given: Parsed) -> Bounds:
    """Return --extent, or what is counted without it: the western Pacific, or what the maps of the theatre show."""
    from eastup.coverage.grid import DEFAULT_EXTENT
    from eastup.places import here
    from eastup.view.extent import parse_extent

    return parse_extent(given["extent"]) if given["extent"] else here.extent(DEFAULT_EXTENT)


def _grid(given: Parsed) -> Grid:
    """Return the grid that --extent with --resolution or --cell describes."""
    import numpy as np

    from eastup import coverage as library
    from eastup import geodesy

    extent = _extent(given)
    if not given["cell"]:
        for name in ("up", "projection", "center"):
            if given[name]:
                raise InputError(f"--{name} is for a raster in the view's own metres", hint="add --cell 10km")
        return library.geographic(extent, 0.05 if given["resolution"] is None else given["resolution"])
    if given["resolution"]:
        raise InputError("--cell and --resolution are two sizes of a cell", hint="give one of them")
    view = view_of(given)
    west, south, east, north = extent
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    bounds = view.fit(np.column_stack([lon.ravel(), lat.ravel()]), margin=0.0)
    return library.projected(view.crs, bounds, geodesy.length_km(given["cell"]) * 1000.0)


def _draw(question: str, output: str, given: Parsed, asked: Question) -> None:
    from eastup import charts
    from eastup.view.extent import parse_extent

    more: Parsed = {"extent": parse_extent(given["extent"])} if given["extent"] else {}
    look = look_of(given) | ({"unit": given["unit"]} if given["unit"] else {})
    if question == "--curve":
        figure = charts.curve(asked, **look)
    elif question == "--regions":
        figure = charts.regions(asked, view=view_of(given), **look, **more)
    elif question == "--losses":
        figure = charts.losses(asked, lost=given["losses"], k=given["k"] or 1, view=view_of(given), **look, **more)
    else:
        figure = charts.reach(asked, view=view_of(given), **look, **more)
    charts.save(figure, output)
