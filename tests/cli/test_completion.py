"""What a shell completes, through click's own scripts for bash, zsh and fish."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from eastup.cli.commands import cli


def completed(line, incomplete=""):
    """Return what is completed behind the words of a line."""
    shell = ShellComplete(cli, {}, "eastup", "_EASTUP_COMPLETE")
    return [item.value for item in shell.get_completions(line.split(), incomplete)]


def test_hubs_are_completed_by_id_and_by_name_in_any_language():
    assert completed("distance --from", "kad") == ["kadena-ab"]
    assert completed("distance --from", "Kadena") == ["kadena-ab"]
    assert completed("distance --from", "嘉手納")[0] == "kadena-ab"
    assert completed("coverage --hubs", "forw")[0] == "forward"
    assert "camp-humphreys" in completed("tyranny --without", "humph")
    assert "naval-base-guam" in completed("journey --by sea", "guam")


def test_straits_specifications_sets_layers_variants_and_columns():
    assert completed("distance --closed", "tai") == ["taiwan-strait"]
    assert "kanmon" in completed("coverage --closed", "kan")
    assert {"straits", "straits-detail"} >= set(completed("map", "straits")) >= {"straits"}
    assert {"passages", "straits"} <= set(completed("tyranny --to", ""))
    assert "bases" in completed("layers show", "b")
    assert completed("map --chain", "wiki") == ["wikipedia"]
    assert set(completed("enrich a.csv --add", "nearest_")) >= {"nearest_hub", "nearest_strait"}
    assert completed("claims --verdict", "w") == ["wrong"]
    assert "CHN" in completed("distance --avoid", "")
    assert completed("show", "bashi") == ["bashi-channel"]


def test_a_filter_is_completed_by_columns_and_values():
    assert "bases:host=" in completed("tyranny --hubs", "bases:ho")
    assert completed("tyranny --hubs", "bases:host=JP") == ["bases:host=JPN"]
    assert completed("tyranny --hubs", "bases:host=JPN|KO") == ["bases:host=JPN|KOR"]
    assert "bases:host=JPN,kind=naval" in completed("tyranny --hubs", "bases:host=JPN,kind=na")


def test_columns_of_the_positions_that_are_given(tmp_path):
    (tmp_path / "ais.csv").write_text("MMSI,BaseDateTime,LAT,LON,Length\n", encoding="utf-8")
    assert completed(f"transits {tmp_path / 'ais.csv'} --lon", "l") == ["LAT", "LON", "Length"]
    assert completed(f"enrich {tmp_path} --lat", "la") == ["LAT"]
    assert completed("transits nowhere.csv --lon", "") == []


def test_files_are_left_to_the_shell():
    shell = ShellComplete(cli, {}, "eastup", "_EASTUP_COMPLETE")
    for line, incomplete in (
        ("distance --from", "./si"),
        ("web --layer", ""),
        ("distance -o", ""),
        ("tyranny --weights", ""),
    ):
        assert [item.type for item in shell.get_completions(line.split(), incomplete)] == ["file"]
    assert [item.type for item in shell.get_completions(["brief", "-o"], "")] == ["dir"]


def test_places_of_the_theatre_of_this_folder(tmp_path, monkeypatch):
    (tmp_path / "eastup.toml").write_text(
        '[[bases]]\nname = { en = "Port Blair" }\nat = [92.7, 11.6]\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert completed("distance --from", "port-bl") == ["port-blair"]
    (tmp_path / "eastup.toml").write_text("no toml [", encoding="utf-8")
    assert completed("distance --from", "port-bl") == ["port-bl"]  # left to the shell, as a file


@pytest.mark.parametrize(("shell", "of"), [("bash", BashComplete), ("zsh", ZshComplete), ("fish", FishComplete)])
def test_the_scripts_of_the_shells_ask_as_documented(shell, of):
    environment = {**os.environ, "_EASTUP_COMPLETE": f"{shell}_complete", "COMP_CWORD": "3"}
    words = "eastup tyranny --closed taiw"
    environment |= {"COMP_WORDS": words} if shell != "fish" else {"COMP_WORDS": words, "COMP_CWORD": "taiw"}
    done = subprocess.run(
        [sys.executable, "-m", "eastup"], env=environment, capture_output=True, text=True, check=False
    )
    assert "taiwan-strait" in done.stdout, done.stderr
    assert "_EASTUP_COMPLETE" in of(cli, {}, "eastup", "_EASTUP_COMPLETE").source_template or of.name == shell
    if shell != "bash":
        assert "Taiwan Strait" in done.stdout  # its name stands beside it


@pytest.mark.skipif(shutil.which("bash") is None, reason="a real bash")
def test_a_real_bash_completes(tmp_path):
    link = tmp_path / "eastup"
    link.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m eastup "$@"\n', encoding="utf-8")
    link.chmod(0o755)
    script = (
        'eval "$(_EASTUP_COMPLETE=bash_source eastup)"; COMP_WORDS=(eastup distance --from kad); COMP_CWORD=3; '
        '_eastup_completion eastup kad --from; echo "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["kadena-ab"], done.stderr


def test_completing_loads_no_tables():
    script = (
        "import sys; from click.shell_completion import ShellComplete; from eastup.cli.commands import cli\n"
        "ShellComplete(cli, {}, 'eastup', 'X').get_completions(['distance', '--from'], 'kad')\n"
        "print({'pandas', 'geopandas', 'shapely', 'numpy', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
