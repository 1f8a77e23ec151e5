"""How long it takes to carry people away: what leaves in a day, and how far it goes. All numbers are the user's.

A place is emptied when the last have left, not when they have arrived: the way adds its own time to the last of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup import geodesy, places, words
from eastup.distance import uncertainty
from eastup.distance.table import as_names, matrix
from eastup.errors import InputError, UnknownNameError
from eastup.io import provenance
from eastup.results import Connection, Result
from eastup.results.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import SomePlaces

MODES = ("air", "sea")


@dataclass(frozen=True, eq=False)
class Lift(Result):
    """What leaves in a day by each mode, and by all together in the last row."""

    days: float = np.nan
    """Until the last have left."""

    shown_columns: ClassVar[dict[str, str]] = {
        "mode": "by", "distance_km": "{unit}", "hours": "h each way", "per_day": "people a day", "people": "people",
        "days": "days", "person_km_per_day": "person-km a day",
    }  # fmt: skip
    optional_columns: ClassVar[tuple[str, ...]] = ("person-km a day",)

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        found = uncertainty.of_table(self.table)
        each = found["distance_km"][:-1] * self.table["per_day"].to_numpy(float)[:-1]
        return found | {"person_km_per_day": np.append(each, uncertainty.of_sum(each))}


def lift(  # noqa: PLR0913 - the question, in public keywords
    origin: SomePlaces,
    target: SomePlaces,
    people: float,
    per_day: Mapping[str, float],
    *,
    speed: SomeSpeeds = None,
    closed: Iterable[str] = (),
    lang: str = "en",
) -> Lift:
    """Return how many days it takes to carry people from one place to another.

    Parameters
    ----------
    origin, target : a place as `eastup.places.select` takes it
    people : float
        How many there are.
    per_day : mapping of {'air', 'sea'} to float
        How many can leave in a day by each mode.
    speed : see `eastup.distance.matrix`, optional
    closed : iterable of str
        Straits that ships may not pass.
    lang : {'en', 'ja', 'ko'}
        Of names and notes in the table.

    Returns
    -------
    Lift
        Its table has ``origin_id, origin, target_id, target, mode, distance_km, distance_nmi, distance_mi, hours,
        per_day, people, days, person_km_per_day, note, uncertainty_km``: a row for each mode, in which people are
        shared as the capacities are, and one for all. ``days`` is whole days begun.

    Examples
    --------
    >>> lift("Ishigaki", "Kagoshima Airport", 65_000, {"air": 8_700, "sea": 1_500}).days
    7.0
    """
    a, b = places.select(origin), places.select(target)
    if len(a) != 1 or len(b) != 1:
        raise InputError("people are carried from one place to one other", hint="name one of each")
    for mode, number in per_day.items():
        if mode not in MODES:
            raise UnknownNameError("mode", mode, MODES)
        if not 0 <= number < np.inf:
            raise InputError(f"{number:g} people a day by {mode} is no number of people", hint="give 0 or more")
    if not 0 < people < np.inf:
        raise InputError(f"{people:g} is no number of people", hint="give more than 0")
    modes = [mode for mode in MODES if per_day.get(mode, 0) > 0]
    if not modes:
        raise InputError("nobody leaves: no people a day are given", hint="such as --per-day air=8700")
    closed_gates = as_names(closed)
    speeds = geodesy.speeds_kmh(speed, modes)
    rows = pd.concat(
        [
            matrix(a, b, "air" if m == "air" else "sea", closed=closed_gates if m == "sea" else (), lang=lang)
            for m in modes
        ],
        ignore_index=True,
    )
    rows["hours"] = rows["distance_km"] / rows["mode"].map(speeds).astype(float)
    rows["per_day"] = np.where(rows["distance_km"].notna(), [float(per_day[mode]) for mode in modes], 0.0)
    total = float(rows["per_day"].sum())
    if total == 0:
        raise InputError(f"no way leads from {a[0].name} to {b[0].name}", hint=str(rows["note"].iloc[0]))
    rows["people"] = (people * rows["per_day"] / total).round(1)
    rows["person_km_per_day"] = (rows["per_day"] * rows["distance_km"]).round()
    whole = {
        **rows.iloc[0][["origin_id", "origin", "target_id", "target"]].to_dict(), "mode": "+".join(modes),
        "per_day": total, "people": float(people), "person_km_per_day": float(rows["person_km_per_day"].sum()),
        "note": words.of("distance", lang)["whole"],
    }  # fmt: skip
    table = pd.concat([rows, pd.DataFrame([whole])], ignore_index=True)
    days = float(np.ceil(people / total - 1e-9))
    table["days"] = np.where(table["per_day"] > 0, days, np.nan)
    columns = [
        "origin_id", "origin", "target_id", "target", "mode", "distance_km", "distance_nmi", "distance_mi", "hours",
        "per_day", "people", "days", "person_km_per_day", "note", "uncertainty_km",
    ]  # fmt: skip
    table = table[columns]
    further = {"people": people, "per_day": dict(per_day)}
    asked = provenance.made(
        "journeys.lift",
        hubs=a,
        targets=b,
        mode="+".join(modes),
        closed=closed_gates,
        speeds_kmh=speeds,
        further=further,
    )
    provenance.keep(table, asked)
    notes = [
        Sentence("lift.days", people=people, number=total, days=days),
        Sentence("lift.yours"),
    ]
    title = Sentence("lift.title", a=a[0], b=b[0], people=people)
    connections = tuple(Connection(f"by {mode}", a[0], b[0], mode, closed_gates) for mode in modes)
    return Lift(table, title, tuple(notes), connections=connections, days=days)
