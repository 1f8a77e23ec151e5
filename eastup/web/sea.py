"""What the page knows of the sea before it measures itself: the answers that it opens with.

The page searches the same mesh with the same kernel as the library, in a worker of the browser. Before that has read
the mesh, and where WebAssembly is forbidden, it has the ways between its hubs and targets with nothing closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup import layers
from eastup.sea import gates, routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.places import Place


def gather(hubs: Sequence[Place], targets: Sequence[Place]) -> dict[str, object]:
    """Return what the page is told about the sea.

    Returns
    -------
    dict
        ``unused``: ids of gates that no ship uses; ``stands``: for each strait the gates that its mid-point stands on,
        and where ships come to it when one of them is closed (lon, lat, km from the mid-point); ``lines``: a
        theatre's own gates, lon, lat, lon, lat, ...; ``known_m``: metres from each hub to each target, -1 where there
        is no way; ``passed``: the gates on each of these ways, by their numbers in ``gates``.
    """
    found = routes.distances(hubs, targets)
    names = sorted({gate for way in found.gates.ravel() for gate in way})
    number = {gate: n for n, gate in enumerate(names)}
    return {
        "unused": sorted(gate.id for gate in gates.gates().values() if not gate.open),
        "stands": _stands(),
        "lines": {gate.id: np.ravel(gate.line).tolist() for gate in gates.gates().values() if gate.line is not None},
        "gates": names,
        "known_m": np.where(np.isfinite(found.distance_km), np.round(found.distance_km * 1000), -1)
        .astype(int)
        .tolist(),
        "passed": [[[number[gate] for gate in way] for way in row] for row in found.gates],
    }


def _stands() -> dict[str, dict[str, object]]:
    """Return where ships come to the mid-points of straits when they are closed."""
    known = gates.gates()
    rows = [*layers.ours("passages").to_dict("records"), *layers.ours("straits").to_dict("records")]
    rows += layers.load("straits").to_dict("records")  # a theatre's are meant where they bear the ids of ours
    at = {row["id"]: (float(row["mid_lon"]), float(row["mid_lat"])) for row in rows if row["id"] in known}
    stands = {}
    for gate, middle, on in zip(at, at.values(), gates.standing_on(at.values()), strict=True):
        sides, _, off_km = gates.either_side([middle], [gate])
        beside = np.column_stack([np.round(sides, 7), np.round(off_km, 4)])[1:]
        stands[gate] = {"on": sorted(on), "beside": beside.tolist()}
    return stands
