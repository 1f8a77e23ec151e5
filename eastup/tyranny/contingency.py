"""Two contingencies at once: divides the hubs between two sets of targets, exactly, by an integer programme.

Each hub serves one set only, and each target is served by the nearest hub of its own set. The worst distance is found
by halving the sorted distances: at each the question is only whether hubs can be divided so that every target has one
of its own within reach. The mean is a facility-location programme. Either way what is left open by the first aim is
settled by the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd

from eastup import geodesy, places
from eastup.distance import uncertainty
from eastup.errors import InputError, NoRouteError, UnknownNameError
from eastup.hubs.question import Question
from eastup.results import Connection, Result
from eastup.results.sentence import Length, Name, Sentence, Word, names
from eastup.tyranny import scenario as library
from eastup.tyranny.versus import group, said_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import Place, SomePlaces
    from eastup.tyranny.scenario import SomeWeights

Objective = Literal["worst", "mean"]
OBJECTIVES = ("worst", "mean")

CONTINGENCIES: dict[str, tuple[str, ...]] = {
    "Korea": ("seoul", "korea-strait-western-channel", "tsushima-strait", "jeju-strait"),
    "Taiwan": ("taiwan-strait", "penghu-channel", "yonaguni-gap", "miyako-strait", "bashi-channel"),
}
"""Two sets of targets as an example: what lies around each. The choice is ours, not a plan of anyone's."""

_SLACK_KM = 1e-6  # what rounding may add to a distance that is a limit


@dataclass(frozen=True, eq=False)
class Split(Result):
    """Hubs divided between two contingencies, and what each target loses by it."""

    hubs: pd.DataFrame = field(default_factory=pd.DataFrame)
    """One row a hub: ``hub_id, hub, contingency, serves``, the number of targets that it is the nearest to. A hub that
    serves none is free for either, and its ``contingency`` is empty."""
    objective: str = "worst"
    worst_km: float = np.nan
    """The longest way to any target, km."""
    mean_km: float = np.nan
    """The weighted mean of the ways to all targets, km."""
    precision_km: Mapping[str, float] = field(default_factory=dict, repr=False)
    """How well the position of each hub and target is known, by name."""
    mode: str = "air"

    shown_columns: ClassVar[dict[str, str]] = {
        "contingency": "contingency", "target": "target", "hub": "hub", "distance_km": "{unit}", "hours": "h",
        "hub_before": "of all hubs", "distance_km_before": "{unit} of all", "distance_km_change": "± {unit}",
        "hours_change": "± h",
    }  # fmt: skip
    optional_columns: ClassVar[tuple[str, ...]] = ("± h", "h", "of all hubs", "{unit} of all")

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown, with the contingencies in the language."""
        called = self.table["contingency"].map(lambda name: said_group(name, self.lang))
        return self._shown(self.table.assign(contingency=called))

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        """Return how far distances and hours may be off, and what is lost by the division."""
        del table
        own = self.table
        found = {
            f"distance_km{ending}": uncertainty.of_named(
                own, self.precision_km, (f"hub{ending}", "target"), f"distance_km{ending}", self.mode
            )
            for ending in ("", "_before")
        }
        other = np.hypot(found["distance_km"], found["distance_km_before"])
        found["distance_km_change"] = np.where(own["hub"] == own["hub_before"], 0.0, other)
        for ending in ("", "_change"):
            if "hours" in own:
                columns = f"hours{ending}", f"distance_km{ending}"
                found[columns[0]] = uncertainty.of_hours(own, found[columns[1]], *columns)
        return found


def contingencies(  # noqa: PLR0913 - the question, in public keywords
    hubs: SomePlaces | Question | None = None,
    targets_a: SomePlaces | None = None,
    targets_b: SomePlaces | None = None,
    objective: Objective = "worst",
    *,
    mode: Mode | None = None,
    names: tuple[str, str] | None = None,
    without: SomePlaces = (),
    closed: Iterable[str] | str = (),
    weights: SomeWeights = None,
    speed: SomeSpeeds = None,
) -> Split:
    """Divide hubs between two sets of targets so that the worst, or the mean, distance is least.

    Parameters
    ----------
    hubs : see `eastup.tyranny.rank`
    targets_a, targets_b : places, or the name of one of `CONTINGENCIES`
        Korea and Taiwan where they are not given. A target may stand in both: then each side needs a hub for it.
    objective : {'worst', 'mean'}
        What is least: the longest way to any target, or the weighted mean of all. The other settles ties.
    mode : {'air', 'sea'}, optional
        Air where it is not given, or sea if straits are closed.
    names : pair of str, optional
        What the two contingencies are called.
    without, closed, speed
        As for `eastup.tyranny.rank`.
    weights : mapping or path, optional
        As for `eastup.tyranny.rank`; they count in the mean.

    Returns
    -------
    Split
        Its table has one row a target: ``contingency, target_id, target, hub, distance_km, distance_nmi``, with
        ``_before`` the same when all hubs may serve it, and ``_change`` what it loses. The division is exact: no other
        is better.

    Examples
    --------
    >>> split = contingencies(["Kadena Air Base", "Subic Bay"], "Miyako Strait", "Bashi Channel")
    >>> list(split.table.hub)
    ['Kadena Air Base', 'Subic Bay']
    """
    if objective not in OBJECTIVES:
        raise UnknownNameError("objective", objective, OBJECTIVES)
    sets = [_targets(given, default) for given, default in zip((targets_a, targets_b), CONTINGENCIES, strict=True)]
    called = names or (sets[0][0], sets[1][0])
    if called[0] == called[1]:
        called = (f"{called[0]} (1)", f"{called[1]} (2)")
    question = Question.of(hubs, mode=mode, without=without, closed=closed, speed=speed)
    if question.mode == "both":
        raise InputError("hubs are divided by one mode at a time", hint="use --mode air or --mode sea")
    asked = [question.to(goals) for _, goals in sets]
    matrices = [library.Scenario.of(one).after[0] for one in asked]
    if len(matrices[0].hubs) < 2:
        raise InputError("one hub can't be divided between two contingencies", hint="give two or more with --hubs")
    km = np.hstack([matrix.km for matrix in matrices])
    side = np.repeat([0, 1], [len(matrix.targets) for matrix in matrices])
    goals = [*matrices[0].targets, *matrices[1].targets]
    weight = library.weigh(goals, weights)
    if np.isinf(km).all(axis=0).any():
        missed = [goal.name for goal, column in zip(goals, km.T, strict=True) if np.isinf(column).all()]
        raise NoRouteError(f"no hub reaches {', '.join(missed)} by {matrices[0].mode}")
    to_first = _divide(km, side, weight, objective)
    kept = np.where(to_first[:, None] == (side == 0)[None, :], km, np.inf)
    chosen, best = kept.argmin(axis=0), km.argmin(axis=0)
    columns = np.arange(len(goals))
    table = pd.DataFrame(
        {
            "contingency": [called[s] for s in side],
            "target_id": [goal.id for goal in goals],
            "target": [goal.name for goal in goals],
            "hub": [matrices[0].hubs[i].name for i in chosen],
            "distance_km": km[chosen, columns],
            "distance_nmi": km[chosen, columns] / geodesy.KM_PER_NMI,
            "hub_before": [matrices[0].hubs[i].name for i in best],
            "distance_km_before": km[best, columns],
            "distance_nmi_before": km[best, columns] / geodesy.KM_PER_NMI,
        }
    )
    for name in ("distance_km", "distance_nmi"):
        table[f"{name}_change"] = table[name] - table[f"{name}_before"]
    if kmh := question.kmh:
        for ending in ("", "_before", "_change"):
            table[f"hours{ending}"] = table[f"distance_km{ending}"] / kmh
    serves = np.bincount(chosen, minlength=len(to_first))
    sides = ["" if not n else called[0] if first else called[1] for n, first in zip(serves, to_first, strict=True)]
    hub_table = pd.DataFrame(
        {
            "hub_id": [hub.id for hub in matrices[0].hubs],
            "hub": [hub.name for hub in matrices[0].hubs],
            "contingency": sides,
            "serves": serves,
        }
    )
    lengths = table["distance_km"].to_numpy()
    mean, worst = float(lengths @ weight / weight.sum()), float(lengths.max())
    connections = tuple(
        Connection(called[s], matrices[0].hubs[i], goal, question.mode, question.closed)
        for s, i, goal in zip(side, chosen, goals, strict=True)
    )
    question.to(goals).keep_made(table, "tyranny.contingencies", objective=objective)
    title = Sentence(f"split.title_{objective}", mode=Word(question.mode))
    precision = library.precision_of([*question.everyone, *goals])
    split = Split(
        table, title, hubs=hub_table, objective=objective,
        worst_km=worst, mean_km=mean, connections=connections, precision_km=precision, mode=question.mode,
    )  # fmt: skip
    notes = _notes(table, hub_table, called, mean, split._uncertain(table))
    return replace(split, notes=notes).in_language(question.lang)


def _targets(given: SomePlaces | None, default: str) -> tuple[str, SomePlaces]:
    """Return the name of a contingency and its targets."""
    name = default if given is None else given
    if isinstance(name, str):
        for known, targets in CONTINGENCIES.items():
            if name.strip().casefold() == known.casefold():
                return known, _ours(known, targets)
        return name.strip(), name
    return {"Korea": "first", "Taiwan": "second"}[default], name


def _ours(name: str, targets: tuple[str, ...]) -> list[Place]:
    """Return the targets of one of `CONTINGENCIES`; a theatre may have left them out."""
    try:
        return places.select(list(targets))
    except UnknownNameError:
        hint = "name targets of yours: --split 'A;B' --split C"
        raise InputError(f"what lies around {name} is not in this theatre", hint=hint) from None


def _divide(km: FloatArray, side: FloatArray, weight: FloatArray, objective: str) -> FloatArray:
    """Return which hubs go to the first set."""
    if objective == "worst":
        limit = _least_worst(km, side)
        return _least_mean(km, side, weight, limit)
    first = _least_mean(km, side, weight, np.inf)
    mean = _mean(km, side, weight, first)
    # Among the divisions of this mean take the one whose worst is least.
    limits = np.unique(km[np.isfinite(km)])
    low, high = 0, int(np.searchsorted(limits, _worst(km, side, first) - _SLACK_KM))
    while low < high:
        middle = (low + high) // 2
        other = _least_mean(km, side, weight, limits[middle]) if _can(km, side, limits[middle]) is not None else None
        if other is not None and _mean(km, side, weight, other) <= mean + _SLACK_KM:
            first, high = other, middle
        else:
            low = middle + 1
    return first


def _least_worst(km: FloatArray, side: FloatArray) -> float:
    """Return the least distance within which every target can have a hub of its own side."""
    limits = np.unique(km[np.isfinite(km)])
    if _can(km, side, limits[-1]) is None:
        raise NoRouteError("no division of the hubs reaches every target: too few hubs reach them")
    low, high = 0, len(limits) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _can(km, side, limits[middle]) is not None else (middle + 1, high)
    return float(limits[low])


def _can(km: FloatArray, side: FloatArray, limit_km: float) -> FloatArray | None:
    """Divide the hubs so that every target has one of its own side within a distance, or return None."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    near = (km <= limit_km + _SLACK_KM).T.astype(float)
    # To the first side: at least one near hub of the first (sum >= 1); to the second: not all of the near ones.
    least = np.where(side == 0, 1.0, -np.inf)
    most = np.where(side == 0, np.inf, near.sum(axis=1) - 1.0)
    if (most < 0).any():
        return None
    found = milp(
        np.zeros(len(km)),
        constraints=LinearConstraint(near, least, most),
        integrality=np.ones(len(km), dtype=int),
        bounds=Bounds(0, 1),
    )
    return None if found.x is None else np.asarray(np.round(found.x), dtype=bool)


def _least_mean(km: FloatArray, side: FloatArray, weight: FloatArray, limit_km: float) -> FloatArray:
    """Divide the hubs so that the weighted mean is least, with no way longer than a limit.

    The unknowns are x, whether a hub goes to the first side, and a share y of each target for each hub that may serve
    it: the shares of a target add up to one, and a hub serves only its own side.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix

    hubs = len(km)
    i, j = np.nonzero(np.isfinite(km) & (km <= limit_km + _SLACK_KM))
    pairs = np.arange(len(i))
    adds_up = coo_matrix((np.ones(len(i)), (j, hubs + pairs)), shape=(km.shape[1], hubs + len(i)))
    # y - x <= 0 on the first side, y + x <= 1 on the second.
    sign = np.where(side[j] == 0, -1.0, 1.0)
    rows = np.concatenate([pairs, pairs])
    entries = np.concatenate([np.ones(len(i)), sign]), (rows, np.concatenate([hubs + pairs, i]))
    belongs = coo_matrix(entries, shape=(len(i), hubs + len(i)))
    found = milp(
        np.concatenate([np.zeros(hubs), weight[j] * km[i, j]]),
        constraints=[
            LinearConstraint(adds_up.tocsr(), 1.0, 1.0),
            LinearConstraint(belongs.tocsr(), -np.inf, np.where(side[j] == 0, 0.0, 1.0)),
        ],
        integrality=np.concatenate([np.ones(hubs), np.zeros(len(i))]),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise NoRouteError("no division of the hubs reaches every target: too few hubs reach them")
    return np.asarray(np.round(found.x[:hubs]), dtype=bool)


def _ways(km: FloatArray, side: FloatArray, first: FloatArray) -> FloatArray:
    """Return the way to each target from the nearest hub of its side."""
    return np.asarray(np.where(first[:, None] == (side == 0)[None, :], km, np.inf).min(axis=0))


def _worst(km: FloatArray, side: FloatArray, first: FloatArray) -> float:
    return float(_ways(km, side, first).max())


def _mean(km: FloatArray, side: FloatArray, weight: FloatArray, first: FloatArray) -> float:
    return float(_ways(km, side, first) @ weight / weight.sum())


def _notes(
    table: pd.DataFrame, hubs: pd.DataFrame, called: tuple[str, ...], mean_km: float, off: Mapping[str, FloatArray]
) -> tuple[Sentence, ...]:
    """Say who serves what, what is least, and who loses most."""
    notes = []
    for name in dict.fromkeys(called):
        rows = hubs[hubs["contingency"] == name]
        notes.append(Sentence("split.side", name=group(name), hubs=names(rows["hub"])))
    if free := list(hubs.loc[hubs["serves"] == 0, "hub"]):
        notes.append(Sentence("split.free", hubs=names(free, most=8)))
    row = int(table["distance_km"].argmax())
    worst, own_off = table.iloc[row], off["distance_km"]
    mean_off = uncertainty.of_sum(own_off) / len(table)
    lengths = {"worst": Length(float(worst["distance_km"]), float(own_off[row])), "mean": Length(mean_km, mean_off)}
    notes.append(Sentence("split.worst", target=Name(worst["target"]), **lengths))
    row = int(table["distance_km_change"].argmax())
    loser = table.iloc[row]
    if loser["distance_km_change"] > _SLACK_KM:
        lost = Length(float(loser["distance_km_change"]), float(off["distance_km_change"][row]), signed=True)
        notes.append(Sentence("split.loser", target=Name(loser["target"]), length=lost))
    return tuple(notes)
