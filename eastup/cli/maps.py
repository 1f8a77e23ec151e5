"""The commands ``eastup brief``, ``map``, ``web`` and ``crs``: the view drawn, and told to other software."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, ClassVar

import click

from eastup.cli import kinds, messages, questions, streams
from eastup.cli.options import (
    LANGUAGES,
    PAGE_SIZES,
    closed_option,
    completing_places,
    encoding_option,
    given_only,
    hub_option,
    known,
    lang_option,
    layer_option,
    marking_option,
    marking_options,
    mode_option,
    open_lang_option,
    own_layer_option,
    page_options,
    speed_option,
    strait_option,
    target_option,
    template_option,
    theme_option,
    unit_option,
    up_options,
    view_of,
    without_option,
    world_up_options,
    written,
)
from eastup.errors import InputError

if TYPE_CHECKING:
    from eastup.cli.options import Parsed
    from eastup.results import Result


spec_argument = click.argument("spec", required=False, type=kinds.Source(".toml", known("specifications")))


@click.command()
@written(None, "it is created, files of the same names are replaced", required=True)
@page_options
@hub_option(default="default")
@strait_option()
@without_option
@closed_option
@speed_option
@unit_option
@marking_options
@template_option
def brief(output: str, **options: object) -> None:
    """Make a briefing folder: maps, interactive page, tables and a summary.

    All of it answers one question, by air and by sea.

    \b
    eastup brief -o briefing
    eastup brief -o briefing-ko --lang ko --layer sites.csv
    eastup brief -o without --without Kadena --closed "Taiwan Strait" --hubs default+mine.csv --unit nmi
    """
    from eastup import dossier

    if not output:
        raise InputError("no folder was given", hint="add -o DIR, such as -o briefing")

    question = questions.take(options)
    dossier.write(output, given_only(options), progress=messages.tell, question=question)


@click.command(name="map")
@spec_argument
@written(".png", "a picture (.png .pdf .svg .pptx) or data (.tif .gpkg .qgz)")
@page_options
@hub_option(default="the map's")
@strait_option(default="the map's")
@without_option
@closed_option
@speed_option
@unit_option
@click.option("--title", metavar="TEXT", help="Title of the map.")
@click.option("--size", type=click.Choice(PAGE_SIZES), help="Page.  [default: 16:9]")
@theme_option
@click.option("--background", type=click.Choice(["depth", "relief", "plain"]), help="Of sea and land.")
@click.option("--second-lang", type=click.Choice(LANGUAGES), help="Names in a second language too.")
@marking_options
@click.option("--logo", metavar="FILE", type=kinds.Source(), help="A PNG or JPEG for the corner.")
@template_option
@click.option("--dpi", type=click.IntRange(30, 1200), help="Resolution of a PNG.  [default: 180]")
@click.option(
    "--text", "lettering", type=click.Choice(["text", "outlines"]), help="Texts of an SVG or PDF.  [default: text]"
)
@click.option("--list", "list_specs", is_flag=True, help="List the specifications that ship with eastup.")
@click.option("--print", "printed", is_flag=True, help="Print a shipped specification, to copy.")
@click.option("--gallery", is_flag=True, help="Draw every shipped specification into the folder given by -o.")
def map_(
    spec: str | None, output: str | None, list_specs: bool, printed: bool, gallery: bool, **options: object
) -> None:
    """Draw a briefing map: .png, .pdf, .svg or .pptx, or .tif, .gpkg and .qgz for a GIS.

    SPEC is the name of a shipped specification or a TOML file; without it the East-Up map is drawn.

    \b
    eastup map -o east-up.png
    eastup map straits -o south-up.pdf --up south --lang ja --theme print --size a4
    eastup map my-map.toml -o out.svg --layer sites.geojson
    eastup map hub-lost -o lost.png --hubs forward+mine.csv --without Sasebo
    eastup map ship-days -o days.png --closed "Taiwan Strait" --speed sea=15kn
    eastup map --print straits > my-map.toml
    eastup map --gallery -o DIR
    """
    from eastup import briefing

    if list_specs:
        for name, title in briefing.shipped():
            click.echo(f"{name}\t{title}")
        return
    if printed:
        click.echo(briefing.source(spec or briefing.main_map()), nl=False)
        return
    if gallery:
        if spec or output is None:
            raise InputError("the gallery is every shipped map", hint="give -o DIR and no SPEC")
        if streams.is_stdout(output):
            raise InputError("a folder can't go to stdout", hint="name one: -o DIR")
        briefing.render_gallery(output, given_only(options), progress=messages.tell)
        return
    if output is None:
        raise InputError("no output file was given", hint="add -o FILE.png, .pdf, .svg, .pptx, .tif, .gpkg or .qgz")
    named = spec or briefing.main_map()
    told = {name: bool(options[name]) for name in questions.QUESTION}
    question = questions.take(options)
    if question is not None:
        _refuse(named, told)
    briefing.render(named, output, question=question, **given_only(options))


def _refuse(spec: str, told: dict[str, bool]) -> None:
    """Refuse what of a question a map does not tell of."""
    from eastup import briefing
    from eastup.briefing.spec.asked import listens

    known = listens(briefing.load(spec))
    for name, said in told.items():
        if said and name not in known:
            option = {"hubs": "--hubs", "targets": "--to", "speeds": "--speed"}.get(name, f"--{name}")
            hubs = name in ("hubs", "without")
            hint = "maps of hubs are nearest-hub, hub-lost and ship-days" if hubs else "leave it out"
            raise InputError(f"{option} means nothing to the map {spec}", hint=hint)


@click.command()
@spec_argument
@written(".html", "one page, .html", required=True)
@up_options
@open_lang_option
@layer_option
@encoding_option
@hub_option(default="default")
@target_option()
@without_option
@closed_option
@speed_option
@unit_option
@mode_option("air", "sea", default="air, or sea with --closed")
@marking_option
def web(spec: str | None, output: str, lang: str | None, layers: tuple[str, ...], **options: object) -> None:
    """Write the interactive map: one file, no network.

    SPEC is the name of a shipped map specification or a TOML file: the page takes its view, language, layers and
    marking. It opens on the question that is asked.

    \b
    eastup web -o east-up.html
    eastup web -o east-up.html --layer sites.csv --lang ko
    eastup web -o passed.html --layer passages.csv           what 'eastup transits' counted, a day at a time
    eastup web my-map.toml -o korea.html --hubs bases:host=KOR --to straits
    eastup web -o lost.html --without Kadena --closed "Taiwan Strait" --speed air=450kn --speed sea=18kn --unit nmi
    """
    from eastup import layers as library
    from eastup import places
    from eastup import web as page
    from eastup.briefing import spec as specs
    from eastup.briefing.spec.passages import is_table
    from eastup.layers.overlay import defaults

    said = options.pop("marking", None)
    marking = None if said is None else str(said)
    question = questions.take(options)
    opening = given_only({name: options.pop(name) for name in ("mode", "unit")})
    view, files, passages, title = view_of(options), list(layers), None, {}
    if spec is None and specs.main_map() != "east-up" and not given_only(options):
        spec = specs.main_map()  # of a theatre elsewhere
    lang = lang or defaults().lang or None
    if spec is not None:
        chosen = specs.override(specs.load(spec), given_only({**options, "lang": lang, "layers": layers}))
        view, lang = chosen.region_view(), chosen.lang
        files = [s.source for s in chosen.layers if library.is_file(library.split(s.source)[0])]  # ours are on the page
        passages, title = chosen.passages or None, chosen.title
        marking = marking if marking is not None else chosen.marking or None
    if counted := [source for source in files if is_table(source)]:
        passages = counted[-1]
    page.write(
        view,
        output,
        lang=lang or "en",
        hubs=question,
        opening=opening,
        layers=places.user_layers(source for source in files if not is_table(source)),
        passages=passages,
        title=title,
        marking=marking,
    )


def _fairness(at: tuple[str, ...], options: Parsed) -> Result:
    """Return how much the view distorts at places, in each projection."""
    from eastup import places
    from eastup.results import Result
    from eastup.results.sentence import Sentence
    from eastup.view.distortion import compared

    class Distortion(Result):
        shown_columns: ClassVar[dict[str, str]] = {
            "place": "place", "projection": "projection", "scale_error_pct": "scale %", "area_error_pct": "area %",
            "angle_deg": "angle °",
        }  # fmt: skip

    table = compared(view_of(options), [(p.id, p.name, p.lon, p.lat) for p in places.select(list(at))])
    return Distortion(table, Sentence("crs.title"), (Sentence("crs.turn"),)).in_language(str(options["lang"]))


@click.command()
@world_up_options
@own_layer_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["proj", "wkt2", "wkt1-esri", "projjson"]),
    default="wkt2",
    show_default=True,
    help="How the view is written.",
)
@click.option(
    "--at", multiple=True, metavar="PLACES", type=kinds.Places(*completing_places),
    help="How fair it is there: distortion in each projection.",
)  # fmt: skip
@lang_option
@written(".txt", "a text of any kind, with --at a table")
def crs(form: str, at: tuple[str, ...], output: str | None, **options: object) -> None:
    """Print the view for other software: QGIS, ArcGIS, PROJ. Or with --at how much it distorts at places.

    \b
    eastup crs --format proj
    eastup crs --up 135 --format wkt1-esri -o south-east-up.prj
    eastup crs --at "Camp Humphreys" --at Guam         the same view in each projection, and Web Mercator
    """
    from eastup.io import files

    if at:
        answer = _fairness(at, options)
        if output is not None and not (streams.is_stdout(output) and output.endswith(".txt")):
            answer.write(output)
        else:
            answer.show()
        return

    text = view_of(options).export(form) + "\n"
    if output is not None:
        files.write_text(output, text)
    else:
        sys.stdout.write(text)
