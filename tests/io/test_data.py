"""Values made of data files are kept until the data change."""

import os
import shutil

import pytest

from eastup import layers, places
from eastup.errors import UnknownNameError
from eastup.io.data import data_root, kept, steady


def test_a_value_is_made_anew_when_its_file_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    file = tmp_path / "figures.txt"
    made = []

    @kept("figures.txt")
    def figures(name):
        made.append(name)
        return file.read_text()

    file.write_text("1")
    assert [figures("a"), figures("a"), figures("b")] == ["1", "1", "1"]
    file.write_text("2")
    os.utime(file, ns=(1, 1))
    assert figures("a") == "2"
    assert made == ["a", "b", "a"]


def test_one_answer_is_made_of_one_state_of_the_data(tmp_path, monkeypatch):
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    file = tmp_path / "figures.txt"

    @kept("figures.txt")
    def figures():
        return file.read_text()

    file.write_text("1")
    with steady():
        assert figures() == "1"
        file.write_text("2")
        os.utime(file, ns=(1, 1))
        with steady():  # an answer within another is of its state
            assert figures() == "1"
        assert figures() == "1"
    assert figures() == "2"


def test_only_the_latest_values_are_kept_where_that_is_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    made = []

    @kept("nothing", most=2)
    def value(number):
        made.append(number)
        return number

    for number in (1, 2, 3, 2, 1):
        assert value(number) == number
    assert made == [1, 2, 3, 1]


def test_another_data_folder_answers_for_itself(tmp_path, monkeypatch):
    assert places.resolve("Kadena").id == "kadena-ab"
    for name in ("layers", "geo", "maps"):
        if name == "layers":
            shutil.copytree(data_root() / name, tmp_path / name)
        else:
            (tmp_path / name).symlink_to(data_root() / name)
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    bases = tmp_path / "layers" / "bases.geojson"
    bases.write_text(bases.read_text(encoding="utf-8").replace("kadena-ab", "elsewhere-ab"), encoding="utf-8")
    assert places.resolve("Kadena").id == "elsewhere-ab"
    assert "elsewhere-ab" in set(layers.load("bases")["id"])
    with pytest.raises(UnknownNameError):
        places.resolve("kadena-ab-nowhere")
    monkeypatch.delenv("EASTUP_DATA")
    assert places.resolve("Kadena").id == "kadena-ab"
