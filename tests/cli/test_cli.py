from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from eastup import cli as cli_module
from eastup import layers, places
from eastup.layers.sets import DEFAULT_TARGETS
from eastup.web import payload

ROOT = Path(__file__).resolve().parents[2]
STRAITS = len(layers.load("straits"))
TARGETS = len(places.select(DEFAULT_TARGETS))


def run(capsys, *arguments):
    status = cli_module.run(list(map(str, arguments)))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def commands(group=cli_module.cli, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_every_command_has_help_with_an_example_and_stands_in_the_readme(capsys):
    readme = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "docs" / "commands.md").read_text(
        encoding="utf-8"
    )
    for path, _ in commands():
        status, out, _ = run(capsys, *path, "-h")
        assert status == 0
        assert f"eastup {' '.join(path)}" in out.split("Options:")[0].split("\n", 1)[1]
        assert f"eastup {' '.join(path)}" in readme


def test_distance_prints_the_columns_of_the_contract(capsys):
    status, out, _ = run(capsys, "distance", "--from", "Camp Humphreys", "--to", "Vladivostok", "--speed", "450kn")
    [row] = csv.DictReader(io.StringIO(out))
    assert status == 0
    assert float(row["distance_km"]) == pytest.approx(799, abs=1)
    assert list(row) == [
        "origin_id", "origin", "target_id", "target", "mode", "distance_km", "distance_nmi", "distance_mi", "azimuth_deg",
        "detour", "hours", "note", "uncertainty_km",
    ]  # fmt: skip


@pytest.mark.sample(suffix=["csv", "xlsx", "parquet", "json", "md", "svg"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json", "md", "geojson", "gpkg", "fgb", "kml"])
def test_distance_writes_every_kind_of_file_the_same_each_time(capsys, tmp_path, suffix):
    first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    for path in (first, second):
        assert run(capsys, "distance", "--from", "kadena", "--to", "straits", "-o", path)[0] == 0
    if suffix not in {"gpkg", "kml"}:  # GDAL writes the time or the file's name into these
        assert first.read_bytes() == second.read_bytes()
    if suffix == "json":
        assert len(json.loads(first.read_text(encoding="utf-8"))) == STRAITS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["crs", "--up", "sideways"], "sideways"),
        (["crs", "--center", "127.03,36.96"], "swapped"),
        (["crs", "--projection", "mercator"], "mercator"),
        (["crs", "--projection", "equal-area", "--format", "proj"], "wkt2"),
        (["distance", "--from", "Kadenna"], "Kadena"),
        (["distance"], "--from"),
        (["distance", "--from", "kadena", "--speed", "fast"], "20kn"),
        (["distance", "--from", "kadena", "-o", "out.docx"], ".csv"),
        (["distance", "--from", "kadena", "-o", "no/such/folder/out.csv"], "folder"),
        (["distance", "--from", "missing.csv"], "missing.csv"),
        (["map", "-o", "out.gif"], "file kind"),
        (["map", "-o", ".png"], "does not say its kind"),
        (["map"], "-o"),
        (["map", "east-upp", "-o", "x.png"], "east-up"),
        (["map", "-o", "x.png", "--extent", "1,2,3"], "west,south,east,north"),
        (["map", "-o", "x.png", "--extent", "100,50,150,0"], "south"),
        (["map", "-o", "x.png", "--chain", "wikipaedia"], "wikipedia"),
        (["map", "-o", "x.png", "--layer", "missing.geojson"], "missing.geojson"),
        (["web", "-o", "x.txt"], ".html"),
        (["web", "east-upp", "-o", "x.html"], "east-up"),
        (["web", "--hubs", "Kadenna", "-o", "x.html"], "Kadena"),
        (["claim", "kadena", "guam", "1200"], "km"),
        (["claim", "tokyo", "tokyo", "12 km"], "same place"),
        (["claims", "--verdict", "great"], "great"),
        (["coverage"], "reach"),
        (["coverage", "--radius", "500nmi", "--gaps", "--curve"], "two questions"),
        (["coverage", "--radius", "500nmi", "--gaps", "-o", "x.tif"], "no raster"),
        (["coverage", "--radius", "500nmi", "--resolution", "1"], "--resolution"),
        (["coverage", "--radius", "500nmi", "--up", "south", "-o", "x.tif"], "--cell"),
        (["coverage", "--radius", "500nmi", "--extent", "90,60,180,-20", "-o", "x.tif"], "south"),
        (["coverage", "--radius", "500nmi", "--scheduler", "tcp://127.0.0.1:1", "-o", "x.tif"], "--engine dask"),
        (["coverage", "--radius", "500nmi", "-o", "missing/x.tif"], "no such folder"),
        (["tyranny", "--without", "Ulsan"], "none of the hubs"),
        (["tyranny", "--triangle", "--gaps"], "two questions"),
        (["tyranny", "--gaps", "wikipaedia"], "wikipedia"),
        (["tyranny", "--gaps", "--speed", "20kn"], "--speed"),
        (["tyranny", "--triangle", "--weights", "w.csv"], "--weights"),
        (["tyranny", "--versus", "--within", "500nmi"], "--within"),
        (["tyranny", "--split", "korea"], "twice"),
        (["tyranny", "--triangle", "--hubs", "Seoul"], "three"),
        (["tyranny", "--within", "500"], "nmi"),
        (["tyranny", "--mode", "air", "--closed", "Taiwan Strait"], "air"),
        (["tyranny", "--weights", "missing.csv"], "missing.csv"),
        (["tyranny", "-o", "out.gif"], ".csv"),
        (["tyranny", "--gaps", "-o", "out.png"], "picture"),
        (["tyranny", "--theme", "dark"], "picture"),
        (["layers", "show", "strait"], "straits"),
        (["brief", "-o", "x", "--lang", "fr"], "fr"),
        (["brief", "-o", ""], "no folder"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(capsys, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert message in err
    assert list(tmp_path.iterdir()) == []


def test_a_malformed_layer_stops_brief_before_it_writes(capsys, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("name,lon,lat\nA,37,127\n", encoding="utf-8")
    status, _, err = run(capsys, "brief", "-o", tmp_path / "out", "--layer", bad)
    assert status == 2
    assert "swapped" in err
    assert not (tmp_path / "out").exists()


def test_an_unwritable_folder(capsys, tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("eastup.io.files.tempfile.mkdtemp", refuse)
    status, _, err = run(capsys, "distance", "--from", "kadena", "-o", tmp_path / "out.csv")
    assert status == 2
    assert "can't write here (Permission denied)" in err


def test_an_output_that_is_a_folder(capsys, tmp_path):
    target = tmp_path / "x.csv"
    target.mkdir()
    status, _, err = run(capsys, "distance", "--from", "kadena", "-o", target)
    assert status == 2
    assert "folder" in err


def test_unit_chooses_what_is_shown(capsys):
    _, out, _ = run(capsys, "distance", "--from", "kadena", "--to", "guam", "--unit", "nmi")
    assert "distance_nmi" in out
    assert "distance_km" not in out


def rows_of(out):
    return list(csv.DictReader(io.StringIO(out)))


def test_coverage_answers_each_question(capsys, tmp_path):
    heads = {
        "": "kind,id,name,radius_km,length_km,area_km2,share_1,share_2,share_3,covered_at_km,covered_at_nmi,hubs",
        "--gaps": "kind,id,name,k,radius_km,from_km,to_km,length_km,length_nmi",
        "--curve": "radius_km,hours,straits,straits_1,straits_2,straits_3,chain_1_share,chain_2_share,chain_3_share",
        "--losses 1": "lost_ids,lost,opened,opened_km,straits",
        "--losses 2": "lost_ids,lost,opened,opened_km,straits,joint_km",
        "--smallest": "id,name,host,straits",
        "--regions": "id,name,host,farthest_km",
        "--best 2": "id,name,host,straits",
    }
    for question, head in heads.items():
        status, out, _ = run(
            capsys,
            "coverage",
            *(["--extent", "125,25,135,35"] if question == "--regions" else ["--radius", "500nmi"]),
            *question.split(),
        )
        assert status == 0
        assert out.splitlines()[0] == head
        assert len(out.splitlines()) > 1
    for name in ("a.geojson", "a.tif", "a.xlsx", "a.png"):
        options = {"a.tif": ["--resolution", "1"], "a.png": ["--lang", "ko"]}.get(name, [])
        outputs = []
        for _ in range(2):
            assert run(capsys, "coverage", "--radius", "500nmi", *options, "-o", str(tmp_path / name))[0] == 0
            outputs.append((tmp_path / name).read_bytes())
        assert outputs[0] == outputs[1]


def test_tyranny_answers_each_question(capsys):
    ranked = rows_of(run(capsys, "tyranny")[1])
    assert len(ranked) == 15
    assert ranked[0]["rank"] == "1"
    lost = rows_of(run(capsys, "tyranny", "--by", "target", "--without", "host=JPN", "--within", "500nmi")[1])
    assert len(lost) == TARGETS
    assert all(float(row["distance_km_change"]) >= 0 for row in lost)
    assert len(rows_of(run(capsys, "tyranny", "--versus")[1])) == 3 * TARGETS
    split = rows_of(run(capsys, "tyranny", "--split", "Korea", "--split", "Miyako Strait; Bashi Channel")[1])
    assert [row["contingency"] for row in split] == ["Korea"] * 4 + ["second"] * 2
    sides = rows_of(run(capsys, "tyranny", "--triangle", "--hubs", "Seoul", "--hubs", "Tokyo", "--hubs", "Manila")[1])
    assert [row["origin"] for row in sides] == ["Seoul", "Tokyo", "Manila"]
    chain = rows_of(run(capsys, "tyranny", "--gaps", "--unit", "nmi")[1])
    assert "width_nmi" in chain[0]
    assert "width_km" not in chain[0]
    assert len(rows_of(run(capsys, "tyranny", "--gaps", "hankyoreh")[1])) < len(chain)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json", "md", "png", "svg", "pdf"])
def test_tyranny_writes_every_kind_of_file_the_same_each_time(capsys, tmp_path, suffix):
    first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    for path in (first, second):
        assert run(capsys, "tyranny", "--by", "target", "--without", "kadena", "-o", path)[0] == 0
    assert first.read_bytes() == second.read_bytes()


def test_gaps_are_written_as_lines(capsys, tmp_path):
    path = tmp_path / "gaps.geojson"
    assert run(capsys, "tyranny", "--gaps", "-o", path)[0] == 0
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert {feature["geometry"]["type"] for feature in features} <= {"LineString", "MultiLineString"}
    assert features


@pytest.mark.thorough
def test_web_takes_a_specification_hubs_and_targets(capsys, tmp_path):
    spec = tmp_path / "mine.toml"
    spec.write_text(
        'title = "Mine"\nup = "south"\nlang = "ko"\nextent = [104, 6, 150, 46]\nlayers = ["sites.csv"]\n',
        encoding="utf-8",
    )
    (tmp_path / "sites.csv").write_text("name,lon,lat\nHere,135,20\n", encoding="utf-8")
    page = tmp_path / "page.html"
    assert (
        run(capsys, "web", spec, "-o", page, "--hubs", "bases:host=KOR", "--to", "bashi-channel", "--up", "north")[0]
        == 0
    )
    data = json.loads(payload.parts_of(page.read_text(encoding="utf-8"))["data"])
    assert (data["view"]["up"], data["lang"], [t["id"] for t in data["targets"]]) == (0, "ko", ["bashi-channel"])
    assert "camp-humphreys" in {hub["id"] for hub in data["hubs"]}
    assert [layer["name"] for layer in data["user"]] == ["sites"]
    assert data["title"] != {"en": "Mine"}  # which was said of another way up
    assert run(capsys, "web", spec, "-o", page)[0] == 0
    assert json.loads(payload.parts_of(page.read_text(encoding="utf-8"))["data"])["title"]["en"] == "Mine"


def test_claim_names_the_cause(capsys):
    _, out, _ = run(capsys, "claim", "Naha", "Guam", "1,200 miles")
    assert out.startswith("unit:")
    assert "nmi" in out


def test_crs_forms_differ_and_the_file_is_what_is_printed(capsys, tmp_path):
    printed = {form: run(capsys, "crs", "--format", form)[1] for form in ("proj", "wkt2", "wkt1-esri", "projjson")}
    assert len(set(printed.values())) == 4
    run(capsys, "crs", "--format", "proj", "-o", tmp_path / "view.txt")
    assert (tmp_path / "view.txt").read_text() == printed["proj"]
    assert run(capsys, "crs", "--format", "proj", "--up", "135")[1] != printed["proj"]
    assert run(capsys, "crs", "--format", "proj", "--center", "Seoul")[1] != printed["proj"]


def test_layers_list_show_and_check(capsys, tmp_path):
    _, out, _ = run(capsys, "layers", "list")
    assert f"straits,{STRAITS},LineString\n" in out
    assert run(capsys, "layers", "show", "straits", "-o", tmp_path / "straits.gpkg")[0] == 0
    assert "kadena-ab" in run(capsys, "layers", "show", "bases")[1]
    assert run(capsys, "layers", "check")[0] == 0


def test_a_check_that_finds_errors_lists_them_and_says_so_in_one_line(capsys, tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("id,name,lon,lat\na,A,127,37\na,B,0,0\n", encoding="utf-8")
    status, out, err = run(capsys, "layers", "check", path)
    assert status == 2
    assert out.splitlines()[0] == f"{path}: 2 rows, UTF-8, columns lat/lon as latitude/longitude"
    assert [line.split(":")[0] for line in out.splitlines()[1:]] == ["error", "warning"]
    assert err == "eastup: the check found 1 error, 1 warnings and notes; mend the features listed above\n"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json", "md", "geojson", "gpkg", "fgb", "kml"])
def test_a_layer_with_gaps_and_one_with_odd_texts_can_be_exported_to_every_kind(capsys, tmp_path, suffix):
    assert run(capsys, "layers", "show", "claims", "-o", tmp_path / f"claims.{suffix}") == (0, "", "")
    odd, output = tmp_path / "odd.gpkg", tmp_path / f"out.{suffix}"
    names = ["A\x01\x1b[31m\nB", "=1+1"]
    columns = {"Name": names, "note": ["\x02", "x" * 40_000], "seen": pd.Timestamp("2025-11-16 12:00", tz="Asia/Seoul")}
    points = [shapely.Point(127, 37), shapely.Point(128, 38)]
    gpd.GeoDataFrame(columns, geometry=points, crs=4326).to_file(odd)
    assert run(capsys, "layers", "show", odd, "-o", output) == (0, "", "")
    readers = {"csv": pd.read_csv, "xlsx": pd.read_excel, "json": pd.read_json, "md": pd.read_table}
    again = readers.get(suffix, layers.load)(output)
    assert "A [31m B" in again.to_string()
    assert "=1+1" in again.to_string()


def test_columns_that_differ_only_in_case(capsys, tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("name,lon,lat,Lon\nA,127,37,x\n", encoding="utf-8")
    for suffix in ("kml", "gpkg"):
        status, _, err = run(capsys, "layers", "show", path, "-o", tmp_path / f"out.{suffix}")
        assert (status, "differ only in case: lon, Lon" in err) == (2, True)
    assert run(capsys, "layers", "show", path, "-o", tmp_path / "out.geojson")[0] == 0


def test_an_output_without_a_name_is_refused(capsys):
    for arguments in (["layers", "show", "seas"], ["claims"], ["crs"], ["distance", "--from", "kadena"]):
        status, out, err = run(capsys, *arguments, "-o", "")
        assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.sample(first="origin_id")
@pytest.mark.parametrize(
    ("arguments", "first"), [("distance --from bases --to straits", "origin_id"), ("layers check", "note")]
)
def test_a_closed_pipe_is_no_fault(arguments, first):
    command = f'"{sys.executable}" -m eastup.cli {arguments} | head -n 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith(first)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    ("command", "status", "lines"),
    [
        ("crs > /dev/full", 1, 1),
        ("crs >&-", 1, 1),
        ("crs -o /dev/null/x >&-", 2, 1),
        ("layers show nope 2>&-", 2, 0),
        ("layers show nope 2>&1 | true", 2, 0),
    ],
)
def test_streams_that_are_full_or_closed(command, status, lines):
    shell = ["bash", "-o", "pipefail", "-c", f'"{sys.executable}" -m eastup.cli {command}']
    done = subprocess.run(shell, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (status, lines)


@pytest.mark.sample(encoding="cp932")
@pytest.mark.parametrize("encoding", ["ascii", "cp949", "cp932"])
def test_tables_in_a_pipe_are_utf8_wherever_they_are_made(encoding):
    command = [sys.executable, "-m", "eastup.cli", "layers", "show", "seas"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert done.returncode == 0
    assert "동해" in done.stdout.decode("utf-8")


def test_importing_eastup_loads_nothing_heavy():
    code = "import sys, eastup, eastup.cli; print(sorted({'numpy', 'pandas', 'geopandas', 'matplotlib', 'scipy', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
