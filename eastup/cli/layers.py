"""The commands ``eastup layers list``, ``show`` and ``check``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from eastup.cli.options import output_option
from eastup.errors import InputError


@click.group()
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
    from eastup.io import tables

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
    from eastup.io import tables

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
