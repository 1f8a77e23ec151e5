"""Adds to whole files of positions what is near them: files in, one file or a folder of parts out.

One process reads, works and writes in a stream. Where several workers share the work, or a folder is wanted, each piece
of an input becomes a part of its own with a fixed name, and what is done stays done (`eastup.positions.cluster`).
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eastup.errors import InputError
from eastup.io import files, provenance
from eastup.positions import columns, report, stream
from eastup.positions.cluster import MANIFEST, Engine, WorkFolder, manifest, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from eastup.positions.columns import Names, Reading
    from eastup.positions.enrich import Enricher
    from eastup.positions.stream import Source, Unit
    from eastup.positions.transits import Run

    Writer: TypeAlias = pq.ParquetWriter | stream.CsvWriter

KINDS = (".parquet", ".csv", ".csv.gz", ".csv.zst")
_GROUP_ROWS = 262_144
"""Rows of a row group, so that a file is the same however it was read. Half as many make it 2 % larger."""
_DECIMALS = 3  # of kilometres in a CSV, as in every table


def enrich(
    paths: Iterable[str | Path],
    output: Path,
    enricher: Enricher,
    names: Names | None = None,
    *,
    run: Run,
    engine: Engine | None = None,
) -> int:
    """Write positions with the columns of an `Enricher` added; rows, order and columns stay.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders or globs.
    output : Path
        A .parquet, .csv, .csv.gz or .csv.zst file; a name without suffix is a folder of Parquet parts.
    enricher : Enricher
        Its reading is replaced by that of each file.
    names : Names, optional
    run : Run
    engine : Engine, optional

    Returns
    -------
    int
        How many rows were written.
    """
    engine = engine or Engine()
    kind = kind_of(output)
    sources = stream.sources(paths)
    readings = _readings(sources, names or columns.Names(), run)
    sources = [source for source in sources if source.path in readings]
    tasks = [
        _Task(unit, replace(enricher, reading=readings[source.path])) for source in sources for unit in source.units()
    ]
    progress = report.Progress(sum(s.rows() for s in sources), run.quiet)
    texts: frozenset[tuple[str, str]] = frozenset()
    while True:
        shape = _Shape.of(sources, enricher, kind, texts)
        try:
            if kind == "folder" or engine.client is not None:
                rows = _in_parts(tasks, output, shape, run, engine, progress)
            else:
                rows = _in_stream(tasks, output, shape, run, engine, progress)
            break
        except _NoNumberError as error:  # a column that began as numbers and is not: once more, as text
            texts |= {error.column}
    progress.end()
    return rows


def kind_of(output: Path) -> str:
    """Return ``parquet``, ``csv`` or ``folder`` for what is to be written."""
    if not output.suffix:
        return "folder"
    kind = stream.kind_of(output)
    if not kind or output.suffix.lower() in (".bz2", ".tsv", ".txt"):
        files.suffix_of(output, KINDS)
    return kind


class _NoNumberError(Exception):
    def __init__(self, path: str, name: str) -> None:
        super().__init__(path, name)
        self.column = (path, name)


@dataclass(frozen=True)
class _Task:
    unit: Unit
    enricher: Enricher


@dataclass(frozen=True)
class _Shape:
    """The schema of what is written, and how cells of a CSV become numbers in it."""

    schema: pa.Schema
    types: dict[tuple[str, str], pa.DataType]
    is_csv: bool

    @classmethod
    def of(cls, sources: Sequence[Source], enricher: Enricher, kind: str, texts: frozenset[tuple[str, str]]) -> _Shape:
        types: dict[tuple[str, str], pa.DataType] = {}
        replaced = {f.name for f in enricher.added}
        found: dict[str, set[pa.DataType]] = {}
        for source in sources:
            head = source.head() if source.is_csv and kind != "csv" else None
            for f in source.schema:
                if f.name in replaced:
                    continue
                kind_of_cells = f.type
                if head is not None and (str(source.path), f.name) not in texts:
                    kind_of_cells = types[str(source.path), f.name] = _type_of(head.column(f.name))
                found.setdefault(f.name, set()).add(kind_of_cells)
        metadata = sources[0].schema.metadata if sources and all(not s.is_csv for s in sources) else None
        before = pa.schema([pa.field(n, _common(t)) for n, t in found.items()], metadata=metadata)
        schema = enricher.schema(before)
        told = {provenance.KEY: provenance.as_text(enricher.made().record())}
        return cls(schema.with_metadata({**(schema.metadata or {}), **told}), types, kind == "csv")

    def fitted(self, batch: pa.RecordBatch, path: str) -> pa.RecordBatch:
        """Return a batch in the shape of what is written."""
        arrays = []
        for f in self.schema:
            place = batch.schema.get_field_index(f.name)
            if place < 0:
                arrays.append(pa.nulls(batch.num_rows, f.type))
                continue
            column = batch.column(place)
            if (path, f.name) in self.types and not pa.types.is_string(f.type):
                try:
                    column = pc.if_else(pc.equal(column, ""), None, column).cast(f.type)
                except pa.ArrowInvalid:
                    raise _NoNumberError(path, f.name) from None
            arrays.append(column if column.type == f.type else column.cast(f.type))
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


def _type_of(column: pa.ChunkedArray) -> pa.DataType:
    """Whole numbers or numbers, if the first cells are; text if they have leading zeros, as ids may."""
    if pc.any(pc.match_substring_regex(column, r"^-?0[0-9]")).as_py():
        return pa.string()
    cells = pc.if_else(pc.equal(column, ""), None, column)
    for kind in (pa.int64(), pa.float64()):
        try:
            return kind if cells.null_count < len(cells) and cells.cast(kind) else pa.string()
        except pa.ArrowInvalid:
            continue
    return pa.string()


def _common(types: set[pa.DataType]) -> pa.DataType:
    if len(types) == 1:
        return next(iter(types))
    if all(pa.types.is_integer(t) or pa.types.is_floating(t) for t in types):
        return pa.float64() if any(pa.types.is_floating(t) for t in types) else pa.int64()
    return pa.string()


def _readings(sources: list[Source], names: Names, run: Run) -> dict[Path, Reading]:
    readings: dict[Path, Reading] = {}
    for source in sources:
        try:
            readings[source.path] = columns.find(source.head(), names, source.schema.metadata, tracks=False)
        except (OSError, ValueError) as error:
            if run.on_error != "skip":
                if isinstance(error, InputError):
                    raise
                what = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise InputError(what, where=source.path, hint="add --on-error skip to go on without it") from None
            run.progress(f"{source.path}: {str(error).splitlines()[0]}; left out")
    if not readings:
        raise InputError("no file can be read", where=sources[0].path)
    for note in dict.fromkeys(n for r in readings.values() for n in r.notes):
        run.progress(note)
    return readings


def _batches(task: _Task, run: Run) -> Iterator[pa.RecordBatch]:
    """Give the batches of a piece; one that can't be read ends it, if errors are to be skipped."""
    try:
        yield from stream.Source(task.unit.path).batches(task.unit, None, run.batch_rows)
    except (OSError, pa.ArrowException) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        if run.on_error != "skip":
            raise InputError(what, where=task.unit.path, hint="add --on-error skip to go on without it") from None
        run.progress(f"{task.unit.path}: {what}; the rest of it is left out")


def _in_stream(
    tasks: list[_Task], output: Path, shape: _Shape, run: Run, engine: Engine, progress: report.Progress
) -> int:
    for task in tasks:
        task.enricher.prepare()
    pairs = ((task, batch) for task in tasks for batch in _batches(task, run))

    def work(pair: tuple[_Task, pa.RecordBatch]) -> pa.RecordBatch:
        task, batch = pair
        return shape.fitted(task.enricher(batch), str(task.unit.path))

    with files.whole(output) as temporary:
        return _write(stream.in_order(pairs, work, engine.threads), temporary, shape, progress, output.suffix.lower())


def _write(
    batches: Iterable[pa.RecordBatch], path: Path, shape: _Shape, progress: report.Progress | None, suffix: str
) -> int:
    rows = 0
    with _writer(path, shape, suffix) as writer:
        for batch in _in_groups(batches, shape.schema):
            writer.write_batch(_rounded(batch) if shape.is_csv else batch)
            rows += batch.num_rows
            if progress is not None:
                progress.add(batch.num_rows)
    return rows


def _writer(path: Path, shape: _Shape, suffix: str) -> Writer:
    if shape.is_csv:
        return stream.CsvWriter(path, shape.schema, {".gz": "gzip", ".zst": "zstd"}.get(suffix))
    # Numbers such as coordinates are nearly all distinct: a dictionary of them takes twice the time and 20 % more room.
    words = [f.name for f in shape.schema if not (pa.types.is_float64(f.type) or pa.types.is_nested(f.type))]
    return pq.ParquetWriter(path, shape.schema, compression="zstd", use_dictionary=words)


def _in_groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Give the same rows in batches of `_GROUP_ROWS`, whatever they come in."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        while rows >= _GROUP_ROWS:
            table = pa.Table.from_batches(waiting, schema)
            yield from table.slice(0, _GROUP_ROWS).combine_chunks().to_batches()
            waiting = table.slice(_GROUP_ROWS).to_batches()
            rows -= _GROUP_ROWS
    if rows:
        yield from pa.Table.from_batches(waiting, schema).combine_chunks().to_batches()


def _rounded(batch: pa.RecordBatch) -> pa.RecordBatch:
    arrays = [
        pc.round(column, _DECIMALS) if name in ("nearest_hub_km", "strait_km") else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)


@dataclass(frozen=True)
class _Part:
    """The task to write one part."""

    task: _Task
    path: Path
    shape: _Shape
    run: Run


def _part(part: _Part) -> tuple[int, list[str]]:
    """Write one part unless it is there; return its rows and what there is to say."""
    said: list[str] = []
    if not part.path.exists():
        run = replace(part.run, progress=said.append)
        shape = replace(part.shape, is_csv=False)
        batches = (shape.fitted(part.task.enricher(b), str(part.task.unit.path)) for b in _batches(part.task, run))
        with whole(part.path) as temporary:
            _write(batches, temporary, shape, None, ".parquet")
    return int(pq.read_metadata(part.path).num_rows), said


def _in_parts(
    tasks: list[_Task], output: Path, shape: _Shape, run: Run, engine: Engine, progress: report.Progress
) -> int:
    sources = [stream.Source(path) for path in dict.fromkeys(t.unit.path for t in tasks)]
    one = tasks[0].enricher
    question = {
        "radius_km": list(one.radius_km), "add": list(one.add), "chain": one.chain, "schema": str(shape.schema),
        "readings": [repr(replace(t.enricher.reading, notes=())) for t in tasks],
    }  # fmt: skip
    answers = (one.hubs, [(g.id, g.whole.tolist(), [p.tolist() for p in g.parts]) for g in one.gates])
    folder = WorkFolder(output, manifest(sources, question, answers))
    if folder.resumed:
        run.progress(f"going on with what is done in {folder.path}")
    quiet = replace(run, progress=_silent)
    parts = [_Part(task, folder.path / f"part-{n:06d}.parquet", shape, quiet) for n, task in enumerate(tasks)]
    rows = 0
    for number, said in engine.run(_part, parts):
        rows += number
        progress.add(number)
        for line in said:
            run.progress(line)
    if shape.is_csv or output.suffix:
        with files.whole(output) as temporary:
            _write(_joined(parts, shape), temporary, shape, None, output.suffix.lower())
        folder.done()
        return rows
    (folder.path / MANIFEST).unlink()
    if output.exists():
        if not all(p.name.startswith("part-") for p in output.iterdir()):
            raise InputError("the folder holds other things than parts", where=output, hint="name another")
        shutil.rmtree(output)
    os.replace(folder.path, output)
    return rows


def _silent(line: str) -> None:
    """Say nothing."""


def _joined(parts: list[_Part], shape: _Shape) -> Iterator[pa.RecordBatch]:
    for part in parts:
        for batch in stream.Source(part.path).batches(stream.Unit(part.path), None):
            arrays = [
                column if column.type == f.type else column.cast(f.type)
                for column, f in zip(batch.columns, shape.schema, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=shape.schema)
