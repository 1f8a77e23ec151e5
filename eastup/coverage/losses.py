"""What hangs on which hub: coverage after the loss of any one or any two, the smallest set, and the best few."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from eastup.coverage.shares import ask, check_level, strait_segments
from eastup.errors import InputError
from eastup.hubs.question import Given, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from eastup.coverage.along import Segments
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs.question import Given
    from eastup.places import Place, SomePlaces


def losses(
    hubs: SomePlaces | Question | None = None,
    *,
    k: int = 1,
    lost: int = 1,
    **given: Unpack[Given],
) -> pd.DataFrame:
    """Return what the loss of any one hub, or of any two, opens.

    Exact: every strait is split where the hubs that reach it change, so each loss is a sum over its segments.

    Parameters
    ----------
    k : int
        A place counts as covered while at least this number of hubs reach it.
    lost : {1, 2}

    Returns
    -------
    DataFrame
        One row a hub or a pair, the worst first: ``lost_ids, lost, opened, opened_km, straits``. ``opened`` is the
        number of straits that were covered whole and are not any more, named in ``straits``; ``opened_km`` the length
        of gates that falls open. For pairs ``joint_km`` is the part of it that opens only since both are lost.
    """
    asked = ask(Question.of(hubs, reaches=True, aimed=True, **given))
    check_level(k)
    if lost not in (1, 2):
        raise InputError(f"the loss of {lost} hubs is not worked out", hint="give 1 or 2")
    if len(asked.hubs) <= lost:
        raise InputError("no hub would be left", hint="lose fewer, or add more with --hubs")
    gates = strait_segments(asked)
    n = len(asked.hubs)
    single = np.zeros((len(gates), n))
    twice, joint = np.zeros((len(gates), n, n)), np.zeros((len(gates), n, n))
    for row, gate in enumerate(gates):
        by, km = gate.reached.astype(float), gate.km
        just, spare = by[by.sum(axis=1) == k], by[by.sum(axis=1) == k + 1]
        just_km, spare_km = km[by.sum(axis=1) == k], km[by.sum(axis=1) == k + 1]
        single[row] = just.T @ just_km
        # Where k hubs are in reach the loss of one is enough, and of two counts once; where k + 1 are, both must go.
        twice[row], joint[row] = (just.T * just_km) @ just, (spare.T * spare_km) @ spare
    whole = np.array([_whole(gate, k) for gate in gates])
    names = [gate.line.name for gate in gates]
    rows = []
    for members in combinations(range(n), lost):
        opened_km = single[:, list(members)].sum(axis=1)
        if lost == 2:
            opened_km += (joint - twice)[:, members[0], members[1]]
        opened_km = np.where(opened_km > 1e-9, opened_km, 0.0)
        opened = whole & (opened_km > 0)
        entry = {
            "lost_ids": "; ".join(asked.hubs[m].id for m in members),
            "lost": "; ".join(asked.hubs[m].name for m in members),
            "opened": int(opened.sum()),
            "opened_km": float(opened_km.sum()),
            "straits": "; ".join(name for name, gone in zip(names, opened, strict=True) if gone),
        }
        if lost == 2:
            entry["joint_km"] = float(joint[:, members[0], members[1]].sum())
        rows.append(entry)
    table = pd.DataFrame(rows)
    table = table.sort_values(["opened", "opened_km"], ascending=False, kind="stable", ignore_index=True)
    asked.question.keep_made(table, "coverage.losses", k=k, lost=lost)
    return table


def smallest(
    hubs: SomePlaces | Question | None = None,
    *,
    k: int = 1,
    **given: Unpack[Given],
) -> pd.DataFrame:
    """Return the smallest set of hubs that covers all straits that the hubs can cover at all, at least k times.

    Solved exactly as a set cover. Straits that not even all hubs cover whole are named in the notes of the table
    (``table.attrs["out_of_reach"]``).

    Returns
    -------
    DataFrame
        One row a hub of the set: ``id, name, host, straits``: how many straits it reaches some of.
    """
    asked = ask(Question.of(hubs, reaches=True, aimed=True, **given))
    check_level(k)
    gates = strait_segments(asked)
    able = [gate for gate in gates if _whole(gate, k)]
    if not able:
        raise InputError("no strait is covered whole, whichever hubs are taken", hint="give a longer reach")
    conditions = np.unique(np.vstack([gate.reached for gate in able]), axis=0)
    taken = _solve(np.ones(len(asked.hubs)), conditions.astype(float), np.full(len(conditions), float(k)))
    table = _members(asked.hubs, np.flatnonzero(taken), able)
    table.attrs["out_of_reach"] = [gate.line.name for gate in gates if not _whole(gate, k)]
    table.attrs["covered"] = len(able)
    asked.question.keep_made(table, "coverage.smallest", k=k)
    return table


def best(
    number: int,
    hubs: SomePlaces | Question | None = None,
    *,
    k: int = 1,
    **given: Unpack[Given],
) -> pd.DataFrame:
    """Return the ``number`` hubs that cover the most straits whole, at least k times.

    Solved exactly as a maximal cover. The straits that they cover are in ``table.attrs["straits"]``.

    Returns
    -------
    DataFrame
        As `smallest`; fewer rows where fewer hubs do as much.
    """
    asked = ask(Question.of(hubs, reaches=True, aimed=True, **given))
    check_level(k)
    if not 1 <= number <= len(asked.hubs):
        raise InputError(f"the best {number} of {len(asked.hubs)} hubs can't be", hint="give fewer, or 1 at least")
    gates = strait_segments(asked)
    able = [gate for gate in gates if _whole(gate, k)]
    n, m = len(asked.hubs), len(able)
    rows, least = [], []
    for column, gate in enumerate(able):
        for by in np.unique(gate.reached, axis=0):  # at least k hubs at every piece, if the strait is to count
            row = np.zeros(n + m)
            row[:n], row[n + column] = by, -float(k)
            rows.append(row)
            least.append(0.0)
    rows.append(np.concatenate([-np.ones(n), np.zeros(m)]))
    least.append(-float(number))
    # A hub costs less than any strait is worth, so that none is taken for nothing.
    cost = np.concatenate([np.full(n, 1.0 / (n + 1)), -np.ones(m)])
    answer = _solve(cost, np.array(rows), np.array(least))
    table = _members(asked.hubs, np.flatnonzero(answer[:n]), able)
    asked.question.keep_made(table, "coverage.best", k=k, number=number)
    table.attrs["straits"] = [gate.line.name for gate, yes in zip(able, answer[n:], strict=True) if yes]
    return table


def _whole(gate: Segments, k: int) -> bool:
    return bool((gate.reached.sum(axis=1) >= k).all())


def _solve(cost: FloatArray, conditions: FloatArray, least: FloatArray) -> NDArray[np.bool_]:
    """Return the 0-1 vector of least cost with ``conditions @ x >= least``."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    answer = milp(
        cost,
        constraints=LinearConstraint(conditions, lb=least),
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if not answer.success:
        raise InputError(f"no set of hubs does it ({answer.message})")
    return np.round(answer.x).astype(bool)


def _members(hubs: Sequence[Place], taken: Iterable[int], gates: list[Segments]) -> pd.DataFrame:
    rows = [
        {
            "id": hubs[i].id,
            "name": hubs[i].name,
            "host": hubs[i].host,
            "straits": sum(bool(gate.reached[:, i].any()) for gate in gates),
        }
        for i in taken
    ]
    return pd.DataFrame(rows, columns=["id", "name", "host", "straits"])
