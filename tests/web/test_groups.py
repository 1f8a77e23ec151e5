"""Groups of hubs, gates and targets that are switched at once, and targets that the reader chooses."""

from __future__ import annotations

import numpy as np
import pytest
from browsing import STRAITS, figure, settle, tables

import eastup
from eastup import distance, layers, tyranny
from eastup.sea import gates
from eastup.theatre.start import start

pytestmark = pytest.mark.browser


def test_every_gate_that_ships_use_can_be_closed_and_does_what_it_does_in_the_library(fresh):
    told = {gate["id"] for kind in ("straits", "passages") for gate in fresh.evaluate("eastup.data")[kind]}
    assert told >= {gate.id for gate in gates.gates().values() if gate.open}
    fresh.evaluate("eastup.update({hub: 'cfa-sasebo', mode: 'sea', way: ['cfa-sasebo', '34.6,135.2']})")
    fresh.click("#show-case")
    fresh.locator("details:has(#straits-open) summary").click()
    for closed in (["kanmon"], ["kanmon", "hayasui"]):
        fresh.locator("#straits-open").get_by_label(layers.ours("passages").set_index("id").name[closed[-1]]).uncheck()
        settle(fresh)
        (leg,) = fresh.evaluate("eastup.legs().map(leg => leg.sea_m / 1000)")
        km = distance.matrix("cfa-sasebo", "34.6,135.2", "sea", closed=closed)["distance_km"][0]
        assert leg == pytest.approx(km, rel=0.001)
    assert "Closed to ships: Kanmon Strait, Hayasui Seto" in fresh.inner_text("#ranking caption")
    assert "closed=kanmon" in fresh.evaluate("eastup.link()")
    passages = fresh.locator("#strait-groups").get_by_label("Passages")
    assert passages.evaluate("box => box.indeterminate")
    passages.check()
    assert fresh.evaluate("eastup.state.closed.size") == 0


def test_a_closed_passage_is_on_the_map_at_any_zoom(fresh):
    marks = "eastup.shapes().filter(s => s.key === 'kanmon').map(s => s.fromZoom)"
    assert min(fresh.evaluate(marks)) > 5
    fresh.evaluate("eastup.update({closed: new Set(['kanmon'])})")
    assert set(fresh.evaluate(marks)) == {0}


def test_hubs_are_switched_by_host_and_by_designation(fresh):
    fresh.click("#show-case")
    bases = layers.load("bases").set_index("id")
    hubs = fresh.evaluate("eastup.hubs.map(h => h.id)")
    for label, designation in (("EDCA agreed location", "edca"), ("United Nations Command (Rear)", "unc-rear")):
        held = {h for h in hubs if h in bases.index and designation in set(np.atleast_1d(bases.designations[h]))}
        assert len(held) > 1
        box = fresh.locator("#host-groups").get_by_label(label)
        box.uncheck()
        assert set(fresh.evaluate("[...eastup.state.off]")) == held
        box.check()
    for host in {bases.host[h] for h in hubs if h in bases.index}:
        assert fresh.locator(f"#host-groups [data-key='host {host}']").count() == 1


def test_targets_are_chosen_in_the_page(fresh):
    fresh.click("#show-case")
    fresh.evaluate("document.querySelectorAll('#tab-case details').forEach(box => { box.open = true; })")
    fresh.locator("#target-groups").get_by_label("Those at first").uncheck()
    assert fresh.inner_text("#targets-head").endswith("(0)")
    fresh.locator("#targets-counted").get_by_label("Miyako Strait").check()
    fresh.locator("#target-groups").get_by_label("Port or rear hub").check()
    nodes = fresh.evaluate("eastup.points.filter(p => p.kind === 'node').map(p => p.id)")
    chosen = ["miyako-strait", *nodes]
    ranking = tyranny.rank([h["id"] for h in fresh.evaluate("eastup.data.hubs")], chosen).table
    rows = tables(fresh, "ranking")
    assert [row[1] for row in rows] == ranking["hub"].tolist()
    assert [figure(row[2]) for row in rows] == pytest.approx(ranking["mean_km"].tolist(), abs=0.51)
    assert fresh.inner_text("#targets-head").endswith(f"({len(chosen)})")
    link = fresh.evaluate("eastup.link().split('#')[1]")
    fresh.evaluate("eastup.reset()")
    assert len(tables(fresh, "table")) == STRAITS
    fresh.evaluate("link => { location.hash = link; }", link)
    fresh.wait_for_timeout(100)
    assert fresh.evaluate("eastup.measured().length") == len(chosen)


def test_the_card_counts_a_place_and_no_more(fresh):
    fresh.evaluate("eastup.update({card: 'camp-humphreys', hub: 'kadena-ab'})")
    fresh.get_by_role("button", name="Count this place").click()
    assert "Camp Humphreys" in [row[0] for row in tables(fresh, "table")]
    fresh.get_by_role("button", name="Count it no more").click()
    assert len(tables(fresh, "table")) == STRAITS


@pytest.mark.thorough
def test_the_page_of_a_theatre_offers_its_own_straits_and_ours(opener, tmp_path):
    with eastup.project(start(tmp_path)):
        open_gates = {gate.id for gate in gates.gates().values() if gate.open}
        page = opener(targets=["phuket", "straits"])
        page.click("#show-case")
        page.locator("details:has(#straits-open) summary").click()
        offered = set(page.evaluate("[...document.querySelectorAll('#straits-open input')].map(i => i.dataset.key)"))
        assert offered >= open_gates
        page.locator("#straits-open [data-key='duncan-passage']").uncheck()
        page.locator("#straits-open [data-key='singapore-strait']").uncheck()
        settle(page)
        assert page.evaluate("[...eastup.state.closed].sort()") == ["duncan-passage", "singapore-strait"]
        assert page.complaints == []
