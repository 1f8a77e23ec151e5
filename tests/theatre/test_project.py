"""A theatre's file: found, read, every fault told with its place, and laid over the layers for as long as it is used."""

from __future__ import annotations

import shutil
import threading

import geopandas as gpd
import pytest
import shapely

import eastup
from eastup import cli, layers, places
from eastup.briefing.spec.loading import load
from eastup.charts.slide import Look
from eastup.errors import InputError
from eastup.io.data import carried
from eastup.io.provenance import made
from eastup.theatre import check
from eastup.theatre.find import find
from eastup.theatre.project import project
from eastup.theatre.start import start

MINE = """
name = { en = "Mine", ko = "나의 것" }
hubs = ["anvil"]
targets = ["gap"]

[[bases]]
id = "anvil"
name = { en = "Anvil Rock", ja = "金床岩", ko = "모루 바위" }
at = "26.21, 127.68"
host = "JPN"

[[straits]]
id = "gap"
name = "The Gap"
line = [[125.5, 24.9], [126.6, 26.2]]
"""


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "eastup.toml"
    path.write_text(MINE, encoding="utf-8")
    return path


def test_a_theatre_takes_part_while_it_is_used_and_not_after(mine):
    before = len(layers.load("bases"))
    with eastup.project(mine) as theatre:
        assert theatre.name == "Mine"
        assert len(layers.load("bases")) == before + 1
        assert places.resolve("모루 바위").id == "anvil"
        assert list(eastup.tyranny.rank(targets=["gap"]).table["hub_id"]) == ["anvil"]
    assert len(layers.load("bases")) == before
    with pytest.raises(InputError):
        places.resolve("anvil")


def test_blocks_may_be_nested(mine, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text('name = "Other"\nbase = "none"\n', encoding="utf-8")
    with project(mine), project(other):
        assert layers.load("bases").empty
        with project(mine):
            assert "anvil" in set(layers.load("bases")["id"])
        assert layers.load("bases").empty


def test_other_threads_see_a_theatre_only_where_it_is_carried_to_them(mine):
    seen = {}

    def look(name):
        seen[name] = "anvil" in set(layers.load("bases")["id"])

    with project(mine):
        for name, work in (("plain", look), ("carried", carried(look))):
            thread = threading.Thread(target=work, args=(name,))
            thread.start()
            thread.join()
    assert seen == {"plain": False, "carried": True}


def test_what_is_changed_in_the_file_is_seen(mine):
    with project(mine):
        assert places.resolve("anvil").lat == 26.21
    mine.write_text(MINE.replace("26.21, 127.68", "26.5, 127.9"), encoding="utf-8")
    with project(mine):
        assert places.resolve("anvil").lat == 26.5


def test_ours_may_stay_in_part(mine):
    mine.write_text(MINE.replace("hubs", 'base = ["places", "straits"]\nhubs'), encoding="utf-8")
    with project(mine):
        assert list(layers.load("bases")["id"]) == ["anvil"]
        assert len(layers.load("straits")) == len(layers.ours("straits")) + 1
        assert layers.load("nodes").empty


def test_features_of_files_join_their_layer_or_make_one(mine, tmp_path):
    (tmp_path / "fuel.csv").write_text("id,name,lat,lon,litres\nf1,Depot,26.3,127.8,5\n", encoding="utf-8")
    (tmp_path / "more.csv").write_text("id,name,lat,lon,host\nforge,Forge,26.0,127.5,JPN\n", encoding="utf-8")
    mine.write_text(MINE + '\n[layers]\nfuel = "fuel.csv"\nbases = "more.csv"\n', encoding="utf-8")
    with project(mine):
        assert {"anvil", "forge"} <= set(layers.load("bases")["id"])
        assert "fuel" in layers.names()
        assert [p.id for p in places.select("fuel")] == ["f1"]
        assert [p.id for p in places.select("bases:host=JPN") if p.id in ("anvil", "forge")] == ["anvil", "forge"]


def test_a_theatre_is_told_by_what_it_holds_and_not_by_where_it_lies(tmp_path):
    frame = gpd.GeoDataFrame({"id": ["f1"], "name": ["Depot"]}, geometry=[shapely.Point(127.8, 26.3)], crs=4326)
    frame.to_file(tmp_path / "own.gpkg", layer="fuel")
    told = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        (folder / "eastup.toml").write_text(MINE + '\n[layers]\nfuel = "own.gpkg:fuel"\n', encoding="utf-8")
        shutil.copyfile(tmp_path / "own.gpkg", folder / "own.gpkg")
        with project(folder):
            assert [p.id for p in places.select("fuel")] == ["f1"]
            told.append(made("distance.matrix").record())
    assert told[0] == told[1]
    frame.assign(name="Other").to_file(folder / "own.gpkg", layer="fuel")
    with project(folder):
        assert made("distance.matrix").record() != told[0]


def test_the_file_of_a_folder_above_is_found(mine, tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find(below) == mine
    assert project(tmp_path).path == mine


FAULTS = [
    ('name = "Mine"\nhub = ["x"]', "line 2: unknown key 'hub'; did you mean hubs?"),
    ('name = { fr = "x" }', "line 1, name: unknown language 'fr'"),
    ('name = "M"\nbase = "all"', "line 2, base: 'all' says nothing of our layers; write"),
    ('name = "M"\n[speeds]\nair = "fast"', "line 3, speeds.air: 'fast' is not a speed; give"),
    ('name = "M"\n[[bases]]\nname = "A"\nat = [11.6, 92.7]', "line 4, bases[1].at: latitude 92.7 is outside -90..90; a list is"),
    ('name = "M"\n[[bases]]\nname = "A"\nat = "92.7, 11.6"', "line 4, bases[1].at: latitude 92.7 is outside -90..90; a text"),
    ('name = "M"\n[[bases]]\nname = "A"', "line 2, bases[1]: the key at is missing"),
    ('name = "M"\n[[bases]]\nname = "岩"\nat = [1, 1]', "bases[1].name: there is no English name"),
    ('name = "M"\n[[straits]]\nname = "S"\nline = [[1, 2]]', "line 4, straits[1].line: a gate has 2 positions or more, not 1"),
    ('name = "M"\n[[straits]]\nname = "S"\nline = [[1, 2], [1, 2]]', "all positions of a gate are the same"),
    ('name = "M"\n[[straits]]\nid = "miyako-strait"\nname = "S"\nline = [[1, 2], [1, 3]]', "'miyako-strait' is one of ours; give another id"),
    ('name = "M"\n[[chains]]\nname = "C"\nstations = [{ name = "x", at = [1, 2] }]', "stations: a chain has two stations or more, not 1"),
    ('name = "M"\n[layers]\nfuel = "none.csv"', "line 3, layers.fuel: there is no such layer file: none.csv; the path is"),
    ('name = "M"\n[[bases]]\nname = "A"\nat = [1, 1]\n[[nodes]]\nname = "A"\nat = [1, 1]', "the id 'a' stands in bases too; give another id"),
    ("name = ", "not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_a_fault_is_told_with_file_line_key_and_cure(text, told, tmp_path):
    path = tmp_path / "eastup.toml"
    text = text.replace('name = "岩"', 'name = { ja = "岩" }')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        project(path)
    assert str(caught.value).startswith(str(path))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_check_tells_all_faults_at_once(tmp_path):
    path = tmp_path / "eastup.toml"
    path.write_text(
        'name = "M"\nhub = 1\n[speeds]\nair = "fast"\n[[bases]]\nname = "A"\nat = "x"\n[[bases]]\nat = [0, 99]\n',
        encoding="utf-8",
    )
    found = check.examine(path).findings
    assert [f.feature for f in found] == [
        "line 2", "line 4, speeds.air", "line 7, bases[1].at", "line 9, bases[2].at", "line 8, bases[2]",
    ]  # fmt: skip
    assert all(f.severity == "error" for f in found)


def test_the_check_tells_names_that_are_not_there_and_gates_that_leak(mine):
    text = MINE.replace('"anvil"]', '"anvill"]').replace("[126.6, 26.2]", "[127.0, 25.0]")
    mine.write_text(text, encoding="utf-8")
    told = {(f.feature, f.severity): f.message for f in check.examine(mine).findings}
    assert "anvill" in told["hubs", "error"]
    assert "ships can pass round it" in told["gap", "warning"]


def test_the_specification_of_a_map_is_told_from_a_theatre(tmp_path):
    (tmp_path / "map.toml").write_text('title = "Hubs"\nup = "east"\n', encoding="utf-8")
    (found,) = check.examine(tmp_path / "map.toml").findings
    assert found.message == "this is the specification of a map and no theatre; eastup map checks and draws it"


def test_init_writes_a_theatre_that_has_no_fault_and_overwrites_none(tmp_path):
    path = start(tmp_path / "new")
    assert check.examine(path).findings == ()
    with pytest.raises(InputError, match="there is a theatre already"):
        start(tmp_path / "new")


def test_every_command_takes_a_theatre(mine, tmp_path, monkeypatch, capsys):
    assert cli.run(["distance", "--from", "anvil", "--to", "gap", "--project", str(mine)]) == 0
    assert capsys.readouterr().out.count("anvil") == 1
    monkeypatch.chdir(tmp_path)
    assert cli.run(["distance", "--from", "anvil", "--to", "gap"]) == 0
    assert f"theatre Mine, from {mine}" in capsys.readouterr().err
    assert cli.run(["distance", "--from", "anvil", "--to", "gap", "--project", "none"]) == 2
    named = [*cli.cli.commands.values(), *cli.cli.commands["layers"].commands.values()]
    without = {c.name for c in named if all("--project" not in p.opts for p in c.params)}
    assert without == {"init", "layers", "docs", "doctor"}  # which ask nothing of places


def test_slides_take_the_template_of_the_theatre_and_their_own_before_it(mine, tmp_path):
    (tmp_path / "house.pptx").write_bytes(b"PK")
    (tmp_path / "own.pptx").write_bytes(b"PK")
    mine.write_text('template = "house.pptx"\n' + MINE, encoding="utf-8")
    with eastup.project(mine):
        assert load("straits").template == str(tmp_path / "house.pptx")
        own = tmp_path / "map.toml"
        own.write_text('title = "Mine"\nextent = [100, 0, 150, 50]\ntemplate = "own.pptx"\n', encoding="utf-8")
        assert load(own).template == str(tmp_path / "own.pptx")
        assert Look().template == str(tmp_path / "house.pptx")
        assert Look(template="own.pptx").template == "own.pptx"
    assert load("straits").template == ""


def test_the_language_of_the_theatre_is_meant_where_no_other_is_said(mine, capsys):
    mine.write_text('lang = "ko"\nmarking = "EXERCISE"\n' + MINE, encoding="utf-8")
    for command in (["tyranny", "--by", "target"], ["distance", "--from", "anvil", "--to", "gap"]):
        assert cli.run([*command, "--project", str(mine)]) == 0
        assert "모루 바위" in capsys.readouterr().out
        assert cli.run([*command, "--project", str(mine), "--lang", "en"]) == 0
        assert "Anvil Rock" in capsys.readouterr().out
    with eastup.project(mine):
        assert Look().marking == "EXERCISE"
    assert Look().marking == ""
