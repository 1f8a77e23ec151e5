"""The commands ``eastup layers list``, ``show`` and ``check``."""

from __future__ import annotations

import json

import click

from eastup.cli import kinds, messages, streams
from eastup.cli.options import PROJECT, encoding_option, known, lang_option, table_option
from eastup.errors import InputError


@click.group()
def layers() -> None:
    """List, show and check the layers, ours and yours."""


@layers.command(name="list")
@lang_option
def layers_list(lang: str) -> None:
    """List the layers with the number of their features.

    \b
    eastup layers list
    """
    import pandas as pd

    from eastup import layers as library
    from eastup.cli import listings

    rows = []
    for name in library.names():
        frame = library.load(name)
        kinds = sorted({g.geom_type.removeprefix("Multi") for g in frame.geometry if g is not None})
        rows.append({"layer": name, "features": len(frame), "shapes": ", ".join(kinds)})
    listings.layer_list(pd.DataFrame(rows), lang).show()


@layers.command(name="show")
@click.argument("name", type=kinds.Source("", known("layers")))
@lang_option
@encoding_option
@table_option
def layers_show(name: str, lang: str, output: str | None) -> None:
    """Show a layer, or export it: .csv .xlsx .json .md .geojson .gpkg .fgb .kml .parquet.

    \b
    eastup layers show straits
    eastup layers show bases -o bases.gpkg
    """
    from eastup import layers as library
    from eastup.cli import listings
    from eastup.io import provenance
    from eastup.layers import given

    frame = library.flat(library.load(name))
    provenance.keep(frame, provenance.made("layers.load", further={"layer": given.told(name)}))
    answer = listings.layer(frame, library.label(name), lang)
    if output is not None:
        answer.write(output, title=library.label(name))
    else:
        answer.show()


@layers.command(name="check")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=kinds.Source())
@encoding_option
@click.option("--json", "as_json", is_flag=True, help="Print what was read, how, and what was found as JSON.")
@click.option("--project", metavar="FILE", type=kinds.Source(".toml"), help=PROJECT)
def layers_check(files: tuple[str, ...], as_json: bool, project: str | None) -> None:
    """Check the shipped layers, your own files, or your own theatre: schema, ids, languages, sources, places, gates.

    Of a file it says first what was read and how. Of an eastup.toml every fault is told with its line and key; in the
    folder of a theatre that is what is checked where no FILE is named. Exit status 2 if there is an error; warnings and
    notes are only listed.

    \b
    eastup layers check
    eastup layers check sites.csv
    eastup layers check ports.shp --encoding cp949 --json
    eastup layers check eastup.toml
    """
    from eastup import layercheck
    from eastup.theatre import check
    from eastup.theatre.find import find

    theatre = None if project == "none" else project or find()
    sources: tuple[str | None, ...] = files or (None if theatre is None else str(theatre),)
    checked = [
        check.examine(source) if source is not None and check.is_project(source) else layercheck.examine(source)
        for source in sources
    ]
    findings = [finding for one in checked for finding in one.findings]
    if as_json:
        click.echo(json.dumps([one.as_record() for one in checked], ensure_ascii=False, indent=1))
    else:
        for one in checked:
            for line in one.lines():
                click.echo(streams.without_folders(line))
    errors = sum(f.severity == "error" for f in findings)
    count = f"{errors} error{'s' * (errors != 1)}, {len(findings) - errors} warnings and notes"
    if errors:
        raise InputError(f"the check found {count}", hint="mend the features listed above")
    messages.tell(count)
