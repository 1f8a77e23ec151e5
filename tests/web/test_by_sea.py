"""Distances by sea in the browser."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from browsing import STRAITS, says, says_lengths, settle, tables, wait_until

from eastup import distance, geodesy, places, tyranny
from eastup.sea import routes

pytestmark = pytest.mark.browser


MANY_CLOSED = ("taiwan-strait", "luzon-strait", "miyako-strait", "makassar-strait")
LENGTHS = """closed => { const shut = new Set(closed); eastup.update({closed: shut});
return eastup.hubs.map(a => eastup.targets.map(b => eastup.length_m(a, b, shut)).map(m => m === Infinity ? -1 : m)); }"""


def sea_km(page, closed=()):
    """Return what the page measures from its hubs to its targets, NaN without a way."""
    page.evaluate(LENGTHS, list(closed))
    settle(page)
    metres = np.array(page.evaluate(LENGTHS, list(closed)), dtype=float)
    page.evaluate("eastup.update({closed: new Set()})")
    assert not np.isnan(metres).any()  # NaN is what is not known yet
    return np.where(metres < 0, np.nan, metres / 1000)


@pytest.mark.sample(closed=[MANY_CLOSED])
@pytest.mark.parametrize(
    "closed",
    [
        (),
        ("luzon-strait",),
        ("tsugaru-strait", "tsushima-strait"),
        MANY_CLOSED,
    ],
)
def test_ship_routes_are_the_librarys(afloat, closed):
    hubs, targets = ([each["id"] for each in afloat.evaluate(f"eastup.data.{kind}")] for kind in ("hubs", "targets"))
    expected = routes.distances(places.select(hubs), places.select(targets), closed).distance_km
    got = sea_km(afloat, closed)
    np.testing.assert_array_equal(np.isfinite(got), np.isfinite(expected))
    np.testing.assert_allclose(got, expected, rtol=0.001, atol=0.05)  # of all, the closed straits' own among them
    assert np.isfinite(got).mean() > 0.9


def test_from_anywhere_to_anywhere(afloat):
    rng = np.random.default_rng(5)
    ends = [
        tuple(at) for at in np.column_stack([rng.uniform(105, 175, 24), rng.uniform(-30, 55, 24)]).round(4).tolist()
    ]
    closed = ("lombok-strait", "torres-strait-passage")[:1]
    afloat.evaluate("closed => eastup.update({closed: new Set(closed)})", list(closed))
    ask = """([ends, closed]) => { const place = ([lon, lat]) => eastup.feature(`${lat},${lon}`), shut = new Set(closed);
    return ends.slice(0, 12).map((a, i) => eastup.length_m(place(a), place(ends[12 + i]), shut)).map(m => m === Infinity ? -1 : m); }"""
    afloat.evaluate(ask, [ends, list(closed)])
    settle(afloat)
    got = np.array(afloat.evaluate(ask, [ends, list(closed)]), dtype=float) / 1000
    afloat.evaluate("eastup.update({closed: new Set()})")
    for km, a, b in zip(got, ends[:12], ends[12:], strict=True):
        (expected,) = routes.distances_km(np.array([a]), np.array([b]), closed)[0]
        assert (km < 0) == np.isnan(expected)
        assert km < 0 or km == pytest.approx(expected, rel=0.001, abs=0.05)
    assert (got > 0).sum() >= 4


def test_a_drawn_route_is_as_long_as_it_says(afloat):
    for a, b in ((0, 30), (5, 20), (9, 3)):
        ask = "([a, b]) => eastup.route(eastup.hubs[a], eastup.targets[b], new Set())"
        afloat.evaluate(ask, [a, b])
        settle(afloat)
        legs = np.array(afloat.evaluate(ask, [a, b]))
        length_m = afloat.evaluate("([a, b]) => eastup.length_m(eastup.hubs[a], eastup.targets[b], new Set())", [a, b])
        drawn_m = geodesy.distance_m(legs[:-1, 0], legs[:-1, 1], legs[1:, 0], legs[1:, 1]).sum()
        assert drawn_m == pytest.approx(
            length_m, rel=0.001, abs=21_000
        )  # what leads over land counts, and is not drawn


def test_closing_a_strait_changes_the_sea_table_at_once(afloat):
    hub = afloat.evaluate("eastup.state.hub")
    afloat.click("#show-case")
    afloat.evaluate("document.querySelector('#straits-open').closest('details').open = true")
    afloat.locator("#straits-open").get_by_label("Taiwan Strait", exact=True).uncheck()
    settle(afloat)
    assert "closed=taiwan-strait" in afloat.evaluate("location.hash")
    afloat.click("#show-ask")
    settle(afloat)
    expected = distance.matrix(hub, "straits", "sea", closed=["taiwan-strait"])
    rows = tables(afloat, "table")
    assert says_lengths(rows, expected)
    assert len(rows) == STRAITS
    afloat.evaluate("eastup.update({closed: new Set()})")
    assert afloat.complaints == []


def test_a_straits_card_tells_who_is_nearest_by_sea_and_closes_it(afloat):
    def nearest(**options):
        hubs = [h["id"] for h in afloat.evaluate("eastup.data.hubs")]
        table = distance.matrix(hubs, "bashi-channel", "sea", **options)
        return table.sort_values("distance_km").head(5)

    def shown_is(expected):
        rows = [row.split("\n") for row in afloat.locator("#card li").all_inner_texts()]
        assert [name for name, _ in rows] == expected["origin"].tolist()
        lengths = zip(rows, expected["distance_km"], expected["uncertainty_km"], strict=True)
        return all(says(told.removesuffix(" km"), km, off_km) for (_, told), km, off_km in lengths)

    afloat.click("#show-ask")
    afloat.locator("#table tbody button", has_text="Bashi Channel").click()
    settle(afloat)
    assert shown_is(nearest())
    afloat.get_by_role("button", name="Close to ships").click()
    assert afloat.evaluate("[...eastup.state.closed]") == ["bashi-channel"]
    settle(afloat)
    assert shown_is(nearest(closed=["bashi-channel"]))
    afloat.get_by_role("button", name="Open to ships").click()
    assert afloat.evaluate("eastup.state.closed.size") == 0
    afloat.keyboard.press("Escape")


def test_the_case_as_csv_is_the_librarys(afloat):
    afloat.evaluate("eastup.update({off: new Set(['kadena-ab']), closed: new Set(['taiwan-strait'])})")
    afloat.click("#show-case")
    settle(afloat)
    got = pd.read_csv(io.StringIO(afloat.evaluate("eastup.csv()").lstrip("\ufeff"))).set_index("target_id")
    hubs = [h["id"] for h in afloat.evaluate("eastup.data.hubs")]
    expected = tyranny.nearest(hubs, "straits", "sea", without="kadena-ab", closed="taiwan-strait").table
    expected = expected.set_index("target_id").loc[got.index]
    for column in ("distance_km", "distance_nmi", "distance_km_before"):
        assert got[column].tolist() == pytest.approx(expected[column].tolist(), rel=0.001, abs=0.1)
    assert got["nearest_hub"].tolist() == expected["nearest_hub"].tolist()
    assert got["nearest_hub_before"].tolist() == expected["nearest_hub_before"].tolist()
    afloat.evaluate("eastup.update({off: new Set(), closed: new Set()})")
    afloat.click("#show-ask")


def test_the_sea_table_as_csv_is_the_librarys(afloat):
    afloat.evaluate("eastup.update({hub: 'cfa-sasebo'})")
    settle(afloat)
    got = pd.read_csv(io.StringIO(afloat.evaluate("eastup.csv()").lstrip("\ufeff"))).set_index("target_id")
    expected = distance.matrix("cfa-sasebo", "straits", "sea", speed="20kn").set_index("target_id").loc[got.index]
    assert set(got["mode"]) == {"sea"}
    for column in ("distance_km", "distance_nmi", "detour", "hours"):
        assert got[column].tolist() == pytest.approx(expected[column].tolist(), rel=0.001)


def test_a_place_of_the_readers_own_has_its_ways_by_sea_and_one_without_says_so(afloat):
    def choose(choice):
        afloat.evaluate("hub => eastup.update({hub})", choice)
        settle(afloat)
        return afloat.inner_text("#caption"), tables(afloat, "table")

    _, rows = choose("own/own")
    assert says_lengths(rows, distance.matrix([(135.0, 20.0)], "straits", "sea"))
    caption, rows = choose("own/dry")
    assert "not on the sea" in caption
    assert {row[1] for row in rows} == {"–"}
    _, rows = choose("10,150")  # any point of the map
    assert says_lengths(rows, distance.matrix([(150.0, 10.0)], "straits", "sea"))
    assert afloat.complaints == []


NO_WASM = "WebAssembly.instantiate = () => Promise.reject(new Error('forbidden'));"
NO_WORKER = "Worker = undefined;"


def test_where_webassembly_is_forbidden_the_page_keeps_what_it_came_with_and_says_so(browser, written):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_init_script(NO_WASM + NO_WORKER)
    page.goto(written().as_uri() + "#mode=sea&unit=km&hub=kadena-ab")
    page.wait_for_selector("body[data-ready]")
    wait_until(page, "document.getElementById('caption').textContent.includes('forbids WebAssembly')")
    assert says_lengths(tables(page, "table"), distance.matrix("kadena-ab", "straits", "sea"))
    context.close()


@pytest.mark.thorough
def test_where_there_are_no_workers_the_page_searches_itself(browser, written):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_init_script(NO_WORKER)
    page.goto(written().as_uri() + "#mode=sea&unit=km&hub=10,150")
    page.wait_for_selector("body[data-ready]")
    settle(page)
    assert says_lengths(tables(page, "table"), distance.matrix([(150.0, 10.0)], "straits", "sea"))
    context.close()
