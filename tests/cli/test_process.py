"""The command line among other programs: its messages, its streams, what it leaves alone."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from eastup import cli

CASES = Path(__file__).parents[1] / "data" / "cases"


def run(capsys, *arguments):
    status = cli.run(list(map(str, arguments)))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "港.csv"
    path.write_bytes("名称,緯度,経度\n横須賀港,35.2933,139.6644\n釜山港,35.1033,129.0403\n未定,,\n".encode("cp932"))
    return path


def test_what_is_strange_in_a_file_is_told_once_by_every_command(capsys, office):
    told = f"eastup: {office}: row 4: no position, left out\neastup: {office}: read as CP932\n"
    for arguments in (
        ["distance", "--from", office, "--to", "miyako-strait"],
        ["distance", "--from", "kadena", "--to", office],
        ["layers", "show", office],
        ["tyranny", "--hubs", office],
    ):
        status, out, err = run(capsys, *arguments)
        assert (status, err) == (0, told)
        assert "横須賀港" in out or "釜山港" in out


def test_the_encoding_is_held_to_where_it_is_given(capsys, office):
    assert run(capsys, "layers", "show", office, "--encoding", "cp932")[0] == 0
    status, _, err = run(capsys, "distance", "--from", office, "--encoding", "utf-8")
    assert (status, err.count("\n")) == (2, 1)
    assert "not UTF-8 text (byte 0)" in err
    assert "there is no encoding 'klingon'" in run(capsys, "layers", "show", office, "--encoding", "klingon")[2]
    # It is forgotten with its command.
    assert "read as CP932" in run(capsys, "layers", "show", office)[2]


def test_a_check_says_what_was_read_and_how(capsys, office):
    status, out, _ = run(capsys, "layers", "check", office)
    assert status == 0
    assert out.splitlines()[0] == (
        f"{office}: 2 rows, CP932, columns 緯度/経度 as latitude/longitude, names from 名称, 1 skipped"
    )
    status, out, _ = run(capsys, "layers", "check", office, "--json")
    [checked] = json.loads(out)
    assert checked["read"]["encoding"] == "CP932"
    assert checked["read"]["columns"][:2] == [
        {"heading": "緯度", "read_as": "latitude"},
        {"heading": "経度", "read_as": "longitude"},
    ]
    assert {finding["feature"] for finding in checked["findings"]} == {"row 4", "file"}


def test_one_layer_of_a_file(capsys):
    status, out, _ = run(
        capsys, "distance", "--from", f"{CASES / 'two-layers.gpkg'}:airfields", "--to", "miyako-strait"
    )
    assert status == 0
    assert out.count("\n") == 3
    status, _, err = run(capsys, "layers", "show", f"{CASES / 'two-layers.gpkg'}:airfield")
    assert (status, err.count("\n")) == (2, 1)
    assert "did you mean airfields?" in err


def test_a_table_with_a_byte_order_mark(capsys, tmp_path):
    assert run(capsys, "layers", "show", "seas", "--bom", "-o", tmp_path / "a.csv")[0] == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert run(capsys, "layers", "show", "seas", "-o", tmp_path / "a.csv")[0] == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"id,")


def test_a_specification_of_four_thousand_spaces_is_one_line_at_once(capsys, tmp_path):
    status, _, err = run(capsys, "map", CASES / "redos.toml", "-o", tmp_path / "a.png")
    assert (status, err.count("\n")) == (2, 1)
    assert len(err) < 400


def test_within_another_program_its_streams_and_filters_stay_as_they_are(monkeypatch, office):
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp932", errors="strict", line_buffering=False)
    monkeypatch.setattr(sys, "stdout", out)
    before = list(warnings.filters), warnings.showwarning
    assert cli.run(["layers", "show", str(office)]) == 0
    assert sys.stdout is out
    assert (out.encoding, out.errors, out.closed) == ("cp932", "strict", False)
    assert (list(warnings.filters), warnings.showwarning) == before


def program(arguments, **more):
    command = [sys.executable, "-m", "eastup.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **more)


@pytest.mark.thorough
@pytest.mark.sample(name="PROJ_DATA")
@pytest.mark.parametrize("name", ["PROJ_LIB", "PROJ_DATA"])
def test_the_projections_of_another_program_do_not_matter(tmp_path, name):
    environment = {**os.environ, name: str(CASES / "oldproj")}
    for arguments in (
        ["map", "straits", "-o", str(tmp_path / "a.png"), "--dpi", "40"],
        ["coverage", "--radius", "500nmi", "--resolution", "2", "-o", str(tmp_path / "a.tif")],
    ):
        done = program(arguments, env=environment)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_matplotlibrc_of_the_user_does_not_matter(tmp_path, monkeypatch):
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    (tmp_path / "with" / "matplotlibrc").write_text("savefig.bbox: tight\nlines.antialiased: False\n", encoding="utf-8")
    assert program(["tyranny", "-o", "a.png"], cwd=tmp_path / "with").returncode == 0
    monkeypatch.chdir(tmp_path / "without")
    assert cli.run(["tyranny", "-o", "a.png"]) == 0
    assert (tmp_path / "with" / "a.png").read_bytes() == (tmp_path / "without" / "a.png").read_bytes()


def test_a_logo_of_a_hundred_million_pixels_is_refused(capsys, tmp_path):
    from PIL import Image

    Image.new("1", (10_001, 10_000)).save(tmp_path / "logo.png")
    status, _, err = run(capsys, "map", "-o", tmp_path / "a.png", "--logo", tmp_path / "logo.png")
    assert (status, err.count("\n")) == (2, 1)
    assert "10,001 by 10,000 pixels" in err


def test_names_of_any_length_are_cut_in_messages(capsys):
    status, _, err = run(capsys, "distance", "--from", "x" * 200_000)
    assert (status, err.count("\n")) == (2, 1)
    assert len(err) < 600
    assert run(capsys, "distance", "--from", "a\u202eb\x1b[31m")[2].strip().isprintable()
