"""The hubs of a question, which of them are lost, and their distances to the targets as an array."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd

from eastup import distance, layers, places
from eastup.errors import InputError, UnknownNameError
from eastup.places import Place, SomePlaces

if TYPE_CHECKING:
    from eastup.distance import Mode
    from eastup.geodesy import FloatArray

FORWARD = (
    "camp-humphreys", "kunsan-ab", "busan-naval-base", "jeju-naval-base",
    "misawa-ab", "cfa-yokosuka", "cfa-sasebo", "kadena-ab",
    "naval-base-camilo-osias", "subic-bay", "antonio-bautista-ab",
)  # fmt: skip
"""Forward hubs that are compared when none are named: in each of the three countries from north to south."""
REAR = ("naval-base-guam", "node-pearl-harbor", "node-darwin", "node-san-diego")
"""Rear hubs beside them, so that the ratio of distances is visible."""
DEFAULT = (*FORWARD, *REAR)

SomeWeights: TypeAlias = "Mapping[str, float] | str | Path | None"


@dataclass(frozen=True, eq=False)
class Grid:
    """Distances of every hub to every target in one mode."""

    mode: str
    hubs: tuple[Place, ...]
    targets: tuple[Place, ...]
    km: FloatArray
    """``(hubs, targets)``, kilometres; a pair that no route joins is infinitely far."""

    def only(self, hubs: Iterable[Place]) -> Grid:
        """Return the grid of some of its hubs."""
        kept = set(hubs)
        rows = [i for i, hub in enumerate(self.hubs) if hub in kept]
        return Grid(self.mode, tuple(self.hubs[i] for i in rows), self.targets, self.km[rows])

    def to(self, columns: FloatArray | list[int]) -> Grid:
        """Return the grid of some of its targets, by their numbers."""
        chosen = np.asarray(columns, dtype=int)
        km = np.ascontiguousarray(self.km[:, chosen])  # so that a row's sum does not depend on the other rows
        return Grid(self.mode, self.hubs, tuple(self.targets[i] for i in chosen), km)


@dataclass(frozen=True, eq=False)
class Case:
    """Distances before and after hubs are lost and straits are closed; the same where nothing changes."""

    before: tuple[Grid, ...]
    """A grid for each mode; hubs in the order of their ids, targets as they were given."""
    after: tuple[Grid, ...]
    lost: tuple[Place, ...] = ()
    closed: tuple[Place, ...] = ()

    @property
    def changed(self) -> bool:
        """Say whether anything is lost or closed."""
        return bool(self.lost or self.closed)

    @property
    def modes(self) -> str:
        """The modes in words: air, sea, or air and sea."""
        return " and ".join(grid.mode for grid in self.after)

    def words(self) -> str:
        """Say what is lost and closed, for a title; empty where nothing is."""
        names = [hub.name for hub in self.lost]
        some = ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"
        return (f" without {some}" if names else "") + (
            f" with {', '.join(p.name for p in self.closed)} closed" if self.closed else ""
        )


def select(hubs: SomePlaces | None) -> list[Place]:
    """Return the hubs that a selection names, in the order of their ids; the default ones where none are named.

    A place that stands in two layers, as a base and as a node, counts once.
    """
    found: dict[tuple[str, float, float], Place] = {}
    chosen = places.select(DEFAULT if hubs is None else hubs)
    for place in sorted(chosen, key=lambda p: (p.layer != "bases", p.id)):
        found.setdefault(spot(place), place)
    return sorted(found.values(), key=lambda p: (p.id, p.lon, p.lat))


def case(
    hubs: SomePlaces | None,
    targets: SomePlaces,
    mode: Mode | None = None,
    without: Any = (),
    closed: Iterable[str] | str = (),
) -> Case:
    """Measure every hub to every target, before and after hubs are lost and straits closed.

    Parameters
    ----------
    hubs, targets : see `eastup.places.select`
        ``hubs`` may be None for the default ones.
    mode : {'air', 'sea', 'both'}, optional
        Air where it is not given, or sea if straits are closed.
    without : names, filters such as ``"bases:kind=naval"``, or ``"host=JPN"`` for all hubs of a host
    closed : names of straits
    """
    everyone, goals = select(hubs), places.select(targets)
    by, options = way(mode, closed)
    kept, lost = lose(everyone, without)
    before = measure(everyone, goals, by)
    after = measure(kept, goals, by, options) if options else tuple(grid.only(kept) for grid in before)
    straits = tuple(places.select(options["closed"])) if options else ()
    return Case(before, after, tuple(lost), straits)


def limit_km(within_km: float | None) -> float | None:
    """Return a limit of distance, if it is one."""
    if within_km is not None and not within_km >= 0:
        raise InputError(f"a distance of {within_km} km can't be a limit", cure="give zero or more")
    return within_km


def way(mode: Mode | None, closed: Iterable[str] | str) -> tuple[Mode, dict[str, Any]]:
    """Return the mode that is meant, and what `eastup.distance.matrix` is told of closed straits."""
    shut = (closed,) if isinstance(closed, str) else tuple(closed)
    if shut and mode == "air":
        raise InputError("a closed strait changes no air distance", cure="use --mode sea, or leave out --closed")
    return mode or ("sea" if shut else "air"), {"closed": shut} if shut else {}


def measure(
    hubs: list[Place], targets: list[Place], mode: Mode, options: dict[str, Any] | None = None
) -> tuple[Grid, ...]:
    """Return a grid for each mode."""
    table = distance.matrix(hubs, targets, mode, **(options or {}))
    grids = []
    for way in table["mode"].unique():
        km = table.loc[table["mode"] == way, "distance_km"].to_numpy(float).reshape(len(hubs), len(targets))
        grids.append(Grid(str(way), tuple(hubs), tuple(targets), np.where(np.isnan(km), np.inf, km)))
    return tuple(grids)


def lose(hubs: list[Place], without: Any) -> tuple[list[Place], list[Place]]:
    """Divide hubs into those that are kept and those that are lost.

    Raises
    ------
    InputError
        If what is lost is not among the hubs, or nothing would be left.
    """
    one = isinstance(without, str | Path | Place | gpd.GeoDataFrame) or (
        isinstance(without, tuple) and len(without) == 2 and all(isinstance(v, int | float) for v in without)
    )
    gone: set[Place] = set()
    for item in [without] if one else without:
        gone |= _those(hubs, item)
    if len(gone) == len(hubs):
        raise InputError("no hub would be left", cure="lose fewer, or add more with --hubs")
    return [h for h in hubs if h not in gone], [h for h in hubs if h in gone]


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
        meant = _those(goals, name, "target", where)
        result[[goal in meant for goal in goals]] = value
    if not result.any():
        raise InputError("every target has the weight zero", where=where, cure="give one of them more")
    return result


@cache
def rear_ids() -> frozenset[str]:
    """Return the ids of the rear hubs, as the layer of nodes has them."""
    nodes = layers.load("nodes")
    rear = nodes[nodes["role"] == "rear"]
    return frozenset([*rear["id"], *rear["base"].dropna(), *REAR])


def _those(choices: list[Place], item: Any, kind: str = "hub", where: Path | None = None) -> set[Place]:
    """Return the places among the choices that an item names."""
    text = str(item).strip() if isinstance(item, str) else ""
    if text.startswith("host="):
        wanted = {code.strip().casefold() for code in text.removeprefix("host=").split("|")}
        known = sorted({p.host for p in choices if p.host})
        for code in wanted - {k.casefold() for k in known}:
            raise UnknownNameError("host", code.upper(), known, where=where)
        return {p for p in choices if p.host.casefold() in wanted}
    if named := {p for p in choices if text and text.casefold() in {p.id.casefold(), p.name.casefold()}}:
        return named
    try:
        meant = places.select(item)
    except InputError as error:
        if where is None:
            raise
        raise InputError(error.what, where=where, cure="give the names of targets") from None
    spots, ids = {spot(p) for p in meant}, {p.id for p in meant}
    if found := {p for p in choices if p.id in ids or spot(p) in spots}:
        return found
    name = meant[0].name if len(meant) == 1 else text or "what was given"
    some = ", ".join(p.id for p in choices[:4])
    raise InputError(f"{name} is none of the {kind}s", where=where, cure=f"name one of {some}, ...")


def spot(place: Place) -> tuple[str, float, float]:
    """Tell places apart whatever layer they come from."""
    return place.name, round(place.lon, 4), round(place.lat, 4)


def _read_weights(path: Path) -> list[tuple[str, float]]:
    if not path.is_file():
        raise InputError("there is no such file of weights", where=path, cure="check the path")
    try:
        table = pd.read_csv(path, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.EmptyDataError, pd.errors.ParserError):
        raise InputError("not a CSV table in UTF-8", where=path) from None
    columns = {str(c).strip().casefold(): c for c in table.columns}
    target = next((columns[c] for c in ("target", "target_id", "id", "name") if c in columns), None)
    if target is None or "weight" not in columns:
        raise InputError("no columns target and weight", where=path, cure="name them so in the first line")
    numbers = pd.to_numeric(table[columns["weight"]], errors="coerce")
    if numbers.isna().any():
        row = int(numbers.isna().to_numpy().argmax())
        value = table[columns["weight"]].iloc[row]
        raise InputError(f"the weight {value!r} is not a number", where=f"{path}, row {row + 2}")
    return [(str(name), float(value)) for name, value in zip(table[target], numbers, strict=True)]


def counted(number: int, word: str) -> str:
    """Return a number with its noun: one target, 35 targets."""
    return f"{'one' if number == 1 else number} {word}{'' if number == 1 else 's'}"


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
