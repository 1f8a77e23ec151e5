"""A question as the interactive page opens on it: its places, and what is chosen, in the words of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup.geodesy.units import KM_PER_NMI, speed_kmh
from eastup.layers import overlay
from eastup.layers.sets import DEFAULT_TARGETS

if TYPE_CHECKING:
    from eastup.hubs.question import Question
    from eastup.places import SomePlaces

CRUISE_KN = {"air": 450.0, "sea": 20.0}
"""Round examples: a transport aircraft, and a naval ship or a fast merchant ship."""


def places_of(question: Question) -> tuple[SomePlaces, SomePlaces]:
    """Return the hubs of a question, those that are lost among them, and its targets; sets in their own order."""
    hubs = list(question.everyone) if question.hub_set is None else question.hub_set.id
    if question.target_set is not None:
        return hubs, question.target_set.id
    return hubs, list(question.targets) or DEFAULT_TARGETS


def speeds_kn() -> dict[str, float]:
    """Return the speeds that a page opens with, in knots: the theatre's own where it has them."""
    own = {mode: speed_kmh(text) / KM_PER_NMI for mode, text in overlay.defaults().speeds.items()}
    return {**CRUISE_KN, **{mode: float(f"{kn:.6g}") for mode, kn in own.items()}}


def opening(question: Question) -> dict[str, object]:
    """Return what is chosen when the page opens: the mode, what is lost and closed, and the speeds.

    Of a question of both modes the page opens by air, or by sea where straits are closed.
    """
    by_sea = question.mode == "sea" or bool(question.closed)
    speeds = question.speeds_kmh.items()
    chosen: dict[str, object] = {f"speed-{mode}": f"{kmh / KM_PER_NMI:.6g}" for mode, kmh in speeds}
    if by_sea:
        chosen["mode"] = "sea"
    if question.changed:
        chosen |= {"tab": "case", "off": [hub.id for hub in question.lost], "closed": [s.id for s in question.shut]}
    return chosen
