"""A question put over a map: its hubs, losses, closures, straits and speed, wherever the map tells of such."""

from __future__ import annotations

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
    from collections.abc import Collection, Mapping, Sequence
    from typing import TypeAlias

    from eastup.briefing.spec.spec import MapSpec
    from eastup.briefing.spec.tables import Nearest, ShipTime
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs.question import Question
    from eastup.places import Place

    _Hubs: TypeAlias = tuple[str | Place, ...]


def listens(spec: MapSpec) -> frozenset[str]:
    """Return what of a question a map tells of: ``hubs``, ``without``, ``targets``, ``closed``, ``speeds``."""
    found = {"closed"} if spec.show_straits else set()
    found |= {"targets"} if _counts(spec) else set()
    for one in spec.maps():
        found |= {"hubs", "without"} if one.nearest else set()
        found |= {"hubs", "without", "speeds"} if one.ship_time else set()
    return frozenset(found)


def can_ask(spec: MapSpec, question: Question, *, whole: bool = False) -> bool:
    """Tell whether a map can show a question; see `ask`.

    It can't where there are more hubs than it tells apart, where it is about one that is lost, and where it is about a
    loss and there is one hub alone.
    """
    if (whole or _own_hubs(question)) and spec.nearest and len(question.everyone) > MOST_HUBS:
        return False
    if len(question.everyone) == 1 and any(one.nearest and one.nearest.without for one in spec.maps()):
        return False
    about = [*(ring.center for ring in spec.rings), *([spec.lines.origin] if spec.lines else [])]
    return not ({places.resolve(name).id for name in about} & {hub.id for hub in question.lost})


def ask(spec: MapSpec, question: Question, *, whole: bool = False) -> MapSpec:
    """Return a map that answers a question, as tables and pages do.

    Hubs and straits that a question does not name stay those that the specification chose, unless a map that counts
    nearest hubs is asked the ``whole`` of it, as beside tables that count the default ones. A page of before and after
    loses what the question loses; where that is nothing, but its hubs are others, the hub that is nearest to most
    straits. Asked the whole, that page shows those straits alone whose nearest hub is another then.
    """
    whole = whole and spec.nearest is not None
    own = [] if not _counts(spec) else list(question.targets) if whole else named_straits(question)
    own_hubs = whole or _own_hubs(question)
    straits = own or places.select(list(spec.straits) or "straits")
    changes: dict[str, Any] = {}
    lost = _lost(spec, question, straits, own_hubs=own_hubs)
    if close := whole and spec.panels and _changed(question, lost, straits):  # all that a loss changes, and no more
        own = straits = close
    if own:
        changes["straits"] = tuple(strait.id for strait in straits)
    if shut := [strait.id for strait in question.shut if strait.layer == "straits"]:
        changes["closed"] = tuple(dict.fromkeys([*spec.closed, *shut]))
    if spec.nearest:
        changes["nearest"] = _nearest(spec.nearest, question, () if spec.panels else lost, own_hubs=own_hubs)
        if not spec.says and (own or own_hubs or question.changed):  # its title was written for another
            changes["says"] = "lost" if spec.panels or question.lost else "nearest"
    if spec.ship_time:
        changes["ship_time"] = _ship_time(spec.ship_time, question)
    changes["panels"] = tuple(_panel(panel, question, lost, own_hubs=own_hubs) for panel in spec.panels)
    if spec.extent is None:
        shown = list(own)
        if spec.nearest and (own or own_hubs):
            shown += _first(places.select(list(changes["nearest"].hubs)), straits)
        framed = spec.fit
        if close:
            framed = ()
            shown += [
                *places.select(list(lost)),
                *_first([hub for hub in question.everyone if hub not in lost], straits),
            ]
            changes["panels"] = tuple(_without_adjust(panel) for panel in changes["panels"])
        changes["fit"] = (*framed, *(f"{place.lat:.4f},{place.lon:.4f}" for place in shown))
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


def _hubs(question: Question) -> _Hubs:
    """Return the hubs of a question, those that are lost among them: as their set, whose name a map tells."""
    return question.everyone if question.hub_set is None else (question.hub_set.id,)


def _lost(spec: MapSpec, question: Question, straits: Sequence[Place], *, own_hubs: bool) -> _Hubs:
    """Return the hubs without which a map, or a panel of it, is drawn; none where it is about no loss."""
    losing = next((one.nearest for one in spec.maps() if one.nearest and one.nearest.without), None)
    if losing is None or question.lost:
        return question.lost
    if own_hubs:
        return (_busiest(list(question.everyone), straits),)
    return losing.without


def _nearest(own: Nearest, question: Question, lost: _Hubs, *, own_hubs: bool) -> Nearest:
    """Return nearest hubs as a question has them, without those that are lost."""
    return replace(own, hubs=_hubs(question) if own_hubs else own.hubs, without=lost)


def _panel(panel: Mapping[str, object], question: Question, lost: _Hubs, *, own_hubs: bool) -> Mapping[str, object]:
    """Return what a panel changes, as a question has it."""
    own: Any = panel.get("nearest")
    if own is None:
        return panel
    said = {"says": "after"} if own.without and "title" in panel else {}
    return {**panel, **said, "nearest": _nearest(own, question, lost if own.without else (), own_hubs=own_hubs)}


def _without_adjust(panel: Mapping[str, object]) -> Mapping[str, object]:
    """Return a panel without what was put by hand into another frame."""
    return {key: value for key, value in panel.items() if key != "adjust"}


def _changed(question: Question, lost: Collection[str | Place], straits: Sequence[Place]) -> list[Place]:
    """Return the straits whose nearest hub is one that is lost."""
    first = _air_m(list(question.everyone), straits).argmin(axis=0)
    return [strait for strait, n in zip(straits, first.tolist(), strict=True) if question.everyone[n] in lost]


def _first(hubs: Sequence[Place], straits: Sequence[Place]) -> list[Place]:
    """Return the hubs that are nearest to any of the straits."""
    return [hubs[n] for n in sorted(set(_air_m(hubs, straits).argmin(axis=0).tolist()))]


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
    """Return the hub that is nearest to most straits; of several that of the least mean distance, as is ranked."""
    metres = _air_m(hubs, straits)
    count, mean = np.bincount(metres.argmin(axis=0), minlength=len(hubs)), metres.mean(axis=1)
    return hubs[max(range(len(hubs)), key=lambda n: (count[n], -mean[n]))]


def _air_m(hubs: Sequence[Place], straits: Sequence[Place]) -> FloatArray:
    """Return the distances of hubs to straits, ``(H, S)``, metres."""
    own, to = (np.array([(place.lon, place.lat) for place in some]) for some in (hubs, straits))
    return np.asarray(geodesy.distance_m(own[:, :1], own[:, 1:], to[:, 0], to[:, 1]))
