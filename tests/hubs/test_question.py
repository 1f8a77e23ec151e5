"""One question, made once and asked of every analysis, gives what its keywords give there."""

from __future__ import annotations

import dataclasses
import pickle

import pandas as pd
import pytest

import eastup
from eastup import charts, coverage, places, tyranny
from eastup.errors import InputError, UnknownNameError
from eastup.io import provenance
from eastup.tyranny import scenario

HUBS = ["kadena-ab", "naval-base-guam", "cfa-sasebo"]
SAID = {"without": "cfa-sasebo", "targets": ["miyako-strait", "bashi-channel"]}


@pytest.fixture(scope="module")
def question():
    return eastup.Question.of(HUBS, radius="500nmi", chain="", lang="ko", **SAID)


def same(one, other):
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))


@pytest.mark.parametrize("analysis", [tyranny.rank, tyranny.nearest])
def test_an_answer_of_the_tyranny_is_that_of_the_keywords(question, analysis):
    answer, keywords = analysis(question), analysis(HUBS, **SAID)
    same(answer.table, keywords.table)
    assert answer.lang == "ko"
    assert answer.title == keywords.in_language("ko").title
    assert answer.scenario.question is question
    assert provenance.of_table(answer.table)["without"] == provenance.of_table(keywords.table)["without"]


@pytest.mark.parametrize(
    "analysis", [coverage.shares, coverage.gaps, coverage.curve, coverage.reach, coverage.losses, coverage.smallest]
)
def test_coverage_of_a_question_is_that_of_the_keywords(question, analysis):
    same(analysis(question), analysis(HUBS, radius="500nmi", **SAID))


def test_who_is_near_is_the_same_hub_in_every_analysis(question):
    [first, _] = tyranny.nearest(question).table["nearest_hub"]
    assert first == "Kadena Air Base"
    regions = coverage.regions(question, extent=(120, 20, 130, 28))
    miyako = places.resolve("Miyako Strait")
    [owner] = regions[regions.contains(eastup_point(miyako))]["name"]
    assert owner == first


def eastup_point(place):
    import shapely

    return shapely.Point(place.lon, place.lat)


def test_a_chart_of_a_question_is_in_its_language(question):
    slide = charts.reach(question, extent=(120, 18, 132, 30))
    assert slide.look.lang == "ko"
    assert charts.reach(question, extent=(120, 18, 132, 30), lang="ja").look.lang == "ja"


def test_nothing_is_said_beside_a_question(question):
    with pytest.raises(InputError, match="without= beside"):
        tyranny.nearest(question, without="kadena-ab")
    with pytest.raises(InputError, match="radius= beside"):
        coverage.shares(question, radius="100nmi")
    with pytest.raises(InputError, match="a reach is a radius"):
        coverage.shares(eastup.Question.of(HUBS))


def test_a_misspelt_keyword_is_told_not_dropped():
    for asked in (coverage.curve, coverage.shares, eastup.Question.of):
        with pytest.raises(UnknownNameError, match="unknown keyword 'withot'; did you mean without"):
            asked(HUBS, withot="kadena-ab")


def test_a_question_is_a_value(question):
    assert pickle.loads(pickle.dumps(question)) == question
    assert eastup.Question.of(HUBS, radius="500nmi", lang="ko", **SAID) == question
    assert hash(question) == hash(dataclasses.replace(question))
    assert [hub.id for hub in question.everyone] == sorted(HUBS)
    assert question.before().lost == ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        question.mode = "sea"


def test_a_place_that_stands_in_two_layers_is_counted_once_in_coverage_too():
    asked = eastup.Question.of(["bases", "nodes"])
    spots = {(hub.name, round(hub.lon, 4), round(hub.lat, 4)) for hub in asked.hubs}
    assert len(asked.hubs) == len(spots) < len(places.select(["bases", "nodes"]))


def test_a_question_that_is_none_is_refused():
    with pytest.raises(UnknownNameError, match="unknown mode 'train'"):
        eastup.Question.of(mode="train")
    with pytest.raises(UnknownNameError, match="unknown language 'fr'"):
        eastup.Question.of(lang="fr")
    with pytest.raises(InputError, match="closed strait changes no air distance"):
        eastup.Question.of(mode="air", closed="Taiwan Strait")
    with pytest.raises(UnknownNameError, match="unknown mode 'both'"):
        coverage.shares(HUBS, mode="both", radius="500nmi")
    assert eastup.Question.of(closed="Taiwan Strait").mode == "sea"


def test_the_old_way_to_measure_warns(question):
    with pytest.warns(DeprecationWarning, match=r"is now Scenario\.of"):
        old = scenario.scenario(HUBS, **{**SAID, "mode": "air"})
    new = scenario.Scenario.of(question)
    assert (old.after[0].km == new.after[0].km).all()
    assert old.lost == new.lost


def test_a_strait_is_closed_by_what_is_proper_in_its_name():
    short, whole = (eastup.Question.of(HUBS, closed=closed).shut for closed in ("osumi+kanmon", "Osumi Strait+kanmon"))
    assert [gate.id for gate in short] == [gate.id for gate in whole] == ["osumi-strait", "kanmon"]
