"""Finds the nearest responder to each target."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup import geodesy
from eastup.distance import uncertainty
from eastup.hubs.question import Question
from eastup.io import data
from eastup.layers.sets import DEFAULT_TARGETS
from eastup.moved import Renamed
from eastup.results import Result
from eastup.results.sentence import Length, Listed, Name, Sentence, Word, counted, names
from eastup.tyranny import scenario as library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import SomePlaces
    from eastup.tyranny.scenario import DistanceMatrix, Scenario

_FINEST_KM = 0.2
"""A change by less than half of it is none."""
_MOST_NAMED = 4
"""Targets of which the hubs within a distance are named in notes."""
_FELT_KM = 0.5
"""A way that is longer by less is told as none: beside a closed gate it runs round its end."""
_MOST_CLOSE = 6
"""Targets that are named in a note on what is open."""


@dataclass(frozen=True, eq=False)
class Nearest(Result):
    """The nearest hub to each target, the second nearest and the margin between them."""

    scenario: Scenario | None = field(default=None, repr=False)
    """The distances that it rests on."""
    case = Renamed("scenario")

    shown_columns: ClassVar[dict[str, str]] = {
        "target": "target", "mode": "by", "nearest_hub": "nearest hub", "distance_km": "{unit}", "hours": "h",
        "second_hub": "second", "second_km": "second {unit}", "margin_km": "margin", "within_count": "hubs within",
        "within_hubs": "which",
    }  # fmt: skip
    _columns_changed: ClassVar[dict[str, str]] = {
        "target": "target", "mode": "by", "nearest_hub": "nearest hub", "distance_km": "{unit}", "hours": "h",
        "nearest_hub_before": "was", "distance_km_before": "was {unit}", "distance_km_change": "± {unit}",
        "hours_change": "± h", "within_count": "hubs within", "within_count_change": "± hubs",
    }  # fmt: skip

    optional_columns: ClassVar[tuple[str, ...]] = (
        "which", "± hubs", "second {unit}", "± h", "was {unit}", "second", "h", "hubs within", "margin", "was",
    )  # fmt: skip

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown; where something changes, the values before and the change.

        A nearest hub whose lead over the second is within what is known of their positions is marked with ≈.
        """
        table = self.table.assign(nearest_hub=self.table["nearest_hub"] + np.where(self.open(), " ≈", ""))
        return self._shown(table, self._columns_changed if "distance_km_before" in table else self.shown_columns)

    def open(self) -> NDArray[np.bool_]:
        """Say of each row whether the second hub may be the nearer one, for what is known of both distances."""
        matrices = self.scenario.after if self.scenario is not None else ()
        found = [_open(matrix) for matrix in matrices]
        of_id = {
            (m.mode, t.id): bool(o)
            for m, own in zip(matrices, found, strict=True)
            for t, o in zip(m.targets, own, strict=True)
        }
        mode = matrices[0].mode if len(matrices) == 1 else ""
        modes = self.table["mode"] if "mode" in self.table else [mode] * len(self.table)
        keys = zip(modes, self.table["target_id"], strict=True)
        return np.array([of_id.get(key, False) for key in keys], dtype=bool)

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        """Return how far distances may be off, as `eastup.distance.matrix` does; a change, by what it changes."""
        if self.scenario is None:
            return {}
        precision, mode = self.scenario.precision_km, self.scenario.after[0].mode
        named = self.table.assign(mode=self.table.get("mode", mode))

        def off(hub: str, km: str) -> FloatArray:
            return uncertainty.of_named(named, precision, (hub, "target"), km)

        found = {"distance_km": off("nearest_hub", "distance_km"), "second_km": off("second_hub", "second_km")}
        found["margin_km"] = np.hypot(found["distance_km"], found["second_km"])
        if "distance_km_before" in table:
            found["distance_km_before"] = off("nearest_hub_before", "distance_km_before")
            same = (named["nearest_hub"] == named["nearest_hub_before"]).to_numpy()
            other = np.hypot(found["distance_km"], found["distance_km_before"])
            share = np.where(named["mode"] == "sea", uncertainty.SEA_SHARE, 0.0)
            change = np.abs(named["distance_km_change"].to_numpy(float))
            found["distance_km_change"] = np.where(same, np.maximum(share * change, _FINEST_KM), other)
        for ending in ("", "_before", "_change"):
            if f"hours{ending}" in table:
                columns = f"hours{ending}", f"distance_km{ending}"
                found[f"hours{ending}"] = uncertainty.of_hours(named, found[columns[1]], *columns)
        return found

    @property
    def worst(self) -> pd.Series:
        """The row of the target whose nearest hub is farthest, or that no hub reaches."""
        km = self.table["distance_km"].fillna(np.inf).to_numpy()
        return self.table.iloc[int(km.argmax())]


@data.steady()
def nearest(  # noqa: PLR0913 - the question, in public keywords
    hubs: SomePlaces | Question | None = None,
    targets: SomePlaces = DEFAULT_TARGETS,
    mode: Mode | None = None,
    *,
    without: SomePlaces = (),
    closed: Iterable[str] | str = (),
    speed: SomeSpeeds = None,
    within_km: float | None = None,
    measure: str = "nearest",
) -> Nearest:
    """Find the nearest responder to each target, and what changes when hubs are lost or straits closed.

    Parameters
    ----------
    hubs, targets, mode, without, closed, speed, measure
        As for `rank`.
    within_km : float, km, optional
        Adds ``within_count``: the number of hubs within this distance of the target, the limit included.

    Returns
    -------
    Nearest
        Its table has one row a target, in the order given: ``target_id, target, nearest_hub, distance_km, distance_nmi,
        second_hub, second_km, margin_km``; with mode ``both`` the mode follows the target. ``hours`` and
        ``within_count`` come last if asked for, with ``within_hubs``, their names; with ``without`` or ``closed`` each
        has its value before and change.

    Examples
    --------
    >>> answer = nearest(["Kadena Air Base", "Naval Base Guam"], "Miyako Strait", without="Kadena")
    >>> answer.table.nearest_hub[0], round(float(answer.table.distance_km_change[0]))
    ('Naval Base Guam (Apra Harbor)', 2151)
    """
    question = Question.of(
        hubs, aimed=True, targets=targets, mode=mode, without=without, closed=closed, speed=speed, measure=measure
    )
    scenario, within_km = library.Scenario.of(question), library.limit_km(within_km)
    tables: list[pd.DataFrame] = []
    notes: list[Sentence] = []
    for before, after in zip(scenario.before, scenario.after, strict=True):
        kmh = question.speeds_kmh.get(after.mode)
        table = _nearest(after, kmh, within_km)
        if scenario.changed:
            table = library.compared(table, _nearest(before, kmh, within_km), ["target_id", "target", "mode"])
        tables.append(table)
        notes += _worst_note(table, after, scenario.changed) + _close_note(after)
        notes += _within_notes(table, within_km)
    table = pd.concat(tables, ignore_index=True)
    if len(tables) == 1:
        table = table.drop(columns="mode")
    question.keep_made(table, "tyranny.nearest")
    number = len(question.hubs)
    title = Sentence(
        "nearest.title", hubs=counted(number, "hub"), goals=scenario.goals(), modes=scenario.modes,
        under=scenario.under(),
    )  # fmt: skip
    notes += scenario.compared()
    return Nearest(table, title, tuple(notes), scenario=scenario).in_language(question.lang)


def _nearest(matrix: DistanceMatrix, kmh: float | None, within_km: float | None) -> pd.DataFrame:
    """Find the two nearest hubs to each target; hubs come in the order of their ids, which settles ties."""
    order = np.argsort(matrix.km, axis=0, kind="stable")
    names = np.array([hub.name for hub in matrix.hubs], dtype=object)

    def at(place: int) -> tuple[NDArray[np.object_], FloatArray]:
        if place >= len(matrix.hubs):
            return np.full(len(matrix.targets), "", dtype=object), np.full(len(matrix.targets), np.inf)
        km = np.take_along_axis(matrix.km, order[place : place + 1], axis=0)[0]
        return np.where(np.isinf(km), "", names[order[place]]), km

    (first, first_km), (second, second_km) = at(0), at(1)
    with np.errstate(invalid="ignore"):  # infinity less infinity is no margin
        margin = second_km - first_km
    table = pd.DataFrame(
        {
            "target_id": [t.id for t in matrix.targets],
            "target": [t.name for t in matrix.targets],
            "mode": matrix.mode,
            "nearest_hub": first,
            "distance_km": first_km,
            "distance_nmi": first_km / geodesy.KM_PER_NMI,
            "second_hub": second,
            "second_km": second_km,
            "margin_km": margin,
        }
    )
    if kmh:
        table["hours"] = first_km / kmh
    if within_km is not None:
        table["within_count"] = (matrix.km <= within_km).sum(axis=0)
        table["within_hubs"] = ["; ".join(names[near]) for near in (matrix.km <= within_km).T]
    return library.finite(table)


def _open(matrix: DistanceMatrix) -> NDArray[np.bool_]:
    """Say for which targets the lead of the nearest hub is within the uncertainty of the two distances."""
    found = np.zeros(len(matrix.targets), dtype=bool)
    if len(matrix.hubs) < 2:
        return found
    order = np.argsort(matrix.km, axis=0, kind="stable")[:2]
    for j, (one, other) in enumerate(order.T):
        km = matrix.km[[one, other], j]
        precision = [matrix.hubs[i].precision_km or 0.0 for i in (one, other)]
        found[j] = np.isfinite(km).all() and km[1] - km[0] <= uncertainty.of_margin(km, precision, matrix.mode)
    return found


def _close_note(matrix: DistanceMatrix) -> list[Sentence]:
    """Name the targets of which two hubs are as near as can be told."""
    targets = tuple(target for target, is_open in zip(matrix.targets, _open(matrix), strict=True) if is_open)
    listed = Listed(targets, most=_MOST_CLOSE)
    return [Sentence("nearest.close", mode=Word(matrix.mode), targets=listed)] if targets else []


def _within_notes(table: pd.DataFrame, within_km: float | None) -> list[Sentence]:
    """Name the hubs within a distance of each target, of few targets; the table names them for all."""
    if within_km is None or len(table) > _MOST_NAMED:
        return []
    length = Length(within_km)
    return [
        Sentence(
            "nearest.within", length=length, target=Name(target), hubs=names(hubs.split("; "), between="semicolon")
        )
        if hubs
        else Sentence("nearest.none_within", length=length, target=Name(target))
        for target, hubs in zip(table["target"], table["within_hubs"], strict=True)
    ]


def _worst_note(table: pd.DataFrame, matrix: DistanceMatrix, changed: bool) -> list[Sentence]:
    mode, km = Word(matrix.mode), table["distance_km"].fillna(np.inf)
    precision = library.precision_of([*matrix.hubs, *matrix.targets])
    row = table.iloc[int(km.argmax())]
    if np.isfinite(km.max()):
        way = uncertainty.SEA_SHARE * row["distance_km"] if matrix.mode == "sea" else 0.0
        off = float(np.sqrt(precision[row["target"]] ** 2 + precision[row["nearest_hub"]] ** 2 + way**2))
        length, hub = Length(float(row["distance_km"]), off), Name(row["nearest_hub"])
        notes = [Sentence("nearest.worst", mode=mode, target=Name(row["target"]), length=length, hub=hub)]
    else:
        notes = [Sentence("nearest.unreached", mode=mode, targets=names(table.loc[np.isinf(km), "target"]))]
    if changed and (change := table["distance_km_change"]).max() < _FELT_KM:
        notes.append(Sentence("nearest.no_longer", all=len(table)))
    elif changed and change.max() >= _FELT_KM:
        loser = table.iloc[int(change.argmax())]
        before, now = Name(loser["nearest_hub_before"]), Name(loser["nearest_hub"])
        length = Length(float(change.max()), signed=True)
        longer = int((change >= _FELT_KM).sum())
        named = {"target": Name(loser["target"]), "before": before, "now": now}
        notes.append(Sentence("nearest.longer", n=longer, all=len(table), length=length, **named))
    return notes
