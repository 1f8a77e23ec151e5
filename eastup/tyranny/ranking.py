"""Ranks hubs by their distance to all targets, before and after hubs are lost and straits closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup import words
from eastup.distance import uncertainty
from eastup.errors import NoRouteError
from eastup.hubs import rear_ids
from eastup.hubs.question import Question
from eastup.io import data
from eastup.layers.sets import DEFAULT_TARGETS
from eastup.moved import Renamed
from eastup.results import Result, language
from eastup.results.sentence import Listed, Sentence, Word
from eastup.tyranny import scenario as library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import SomePlaces
    from eastup.tyranny.scenario import DistanceMatrix, Scenario, SomeWeights


@dataclass(frozen=True, eq=False)
class Ranking(Result):
    """Hubs in the order of their mean distance to all targets."""

    scenario: Scenario | None = field(default=None, repr=False)
    """The distances that it rests on."""
    case = Renamed("scenario")

    shown_columns: ClassVar[dict[str, str]] = {
        "rank": "#", "hub": "hub", "mode": "by", "mean_km": "mean {unit}", "times": "× best", "median_km": "median",
        "max_km": "worst", "farthest": "farthest", "nearest_count": "nearest to", "within_count": "within",
        "mean_hours": "mean h", "max_hours": "worst h",
    }  # fmt: skip
    _columns_changed: ClassVar[dict[str, str]] = {
        "rank": "#", "rank_before": "was", "hub": "hub", "mode": "by", "mean_km": "mean {unit}", "times": "× best",
        "mean_km_before": "was {unit}", "mean_km_change": "± {unit}", "max_km": "worst", "max_km_change": "± worst",
        "nearest_count": "nearest to", "nearest_count_change": "± nearest to", "within_count": "within",
        "within_count_change": "± within", "mean_hours": "mean h", "mean_hours_change": "± h",
    }  # fmt: skip

    _still: ClassVar[tuple[str, ...]] = ("mean_km_before", "mean_km_change", "max_km_change", "mean_hours_change")
    optional_columns: ClassVar[tuple[str, ...]] = (
        "median", "± within", "± worst", "worst h", "farthest", "worst", "± h", "± nearest to", "within", "mean h",
        "× best",
    )  # fmt: skip

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown, with each mean as a multiple of the best of its mode."""
        best = self.table.groupby("mode")["mean_km"].transform("min")
        rear = self.table["hub_id"].isin(rear_ids())
        table = language.cells_in(self.table, self.lang)
        mark = words.of("tables", self.lang)["rear"]
        open_ = np.where(self.open(), " ≈", "")
        table = table.assign(times=table["mean_km"] / best, hub=table["hub"] + np.where(rear, mark, "") + open_)
        heads = self._columns_changed if "mean_km_before" in table else self.shown_columns
        if "mean_km_change" in table and not self.table["mean_km_change"].any():  # to lose a hub moves no other
            heads = {name: head for name, head in heads.items() if name not in self._still}
        return self._shown(table if table["mode"].nunique() > 1 else table.drop(columns="mode"), heads)

    def open(self) -> NDArray[np.bool_]:
        """Say of each row whether its hub and the one before it may stand in the other order."""
        found = np.zeros(len(self.table), dtype=bool)
        matrices = {matrix.mode: matrix for matrix in self.scenario.after} if self.scenario is not None else {}
        hub_id, mode, mean = (self.table[name].tolist() for name in ("hub_id", "mode", "mean_km"))
        for row in range(1, len(self.table)):
            matrix = matrices.get(mode[row])
            if matrix is None or mode[row - 1] != mode[row] or not np.isfinite(mean[row]):
                continue
            ids = [hub.id for hub in matrix.hubs]
            found[row] = _is_open(matrix, ids.index(hub_id[row - 1]), ids.index(hub_id[row]))
        return found

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        """Return how far means and the worst may be off: the hub's position, and by sea the error of the ways."""
        precision = {
            h.id: h.precision_km or 0.0 for m in (self.scenario.before if self.scenario else ()) for h in m.hubs
        }
        own_km = table["hub_id"].map(precision).fillna(0.0).to_numpy(float)
        by_sea = np.where(table["mode"] == "sea", uncertainty.SEA_SHARE, 0.0) if "mode" in table else self._sea_share()
        found = {
            name: np.hypot(own_km, by_sea * np.abs(table[name].to_numpy(float)))
            for name in table.columns
            if name.endswith(("_km", "_km_before", "_km_change"))
        }
        for name in ("mean", "max"):  # hours are the distance's
            for ending in ("", "_before", "_change"):
                if f"{name}_hours{ending}" in table:
                    columns = f"{name}_hours{ending}", f"{name}_km{ending}"
                    found[columns[0]] = uncertainty.of_hours(table, found[columns[1]], *columns)
        return found

    def _sea_share(self) -> float:
        return uncertainty.SEA_SHARE if (self.table["mode"] == "sea").all() else 0.0


@data.steady()
def rank(  # noqa: PLR0913 - the question, in public keywords
    hubs: SomePlaces | Question | None = None,
    targets: SomePlaces = DEFAULT_TARGETS,
    mode: Mode | None = None,
    *,
    without: SomePlaces = (),
    closed: Iterable[str] | str = (),
    weights: SomeWeights = None,
    speed: SomeSpeeds = None,
    within_km: float | None = None,
    measure: str = "nearest",
) -> Ranking:
    """Rank hubs by their mean distance to all targets.

    Parameters
    ----------
    hubs : names, a layer, a filter, a file or a GeoDataFrame, optional
        See `eastup.places.select`; or an `eastup.Question`, which says all but ``weights`` and ``within_km``. Without
        it the set ``default``: eleven forward hubs and the rear hubs Guam, Honolulu, Darwin and San Diego.
    targets : as ``hubs``
        Without it the set ``passages``: those of the first island chain, each water once. A strait counts at the
        mid-point of its gate.
    mode : {'air', 'sea', 'both'}, optional
        Air where it is not given, or sea if straits are closed. With ``both`` hubs are ranked in each mode.
    without : as ``hubs``, or ``"host=JPN"``
        Hubs that are lost; ``host=`` stands for all hubs of a host country.
    closed : names of straits
        Straits that ships can't pass.
    weights : mapping or path, optional
        Weight of a target by its name or id, 1 where none is given; or a CSV file with ``target`` and ``weight``.
    speed : str, float, mapping or several, optional
        Such as ``"20kn"``: adds hours. With ``both`` each mode has its own, as in `eastup.distance.matrix`.
    within_km : float, km, optional
        Adds ``within_count``: the number of targets within this distance, the limit included.
    measure : {'nearest', 'center', 'farthest'}
        Which point of a line or an area counts; see `eastup.distance.matrix`.

    Returns
    -------
    Ranking
        Its table has one row a hub: ``hub_id, hub, mode, mean_km, median_km, max_km, farthest, nearest, nearest_count,
        rank``. ``nearest_count`` says to how many targets the hub is the nearest of all. Hubs that miss a target come
        last and have no mean, and ``farthest`` is one that they miss; a target that no hub reaches is left out, with a
        note. With ``without`` or ``closed`` each column has its value before, and numbers their change; hubs that are
        lost are not in the table.

    Raises
    ------
    InputError
        If a name is not known, a lost hub is none of the hubs, or none would be left.
    NoRouteError
        If no hub reaches any target.

    Examples
    --------
    >>> ranking = rank(["Kadena Air Base", "Naval Base Guam"], "Miyako Strait")
    >>> ranking.table.hub[0]
    'Kadena Air Base'
    """
    question = Question.of(
        hubs, aimed=True, targets=targets, mode=mode, without=without, closed=closed, speed=speed, measure=measure
    )
    scenario, within_km = library.Scenario.of(question), library.limit_km(within_km)
    tables: list[pd.DataFrame] = []
    notes: list[Sentence] = []
    for before, after in zip(scenario.before, scenario.after, strict=True):
        weight = library.weigh(after.targets, weights)
        used, kmh = _used(after, weight, notes), question.speeds_kmh.get(after.mode)
        table = _ranked(after.to(used), weight[used], kmh, within_km)
        if scenario.changed:
            table = library.compared(
                table, _ranked(before.to(used), weight[used], kmh, within_km), ["hub_id", "hub", "mode"]
            )
        tables.append(table)
        notes += _rear_note(table, after.mode)
        notes += _missed_note(after.to(used))
    title = Sentence("rank.title", modes=scenario.modes, goals=scenario.goals(), under=scenario.under())
    for matrix in scenario.after:
        notes += _close_note(matrix)
    notes += scenario.compared()
    table = pd.concat(tables, ignore_index=True)
    question.keep_made(table, "tyranny.rank")
    return Ranking(table, title, tuple(notes), scenario=scenario).in_language(question.lang)


def _used(matrix: DistanceMatrix, weight: FloatArray, notes: list[Sentence]) -> FloatArray:
    """Return the numbers of the targets that count, in the order of their ids: the sum depends on no other order."""
    reached = np.asarray(np.isfinite(matrix.km).any(axis=0))
    if not (reached & (weight > 0)).any():
        raise NoRouteError(f"no hub reaches any of the targets by {matrix.mode}{_why_none(matrix)}")
    if missed := tuple(t for t, is_reached in zip(matrix.targets, reached, strict=True) if not is_reached):
        notes.append(Sentence("rank.left_out", targets=Listed(missed), mode=Word(matrix.mode)))
    order = sorted(
        range(len(matrix.targets)), key=lambda j: (matrix.targets[j].id, matrix.targets[j].lon, matrix.targets[j].lat)
    )
    return np.array([j for j in order if reached[j] and weight[j] > 0])


def _why_none(matrix: DistanceMatrix) -> str:
    if matrix.mode != "sea":
        return ""
    from eastup.sea.routes import why_ashore

    why = next(filter(None, map(why_ashore, matrix.hubs)), "")
    return f": {why}" if why else ""


def _ranked(matrix: DistanceMatrix, weight: FloatArray, kmh: float | None, within_km: float | None) -> pd.DataFrame:
    """Rank the hubs of one mode; hubs and targets come in the order of their ids."""
    missed = np.isinf(matrix.km).sum(axis=1)
    mean = (matrix.km * weight).sum(axis=1) / weight.sum()
    reached_mean = np.where(np.isinf(matrix.km), 0.0, matrix.km * weight).sum(axis=1)
    order = np.lexsort((np.arange(len(matrix.hubs)), reached_mean, missed))
    keys = list(zip(missed[order], reached_mean[order], strict=True))
    nearest_hub = matrix.km.argmin(axis=0)
    names = np.array([t.name for t in matrix.targets], dtype=object)
    table = pd.DataFrame(
        {
            "hub_id": [hub.id for hub in matrix.hubs],
            "hub": [hub.name for hub in matrix.hubs],
            "mode": matrix.mode,
            "mean_km": mean,
            "median_km": [_median(row, weight) for row in matrix.km],
            "max_km": matrix.km.max(axis=1),
            "farthest": names[matrix.km.argmax(axis=1)],
            "nearest": np.where(np.isfinite(matrix.km.min(axis=1)), names[matrix.km.argmin(axis=1)], ""),
            "nearest_count": np.bincount(nearest_hub, minlength=len(matrix.hubs)),
        }
    ).iloc[order]
    table["rank"] = [1 + keys.index(key) for key in keys]
    if kmh:
        for name in ("mean", "median", "max"):
            table[f"{name}_hours"] = table[f"{name}_km"] / kmh
    if within_km is not None:
        table["within_count"] = (matrix.km <= within_km).sum(axis=1)[order]
    return library.finite(table.reset_index(drop=True))


def _median(values: FloatArray, weight: FloatArray) -> float:
    """Return the weighted median: the middle of the values where each stands as often as it weighs."""
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    low = int(np.searchsorted(share, 0.5 - 1e-12))
    if abs(share[low] - 0.5) <= 1e-12 and low + 1 < len(order):
        return float((values[order[low]] + values[order[low + 1]]) / 2)
    return float(values[order[low]])


def _rear_note(table: pd.DataFrame, mode: str) -> list[Sentence]:
    """Say how much farther the rear hubs lie than the forward ones."""
    rear = table["hub_id"].isin(rear_ids())
    behind, ahead = table.loc[rear, "mean_km"].dropna(), table.loc[~rear, "mean_km"].dropna()
    if behind.empty or ahead.empty:
        return []
    return [Sentence("rank.rear", mode=Word(mode), times=float(behind.mean() / ahead.mean()))]


def _close_note(matrix: DistanceMatrix) -> list[Sentence]:
    """Name the hubs whose order hangs on less than what is known of their means."""
    hubs, mean = matrix.hubs, matrix.km.mean(axis=1)
    order = [i for i in np.argsort(mean, kind="stable") if np.isfinite(mean[i])]
    close = tuple(
        Sentence("both", a=hubs[one], b=hubs[other]) for one, other in pairwise(order) if _is_open(matrix, one, other)
    )
    pairs = Listed(close, most=_MOST_PAIRS, between="semicolon")
    return [Sentence("rank.close", mode=Word(matrix.mode), pairs=pairs)] if close else []


def _is_open(matrix: DistanceMatrix, one: int, other: int) -> bool:
    """Say whether the order of two hubs by their means is within what is known of them."""
    pair = [one, other]
    precision = [matrix.hubs[i].precision_km or 0.0 for i in pair]
    off = uncertainty.of_mean_margin(matrix.km[pair], precision, matrix.mode)
    return bool(abs(np.diff(matrix.km[pair].mean(axis=1))[0]) <= off)


def _missed_note(matrix: DistanceMatrix) -> list[Sentence]:
    pairs = tuple(Sentence("pair", a=matrix.hubs[i], b=matrix.targets[j]) for i, j in np.argwhere(np.isinf(matrix.km)))
    listed = Listed(pairs, most=_MOST_PAIRS, between="semicolon")
    return [Sentence("rank.no_route", mode=Word(matrix.mode), pairs=listed)] if pairs else []


_MOST_PAIRS = 6
