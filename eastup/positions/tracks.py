"""Sorts rows into buckets by their vessel, and makes tracks and passages of one bucket.

The bucket of a vessel is a hash of its id, so all its rows meet in one bucket, from whichever files. A piece of an
input becomes one Arrow file; a batch of it is split into as many record batches as there are buckets. Rows that are no
fixes are counted here, or listed with their reason where a list is wanted.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eastup.positions import fixes
from eastup.positions.cluster import whole
from eastup.positions.ellipsoid import E2
from eastup.positions.passages import passages
from eastup.positions.sides import GateLines
from eastup.positions.stream import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.columns import Reading
    from eastup.positions.gates import Gate
    from eastup.positions.stream import Unit
    from eastup.positions.times import Times

_ROW = pa.schema([("vessel", pa.int32()), ("time_us", pa.int64()), ("lon", pa.float64()), ("lat", pa.float64())])
_NUMBERED = _ROW.append(pa.field("row", pa.int64()))
DROPPED = pa.schema(
    [
        ("file", pa.string()), ("row", pa.int64()), ("vessel", pa.string()), ("time_us", pa.int64()),
        ("lon", pa.float64()), ("lat", pa.float64()), ("reason", pa.int8()),
    ]
)  # fmt: skip
EVENTS = pa.schema(
    [
        ("vessel", pa.string()), ("time_us", pa.int64()), ("gate", pa.int16()), ("to_right", pa.bool_()),
        ("seen", pa.bool_()), ("lon", pa.float64()), ("lat", pa.float64()), ("gap_start_us", pa.int64()),
        ("gap_end_us", pa.int64()), ("start_lon", pa.float64()), ("start_lat", pa.float64()), ("end_lon", pa.float64()),
        ("end_lat", pa.float64()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """What counts as a passage.

    Attributes
    ----------
    gap_us : int
        A longer step makes a passage inferred.
    limit_kmh : float
        A faster step is impossible.
    """

    gap_us: int
    limit_kmh: float


@dataclass(frozen=True)
class Sort:
    """The task to sort one piece of an input into buckets."""

    unit: Unit
    reading: Reading
    buckets: int
    path: Path
    """Of the Arrow file; its names and counts stand beside it."""
    first_row: int
    batch_rows: int
    listed: bool
    """Whether every dropped row is wanted, or their number."""


@dataclass(frozen=True)
class Sorted:
    """What came of a piece: rows by reason."""

    rows: int
    reasons: tuple[int, ...]
    resumed: bool
    error: str = ""


def bucket_of(vessel: str, buckets: int) -> int:
    """Return the bucket of a vessel's id; the same in every process."""
    return zlib.crc32(vessel.encode()) % buckets


def sort(task: Sort) -> Sorted:
    """Write one piece of an input as an Arrow file of buckets, unless it is there."""
    about = task.path.with_suffix(".json")
    if task.path.exists():
        known = json.loads(about.read_text(encoding="utf-8"))
        return Sorted(known["rows"], tuple(known["reasons"]), resumed=True)
    names = _Names(task.buckets)
    counts = np.zeros(len(fixes.REASONS), np.int64)

    def broken() -> None:
        counts[fixes.BROKEN] += 1

    row = task.first_row
    with whole(task.path) as temporary, whole(task.path.with_suffix(".dropped")) as temporary_dropped:
        schema = _NUMBERED if task.listed else _ROW
        with (
            pa.ipc.new_file(str(temporary), schema) as writer,
            pa.ipc.new_file(str(temporary_dropped), DROPPED) as dropped,
        ):
            for batch in Source(task.unit.path).batches(task.unit, task.reading.columns, task.batch_rows, broken):
                time_us = task.reading.times(batch)
                lon, lat = task.reading.lonlat(batch)
                code = names.codes(batch.column(task.reading.vessel))
                reason = fixes.of_rows(code >= 0, time_us, lon, lat)
                numbers = row + np.arange(len(lon))
                row += len(lon)
                counts += np.bincount(reason, minlength=len(counts))
                bad = np.flatnonzero(reason)
                if task.listed and len(bad):
                    vessel = pa.array(names.texts).take(pa.array(code[bad], mask=code[bad] < 0))
                    dropped.write_batch(
                        _dropped(
                            str(task.unit.path), numbers[bad], vessel, (time_us[bad], lon[bad], lat[bad]), reason[bad]
                        )
                    )
                good = np.flatnonzero(reason == fixes.KEPT) if len(bad) else slice(None)
                parts = (code[good], time_us[good], lon[good], lat[good], numbers[good])[: len(schema)]
                for some in names.split(code[good]):
                    arrays = [pa.array(part[some], f.type) for part, f in zip(parts, schema, strict=True)]
                    writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
        reasons = tuple(int(n) for n in counts)
        texts = {"names": names.texts, "rows": sum(reasons), "reasons": reasons}
        with whole(about) as temporary_about:
            temporary_about.write_text(json.dumps(texts), encoding="utf-8")
    return Sorted(sum(reasons), reasons, resumed=False)


def _dropped(
    file: str,
    rows: NDArray[np.int64],
    vessel: pa.Array,
    at: tuple[Times, FloatArray, FloatArray],
    reason: NDArray[np.int8],
) -> pa.RecordBatch:
    columns = [pa.repeat(file, len(rows)), rows, vessel, *at, reason]
    return pa.RecordBatch.from_arrays(
        [pa.array(c, f.type) for c, f in zip(columns, DROPPED, strict=True)], schema=DROPPED
    )


class _Names:
    """Vessels by number, in the order in which they are met."""

    def __init__(self, buckets: int) -> None:
        self.texts: list[str] = []
        self._number: dict[str, int] = {}
        self._buckets = buckets
        self._bucket = np.empty(0, np.uint16)

    def codes(self, column: pa.Array) -> NDArray[np.int32]:
        """Return the number of each row's vessel; -1 where there is none."""
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        known = np.array([self._of(value) for value in column.dictionary.to_pylist()] or [-1], np.int32)
        if len(self._bucket) < len(self.texts):
            new = [bucket_of(text, self._buckets) for text in self.texts[len(self._bucket) :]]
            self._bucket = np.concatenate([self._bucket, np.array(new, np.uint16)])
        index = column.indices
        if index.null_count:
            index = index.cast(pa.int32()).fill_null(-1)
            at = index.to_numpy()
            return np.where(at < 0, np.int32(-1), known[at])
        return np.asarray(known[index.to_numpy()])

    def _of(self, value: object) -> int:
        if isinstance(value, float):
            value = int(value) if value.is_integer() else value
        text = "" if value is None else str(value).strip()
        if not text or text == "nan":
            return -1
        number = self._number.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number

    def split(self, code: NDArray[np.int32]) -> Iterator[NDArray[np.intp]]:
        """Give the rows of each bucket."""
        bucket = self._bucket[code] if len(self._bucket) else np.zeros(len(code), np.uint16)
        order = np.argsort(bucket, kind="stable")
        ends = np.cumsum(np.bincount(bucket, minlength=self._buckets))
        yield from (order[a:b] for a, b in zip(np.append(0, ends[:-1]), ends, strict=True))


@dataclass(frozen=True)
class Count:
    """The task to find the passages of one bucket."""

    bucket: int
    buckets: int
    sorted: tuple[Path, ...]
    files: tuple[str, ...]
    path: Path
    gates: tuple[Gate, ...]
    rules: Rules
    listed: bool


@dataclass(frozen=True)
class Counted:
    """What came of a bucket: rows by reason, vessels that share an id, and whether it was there."""

    reasons: tuple[int, ...]
    shared: tuple[str, ...]
    vessels: int
    resumed: bool


_lines: dict[tuple[str, ...], GateLines] = {}


def _lines_of(gates: tuple[Gate, ...]) -> GateLines:
    """Return the lines of gates, made once a process."""
    key = tuple(f"{gate.id} {gate.clear_km} {gate.whole.tobytes().hex()}" for gate in gates)
    if key not in _lines:
        _lines.clear()
        _lines[key] = GateLines(list(gates))
    return _lines[key]


def count(task: Count) -> Counted:
    """Write the passages of one bucket, unless they are there."""
    about = task.path.with_suffix(".json")
    if task.path.exists():
        known = json.loads(about.read_text(encoding="utf-8"))
        return Counted(tuple(known["reasons"]), tuple(known["shared"]), known["vessels"], resumed=True)
    rows = _rows_of(task)
    names, piece, row = rows.names, rows.piece, rows.row
    order = fixes.in_order(rows.vessel, rows.time_us, rows.lon, rows.lat)
    vessel, time_us, lon, lat = rows.vessel[order], rows.time_us[order], rows.lon[order], rows.lat[order]
    tracks, reason = fixes.checked(vessel, time_us, lon, lat, task.rules.limit_kmh)
    lines = _lines_of(task.gates)
    found = lines.crossings(tracks.lon, tracks.lat, tracks.xyz, tracks.cut)
    passed = passages(tracks, found, lines, task.rules.gap_us)
    i, gap = passed.crossing_fix, passed.gap_fix
    part = np.zeros(len(i))
    span = tracks.time_us[i + 1] - tracks.time_us[i] if len(i) else part
    np.divide(passed.time_us - tracks.time_us[i], span, out=part, where=np.asarray(span) > 0)
    x, y, z = ((1.0 - part) * tracks.xyz[:, i] + part * tracks.xyz[:, i + 1]) if len(i) else np.empty((3, 0))
    texts = pa.array(names, pa.string())
    columns = [
        texts.take(pa.array(tracks.vessel[i])), passed.time_us, passed.gate, passed.to_right, passed.seen,
        np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, (1.0 - E2) * np.hypot(x, y))),
        tracks.time_us[gap], tracks.time_us[gap + 1], tracks.lon[gap], tracks.lat[gap], tracks.lon[gap + 1],
        tracks.lat[gap + 1],
    ]  # fmt: skip
    events = pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, EVENTS, strict=True)], schema=EVENTS)
    counts = np.bincount(reason, minlength=len(fixes.REASONS))
    shared = sorted(names[v] for v in np.unique(vessel[reason == fixes.SHARED]))
    with whole(task.path) as temporary, whole(task.path.with_suffix(".dropped")) as temporary_dropped:
        with pa.ipc.new_file(str(temporary), EVENTS) as writer:
            writer.write_table(events)
        with pa.ipc.new_file(str(temporary_dropped), DROPPED) as writer:
            if task.listed:
                bad = np.flatnonzero(reason)
                for number, file in enumerate(task.files):
                    some = bad[piece[order[bad]] == number]
                    at = (time_us[some], lon[some], lat[some])
                    who = texts.take(pa.array(vessel[some]))
                    writer.write_batch(_dropped(file, row[order[some]], who, at, reason[some]))
        known = {"reasons": counts.tolist(), "shared": shared, "vessels": len(np.unique(tracks.vessel))}
        with whole(about) as temporary_about:
            temporary_about.write_text(json.dumps(known), encoding="utf-8")
    return Counted(tuple(known["reasons"]), tuple(shared), known["vessels"], resumed=False)


@dataclass(frozen=True)
class _Rows:
    """Rows of one bucket, as they come; ``row`` is empty where no list is wanted, ``piece`` counts pieces of input."""

    names: list[str]
    vessel: NDArray[np.int32]
    time_us: Times
    lon: FloatArray
    lat: FloatArray
    row: NDArray[np.int64]
    piece: NDArray[np.int32]


def _rows_of(task: Count) -> _Rows:
    """Return the rows of one bucket from all pieces; vessels are numbered in the order of their ids."""
    tables: list[tuple[pa.Table, list[str]]] = []
    for path in task.sorted:
        with pa.memory_map(str(path)) as stream:
            file = pa.ipc.open_file(stream)
            own = [file.get_batch(n) for n in range(task.bucket, file.num_record_batches, task.buckets)]
            texts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["names"]
            tables.append((pa.Table.from_batches(own, file.schema).combine_chunks(), texts))
    used = [np.unique(table.column("vessel").to_numpy()) for table, _ in tables]
    names = sorted({texts[v] for (_, texts), codes in zip(tables, used, strict=True) for v in codes})
    number = {name: n for n, name in enumerate(names)}
    vessels = []
    for (table, texts), codes in zip(tables, used, strict=True):
        new = np.full(len(texts) + 1, -1, np.int32)
        new[codes] = [number[texts[v]] for v in codes]
        vessels.append(new[table.column("vessel").to_numpy()])
    vessel = np.concatenate([np.empty(0, np.int32), *vessels])

    def degrees(name: str) -> FloatArray:
        return np.concatenate([np.empty(0), *(table.column(name).to_numpy() for table, _ in tables)])

    def numbers(name: str) -> NDArray[np.int64]:
        return np.concatenate([np.empty(0, np.int64), *(table.column(name).to_numpy() for table, _ in tables)])

    piece = np.repeat(np.arange(len(tables), dtype=np.int32), [table.num_rows for table, _ in tables])
    row = numbers("row") if task.listed else np.empty(0, np.int64)
    return _Rows(names, vessel, numbers("time_us"), degrees("lon"), degrees("lat"), row, piece)


def dropped_of(paths: list[Path]) -> Iterator[pa.RecordBatch]:
    """Give the rows that were dropped in sorting or in counting."""
    for path in paths:
        with pa.memory_map(str(path.with_suffix(".dropped"))) as stream:
            file = pa.ipc.open_file(stream)
            yield from (file.get_batch(n) for n in range(file.num_record_batches))


def events_of(paths: list[Path]) -> pa.Table:
    """Return the passages of all buckets, by time, gate, vessel and position."""
    tables = []
    for path in paths:
        with pa.memory_map(str(path)) as stream:
            tables.append(pa.ipc.open_file(stream).read_all())
    table = pa.concat_tables(tables) if tables else EVENTS.empty_table()
    keys = [(n, "ascending") for n in ("time_us", "gate", "vessel", "to_right")]
    return table.take(pc.sort_indices(table, keys))
