"""A question is asked of a map as of everything else."""

from __future__ import annotations

import json

import pytest

from eastup import cli, places, tyranny, web
from eastup.briefing.says import titled
from eastup.briefing.spec.asked import ask, can_ask, listens
from eastup.briefing.spec.loading import load, shipped
from eastup.errors import InputError
from eastup.hubs.question import Question
from eastup.view import View
from eastup.web import payload


def asked(hubs=None, **given):
    return Question.of(hubs, aimed=True, mode="both", **given)


def test_where_nothing_is_said_every_map_stays_what_it_is():
    for name, _ in shipped():
        assert ask(load(name), asked()) == load(name)


@pytest.mark.parametrize("lost", ["kadena-ab", "naval-base-camilo-osias"])
def test_the_title_of_a_loss_is_that_of_the_table(lost):
    question = asked("forward", without=lost)
    spec = titled(ask(load("hub-lost"), question))
    straits = list(spec.straits)
    table = tyranny.nearest("forward", straits, without=lost).table
    worst = table.loc[table["distance_km_change"].idxmax()]
    assert places.resolve(lost).name in spec.title["en"]
    assert worst["target"] in spec.title["en"]
    for length in (worst["distance_km"], worst["distance_km_before"]):
        assert f"{length:,.0f} km" in spec.title["en"]
    before, after = spec.maps()
    assert not before.nearest.without
    assert [place.id for place in after.nearest.without] == [lost]


def test_a_loss_that_changes_nothing_on_the_map_has_the_plain_title():
    spec = ask(load("hub-lost"), asked("forward", without="cfa-sasebo"))
    assert not tyranny.nearest("forward", list(spec.straits), without="cfa-sasebo").table["distance_km_change"].any()
    assert titled(spec).title == load("hub-lost").title


def test_hubs_of_ones_own_lose_the_busiest_where_nothing_is_lost():
    spec = ask(load("hub-lost"), asked(["cfa-sasebo", "subic-bay", "misawa-ab"]))
    counts = tyranny.nearest(["cfa-sasebo", "subic-bay", "misawa-ab"], list(spec.straits)).table["nearest_hub"]
    (lost,) = spec.maps()[1].nearest.without
    assert lost.name == counts.value_counts().idxmax()


def test_a_folder_s_maps_answer_the_whole_question():
    question = asked()
    spec = ask(load("nearest-hub"), question, whole=True)
    assert list(spec.straits) == [strait.id for strait in question.targets]
    assert spec.nearest.hubs == ("default",)
    table = tyranny.nearest(mode="air").table
    most = table["nearest_hub"].value_counts()
    first = tyranny.rank(mode="air").table
    [before, after] = ask(load("hub-lost"), question, whole=True).maps()
    [lost] = after.nearest.without
    assert lost.name == first[first["nearest_count"] == most.max()].iloc[0]["hub"]
    assert list(after.straits) == list(table.loc[table["nearest_hub"] == lost.name, "target_id"])
    assert before.nearest.hubs == after.nearest.hubs == ("default",)


def test_straits_that_are_named_are_counted_and_on_the_map():
    named = ["tsushima-strait", "nemuro-strait", "sunda-strait"]
    spec = ask(load("nearest-hub"), asked(targets=named))
    assert list(spec.straits) == named
    shown = {(place.lon, place.lat) for place in places.select(list(spec.fit))}
    assert all(any(abs(s.lon - x) < 1e-4 and abs(s.lat - y) < 1e-4 for x, y in shown) for s in places.select(named))
    assert ask(load("east-up"), asked(targets=named)).straits == load("east-up").straits  # which only shows some


def test_what_is_closed_is_drawn_closed_and_ships_go_round_it_at_the_speed_that_is_asked():
    spec = ask(load("ship-days"), asked(closed="taiwan-strait", speed={"air": "450kn", "sea": "15kn"}))
    assert spec.closed == ("taiwan-strait",)
    assert spec.ship_time.speed == "15kn"
    assert listens(spec) == {"closed", "hubs", "without", "speeds"}
    lost = ask(load("ship-days"), asked(without="subic-bay"))
    assert [place.id for place in places.select(list(lost.ship_time.hubs))] == ["busan-naval-base", "cfa-yokosuka"]


def test_more_hubs_than_can_be_told_apart_are_refused():
    assert not can_ask(load("nearest-hub"), asked("bases"))
    with pytest.raises(InputError, match="can't be told apart"):
        ask(load("nearest-hub"), asked("bases"))


def test_a_map_refuses_what_it_does_not_tell_of(tmp_path, capsys):
    for options in (["--hubs", "usfk"], ["--without", "Kadena"], ["--speed", "air=400kn", "--speed", "sea=15kn"]):
        assert cli.run(["map", "straits", "-o", str(tmp_path / "a.png"), *options]) == 2
        assert f"{options[0]} means nothing to the map straits" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_page_opens_on_the_question():
    question = asked(
        "usfk", targets=["korea-strait", "miyako-strait"], without="kunsan-ab", closed="korea-strait",
        speed={"air": "400kn", "sea": "18kn"},
    )  # fmt: skip
    data = json.loads(payload.parts_of(web.page(View(), hubs=question, by_sea=False, opening={"unit": "nmi"}))["data"])
    assert {hub["id"] for hub in data["hubs"]} == {hub.id for hub in places.select("usfk")}
    assert [each if isinstance(each, str) else each["id"] for each in data["targets"]] == [
        "korea-strait",
        "miyako-strait",
    ]
    words = set(data["opening"].split("&"))
    assert words == {
        "speed-air=400", "speed-sea=18", "mode=sea", "tab=case", "off=kunsan-ab", "closed=korea-strait", "unit=nmi",
    }  # fmt: skip


@pytest.mark.parametrize("command", [["brief", "-o", "folder"], ["map", "nearest-hub", "-o", "a.png"]])
def test_what_is_no_strait_is_refused_before_anything_is_written(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.run([*command, "--to", "Miyako Strait", "--to", "Manila"]) == 2
    assert "count straits, and Manila is none; name straits with --to" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
