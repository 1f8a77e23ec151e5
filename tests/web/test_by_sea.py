"""Distances by sea in the browser."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from browsing import STRAITS, figure, tables

from eastup import distance, geodesy, tyranny
from eastup.sea import routes

pytestmark = pytest.mark.browser


def sea_km(page, pairs, closed=()):
    """Return what the page measures between ports, NaN without a way."""
    metres = page.evaluate(
        "([pairs, closed]) => pairs.map(([a, b]) => eastup.sea.way(a, b, new Set(closed)).length_m).map(m => m < 1e9 ? m : -1)",
        [np.asarray(pairs).tolist(), list(closed)],
    )
    return np.where(np.array(metres) < 0, np.nan, np.array(metres) / 1000)


@pytest.mark.parametrize(
    "closed", [(), ("taiwan-strait",), ("luzon-strait",), ("makassar-strait",), ("tsugaru-strait",)]
)
def test_ship_routes_are_the_librarys(afloat, ports, closed):
    targets = afloat.evaluate("eastup.data.targets.map(t => t.sea)")
    origins = np.random.default_rng(5).choice(len(ports), 40, replace=False).tolist()
    expected = routes.distances([ports[k] for k in origins], [ports[k] for k in targets], closed).distance_km
    expected[np.equal.outer(origins, targets)] = 0
    got = sea_km(afloat, [(a, b) for a in origins for b in targets], closed)
    np.testing.assert_array_equal(np.isfinite(got), np.isfinite(expected.ravel()))
    off = np.abs(got / np.maximum(expected.ravel(), 1.0) - 1)[expected.ravel() > 1.0]
    assert np.nanmean(off < 0.005) > (0.98 if closed else 0.995)  # how exact it is: docs/web.md
    assert np.isfinite(got).mean() > 0.8


@pytest.mark.parametrize(
    "closed",
    [
        ("okinawa-yoron-gap", "miyako-strait"),
        ("verde-island-passage", "mindoro-strait"),
        ("taiwan-strait", "luzon-strait", "miyako-strait", "makassar-strait"),
    ],
)
def test_with_many_straits_closed_most_ways_are_the_librarys(afloat, ports, closed):
    targets = afloat.evaluate("eastup.data.targets.map(t => t.sea)")
    hubs = afloat.evaluate("eastup.data.hubs.map(h => h.sea)")
    expected = routes.distances([ports[k] for k in hubs], [ports[k] for k in targets], closed).distance_km
    ratio = sea_km(afloat, [(a, b) for a in hubs for b in targets], closed) / expected.ravel()
    assert np.nanmean(np.abs(ratio - 1) < 0.005) > 0.98


def test_a_drawn_route_is_as_long_as_it_says(afloat):
    for a, b in ((0, 30), (5, 20), (9, 3)):
        length_m, corners = afloat.evaluate(
            """([a, b]) => { const hub = eastup.data.hubs[a].sea, target = eastup.data.targets[b].sea;
            return [eastup.sea.way(hub, target, new Set()).length_m, eastup.sea.corners(hub, target, new Set())]; }""",
            [a, b],
        )
        legs = np.array(corners)
        drawn_m = geodesy.distance_m(legs[:-1, 0], legs[:-1, 1], legs[1:, 0], legs[1:, 1]).sum()
        assert drawn_m == pytest.approx(length_m, rel=0.005, abs=5000)  # what leads over land counts, and is not drawn


def test_closing_a_strait_changes_the_sea_table_at_once(afloat):
    hub = afloat.evaluate("eastup.state.hub")
    afloat.click("#show-case")
    afloat.evaluate("document.querySelector('#straits-open').closest('details').open = true")
    afloat.locator("#straits-open").get_by_label("Taiwan Strait", exact=True).uncheck()
    assert "closed=taiwan-strait" in afloat.evaluate("location.hash")
    afloat.click("#show-ask")
    expected = distance.matrix(hub, "straits", "sea", closed=["taiwan-strait"]).set_index("target")["distance_km"]
    rows = tables(afloat, "table")
    for name, km, *_ in rows:
        assert figure(km) == pytest.approx(expected[name], rel=0.005, abs=0.51)
    assert len(rows) == STRAITS
    afloat.evaluate("eastup.update({closed: new Set()})")
    assert afloat.complaints == []


def test_a_straits_card_tells_who_is_nearest_by_sea_and_closes_it(afloat):
    def nearest(**options):
        hubs = [h["id"] for h in afloat.evaluate("eastup.data.hubs")]
        table = distance.matrix(hubs, "bashi-channel", "sea", **options)
        return table.sort_values("distance_km").set_index("origin")["distance_km"].head(5)

    def shown():
        rows = [row.split("\n") for row in afloat.locator("#card li").all_inner_texts()]
        return {name: float(km.replace(",", "").removesuffix(" km")) for name, km in rows}

    afloat.click("#show-ask")
    afloat.locator("#table tbody button", has_text="Bashi Channel").click()
    assert shown() == pytest.approx(nearest().to_dict(), rel=0.005, abs=0.51)
    afloat.get_by_role("button", name="Close to ships").click()
    assert afloat.evaluate("[...eastup.state.closed]") == ["bashi-channel"]
    closed = nearest(closed=["bashi-channel"])
    for name, km in shown().items():  # the page comes to a closed strait from one side, the library from either
        assert km >= closed.get(name, 0.0) - 0.51
    afloat.get_by_role("button", name="Open to ships").click()
    assert afloat.evaluate("eastup.state.closed.size") == 0
    afloat.keyboard.press("Escape")


def test_the_case_as_csv_is_the_librarys(afloat):
    afloat.evaluate("eastup.update({off: new Set(['kadena-ab']), closed: new Set(['taiwan-strait'])})")
    afloat.click("#show-case")
    got = pd.read_csv(io.StringIO(afloat.evaluate("eastup.csv()").lstrip("\ufeff"))).set_index("target_id")
    hubs = [h["id"] for h in afloat.evaluate("eastup.data.hubs")]
    expected = tyranny.nearest(hubs, "straits", "sea", without="kadena-ab", closed="taiwan-strait").table
    got = got.drop(index="taiwan-strait")  # the page comes to it from one side, the library from either
    expected = expected.set_index("target_id").loc[got.index]
    for column in ("distance_km", "distance_nmi", "distance_km_before"):
        assert got[column].tolist() == pytest.approx(expected[column].tolist(), rel=0.005, abs=0.1)
    assert got["nearest_hub"].tolist() == expected["nearest_hub"].tolist()
    assert got["nearest_hub_before"].tolist() == expected["nearest_hub_before"].tolist()
    afloat.evaluate("eastup.update({off: new Set(), closed: new Set()})")
    afloat.click("#show-ask")


def test_the_sea_table_as_csv_is_the_librarys(afloat):
    afloat.evaluate("eastup.update({hub: 'cfa-sasebo'})")
    got = pd.read_csv(io.StringIO(afloat.evaluate("eastup.csv()").lstrip("\ufeff"))).set_index("target_id")
    expected = distance.matrix("cfa-sasebo", "straits", "sea", speed="20kn").set_index("target_id").loc[got.index]
    assert set(got["mode"]) == {"sea"}
    for column in ("distance_km", "distance_nmi", "detour", "hours"):
        assert got[column].tolist() == pytest.approx(expected[column].tolist(), rel=0.005)


def test_a_place_of_the_readers_own_has_its_ways_by_sea_and_one_without_says_so(afloat):
    def choose(choice):
        afloat.evaluate("hub => eastup.update({hub})", choice)
        return afloat.inner_text("#caption"), tables(afloat, "table")

    expected = distance.matrix([(135.0, 20.0)], "straits", "sea").set_index("target")["distance_km"]
    _, rows = choose("own/own")
    for name, km, *_ in rows:
        assert figure(km) == pytest.approx(expected[name], rel=0.005, abs=0.51)
    caption, rows = choose("own/dry")
    assert "not on the sea" in caption
    assert {row[1] for row in rows} == {"–"}
    caption, rows = choose("10,150")
    assert "By air only" in caption
    assert {row[1] for row in rows} == {"–"}
    assert afloat.complaints == []
