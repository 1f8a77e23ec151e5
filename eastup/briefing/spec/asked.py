"""A question put over a map: its hubs, losses, closures, straits and speed, wherever the map tells of such."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from eastup import geodesy, places
from eastup.briefing.spec.check import MOST_HUBS, check
from eastup.briefing.spec.readers import At
from eastup.errors import InputError
from eastup.geodesy.units import KM_PER_NMI
from eastup.layers.sets import DEFAULT_HUBS, DEFAULT_TARGETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eastup.briefing.spec.spec import MapSpec
    from eastup.briefing.spec.tables import Nearest, ShipTime
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs.question import Question
    from eastup.places import Place


def listens(spec: MapSpec) -> frozenset[str]:
    """Return what of a question a map tells of: ``hubs``, ``without``, ``targets``, ``closed``, ``speeds``."""
    found = {"closed"} if spec.show_straits else set()
    found |= {"targets"} if _counts(spec) else set()
    for one in spec.maps():
        found |= {"hubs", "without"} if one.nearest else set()
        found |= {"hubs", "without", "speeds"} if one.ship_time else set()
    return frozenset(found)


def can_ask(spec: MapSpec, question: Question) -> bool:
    """Tell whether a map can show a question.

    It can't where there are more hubs than it tells apart, where it is about one that is lost, and where it is about a
    loss and there is one hub alone.
    """
    if _own_hubs(question) and spec.nearest and len(question.everyone) > MOST_HUBS:
        return False
    if len(question.everyone) == 1 and any(one.nearest and one.nearest.without for one in spec.maps()):
        return False
    about = [*(ring.center for ring in spec.rings), *([spec.lines.origin] if spec.lines else [])]
    return not ({places.resolve(name).id for name in about} & {hub.id for hub in question.lost})


def ask(spec: MapSpec, question: Question) -> MapSpec:
    """Return a map that answers a question, as tables and pages do.

    Hubs and straits that a question does not name stay those that the specification chose. A page of before and after
    loses what the question loses; where that is nothing, but its hubs are others, the hub that is nearest to most
    straits.
    """
    own = named_straits(question) if _counts(spec) else []
    straits = own or places.select(list(spec.straits) or "straits")
    changes: dict[str, Any] = {}
    if own:
        changes["straits"] = tuple(strait.id for strait in straits)
    if shut := [strait.id for strait in question.shut if strait.layer == "straits"]:
        changes["closed"] = tuple(dict.fromkeys([*spec.closed, *shut]))
    if spec.nearest:
        changes["nearest"] = _nearest(spec.nearest, question, straits, loses=not spec.panels)
        if not spec.says and (own or _own_hubs(question) or question.changed):  # its title was written for another
            changes["says"] = "lost" if spec.panels or question.lost else "nearest"
    if spec.ship_time:
        changes["ship_time"] = _ship_time(spec.ship_time, question)
    changes["panels"] = tuple(_panel(panel, question, straits) for panel in spec.panels)
    if spec.extent is None:
        shown = list(own)
        if spec.nearest and (own or _own_hubs(question)):
            hubs = places.select(list(changes["nearest"].hubs))
            shown += [hubs[n] for n in sorted(set(_air_m(hubs, straits).argmin(axis=0).tolist()))]
        changes["fit"] = (*spec.fit, *(f"{place.lat:.4f},{place.lon:.4f}" for place in shown))
    asked = replace(spec, **changes)
    check(asked, At("the question"))
    return asked


def _counts(spec: MapSpec) -> bool:
    """Tell whether a map is about the straits that it names, and does not only show them."""
    return spec.show_straits and (spec.nearest is not None or spec.says == "gates")


def _own_hubs(question: Question) -> bool:
    """Tell whether a question names its hubs."""
    return question.hub_set is None or question.hub_set.id != DEFAULT_HUBS


def named_straits(question: Question) -> list[Place]:
    """Return the straits that a question names; none where it means the default ones.

    Raises
    ------
    InputError
        If it names what is no strait.
    """
    if question.target_set is not None and question.target_set.id == DEFAULT_TARGETS:
        return []
    if other := next((target for target in question.targets if target.layer != "straits"), None):
        hint = "name straits with --to; eastup tyranny and eastup web take any place"
        raise InputError(f"maps and the folder count straits, and {other.name} is none", hint=hint)
    return list(question.targets)


def _hubs(question: Question) -> tuple[str | Place, ...]:
    """Return the hubs of a question, those that are lost among them: as their set, whose name a map tells."""
    return question.everyone if question.hub_set is None else (question.hub_set.id,)


def _nearest(own: Nearest, question: Question, straits: Sequence[Place], *, loses: bool) -> Nearest:
    """Return nearest hubs as a question has them; ``loses`` says whether this map may be without some."""
    hubs = _hubs(question) if _own_hubs(question) else own.hubs
    if not loses:
        return replace(own, hubs=hubs)
    lost: tuple[str | Place, ...] = question.lost or own.without
    if own.without and not question.lost and _own_hubs(question):
        lost = (_busiest(places.select(list(hubs)), straits),)
    return replace(own, hubs=hubs, without=lost)


def _panel(panel: Mapping[str, object], question: Question, straits: Sequence[Place]) -> Mapping[str, object]:
    """Return what a panel changes, as a question has it."""
    own: Any = panel.get("nearest")
    if own is None:
        return panel
    said = {"says": "after"} if own.without and "title" in panel else {}
    return {**panel, **said, "nearest": _nearest(own, question, straits, loses=bool(own.without))}


def _ship_time(own: ShipTime, question: Question) -> ShipTime:
    """Return ship times as a question has them."""
    kmh = question.speeds_kmh.get("sea")
    speed = own.speed if kmh is None else f"{kmh / KM_PER_NMI:.6g}kn"
    if _own_hubs(question):
        return replace(own, hubs=question.hubs, speed=speed)
    gone = {hub.id for hub in question.lost}
    kept: tuple[str | Place, ...] = tuple(name for name in own.hubs if places.select([name])[0].id not in gone)
    return replace(own, hubs=kept, speed=speed)


def _busiest(hubs: Sequence[Place], straits: Sequence[Place]) -> Place:
    """Return the hub that is nearest to most straits."""
    return hubs[Counter(_air_m(hubs, straits).argmin(axis=0).tolist()).most_common(1)[0][0]]


def _air_m(hubs: Sequence[Place], straits: Sequence[Place]) -> FloatArray:
    """Return the distances of hubs to straits, ``(H, S)``, metres."""
    own, to = (np.array([(place.lon, place.lat) for place in some]) for some in (hubs, straits))
    return np.asarray(geodesy.distance_m(own[:, :1], own[:, 1:], to[:, 0], to[:, 1]))
