"""The dask engine on a real cluster: the same bytes, even when a worker is killed in the middle."""

import importlib.util
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from eastup import coverage
from eastup.coverage import grid as grids
from eastup.coverage import raster
from eastup.errors import InputError

pytestmark = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="distributed is not installed")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cluster(monkeypatch):
    """Give a cluster of two worker processes."""
    import distributed  # not above: it would be loaded wherever tests are collected

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster:
            yield cluster


@pytest.mark.filterwarnings("ignore")
@pytest.mark.thorough
def test_a_cluster_that_loses_a_worker_writes_the_same_bytes(tmp_path, cluster, monkeypatch):
    grid = coverage.geographic((110, 0, 150, 40), 0.1)
    monkeypatch.setattr(grids, "WINDOW", (40, 100))
    question = {"radius": "500nmi", "hubs": "bases:host=JPN"}
    coverage.write_raster(tmp_path / "local.tif", grid=grid, **question)
    killed = []
    given = raster.in_order

    def and_kill(windows, submit, ahead):
        for number, result in enumerate(given(windows, submit, ahead)):
            if number == 5:
                victim = cluster.workers[0].process.pid
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
            yield result

    monkeypatch.setattr("eastup.coverage.raster.in_order", and_kill)
    coverage.write_raster(
        tmp_path / "dask.tif", grid=grid, engine="dask", scheduler=cluster.scheduler_address, **question
    )
    assert killed
    assert (tmp_path / "dask.tif").read_bytes() == (tmp_path / "local.tif").read_bytes()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.thorough
def test_a_cluster_writes_the_same_bytes_by_ship(tmp_path, cluster, monkeypatch):
    grid = coverage.geographic((126, 32, 132, 36), 0.25)
    monkeypatch.setattr(grids, "WINDOW", (8, 12))
    question = {"hubs": "Sasebo", "mode": "sea", "hours": 12, "speed": "20kn", "grid": grid}
    coverage.write_raster(tmp_path / "local.tif", **question)
    coverage.write_raster(tmp_path / "dask.tif", engine="dask", scheduler=cluster.scheduler_address, **question)
    assert (tmp_path / "dask.tif").read_bytes() == (tmp_path / "local.tif").read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("eastup.coverage.dask._ANSWERS_WITHIN", "500ms")
    with pytest.raises(InputError, match="no dask scheduler"):
        coverage.write_raster(tmp_path / "x.tif", "Kadena", radius=1, engine="dask", scheduler="tcp://127.0.0.1:9")
    assert not list(tmp_path.iterdir())


@pytest.mark.thorough
def test_the_command_with_an_own_cluster_writes_the_same_bytes(tmp_path):
    base = [sys.executable, "-m", "eastup.cli", "coverage", "--radius", "500nmi", "--resolution", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name, extra in (("local", []), ("dask", ["--engine", "dask"])):
        subprocess.run([*base, *extra, "-o", str(tmp_path / f"{name}.tif")], check=True, env=environment, timeout=300)
    assert (tmp_path / "dask.tif").read_bytes() == (tmp_path / "local.tif").read_bytes()
