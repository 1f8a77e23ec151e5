"""Finds the nearest responder to each target, and where one group of hubs is nearer than another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup import geodesy
from eastup.distance import uncertainty
from eastup.hubs import select, spot
from eastup.layers.sets import DEFAULT_TARGETS
from eastup.moved import Renamed
from eastup.results import Result, language
from eastup.tyranny import scenario as library

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import SomePlaces
    from eastup.tyranny.scenario import DistanceMatrix, Scenario

GROUPS: dict[str, SomePlaces] = {
    "Korea": "bases:host=KOR",
    "Okinawa": (
        "kadena-ab", "mcas-futenma", "white-beach", "naha-port-facility", "camp-hansen", "camp-schwab", "naha-ab",
    ),
    "Luzon": (
        "basa-ab", "fort-magsaysay", "naval-base-camilo-osias", "lal-lo-airport", "camp-melchor-dela-cruz", "subic-bay",
        "subic-airport", "clark-ab", "sangley-point", "laoag-airport",
    ),
    "Guam": ("andersen-afb", "northwest-field", "naval-base-guam", "camp-blaz"),
}  # fmt: skip
"""The bases of the layer that stand in Korea and on the main islands of Okinawa, Luzon and Guam."""


_MOST_NAMED = 4
"""Targets of which the hubs within a distance are named in notes."""


@dataclass(frozen=True, eq=False)
class Nearest(Result):
    """The nearest hub to each target, the second nearest and the margin between them."""

    scenario: Scenario | None = field(default=None, repr=False)
    """The distances that it rests on."""
    case = Renamed("scenario")

    heads: ClassVar[dict[str, str]] = {
        "target": "target", "mode": "by", "nearest_hub": "nearest hub", "distance_km": "{unit}", "hours": "h",
        "second_hub": "second", "second_km": "second {unit}", "margin_km": "margin", "within_count": "hubs within",
        "within_hubs": "which",
    }  # fmt: skip
    _heads_changed: ClassVar[dict[str, str]] = {
        "target": "target", "mode": "by", "nearest_hub": "nearest hub", "distance_km": "{unit}", "hours": "h",
        "nearest_hub_before": "was", "distance_km_before": "was {unit}", "distance_km_change": "± {unit}",
        "hours_change": "± h", "within_count": "hubs within", "within_count_change": "± hubs",
    }  # fmt: skip

    spare: ClassVar[tuple[str, ...]] = (
        "which", "± hubs", "second {unit}", "± h", "was {unit}", "second", "h", "hubs within", "margin", "was",
    )  # fmt: skip

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown; where something changes, the values before and the change.

        A nearest hub whose lead over the second is within what is known of their positions is marked with ≈.
        """
        matrices = self.scenario.after if self.scenario is not None else ()
        open_ = np.concatenate([_open(matrix) for matrix in matrices]) if matrices else np.zeros(len(self.table), bool)
        mark = np.where(open_, " ≈", "") if len(open_) == len(self.table) else ""
        table = self.table.assign(nearest_hub=self.table["nearest_hub"] + mark)
        return self._shown(table, self._heads_changed if "distance_km_before" in table else self.heads)

    @property
    def worst(self) -> pd.Series:
        """The row of the target whose nearest hub is farthest, or that no hub reaches."""
        km = self.table["distance_km"].fillna(np.inf).to_numpy()
        return self.table.iloc[int(km.argmax())]


@dataclass(frozen=True, eq=False)
class Versus(Result):
    """Where the best hub of one group is nearer than the best of its rivals, and where not."""

    home: str = ""
    scenario: Scenario | None = field(default=None, repr=False)
    """The distances that it rests on."""
    case = Renamed("scenario")

    def wins(self, rival: str) -> pd.DataFrame:
        """Return the targets to which home is nearer than a rival."""
        return self.table[(self.table["rival"] == rival) & (self.table["margin_km"] > 0)]

    def shown(self) -> pd.DataFrame:
        """Return one row a target: home's distance, and by how much each rival's is longer (+) or shorter (-)."""
        per = geodesy.KM_PER_UNIT[self.unit]
        table = language.cells_in(self.table, self.lang)
        ends = table.drop_duplicates(["target_id", "target", "mode"]).reset_index(drop=True)
        shown = ends[["target", "mode", "home_hub"]].rename(columns={"home_hub": f"{self.home}'s nearest"})
        shown[self.unit] = ends["home_km"] / per
        for rival, rows in table.groupby("rival", sort=False):
            shown[f"± {rival}"] = (rows["margin_km"] / per).to_numpy()
        return shown if shown["mode"].nunique() > 1 else shown.drop(columns="mode")


def nearest(  # noqa: PLR0913 - the question, in public keywords
    hubs: SomePlaces | None = None,
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
    scenario = library.scenario(hubs, targets, mode, without, closed, measure)
    within_km = library.limit_km(within_km)
    speeds = geodesy.speeds_kmh(speed, [matrix.mode for matrix in scenario.after])
    tables, notes = [], []
    for before, after in zip(scenario.before, scenario.after, strict=True):
        kmh = speeds.get(after.mode)
        table = _nearest(after, kmh, within_km)
        if scenario.changed:
            table = library.compared(table, _nearest(before, kmh, within_km), ["target_id", "target", "mode"])
        tables.append(table)
        notes += _worst_note(table, after.mode, scenario.changed) + _close_note(after)
        notes += _within_notes(table, within_km)
    table = pd.concat(tables, ignore_index=True)
    if len(tables) == 1:
        table = table.drop(columns="mode")
    scenario.keep_made(table, "tyranny.nearest", speeds)
    number = len(scenario.after[0].hubs)
    title = f"Nearest of {library.counted(number, 'hub')} to {scenario.goals()} by {scenario.modes}{scenario.words()}"
    notes += scenario.compared()
    return Nearest(table, title, tuple(notes), scenario=scenario)


def korea_versus(
    targets: SomePlaces = DEFAULT_TARGETS,
    mode: Mode | None = None,
    *,
    groups: Mapping[str, SomePlaces] | None = None,
    without: SomePlaces = (),
    closed: Iterable[str] | str = (),
) -> Versus:
    """Compare Korea's nearest base to each target with the nearest on Okinawa, Luzon and Guam.

    Parameters
    ----------
    targets, mode, without, closed
        As for `rank`.
    groups : mapping of names to hubs, optional
        The first is compared with each of the others. `GROUPS` where none are given.

    Returns
    -------
    Versus
        Its table has one row a target and rival: ``target_id, target, mode, home, home_hub, home_km, rival, rival_hub,
        rival_km, margin_km, nearer``. ``margin_km`` is how much longer the rival's way is: positive where home is
        nearer.
    """
    chosen = {name: select(some) for name, some in (groups or GROUPS).items()}
    scenario = library.scenario([hub for some in chosen.values() for hub in some], targets, mode, without, closed)
    spots = {name: {spot(hub) for hub in some} for name, some in chosen.items()}
    home, *rivals = chosen
    rows, notes = [], []
    for matrix in scenario.after:
        best = {name: _best_of(matrix, [spot(hub) in spots[name] for hub in matrix.hubs]) for name in chosen}
        for rival in rivals:
            won = 0
            for j, goal in enumerate(matrix.targets):
                (home_hub, home_km), (rival_hub, rival_km) = best[home][j], best[rival][j]
                margin = rival_km - home_km
                nearer = home if margin > 0 else rival if margin < 0 else ""
                won += nearer == home
                rows.append(
                    (
                        goal.id,
                        goal.name,
                        matrix.mode,
                        home,
                        home_hub,
                        home_km,
                        rival,
                        rival_hub,
                        rival_km,
                        margin,
                        nearer,
                    )
                )
            by = f" by {matrix.mode}" if len(scenario.after) > 1 else ""
            notes.append(f"{home} is nearer than {rival} to {won} of {len(matrix.targets)}{by}.")
    names = [
        "target_id", "target", "mode", "home", "home_hub", "home_km", "rival", "rival_hub", "rival_km", "margin_km",
        "nearer",
    ]  # fmt: skip
    conditions = f"{scenario.modes}{scenario.words()}"
    title = f"{home}'s nearest hub against {', '.join(rivals)} by {conditions}: + where {home} is nearer"
    table = library.finite(pd.DataFrame(rows, columns=names))
    scenario.keep_made(table, "tyranny.korea_versus")
    return Versus(table, title, tuple(notes), home=home, scenario=scenario)


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


def _close_note(matrix: DistanceMatrix) -> list[str]:
    """Name the targets of which two hubs are as near as can be told."""
    names = [target.name for target, is_open in zip(matrix.targets, _open(matrix), strict=True) if is_open]
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    what = f"≈ Within the uncertainty of the distances by {matrix.mode} the second hub may be the nearer"
    return [f"{what}: {', '.join(names[:6])}{more}."] if names else []


def _best_of(matrix: DistanceMatrix, among: list[bool]) -> list[tuple[str, float]]:
    """Return for each target the nearest of some hubs, with its distance; infinity where there is none."""
    rows = np.flatnonzero(among)
    if not len(rows):
        return [("", np.inf)] * len(matrix.targets)
    best = rows[matrix.km[rows].argmin(axis=0)]
    km = matrix.km[best, np.arange(len(matrix.targets))]
    return [(matrix.hubs[i].name if np.isfinite(d) else "", float(d)) for i, d in zip(best, km, strict=True)]


def _within_notes(table: pd.DataFrame, within_km: float | None) -> list[str]:
    """Name the hubs within a distance of each target, of few targets; the table names them for all."""
    if within_km is None or len(table) > _MOST_NAMED:
        return []
    named = zip(table["target"], table["within_hubs"], strict=True)
    return [f"Within {within_km:,.0f} km of {target}: {hubs or 'no hub'}." for target, hubs in named]


def _worst_note(table: pd.DataFrame, mode: str, changed: bool) -> list[str]:
    km = table["distance_km"].fillna(np.inf)
    row = table.iloc[int(km.argmax())]
    notes = [
        f"Worst served by {mode}: {row['target']}, {row['distance_km']:,.0f} km from {row['nearest_hub']}."
        if np.isfinite(km.max())
        else f"No hub reaches {', '.join(table.loc[np.isinf(km), 'target'])} by {mode}."
    ]
    if changed and (change := table["distance_km_change"]).max() > 0:
        loser = table.iloc[int(change.argmax())]
        longer = int((change > 1e-6).sum())
        notes.append(
            f"Longer to {longer} of {len(table)}, most to {loser['target']}: +{change.max():,.0f} km "
            f"({loser['nearest_hub_before']} before, {loser['nearest_hub']} now)."
        )
    return notes
