"""Files as other programs read them: DuckDB, polars, GDAL's own tools, d3, and the schema of KML."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import fastkml
import geopandas as gpd
import lxml.etree
import numpy as np
import polars as pl
import pytest
import shapely

import eastup
from eastup import coverage, distance, geodesy, layers
from eastup.io import geojson, tables

SCHEMA = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"
D3 = Path("/usr/share/nodejs/d3-geo")
SQUARES = gpd.GeoDataFrame(
    {"id": ["holed", "two"], "name": ["A < B & C", "日本"]},
    geometry=[
        shapely.Polygon(shapely.box(120, 20, 130, 30).exterior.coords, [shapely.box(124, 24, 126, 26).exterior.coords]),
        shapely.MultiPolygon([shapely.box(140, 0, 141, 1), shapely.box(150, -9, 152, -5)]),
    ],
    crs="EPSG:4326",
)


def written(frame, path, **about):
    tables.write(frame, path, **about)
    return path


def clockwise(ring):
    x, y = np.array(ring).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) < 0


def test_features_bear_the_ids_of_their_rows(tmp_path):
    for name in ("straits", "bases"):
        frame = layers.flat(layers.load(name))
        found = json.loads(written(frame, tmp_path / f"{name}.geojson").read_text("utf-8"))["features"]
        assert [each["id"] for each in found] == list(frame["id"])
        assert [each["properties"]["id"] for each in found] == list(frame["id"])
        assert list(gpd.read_file(tmp_path / f"{name}.geojson")["id"]) == list(frame["id"])


@pytest.mark.parametrize("ids", [["a", "a"], ["a", None]])
def test_ids_that_tell_nothing_apart_are_no_ids_of_features(ids, tmp_path):
    path = written(SQUARES.assign(id=ids), tmp_path / "x.geojson")
    assert all("id" not in each for each in json.loads(path.read_text("utf-8"))["features"])


@pytest.mark.parametrize("winding", ["rfc", "d3"])
def test_rings_are_wound_as_they_are_asked_for(winding, tmp_path):
    with geojson.wound(winding):
        path = written(SQUARES, tmp_path / "x.geojson")
    features = json.loads(path.read_text("utf-8"))["features"]
    polygons = [features[0]["geometry"]["coordinates"], *features[1]["geometry"]["coordinates"]]
    assert [clockwise(polygon[0]) for polygon in polygons] == [winding == "d3"] * 3
    assert clockwise(polygons[0][1]) == (winding == "rfc")
    back = gpd.read_file(path)
    assert all(back.geometry.normalize() == SQUARES.geometry.normalize())
    assert list(back["name"]) == list(SQUARES["name"])


@pytest.mark.skipif(shutil.which("node") is None or not D3.is_dir(), reason="d3-geo of Debian is not there")
def test_d3_reads_areas_as_what_they_are(tmp_path):
    with geojson.wound("d3"):
        ring = shapely.Polygon(geodesy.ring(127.768, 26.356, 500_000))
        path = written(gpd.GeoDataFrame({"id": ["r"]}, geometry=[ring], crs=4326), tmp_path / "x.geojson")
    script = (
        "const {geoArea, geoCentroid} = require('d3-geo');"
        f"const f = JSON.parse(require('fs').readFileSync({json.dumps(str(path))})).features[0];"
        "console.log(JSON.stringify([geoArea(f), ...geoCentroid(f)]))"
    )
    ran = subprocess.run(["node", "-e", script], env={"NODE_PATH": str(D3.parent)}, capture_output=True, text=True)
    area, lon, lat = json.loads(ran.stdout)
    assert area * 6371.0088**2 == pytest.approx(np.pi * 500**2, rel=0.005)
    assert (lon, lat) == pytest.approx((127.768, 26.356), abs=0.02)


@pytest.mark.parametrize("layer", ["straits", "bases", "seas", "claims"])
def test_kml_keeps_to_its_schema_and_looks_east_up(layer, tmp_path):
    frame = layers.flat(layers.load(layer))
    document = lxml.etree.parse(written(frame, tmp_path / "x.kml", title=layer))
    schema = lxml.etree.XMLSchema(lxml.etree.parse(SCHEMA))
    schema.assertValid(document)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    [look] = document.findall("k:Document/k:LookAt", space)
    assert look.findtext("k:heading", namespaces=space) == "90"
    styled = document.findall(".//k:Placemark/k:styleUrl", space)
    assert {each.text for each in styled} == {"#eastup"}
    assert len(styled) == len(frame)
    balloon = document.findtext(".//k:BalloonStyle/k:text", namespaces=space)
    fields = {each.get("name") for each in document.findall(".//k:SimpleField", space)}
    named = re.findall(r"\$\[[^]/]+/([^]]+)\]", balloon)
    assert named
    assert set(named) <= fields


def test_kml_looks_at_what_it_holds_across_180(tmp_path):
    path = written(gpd.GeoDataFrame(geometry=gpd.points_from_xy([179, -179], [10, 10]), crs=4326), tmp_path / "x.kml")
    found = re.search(r"<longitude>([-\d.]+)</longitude><latitude>([-\d.]+)<.*<range>(\d+)", path.read_text("utf-8"))
    lon, lat, range_m = map(float, found.groups())
    assert (abs(lon), lat) == (pytest.approx(180, abs=0.01), pytest.approx(10, abs=0.01))
    assert range_m > 110_000


def test_duckdb_and_polars_read_tables_and_layers(tmp_path):
    table = distance.matrix("bases:host=JPN", ["Miyako Strait", "Bashi Channel"])
    tables.write(table, tmp_path / "d.parquet")
    query = f"select target, count(*) as n, min(distance_km) as km from '{tmp_path}/d.parquet' group by target"
    told = {target: (n, km) for target, n, km in duckdb.sql(query).fetchall()}
    for target, rows in table.groupby("target"):
        assert told[target] == (len(rows), pytest.approx(rows.distance_km.min(), abs=5e-4))
    assert pl.read_parquet(tmp_path / "d.parquet").columns == list(table.columns)
    bases = layers.load("bases")
    eastup.to_file(bases, tmp_path / "b.parquet")
    assert pl.scan_parquet(tmp_path / "b.parquet").filter(pl.col("host") == "KOR").collect().height == sum(
        bases["host"] == "KOR"
    )


@pytest.mark.skipif(shutil.which("gdalinfo") is None, reason="GDAL's tools are not there")
def test_gdals_own_tools_read_layers_and_rasters(tmp_path):
    view = eastup.View()
    eastup.to_file(layers.load("straits").to_crs(view.crs), tmp_path / "s.gpkg", title="straits")
    asked = subprocess.run(["ogrinfo", "-so", tmp_path / "s.gpkg", "straits"], capture_output=True, text=True)
    assert asked.stderr == ""  # as of a version that it knows in part only
    told = asked.stdout
    assert f"Feature Count: {len(layers.load('straits'))}" in told
    assert "Hotine Oblique Mercator (variant B)" in told or "Hotine_Oblique_Mercator" in told
    grid = coverage.geographic((120, 20, 130, 30), 0.5)
    coverage.write_raster(tmp_path / "c.tif", grid=grid, hubs="forward", radius="500nmi")
    report = subprocess.run(["gdalinfo", "-json", tmp_path / "c.tif"], capture_output=True, text=True).stdout
    raster = json.loads(report)
    assert raster["size"] == [20, 20]
    assert raster["metadata"]["IMAGE_STRUCTURE"]["LAYOUT"] == "COG"
