"""What made an output: in every kind of file, in attrs, of the content of the data, and nothing of the clock."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from xml.etree import ElementTree

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from eastup import __version__, distance, layers, places
from eastup.io import data, provenance, tables


@pytest.fixture
def table():
    return distance.matrix("Kadena", ["Miyako Strait", "Bashi Channel"], speed="450kn")


def test_a_table_tells_what_it_was_asked(table):
    record = table.attrs["provenance"]
    assert (record["eastup"], record["ellipsoid"], record["mode"]) == (__version__, "WGS 84", "air")
    assert [hub["id"] for hub in record["hubs"]] == ["kadena-ab"]
    assert [target["id"] for target in record["targets"]] == ["miyako-strait", "bashi-channel"]
    assert record["speeds_kmh"] == {"air": 833.4}
    assert record["data"]["sha256"] == provenance.data_version().sha256
    assert json.loads(json.dumps(record)) == record


def test_the_command_of_the_block_is_told(table):
    with provenance.command("eastup distance --from Kadena"):
        assert provenance.made("distance.matrix").command == "eastup distance --from Kadena"
    assert table.attrs["provenance"]["command"] == "eastup.distance.matrix"


def with_lines(table):
    return distance.lines(table, "Kadena", ["Miyako Strait", "Bashi Channel"])


READERS = {
    ".parquet": lambda path: pq.read_schema(path).metadata[b"eastup"],
    ".geojson": lambda path: json.dumps(json.loads(path.read_text("utf-8"))["eastup"]),
    ".gpkg": lambda path: pyogrio.read_info(path)["dataset_metadata"]["eastup"],
    ".fgb": lambda path: pyogrio.read_info(path)["layer_metadata"]["DESCRIPTION"],
}


@pytest.mark.parametrize("suffix", READERS)
def test_files_with_geometry_carry_the_record_and_can_be_read_as_before(table, suffix, tmp_path):
    path, again = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    for file in (path, again):
        tables.write(with_lines(table), file)
    assert json.loads(READERS[suffix](path)) == table.attrs["provenance"]
    assert path.read_bytes() == again.read_bytes()
    read = layers.load(path)
    assert list(read["target_id"]) == list(table["target_id"])
    assert read.geometry.notna().all()


def test_kml_and_plain_parquet_and_workbooks_carry_it(table, tmp_path):
    for name in ("a.kml", "a.parquet", "a.xlsx"):
        tables.write(with_lines(table) if name == "a.kml" else table, tmp_path / name)
    kml = ElementTree.parse(tmp_path / "a.kml").getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    told = {d.get("name"): d[0].text for d in kml.findall("k:Document/k:ExtendedData/k:Data", space)}
    assert told["hubs"] == "Kadena Air Base (kadena-ab)"
    assert pd.read_parquet(tmp_path / "a.parquet").attrs["provenance"] == table.attrs["provenance"]
    about = openpyxl.load_workbook(tmp_path / "a.xlsx")["About"]
    rows = dict(about.iter_rows(values_only=True))
    assert rows["eastup"] == __version__
    assert rows["speeds kmh"] == "air 833.4"
    assert rows["targets"] == "Miyako Strait (miyako-strait); Bashi Channel (bashi-channel)"


def test_the_sheet_about_is_no_layer_of_its_own(tmp_path):
    tables.write(pd.DataFrame({"name": ["A"], "lon": [127.0], "lat": [26.0]}), tmp_path / "sites.xlsx")
    assert list(layers.load(tmp_path / "sites.xlsx")["name"]) == ["A"]


@pytest.mark.parametrize("suffix", [".csv", ".json", ".md", ".xlsx"])
def test_a_file_beside_it_on_request(table, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    tables.write(table, path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with tables.with_meta():
        tables.write(table, path)
    assert json.loads((tmp_path / f"a{suffix}.meta.json").read_text("utf-8")) == table.attrs["provenance"]


def test_of_a_table_of_unknown_origin_the_tools_and_data_are_told(tmp_path):
    tables.write(gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs=4326), tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as file:
        [[text]] = file.execute("SELECT metadata FROM gpkg_metadata")
    assert f'"eastup": "{__version__}"' in text.replace("&quot;", '"')


def test_of_many_places_the_number_and_a_checksum(monkeypatch):
    monkeypatch.setattr(provenance, "MOST_LISTED", 3)
    straits = places.select("straits")
    record = provenance.made("distance.matrix", hubs=straits).record()
    assert len(record["hubs"]) == 3
    assert record["hubs_count"] == len(straits)
    other = provenance.made("distance.matrix", hubs=straits[:-1]).record()
    assert other["hubs_sha256"] != record["hubs_sha256"]


def test_the_data_version_follows_the_content_and_nothing_else(tmp_path, monkeypatch):
    shutil.copytree(data.data_root() / "layers", tmp_path / "layers")
    (tmp_path / "geo").mkdir()
    shutil.copy(data.geo("view.json"), tmp_path / "geo")
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    first = provenance.data_version()
    (tmp_path / "layers" / "straits.geojson").touch()
    (tmp_path / "layers" / "README.md").write_text("other words", encoding="utf-8")
    assert provenance.data_version() == first
    path = tmp_path / "layers" / "straits.geojson"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"156.5832", b"156.5833"))  # as long as before
    assert provenance.data_version().sha256 != first.sha256
    path.write_bytes(whole)
    assert provenance.data_version() == first
    assert first.date == max(row.accessed for row in layers.registers.sources().values())
