"""How much of each strait, of each stretch of the chain and of each sea hubs reach, and what they leave open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers
from eastup.coverage import along as lines
from eastup.coverage import seas
from eastup.coverage.metric import SeaMetric, metric_of
from eastup.errors import InputError
from eastup.hubs.question import Given, Question
from eastup.layers.query import find_chain, has_chain
from eastup.layers.seas import names as sea_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eastup.coverage.along import LinearReference, Segments
    from eastup.coverage.metric import Metric
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.layers.query import Row
    from eastup.places import Place, SomePlaces

LEVELS = (1, 2, 3)
CURVE_KM = tuple(float(km) for km in range(100, 3001, 100))
"""The reaches of a curve where none are given."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A question, read and checked: the hubs that are left, the reach, and how they get there."""

    question: Question

    hubs: list[Place]
    reach_km: float
    metric: Metric


def ask(question: Question) -> Asked:
    """Return a question of one reach with the metric of its hubs."""
    reach_km = question.reach_km
    return Asked(question, list(question.hubs), reach_km, metric_of(question))


def straits(by: Metric, targets: Sequence[Place] = ()) -> list[LinearReference]:
    """Return the gates of the straits among targets as lines, of all where none are given; by sea what ships can be on.

    Raises
    ------
    InputError
        If no target is a strait.
    """
    rows = layers.load("straits").to_dict("records")
    if targets:
        asked = {target.id for target in targets}
        rows = [row for row in rows if row["id"] in asked]
        if not rows:
            raise InputError("no target is a strait", hint="name straits with --to, such as --to passages")
    found = [lines.line(r["id"], r["name"], by.part(r["geometry"])) for r in rows]
    return lines.sampled(found, by) if isinstance(by, SeaMetric) else found


def chain_lines(by: Metric, chain: str = "") -> tuple[LinearReference | None, list[LinearReference]]:
    """Return a chain as one line, and its stretches from station to station; by sea what is water of them.

    Where none is named, a theatre may have none.
    """
    if not chain and not has_chain():
        return None, []
    row = find_chain(chain)
    whole = lines.line(row["id"], row["name"], by.part(row.geometry))
    stations, points = row["stations"], np.asarray(row.geometry.coords)
    parts: list[LinearReference] = []
    if len(stations) == len(points):
        stretches = [(n, a, b, by.part(stretch)) for n, (a, b, stretch) in enumerate(_pairs(stations, points), start=1)]
        parts = [
            lines.line(f"{row['id']}/{n}", f"{a['name']} - {b['name']}", stretch)
            for n, a, b, stretch in stretches
            if not stretch.is_empty  # all on land
        ]
    if isinstance(by, SeaMetric):
        whole, *parts = lines.sampled([whole, *parts], by)
    return whole, parts


def _id(chain: LinearReference | None) -> str:
    return chain.id if chain else ""


def _pairs(stations: list[Row], points: FloatArray) -> Iterator[tuple[Row, Row, shapely.LineString]]:
    for a, b, p, q in zip(stations[:-1], stations[1:], points[:-1], points[1:], strict=True):
        yield a, b, shapely.LineString([p, q])


def shares(
    hubs: SomePlaces | Question | None = None,
    **given: Unpack[Given],
) -> pd.DataFrame:
    """Return how much of each strait, chain stretch and sea at least 1, 2 and 3 hubs reach.

    Parameters
    ----------
    hubs, **given : see `eastup.hubs.question.Given`

    Returns
    -------
    DataFrame
        ``kind, id, name, radius_km, length_km, area_km2, share_1, share_2, share_3, covered_at_km, covered_at_nmi,
        hubs``. A strait is the line of its gate, a sea the water within simple bounds (`eastup.layers.seas`),
        on cells of 0.05 degree. ``covered_at_km`` is the reach at which every point is within reach of a hub, empty
        for seas. ``hubs`` names those that reach some of it.
    """
    asked = ask(Question.of(hubs, reaches=True, aimed=True, **given))
    whole, parts = chain_lines(asked.metric, asked.question.chain)
    rows = [_line_share("strait", line, asked) for line in straits(asked.metric, asked.question.targets)]
    rows += [_line_share("chain", whole, asked)] if whole else []
    rows += [_line_share("chain stretch", line, asked) for line in parts]
    rows += [_sea_share(sea, name, asked) for sea, name in sea_names().items()]
    table = pd.DataFrame(rows)
    table.insert(3, "radius_km", asked.reach_km)
    asked.question.keep_made(table, "coverage.shares", chain=_id(whole))
    return table


def _line_share(kind: str, line: LinearReference, asked: Asked) -> dict[str, object]:
    segments = lines.split(line, asked.metric, asked.reach_km)
    full_km = lines.full_reach_km(line, asked.metric)
    full_km = full_km if np.isfinite(full_km) else np.nan  # some of it no hub ever reaches
    return {
        "kind": kind, "id": line.id, "name": line.name, "length_km": line.length_km, "area_km2": np.nan,
        **{f"share_{k}": _share(segments.covered_km(k), line.length_km) for k in LEVELS},
        "covered_at_km": full_km, "covered_at_nmi": full_km / geodesy.KM_PER_NMI,
        "hubs": "; ".join(asked.hubs[number].id for number in np.flatnonzero(segments.reached.any(axis=0))),
    }  # fmt: skip


def _share(part: float, whole: float) -> float:
    """Return a share; all of it is exactly 1."""
    return 1.0 if abs(part - whole) < 1e-9 * whole else part / whole


def _sea_share(sea: str, name: str, asked: Asked) -> dict[str, object]:
    lon, lat, km2 = seas.water(sea)
    count, some = np.zeros(len(lon), np.int64), []
    for hub, reached in zip(asked.hubs, asked.metric.reached(asked.reach_km, lon, lat), strict=True):
        count += reached
        some += [hub.id] if reached.any() else []
    return {
        "kind": "sea", "id": sea, "name": name, "length_km": np.nan, "area_km2": float(km2.sum()),
        **{f"share_{k}": _share(float(km2[count >= k].sum()), float(km2.sum())) for k in LEVELS},
        "covered_at_km": np.nan, "covered_at_nmi": np.nan, "hubs": "; ".join(some),
    }  # fmt: skip


def gaps(
    hubs: SomePlaces | Question | None = None,
    *,
    k: int = 1,
    **given: Unpack[Given],
) -> gpd.GeoDataFrame:
    """Return the stretches of straits and of the chain that fewer than k hubs reach.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, ``kind, id, name, k, radius_km, from_km, to_km, length_km, length_nmi, geometry``; from and to are
        measured along the gate or the chain.
    """
    asked = ask(Question.of(hubs, reaches=True, aimed=True, **given))
    check_level(k)
    rows = []
    whole, _ = chain_lines(asked.metric, asked.question.chain)
    gates = straits(asked.metric, asked.question.targets)
    for kind, line in [*(("strait", gate) for gate in gates), *([("chain", whole)] if whole else [])]:
        for start, end in lines.split(line, asked.metric, asked.reach_km).gaps(k):
            rows.append(
                {
                    "kind": kind, "id": line.id, "name": line.name, "k": k, "radius_km": asked.reach_km,
                    "from_km": start, "to_km": end, "length_km": end - start,
                    "length_nmi": (end - start) / geodesy.KM_PER_NMI, "geometry": line.substring(start, end),
                }
            )  # fmt: skip
    columns = ["kind", "id", "name", "k", "radius_km", "from_km", "to_km", "length_km", "length_nmi", "geometry"]
    table = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=layers.CRS)
    asked.question.keep_made(table, "coverage.gaps", chain=_id(whole), k=k)
    return table


def curve(
    hubs: SomePlaces | Question | None = None,
    **given: Unpack[Given],
) -> pd.DataFrame:
    """Return how coverage of straits and chain grows with the reach.

    Without ``radius`` and ``hours`` the reaches are `CURVE_KM`.

    Returns
    -------
    DataFrame
        One row a reach: ``radius_km, hours, straits, straits_1, straits_2, straits_3, chain_1_share, chain_2_share,
        chain_3_share``: of how many straits how many are covered whole by at least k hubs, and the share of the
        chain's length.
    """
    question = Question.of(hubs, aimed=True, **given)
    by = metric_of(question)
    gates, whole = straits(by, question.targets), chain_lines(by, question.chain)[0]
    full = np.array([[lines.full_reach_km(gate, by, k) for gate in gates] for k in LEVELS])
    kmh, rows = question.kmh, []
    for km in question.reaches_km or CURVE_KM:
        segments = lines.split(whole, by, km) if whole else None
        rows.append(
            {
                "radius_km": km, "hours": km / kmh if kmh else np.nan, "straits": len(gates),
                **{f"straits_{k}": int((full[k - 1] <= km).sum()) for k in LEVELS},
                **{
                    f"chain_{k}_share": _share(segments.covered_km(k), segments.line.length_km) if segments else np.nan
                    for k in LEVELS
                },
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    question.keep_made(table, "coverage.curve", chain=_id(whole))
    return table


def strait_segments(asked: Asked) -> list[Segments]:
    """Return the gates, split where the hubs that reach them change."""
    return [lines.split(line, asked.metric, asked.reach_km) for line in straits(asked.metric, asked.question.targets)]


def check_level(k: int) -> None:
    """Refuse a number of hubs that is less than one."""
    if k < 1:
        raise InputError(f"k must be at least 1, not {k}", hint="give the least number of hubs, 1 or more")
