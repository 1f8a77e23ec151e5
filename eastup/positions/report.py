"""Says how the work goes and what became of every row."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from eastup.io import progress
from eastup.positions import fixes
from eastup.positions.times import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    Say = Callable[[str], None]

_EVERY_S = 0.5
_MEANS = {
    fixes.EXCHANGED: "; if so, name them with --lon and --lat",
    fixes.JUMP: " (faster than the limit to and from, while its neighbours agree)",
}


class Progress:
    """Rows done, rows a second and the time left, on one line of a terminal; nothing elsewhere.

    Where somebody listens (`eastup.io.progress`), as the command line does, it is told instead.
    """

    def __init__(self, total: int, quiet: bool = False) -> None:
        self._total, self._done = total, 0
        self._on = not (quiet or progress.is_heard()) and sys.stderr is not None and sys.stderr.isatty()
        self._start = self._said = time.monotonic()

    def add(self, rows: int) -> None:
        """Count rows that are done."""
        self._done += rows
        now = time.monotonic()
        progress.tell(self._done / max(self._total, 1), f"{self._done:,} rows")
        if self._on and now - self._said >= _EVERY_S:
            self._said = now
            print(f"\r{self.line(now - self._start)}\x1b[K", end="", file=sys.stderr, flush=True)

    def line(self, seconds: float) -> str:
        """Return what is said after a number of seconds.

        Examples
        --------
        >>> progress = Progress(4_000_000, quiet=True)
        >>> progress.add(1_000_000)
        >>> progress.line(2.0)
        '1,000,000 rows, 500,000 a second, 0:06 left'
        """
        rate = self._done / max(seconds, 1e-9)
        left = max(self._total - self._done, 0) / max(rate, 1e-9)
        return f"{self._done:,} rows, {rate:,.0f} a second, {int(left // 60)}:{int(left % 60):02d} left"

    def end(self) -> None:
        """Clear the line."""
        if self._on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def summary(reasons: Iterable[int]) -> list[str]:
    """Return lines that say how many rows were dropped and why; they add up to the rows that came in."""
    counts = list(reasons)
    total, kept = sum(counts), counts[fixes.KEPT]
    lines = [f"{total:,} rows in: {kept:,} fixes, {total - kept:,} dropped"]
    lines += [
        f"  {number:,} dropped: {fixes.REASONS[code]}{_MEANS.get(code, '')}"
        for code, number in enumerate(counts)
        if code != fixes.KEPT and number
    ]
    return lines


def write(path: Path, kept: Mapping[str, int], broken: Mapping[str, int], dropped: Iterable[pa.RecordBatch]) -> int:
    """Write every dropped row with its reason, and one line a file for the rows that are kept; return the rows in.

    Parameters
    ----------
    path : Path
        A .csv file: ``file, row, vessel, time_utc, lon, lat, reason, rows``; ``rows`` adds up to the rows that came in.
    kept, broken : mapping
        Rows by file that became fixes, and lines that are no rows.
    dropped : iterable of pyarrow.RecordBatch
        As `eastup.positions.tracks.dropped_of` gives them.
    """
    columns = ["file", "row", "vessel", "time_utc", "lon", "lat", "reason", "rows"]
    total = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        sums = [(f, "kept", n) for f, n in kept.items()]
        sums += [(f, fixes.REASONS[fixes.BROKEN], n) for f, n in broken.items() if n]
        head = pd.DataFrame(sums, columns=["file", "reason", "rows"]).reindex(columns=columns)
        head.to_csv(stream, index=False, lineterminator="\n")
        total += sum(n for _, _, n in sums)
        for batch in dropped:
            frame = pa.Table.from_batches([batch]).to_pandas()
            known = frame["time_us"] != MISSING
            times = pd.to_datetime(frame["time_us"].where(known, 0), unit="us").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
            frame["time_utc"] = times.where(known, "")
            frame["reason"] = frame["reason"].map(dict(enumerate(fixes.REASONS)))
            frame["rows"] = 1
            frame[columns].to_csv(stream, index=False, header=False, lineterminator="\n")
            total += len(frame)
    return total
