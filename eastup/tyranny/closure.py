"""A hub that is closed for some days: when each target can be reached, and how much later than before.

Whoever is to come may wait until the hub opens and come from there, or set out from another at once: the earlier
counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup.distance import uncertainty
from eastup.errors import InputError
from eastup.geodesy.units import hours as hours_of
from eastup.hubs.question import Question
from eastup.layers.sets import DEFAULT_TARGETS
from eastup.results import Result
from eastup.results.sentence import Listed, Name, Sentence
from eastup.tyranny import scenario as library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import SomePlaces
    from eastup.tyranny.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Closure(Result):
    """When each target is reached while hubs are closed, and how much later than with all of them."""

    shown_columns: ClassVar[dict[str, str]] = {
        "target": "target", "mode": "by", "hub_before": "from", "hours_before": "h", "hub": "now from",
        "hours": "now h", "hours_change": "± h", "waits": "waits",
    }  # fmt: skip
    optional_columns: ClassVar[tuple[str, ...]] = ("waits",)
    scenario: Scenario | None = field(default=None, repr=False)
    """The distances that it rests on, with all hubs open."""

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown."""
        waits = np.where(self.table["waits"], "✓", "")
        table = self.table.assign(waits=waits)
        return self._shown(table if table["mode"].nunique() > 1 else table.drop(columns="mode"))

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        """Return how far hours may be off: by the ways alone, for how long hubs are closed is said."""
        del table
        if self.scenario is None:
            return {}
        found, precision = {}, self.scenario.precision_km
        for ending in ("", "_before"):
            km = uncertainty.of_named(self.table, precision, (f"hub{ending}", "target"), f"distance_km{ending}")
            found[f"hours{ending}"] = km / self.table["mode"].map(self.scenario.question.speeds_kmh).to_numpy(float)
        same = (self.table["hub"] == self.table["hub_before"]).to_numpy()
        return found | {"hours_change": np.where(same, 0.0, np.hypot(found["hours"], found["hours_before"]))}


def closure(  # noqa: PLR0913 - the question, in public keywords
    hubs: SomePlaces | Question | None,
    targets: SomePlaces = DEFAULT_TARGETS,
    without: SomePlaces = (),
    time: str | float = "",
    *,
    mode: Mode | None = None,
    speed: SomeSpeeds = None,
    closed: Iterable[str] | str = (),
) -> Closure:
    """Tell how much later each target is reached when hubs are closed for a time.

    Parameters
    ----------
    hubs, targets, mode, closed : see `eastup.tyranny.rank`
    without : hubs that are closed; see `eastup.tyranny.rank`
    time : str or float
        How long: ``"5d"``, or hours.
    speed : as for `eastup.distance.matrix`
        It must be given: days are compared with the time of a way.

    Returns
    -------
    Closure
        One row a target and mode: ``target_id, target, mode, hub_before, hours_before, distance_km_before, hub, hours,
        distance_km, waits, hours_change, days_change``. ``waits`` says that it is quicker to wait for a closed hub than
        to come from another; the time of waiting is then part of ``hours``.
    """
    wait_h = hours_of(time)
    question = Question.of(hubs, aimed=True, targets=targets, mode=mode, without=without, closed=closed, speed=speed)
    asked, lost = library.Scenario.of(question.reopened()), set(question.lost)
    speeds = question.speeds_kmh
    if missing := [matrix.mode for matrix in asked.after if matrix.mode not in speeds]:
        raise InputError(f"days of closure need a speed by {missing[0]}", hint="add --speed, such as --speed 20kn")
    if not lost:
        raise InputError("no hub is closed", hint="name one with --without")
    tables = []
    for matrix in asked.after:
        is_lost = np.array([hub in lost for hub in matrix.hubs])
        names = np.array([hub.name for hub in matrix.hubs], dtype=object)
        free = matrix.km / speeds[matrix.mode]
        now = free + np.where(is_lost, wait_h, 0.0)[:, None]
        before, after = free.argmin(axis=0), now.argmin(axis=0)
        column = np.arange(len(matrix.targets))
        tables.append(
            pd.DataFrame(
                {
                    "target_id": [target.id for target in matrix.targets],
                    "target": [target.name for target in matrix.targets],
                    "mode": matrix.mode,
                    "hub_before": names[before],
                    "hours_before": free[before, column],
                    "distance_km_before": matrix.km[before, column],
                    "hub": names[after],
                    "hours": now[after, column],
                    "distance_km": matrix.km[after, column],
                    "waits": is_lost[after],
                }
            )
        )
    table = pd.concat(tables, ignore_index=True)
    unreachable = np.isinf(table["hours_before"])
    table.loc[unreachable, ["hub_before", "hub"]] = ""
    table = library.finite(table)
    table["hours_change"] = table["hours"] - table["hours_before"]
    table["days_change"] = table["hours_change"] / 24.0
    question.keep_made(table, "tyranny.closure")
    hubs_lost = Listed(question.lost, most=3)
    title = Sentence("closure.title", hubs=hubs_lost, days=wait_h / 24.0)
    return Closure(table, title, tuple(_notes(table, wait_h)), scenario=asked).in_language(question.lang)


def _notes(table: pd.DataFrame, wait_h: float) -> list[Sentence]:
    later = table[table["hours_change"] > 1e-9]
    notes = [Sentence("closure.later", n=len(later), all=len(table))]
    if len(later):
        worst = later.iloc[int(later["hours_change"].argmax())]
        key = "closure.most_waiting" if worst["waits"] else "closure.most_from"
        named = {"target": Name(worst["target"]), "hub": Name(worst["hub"])}
        notes.append(Sentence(key, hours=float(worst["hours_change"]), **named))
    return [*notes, Sentence("closure.rule", hours=wait_h)]
