"""What is done stays done: kill -9 and a resume, a worker that dies, and the same bits from whoever works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
import pytest
from made_tracks import table, track

from eastup.errors import InputError
from eastup.positions import cluster, tracks, transits
from eastup.positions.cluster import Engine, WorkFolder, whole
from eastup.positions.transits import Run

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

MIYAKO = "miyako-strait"
_RUN = """
import os, signal, sys
from pathlib import Path
from eastup.positions import tracks, transits
transits._BUCKET_ROWS = 60
count = tracks.count
def die(task):
    if task.bucket == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return count(task)
tracks.count = die
transits.transits([sys.argv[1]], Path(sys.argv[2]), None, ["miyako-strait"], run=transits.Run(progress=print))
"""


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    rng = np.random.default_rng(11)
    kms = [[float(x) for x in np.cumsum(rng.normal(0, 4, 24))] for _ in range(30)]
    made = [
        r for v, km in enumerate(kms) for r in track(MIYAKO, km, minutes=30, vessel=f"{431000000 + v}", start=3.0 * v)
    ]
    path = tmp_path / "rows.parquet"
    pq.write_table(table(made), path, row_group_size=100)
    return path


def count(rows: Path, output: Path, engine: Engine | None = None) -> tuple[pd.DataFrame, list[str]]:
    said: list[str] = []
    answer = transits.transits([rows], output, None, [MIYAKO], run=Run(progress=said.append), engine=engine)
    return answer.each, said


def test_killed_and_resumed(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transits, "_BUCKET_ROWS", 60)
    fresh, _ = count(rows, tmp_path / "fresh.csv")
    assert len(fresh) > 20
    output = tmp_path / "out.csv"
    done = subprocess.run([sys.executable, "-c", _RUN, rows, output], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    folder = tmp_path / ".out.csv.eastup-work"
    before = {p.name: p.stat().st_mtime_ns for p in folder.glob("*.arrow")}
    assert {n for n in before if n.startswith("bucket")} == {f"bucket-{n:06d}.arrow" for n in range(3)}
    kept = {}
    monkeypatch.setattr(
        WorkFolder, "done", lambda self: kept.update({p.name: p.stat().st_mtime_ns for p in self.path.iterdir()})
    )
    resumed, said = count(rows, output)
    assert resumed.equals(fresh)
    assert any("going on with what is done" in line for line in said)
    assert {name: kept[name] for name in before} == before  # not done again


def test_another_question_starts_anew(rows: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    one = WorkFolder(output, {"a": 1})
    (one.path / "x.arrow").write_text("x")
    assert WorkFolder(output, {"a": 1}).resumed
    other = WorkFolder(output, {"a": 2})
    assert not other.resumed
    assert not (other.path / "x.arrow").exists()
    other.done()
    assert not other.path.exists()
    changed = cluster.manifest(transits.stream.sources([rows]), {}, ())
    os.utime(rows, (1, 1))
    assert cluster.manifest(transits.stream.sources([rows]), {}, ()) != changed


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    def write() -> None:
        with whole(tmp_path / "a") as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert list(tmp_path.iterdir()) == []


def test_two_threads_give_the_same(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transits, "_BUCKET_ROWS", 60)
    assert count(rows, tmp_path / "a", Engine(2))[0].equals(count(rows, tmp_path / "b", Engine(1))[0])


@pytest.mark.thorough
def test_workers_of_a_cluster_one_of_which_is_killed(
    rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(transits, "_BUCKET_ROWS", 20)
    local, _ = count(rows, tmp_path / "local")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as workers,
        distributed.Client(workers) as client,
    ):
        victim = min(client.run(os.getpid).values())

        class Killing(Engine):
            def run(self, work, tasks):  # type: ignore[no-untyped-def]
                for number, answer in enumerate(super().run(work, tasks)):
                    if number == 4 and work is tracks.count:
                        os.kill(victim, signal.SIGKILL)
                        time.sleep(0.2)
                    yield answer

        engine = Killing(client=client)
        far, _ = count(rows, tmp_path / "far", engine)
    assert far.equals(local)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_no_scheduler_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")

    def refuse(*_: object, **__: object) -> None:
        raise OSError("timed out")

    monkeypatch.setattr(distributed, "Client", refuse)
    with (
        pytest.raises(InputError, match="no dask scheduler answers at tcp"),
        cluster.engine(scheduler="tcp://127.0.0.1:1"),
    ):
        pass
