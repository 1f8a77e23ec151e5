"""The one place where coverage asks how far ships go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.geodesy import FloatArray


def distances_km(hubs: FloatArray, points: FloatArray, closed: Sequence[str] = ()) -> FloatArray:
    """Return the ship distance of every hub to every water point, ``(H, N)`` kilometres; infinite where none leads.

    Parameters
    ----------
    hubs : (H, 2) ndarray, degrees
        Sea points of the hubs.
    points : (N, 2) ndarray, degrees
    closed : sequence of str
        Ids of straits that ships can't pass.

    Raises
    ------
    InputError
        Always, until the network of sea routes answers for many points at once.
    """
    del hubs, points, closed
    raise InputError("coverage by sea is not built yet", cure="use --mode air")


def refuse(mode: str, closed: Sequence[str]) -> None:
    """Refuse what coverage can't answer: reach by sea, and straits closed to aircraft."""
    if mode == "sea":
        raise InputError("coverage by sea is not built yet", cure="use --mode air")
    if closed:
        raise InputError("a closed strait changes no air distance", cure="use --mode sea, or leave out --closed")
