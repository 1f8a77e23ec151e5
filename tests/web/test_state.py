"""No view can be stale: whatever was changed before, the page says what a page says that opens with the same state."""

from __future__ import annotations

import pytest
from browsing import settle, wait_until

pytestmark = pytest.mark.browser

SAID = """() => { eastup.paint(); return [
  ...["title", "caption", "table", "ranking", "nearest", "verdict", "legend", "kinds", "hosts", "rings", "ring-text", "card", "turn", "tabs", "exports", "pointer"]
    .map(id => document.getElementById(id).textContent),
  ...["hub", "speed", "ring"].map(id => document.getElementById(id).value),
  document.documentElement.lang, document.documentElement.dataset.theme,
  [...document.querySelectorAll("#hubs-in-use input, #straits-open input")].map(box => box.checked).join(),
  eastup.csv(), eastup.labels().map(label => label.text).sort().join(),
  JSON.stringify(eastup.shapes().map(({type, color, width, alpha, key, fill}) => [type, color, width, alpha, key, fill])),
]; }"""


def say(page):
    """Return all that the page says once it searches no more."""
    page.evaluate(SAID)
    settle(page)
    page.evaluate(SAID)
    settle(page)
    return page.evaluate(SAID)


CHANGES = [
    "{hub: 'kadena-ab', unit: 'nmi'}",
    "{tab: 'case', off: new Set(['kadena-ab'])}",
    "{mode: 'sea', closed: new Set(['taiwan-strait', 'miyako-strait'])}",
    "{lang: 'ja', card: 'bashi-channel'}",
    "{theme: 'dark', ring_km: 900, rings: [{at: [135, 20], km: 700}]}",
    "{hidden: new Set(['city', 'seas', 'host-JPN']), off: new Set(['subic-bay', 'cfa-sasebo'])}",
    "{speeds_kn: {air: 300, sea: 18}, unit: 'mi'}",
    "{lang: 'ko', tab: 'ask', up_deg: 0, closed: new Set()}",
    "{mode: 'air', at: {lon: 128, lat: 27, zoom: 6}, card: 'kadena-ab'}",
    "{tab: 'layers', theme: 'light', hub: 'cfa-sasebo', hidden: new Set()}",
    "{tab: 'case', lang: 'en', mode: 'sea', rings: [], card: null}",
]


@pytest.mark.sample(step=7)
@pytest.mark.parametrize("step", [7, 1])
def test_every_view_follows_every_change(opener, windows, step):
    page = opener()
    for number, change in enumerate(CHANGES):
        page.evaluate(f"eastup.update({change})")
        if number % step:
            continue
        said = say(page)
        again = opener(fragment="#" + page.evaluate("eastup.link().split('#')[1]"))
        assert say(again) == said, change
        windows.leave(again)
    assert page.complaints == []


@pytest.mark.sample(count=3)
@pytest.mark.parametrize("count", [3, 5])
def test_back_and_forward_show_what_was_shown(opener, count):
    page = opener()
    said = [say(page)]
    for change in CHANGES[:count]:
        page.evaluate(f"eastup.update({change})")
        said.append(say(page))
    for expected in reversed(said[:-1]):
        before = page.evaluate("location.hash")
        page.evaluate("history.back()")
        wait_until(page, f"location.hash !== {before!r}")
        assert say(page) == expected
    for expected in said[1:]:
        before = page.evaluate("location.hash")
        page.evaluate("history.forward()")
        wait_until(page, f"location.hash !== {before!r}")
        assert say(page) == expected


def test_a_link_pasted_into_the_same_tab_is_shown(opener):
    page = opener()
    page.evaluate("location.hash = 'up=0&hub=cfa-sasebo&mode=sea&closed=taiwan-strait&lang=ko'")
    wait_until(page, "eastup.state.hub === 'cfa-sasebo'")
    assert page.evaluate("[eastup.state.up_deg, eastup.state.mode, [...eastup.state.closed]]") == [
        0,
        "sea",
        ["taiwan-strait"],
    ]
    assert page.inner_text("h1") == "북쪽이 위인 지도"


def test_undo_redo_and_reset(opener):
    page = opener()
    assert page.is_disabled("#undo")
    page.click("#unit button[value=nmi]")
    page.click("#show-case")
    page.click("#undo")
    wait_until(page, "eastup.state.tab === 'ask'")
    page.keyboard.press("Control+z")
    wait_until(page, "eastup.state.unit === 'km'")
    page.click("#redo")
    wait_until(page, "eastup.state.unit === 'nmi'")
    page.evaluate("eastup.update({off: new Set(['kadena-ab']), lang: 'ja', up_deg: 45})")
    page.click("#reset")
    assert page.evaluate("[eastup.state.off.size, eastup.state.lang, eastup.state.up_deg, eastup.state.unit]") == [
        0,
        "en",
        90,
        "km",
    ]
    page.click("#undo")  # a reset can be undone too
    wait_until(page, "eastup.state.off.size === 1")


def test_the_link_is_copied(opener):
    page = opener(fragment="#up=45&hub=kadena-ab")
    page.evaluate("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }; 0")
    page.click("#link")
    copied = page.evaluate("window.copied")
    assert copied.startswith("file:")
    assert "up=45" in copied
    assert "hub=kadena-ab" in copied


@pytest.mark.thorough
def test_a_slider_is_one_step(opener):
    page = opener()
    for km in (100, 300, 800):
        page.evaluate("km => eastup.update({ring_km: km})", km)
    page.click("#undo")
    wait_until(page, "eastup.state.ring_km === 0")
