"""Where one group of hubs is nearer than another: Korea's nearest base against those of Okinawa, Luzon and Guam."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from eastup import geodesy, words
from eastup.distance import uncertainty
from eastup.errors import InputError, UnknownNameError
from eastup.hubs import select, spot
from eastup.hubs.question import Question
from eastup.moved import Renamed
from eastup.results import Result, digits, language
from eastup.results.sentence import Listed, Name, Sentence, Word
from eastup.tyranny import scenario as library

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place, SomePlaces
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


_FINEST = 1.0
"""Lengths of a comparison are shown in whole units."""


@dataclass(frozen=True, eq=False)
class Versus(Result):
    """Where the best hub of one group is nearer than the best of its rivals, and where not."""

    home: str = ""
    scenario: Scenario | None = field(default=None, repr=False)
    """The distances that it rests on."""
    groups: Mapping[str, tuple[Place, ...]] = field(default_factory=dict, repr=False)
    """The hubs of home and of each rival, without those that are lost."""
    case = Renamed("scenario")

    def wins(self, rival: str) -> pd.DataFrame:
        """Return the targets to which home is nearer than a rival."""
        return self.table[(self.table["rival"] == rival) & (self.table["margin_km"] > 0)]

    def shown(self) -> pd.DataFrame:
        """Return one row a target: home's distance, and by how much each rival's is longer (+) or shorter (-).

        A target with a margin within the uncertainty of the two distances is marked with ≈.
        """
        per = geodesy.KM_PER_UNIT[self.unit]
        table = language.cells_in(self.table, self.lang)
        off = uncertain_margins(self.table, self.scenario)
        ends = table.drop_duplicates(["target_id", "target", "mode"]).reset_index(drop=True)
        target, mode, hub = (language.short_head(head, self.lang) for head in ("target", "by", "{home}'s nearest"))
        hub = hub.format(home=said_group(self.home, self.lang))
        shown = ends[["target", "mode", "home_hub"]].set_axis([target, mode, hub], axis="columns")
        is_open = self.table[off.open].set_index(["target_id", "mode"]).index
        marked = ends.set_index(["target_id", "mode"]).index.isin(is_open)
        shown[target] += np.where(marked, " ≈", "")
        shown[self.unit] = digits.rounded(
            ends["home_km"] / per,
            off.own[~self.table.duplicated(["target_id", "target", "mode"]).to_numpy()] / per,
            _FINEST,
        )
        for rival, rows in self.table.groupby("rival", sort=False):
            of_rival = (self.table["rival"] == rival).to_numpy()
            margin = digits.rounded(rows["margin_km"] / per, off.margin[of_rival] / per, _FINEST)
            shown[f"± {said_group(str(rival), self.lang)}"] = margin
        return shown if ends["mode"].nunique() > 1 else shown.drop(columns=mode)


def korea_versus(
    targets: SomePlaces | None = None,
    mode: Mode | None = None,
    *,
    groups: Mapping[str, SomePlaces] | None = None,
    without: SomePlaces = (),
    closed: Iterable[str] | str = (),
    lang: str = "en",
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
    try:
        chosen = {name: select(some) for name, some in (groups or GROUPS).items()}
    except UnknownNameError:
        if groups is not None:
            raise
        hint = "compare groups of yours: eastup.tyranny.korea_versus(groups={...}) in Python"
        raise InputError("Korea, Okinawa, Luzon and Guam have no hubs in this theatre", hint=hint) from None
    question = Question.of(
        [hub for some in chosen.values() for hub in some],
        aimed=True,
        targets=targets, mode=mode, without=without, closed=closed, lang=lang,
    )  # fmt: skip
    scenario = library.Scenario.of(question)
    spots = {name: {spot(hub) for hub in some} for name, some in chosen.items()}
    home, *rivals = chosen
    rows: list[tuple[str | float, ...]] = []
    notes: list[Sentence] = []
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
            won_of = Sentence(
                "versus.won_by" if len(scenario.after) > 1 else "versus.won",
                home=group(home), rival=group(rival), n=won, all=len(matrix.targets), mode=Word(matrix.mode),
            )  # fmt: skip
            notes.append(won_of)
    columns = [
        "target_id", "target", "mode", "home", "home_hub", "home_km", "rival", "rival_hub", "rival_km", "margin_km",
        "nearer",
    ]  # fmt: skip
    title = Sentence(
        "versus.title", home=group(home), rivals=Listed(tuple(map(group, rivals))), modes=scenario.modes,
        under=scenario.under(),
    )  # fmt: skip
    table = library.finite(pd.DataFrame(rows, columns=columns))
    if open_margins := int(uncertain_margins(table, scenario).open.sum()):
        notes.append(Sentence("versus.close", n=open_margins, all=len(table)))
    question.keep_made(table, "tyranny.korea_versus")
    left = {name: tuple(hub for hub in some if hub not in question.lost) for name, some in chosen.items()}
    answer = Versus(table, title, tuple(notes), home=home, scenario=scenario, groups=left)
    return answer.in_language(question.lang)


def _best_of(matrix: DistanceMatrix, among: list[bool]) -> list[tuple[str, float]]:
    """Return for each target the nearest of some hubs, with its distance; infinity where there is none."""
    rows = np.flatnonzero(among)
    if not len(rows):
        return [("", np.inf)] * len(matrix.targets)
    best = rows[matrix.km[rows].argmin(axis=0)]
    km = matrix.km[best, np.arange(len(matrix.targets))]
    return [(matrix.hubs[i].name if np.isfinite(d) else "", float(d)) for i, d in zip(best, km, strict=True)]


def group(name: str) -> Sentence | Name:
    """Return the name of a group of hubs, as it is said in each language; a user's own stays."""
    key = f"group.{name}"
    return Sentence(key) if key in words.of("answers", "en").texts else Name(name)


def said_group(name: str, lang: str) -> str:
    """Return the name of a group of hubs in a language."""
    called = group(name)
    return called.within(lang) if isinstance(called, Sentence) else called.in_language(lang).name


@dataclass(frozen=True)
class _Margins:
    """How far the rows of a comparison may be off, km, and where the margin is within that."""

    own: FloatArray
    margin: FloatArray
    open: NDArray[np.bool_]


def uncertain_margins(table: pd.DataFrame, scenario: Scenario | None) -> _Margins:
    """Return the uncertainty of home's distances and of margins, row by row."""
    precision = scenario.precision_km if scenario is not None else {}
    home, rival, target = (
        table[name].map(precision).fillna(0.0).to_numpy(float) for name in ("home_hub", "rival_hub", "target")
    )
    share = np.where(table["mode"] == "sea", uncertainty.SEA_SHARE, 0.0)
    home_way, rival_way = (share * table[name].to_numpy(float) for name in ("home_km", "rival_km"))
    own = np.sqrt(home**2 + target**2 + home_way**2)
    margin = np.sqrt(home**2 + rival**2 + home_way**2 + rival_way**2)
    return _Margins(own, margin, np.abs(table["margin_km"].to_numpy(float)) <= margin)
