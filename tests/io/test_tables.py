"""What is written can be opened, holds every column, and runs nothing."""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely

from eastup import layers
from eastup.errors import InputError, InputWarning
from eastup.io import tables, workbooks

FORMULAS = ["=1+1", "+81-3-1234", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "-5", "Naha"]


def frame(**columns):
    points = [shapely.Point(127 + i, 26) for i in range(len(next(iter(columns.values()))))]
    return gpd.GeoDataFrame(columns, geometry=points, crs=4326)


def test_no_cell_and_no_heading_is_a_formula(tmp_path):
    table = pd.DataFrame({"=name": FORMULAS, "n": range(len(FORMULAS))})
    tables.write(table, tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    assert [row[0] for row in rows] == ["'=name", *(f"'{v}" for v in FORMULAS[:5]), "-5", "Naha"]
    tables.write(table, tmp_path / "a.xlsx")
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows()]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:2] == ["=name", "=1+1"]


def test_what_was_kept_from_being_a_formula_reads_back_as_it_was(tmp_path):
    tables.write(pd.DataFrame({"name": FORMULAS[:4], "lat": 26.2, "lon": 127.6}), tmp_path / "a.csv")
    assert list(layers.load(tmp_path / "a.csv")["name"]) == FORMULAS[:4]


def test_a_byte_order_mark_on_request(tmp_path):
    table = pd.DataFrame({"name": ["那覇"]})
    tables.write(table, tmp_path / "plain.csv")
    with tables.marked():
        tables.write(table, tmp_path / "marked.csv")
    assert (tmp_path / "marked.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "plain.csv").read_bytes()


ODD = {
    "kinds": lambda: pd.Categorical(["port", "base"]),
    "gaps": lambda: pd.Categorical(["port", None]),
    "period": lambda: pd.period_range("2025-01", periods=2, freq="M"),
    "interval": lambda: pd.interval_range(0, 2),
    "delta": lambda: pd.to_timedelta(["1h", "2h"]),
    "list": lambda: [["a", "b"], ["c"]],
    "record": lambda: [{"a": 1}, None],
    "array": lambda: [np.array([1, 2]), np.array([3])],
    "mixed": lambda: [1, "one"],
    "bytes": lambda: [b"ab", b"c"],
    "fid": lambda: [7, 8],
    "FID": lambda: [7, 7],
    "half": lambda: np.array([1.5, 2.5], "float16"),
    "small": lambda: np.array([1, 2], "uint8"),
    "large": lambda: np.array([1, 2**64 - 1], "uint64"),
    "nullable": lambda: pd.array([1, None], dtype="Int64"),
    "flag": lambda: pd.array([True, None], dtype="boolean"),
    "when": lambda: pd.to_datetime(["2025-11-16 12:00", None]).tz_localize("Asia/Seoul"),
}


@pytest.mark.parametrize(
    "suffix", [".geojson", ".gpkg", ".fgb", ".kml", ".shp", ".parquet", ".csv", ".xlsx", ".json", ".md"]
)
@pytest.mark.parametrize("column", ODD)
def test_every_kind_of_column_in_every_kind_of_file(tmp_path, suffix, column):
    table = frame(name=["A", "B"]).assign(**{column: ODD[column]()})
    path = tmp_path / f"a{suffix}"
    tables.write(table, path, title="sites")
    assert path.stat().st_size > 0
    if suffix in {".geojson", ".gpkg", ".fgb", ".kml", ".shp", ".parquet"}:
        again = layers.load(path)
        assert sorted(again["name"]) == ["A", "B"]
        lost = {str(c).casefold() for c in table.columns} - {str(c).casefold() for c in again.columns}
        assert lost == set()
    if suffix == ".gpkg" and column in {"fid", "FID"}:
        assert list(again[column]) == list(ODD[column]())


def test_a_second_geometry_is_kept_as_text_and_told(tmp_path):
    table = frame(name=["A"])
    table["area"] = gpd.GeoSeries([shapely.box(1, 2, 3, 4)], crs=4326)
    for suffix in (".gpkg", ".geojson", ".parquet"):
        with pytest.warns(InputWarning, match="geometry column 'area' is written as text"):
            tables.write(table, tmp_path / f"a{suffix}")
        assert layers.load(tmp_path / f"a{suffix}")["area"][0].startswith("POLYGON")


def test_the_active_geometry_counts_whatever_its_name(tmp_path):
    table = frame(name=["A"]).rename_geometry("place")
    tables.write(table, tmp_path / "a.gpkg")
    assert layers.load(tmp_path / "a.gpkg").geometry[0].equals(shapely.Point(127, 26))
    tables.write(table, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "name\nA\n"


@pytest.mark.parametrize("name", ["sites [v2]", "a/b\\c:d*e?f", "x" * 60, "'quoted'", "", "History", "한국 항구 목록"])
def test_a_sheet_may_be_called_after_any_file(tmp_path, name):
    tables.write(pd.DataFrame({"a": [1]}), tmp_path / "a.xlsx", title=name)
    title = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0]
    assert 0 < len(title) <= 31
    assert not set(title) & set("[]:*?/\\")


def test_sheets_of_one_name_get_numbers(tmp_path):
    table = pd.DataFrame({"a": [1]})
    workbooks.write({"x" * 40: table, "x" * 50: table}, tmp_path / "a.xlsx")
    assert len(set(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames)) == 2


def test_more_rows_than_a_sheet_holds_are_refused_at_once(tmp_path):
    table = pd.DataFrame({"a": np.zeros(1_048_576, "int8")})
    with pytest.raises(
        InputError, match=r"1,048,576 rows of 1 columns are more than a sheet holds.*write .parquet or .csv"
    ):
        tables.write(table, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_shapefile_tells_what_it_cuts_and_refuses_what_it_cannot_hold(tmp_path):
    table = frame(name=["那覇", "B"], operator_country=["JPN", "PHL"], operator_name=["x" * 300, "y"])
    with pytest.warns(InputWarning) as told:
        tables.write(table, tmp_path / "a.shp")
    assert "operator_country as operator_c, operator_name as operator_n" in str(told[0].message)
    assert "texts in operator_n are cut after 254 bytes" in str(told[1].message)
    assert {p.suffix for p in tmp_path.iterdir()} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    assert layers.load(tmp_path / "a.shp")["name"][0] == "那覇"
    mixed = gpd.GeoDataFrame({"name": ["A", "B"]}, geometry=[shapely.Point(1, 2), shapely.box(1, 2, 3, 4)], crs=4326)
    with pytest.raises(InputError, match=r"holds one kind of shape, not Point, Polygon; write \.gpkg"):
        tables.write(mixed, tmp_path / "b.shp")
    assert not (tmp_path / "b.dbf").exists()


def test_columns_of_one_name_are_refused(tmp_path):
    table = frame(name=["A"], other=["B"])
    table.columns = ["name", "name", "geometry"]
    with pytest.raises(InputError, match="two columns are called 'name'"):
        tables.write(table, tmp_path / "a.gpkg")


@pytest.mark.parametrize("layer", ["bases", "straits", "chains"])
def test_our_own_geopackage_reads_back_as_what_it_was(tmp_path, layer):
    before = layers.flat(layers.load(layer))
    tables.write(before, tmp_path / f"{layer}.gpkg", title=layer)
    after = layers.load(tmp_path / f"{layer}.gpkg")
    assert list(after.columns) == list(before.columns)
    assert list(after["id"]) == list(before["id"])
    assert shapely.equals_exact(after.geometry.to_numpy(), before.geometry.to_numpy(), 1e-9).all()
    assert json.loads(tables.as_json(pd.DataFrame(after.drop(columns="geometry")))) == json.loads(
        tables.as_json(pd.DataFrame(before.drop(columns="geometry")))
    )


def test_csv_text_is_what_a_reader_of_csv_expects():
    text = tables.as_csv(pd.DataFrame({"a": ['say "x", y'], "b": ["two\nlines"]}))
    assert list(csv.reader(io.StringIO(text)))[1] == ['say "x", y', "two\nlines"]
