"""What the tables of the folder rest on: the sources of every feature that a row names, and what made each file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from eastup import layers, words
from eastup.dossier.sections import drawn_by
from eastup.io import provenance
from eastup.layers.registers import OWN, cited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eastup.hubs.question import Question
    from eastup.io.provenance import Record
    from eastup.layers.query import Row

LAYERS = ("bases", "nodes", "straits")
"""Layers whose features stand in the folder's tables; a row of claims carries its own source."""


_MOST_SOURCES = 11
"""Sources on the last slide; the layers tell all."""


def table(question: Question) -> pd.DataFrame:
    """Return one row a feature and source: ``id, name, layer, as_of`` and the source as the register has it.

    A place of the question that is no feature, such as one of the user's file, has that file as its source.
    """
    register = layers.sources()
    rows = [
        {
            "id": row["id"],
            "name": row["name"],
            "layer": layer,
            "as_of": row["as_of"],
            "source_id": source.id,
            "kind": source.kind,
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "url": source.url,
            "accessed": source.accessed,
        }
        for layer in LAYERS
        for row in layers.load(layer).to_dict("records")
        for source in (register[own] for own in cited(row) if own in register)
    ]
    known = {row["id"] for row in rows}
    own = dict.fromkeys(place for place in (*question.everyone, *question.targets) if place.id not in known)
    rows += [
        {"id": place.id, "name": place.name, "layer": place.layer, "kind": OWN, "title": place.layer or place.name}
        for place in own
    ]
    found = pd.DataFrame(rows).fillna("")
    provenance.keep(found, question.made("dossier.write"))
    return found


def about(records: Mapping[str, Record]) -> str:
    """Return what made each file of the folder, as JSON by its name."""
    return json.dumps(dict(records), ensure_ascii=False, indent=1) + "\n"


def rests_on(found: pd.DataFrame, question: Question, lang: str, chain: Row | pd.Series | None = None) -> list[str]:
    """Return the sources of what a question asks of, a line each: those of most of its places first.

    Parameters
    ----------
    found : DataFrame
        From `table`.
    question : Question
    lang : {'en', 'ja', 'ko'}
    chain : row, optional
        The chain of the maps.
    """
    asked = {place.id for place in (*question.everyone, *question.targets)}
    w = words.of("dossier.deck", lang)
    places_of: dict[str, set[str]] = {}
    for row in found[found["id"].isin(asked)].to_dict("records"):
        dated = f" ({row['date']})" if row["date"] else ""
        told = f"{row['publisher'] + ': ' if row['publisher'] else ''}{row['title']}{dated}"
        places_of.setdefault(told, set()).add(row["id"])
    ranked = sorted(places_of, key=lambda told: -len(places_of[told]))
    lines = [w.say("rests", told, len(places_of[told]), len(asked)) for told in ranked[:_MOST_SOURCES]]
    rest = [w.say("all_sources", len(ranked))] if len(ranked) > 1 else []
    return [*drawn_by(chain, lang), *lines, *rest]
