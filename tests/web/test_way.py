"""A way of the reader's own, and two hubs side by side."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from browsing import STRAITS, figure, says, settle, tables

from eastup import distance, geodesy

pytestmark = pytest.mark.browser


def test_places_are_found_and_their_legs_are_the_librarys(fresh):
    fresh.click("#show-way")
    for text in ("kadena", "bashi channel", "subic"):
        fresh.fill("#add", text)
        fresh.press("#add", "Enter")
    assert fresh.evaluate("eastup.state.way") == ["kadena-ab", "bashi-channel", "subic-bay"]
    settle(fresh)
    rows = tables(fresh, "legs")
    legs = [("kadena-ab", "bashi-channel"), ("bashi-channel", "subic-bay")]
    for row, (a, b) in zip(rows, legs, strict=False):
        asked = distance.matrix(a, b, "both", speed={"air": "450kn", "sea": "20kn"})
        for told, hours, by in zip(row[1::2], row[2::2], asked.itertuples(), strict=True):
            assert says(told, by.distance_km, by.uncertainty_km)
            assert says(hours, by.hours, by.uncertainty_km * by.hours / by.distance_km, 1)
    assert rows[2][0] == "Total"
    assert figure(rows[2][1]) == pytest.approx(figure(rows[0][1]) + figure(rows[1][1]), abs=1.01)
    fresh.wait_for_timeout(1000)  # the address follows a moment later
    assert "way=kadena-ab&way=bashi-channel&way=subic-bay" in fresh.evaluate("location.hash")


def test_any_place_to_any_place_by_air(fresh):
    points = [(179.5, -17.25), (-155.0, 19.5), (131.0, 17.5), (-0.1, 51.5)]
    fresh.evaluate("way => eastup.update({tab: 'way', way})", [f"{lat},{lon}" for lon, lat in points])
    got = pd.read_csv(io.StringIO(fresh.evaluate("eastup.csv()").lstrip("\ufeff")))
    air = got[got["mode"] == "air"]
    for row, (a, b) in zip(air.itertuples(), zip(points, points[1:], strict=False), strict=True):
        assert row.distance_km == pytest.approx(geodesy.distance_m(*a, *b) / 1000, abs=0.001)
        azimuth_deg, _ = geodesy.inverse(*a, *b)
        assert row.azimuth_deg == pytest.approx(azimuth_deg % 360, abs=0.01)


def test_stops_are_moved_removed_and_turned_round(fresh):
    fresh.evaluate("eastup.update({tab: 'way', way: ['kadena-ab', 'subic-bay', 'cfa-sasebo']})")
    fresh.get_by_role("button", name="Move Sasebo Naval Base up", exact=True).click()
    assert fresh.evaluate("eastup.state.way") == ["kadena-ab", "cfa-sasebo", "subic-bay"]
    fresh.click("#way-turn")
    assert fresh.evaluate("eastup.state.way") == ["subic-bay", "cfa-sasebo", "kadena-ab"]
    fresh.get_by_role("button", name="Remove Subic").click()
    assert fresh.locator("#stops li").count() == 2
    fresh.click("#way-clear")
    assert fresh.evaluate("eastup.state.way") == []
    assert "two places or more" in fresh.inner_text("#legs caption")


def test_of_two_hubs_the_shorter_way_to_each_place_stands_out(fresh):
    fresh.evaluate("eastup.update({hub: 'cfa-sasebo', rival: 'naval-base-guam'})")
    strong, faint = fresh.evaluate(
        """() => { const colors = eastup.shapes().filter(s => s.type === 'mark' && s.radius === 9).map(s => s.color);
          const ways = eastup.shapes().filter(s => s.type === 'line' && s.key === undefined && [1.7, 0.7].includes(s.width) && colors.includes(s.color));
          return [1.7, 0.7].map(width => ways.filter(s => s.width === width).length); }"""
    )
    assert strong == faint == fresh.evaluate("eastup.targets.length")


def test_two_hubs_are_compared(fresh):
    fresh.select_option("#hub", label="Kadena Air Base")
    fresh.select_option("#rival", label="Sasebo Naval Base")
    expected = distance.matrix(["kadena-ab", "cfa-sasebo"], "straits").pivot(
        index="target", columns="origin_id", values="distance_km"
    )
    rows = tables(fresh, "table")
    assert len(rows) == STRAITS
    for name, a, b, difference in rows:
        assert [figure(a), figure(b)] == pytest.approx(
            expected.loc[name, ["kadena-ab", "cfa-sasebo"]].tolist(), abs=0.51
        )
        change = expected.loc[name, "cfa-sasebo"] - expected.loc[name, "kadena-ab"]
        assert figure(difference.replace("−", "-").replace("±", "")) == pytest.approx(change, abs=0.51)
    got = pd.read_csv(io.StringIO(fresh.evaluate("eastup.csv()").lstrip("\ufeff")))
    assert got["origin_id"].value_counts().to_dict() == {"kadena-ab": STRAITS, "cfa-sasebo": STRAITS}
    assert "Kadena Air Base and Sasebo Naval Base" in fresh.inner_text("#caption")
    assert "rival=cfa-sasebo" in fresh.evaluate("location.hash")
    fresh.select_option("#rival", value="")
    assert len(tables(fresh, "table")[0]) == 4
    assert fresh.inner_text("#table th:last-child") == "Azimuth"
