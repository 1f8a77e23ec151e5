"""The lines that docs/positions.md gives for each engine run as they are written there, and give what eastup gives."""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eastup.positions import wholefiles
from eastup.positions.transits import Run

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = (Path(__file__).parents[2] / "docs" / "positions.md").read_text(encoding="utf-8")
Names = dict[str, object]


def block(engine: str) -> str:
    """Return the lines that stand under the name of an engine."""
    found = re.search(rf"^{engine}:\n\n((?:    .*\n)+)", DOCUMENT, flags=re.MULTILINE)
    assert found, engine
    return textwrap.dedent(found[1])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with positions of ships in it, in two files."""
    rng = np.random.default_rng(3)
    (tmp_path / "ais").mkdir()
    for number in range(2):
        lon, lat = rng.uniform(118, 135, 400), rng.uniform(15, 35, 400)
        table = pa.table({"MMSI": rng.integers(4e8, 5e8, 400), "LON": lon, "LAT": lat})
        pq.write_table(table, tmp_path / "ais" / f"{number}.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def given() -> Names:
    """Return what the document defines before its engines."""
    names: Names = {}
    found = re.search(r"```python\n(from eastup import hubs.*?)```", DOCUMENT, flags=re.DOTALL)
    assert found
    exec(found[1], names)
    return names


def expected(names: Names, desk: Path) -> pa.Table:
    enrich: Callable[[pa.Schema], object] = names["enrich"]  # type: ignore[assignment]
    one = enrich(pq.read_schema(desk / "ais" / "0.parquet"))
    wholefiles.enrich([desk / "ais"], desk / "expected.parquet", one, run=Run(progress=lambda _: None))  # type: ignore[arg-type]
    return pq.read_table(desk / "expected.parquet")


def same(found: pa.Table, known: pa.Table) -> bool:
    def rows(table: pa.Table) -> list[dict[str, object]]:
        return sorted(table.select(known.column_names).to_pylist(), key=lambda row: (row["LON"], row["LAT"]))

    return rows(found) == rows(known)


def test_polars(desk: Path) -> None:
    import polars

    names = given() | {"polars": polars, "pyarrow": pa, "frame": polars.read_parquet("ais/*.parquet")}
    exec(block("Polars"), names)
    assert same(names["near"].to_arrow(), expected(names, desk))  # type: ignore[attr-defined]


def test_duckdb(desk: Path) -> None:
    import duckdb

    names = given() | {"duckdb": duckdb, "pyarrow": pa}
    exec(block("DuckDB"), names)
    assert same(pq.read_table("near.parquet"), expected(names, desk))


@pytest.mark.engine("daft")
def test_daft(desk: Path) -> None:
    import daft

    names = given() | {"daft": daft, "pyarrow": pa, "frame": daft.read_parquet("ais/*.parquet")}
    exec(block("Daft"), names)
    assert same(pq.read_table("near"), expected(names, desk))


@pytest.mark.engine("ray")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_ray(desk: Path) -> None:
    import ray
    from ray import data

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    try:
        names = given() | {"pyarrow": pa, "dataset": data.read_parquet(str(desk / "ais"))}
        exec(block("Ray"), names)
        assert same(pq.read_table("near"), expected(names, desk))
    finally:
        ray.shutdown()


@pytest.mark.engine("pyspark")
@pytest.mark.filterwarnings("ignore:PySpark:FutureWarning")
def test_spark(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    from pyspark import sql
    from pyspark.sql.pandas import types

    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = spark.read.parquet(str(desk / "ais"))
        schema = pq.read_schema(desk / "ais" / "0.parquet")
        names = given() | {
            "frame": frame,
            "pyarrow_schema": schema,
            "spark_schema_of": types.from_arrow_schema,
            "pyarrow": pa,
        }
        exec(block("Spark"), names)
        assert same(pq.read_table("near"), expected(names, desk))
    finally:
        spark.stop()
