"""What is asked of our layers: chains and the passages of the first, whose a base is, names, the newest date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from eastup.errors import InputError, UnknownNameError
from eastup.io import provenance
from eastup.layers import overlay
from eastup.layers.load import load

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = Mapping[str, Any]
"""The properties of a feature: its columns hold whatever its layer does."""


def find_chain(variant: str) -> pd.Series:
    """Return the row of a chain variant, by its slug, id or name; the default one for an empty name.

    The name of a chain, such as ``second``, means its default variant, or its first where none is the default.

    Raises
    ------
    UnknownNameError
        If there is no such chain.
    InputError
        If none is named and the theatre has no chain.
    """
    chains = load("chains")
    drawn = chains["default"].fillna(False).astype(bool).tolist()
    variant = variant or overlay.defaults().chain
    if not variant:
        if True not in drawn:
            raise InputError("this theatre has no chain", hint="add one to its eastup.toml, under [[chains]]")
        return _row(chains, drawn.index(True))
    for column in ("variant", "id", "name", "chain"):
        named = [n for n, name in enumerate(chains[column].fillna("")) if name.casefold() == variant.casefold()]
        if named:
            return _row(chains, next((n for n in named if drawn[n]), named[0]))
    raise UnknownNameError("chain variant", variant, list(chains["variant"]))


def _row(frame: pd.DataFrame, number: int) -> pd.Series:
    return frame.iloc[number]


def base_class(row: Row) -> str:
    """Tell whose base it is: an EDCA site is a Philippine base with agreed US access, not a US base."""
    if row.get("access") == "EDCA":
        return "edca_base"
    return "us_base" if row.get("operator_country") == "USA" else "host_base"


def name_in(row: Row | pd.Series, lang: str) -> str:
    """Return the name of a feature in a language, or its English one."""
    translated = row.get(f"name_{lang}") if lang != "en" else None
    return str(translated) if isinstance(translated, str) and translated else str(row["name"])


def has_chain() -> bool:
    """Say whether there is a chain to draw and to measure where none is named."""
    return bool(overlay.defaults().chain) or bool(load("chains")["default"].fillna(False).astype(bool).any())


def newest_date() -> str:
    """Return the date of the data, as a map bears it and every output tells it; a theatre's own where it has one."""
    return overlay.defaults().date or provenance.data_version().date
