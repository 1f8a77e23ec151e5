"""The sheet of the folder's workbook that says what it tells: the question, the method, the sources and the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import places, words
from eastup.dossier import sections
from eastup.geodesy.units import KM_PER_NMI
from eastup.io import provenance
from eastup.layers.query import find_chain, has_chain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eastup.io.provenance import Record

_PLACES = ("hubs", "targets", "without", "closed")
"""What a record lists place by place."""
_ASKED = (*_PLACES, "mode", "speeds_kmh", "reach_km")
"""What is asked, in the order in which it is read; the tools and the command come last."""
_TOOLS = ("eastup", "data", "ellipsoid", "command")


def rows(record: Record, lang: str) -> list[tuple[str, str]]:
    """Return what stands on the sheet, as pairs of head and text in the language.

    Parameters
    ----------
    record : Record
        Of what made the workbook.
    lang : {'en', 'ja', 'ko'}
    """
    w, deck = words.of("dossier.about", lang), words.of("dossier.deck", lang)
    plain = {name.replace(" ", "_"): told for name, told in provenance.rows(record)}
    told = {**plain, **_asked(record, lang)}
    further = [name for name in told if name not in {*_ASKED, *_TOOLS}]
    chain = find_chain(str(record.get("chain", ""))) if has_chain() else None
    method = deck.join([words.of("dossier.page", lang)["measured"], deck["counted"]])
    return [
        *((w[name], told[name]) for name in _ASKED if name in told),
        (w["method"], method),
        (w["sources"], sections.rest_on(chain, lang, claims=True)),
        *((name.replace("_", " "), told[name]) for name in further),
        *((w[name], told[name]) for name in _TOOLS if name in told),
    ]


def _asked(record: Mapping[str, object], lang: str) -> dict[str, str]:
    """Return what was asked in the words of the language; what a record does not say is left out."""
    deck, told = words.of("dossier.deck", lang), dict[str, str]()
    names = {place.id: place.in_language(lang).name for place in places.all_places()}
    for key in _PLACES:
        listed = record.get(key)
        if isinstance(listed, list):
            pairs = [(own["id"], own["name"]) if isinstance(own, dict) else (str(own), str(own)) for own in listed]
            told[key] = deck["comma"].join(names.get(id_) or name for id_, name in pairs)
    if mode := record.get("mode"):
        told["mode"] = deck["comma"].join(deck[way] for way in (("air", "sea") if mode == "both" else (str(mode),)))
    speeds = record.get("speeds_kmh")
    if isinstance(speeds, dict):
        knots = (deck.say("at_speed", f"{kmh / KM_PER_NMI:,.4g} kn", deck[way]) for way, kmh in speeds.items())
        told["speeds_kmh"] = deck["comma"].join(knots)
    return told
