"""The commands ``eastup claim`` and ``eastup claims``: what has been published, checked."""

from __future__ import annotations

import click

from eastup.cli import kinds
from eastup.cli.options import completing_places, known, lang_option, mode_option, own_layer_option, table_option


@click.command()
@click.argument("origin", metavar="FROM", type=kinds.Places(*completing_places))
@click.argument("target", metavar="TO", type=kinds.Places(*completing_places))
@click.argument("published", metavar="DISTANCE|TIME")
@mode_option("air", "sea")
@click.option("--speed", metavar="SPEED", help="Of a published time; without it the speed is told that it takes.")
@own_layer_option
@lang_option
def claim(origin: str, target: str, published: str, mode: str | None, speed: str | None, lang: str) -> None:
    """Check one published distance, and name the likely cause when it is wrong; or a time, at a speed.

    \b
    eastup claim "Camp Humphreys" Beijing "612 mi"
    eastup claim Kadena Guam "1,200 miles"
    eastup claim Yokohama Singapore "2,905 nmi" --mode sea
    eastup claim Kadena "Camp Humphreys" "2 h"
    """
    from eastup.distance import claims as library

    click.echo(library.check(origin, target, published, mode=mode or "air", speed=speed).sentence(lang))


@click.command()
@click.option(
    "--verdict",
    multiple=True,
    metavar="VERDICT",
    type=kinds.Text(known("verdicts")),
    help="Only these: ok, loose, unit, wrong, cannot tell.",
)
@lang_option
@table_option
def claims(verdict: tuple[str, ...], lang: str, output: str | None) -> None:
    """Recompute every published claim and give a verdict on each.

    \b
    eastup claims
    eastup claims --verdict wrong --verdict unit
    eastup claims -o claims.xlsx
    """
    from eastup.cli import listings
    from eastup.distance import claims as library
    from eastup.errors import UnknownNameError

    table = library.check_all(lang=lang)
    for word in verdict:
        if word not in library.VERDICTS:
            raise UnknownNameError("verdict", word, library.VERDICTS)
    if verdict:
        table = table[table["verdict"].isin(verdict)].reset_index(drop=True)
    answer = listings.claims(table, lang)
    if output is not None:
        answer.write(output, title="claims")
    else:
        answer.show()
