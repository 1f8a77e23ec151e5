"""Options that mean the same in every command: each is made here once, so that name, value and help agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from eastup.cli import kinds, messages

if TYPE_CHECKING:
    from eastup.cli.completing import Named
    from eastup.io.geojson import Winding
    from eastup.view import View
    from eastup.view.view import Projection

Command = TypeVar("Command", bound=Callable[..., object])
Parsed: TypeAlias = dict[str, Any]
"""What was given on the command line, by the names of the options; each has the type that its option says."""

LANGUAGES = ("en", "ja", "ko")
PAGE_SIZES = ("16:9", "4:3", "a4", "a3", "square", "a4-portrait", "a3-portrait")
THEMES = ("light", "dark", "print")
PROJECTIONS = ("oblique-mercator", "equal-area", "equidistant")
WORLD = "mollweide"
"""Of maps, and of the CRS that goes with them; charts and the page show regions."""

UNITS = ("km", "nmi", "mi")
completing_hubs = ("bases", "nodes")
completing_places = ("straits", "passages", "bases", "nodes", "places", "seas")


def known(*names: str) -> Callable[[], Iterable[Named]]:
    """Return what gives the names that a shell completes: features of layers, or a list of `completing`."""

    def choices() -> Iterable[Named]:
        from eastup.cli import completing

        lists = {"variants": completing.variants, "countries": completing.countries, "layers": completing.layers,
                 "specifications": completing.specifications, "verdicts": completing.verdicts}  # fmt: skip
        return lists[names[0]]() if names[0] in lists else completing.features(*names)

    return choices


def _with_default(text: str, default: str) -> str:
    return f"{text}  [default: {default}]" if default else text


def bundle(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Bundle options that mean the same everywhere."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def hub_option(name: str = "hubs", default: str = "") -> Callable[[Command], Command]:
    """Return --from, as a parameter of some name; ``default`` says what is meant without it."""
    return click.option(
        "--from", "--hubs", name, multiple=True, metavar="PLACES", type=kinds.Places(*completing_hubs),
        help=_with_default(
            "Names, ids, lat,lon, a set such as forward, a layer, a filter such as bases:host=JPN, a file, - for "
            "stdin, or a sum such as default+mine.csv. May be repeated.",
            default,
        ),
    )  # fmt: skip


def target_option(default: str = "passages") -> Callable[[Command], Command]:
    """Return --to: places of any kind."""
    return click.option(
        "--to", "--targets", "targets", multiple=True, metavar="PLACES", type=kinds.Places(*completing_places),
        help=_with_default("As --from.", default),
    )  # fmt: skip


def strait_option(default: str = "passages") -> Callable[[Command], Command]:
    """Return --to where straits alone can be meant."""
    return click.option(
        "--to", "--targets", "targets", multiple=True, metavar="STRAITS", type=kinds.Places("straits"),
        help=_with_default("Straits, as --from: names, ids, a set, a file of gates. May be repeated.", default),
    )  # fmt: skip


measure_option = click.option(
    "--measure", type=click.Choice(["nearest", "center", "farthest"]),
    help="Which point of a line or an area counts.  [default: nearest, 0 within an area]",
)  # fmt: skip


unit_option = click.option(
    "--unit", type=click.Choice(UNITS), help="Unit of what is shown; files keep theirs, which their columns name."
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
_LANG = "Names, words and heads; columns of .json, .parquet and GIS files keep their names."
lang_option = click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help=_LANG)
open_lang_option = click.option("--lang", type=click.Choice(LANGUAGES), help=_with_default(_LANG, "en"))
"""As `lang_option`, where a specification or a theatre may say the language too."""
closed_option = click.option(
    "--closed", multiple=True, metavar="STRAIT", type=kinds.Text(known("straits", "passages")),
    help="Straits that ships may not pass, joined by +. May be repeated.",
)  # fmt: skip
without_option = click.option(
    "--without", multiple=True, metavar="HUBS", type=kinds.Places(*completing_hubs),
    help="Hubs that are lost; host=JPN for all of a host's. May be repeated.",
)  # fmt: skip
changed_option = click.option("--changed", is_flag=True, help="Only the rows that --without or --closed changes.")
speed_option = click.option(
    "--speed", "speeds", multiple=True, metavar="SPEED",
    help="Adds hours: 20kn, 450kn, 80km/h; with --mode both one for each: air=450kn and sea=20kn.",
)  # fmt: skip
chain_option = click.option(
    "--chain", metavar="VARIANT", type=kinds.Text(known("variants")), help="Variant of the first island chain."
)
extent_option = click.option(
    "--extent", metavar="W,S,E,N", help="What is shown or counted, in degrees: west,south,east,north."
)
theme_option = click.option("--theme", type=click.Choice(THEMES), help="Colours of a picture.  [default: light]")
marking_option = click.option(
    "--marking", metavar="TEXT", help="A marking line on top and at the foot, such as UNCLASSIFIED."
)
marking_options = bundle(
    marking_option,
    click.option(
        "--classification", multiple=True, metavar="LINE",
        help="A line of the classification block at the foot, such as 'Derived From: ...'. May be repeated.",
    ),
)  # fmt: skip
template_option = click.option(
    "--template", metavar="FILE", type=kinds.Source(".pptx"),
    help="A .pptx whose masters, fonts and colours slides take.",
)  # fmt: skip


def mode_option(*modes: str, default: str = "air") -> Callable[[Command], Command]:
    """Return --mode with those modes that the command knows."""
    return click.option("--mode", type=click.Choice(modes), help=_with_default("By air or by ship.", default))


def written(
    suffix: str | None, what: str = "its suffix says the kind", required: bool = False
) -> Callable[[Command], Command]:
    """Return -o.

    Parameters
    ----------
    suffix : str or None
        Kind of file that ``-`` sends to stdout; None for a folder.
    what : str
        The files that may be written.
    required : bool
        Whether there is nothing to do without it.
    """
    place = "FILE" if suffix else "DIR"
    stream = f"; - for stdout ({suffix}, or with another kind -.KIND)" if suffix else ""
    return click.option(
        "-o", "--output", metavar=place, required=required, type=kinds.Target(suffix),
        help=f"Write to {place}: {what}{stream}.",
    )  # fmt: skip


table_option = bundle(bom_option, meta_option, winding_option, written(".csv"))


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


def _view_options(*projections: str) -> Callable[[Command], Command]:
    return bundle(
        click.option("--up", metavar="WAY", help="What is up: east, north, west, south or degrees.  [default: east]"),
        click.option(
            "--projection", type=click.Choice(projections), help="Projection of the view.  [default: oblique-mercator]"
        ),
        click.option(
            "--center", metavar="PLACE", type=kinds.Places(*completing_places, sets=False),
            help="Centre of the view: a name, an id or lat,lon.",
        ),
    )  # fmt: skip


up_options = _view_options(*PROJECTIONS)
world_up_options = _view_options(*PROJECTIONS, WORLD)
_LAYER = "Add your own layer. May be repeated."
layer_option = click.option("--layer", "layers", multiple=True, metavar="FILE", type=kinds.Source(), help=_LAYER)


def _lay_over(context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> None:
    """Have the command know the features of one's own files by their names, and each file as a layer."""
    if value and not context.resilient_parsing:
        from eastup import layers

        context.with_resource(layers.beside(value))


own_layer_option = click.option(
    "--layer", multiple=True, metavar="FILE", type=kinds.Source(), expose_value=False, callback=_lay_over, help=_LAYER
)
"""As `layer_option`, where nothing is drawn: its places may be named, and the whole as a layer of the file's name."""
page_options = bundle(world_up_options, extent_option, chain_option, open_lang_option, layer_option, encoding_option)


DRAWN = (".geojson", ".gpkg", ".fgb", ".kml")
"""Files of a table that hold the lines of its ways."""
PICTURES = (".png", ".svg", ".pdf", ".pptx")
"""Files of a chart."""
LOOK = ("lang", "theme", "marking", "classification", "template")
look_options = bundle(open_lang_option, theme_option, marking_options, template_option)


_THEATRE = "eastup.theatre"
"""Whether a command is asked of a theatre, in its context: what needs no places then loads none."""


def _use_project(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Have the command ask of a theatre: that of --project, or of the folder it runs in."""
    from eastup.theatre.find import find

    path = value or find()
    if path is None or value == "none" or context.resilient_parsing:
        return
    from eastup.layers.overlay import defaults
    from eastup.theatre.project import project

    theatre = context.with_resource(project(path))
    context.meta[_THEATRE] = True
    if lang := defaults().lang:  # meant where no --lang is given
        context.default_map = {**(context.default_map or {}), "lang": lang}
    if value is None:
        messages.tell(f"eastup: theatre {theatre.name}, from {theatre.path}")


PROJECT = "Your own theatre, or none.  [default: the eastup.toml of this folder or one above]"


def project_option() -> click.Option:
    """Return the option by which every command is asked of a theatre."""
    return click.Option(
        ["--project"], metavar="FILE", expose_value=False, is_eager=True, callback=_use_project,
        type=kinds.Source(".toml"), help=PROJECT,
    )  # fmt: skip


def quiet_option() -> click.Option:
    """Return the option by which every command says no more than errors."""
    return click.Option(
        ["-q", "--quiet"], is_flag=True, expose_value=False, is_eager=True, callback=messages.be_quiet,
        help="Errors alone on stderr: no progress, no notes.",
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
    """Make the view that --up, --projection and --center describe; without them that of the theatre, or east up."""
    up, center = options.get("up"), options.get("center")
    projection: Projection | None = options.get("projection")
    context = click.get_current_context(silent=True)
    if center or (context is not None and context.meta.get(_THEATRE)):
        from eastup.places import here

        return here.view(up, center or "", projection)
    from eastup.view.view import View, parse_up

    return View(up=parse_up(up) if up else 90.0, projection=projection or "oblique-mercator")


def given_only(options: Parsed) -> Parsed:
    """Keep the options that were given; they override the specification."""
    return {name: value for name, value in options.items() if value not in (None, ())}
