"""What the tables of the folder rest on: the sources of every feature that a row names, and what made each file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from eastup import layers
from eastup.io import provenance
from eastup.layers.registers import cited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eastup.io.provenance import Record

LAYERS = ("bases", "nodes", "straits")
"""Layers whose features stand in the folder's tables; a row of claims carries its own source."""


def table() -> pd.DataFrame:
    """Return one row a feature and source: ``id, name, layer, as_of`` and the source as the register has it."""
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
    found = pd.DataFrame(rows)
    provenance.keep(found, provenance.made("dossier.write"))
    return found


def about(records: Mapping[str, Record]) -> str:
    """Return what made each file of the folder, as JSON by its name."""
    return json.dumps(dict(records), ensure_ascii=False, indent=1) + "\n"
