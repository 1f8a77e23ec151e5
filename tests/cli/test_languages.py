"""Every answer in every language: no English sentence stands in a Japanese or Korean one, on a terminal or in a file."""

from __future__ import annotations

import csv
import io
import re
import shlex
import sys

import pytest
from screens import Terminal

from eastup import cli, layers, places
from eastup.cli import commands
from eastup.results.language import names_in
from eastup.results.sentence import Length, Listed, Name, Sentence, Word, counted
from eastup.words import LANGUAGES, of

COMMANDS = [
    'distance --from Kadena --to Guam --to "Miyako Strait"',
    "distance --from Sasebo --to Guam --mode both --speed air=450kn --speed sea=20kn",
    'distance --from Sasebo --to Guam --to Busan --mode sea --closed "Osumi Strait" --speed 20kn',
    'distance --from Kadena --via Sasebo --to "Bashi Channel" --mode sea --speed 20kn --dwell 12h',
    "distance --from Osan --to Ulaanbaatar --avoid CHN --speed 450kn",
    "distance --from Kadena --to Japan --measure farthest",
    'legs --from "San Diego" --to Kadena --range 2500nmi --speed 450kn --dwell 2h',
    'legs --from "San Diego" --to Kadena --range 500nmi',
    'journey "Camp Hansen" "White Beach" "Miyako Strait" --by land --by sea --speed land=40km/h --speed sea=20kn --dwell 6h',
    'journey Busan "Camp Humphreys" --by land --road-factor 1.3',
    'journey Busan "White Beach" --by land',
    "lift Ishigaki Naha --people 65000 --per-day air=8700 --per-day sea=1500 --speed air=400kn --speed sea=20kn",
    "tyranny --speed 450kn",
    "tyranny --without Kadena --within 500nmi",
    'tyranny --mode both --closed "Taiwan Strait"',
    'tyranny --by target --within 500nmi --to "Miyako Strait" --to "Bashi Channel"',
    "tyranny --by target --without host=JPN --changed",
    'tyranny --by target --mode sea --without Kadena --closed "Taiwan Strait" --speed 20kn',
    "tyranny --without Kadena --for 5d --speed 450kn",
    "tyranny --decay 1000nmi",
    "tyranny --versus",
    "tyranny --split korea --split taiwan --speed 450kn",
    "tyranny --triangle --mode sea --speed 20kn",
    "tyranny --gaps",
    "coverage --radius 500nmi",
    "coverage --radius 500nmi --gaps",
    "coverage --curve",
    "coverage --radius 500nmi --losses 1",
    "coverage --radius 500nmi --hubs forward --smallest",
    "coverage --radius 500nmi --hubs forward --best 2",
    "coverage --regions --extent 125,25,135,35",
    'claim "Camp Humphreys" Vladivostok "1,770 km"',
    "layers list",
    "layers show straits",
    "crs --at Kadena",
]
ENGLISH = re.compile(
    r"(?i)(?<![\w-])(the|is|are|of|by|from|to|with|without|and|in|at|no|each|which|than|all|within|hubs?|nearest)(?![\w-])"
)
"""Words that any English sentence has, and no name in Japanese or Korean."""


def shown(monkeypatch, command, lang):
    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("TERM", "xterm")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", screen)
        assert cli.run([*shlex.split(command), "--lang", lang]) == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue()).splitlines()
    return [line for line in lines if not re.match(r"eastup \d", line)]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_english_stands_in_an_answer(monkeypatch, command):
    lines = shown(monkeypatch, command, "ko")
    assert [line for line in lines if ENGLISH.search(line)] == []
    assert sum(not line.isascii() for line in lines) >= 1


@pytest.mark.parametrize(
    "command", [one for one in COMMANDS if one.startswith(("distance", "legs", "journey", "lift"))]
)
def test_no_english_stands_in_the_cells_of_a_file(capsys, command):
    assert cli.run([*shlex.split(command), "--lang", "ja"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    named = [cell for row in rows for cell in row if not re.fullmatch(r"[a-z0-9_~; -]*", cell)]
    assert [cell for cell in named if ENGLISH.search(cell)] == []


@pytest.mark.parametrize(
    "command",
    ["tyranny --by target --to straits", "distance --from Kadena --to Guam", "coverage --radius 500nmi --gaps"],
)
def test_figures_of_a_file_are_the_same_in_every_language(capsys, tmp_path, command):
    told = {}
    for lang in LANGUAGES:
        assert cli.run([*shlex.split(command), "--lang", lang]) == 0
        piped = capsys.readouterr().out
        assert cli.run([*shlex.split(command), "--lang", lang, "-o", str(tmp_path / "a.csv")]) == 0
        assert (tmp_path / "a.csv").read_text(encoding="utf-8").split() == piped.split()
        rows = list(csv.reader(io.StringIO(piped)))[1:]
        told[lang] = [[cell for cell in row if re.fullmatch(r"-?[\d.]+", cell)] for row in rows]
    assert told["ja"] == told["ko"] == told["en"]
    assert any(told["en"])


@pytest.mark.parametrize("lang", ["ja", "ko"])
@pytest.mark.parametrize("subject", ["answers", "distance", "says"])
def test_no_english_stands_in_the_catalogue(subject, lang):
    texts = of(subject, lang).texts
    assert [key for key, text in texts.items() if ENGLISH.search(re.sub(r"{[^}]*}", "", text))] == []


SAID_IN_NO_LANGUAGE = {"docs", "doctor", "init", "layers check"}
"""Paths, versions, a file to edit, and what is wrong in a file, as errors are told."""


def test_every_command_that_gives_an_answer_gives_it_in_a_language():
    found = dict(commands_of(commands.cli))
    lack = {name for name, command in found.items() if not any("--lang" in p.opts for p in command.params)}
    assert lack == SAID_IN_NO_LANGUAGE


def commands_of(group, before=""):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_the_test_itself_finds_english(monkeypatch):
    lines = shown(monkeypatch, "tyranny --by target", "en")
    assert ENGLISH.search(lines[0])
    assert sum(bool(ENGLISH.search(line)) for line in lines) >= 3


def test_a_sentence_says_its_values_in_the_language_and_the_unit():
    said = Sentence(
        "nearest.worst", mode=Word("sea"), target=Name("Miyako Strait"), length=Length(1533.0, 78.0),
        hub=Name("Kadena Air Base"),
    )  # fmt: skip
    assert said == "Worst served by sea: Miyako Strait, 1,530 km from Kadena Air Base."
    assert said.within("ko", "nmi") == "가장 먼 곳 (해상): 미야코해협, 가데나 공군기지에서 830 nmi."
    assert said.within("ja") == "最も遠いのは宮古海峡（海上）：嘉手納飛行場から1,530 km。"
    assert said.within("ko").within("en") == said
    listed = Listed((counted(1, "hub"), counted(2, "strait"), counted(3, "target")), most=2)
    assert Sentence("split.free", hubs=listed) == "Free for either: one hub, 2 straits and 1 more."


def test_every_sentence_has_the_same_values_in_each_language():
    fields = {lang: of("answers", lang).texts for lang in LANGUAGES}
    for key, text in fields["en"].items():
        wanted = {name for name in re.findall(r"{(\w+)", text) if name != "id"}
        for lang in ("ja", "ko"):
            assert wanted <= {*re.findall(r"{(\w+)", fields[lang][key]), "set"} | {"id"}, (key, lang)
            assert "set" not in wanted or "{set}" in fields[lang][key]


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_every_point_that_ships_count_from_and_every_station_of_a_chain_has_its_name(lang):
    ports = {place.sea_name for place in places.all_places() if place.sea_name}
    assert {port for port in ports if of("ports", lang).get(port, port).isascii()} == set()
    stations = {one["name"] for row in layers.load("chains").to_dict("records") for one in row["stations"]}
    told = dict(zip(stations, names_in(stations, lang), strict=True))
    assert {name for name, text in told.items() if text.isascii()} == set()


def test_a_part_of_a_name_suggests_first_what_it_begins(capsys):
    assert cli.run(["distance", "--from", "Taiw", "--to", "Kadena"]) == 2
    assert "did you mean Taiwan or Taiwan Strait or" in capsys.readouterr().err
