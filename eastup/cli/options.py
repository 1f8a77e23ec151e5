"""Parsed that mean the same in every command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

if TYPE_CHECKING:
    from eastup.io.geojson import Winding
    from eastup.view import View

Command = TypeVar("Command", bound=Callable[..., object])
Parsed: TypeAlias = dict[str, Any]
"""What was given on the command line, by the names of the options; each has the type that its option says."""

LANGUAGES = ("en", "ja", "ko")
PAGE_SIZES = ("16:9", "4:3", "a4", "a3", "square")
THEMES = ("light", "dark", "print")
PROJECTIONS = ("oblique-mercator", "equal-area", "equidistant")

UNITS = ("km", "nmi", "mi")


def bundle(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Bundle options that mean the same everywhere."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


hub_option = click.option(
    "--from", "--hubs", "origins", multiple=True, metavar="PLACES",
    help="Names, ids, lat,lon, a set such as forward, a layer, a filter such as bases:host=JPN, a file, or a sum "
    "such as default+mine.csv. May be repeated.",
)  # fmt: skip


target_option = click.option(
    "--to", "--targets", "targets", multiple=True, metavar="PLACES", help="As --from.  [default: passages]"
)


measure_option = click.option(
    "--measure", type=click.Choice(["nearest", "center", "farthest"]),
    help="Which point of a line or an area counts.  [default: nearest, 0 within an area]",
)  # fmt: skip


unit_option = click.option(
    "--unit", type=click.Choice(UNITS), help="Unit of what is shown; files carry all three.  [default: all]"
)


def _mark_csv(context: click.Context, _option: click.Parameter, value: bool) -> bool:
    """Have every CSV file of the command begin with a byte order mark."""
    if value:
        from eastup.io import tables

        context.with_resource(tables.marked())
    return value


bom_option = click.option(
    "--bom", is_flag=True, expose_value=False, callback=_mark_csv,
    help="Begin a .csv with a byte order mark, by which Excel knows it as UTF-8.",
)  # fmt: skip


def _add_meta(context: click.Context, _option: click.Parameter, value: bool) -> bool:
    """Have every table of the command tell beside it what made it."""
    if value:
        from eastup.io import tables

        context.with_resource(tables.with_meta())
    return value


meta_option = click.option(
    "--meta", is_flag=True, expose_value=False, callback=_add_meta,
    help="Write FILE.meta.json beside FILE: command, version, data, hubs, targets, speeds, closures.",
)  # fmt: skip


def _wind(context: click.Context, _option: click.Parameter, value: Winding) -> Winding:
    """Have every GeoJSON file of the command wind its areas so."""
    if value != "rfc":
        from eastup.io import geojson

        context.with_resource(geojson.wound(value))
    return value


winding_option = click.option(
    "--winding", type=click.Choice(["rfc", "d3"]), default="rfc", show_default=True, expose_value=False, callback=_wind,
    help="Rings of areas in .geojson: counterclockwise (RFC 7946), or clockwise, as d3-geo wants them.",
)  # fmt: skip
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True,
    help="Names, words and heads; columns of .json, .parquet and GIS files keep their names.",
)  # fmt: skip
closed_option = click.option(
    "--closed", multiple=True, metavar="STRAIT", help="A strait that ships may not pass. May be repeated."
)
changed_option = click.option("--changed", is_flag=True, help="Only the rows that --without or --closed changes.")
speed_option = click.option(
    "--speed", "speeds", multiple=True, metavar="SPEED",
    help="Adds hours: 20kn, 450kn, 80km/h; with --mode both one for each: air=450kn and sea=20kn.",
)  # fmt: skip
output_option = click.option("-o", "--output", metavar="FILE", help="Write to FILE; its suffix says the kind.")
table_option = bundle(bom_option, meta_option, winding_option, output_option)


def _set_encoding(context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Have every file of the command read in the encoding that is given."""
    if value is not None:
        from eastup import layers

        context.with_resource(layers.encoded(value))
    return value


encoding_option = click.option(
    "--encoding", metavar="NAME", expose_value=False, is_eager=True, callback=_set_encoding,
    help="Encoding of your files' text, such as cp932 or cp949.  [default: found]",
)  # fmt: skip
up_options = bundle(
    click.option("--up", metavar="WAY", help="What is up: east, north, west, south or degrees.  [default: east]"),
    click.option("--projection", type=click.Choice(PROJECTIONS), help="[default: oblique-mercator]"),
    click.option("--center", metavar="PLACE", help="Centre of the view: a name, an id or lat,lon."),
)
page_options = bundle(
    up_options,
    click.option("--extent", metavar="W,S,E,N", help="What to show, in degrees: west,south,east,north."),
    click.option("--chain", metavar="VARIANT", help="Variant of the first island chain to draw."),
    click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the labels.  [default: en]"),
    click.option("--layer", "layers", multiple=True, metavar="FILE", help="Add your own layer. May be repeated."),
    encoding_option,
)


DRAWN = (".geojson", ".gpkg", ".fgb", ".kml")
"""Files of a table that hold the lines of its ways."""
PICTURES = (".png", ".svg", ".pdf", ".pptx")
"""Files of a chart."""
LOOK = ("lang", "theme", "marking", "template")
look_options = bundle(
    click.option("--lang", type=click.Choice(LANGUAGES), help="Language of a table or a picture.  [default: en]"),
    click.option("--theme", type=click.Choice(THEMES), help="Colours of a picture.  [default: light]"),
    click.option("--marking", metavar="TEXT", help="A marking line on a picture, such as UNCLASSIFIED."),
    click.option("--template", metavar="FILE", help="A .pptx whose masters, fonts and colours a slide takes."),
)


def _use_project(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Have the command ask of a theatre: that of --project, or of the folder it runs in."""
    from eastup.theatre.find import find

    path = value or find()
    if path is None or value == "none" or context.resilient_parsing:
        return
    from eastup.theatre.project import project

    theatre = context.with_resource(project(path))
    if value is None:
        click.echo(f"eastup: theatre {theatre.name}, from {theatre.path}", err=True)


def project_option() -> click.Option:
    """Return the option by which every command is asked of a theatre."""
    return click.Option(
        ["--project"], metavar="FILE", expose_value=False, is_eager=True, callback=_use_project,
        help="Your own theatre, or none.  [default: the eastup.toml of this folder or one above]",
    )  # fmt: skip


def speeds_or_own(speeds: tuple[str, ...], modes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the speeds that were given, or those of the theatre for the modes that are asked for."""
    if speeds:
        return speeds
    from eastup.layers.overlay import defaults

    own = defaults().speeds
    return tuple(f"{mode}={own[mode]}" for mode in modes if mode in own)


def look_of(options: Parsed) -> Parsed:
    """Return language, theme and marking of a picture, where they were given."""
    return {name: options[name] for name in LOOK if options[name]}


def view_of(options: Parsed) -> View:
    """Make the view that --up, --projection and --center describe."""
    from eastup.view.view import View, parse_up

    place = None
    if options.get("center"):
        from eastup.places import resolve

        place = resolve(options["center"])
    return View(
        up=parse_up(options["up"]) if options.get("up") else 90.0,
        center=(place.lon, place.lat) if place else None,
        projection=options.get("projection") or "oblique-mercator",
    )


def given_only(options: Parsed) -> Parsed:
    """Keep the options that were given; they override the specification."""
    return {name: value for name, value in options.items() if value not in (None, ())}
