"""Passages of the gates of straits from tracks, whole: files in, tables out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from eastup import geodesy
from eastup.errors import InputError
from eastup.positions import columns, fixes, gates, report, stream, tracks
from eastup.positions.cluster import Engine, WorkFolder, manifest
from eastup.positions.passages import once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pyarrow as pa

    from eastup.positions.columns import Names, Reading
    from eastup.positions.feasible import Feasible
    from eastup.positions.gates import Gate
    from eastup.positions.stream import Source

SHIPS = ("1h", "60kn")
AIRCRAFT = ("2min", "700kn")
"""The longest step that is seen, and the speed beyond which one is impossible."""
MAX_SPEED = "30kn"
_BUCKET_ROWS = 400_000  # a bucket of so many rows takes 100 MB; twice as many save 3 % of the time
_MOST_BUCKETS = 4_096
COLUMNS = ("date_utc", "strait_id", "strait", "from_sea", "to_sea", "seen", "inferred", "vessels")


@dataclass(frozen=True)
class Options:
    """What counts as a passage; see docs/positions.md.

    Attributes
    ----------
    gap, limit : str
        As ``1h`` and ``60kn``; by the kind of vessel where empty.
    clear : str
        As ``2km``; a quarter of a gate's width where that is less.
    once : str
        As ``48h``: a vessel counts once a strait within that time, in either direction.
    timezone : str
        Whose days are counted; UTC where empty.
    max_speed : str
        For the straits that are feasible in a gap.
    """

    gap: str = ""
    limit: str = ""
    clear: str = ""
    once: str = ""
    timezone: str = ""
    max_speed: str = MAX_SPEED


@dataclass(frozen=True)
class Run:
    """How the work is done.

    Attributes
    ----------
    on_error : str
        ``stop`` at a file that can't be read, or ``skip`` it.
    report : Path, optional
        Where every dropped row is listed.
    batch_rows : int
        Read at a time; the answer does not depend on it.
    progress : callable
        Takes a line of text for the user.
    quiet : bool
        No progress.
    """

    on_error: str = "stop"
    report: Path | None = None
    batch_rows: int = stream.BATCH_ROWS
    progress: Callable[[str], None] = print
    quiet: bool = True


@dataclass(frozen=True, eq=False)
class Transits:
    """Passages of gates.

    Attributes
    ----------
    each : DataFrame
        One row a passage: ``vessel, time_utc, strait_id, strait, from_sea, to_sea, kind, lon, lat, longest_gap_h`` and,
        where they are asked for, ``feasible, likely``.
    days : DataFrame
        One row a day, strait and direction.
    reasons : tuple of int
        Rows by what became of them, in the order of `eastup.positions.fixes.REASONS`.
    """

    each: pd.DataFrame
    days: pd.DataFrame
    reasons: tuple[int, ...]
    notes: tuple[str, ...] = field(default=())


def transits(  # noqa: PLR0913 - what is counted, and who does the work
    paths: Iterable[str | Path],
    output: Path,
    names: Names | None = None,
    straits: Sequence[str] = (),
    options: Options | None = None,
    *,
    run: Run | None = None,
    engine: Engine | None = None,
    feasible: Callable[[Sequence[Gate], int], Feasible] | None = None,
) -> Transits:
    """Count the passages of gates in files of positions.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders or globs.
    output : Path
        What is done is kept in a folder beside it until the work is finished; the caller writes the file.
    names : Names, optional
        Columns, where they are not called as usual.
    straits : sequence of str
        Ids or names, or files of one's own gates; every strait if empty.
    options : Options, optional
    run : Run, optional
    engine : Engine, optional
        Who works; this process by itself if None.
    feasible : callable, optional
        Makes of the gates and the number of gaps what says which gates a ship could have passed; asked only if there
        is a gap.

    Raises
    ------
    InputError
        If there is nothing to count, or a file can't be read and is not to be skipped.
    """
    names, options = names or columns.Names(), options or Options()
    run, engine = run or Run(), engine or Engine()
    files, readings = _readable(stream.sources(paths), names, run)
    vessel_kind = AIRCRAFT if readings[0].of_aircraft else SHIPS
    rules = tracks.Rules(
        gap_us=_duration_us(options.gap or vessel_kind[0], "--gap"),
        limit_kmh=geodesy.speed_kmh(options.limit or vessel_kind[1]),
    )
    clear_km = geodesy.length_km(options.clear) if options.clear else gates.CLEAR_KM
    chosen = tuple(replace(gate, most_clear_km=clear_km) for gate in gates.load(straits))
    zone = _zone(options.timezone)
    once_us = _duration_us(options.once, "--once") if options.once else 0
    rows = sum(source.rows() for source in files)
    buckets = min(max(1, -(-rows // _BUCKET_ROWS)), _MOST_BUCKETS)
    question = {
        "rules": [rules.gap_us, rules.limit_kmh], "buckets": buckets, "listed": run.report is not None,
        "readings": [repr(replace(r, notes=())) for r in readings],
    }  # fmt: skip
    about = manifest(files, question, [(g.id, g.clear_km, g.whole.tolist()) for g in chosen])
    folder = WorkFolder(output, about)
    if folder.resumed:
        run.progress(f"going on with what is done in {folder.path}")
    if readings[0].of_aircraft:
        run.progress(
            f"{readings[0].vessel} names aircraft: steps within {vessel_kind[0]} are seen, up to {vessel_kind[1]}"
        )

    sorts: list[tracks.Sort] = []
    progress = report.Progress(2 * rows, run.quiet)
    for source, reading in zip(files, readings, strict=True):
        first = 0
        for unit in source.units():
            path = folder.path / f"piece-{len(sorts):06d}.arrow"
            sorts.append(tracks.Sort(unit, reading, buckets, path, first, run.batch_rows, run.report is not None))
            first += unit.rows or 0
    reasons = np.zeros(len(fixes.REASONS), np.int64)
    done: list[tracks.Sort] = []
    broken: dict[str, int] = {}
    came_in: dict[str, int] = {str(s.path): 0 for s in files}
    for task, result in zip(sorts, engine.run(_Sorter(run.on_error), sorts), strict=True):
        if result.error:
            run.progress(f"{task.unit.path}: {result.error}; left out")
            continue
        done.append(task)
        name = str(task.unit.path)
        reasons += np.array(result.reasons)
        broken[name] = broken.get(name, 0) + result.reasons[fixes.BROKEN]
        came_in[name] += result.rows
        progress.add(result.rows)
    if reasons[fixes.KEPT] == 0:
        folder.done()
        progress.end()
        for line in report.summary(reasons):
            run.progress(line)
        raise InputError("no row is a fix", where=files[0].path, hint="check the columns and their units")
    counts = [
        tracks.Count(
            bucket, buckets, tuple(t.path for t in done), tuple(str(t.unit.path) for t in done),
            folder.path / f"bucket-{bucket:06d}.arrow", chosen, rules, run.report is not None,
        )
        for bucket in range(buckets)
    ]  # fmt: skip
    shared: list[str] = []
    for counted in engine.run(tracks.count, counts):
        reasons[fixes.KEPT] -= sum(counted.reasons) - counted.reasons[fixes.KEPT]
        reasons[fixes.KEPT + 1 :] += np.array(counted.reasons[fixes.KEPT + 1 :])
        shared += counted.shared
        progress.add(sum(counted.reasons))
    progress.end()
    for line in report.summary(reasons):
        run.progress(line)
    if shared:
        run.progress(f"two vessels under one id, not counted while both are heard: {_few(sorted(shared))}")
    if run.report is not None:
        _write_report(run.report, [t.path for t in done] + [t.path for t in counts], came_in, broken)
    each = _each(tracks.events_of([t.path for t in counts]), chosen, once_us)
    if feasible is not None and vessel_kind is SHIPS:
        gaps = int((~each["seen"].astype(bool)).sum())
        if gaps:
            each = feasible(chosen, gaps).added_to(each, geodesy.speed_kmh(options.max_speed))
        else:
            each = each.assign(feasible="", likely="")
    answer = Transits(_shown(each), _days(each, zone), tuple(int(n) for n in reasons))
    folder.done()
    return answer


class _Sorter:
    """Sorts a piece; where errors are to be skipped, says which it was and goes on."""

    def __init__(self, on_error: str) -> None:
        self._on_error = on_error

    def __call__(self, task: tracks.Sort) -> tracks.Sorted:
        try:
            return tracks.sort(task)
        except (OSError, ValueError) as error:  # pyarrow's errors are of both kinds
            what = str(error).splitlines()[0] if str(error) else type(error).__name__
            if self._on_error != "skip":
                raise InputError(what, where=task.unit.path, hint="add --on-error skip to go on without it") from None
            return tracks.Sorted(0, (0,) * len(fixes.REASONS), resumed=False, error=what)


def _readable(files: list[Source], names: Names, run: Run) -> tuple[list[Source], list[Reading]]:
    """Return the files that can be read, and how; what is guessed is told once."""
    good: list[Source] = []
    readings: list[Reading] = []
    for source in files:
        try:
            readings.append(columns.find(source.head(), names, source.schema.metadata))
            source.units()
            good.append(source)
        except (OSError, ValueError) as error:
            what = error.what if isinstance(error, InputError) else str(error).splitlines()[0] if str(error) else "?"
            if run.on_error != "skip":
                if isinstance(error, InputError):
                    raise
                raise InputError(what, where=source.path, hint="add --on-error skip to go on without it") from None
            run.progress(f"{source.path}: {what}; left out")
    if not good:
        raise InputError("no file can be read", where=files[0].path)
    for note in dict.fromkeys(n for r in readings for n in r.notes):
        run.progress(note)
    return good, readings


def _each(events: pa.Table, chosen: Sequence[Gate], once_us: int) -> pd.DataFrame:
    frame = events.to_pandas()
    if once_us:
        vessel = pd.factorize(frame["vessel"])[0].astype(np.int32)
        frame = frame[once(vessel, frame["gate"].to_numpy(), frame["time_us"].to_numpy(), once_us)]
    gate = frame["gate"].to_numpy(int)
    right = frame["to_right"].to_numpy(bool)
    a, b = (np.array([getattr(g, side) for g in chosen], object)[gate] for side in ("side_a", "side_b"))
    frame = frame.assign(
        strait_id=np.array([g.id for g in chosen], object)[gate],
        strait=np.array([g.name for g in chosen], object)[gate],
        from_sea=np.where(right, a, b),
        to_sea=np.where(right, b, a),
        kind=np.where(frame["seen"], "seen", "inferred"),
        longest_gap_h=(frame["gap_end_us"] - frame["gap_start_us"]) / 3.6e9,
    )
    return pd.DataFrame(frame.reset_index(drop=True))


def _shown(each: pd.DataFrame) -> pd.DataFrame:
    when = pd.to_datetime(each["time_us"], unit="us").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    names = ["vessel", "strait_id", "strait", "from_sea", "to_sea", "kind", "lon", "lat", "longest_gap_h"]
    names += [n for n in ("feasible", "likely") if n in each]
    shown = each[names].round({"lon": 5, "lat": 5, "longest_gap_h": 2})
    shown.insert(1, "time_utc", when)
    return shown


def _days(each: pd.DataFrame, zone: ZoneInfo | None) -> pd.DataFrame:
    when = pd.to_datetime(each["time_us"], unit="us", utc=True)
    date = (when if zone is None else when.dt.tz_convert(zone)).dt.strftime("%Y-%m-%d")
    day = "date_utc" if zone is None else "date_local"
    seen = each["seen"].astype(bool)
    frame = each.assign(seen=seen, inferred=~seen)
    frame[day] = date
    keys = [day, "gate", "strait_id", "strait", "from_sea", "to_sea"]
    counted = frame.groupby(keys, sort=True).agg(
        seen=("seen", "sum"), inferred=("inferred", "sum"), vessels=("vessel", "nunique")
    )
    counted = counted.reset_index().drop(columns="gate")
    whole = counted.astype({"seen": int, "inferred": int, "vessels": int})
    return pd.DataFrame(whole[[day, *COLUMNS[1:]]])


def _write_report(path: Path, pieces: list[Path], came_in: dict[str, int], broken: dict[str, int]) -> None:
    from eastup.io import files

    dropped = dict.fromkeys(came_in, 0)
    for batch in tracks.dropped_of(pieces):
        names, numbers = np.unique(batch.column("file").to_numpy(zero_copy_only=False), return_counts=True)
        for name, number in zip(names, numbers, strict=True):
            dropped[str(name)] += int(number)
    kept = {name: came_in[name] - dropped[name] - broken.get(name, 0) for name in came_in}
    with files.whole(path) as temporary:
        report.write(temporary, kept, broken, tracks.dropped_of(pieces))


def _duration_us(text: str, option: str) -> int:
    units = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
    for unit in ("min", "s", "h", "d"):
        number = text.strip().removesuffix(unit)
        if number != text.strip():
            try:
                seconds = float(number) * units[unit]
            except ValueError:
                break
            if 0 < seconds < 3e9:
                return round(seconds * 1e6)
    raise InputError(f"{text!r} is not a time", where=option, hint="write 90min, 6h or 2d")


def _zone(name: str) -> ZoneInfo | None:
    if not name or name.upper() == "UTC":
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = f"there is no time zone {name!r}"
        raise InputError(what, where="--timezone", hint="give one such as Asia/Tokyo") from None


def _few(names: list[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
