"""What the tables of the folder rest on: the sources of every feature that a row names, and what made each file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from eastup import layers, words
from eastup.io import provenance
from eastup.layers.query import find_chain, has_chain
from eastup.layers.registers import OWN, cited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eastup.briefing import Drawing, MapSpec
    from eastup.hubs.question import Question
    from eastup.io.provenance import Record

LAYERS = ("bases", "nodes", "straits")
"""Layers whose features stand in the folder's tables; a row of claims carries its own source."""


_MOST_SOURCES = 14
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


def rests_on(spec: MapSpec, maps: Sequence[Drawing]) -> list[str]:
    """Return the sources of what the maps show, each once, with the dates that they give."""
    dates: dict[str, set[str]] = {}
    for item in (item for one in maps for item in one.sheet.items):
        if source := str(item.facts.get("source", "")):
            dates.setdefault(source, set()).update({str(item.facts["as_of"])} if item.facts.get("as_of") else ())
    told = [f"{source} ({', '.join(sorted(found))})" if found else source for source, found in dates.items()]
    drawn_by = find_chain(spec.chain)["drawn_by"] if spec.chain or has_chain() else ""
    chain = [words.of("dossier.section", spec.lang)["chain"].format(by=drawn_by)] if drawn_by else []
    return [*chain, *told[:_MOST_SOURCES]]
