"""Reads files of positions in batches, whatever holds them, and writes what comes out, whole or not at all.

Parquet, GeoParquet and CSV (plain, .gz, .zst, .bz2); folders and globs of them. Cells of a CSV stay text until they are
needed, so that what is not needed goes out as it came in.
"""

from __future__ import annotations

import csv
import glob
import io
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from eastup.errors import InputError
from eastup.io.data import carried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType
    from typing import Self

PARQUET = (".parquet", ".pq", ".geoparquet")
CSV = (".csv", ".tsv", ".txt")
PACKED = (".gz", ".zst", ".bz2")
HEAD_ROWS = 5_000
"""Rows from which the columns and units of a file are guessed."""
BATCH_ROWS = 131_072
_CSV_BLOCK = 8 << 20
_UNIT_ROWS = 1 << 20
_BYTES_A_ROW = 60  # of a CSV, for progress alone

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Unit:
    """A piece of a file that is worked on by itself: row groups of Parquet, or all of a CSV."""

    path: Path
    first: int = 0
    last: int = 0
    rows: int | None = None


@dataclass(frozen=True, eq=False)
class Source:
    """One file of positions."""

    path: Path

    @property
    def is_csv(self) -> bool:
        """Whether it is text."""
        return kind_of(self.path) == "csv"

    @cached_property
    def schema(self) -> pa.Schema:
        """Columns as they are read; those of a CSV are text."""
        if self.is_csv:
            return pa.schema([(name, pa.string()) for name in self._csv[0]])
        return pq.read_schema(self.path)

    @cached_property
    def _csv(self) -> tuple[list[str], str, str]:
        """Headings, delimiter and encoding."""
        with pa.input_stream(str(self.path), compression="detect") as stream:
            start = stream.read(1 << 16)
        encoding = "utf-8"
        try:
            start[: start.rfind(b"\n") + 1 or None].decode("utf-8")
        except UnicodeDecodeError:
            encoding = "cp1252"
        text = start.decode(encoding, errors="replace").lstrip("\ufeff")
        line = text.splitlines()[0] if text.strip() else ""
        if not line:
            raise InputError("the file is empty", where=self.path)
        delimiter = max(",;\t|", key=line.count)
        names = next(csv.reader(io.StringIO(line), delimiter=delimiter))
        double = next((n for n in names if names.count(n) > 1), None)
        if double is not None:
            raise InputError(f"two columns are called {double!r}", where=self.path, hint="rename one of them")
        return names, delimiter, encoding

    def head(self) -> pa.Table:
        """Return the first rows."""
        batches, rows = [], 0
        for batch in self.batches(Unit(self.path, 0, 1), None, HEAD_ROWS):
            batches.append(batch)
            rows += batch.num_rows
            if rows >= HEAD_ROWS:
                break
        return pa.Table.from_batches(batches, self.schema).slice(0, HEAD_ROWS)

    def units(self) -> list[Unit]:
        """Cut the file into pieces of about a million rows; a CSV is one."""
        if self.is_csv:
            return [Unit(self.path)]
        about = pq.read_metadata(self.path)
        units, first, rows = [], 0, 0
        for group in range(about.num_row_groups):
            rows += about.row_group(group).num_rows
            if rows >= _UNIT_ROWS or group + 1 == about.num_row_groups:
                units.append(Unit(self.path, first, group + 1, rows))
                first, rows = group + 1, 0
        return units

    def rows(self) -> int:
        """Return how many rows there are; an estimate for a CSV."""
        if self.is_csv:
            return int(self.path.stat().st_size * (4 if self.path.suffix in PACKED else 1) / _BYTES_A_ROW)
        return int(pq.read_metadata(self.path).num_rows)

    def batches(
        self,
        unit: Unit,
        columns: Sequence[str] | None,
        rows: int = BATCH_ROWS,
        broken: Callable[[], None] | None = None,
    ) -> Iterator[pa.RecordBatch]:
        """Give the rows of a piece in batches.

        Parameters
        ----------
        unit : Unit
        columns : sequence of str, optional
            All of them if None.
        rows : int
            Of a batch, at most; a CSV comes in blocks of its own.
        broken : callable, optional
            Called for each line of a CSV that has another number of cells than the headings; without it such a line
            is an error.
        """
        if not self.is_csv:
            groups = list(range(unit.first, unit.last)) if unit.last else None
            with pq.ParquetFile(self.path) as file:
                if groups is not None:
                    groups = [g for g in groups if g < file.num_row_groups]
                yield from file.iter_batches(rows, row_groups=groups, columns=columns, use_threads=False)
            return
        names, delimiter, encoding = self._csv

        def skip(row: object) -> str:
            assert broken is not None
            broken()
            return "skip"

        options = {
            "read_options": pacsv.ReadOptions(use_threads=False, block_size=_CSV_BLOCK, encoding=encoding),
            "parse_options": pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=False, invalid_row_handler=skip if broken else None
            ),
            "convert_options": pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), include_columns=columns, strings_can_be_null=False
            ),
        }
        with (
            pa.input_stream(str(self.path), compression="detect") as stream,
            pacsv.open_csv(stream, **options) as reader,
        ):
            yield from reader


def kind_of(path: Path) -> str:
    """Return ``parquet``, ``csv`` or nothing, by the suffix."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
        return "csv" if suffixes and suffixes[-1] in CSV else ""
    last = suffixes[-1] if suffixes else ""
    return "parquet" if last in PARQUET else "csv" if last in CSV else ""


def sources(paths: Iterable[str | Path]) -> list[Source]:
    """Return the files that paths, folders and globs mean, each once, in the order given and by name within one.

    Raises
    ------
    InputError
        If one means no file, or is of a kind that is not read.
    """
    found: dict[Path, Source] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file() and kind_of(p) and not _hidden(p, path))
        elif path.is_file():
            if not kind_of(path):
                hint = f"give {', '.join((*PARQUET, *CSV))}, the last also packed as {', '.join(PACKED)}"
                raise InputError("positions are not read from this kind of file", where=path, hint=hint)
            files = [path]
        else:
            files = sorted(p for p in map(Path, glob.glob(str(given), recursive=True)) if p.is_file() and kind_of(p))
        if not files:
            raise InputError("there is no file of positions", where=path, hint="check the path")
        found.update((file, Source(file)) for file in files if file not in found)
    return list(found.values())


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(root).parts)


def in_order(items: Iterable[Item], work: Callable[[Item], Answer], threads: int) -> Iterator[Answer]:
    """Give what comes of each item, in order, with a few of them worked on at once."""
    if threads <= 1:
        for item in items:
            yield work(item)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting = deque()  # type: ignore[var-annotated]
        for item in items:
            waiting.append(pool.submit(carried(work), item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class CsvWriter:
    """Writes batches as CSV: text as it is, numbers in their shortest form, quotes only where they are needed."""

    def __init__(self, path: Path, schema: pa.Schema, compression: str | None = None) -> None:
        self._stream = pa.output_stream(str(path), compression=compression)
        names = pa.RecordBatch.from_arrays([pa.array([n]) for n in schema.names], names=schema.names)
        self.write_batch(names)

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        if batch.num_rows == 0:
            return
        cells = [_text(column) for column in batch.columns]
        cells[-1] = pc.binary_join_element_wise(cells[-1], "", "\n")
        lines = pc.binary_join_element_wise(*cells, ",")
        lines = lines.cast(pa.large_string())
        offsets, data = lines.buffers()[1:]
        first = int(lines.offset)
        ends = memoryview(offsets).cast("q")
        self._stream.write(data.slice(ends[first], ends[first + len(lines)] - ends[first]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_binary(column.type) or pa.types.is_nested(column.type):
        raise InputError(f"CSV can't hold a column of {column.type}", hint="write .parquet")
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column.cast(pa.string()).fill_null("")
    column = column.cast(pa.string()).fill_null("")
    special = pc.match_substring_regex(column, '[",\n\r]')
    if not pc.any(special).as_py():
        return column
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(column, '"', '""'), '"', "")
    return pc.if_else(special, quoted, column)
