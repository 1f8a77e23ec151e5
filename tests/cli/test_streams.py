"""A dash: stdin where a file is read, stdout where one is written."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from eastup import cli, layers
from eastup.cli import streams

SITES = "name,lat,lon\nAlpha,26.0,127.0\nBravo,35.0,129.0\n"
GEOJSON = json.dumps(
    {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "Alpha"}, "geometry": {"type": "Point", "coordinates": [127.0, 26.0]}}
    ]}
)  # fmt: skip


class Pipe(io.TextIOWrapper):
    """A stream into or out of a program."""

    def __init__(self, content: bytes = b"", terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture
def piped(monkeypatch, capsys, tmp_path_factory):
    """Run a command with bytes on its stdin; return its status, the bytes of its stdout, and its stderr."""

    def run(content, *arguments, terminal=False):
        out = Pipe(terminal=terminal)
        given = content if isinstance(content, bytes) else content.encode()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", Pipe(given))
            patch.setattr(sys, "stdout", out)
            status = cli.run(list(map(str, arguments)))
            out.flush()
        return status, out.buffer.getvalue(), capsys.readouterr().err

    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield run
    assert list(folder.glob("eastup-stream-*")) == []


def test_a_table_comes_and_goes_by_a_pipe(piped):
    status, out, err = piped(SITES, "distance", "--from", "-", "--to", "miyako-strait", "-o", "-")
    assert (status, err) == (0, "")
    lines = out.decode().splitlines()
    assert lines[0].startswith("origin_id,origin,target_id,target,mode,distance_km")
    assert [line.split(",")[1] for line in lines[1:]] == ["Alpha", "Bravo"]


def test_another_kind_is_said_by_its_suffix(piped, tmp_path):
    arguments = ("distance", "--from", "-", "--to", "miyako-strait", "-o")
    records = json.loads(piped(SITES, *arguments, "-.json")[1])
    assert [record["origin"] for record in records] == ["Alpha", "Bravo"]
    for suffix in (".xlsx", ".parquet", ".gpkg"):
        status, out, _ = piped(SITES, *arguments, f"-{suffix}")
        assert status == 0
        (tmp_path / f"out{suffix}").write_bytes(out)
    assert len(pd.read_excel(tmp_path / "out.xlsx")) == 2
    assert list(pd.read_parquet(tmp_path / "out.parquet")["origin"]) == ["Alpha", "Bravo"]
    assert len(layers.load(tmp_path / "out.gpkg")) == 2


def test_what_comes_is_known_by_what_it_holds(piped, tmp_path):
    frame = layers.load("bases").head(3)[["id", "name", "geometry"]]
    written = {}
    for suffix in (".gpkg", ".parquet", ".kml", ".fgb", ".geojson"):
        import eastup

        eastup.to_file(frame, tmp_path / f"sites{suffix}")
        written[suffix] = (tmp_path / f"sites{suffix}").read_bytes()
    pd.DataFrame({"name": ["Alpha"], "lat": [26.0], "lon": [127.0]}).to_excel(tmp_path / "sites.xlsx", index=False)
    written[".xlsx"] = (tmp_path / "sites.xlsx").read_bytes()
    for suffix, content in written.items():
        status, out, _ = piped(content, "layers", "show", "-", "-o", "-")
        assert (status, out.count(b"\n")) == (0, 2 if suffix == ".xlsx" else 4), suffix


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (SITES, ".csv"),
        (GEOJSON, ".geojson"),
        (GEOJSON.replace("\n", "") + "\n" + GEOJSON, ".geojsonl"),
        ('[{"name": "Alpha", "lat": 26, "lon": 127}]', ".json"),
        ('[[sites]]\nname = "x"\n', ".toml"),
        ('# a map\ntitle = "x"\n', ".toml"),
        ('<?xml version="1.0"?><kml></kml>', ".kml"),
        ("<gpx></gpx>", ".gpx"),
        ("\ufeffname,lat\n", ".csv"),
        (b"\x1f\x8b\x08", ".csv.gz"),
        (b"PK\x03\x04 no archive", ".zip"),
    ],
)
def test_a_kind_is_known_by_its_beginning(tmp_path, content, suffix):
    path = tmp_path / "stdin"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert streams.kind_of(path) == suffix


def test_stdin_is_a_term_of_a_sum_and_may_be_named_twice(piped):
    status, out, _ = piped(SITES, "distance", "--from", "usfk+-", "--to", "-", "-o", "-")
    rows = [line.split(",")[1] for line in out.decode().splitlines()[1:]]
    assert status == 0
    assert set(rows) > {"Alpha", "Bravo", "Camp Humphreys"}


def test_a_specification_a_layer_and_positions_come_by_a_pipe(piped, tmp_path):
    specification = piped("", "map", "--print", "straits")[1]
    status, out, _ = piped(specification, "map", "-", "-o", "-", "--dpi", "40")
    assert (status, out[:4]) == (0, b"\x89PNG")
    status, out, _ = piped(SITES, "distance", "--layer", "-", "--from", "Alpha", "--to", "stdin", "-o", "-")
    assert (status, out.count(b"\n")) == (0, 3)
    tracks = "mmsi,time,lat,lon\n1,2024-01-01T00:00:00Z,26,127\n"
    status, out, _ = piped(tracks, "enrich", "-", "-o", "-", "--add", "nearest_strait", "--quiet")
    assert (status, out.splitlines()[0]) == (0, b"mmsi,time,lat,lon,nearest_strait")


def test_sources_are_cited_of_a_table_that_comes(piped):
    table = piped("", "distance", "--from", "kadena-ab", "--to", "miyako-strait", "-o", "-")[1]
    assert piped(table, "cite", "-", "--format", "bibtex")[1].count(b"@") >= 3


def test_a_fault_in_what_comes_is_told_of_stdin(piped):
    status, out, err = piped("name,lat,lon\nAlpha,95,127\n", "distance", "--from", "-", "--to", "guam")
    assert (status, out, err.count("\n")) == (2, b"", 1)
    assert err.startswith("eastup: stdin.csv, row 2: ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["brief", "-o", "-"], "a folder can't go to stdout"),
        (["map", "--gallery", "-o", "-"], "a folder can't go to stdout"),
        (["init", "-"], "can't go to stdout"),
        (["layers", "show", "straits", "-o", "-.shp"], ".shp is several files"),
        (["map", "straits", "-o", "-.qgz"], ".qgz is several files"),
        (["layers", "show", "straits", "-o", "-.docx"], "unknown file kind '.docx'"),
        (["layers", "show", "seas", "--meta", "-o", "-"], "2 files can't go to stdout"),
        (["transits", "-", "-o", "-", "--report", "-"], "two files can't both go to stdout"),
    ],
)
def test_what_can_not_be_a_stream_is_refused_in_one_line(piped, arguments, told):
    status, out, err = piped(SITES, *arguments)
    assert (status, out, err.count("\n")) == (2, b"", 1)
    assert told in err


def test_nothing_on_stdin_is_told(piped):
    status, _, err = piped("", "layers", "show", "-")
    assert (status, err) == (2, "eastup: nothing came by stdin; send a file into it, or name one\n")


def test_a_terminal_gets_no_picture(piped):
    status, out, err = piped("", "map", "-o", "-", terminal=True)
    assert (status, out) == (2, b"")
    assert ".png is nothing that a terminal shows" in err


def test_nothing_is_sent_where_a_command_fails(piped):
    assert piped("", "distance", "--from", "no such place", "-o", "-")[:2] == (2, b"")


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="pipes of a shell")
def test_commands_are_joined_in_a_shell():
    eastup = f'"{sys.executable}" -m eastup'
    line = f"{eastup} layers show seas -o -.geojson | {eastup} layers show - -o - | head -n 2"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert done.stdout.splitlines()[0].startswith("id,name")
    assert done.stderr == ""
