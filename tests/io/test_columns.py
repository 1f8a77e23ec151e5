"""Plain columns are the frame that they become, and their texts are those of pandas."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from eastup.io import tables
from eastup.io.columns import Columns, joined

NUMBERS = st.floats(allow_infinity=False) | st.sampled_from([0.0, -0.0, 1e-7, 1e16, 1e22, 123456789.125, np.nan])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8) | st.just("")
ROWS = st.lists(st.tuples(NUMBERS, st.integers(-9, 9), st.booleans(), TEXTS | st.none()), min_size=1, max_size=6)


def frame_of(rows):
    ratio, number, truth, text = zip(*rows, strict=True)
    table = pd.DataFrame({"ratio": ratio, "number": number, "truth": truth})
    return table.assign(text=pd.Series(text, dtype=object), also=pd.Series(text, dtype="string"))


@given(ROWS)
def test_texts_are_those_of_pandas(rows):
    table = frame_of(rows)
    safe = table.assign(**{c: table[c].map(tables.no_formula, na_action="ignore") for c in ("text", "also")})
    assert tables.as_csv(table) == safe.to_csv(index=False, lineterminator="\n")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.lists(TEXTS, min_size=1, max_size=6))
def test_json_is_that_of_pandas(numbers, texts):
    length = min(len(numbers), len(texts))
    table = pd.DataFrame({"value_km": numbers[:length], "text": texts[:length]}).round({"value_km": 3})
    theirs = json.loads(table.to_json(orient="records", double_precision=12))
    assert json.loads(tables.as_json(table)) == theirs == json.loads(tables.as_json(Columns.of(table)))


def test_long_tables_are_written_block_by_block(monkeypatch):
    monkeypatch.setattr(tables, "_ROWS_AT_ONCE", 3)
    days = pd.to_datetime(["2026-01-01"] * 9 + ["2026-01-01 06:00"], format="ISO8601")
    table = pd.DataFrame({"n": range(10), "day": days, "text": list("abcdefghij")})
    assert tables.as_csv(Columns.of(table[["n", "text"]])) == table[["n", "text"]].to_csv(index=False)
    assert tables.as_csv(table) == table.to_csv(index=False)


def test_dates_and_small_floats_are_written_as_pandas_writes_them():
    table = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-01-02", None]),
            "hour": pd.to_datetime(["2026-01-02 03:04", "2026-01-02 00:00"]),
            "gaps": pd.array([1, None], dtype="Int64"),
            "small": np.array([0.1, np.nan], dtype="float32"),
            "kind": pd.Categorical(["a,b", None]),
        }
    )
    assert tables.as_csv(table) == table.to_csv(index=False)


def test_a_frame_and_its_columns_are_one():
    shapes = gpd.GeoDataFrame({"id": ["a"], "km": [1.5]}, geometry=[shapely.Point(1, 2)], crs=4326)
    columns = Columns.of(shapes)
    assert list(columns) == ["id", "km"]
    assert columns.frame() is shapes
    pd.testing.assert_frame_equal(columns.having(km=columns["km"]).frame(), pd.DataFrame({"id": ["a"], "km": [1.5]}))


def test_columns_are_chosen_named_and_joined():
    table = Columns({"a": np.array([1.0, 2.0]), "b": np.array(["x", "y"], dtype=object)})
    assert (len(table), table.height) == (2, 2)
    assert list(table.picked(["b"]).renamed({"b": "c"})) == ["c"]
    assert table.rows(np.array([False, True]))["b"].tolist() == ["y"]
    assert joined([table, table])["a"].tolist() == [1.0, 2.0, 1.0, 2.0]
    assert table.having(b=["p", "q"])["b"].tolist() == ["p", "q"]
    assert table["b"].tolist() == ["x", "y"]


@pytest.mark.parametrize("suffix", [".csv", ".json", ".md"])
def test_columns_write_the_bytes_of_their_frame(tmp_path, suffix):
    table = Columns({"way_km": np.array([1.23456, np.nan]), "name": np.array(["=a", "那覇"], dtype=object)})
    tables.write(table, tmp_path / f"columns{suffix}")
    tables.write(table.frame(), tmp_path / f"frame{suffix}")
    assert (tmp_path / f"columns{suffix}").read_bytes() == (tmp_path / f"frame{suffix}").read_bytes()
