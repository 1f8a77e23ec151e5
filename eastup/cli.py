"""The command line: thin. Each command reads its options, calls the library and writes one thing."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from eastup import __version__
from eastup.cli_coverage import coverage
from eastup.cli_distance import distance, output_option, unit_option
from eastup.cli_tyranny import tyranny
from eastup.errors import EastupError, InputError

if TYPE_CHECKING:
    from eastup.view import View

Command = TypeVar("Command", bound=Callable[..., Any])

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
LANGUAGES = ("en", "ja", "ko")
PAGE_SIZES = ("16:9", "4:3", "a4", "a3", "square")
PROJECTIONS = ("oblique-mercator", "equal-area", "equidistant")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 the input is wrong, 1 anything else."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    _prepare_streams()
    try:
        cli.main(args=arguments, prog_name="eastup", standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        return _complain(str(error), 2)
    except EastupError as error:
        return _complain(str(error), 1)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return _complain("stopped", 1)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "eastup"
        return _complain(f"{error.format_message()} (see '{command} -h')", 2)
    except (BrokenPipeError, SystemExit):
        # The reader went away, as 'head' does: not a fault. Click itself leaves by SystemExit for nothing else here.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python says it again on leaving
        return _complain(f"{error.filename or 'output'}: can't read or write it ({error.strerror or error})", 1)
    return 0


def _complain(message: str, status: int) -> int:
    with suppress(OSError):  # nobody listens
        click.echo(f"eastup: {' '.join(message.split())}", err=True)
    return status


def _prepare_streams() -> None:
    """Print UTF-8 into pipes and files, as all our files are, and let no odd character or closed stream stop us."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _chain(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Bundle options that mean the same everywhere."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


up_options = _chain(
    click.option("--up", metavar="WAY", help="What is up: east, north, west, south or degrees.  [default: east]"),
    click.option("--projection", type=click.Choice(PROJECTIONS), help="[default: oblique-mercator]"),
    click.option("--center", metavar="PLACE", help="Centre of the view: a name, an id or lat,lon."),
)
page_options = _chain(
    up_options,
    click.option("--extent", metavar="W,S,E,N", help="What to show, in degrees: west,south,east,north."),
    click.option("--chain", metavar="VARIANT", help="Variant of the first island chain to draw."),
    click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the labels.  [default: en]"),
    click.option("--layer", "layers", multiple=True, metavar="FILE", help="Add your own layer. May be repeated."),
)


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", message="eastup %(version)s")
def cli() -> None:
    """Turn the map of East Asia so that east is up, and measure it properly.

    \b
    eastup brief -o briefing                          everything for a briefing, in one folder
    eastup map -o east-up.png                         the East-Up map
    eastup distance --from Kadena --to straits        true distances
    eastup claim "Camp Humphreys" Vladivostok "1,770 km"
    """


@cli.command()
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder to write; it is created.")
@page_options
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def brief(output: str, quiet: bool, **options: Any) -> None:
    """Make a briefing folder: maps, interactive page, tables and a summary.

    \b
    eastup brief -o briefing
    eastup brief -o briefing-ko --lang ko --layer sites.csv
    """
    from eastup import brief as folder

    if not output:
        raise InputError("no folder was given", cure="add -o DIR, such as -o briefing")

    def say(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    folder.write(output, _overrides(options), say=say)


@cli.command(name="map")
@click.argument("spec", required=False)
@output_option
@page_options
@unit_option
@click.option("--title", help="Title of the map.")
@click.option("--size", type=click.Choice(PAGE_SIZES), help="Page.  [default: 16:9]")
@click.option("--theme", type=click.Choice(["light", "dark", "print"]), help="Colours.  [default: light]")
@click.option("--background", type=click.Choice(["depth", "relief", "plain"]), help="Of sea and land.")
@click.option("--second-lang", type=click.Choice(LANGUAGES), help="Names in a second language too.")
@click.option("--marking", help="A marking line on the page, such as UNCLASSIFIED.")
@click.option("--logo", metavar="FILE", help="A PNG or JPEG for the corner.")
@click.option("--dpi", type=click.IntRange(30, 1200), help="Resolution of a PNG.  [default: 180]")
@click.option("--list", "list_specs", is_flag=True, help="List the specifications that ship with eastup.")
@click.option("--gallery", is_flag=True, help="Draw every shipped specification into the folder given by -o.")
def map_(spec: str | None, output: str | None, list_specs: bool, gallery: bool, **options: Any) -> None:
    """Draw a briefing map: .png, .pdf, .svg or .pptx, or .tif and .gpkg for a GIS.

    SPEC is the name of a shipped specification or a TOML file; without it the East-Up map is drawn.

    \b
    eastup map -o east-up.png
    eastup map straits -o south-up.pdf --up south --lang ja --theme print --size a4
    eastup map my-map.toml -o out.svg --layer sites.geojson
    eastup map --gallery -o DIR
    """
    from eastup import briefing

    if list_specs:
        for name, title in briefing.shipped():
            click.echo(f"{name}\t{title}")
        return
    if gallery:
        if spec or output is None:
            raise InputError("the gallery is every shipped map", cure="give -o DIR and no SPEC")
        briefing.render_gallery(output, _overrides(options), say=lambda text: click.echo(text, err=True))
        return
    if output is None:
        raise InputError("no output file was given", cure="add -o FILE.png, .pdf, .svg, .pptx, .tif or .gpkg")
    briefing.render(spec or "east-up", output, **_overrides(options))


@cli.command()
@click.argument("spec", required=False)
@click.option("-o", "--output", required=True, metavar="FILE", help="The .html file to write.")
@up_options
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language that it opens in.  [default: en]")
@click.option("--layer", "layers", multiple=True, metavar="FILE", help="Add your own layer. May be repeated.")
@click.option("--hubs", multiple=True, metavar="PLACES", help="Hubs to choose from. May be repeated.")
@click.option("--to", "--targets", "targets", multiple=True, metavar="PLACES", help="Targets.  [default: straits]")
def web(
    spec: str | None,
    output: str,
    lang: str | None,
    layers: tuple[str, ...],
    hubs: tuple[str, ...],
    targets: tuple[str, ...],
    **options: Any,
) -> None:
    """Write the interactive map: one file, no network.

    SPEC is the name of a shipped map specification or a TOML file: the page takes its view, language and layers.

    \b
    eastup web -o east-up.html
    eastup web -o east-up.html --layer sites.csv --lang ko
    eastup web my-map.toml -o korea.html --hubs bases:host=KOR --to straits
    """
    from eastup import layers as library
    from eastup import web as page
    from eastup.briefing import spec as specs

    view, files = _view(options), list(layers)
    if spec is not None:
        chosen = specs.override(specs.load(spec), _overrides({**options, "lang": lang, "layers": layers}))
        view, lang = chosen.view(), chosen.lang
        files = [style.source for style in chosen.layers if Path(style.source).is_file()]  # ours are on the page
    page.write(
        view,
        output,
        lang=lang or "en",
        hubs=list(hubs) or None,
        targets=list(targets) or "straits",
        layers={Path(f).stem: library.load(Path(f)) for f in files},
    )


cli.add_command(distance)
cli.add_command(coverage)
cli.add_command(tyranny)


@cli.command()
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
@click.argument("published", metavar="DISTANCE")
@click.option("--mode", type=click.Choice(["air", "sea"]), default="air", show_default=True)
def claim(origin: str, target: str, published: str, mode: str) -> None:
    """Check one published distance, and name the likely cause when it is wrong.

    \b
    eastup claim "Camp Humphreys" Beijing "612 mi"
    eastup claim Kadena Guam "1,200 miles"
    eastup claim Yokohama Singapore "2,905 nmi" --mode sea
    """
    from eastup import claims as library

    click.echo(library.check(origin, target, published, mode=mode).sentence())


@cli.command()
@click.option("--verdict", multiple=True, metavar="VERDICT", help="Only these: ok, loose, unit, wrong, cannot tell.")
@output_option
def claims(verdict: tuple[str, ...], output: str | None) -> None:
    """Recompute every published claim and give a verdict on each.

    \b
    eastup claims
    eastup claims --verdict wrong --verdict unit
    eastup claims -o claims.xlsx
    """
    from eastup import claims as library
    from eastup import tables
    from eastup.errors import UnknownNameError

    table = library.check_all()
    for word in verdict:
        if word not in library.VERDICTS:
            raise UnknownNameError("verdict", word, library.VERDICTS)
    if verdict:
        table = table[table["verdict"].isin(verdict)]
    if output is not None:
        tables.write(table, output, title="claims")
    else:
        tables.show(table[["from", "to", "published", "computed_km", "computed_nmi", "computed_mi", "verdict", "cause"]]
                    if sys.stdout.isatty() else table)  # fmt: skip


@cli.group()
def layers() -> None:
    """List, show and check the layers, ours and yours."""


@layers.command(name="list")
def layers_list() -> None:
    """List the layers with the number of their features.

    \b
    eastup layers list
    """
    import pandas as pd

    from eastup import layers as library
    from eastup import tables

    rows = []
    for name in library.names():
        frame = library.load(name)
        kinds = sorted({g.geom_type.removeprefix("Multi") for g in frame.geometry if g is not None})
        rows.append({"layer": name, "features": len(frame), "shapes": ", ".join(kinds)})
    tables.show(pd.DataFrame(rows))


@layers.command(name="show")
@click.argument("name")
@output_option
def layers_show(name: str, output: str | None) -> None:
    """Show a layer, or export it: .csv .xlsx .json .md .geojson .gpkg .fgb .kml .parquet.

    \b
    eastup layers show straits
    eastup layers show bases -o bases.gpkg
    """
    from eastup import layers as library
    from eastup import tables

    frame = library.flat(library.load(name))
    if output is not None:
        tables.write(frame, output, title=Path(name).stem)
        return
    brief_columns = ["id", "name", "name_ja", "name_ko", "source", "as_of"]
    columns = [c for c in brief_columns if c in frame] if sys.stdout.isatty() else list(frame)
    tables.show(frame[columns])


@layers.command(name="check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
def layers_check(files: tuple[str, ...]) -> None:
    """Check the shipped layers, or your own files: schema, ids, languages, sources, places, gates.

    Exit status 2 if there is an error; warnings and notes are only listed.

    \b
    eastup layers check
    eastup layers check sites.csv
    """
    from eastup import layercheck

    findings = [f for source in (files or (None,)) for f in layercheck.check(source)]
    for finding in findings:
        click.echo(str(finding))
    errors = sum(f.severity == "error" for f in findings)
    count = f"{errors} error{'s' * (errors != 1)}, {len(findings) - errors} warnings and notes"
    if errors:
        raise InputError(f"the check found {count}", cure="mend the features listed above")
    click.echo(count, err=True)


@cli.command()
@up_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["proj", "wkt2", "wkt1-esri", "projjson"]),
    default="wkt2",
    show_default=True,
)
@output_option
def crs(form: str, output: str | None, **options: Any) -> None:
    """Print the view for other software: QGIS, ArcGIS, PROJ.

    \b
    eastup crs --format proj
    eastup crs --up 135 --format wkt1-esri -o south-east-up.prj
    """
    from eastup import files

    text = _view(options).export(form) + "\n"
    if output is not None:
        files.write_text(output, text)
    else:
        sys.stdout.write(text)


def _view(options: dict[str, Any]) -> View:
    """Make the view that --up, --projection and --center describe."""
    from eastup.places import resolve
    from eastup.view import View, parse_up

    place = resolve(options["center"]) if options.get("center") else None
    return View(
        up=parse_up(options["up"]) if options.get("up") else 90.0,
        center=(place.lon, place.lat) if place else None,
        projection=options.get("projection") or "oblique-mercator",
    )


def _overrides(options: dict[str, Any]) -> dict[str, Any]:
    """Keep the options that were given; they override the specification."""
    return {name: value for name, value in options.items() if value not in (None, ())}


if __name__ == "__main__":
    main()
