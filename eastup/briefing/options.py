"""What a caller may say of a map in place of its specification, as types: what each key takes stands in `MapSpec`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Texts = str | Mapping[str, str]
    """One text, or one for each language."""
    Keys = Mapping[str, object]
    """A table of a specification."""


class MapOptions(TypedDict, total=False):
    """Fields of `eastup.briefing.MapSpec` that override a specification's; see docs/maps.md."""

    title: Texts
    subtitle: Texts
    says: str
    names_up: bool
    up: str | float
    projection: str
    center: str
    fit: Sequence[str]
    extent: str | Sequence[float] | None
    size: str
    theme: str
    background: str
    lang: str
    second_lang: str
    dpi: int
    lettering: str
    chain: str
    chains: Sequence[str]
    show_chain: bool
    straits: Sequence[str]
    show_straits: bool
    strait_widths: bool | str
    passages: str
    needs_passages: bool
    closed: Sequence[str]
    bases: Sequence[str]
    show_bases: bool
    seas: bool
    islands: bool
    countries: bool
    capitals: bool
    cities: bool
    graticule: bool
    inset: bool
    highlight: Sequence[str]
    lines: Keys
    triangle: Keys
    nearest: Keys
    ship_time: Keys
    rings: Sequence[Keys]
    routes: Sequence[Keys]
    annotations: Sequence[Keys]
    arrows: Sequence[Keys]
    areas: Sequence[Keys]
    adjust: Sequence[Keys]
    legend: Keys
    labels: Sequence[str]
    unit: str
    layers: Sequence[str | Keys]
    remarks: Sequence[Texts]
    panels: Sequence[Keys]
    insets: Sequence[Keys]
    marking: str
    classification: str | Sequence[str]
    logo: str
    template: str
    date: str
