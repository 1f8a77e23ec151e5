"""Tables on a terminal: short, within the width, in three languages; in a pipe and in files all columns as ever."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys

import openpyxl
import pytest
from rich.cells import cell_len
from screens import Terminal

from eastup import cli, distance, layers
from eastup.words import of

LEGS = "legs --from Guam --to Kadena --range 1500km --speed 450kn --lang ko"
STRAITS = len(layers.load("straits"))


@pytest.fixture
def terminal(monkeypatch):
    """Run a command on a terminal of some columns and return its lines."""

    def run(*arguments, columns=80):
        screen = Terminal()
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm")  # a dumb one has 80 columns whatever is said
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", screen)
            assert cli.run(list(map(str, arguments))) == 0
        return re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue()).splitlines()

    return run


def piped(capsys, *arguments):
    assert cli.run(list(map(str, arguments))) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


COMMANDS = {
    "distance --from Kadena --to Guam --to Manila": 9,
    "distance --from Kadena --to Guam --mode both --speed air=450kn --speed sea=20kn": 11,
    "distance --from Sasebo --to straits --mode sea": STRAITS + 20,
    "coverage --radius 500nmi": STRAITS + 30,
    "coverage --radius 500nmi --losses 1": 18,
    "coverage --radius 500nmi --best 2": 15,
    "coverage --curve --radius 500km --radius 1000km": 8,
    "claims --verdict wrong": 60,
    "layers list": 12,
    "layers show straits": STRAITS + 10,
    "tyranny --by target --without Kadena --changed": 25,
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_table_is_short_and_within_the_width(terminal, command, lang):
    lines = terminal(*command.split(), "--lang", lang)
    assert len(lines) <= COMMANDS[command]
    assert all(cell_len(line.rstrip()) <= 80 for line in lines)
    assert not any("…" in line for line in lines)
    assert any("────" in line for line in lines)
    if lang == "ja":
        heads = next(a for a, b in zip(lines, lines[1:], strict=False) if b.startswith("────"))
        assert not heads.isascii()


def test_figures_are_rounded_and_files_are_not(terminal, capsys, tmp_path):
    lines = terminal("distance", "--from", "Kadena", "--to", "Guam", "--to", "Manila")
    [guam] = [line.split() for line in lines if re.match(r"Guam +\d", line)]
    [row, _] = piped(capsys, "distance", "--from", "Kadena", "--to", "Guam", "--to", "Manila")
    assert guam[1:3] == [f"{float(row['distance_km']):,.0f}", f"{float(row['distance_nmi']):,.0f}"]
    assert float(row["distance_km"]) != round(float(row["distance_km"]))


def test_the_contract_of_columns_holds_in_a_pipe_and_in_files(capsys, tmp_path):
    whole = piped(capsys, "coverage", "--radius", "500nmi")
    assert {row["kind"] for row in whole} == {"strait", "chain", "chain stretch", "sea"}
    shown = piped(capsys, "claims")
    assert {"published_km", "computed_km", "source_id"} <= set(shown[0])
    assert "geometry" not in piped(capsys, "layers", "show", "bases")[0]


def test_claims_have_units(terminal):
    lines = terminal("claims", "--verdict", "unit", columns=120)
    [row] = [line for line in lines if line.startswith("Okinawa")]
    assert "1,200 mile" in row
    assert "1,415 mi" in row


def test_changed_keeps_what_a_loss_or_a_closure_changes(capsys, tmp_path):
    asked = ["tyranny", "--by", "target", "--without", "Kadena"]
    every, changed = piped(capsys, *asked), piped(capsys, *asked, "--changed")
    values = [name for name in every[0] if f"{name}_before" in every[0]]
    expected = [row for row in every if any(row[v] != row[f"{v}_before"] for v in values)]
    assert changed == expected
    assert 0 < len(changed) < len(every)
    by_sea = [
        "distance",
        "--from",
        "Sasebo",
        "--to",
        "Guam",
        "--to",
        "Busan",
        "--mode",
        "sea",
        "--closed",
        "Osumi Strait",
    ]
    assert [row["target"] for row in piped(capsys, *by_sea, "--changed")] == ["Guam"]
    for arguments in (["tyranny", "--changed"], ["distance", "--from", "Kadena", "--to", "Guam", "--changed"]):
        assert cli.run(arguments) == 2
        assert "nothing is compared" in capsys.readouterr().err


def test_a_file_in_a_language(tmp_path):
    asked = ["distance", "--from", "Kadena", "--to", "Miyako Strait", "--mode", "sea", "--lang", "ko"]
    for name in ("a.csv", "a.xlsx", "a.json"):
        assert cli.run([*asked, "-o", str(tmp_path / name)]) == 0
    [row] = csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines())
    assert list(row)[:8] == ["origin_id", "출발", "target_id", "목표", "수단", "거리 (km)", "거리 (nmi)", "거리 (mi)"]
    assert (row["출발"], row["목표"], row["수단"]) == ("가데나 공군기지", "미야코해협", "해상")
    assert "통과" in row["비고"]
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["B1"].value == "출발"
    [record] = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (record["origin"], record["mode"]) == ("가데나 공군기지", "해상")


def kinds(of_kind):
    for kind in of_kind.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_head_that_is_shown_has_its_words():
    """A head without its words would stand in English between others."""
    import eastup.cli.commands  # noqa: F401  # all kinds of results are known
    from eastup import coverage, tyranny
    from eastup.cli import listings
    from eastup.distance import legs, lift, mixed
    from eastup.hubs.question import Question
    from eastup.results import Result

    assert all((tyranny, legs, lift, mixed))
    asked = Question.of(["Kadena"], radius="500nmi")
    heads = {*listings.shares(coverage.shares(asked), asked).columns.values()}
    heads |= {*listings.distances(distance.compare("Sasebo", "Guam", closed="Osumi Strait")).columns.values()}
    for kind in kinds(Result):
        heads |= {*kind.shown_columns.values(), *getattr(kind, "_columns_changed", {}).values(), *kind.optional_columns}
    plain = {"#", "h", "± h", "nmi", "{unit}", "± {unit}"}
    assert {f"short.{head}" for head in heads - plain} <= {*of("tables", "ja").texts}


def test_a_length_is_rounded_to_what_it_deserves(terminal, capsys):
    asked = ["distance", "--from", "Kadena", "--to", "Guam", "--mode", "sea"]
    [row] = piped(capsys, *asked)
    [line] = [line.split() for line in terminal(*asked) if re.match(r"Guam +\d", line)]
    shown, good_to = float(line[1].replace(",", "")), float(row["uncertainty_km"])
    assert abs(shown - float(row["distance_km"])) <= good_to / 2
    assert shown % 10 ** math.floor(math.log10(good_to / 2)) == 0


@pytest.mark.parametrize(
    ("command", "columns"), [("crs --at Kadena", 48), ("tyranny --decay 1000nmi --lang ja", 60), (LEGS, 60)]
)
def test_what_finds_no_room_is_named_and_nothing_is_cut(terminal, command, columns):
    lines = terminal(*command.split(), columns=columns)
    assert all(cell_len(line.rstrip()) <= columns for line in lines)
    assert any(line.startswith(("Left out for want", "幅が足りず", "자리가 없어")) for line in lines)


def test_small_figures_beside_large_ones_are_not_shown_as_nothing(terminal):
    asked = ["distance", "--from", "Kadena", "--to", "Miyako Strait", "--to", "San Diego", "--mode", "both"]
    lines = terminal(*asked, "--speed", "air=450kn", "--speed", "sea=15kn", columns=100)
    heads = next(a for a, b in zip(lines, lines[1:], strict=False) if b.startswith("────"))
    end = heads.index("h  ") + 1
    told = {tuple(line.split()[:3]): line[:end].split()[-1] for line in lines if line.startswith(("Miyako", "San"))}
    assert told["Miyako", "Strait", "air"] == "0.2"
    assert told["Miyako", "Strait", "sea"] == "6.6"
    assert told["San", "Diego", "sea"].isdigit()
    assert float(told["San", "Diego", "sea"]) >= 100


def test_a_long_text_goes_before_the_figures_beside_it(terminal):
    lines = terminal("legs", "--from", "Guam", "--to", "Busan", "--range", "600nmi", "--speed", "400kn")
    assert "Left out for want of room: by way of." in lines
    heads = next(a for a, b in zip(lines, lines[1:], strict=False) if b.startswith("────"))
    assert {"legs", "km", "h in all"} <= {*re.split(r"  +", heads)}


def test_names_with_commas_are_listed_with_semicolons(terminal):
    text = " ".join(terminal("tyranny", "--by", "target", "--hubs", "nodes:role=repair", "--to", "Lombok Strait"))
    assert "Kattupalli (Chennai); Cochin Shipyard, Kochi; Mazagon Dock, Mumbai;" in re.sub(r"\s+", " ", text)


def test_a_hub_that_is_none_of_them_suggests_the_one_that_may_be_meant(capsys):
    assert cli.run(["tyranny", "--without", "Guam"]) == 2
    assert (
        capsys.readouterr()
        .err.strip()
        .endswith("Guam is none of the hubs; did you mean Naval Base Guam (Apra Harbor)?")
    )
