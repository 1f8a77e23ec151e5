"""The distances of a question's hubs to its targets as arrays, before and after hubs are lost and straits closed."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from eastup import distance
from eastup.errors import InputError
from eastup.hubs import named
from eastup.hubs.question import Given, Question
from eastup.layers.sets import is_ours
from eastup.moved import renamed_names
from eastup.results.sentence import Listed, Sentence, Word, counted

if TYPE_CHECKING:
    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs import Closed
    from eastup.places import Place, SomePlaces


_LISTED = 20
"""Most hubs that a note lists."""
SomeWeights: TypeAlias = "Mapping[str, float] | str | Path | None"


@dataclass(frozen=True, eq=False)
class DistanceMatrix:
    """Distances of every hub to every target in one mode."""

    mode: str
    hubs: tuple[Place, ...]
    targets: tuple[Place, ...]
    km: FloatArray
    """``(hubs, targets)``, kilometres; a pair that no route joins is infinitely far."""

    def only(self, hubs: Iterable[Place]) -> DistanceMatrix:
        """Return the matrix of some of its hubs."""
        kept = set(hubs)
        rows = [i for i, hub in enumerate(self.hubs) if hub in kept]
        return DistanceMatrix(self.mode, tuple(self.hubs[i] for i in rows), self.targets, self.km[rows])

    def to(self, columns: FloatArray | list[int]) -> DistanceMatrix:
        """Return the matrix of some of its targets, by their numbers."""
        chosen = np.asarray(columns, dtype=int)
        km = np.ascontiguousarray(self.km[:, chosen])  # so that a row's sum does not depend on the other rows
        return DistanceMatrix(self.mode, self.hubs, tuple(self.targets[i] for i in chosen), km)


@dataclass(frozen=True, eq=False)
class Scenario:
    """A question, with its distances before and after hubs are lost and straits are closed; the same where none are."""

    question: Question
    before: tuple[DistanceMatrix, ...]
    """A matrix for each mode; hubs in the order of their ids, targets as they were given."""
    after: tuple[DistanceMatrix, ...]

    @classmethod
    def of(cls, question: Question) -> Scenario:
        """Measure every hub of a question to every target of it."""
        everyone, goals = list(question.everyone), list(question.targets)
        before = matrices(everyone, goals, question.mode, measured=question.measure)
        if question.closed:
            shut: Closed = {"closed": question.closed}
            after = matrices(list(question.hubs), goals, question.mode, shut, question.measure)
        else:
            after = tuple(matrix.only(question.hubs) for matrix in before)
        return cls(question, before, after)

    @cached_property
    def precision_km(self) -> dict[str, float]:
        """How well the position of each hub and target is known, km, by name."""
        return precision_of([*self.question.everyone, *self.question.targets])

    @property
    def lost(self) -> tuple[Place, ...]:
        """The hubs that are lost."""
        return self.question.lost

    @property
    def closed(self) -> tuple[Place, ...]:
        """The straits that are closed."""
        return self.question.shut

    @property
    def changed(self) -> bool:
        """Whether anything is lost or closed."""
        return self.question.changed

    @property
    def modes(self) -> Sentence | Word:
        """The modes in words: air, sea, or air and sea."""
        return Sentence("modes.both") if len(self.after) > 1 else Word(self.after[0].mode)

    def goals(self) -> Sentence:
        """Say what the targets are, with their number: 32 passages of the first island chain."""
        count, own = len(self.after[0].targets), self.question.target_set
        if own is not None and not self.changed:
            return Sentence("many.set", n=count, set=own, id=own.id)
        if own is not None and is_ours(own):  # losses want room, and our ids are words for what the sets hold
            return Sentence("many.set_short", n=count, set=own, id=own.id)
        straits = all(target.layer == "straits" for target in self.after[0].targets)
        return counted(count, "strait" if straits else "target")

    def compared(self) -> list[Sentence]:
        """Say which hubs are compared and what short names were read as, one sentence each."""
        hubs = self.before[0].hubs
        own = self.question.hub_set
        named = Sentence("in_brackets", what=own) if own is not None else ""
        names = Sentence("after_colon", what=Listed(hubs)) if len(hubs) <= _LISTED else ""
        read = dict.fromkeys(place for place in (*hubs, *self.before[0].targets) if place.typed)
        key = "compared.one" if len(hubs) == 1 else "compared.many"
        return [
            Sentence(key, n=len(hubs), set=named, names=names),
            *(Sentence("read_as", typed=place.typed, place=place) for place in read),
        ]

    def under(self) -> Sentence:
        """Say what is lost and closed, for a title; empty where nothing is."""
        lost = Listed(self.lost, most=3 if len(self.lost) == 3 else 2)
        kind = "both" if self.lost and self.closed else "without" if self.lost else "closed" if self.closed else "none"
        return Sentence(f"under.{kind}", lost=lost, closed=Listed(self.closed))


def scenario(
    hubs: SomePlaces | None,
    targets: SomePlaces,
    mode: Mode | None = None,
    without: SomePlaces = (),
    closed: Iterable[str] | str = (),
    measure: str = "nearest",
) -> Scenario:
    """Measure a question that is not made yet: the old way of `Scenario.of`, which goes with the next release."""
    warnings.warn("scenario(...) is now Scenario.of(Question.of(...))", DeprecationWarning, stacklevel=2)
    given: Given = {"targets": targets, "mode": mode, "without": without, "closed": closed, "measure": measure}
    return Scenario.of(Question.of(hubs, **given))


def precision_of(places: Iterable[Place]) -> dict[str, float]:
    """Return how well positions are known, km, by the places' names; what is not known is taken as given."""
    return {place.name: place.precision_km or 0.0 for place in places}


def limit_km(within_km: float | None) -> float | None:
    """Return a limit of distance, if it is one."""
    if within_km is not None and not within_km >= 0:
        raise InputError(f"a distance of {within_km} km can't be a limit", hint="give zero or more")
    return within_km


def matrices(
    hubs: list[Place], targets: list[Place], mode: Mode, options: Closed | None = None, measured: str = "nearest"
) -> tuple[DistanceMatrix, ...]:
    """Return a matrix for each mode."""
    which = {} if measured == "nearest" else {"measure": measured}
    table = distance.matrix(hubs, targets, mode, **(options or {}), **which)
    found = []
    for by in table["mode"].unique():
        km = table.loc[table["mode"] == by, "distance_km"].to_numpy(float).reshape(len(hubs), len(targets))
        found.append(DistanceMatrix(str(by), tuple(hubs), tuple(targets), np.where(np.isnan(km), np.inf, km)))
    return tuple(found)


def weigh(targets: Iterable[Place], weights: SomeWeights) -> FloatArray:
    """Return the weight of each target: 1 where none is given, 0 for a target that is left out.

    Parameters
    ----------
    weights : mapping of names or ids to numbers, or a CSV file with the columns ``target`` and ``weight``
    """
    goals = list(targets)
    result = np.ones(len(goals))
    if weights is None:
        return result
    where = None if isinstance(weights, Mapping) else Path(weights)
    for name, value in weights.items() if isinstance(weights, Mapping) else _read_weights(Path(weights)):
        if not np.isfinite(value) or value < 0:
            raise InputError(f"the weight {value} of {name} is not a number of zero or more", where=where)
        meant = named(goals, name, "target", where)
        result[[goal in meant for goal in goals]] = value
    if not result.any():
        raise InputError("every target has the weight zero", where=where, hint="give one of them more")
    return result


def _read_weights(path: Path) -> list[tuple[str, float]]:
    if not path.is_file():
        raise InputError("there is no such file of weights", where=path, hint="check the path")
    try:
        table = pd.read_csv(path, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.EmptyDataError, pd.errors.ParserError):
        raise InputError("not a CSV table in UTF-8", where=path) from None
    columns = {str(c).strip().casefold(): c for c in table.columns}
    target = next((columns[c] for c in ("target", "target_id", "id", "name") if c in columns), None)
    if target is None or "weight" not in columns:
        raise InputError("no columns target and weight", where=path, hint="name them so in the first line")
    numbers = pd.to_numeric(table[columns["weight"]], errors="coerce")
    if numbers.isna().any():
        row = int(numbers.isna().to_numpy().argmax())
        value = table[columns["weight"]].iloc[row]
        raise InputError(f"the weight {value!r} is not a number", where=f"{path}, row {row + 2}")
    return [(str(name), float(value)) for name, value in zip(table[target], numbers, strict=True)]


def finite(table: pd.DataFrame) -> pd.DataFrame:
    """Leave empty what is infinitely far."""
    return table.replace([np.inf, -np.inf], np.nan)


def compared(after: pd.DataFrame, before: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add to each value of a table its value before, and to numbers their change."""
    # A user's frame may hold one id twice: repetitions are counted, so that each row meets its own.
    numbered = [table.assign(_n=table.groupby(keys).cumcount()) for table in (after, before)]
    both = numbered[0].merge(numbered[1], on=[*keys, "_n"], how="left", suffixes=("", "_before")).drop(columns="_n")
    for name in after.columns:
        if name not in keys and pd.api.types.is_numeric_dtype(both[name]):
            both[f"{name}_change"] = both[name] - both[f"{name}_before"]
    return both


if not TYPE_CHECKING:  # the type checker need not take any name for one of the old ones
    __getattr__ = renamed_names(__name__, Case="Scenario", Grid="DistanceMatrix", case="scenario")
