"""The commands show and cite."""

from __future__ import annotations

import json

import pytest

from eastup import cli
from eastup.layers import citing


def run(capsys, *arguments):
    status = cli.run([str(a) for a in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_show_prints_all_and_writes_json_and_markdown(capsys, tmp_path):
    status, out, _ = run(capsys, "show", "Taiwan Strait")
    assert status == 0
    assert out.startswith("Taiwan Strait  (taiwan-strait, straits)\n")
    assert "position of China" in out
    assert "[1] " in out
    for name in ("a.json", "a.md"):
        assert run(capsys, "show", "대만해협", "--lang", "ko", "-o", tmp_path / name)[:2] == (0, "")
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (record["id"], record["lang"], record["name"]) == ("taiwan-strait", "ko", "대만해협")
    assert {source["id"] for source in record["sources"]} >= {"unclos", "zou-2020"}
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# 대만해협\n")


def test_a_claim_is_shown_with_its_verdict(capsys):
    assert "verdict: ok" in run(capsys, "show", "claim-003")[1]


@pytest.mark.parametrize("command", ["show", "cite"])
def test_unknown_names_get_suggestions(capsys, command):
    status, out, err = run(capsys, command, "Kadenna")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "Kadena" in err


def test_cite_by_id_and_by_table_in_each_format(capsys, tmp_path):
    plain = run(capsys, "cite")[1]
    assert len(plain.splitlines()) == 2
    assert run(capsys, "distance", "--from", "Kadena", "--to", "Miyako Strait", "-o", tmp_path / "d.csv")[0] == 0
    status, out, _ = run(capsys, "cite", tmp_path / "d.csv", "--format", "bibtex")
    assert status == 0
    assert out == citing.as_bibtex(citing.entries(citing.of_file(tmp_path / "d.csv")))
    by_name = run(capsys, "cite", "Kadena", "Miyako Strait", "--format", "bibtex")[1]
    assert by_name == out
    assert run(capsys, "cite", "Kadena", "-o", tmp_path / "k.bib")[0] == 0
    assert (tmp_path / "k.bib").read_text(encoding="utf-8").startswith("@software{eastup-software,")
    assert json.loads(run(capsys, "cite", "Kadena", "--format", "csl-json")[1])[0]["version"]


def test_the_command_is_told_without_the_name_of_the_file(capsys, tmp_path):
    args = ["distance", "--from", "Kadena", "--to", "Miyako Strait", "--meta"]
    for name, how in (("a.csv", ["-o", tmp_path / "a.csv"]), ("b.csv", [f"--output={tmp_path / 'b.csv'}"])):
        assert run(capsys, *args, *how)[0] == 0
        told = json.loads((tmp_path / f"{name}.meta.json").read_text(encoding="utf-8"))
        assert told["command"] == "eastup distance --from Kadena --to 'Miyako Strait'"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("tyranny --objective mean -o a.csv --report b.csv", "eastup tyranny --objective mean"),
        ("coverage --radius 500nmi -oa.tif --engine dask --scheduler=tcp://x:1", "eastup coverage --radius 500nmi"),
        ("enrich a.csv --output=b.csv --threads 2 -q", "eastup enrich a.csv"),
        ("show -- -o", "eastup show -- -o"),
    ],
)
def test_how_and_where_a_file_is_made_is_no_part_of_the_command(typed, told):
    from eastup.cli import commands

    assert commands._typed(typed.split()) == told


def test_one_speed_for_two_modes_is_refused_with_both(capsys):
    args = ["distance", "--from", "Kadena", "--to", "Miyako Strait", "--mode", "both"]
    status, out, err = run(capsys, *args, "--speed", "20kn")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "air" in err
    assert "--speed sea=" in err
    assert run(capsys, *args, "--speed", "air=450kn", "--speed", "sea=20kn")[0] == 0


def test_sets_and_areas_are_shown_and_cited_too(capsys):
    out = run(capsys, "show", "forward", "--lang", "ko")[1]
    assert out.startswith("전방 거점  (forward, sets)\n")
    assert "kadena-ab: 가데나 공군기지" in out
    assert run(capsys, "show", "Taiwan", "--lang", "ja")[1].startswith("台湾  (taiwan, areas)\n")
    cited = run(capsys, "cite", "forward", "--format", "csl-json")[1]
    assert {item["id"] for item in json.loads(cited)} >= {"okinawatimes-bases-2019", "nga-wpi"}


def test_rows_of_areas_lead_to_the_land_that_they_are_measured_by(capsys, tmp_path):
    path = tmp_path / "areas.csv"
    assert cli.run(["distance", "--from", "Taiwan", "--to", "Luzon", "-o", str(path)]) == 0
    assert cli.run(["cite", str(path)]) == 0
    told = capsys.readouterr()
    assert "OpenStreetMap contributors: " in told.out
    assert told.err == ""
    assert cli.run(["show", "Taiwan"]) == 0
    assert "[1] OpenStreetMap contributors: " in capsys.readouterr().out


def test_a_table_without_places_says_how_it_can_tell_what_it_rests_on(capsys, tmp_path):
    plain, told = tmp_path / "plain.csv", tmp_path / "told.csv"
    assert cli.run(["coverage", "--curve", "--hubs", "usfk", "-o", str(plain)]) == 0
    assert cli.run(["cite", str(plain)]) == 2
    assert "with --meta" in capsys.readouterr().err
    assert cli.run(["coverage", "--curve", "--hubs", "usfk", "-o", str(told), "--meta"]) == 0
    assert cli.run(["cite", str(told)]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 10
