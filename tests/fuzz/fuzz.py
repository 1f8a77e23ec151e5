"""Throws damaged files at the reader, and says whether anything but a clear refusal came of it.

    python -m tests.fuzz.fuzz --runs 1000000               every kind in turn, for an hour or two
    python -m tests.fuzz.fuzz --kind gpkg --seconds 60     one kind, for a minute
    python -m tests.fuzz.fuzz --kind csv --replay 4711     one run again, with its traceback

Each run takes a file of the corpus (``tests/fuzz/corpus`` and what other programs' libraries write here), damages it by
a few random changes, and reads it. It may be read, or refused by an ``InputError`` of one line. Anything else is a
fault: another exception, more than ten seconds of the processor, more than two gigabytes, or the end of the process. The runs are made
by child processes under a limit of memory, so that the last of these is seen and named too.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
CASES = Path(__file__).parents[1] / "data" / "cases"
KINDS = (
    "geojson",
    "csv",
    "kml",
    "gpx",
    "gpkg",
    "shp",
    "dbf",
    "fgb",
    "parquet",
    "xlsx",
    "ods",
    "zip",
    "kmz",
    "position",
    "toml",
)
LIMIT_BYTES = 2 * 2**30
LIMIT_S = 10
"""Of the processor's time; on a busy machine the clock may tell more, up to `HANG_S`."""
HANG_S = 120
BATCH = 2500
TEXTS = {"geojson", "csv", "kml", "gpx", "position", "toml"}

ODD_NUMBERS = [
    b"0",
    b"-1",
    b"1e308",
    b"-1e-300",
    b"NaN",
    b"inf",
    b"999999999999999999999",
    b"90.0000001",
    b"180",
    b"360.5",
]
ODD_TEXTS = [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", "\u202e".encode(), "\u200b".encode(), b'"', b"'", b"\r\n", b"=1+1", b"]" * 50, b"[" * 50,
             b"{" * 50, b" " * 500, b"-" * 500, "北緯".encode(), "°".encode() * 20, b"<!DOCTYPE", b"&x;", b"null", b"\\ud800"]  # fmt: skip


def corpus(kind: str) -> list[bytes]:
    """Return the files of a kind with which the runs begin."""
    found = [path.read_bytes() for path in sorted([*CORPUS.glob(f"*.{kind}"), *CASES.glob(f"*.{kind}")])]
    if kind == "position":
        found = (CORPUS / "positions.txt").read_bytes().splitlines()
    return [content for content in [*found, *written(kind)] if len(content) < 300_000]


def written(kind: str) -> list[bytes]:
    """Return what other libraries write of a small layer in a kind of file."""
    import geopandas as gpd
    import pandas as pd
    import pyogrio
    import shapely

    names = ["Naha", "부산항", "横須賀"]
    shapes = [shapely.Point(127.68, 26.21), shapely.LineString([(170, 20), (-170, 21)]), shapely.box(120, 20, 122, 22)]
    frame = gpd.GeoDataFrame({"name": names, "n": [1, 2, None], "ok": [True, False, True]}, geometry=shapes, crs=4326)
    table = pd.DataFrame({"name": names, "lat": [26.21, 35.1, 35.29], "lon": [127.68, 129.04, 139.66]})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        if kind in {"gpkg", "fgb"}:
            pyogrio.write_dataframe(frame, path, promote_to_multi=False)
        elif kind == "shp":
            return [(CASES / "shp" / "kr949.shp").read_bytes()]
        elif kind == "dbf":
            pyogrio.write_dataframe(frame[:1].assign(lat=26.21, lon=127.68), path.with_suffix(".shp"))
        elif kind == "parquet":
            frame.to_parquet(path)
        elif kind == "xlsx":
            table.to_excel(path, index=False)
        elif kind == "ods":
            pyogrio.write_dataframe(table, path, driver="ODS")
        elif kind in {"zip", "kmz"}:
            with zipfile.ZipFile(path, "w") as archive:
                inner = CASES / "two-folders.kml" if kind == "kmz" else CORPUS / "dms.csv"
                archive.write(inner, inner.name)
        else:
            return []
        return [path.read_bytes()]


def damaged(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """Return a file with one to eight random changes."""
    data = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 3, 8])):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.choice([1, 1, 2, 4, 8, 32]))
        change = dice.randrange(9)
        if change == 0 and data:
            place = min(at, len(data) - 1)
            data[place] ^= 1 << dice.randrange(8)
        elif change == 1:
            data[at:end] = dice.randbytes(end - at)
        elif change == 2:
            data[at:at] = dice.choice(ODD_TEXTS)
        elif change == 3:
            data[at:end] = dice.choice(ODD_NUMBERS)
        elif change == 4:
            del data[at:end]
        elif change == 5:
            del data[at:]
        elif change == 6:
            data[at:end] = dice.choice([b"\x00", b"\xff", b"\x7f", b"\x80"]) * (end - at)
        elif change == 7:
            other = dice.choice(others)
            start = dice.randrange(len(other) + 1)
            data[at:end] = other[start : start + dice.choice([4, 16, 64, 400])]
        else:
            data[at:at] = data[at:end] * dice.choice([2, 10, 100])
    return bytes(data[:2_000_000])


def repacked(content: bytes, dice: random.Random) -> bytes:
    """Damage a member of an archive, and pack it again with sums that fit, or leave the archive as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return content
    name = dice.choice(sorted(members))
    members[name] = damaged(members[name], dice, list(members.values()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for own, data in members.items():
            archive.writestr(own, data)
    return buffer.getvalue()


class Beyond(BaseException):
    """A run takes longer than it may."""


def _beyond(*_: object) -> None:
    raise Beyond


def one_run(kind: str, seed: int, files: list[bytes], folder: Path) -> str:
    """Make one run; return ``read``, ``refused``, or what went wrong."""
    from eastup.errors import EastupError, InputError
    from eastup.layers.reading import positions, read

    dice = random.Random(seed)
    content = dice.choice(files)
    if kind in {"xlsx", "ods", "zip", "kmz"} and dice.random() < 0.7:
        content = repacked(content, dice)
    else:
        content = damaged(content, dice, files)
    path = folder / f"a.{kind}"
    try:
        if kind == "position":
            positions.parse_pair(content.decode(errors="replace"))
            positions.parse_angle(content.decode(errors="replace"), "lat")
        elif kind == "toml":
            from eastup.briefing import spec

            path.write_bytes(content)
            spec.load(path)
        else:
            path.write_bytes(content)
            read(path)
    except InputError as error:
        return (
            "refused"
            if "\n" not in str(error) and len(str(error)) < 3000
            else f"a message of {len(str(error))} characters"
        )
    except EastupError as error:
        return f"EastupError: {error}"
    return "read"


def batch(kind: str, first: int, runs: int) -> None:
    """Make runs, and print a line for each that goes wrong, then the figures."""
    resource.setrlimit(
        resource.RLIMIT_AS, (2 * LIMIT_BYTES, 2 * LIMIT_BYTES)
    )  # of addresses; the memory in use is told
    signal.signal(signal.SIGALRM, _beyond)
    signal.signal(signal.SIGPROF, _beyond)
    warnings.simplefilter("ignore")
    files = corpus(kind)
    counts = {"read": 0, "refused": 0}
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        if kind == "shp":
            for suffix in (".dbf", ".shx", ".prj"):
                for place in CASES.glob(f"shp/*{suffix}"):
                    (Path(folder) / f"a{suffix}").write_bytes(place.read_bytes())
        for seed in range(first, first + runs):
            print(f"at {seed}", file=sys.stderr, flush=True)
            begun = time.process_time()
            signal.alarm(HANG_S)
            signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
            try:
                came = one_run(kind, seed, files, Path(folder))
            except Beyond:
                came = f"more than {LIMIT_S} s"
            except Exception as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                came = f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}: {str(error)[:100]}"
            signal.alarm(0)
            signal.setitimer(signal.ITIMER_PROF, 0)
            slowest = max(slowest, time.process_time() - begun)
            if came in counts:
                counts[came] += 1
            else:
                print(json.dumps({"fault": came, "seed": seed}), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**counts, "slowest_s": round(slowest, 2), "peak_mib": round(peak)}), flush=True)


def run_kind(kind: str, first: int, runs: int, until: float) -> dict[str, object]:
    """Make the runs of one kind in child processes; return the figures."""
    total: dict[str, object] = {
        "kind": kind,
        "runs": 0,
        "read": 0,
        "refused": 0,
        "slowest_s": 0.0,
        "peak_mib": 0,
        "faults": [],
    }
    faults: list[str] = []
    seed = first
    while seed < first + runs and time.monotonic() < until:
        many = min(BATCH, first + runs - seed)
        command = [sys.executable, "-m", "tests.fuzz.fuzz", "--kind", kind, "--batch", str(seed), "--runs", str(many)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        ended_early = True
        for line in done.stdout.splitlines():
            if not line.startswith("{"):
                faults.append(f"printed {line[:100]!r} (seeds {seed} to {seed + many - 1})")
                continue
            told = json.loads(line)
            if "fault" in told:
                faults.append(f"{told['fault']} (seed {told['seed']})")
                continue
            ended_early = False
            for name in ("read", "refused"):
                total[name] = int(str(total[name])) + told[name]
            for name in ("slowest_s", "peak_mib"):
                total[name] = max(float(str(total[name])), told[name])
        if ended_early:
            last = [line for line in done.stderr.splitlines() if line.startswith("at ")]
            faults.append(f"the process ended with {done.returncode} ({last[-1] if last else 'at once'})")
        total["runs"] = int(str(total["runs"])) + many
        seed += many
    if float(str(total["peak_mib"])) > LIMIT_BYTES / 2**20:
        faults.append(f"{total['peak_mib']} MiB of memory")
    total["faults"] = faults
    return total


def main() -> int:
    """Run from the command line; the status is 1 where a fault was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kind", action="append", choices=KINDS)
    options.add_argument("--runs", type=int, default=1000, help="of all kinds together")
    options.add_argument("--seconds", type=float, default=float("inf"))
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--batch", type=int, help=argparse.SUPPRESS)
    options.add_argument("--replay", type=int)
    given = options.parse_args()
    kinds = given.kind or list(KINDS)
    if given.batch is not None:
        batch(kinds[0], given.batch, given.runs)
        return 0
    if given.replay is not None:
        with tempfile.TemporaryDirectory() as folder:
            print(one_run(kinds[0], given.replay, corpus(kinds[0]), Path(folder)))
        return 0
    each = given.seconds / len(kinds)
    results = [run_kind(kind, given.seed, -(-given.runs // len(kinds)), time.monotonic() + each) for kind in kinds]
    print(
        "| kind | runs | read | refused | slowest, s | memory, MiB | faults |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for one in results:
        faults = one["faults"]
        assert isinstance(faults, list)
        print(
            "| "
            + " | ".join(str(one[k]) for k in ("kind", "runs", "read", "refused", "slowest_s", "peak_mib"))
            + f" | {len(faults)} |"
        )
    for one in results:
        for fault in list(one["faults"])[:20]:  # type: ignore[call-overload]
            print(f"{one['kind']}: {fault}")
    return int(any(one["faults"] for one in results))


if __name__ == "__main__":
    sys.exit(main())
