"""The gaps of a chain: the water between its islands, in order, and the share of the chain that is water.

An islet that the line only happens to cross is no island of the chain: the water on its two sides is one gap. What lies
between two crossings of one island is its bay, and no gap.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers
from eastup.basemap.coast import Coast, in_frame
from eastup.io import provenance
from eastup.layers.query import find_chain
from eastup.results import Result
from eastup.results.sentence import Length, Name, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eastup.geodesy.ellipsoid import FloatArray

Span: TypeAlias = tuple[float, float, tuple[int, ...]]
"""Where a line enters and leaves an island, metres from its start, and the numbers of its lands in the line's order:
a border cuts an island into several."""

_STEP_M = 5_000.0
_UNNAMED = "island at "
"""What an island is called, before its position, that no layer names."""
_LEAST_M = 5.0  # a line may graze a coast
_LEAST_ISLAND_KM2 = 20.0  # land without a name in the layers is an islet below this


@dataclass(frozen=True, eq=False)
class Gaps(Result):
    """The stretches of water of a chain, in order."""

    chain: str = ""
    """Name of the chain."""
    length_km: float = np.nan
    """Of the whole line, km."""
    water_km: float = np.nan
    """Of the gaps together, km; a bay of one island is no gap."""

    shown_columns: ClassVar[dict[str, str]] = {
        "order": "#", "from": "from", "to": "to", "width_km": "water {unit}", "islets": "islets",
        "longest_km": "unbroken", "narrowest_km": "narrowest", "strait": "gate", "share_pct": "% of chain",
    }  # fmt: skip

    optional_columns: ClassVar[tuple[str, ...]] = ("unbroken", "islets", "% of chain")

    @property
    def water_share(self) -> float:
        """The share of the chain that is water, 0 to 1."""
        return self.water_km / self.length_km

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown, with the share of each gap in per cent."""
        return self._shown(pd.DataFrame(self.table.assign(share_pct=100 * self.table["share"])))

    def _written(self) -> pd.DataFrame:
        return _islands_in(super()._written(), self.lang)

    def _shown(self, table: pd.DataFrame, heads: Mapping[str, str] | None = None) -> pd.DataFrame:
        return super()._shown(_islands_in(table, self.lang), heads)


def _islands_in(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return gaps with islands that no layer names called so in a language."""
    if lang == "en":
        return table

    def called(name: str) -> str:
        at = name.removeprefix(_UNNAMED)
        return str(Sentence("gaps.island", at=at).within(lang)) if at != name else name

    return table.assign(**{end: table[end].map(called) for end in ("from", "to") if end in table})


def gaps(chain: str = "") -> Gaps:
    """List the gaps of a chain.

    Parameters
    ----------
    chain : str
        Variant or id of a line of the layer ``chains``; the default one where it is empty.

    Returns
    -------
    Gaps
        Its table is a GeoDataFrame with one row a gap, in the order of the chain: ``order, from, to, strait_id, strait,
        width_km, width_nmi, islets, longest_km, narrowest_km, share, geometry``. ``width_km`` is the water along the
        chain's line, broken by ``islets`` that it crosses into stretches of which the longest is ``longest_km``;
        ``narrowest_km`` is the least distance between the two coasts near by; ``strait`` is the gate that closes the
        gap, and ``share`` the part of the chain's length that is its water. An island that no layer names goes by its
        position.

    Examples
    --------
    >>> answer = gaps("hankyoreh")
    >>> answer.table.strait[answer.table.width_km.idxmax()]
    'Miyako Strait'
    """
    row = find_chain(chain)
    line = _Line(shapely.get_coordinates(row["geometry"]), [s["name"] for s in row["stations"]])
    gates = _Gates(line.coast)
    spans = line.lands()
    islands = _joined(span for span in spans if any(line.is_island(land, gates.names) for land in span[2]))
    rows: list[dict[str, object]] = []
    for number in range(1, len(islands)):
        (_, start, before), (end, _, after) = islands[number - 1 : number + 1]
        whole = line.between(start, end)
        a, b = before[-1], after[0]
        left, right = line.name(a, whole[0], gates.names), line.name(b, whole[-1], gates.names)
        if left == right:  # a river or a creek cuts one island in two
            continue
        water = _between([span[:2] for span in spans if start <= span[0] and span[1] <= end], start, end)
        lengths = [to - since for since, to in water]
        gate = gates.between(*(_lands(some) for some in (islands[:number], islands[number:])))
        rows.append(
            {
                "order": len(rows) + 1,
                "from": left,
                "to": right,
                "strait_id": gate[0],
                "strait": gate[1],
                "width_km": sum(lengths) / 1000,
                "width_nmi": sum(lengths) / 1000 / geodesy.KM_PER_NMI,
                "islets": len(water) - 1,
                "longest_km": max(lengths) / 1000,
                "narrowest_km": line.coast.gap_km(a, b, whole),
                "share": sum(lengths) / line.length_m,
                "geometry": shapely.MultiLineString([line.between(*ends) for ends in water]),
            }
        )
    columns = [
        "order", "from", "to", "strait_id", "strait", "width_km", "width_nmi", "islets", "longest_km", "narrowest_km",
        "share", "geometry",
    ]  # fmt: skip
    table = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=layers.CRS)
    provenance.keep(table, provenance.made("tyranny.gaps", further={"chain": row["id"]}))
    length_km, water_km = line.length_m / 1000, float(table["width_km"].sum())
    share = 100 * water_km / length_km
    notes = [Sentence("gaps.water", water=Length(water_km), length=Length(length_km), share=share)]
    if len(table):
        widest = table.loc[table["width_km"].idxmax()]
        ends = {"a": Name(widest["from"]), "b": Name(widest["to"])}
        notes.append(Sentence("gaps.widest", length=Length(float(widest["width_km"])), **ends))
    title = Sentence("gaps.title", chain=Name(row["name"]), by=row["drawn_by"])
    return Gaps(table, title, tuple(notes), chain=row["name"], length_km=length_km, water_km=water_km)


class _Line:
    """A chain's line along its geodesics, with its length so far at each of its points."""

    def __init__(self, stations: FloatArray, names: list[str]) -> None:
        stations = np.column_stack([np.unwrap(stations[:, 0], period=360.0), stations[:, 1]])
        stations[:, 0] += in_frame(stations[:, 0].min()) - stations[:, 0].min()
        self.xy = geodesy.line(stations, _STEP_M)
        steps = geodesy.distance_m(self.xy[:-1, 0], self.xy[:-1, 1], self.xy[1:, 0], self.xy[1:, 1])
        self.along_m = np.concatenate([[0.0], np.cumsum(steps)])
        self.names = names
        self.coast = Coast()
        legs = geodesy.distance_m(stations[:-1, 0], stations[:-1, 1], stations[1:, 0], stations[1:, 1])
        self.stations_m = np.concatenate([[0.0], np.cumsum(legs)])
        self.stations_on = [self.coast.at(lon, lat) for lon, lat in stations]

    @property
    def length_m(self) -> float:
        return float(self.along_m[-1])

    @cached_property
    def _planar(self) -> FloatArray:
        return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.xy, axis=0).T))])

    def lands(self) -> list[Span]:
        """Return where the line crosses land, in order."""
        whole = shapely.LineString(self.xy)
        spans: list[Span] = []
        for number in self.coast.tree.query(whole, predicate="intersects"):
            for part in shapely.get_parts(shapely.intersection(whole, self.coast.shapes[number])):
                ends = [self._metres(whole.project(shapely.Point(xy))) for xy in shapely.get_coordinates(part)[[0, -1]]]
                spans.append((min(ends), max(ends), (int(number),)))
        stations = list(zip(self.stations_m.tolist(), self.stations_on, strict=True))
        spans += [(m, m, (n,)) for m, n in stations if n >= 0]
        spans += [
            (start, end, (a,)) for (start, a), (end, b) in zip(stations[:-1], stations[1:], strict=True) if a == b >= 0
        ]
        return _joined(sorted(spans))

    def is_island(self, land: int, known: dict[int, str]) -> bool:
        """Say whether a land is an island of the chain: named by a gate or a station, or of some size."""
        if land in known or land in self.stations_on:
            return True
        area_m2, _ = geodesy.GEOD.geometry_area_perimeter(self.coast.shapes[land])
        return abs(area_m2) >= _LEAST_ISLAND_KM2 * 1e6

    def between(self, start_m: float, end_m: float) -> FloatArray:
        """Return the piece of the line between two lengths, ``(N, 2)``."""
        inner = (self.along_m > start_m) & (self.along_m < end_m)
        lengths = np.concatenate([[start_m], self.along_m[inner], [end_m]])
        return np.column_stack([np.interp(lengths, self.along_m, self.xy[:, k]) for k in (0, 1)])

    def name(self, land: int, at: FloatArray, known: dict[int, str]) -> str:
        """Return what a land is called: as the gates call it, by the chain's station on it, or by its position."""
        if land in known:
            return known[land]
        here = [n for n, on in zip(self.names, self.stations_on, strict=False) if on == land]
        if here:
            islands = Counter(name.rpartition(", ")[2] for name in here)
            return islands.most_common(1)[0][0] if len(here) > 1 else here[0]
        if base := self.coast.base_on(land):
            return base
        lon, lat = (at[0] + 180) % 360 - 180, at[1]
        return f"{_UNNAMED}{abs(lat):.2f}°{'N' if lat >= 0 else 'S'} {abs(lon):.2f}°{'E' if lon >= 0 else 'W'}"

    def _metres(self, planar: float) -> float:
        return float(np.interp(planar, self._planar, self.along_m))


class _Gates:
    """The lands that each strait's gate joins."""

    def __init__(self, coast: Coast) -> None:
        self.gates: list[tuple[str, str, list[int]]] = []
        called: dict[int, Counter[str]] = {}
        for row in layers.load("straits").to_dict("records"):
            points = row["through"] if isinstance(row.get("through"), list) else []
            lands = [coast.at(p["lon"], p["lat"]) for p in points]
            self.gates.append((row["id"], row["name"], lands))
            for land, point in zip(lands, points, strict=True):
                if not point["name"]:  # of a theatre's gate that names no coasts
                    continue
                called.setdefault(land, Counter())[point["name"].split(",")[0]] += 1
        self.joined = {land for _, _, lands in self.gates for land in lands if land >= 0}
        self.names = {n: min(c, key=lambda name: (-c[name], len(name), name)) for n, c in called.items() if n >= 0}
        """What each land is called that a gate joins."""

    def between(self, before: list[int], after: list[int]) -> tuple[str, str]:
        """Return id and name of the gate that closes a gap, given the lands of the chain before and after it.

        An islet that no gate names is passed over. Of several gates the one with the fewest lands between is meant.
        """
        a = next((n for n in reversed(before) if n in self.joined), None)
        b = next((n for n in after if n in self.joined), None)
        found = [
            (abs(lands.index(a) - lands.index(b)), len(lands), number)
            for number, (_, _, lands) in enumerate(self.gates)
            if a is not None and b is not None and a in lands and b in lands and a != b
        ]
        return self.gates[min(found)[2]][:2] if found else ("", "")


def _lands(spans: Iterable[Span]) -> list[int]:
    return [land for _, _, lands in spans for land in lands]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join spans in their order: two of one land with what lies between them, and lands that touch on the line."""
    joined: list[Span] = []
    for start, end, lands in spans:
        if joined and (joined[-1][2][-1] == lands[0] or start - joined[-1][1] < _LEAST_M):
            since, to, before = joined.pop()
            joined.append((since, max(to, end), before + lands if end > to else (*before[:-1], *lands, before[-1])))
        else:
            joined.append((start, end, lands))
    return joined


def _between(spans: list[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    """Return the stretches between two lengths that no span covers, in order."""
    edges = [start, *(edge for span in spans for edge in span), end]
    return list(zip(edges[::2], edges[1::2], strict=True))
