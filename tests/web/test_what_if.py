"""Hubs that are off and straits that are closed."""

from __future__ import annotations

import re

import pytest
from browsing import figure, tables

from eastup import distance, tyranny

pytestmark = pytest.mark.browser


def test_a_hub_that_is_off_changes_the_nearest_and_the_ranking_as_the_library_says(fresh):
    fresh.click("#show-case")
    assert "All hubs in use" in fresh.inner_text("#verdict")
    fresh.locator("#hubs-in-use").get_by_label("Kadena Air Base").uncheck()
    hubs = [h["id"] for h in fresh.evaluate("eastup.data.hubs")]
    ranking = tyranny.rank(hubs, without="kadena-ab").table
    rows = tables(fresh, "ranking")
    assert [row[1] for row in rows] == ranking["hub"].tolist()
    assert [figure(row[2]) for row in rows] == pytest.approx(ranking["mean_km"].tolist(), abs=0.51)
    assert [int(row[4]) for row in rows] == ranking["nearest_count"].tolist()
    change = [int(row[5].replace("−", "-") or 0) for row in rows]
    assert change == ranking["nearest_count_change"].tolist()
    nearest = distance.matrix([h for h in hubs if h != "kadena-ab"], "straits")
    nearest = nearest.loc[nearest.groupby("target")["distance_km"].idxmin()].set_index("target")
    for row in tables(fresh, "nearest"):
        assert row[1] == nearest.loc[row[0], "origin"]
        assert figure(row[2]) == pytest.approx(nearest.loc[row[0], "distance_km"], rel=0.006, abs=0.5)
    moved = int(re.search(r": (\d+)\.", fresh.inner_text("#verdict"))[1])
    assert moved == fresh.locator("#nearest tr.changed").count() > 0
    assert "off=kadena-ab" in fresh.evaluate("location.hash")


def test_all_hubs_of_a_host_are_switched_at_once(fresh):
    fresh.click("#show-case")
    japan = fresh.locator("#host-groups").get_by_label("Japan")
    hubs = {p["id"] for p in fresh.evaluate("eastup.hubs") if p["facts"].get("host") == "JPN"}
    japan.uncheck()
    assert set(fresh.evaluate("[...eastup.state.off]")) == hubs
    assert len(hubs) == 4  # of the default hubs
    fresh.locator("#hubs-in-use").get_by_label("Kadena Air Base").check()
    assert japan.evaluate("box => box.indeterminate")
    japan.check()
    assert fresh.evaluate("eastup.state.off.size") == 0
    fresh.locator("#host-groups").get_by_label("All").uncheck()
    assert fresh.inner_text("#verdict") == "No hub is in use."
    fresh.locator("#host-groups").get_by_label("All").check()
    assert "All hubs in use" in fresh.inner_text("#verdict")


def test_on_a_laptop_the_answer_is_seen_without_scrolling(fresh):
    fresh.evaluate(
        "eastup.update({tab: 'case', mode: 'sea', off: new Set(['kadena-ab']), closed: new Set(['taiwan-strait'])})"
    )
    tops = fresh.evaluate(
        "['verdict', 'ranking', 'exports'].map(id => document.getElementById(id).getBoundingClientRect().top)"
    )
    assert tops[0] < 300
    assert tops[1] < 560
    assert tops[2] < 768
