"""Adds to positions what is near them: hub, gate, side of the chain, sea, hubs in reach.

`Enricher` takes a record batch and returns it with columns added; rows, their order and their columns stay. It holds
nothing but its question, so it can be sent to any worker; what it needs is made there when first used.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from eastup.io import provenance
from eastup.positions import columns
from eastup.positions.areas import Areas, bounded_seas, chain_sides
from eastup.positions.cells import Grid
from eastup.positions.ellipsoid import Points
from eastup.positions.fixes import KEPT, REASONS, of_rows
from eastup.positions.nearest import Hubs, NearestGate
from eastup.results import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.io.provenance import Provenance
    from eastup.positions.columns import Reading
    from eastup.positions.gates import Gate

_BLOCK = 16_384
"""Rows at a time: arrays of 128 kB stay in the cache; twice or half as many cost 10 % more."""
RADIUS_KM = 926.0
"""500 nautical miles."""
ADDED = (
    "nearest_hub_id", "nearest_hub", "nearest_hub_km", "nearest_strait_id", "nearest_strait", "strait_km", "chain_side",
    "sea", "hubs_in_reach", "position_note",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A hub: what counts of it."""

    id: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, eq=False)
class Enricher:
    """What positions are held against.

    Attributes
    ----------
    hubs : tuple of Place
    gates : tuple of Gate
    reading : Reading
        How positions stand in a batch.
    chain : str
        Variant of the chain; the default one where it is empty.
    radius_km : tuple of float
        Reaches within which hubs are counted. With more than one, each has a column of its own.
    add : tuple of str
        Which of `ADDED` are added.
    text : bool
        Whether names are written out, and not as dictionaries, which Spark and Daft don't know.
    lang : str
        Language of names and words; columns keep their names.
    """

    hubs: tuple[Place, ...]
    gates: tuple[Gate, ...]
    reading: Reading
    chain: str = ""
    radius_km: tuple[float, ...] = (RADIUS_KM,)
    add: tuple[str, ...] = ADDED
    text: bool = False
    lang: str = "en"

    def __getstate__(self) -> dict[str, object]:
        """Send the question, not what was made of it."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @cached_property
    def _grid(self) -> Grid:
        return Grid()

    @cached_property
    def _hubs(self) -> Hubs:
        return Hubs(np.array([(hub.lon, hub.lat) for hub in self.hubs]), self._grid)

    @cached_property
    def _gates(self) -> NearestGate:
        return NearestGate(list(self.gates), self._grid)

    @cached_property
    def _sides(self) -> Areas:
        return chain_sides(self.chain, self._grid)

    @cached_property
    def _seas(self) -> Areas:
        return bounded_seas(self._grid)

    def prepare(self) -> Enricher:
        """Make now what would be made at the first batch; before threads share it."""
        _ = self._hubs, self._gates, self._sides if "chain_side" in self.add else None
        _ = self._seas if "sea" in self.add else None
        return self

    def made(self) -> Provenance:
        """Return what makes the columns that are added."""
        gates = [gate.id for gate in self.gates]
        further = {"gates": gates, "chain": self.chain, "added": list(self.add)}
        return provenance.made("positions.enrich", hubs=self.hubs, reach_km=self.radius_km, further=further)

    @property
    def added(self) -> list[pa.Field]:
        """The columns that are added."""
        words = pa.string() if self.text else pa.dictionary(pa.int16(), pa.string())
        kinds = {"nearest_hub_km": pa.float64(), "strait_km": pa.float64(), "hubs_in_reach": pa.int16()}
        added: list[pa.Field] = []
        for name in ADDED:
            if name in self.add:
                several = [_reach_column(r, len(self.radius_km)) for r in self.radius_km]
                names = several if name == "hubs_in_reach" else [name]
                added += [pa.field(n, kinds.get(name, words)) for n in names]
        return added

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the schema of what comes out for that of what goes in; columns of the same name are replaced."""
        new = [f.name for f in self.added]
        return pa.schema([*(f for f in schema if f.name not in new), *self.added], metadata=schema.metadata)

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch with the columns added.

        Parameters
        ----------
        batch : pyarrow.RecordBatch

        Returns
        -------
        pyarrow.RecordBatch
            As many rows, in the same order. A row without a usable position has nulls and a ``position_note``.
        """
        lon, lat = self.reading.lonlat(batch)
        reason = of_rows(np.ones(len(lon), bool), np.zeros(len(lon), np.int64), lon, lat)
        found = [
            self._block(lon[i : i + _BLOCK], lat[i : i + _BLOCK], reason[i : i + _BLOCK]) for i in _starts(len(lon))
        ]
        whole = {name: np.concatenate([block[name] for block in found]) for name in found[0]}
        schema = self.schema(batch.schema)
        words, added = self._words(), {f.name for f in self.added}
        bad = reason != KEPT
        arrays = []
        for f in schema:
            if f.name not in added:
                arrays.append(batch.column(f.name))
            elif f.name in words:
                values = whole[f.name]
                codes = pa.array(values, pa.int16(), mask=values < 0)
                names = pa.DictionaryArray.from_arrays(codes, words[f.name])
                arrays.append(names.dictionary_decode() if self.text else names)
            else:
                arrays.append(pa.array(whole[f.name], f.type, mask=bad if bad.any() else None))
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _words(self) -> dict[str, pa.Array]:
        def of(values: Iterable[str]) -> pa.Array:
            return pa.array(list(values), pa.string())

        def called(names: Iterable[str]) -> pa.Array:
            return of(language.names_in(names, self.lang))

        def said(cells: Iterable[str]) -> pa.Array:
            return of(language.cells_of(cells, self.lang))

        return {
            "nearest_hub_id": of([h.id for h in self.hubs]),
            "nearest_hub": called(h.name for h in self.hubs),
            "nearest_strait_id": of([g.id for g in self.gates]),
            "nearest_strait": called(g.name for g in self.gates),
            "chain_side": said(self._sides.names if "chain_side" in self.add else []),
            "sea": called(self._seas.names if "sea" in self.add else []),
            "position_note": said(REASONS),
        }

    def _block(self, lon: FloatArray, lat: FloatArray, reason: NDArray[np.int8]) -> dict[str, NDArray[np.generic]]:
        bad = reason != KEPT
        if bad.any():  # a place of which nothing is kept below
            lon, lat = np.where(bad, 0.0, lon), np.where(bad, 0.0, lat)
        places = Points.of(lon, lat)
        cell = self._grid.cell(lon, lat)
        wanted = {name.removesuffix("_id").removesuffix("_km") for name in self.add}
        result: dict[str, NDArray[np.generic]] = {"position_note": np.where(bad, reason, -1).astype(np.int16)}
        if "nearest_hub" in wanted:
            hub, hub_m = self._hubs.nearest(places, cell)
            result |= {"nearest_hub_id": hub, "nearest_hub": hub, "nearest_hub_km": hub_m / 1000.0}
        if wanted & {"nearest_strait", "strait"}:
            gate, gate_m = self._gates.nearest(places, cell)
            result |= {"nearest_strait_id": gate, "nearest_strait": gate, "strait_km": gate_m / 1000.0}
        if "chain_side" in wanted:
            result["chain_side"] = self._sides.which(lon, lat, cell).astype(np.int16)
        if "sea" in wanted:
            result["sea"] = self._seas.which(lon, lat, cell).astype(np.int16)
        if "hubs_in_reach" in wanted:
            for radius in self.radius_km:
                column = _reach_column(radius, len(self.radius_km))
                result[column] = self._hubs.within(places, cell, radius * 1000.0)
        if bad.any():
            for name in ("nearest_hub_id", "nearest_hub", "nearest_strait_id", "nearest_strait", "chain_side", "sea"):
                if name in result:
                    result[name] = np.where(bad, np.int16(-1), result[name])
        return result


def _starts(rows: int) -> range:
    return range(0, max(rows, 1), _BLOCK)


def _reach_column(radius_km: float, of: int) -> str:
    return "hubs_in_reach" if of == 1 else f"hubs_in_reach_{radius_km:g}km"


def reading_of(schema: pa.Schema, lon: str = "", lat: str = "") -> Reading:
    """Return how positions are read from batches of a schema, in degrees, with nothing guessed from the rows."""
    empty = schema.empty_table()
    return columns.find(empty, columns.Names(lon=lon, lat=lat), schema.metadata, tracks=False)
