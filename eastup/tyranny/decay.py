"""A model of how effort decays with distance: what arrives is halved over each half-distance. It is a model only.

K. E. Boulding (*Conflict and Defense*, 1962) has strength fall as one goes from home; he draws a straight line. Here it
is halved by equal lengths, so that it is never below nothing, and the length is the user's own: nothing was measured.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup import geodesy
from eastup.distance import uncertainty
from eastup.errors import InputError
from eastup.hubs.question import Question
from eastup.layers.sets import DEFAULT_TARGETS
from eastup.results import Result
from eastup.results.sentence import Length, Sentence, counted
from eastup.tyranny import scenario as library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import SomePlaces
    from eastup.tyranny.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Decay(Result):
    """What a model lets arrive at each target."""

    half_km: float = np.nan
    """The length by which what arrives is halved."""
    scenario: Scenario | None = field(default=None, repr=False)
    """The distances that it rests on."""

    shown_columns: ClassVar[dict[str, str]] = {
        "target": "target", "mode": "by", "nearest_hub": "nearest hub", "distance_km": "{unit}",
        "arrives_pct": "% arrives", "all_hubs": "of all hubs", "hubs_worth": "worth hubs",
    }  # fmt: skip

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown, with what arrives in per cent."""
        table = self.table.assign(arrives_pct=100 * self.table["arrives"])
        return self._shown(table if table["mode"].nunique() > 1 else table.drop(columns="mode"))

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        """Return how far distances may be off, and what arrives: by the slope of the model where they end."""
        if self.scenario is None:
            return {}
        precision = self.scenario.precision_km
        km = uncertainty.of_named(self.table, precision, ("nearest_hub", "target"), "distance_km")
        slope = np.log(2.0) / self.half_km
        found = {"distance_km": km, "arrives_pct": slope * km * table["arrives_pct"].to_numpy(float)}
        return found | {"all_hubs": slope * km * table["all_hubs"].to_numpy(float)}

    def _written(self) -> pd.DataFrame:
        return super()._written().assign(model=str(_model(self.half_km).within(self.lang)))


def decay(
    hubs: SomePlaces | Question | None = None,
    targets: SomePlaces = DEFAULT_TARGETS,
    half: str | float = "",
    *,
    mode: Mode | None = None,
    without: SomePlaces = (),
    closed: Iterable[str] | str = (),
) -> Decay:
    """Tell what a model lets arrive at each target.

    Parameters
    ----------
    hubs, targets, mode, without, closed : see `eastup.tyranny.rank`
    half : str or float
        The length by which what arrives is halved, such as ``"1000nmi"``, or kilometres. There is no default: it is an
        assumption, and the user's.

    Returns
    -------
    Decay
        One row a target and mode: ``target_id, target, mode, nearest_hub, distance_km, arrives, all_hubs, model``.
        ``arrives`` is the share that arrives from the nearest hub, 0 to 1; ``all_hubs`` the sum over all hubs, in hubs
        that stood at the target itself; ``model`` says what it is.

    Examples
    --------
    >>> round(float(decay("Naval Base Guam", "Miyako Strait", 2311.9).table.arrives[0]), 2)
    0.5
    """
    if half == "":
        raise InputError("the model has no length by which effort is halved", hint="give one, such as 1000nmi")
    half_km = geodesy.length_km(half) if isinstance(half, str) else float(half)
    if not 0 < half_km < np.inf:
        raise InputError(f"effort can't be halved by each {half}", hint="give a length, such as 1000nmi")
    question = Question.of(hubs, aimed=True, targets=targets, mode=mode, without=without, closed=closed)
    scenario = library.Scenario.of(question)
    tables = []
    for matrix in scenario.after:
        share = np.exp2(-matrix.km / half_km)  # nothing from infinitely far
        best = matrix.km.argmin(axis=0)
        column = np.arange(len(matrix.targets))
        tables.append(
            pd.DataFrame(
                {
                    "target_id": [target.id for target in matrix.targets],
                    "target": [target.name for target in matrix.targets],
                    "mode": matrix.mode,
                    "nearest_hub": [matrix.hubs[i].name for i in best],
                    "distance_km": matrix.km[best, column],
                    "arrives": share[best, column],
                    "all_hubs": share.sum(axis=0),
                    "model": str(_model(half_km)),
                }
            )
        )
    table = library.finite(pd.concat(tables, ignore_index=True))
    question.keep_made(table, "tyranny.decay", half_km=round(half_km, 6))
    number = len(question.hubs)
    notes = (
        Sentence("decay.warning", length=Length(half_km)),
        Sentence("decay.sum", hubs=counted(number, "hub")),
    )
    title = Sentence("decay.title", modes=scenario.modes, under=scenario.under())
    return Decay(table, title, notes, half_km=half_km, scenario=scenario).in_language(question.lang)


def _model(half_km: float) -> Sentence:
    """Say what the numbers are, in every row."""
    return Sentence("decay.model", half=round(half_km, 1))
