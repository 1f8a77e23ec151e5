"""The commands ``eastup show`` and ``eastup cite``: one feature with all its facts, and how to cite what is used."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eastup.cli import kinds
from eastup.cli.options import completing_places, known, lang_option, written
from eastup.errors import UnknownNameError

if TYPE_CHECKING:
    from eastup.layers.profiles import Profile

_SHOWN = (".json", ".md", ".txt")
_CITED = {".bib": "bibtex", ".json": "csl-json", ".txt": "text", ".md": "text"}


@click.command()
@click.argument("name", metavar="ID|NAME", type=kinds.Text(known(*completing_places, "chains", "claims")))
@lang_option
@written(".txt", "facts, .txt .md .json")
def show(name: str, lang: str, output: str | None) -> None:
    """Show one feature with all its facts: each with its source and date, what is disputed, and the law of a strait.

    NAME is an id, or a name or alias in any language: a base, strait, node, place, sea, passage, chain or claim.

    \b
    eastup show kadena-ab
    eastup show "Taiwan Strait" --lang ko
    eastup show bashi-channel -o bashi.json
    """
    from eastup.io import files

    found = _profile(name, lang)
    suffix = files.suffix_of(output, _SHOWN) if output is not None else ".txt"
    if suffix == ".json":
        text = json.dumps(found.record(), ensure_ascii=False, indent=1) + "\n"
    else:
        text = found.as_markdown() if suffix == ".md" else found.as_text(_width() if output is None else 100)
    if output is None:
        click.echo(text, nl=False)
    else:
        files.write_text(output, text)


@click.command()
@click.argument("names", nargs=-1, metavar="[ID|FILE]...", type=kinds.Source("", known(*completing_places, "chains")))
@click.option(
    "--format", "form", type=click.Choice(["bibtex", "text", "csl-json"]),
    help="Of the entries.  [default: text, or as the suffix of -o says]",
)  # fmt: skip
@lang_option
@written(".txt", "entries, .txt .bib .json")
def cite(names: tuple[str, ...], form: str | None, lang: str, output: str | None) -> None:
    """Say how to cite eastup, its data, and the sources behind features or behind the rows of a table.

    ID is an id or a name of a feature, FILE a table that eastup wrote; without either, the software and the data alone.

    \b
    eastup cite
    eastup cite kadena-ab "Bashi Channel" --format bibtex
    eastup cite distances.csv -o sources.bib
    """
    from eastup.io import files
    from eastup.layers import citing

    written = _CITED[files.suffix_of(output, tuple(_CITED))] if output is not None else "text"
    entries = citing.entries([item for name in names for item in _cited_by(name)])
    text = citing.written(entries, form or written, lang)
    if output is None:
        click.echo(text, nl=False)
    else:
        files.write_text(output, text)


def _profile(name: str, lang: str) -> Profile:
    """Return the feature that a name means; of a claim with what is thought of it."""
    from eastup.layers import profiles as library

    try:
        found = library.profile(name, lang)
    except UnknownNameError:
        found = _of_choice(name, lang)
    if found.layer != "claims":
        return found
    from eastup.distance import claims

    verdict = claims.check_all().set_index("id").loc[found.id]
    told = ": ".join(text for text in (str(verdict["verdict"]), str(verdict["cause"])) if text)
    sections = tuple(
        (key, (*facts, library.said("verdict", told, lang)) if key == "claim" else facts)
        for key, facts in found.sections
    )
    return replace(found, sections=sections)


def _of_choice(name: str, lang: str) -> Profile:
    """Return what is no feature of one layer: a set of places, an area, or a feature under another spelling."""
    from eastup import places
    from eastup.layers import Fact, citing, gazetteer, ports, profiles, sets

    if (choice := sets.find(name)) is not None:
        members = places.select(choice.id)
        ids = [profiles.find(place.id)[0][1] for place in members if place.layer]
        told = [Fact("member", p.id, p.in_language(lang).name) for p in members]
        return profiles.of_parts(choice.id, "sets", choice.name(lang), lang, {"members": told}, ids)
    place = places.resolve(name)  # which knows more spellings, and has the better suggestions
    if place.layer == ports.LAYER:
        return profiles.of_row(ports.named()[place.id].row, place.layer, lang)
    if place.layer == gazetteer.LAYER:
        return profiles.of_row(gazetteer.cities()[place.id].row, place.layer, lang)
    if place.layer != "areas":
        return profiles.profile(place.id, lang)
    called = {"en": place.name, **dict(place.names)}
    parts = {
        "names": [Fact("name", own, text) for own, text in called.items()],
        "extent": [profiles.said("measured", profiles.word("nearest", lang, lon=place.lon, lat=place.lat), lang)],
    }
    rests_on = [{"source_ids": list(citing.LAND)}]
    return profiles.of_parts(place.id, place.layer, place.in_language(lang).name, lang, parts, rests_on)


def _cited_by(name: str) -> list[str]:
    """Return the ids of the sources behind a feature, or behind all rows of a table."""
    from eastup.layers import citing

    if Path(name).suffix and Path(name).is_file():
        return citing.of_file(Path(name), _of_land)
    return list(_profile(name, "en").cited)


def _of_land(own: str) -> tuple[str, ...]:
    """Return the sources of a country, an island or a region; none of anything else."""
    from eastup.layers import citing
    from eastup.places import areas

    return citing.LAND if own in areas.areas() else ()


def _width() -> int:
    return min(click.get_current_context().terminal_width or _columns(), 100)


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns
