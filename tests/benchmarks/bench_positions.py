"""Positions at scale: what each figure of docs/positions.md costs, beside what people do without eastup.

    python tests/benchmarks/bench_positions.py                 10 million fixes, some ten minutes
    python tests/benchmarks/bench_positions.py --rows 1000000  a quick look

Every case runs in a process of its own, so that its CPU seconds and its peak of memory are its own. The fixes are made:
ships on great circles between random places in 100-150E 0-45N, one fix in 5 minutes, vessels mixed as a receiver hears
them. "Geod over all hubs" is timed on a twentieth of the rows and multiplied.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HUBS = 40
GATES = 35
_VESSEL_ROWS = 1_000
_REGION = (100.0, 150.0, 0.0, 45.0)


def make(rows: int, path: Path, *, shuffled: bool = False) -> None:
    """Write made fixes: vessel, time, place, speed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(1)
    vessels = -(-rows // _VESSEL_ROWS)
    west, east, south, north = _REGION
    stops = 12
    lon, lat = rng.uniform(west, east, (vessels, stops)), rng.uniform(south, north, (vessels, stops))
    lam, phi = np.radians(lon), np.radians(lat)
    at = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)
    angle = np.arccos(np.clip((at[:, :-1] * at[:, 1:]).sum(-1), -1, 1))
    end = np.concatenate([np.zeros((vessels, 1)), np.cumsum(angle, axis=1)], axis=1)
    knots = rng.uniform(8, 22, vessels)
    start = 1_735_689_600 + rng.integers(0, 300, vessels)
    seconds = np.arange(_VESSEL_ROWS) * 300 + rng.integers(-30, 31, (vessels, _VESSEL_ROWS))
    gone = seconds.clip(0) * (knots * 1852 / 3600 / 6371008.8)[:, None]
    gone %= end[:, -1:]
    leg = (gone[:, :, None] >= end[:, None, 1:]).sum(axis=2)
    take = np.arange(vessels)[:, None]
    part = (gone - end[take, leg]) / angle[take, leg]
    a, b, full = at[take, leg], at[take, leg + 1], angle[take, leg]
    p = (np.sin((1 - part) * full) / np.sin(full))[..., None] * a + (np.sin(part * full) / np.sin(full))[..., None] * b
    when = (start[:, None] + seconds).ravel()[:rows]
    order = rng.permutation(rows) if shuffled else np.argsort(when, kind="stable")
    mmsi = np.repeat(412_000_000 + np.arange(vessels, dtype=np.int32), _VESSEL_ROWS)[:rows][order]
    columns = {
        "MMSI": pa.array(mmsi, pa.int32()),
        "BaseDateTime": pa.array(when[order], pa.timestamp("s")),
        "LAT": np.round(np.degrees(np.arcsin(p[..., 2])).ravel()[:rows][order], 5),
        "LON": np.round(np.degrees(np.arctan2(p[..., 1], p[..., 0])).ravel()[:rows][order], 5),
        "SOG": pa.array(np.round(np.repeat(knots, _VESSEL_ROWS)[:rows][order], 1), pa.float32()),
    }
    pq.write_table(pa.table(columns), path, row_group_size=1 << 20, compression="zstd")


def hub_places() -> tuple[np.ndarray, tuple[object, ...]]:
    from eastup import layers
    from eastup.positions.enrich import Place

    rows = layers.load("bases").head(HUBS).to_dict("records")
    places = tuple(Place(r["id"], r["name"], r["geometry"].x, r["geometry"].y) for r in rows)
    return np.array([(p.lon, p.lat) for p in places]), places


def lonlat(path: Path) -> tuple[np.ndarray, np.ndarray]:
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["LON", "LAT"])
    return table["LON"].to_numpy(), table["LAT"].to_numpy()


def geod(path: Path) -> dict[str, float]:
    """Every hub by Geod, the nearest kept."""
    from eastup.geodesy import GEOD

    lon, lat = (part[::20].copy() for part in lonlat(path))
    hubs, _ = hub_places()
    before = time.process_time()
    least = np.full(len(lon), np.inf)
    which = np.zeros(len(lon), np.int16)
    for number, (a, b) in enumerate(hubs):
        length = GEOD.inv(lon, lat, np.full(len(lon), a), np.full(len(lon), b))[2]
        nearer = length < least
        least[nearer], which[nearer] = length[nearer], number
    np.savez(path.with_suffix(".geod.npz"), hub=which, length=least)
    return {"cpu_s": 20 * (time.process_time() - before)}


def tree(path: Path) -> dict[str, float]:
    """The usual way: a k-d tree on a sphere, then Geod for the one hub."""
    from scipy.spatial import cKDTree

    from eastup.geodesy import GEOD

    lon, lat = lonlat(path)
    hubs, _ = hub_places()
    before = time.process_time()

    def unit(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        x, y = np.radians(a), np.radians(b)
        return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)

    which = cKDTree(unit(*hubs.T)).query(unit(lon, lat))[1]
    GEOD.inv(lon, lat, hubs[which, 0], hubs[which, 1])
    cpu = time.process_time() - before
    exact = np.load(path.with_suffix(".geod.npz"))["hub"]
    return {"cpu_s": cpu, "wrong_pct": 100 * float((which[::20] != exact).mean())}


def nearest(path: Path) -> dict[str, float]:
    """The nearest hub by eastup."""
    from eastup.positions.cells import Grid
    from eastup.positions.ellipsoid import Points
    from eastup.positions.nearest import Hubs

    lon, lat = lonlat(path)
    hubs, _ = hub_places()
    before = time.process_time()
    grid = Grid()
    index = Hubs(hubs, grid)
    which, length = np.empty(len(lon), np.int16), np.empty(len(lon))
    for start in range(0, len(lon), 16_384):
        some = slice(start, start + 16_384)
        which[some], length[some] = index.nearest(Points.of(lon[some], lat[some]), grid.cell(lon[some], lat[some]))
    cpu = time.process_time() - before
    exact = np.load(path.with_suffix(".geod.npz"))
    off = np.abs(length[::20] - exact["length"]).max()
    return {"cpu_s": cpu, "wrong_pct": 100 * float((which[::20] != exact["hub"]).mean()), "off_mm": 1e3 * float(off)}


def copy(path: Path) -> dict[str, float]:
    """Pyarrow alone reads the columns and writes them with those that `enrich` would add."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(0)
    names = pa.array([f"hub-{n}" for n in range(HUBS)])
    before = time.process_time()
    with pq.ParquetFile(path) as file:
        size = 262_144
        km = rng.uniform(0, 3000, size)
        index = rng.integers(0, HUBS, size).astype(np.int16)
        made = time.process_time()
        writer = None
        for batch in file.iter_batches(size, use_threads=False):
            n = batch.num_rows
            more = [pa.DictionaryArray.from_arrays(pa.array(index[:n]), names), pa.array(km[:n])]
            out = pa.RecordBatch.from_arrays([*batch.columns, *more], names=[*batch.schema.names, "hub", "km"])
            writer = writer or pq.ParquetWriter(path.with_suffix(".copy"), out.schema, compression="zstd")
            writer.write_batch(out)
        if writer is not None:
            writer.close()
    del made
    return {"cpu_s": time.process_time() - before}


def enrich(path: Path, add: tuple[str, ...] = ()) -> dict[str, float]:
    """Parquet to Parquet by `eastup enrich`."""
    from eastup.positions import columns, gates, wholefiles
    from eastup.positions.enrich import ADDED, Enricher
    from eastup.positions.transits import Run

    before = time.process_time()
    _, places = hub_places()
    one = Enricher(places, tuple(gates.load()[:GATES]), columns.Reading("", "", "", ""), add=add or ADDED)  # type: ignore[arg-type]
    wholefiles.enrich([path], path.with_name("enriched.parquet"), one, run=Run(progress=lambda _: None))
    return {"cpu_s": time.process_time() - before}


def enrich_hub(path: Path) -> dict[str, float]:
    """Parquet to Parquet with the nearest hub and its distance alone."""
    return enrich(path, ("nearest_hub", "nearest_hub_km"))


def transits(path: Path) -> dict[str, float]:
    """Passages by `eastup transits`."""
    from eastup.positions.gates import load
    from eastup.positions.transits import Run
    from eastup.positions.transits import transits as count

    straits = [gate.id for gate in load()[:GATES]]
    before = time.process_time()
    answer = count([path], path.with_name("transits.csv"), None, straits, run=Run(progress=lambda _: None))
    return {"cpu_s": time.process_time() - before, "passages": len(answer.each)}


def feasible(path: Path) -> dict[str, float]:
    """Which straits a gap leaves feasible: milliseconds a gap, after the fields of the gates are made; and searched."""
    from eastup.positions.feasible import by_sea
    from eastup.positions.gates import load

    del path
    before = time.process_time()
    judge = by_sea(load()[:GATES])
    setup = time.process_time() - before
    rng = np.random.default_rng(2)
    gaps = 200
    start, end = rng.uniform((122, 18), (130, 26), (2, gaps, 2))
    hours = rng.uniform(12.0, 96.0, gaps)
    judge.straits(start[:1], end[:1], hours[:1], 55.56)
    before = time.process_time()
    found = [judge.straits(start[n : n + 1], end[n : n + 1], hours[n : n + 1], 55.56)[0] for n in range(gaps)]
    own = 1000 * (time.process_time() - before) / gaps
    exact = by_sea(load()[:GATES], gaps)
    before = time.process_time()
    known = exact.straits(start, end, hours, 55.56)
    searched = 1000 * (time.process_time() - before) / gaps
    wrong = sum(set(a) != set(b) for a, b in zip(found, known, strict=True))
    return {"cpu_s": setup, "ms_a_gap": own, "searched_ms": searched, "wrong": wrong}


CASES = {f.__name__: f for f in (geod, tree, nearest, copy, enrich_hub, enrich, transits, feasible)}
COMPARED = ("nearest", "copy", "enrich_hub")
"""Cases of a few seconds that ratios are made of: the least of three runs counts."""


def peak_mb() -> float:
    """Return the peak of this process's memory; what it had of its parent before it began does not count."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):  # no Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(case: str, path: Path) -> dict[str, float]:
    """Run a case in a process of its own."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    done = subprocess.run(
        [sys.executable, __file__, "--case", case, str(path)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print the table of figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where made files are kept; a temporary one if left out")
    parser.add_argument("--skip-feasible", action="store_true")
    parser.add_argument("--case", choices=CASES)
    parser.add_argument("path", nargs="?", type=Path)
    given = parser.parse_args()
    if given.case:
        answer = CASES[given.case](given.path)
        answer["mb"] = peak_mb()
        print(json.dumps(answer))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        path, mixed = folder / f"fixes-{given.rows}.parquet", folder / f"shuffled-{given.rows}.parquet"
        for file, shuffled in ((path, False), (mixed, True)):
            if not file.exists():
                make(given.rows, file, shuffled=shuffled)
        got = {case: run(case, path) for case in CASES if case != "feasible"}
        for case in 2 * COMPARED:  # what else the machine does only adds to either side of a ratio
            again = run(case, path)
            got[case] = min(got[case], again, key=lambda one: one["cpu_s"])
        unsorted = run("transits", mixed)
        gaps = {} if given.skip_feasible else run("feasible", path)
    m = given.rows / 1e6
    by10 = 10 / m
    g, n = got["geod"], got["nearest"]
    lines = [
        ("nearest hub in memory against Geod over all hubs", "70x", f"{g['cpu_s'] / n['cpu_s']:.0f}x"),
        ("  k-d tree and Geod, as people do", "", f"{g['cpu_s'] / got['tree']['cpu_s']:.0f}x, {got['tree']['wrong_pct']:.2f} % wrong"),
        ("wrong hubs; distance from Geod", "0; 0.1 mm", f"{n['wrong_pct']:.4f} %; {n['off_mm']:.3f} mm"),
        ("Parquet to Parquet against reading and writing", "2.2x", f"{got['enrich_hub']['cpu_s'] / got['copy']['cpu_s']:.2f}x"),
        ("all columns, of 10 M rows", "30 s, 600 MB", f"{by10 * got['enrich']['cpu_s']:.1f} s, {got['enrich']['mb']:.0f} MB"),
        ("transits, of 10 M rows", "8 s, 450 MB", f"{by10 * got['transits']['cpu_s']:.1f} s, {got['transits']['mb']:.0f} MB"),
        ("  rows in no order", "24 s", f"{by10 * unsorted['cpu_s']:.1f} s, {unsorted['mb']:.0f} MB"),
    ]  # fmt: skip
    if gaps:
        told = f"{gaps['ms_a_gap']:.1f} ms after {gaps['cpu_s']:.0f} s; {gaps['wrong']:.0f} of 200 wrong"
        lines.append(("feasible straits of a gap, one by one", "2 ms", told))
        lines.append(("  200 gaps searched at once", "", f"{gaps['searched_ms']:.0f} ms a gap"))
    print(f"{given.rows:,} fixes, {HUBS} hubs, {GATES} gates; CPU seconds of one core\n")
    print("| figure | demand | measured |\n| --- | --- | --- |")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    if unsorted["passages"] != got["transits"]["passages"]:
        print("\nNOT THE SAME passages in another order of rows", unsorted["passages"], got["transits"]["passages"])


if __name__ == "__main__":
    main()
