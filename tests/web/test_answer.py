"""The answer in a sentence: on small screens it is seen without scrolling, and it says what the tables say."""

from __future__ import annotations

import pytest
from browsing import figure, settle, tables

pytestmark = pytest.mark.browser

SMALL = {"phone": (390, 844), "small phone": (360, 640), "tablet": (820, 1180)}
ASKED = {
    "distances": ("answer", "hub=kadena-ab&mode=sea"),
    "two hubs": ("answer", "hub=cfa-sasebo&rival=naval-base-guam"),
    "route": ("answer", "tab=way&mode=sea&way=cfa-sasebo&way=subic-bay"),
    "what if": ("verdict", "tab=case&off=kadena-ab"),
}


@pytest.fixture(scope="module", params=SMALL.values(), ids=SMALL)
def small(request, opener):
    return opener(screen={"viewport": dict(zip(("width", "height"), request.param, strict=True))})


@pytest.mark.sample(lang="ja", small=SMALL["small phone"])
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_on_small_screens_the_answer_is_seen_without_scrolling(small, asked, lang):
    name, words = ASKED[asked]
    small.evaluate("to => { location.hash = to; }", f"{words}&lang={lang}")
    small.wait_for_timeout(100)
    settle(small)
    top, bottom, height = small.evaluate(
        "id => { const b = document.getElementById(id).getBoundingClientRect(); return [b.top, b.bottom, innerHeight]; }",
        name,
    )
    assert 0 < top < bottom < height
    assert bottom - top > 24
    assert len(small.inner_text(f"#{name}")) > 20
    assert small.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert small.complaints == []


def test_the_answer_is_what_the_table_says(fresh):
    fresh.evaluate("eastup.update({hub: 'kadena-ab'})")
    (near, near_km, near_h, _), *_, (far, far_km, far_h, _) = tables(fresh, "table")
    said = fresh.text_content("#answer")
    assert said == f"Nearest: {near}, {near_km} km, {near_h} h. Farthest: {far}, {far_km} km, {far_h} h."
    fresh.evaluate("eastup.update({hub: 'cfa-sasebo', rival: 'naval-base-guam'})")
    rows = [(figure(a), figure(b)) for _, a, b, _ in tables(fresh, "table")]
    mine, its = sum(a < b for a, b in rows), sum(b < a for a, b in rows)
    assert fresh.text_content("#answer") == (f"Sasebo Naval Base is nearer to {mine} places, Naval Base Guam to {its}.")
    fresh.evaluate("eastup.update({tab: 'way', rival: '', way: ['kadena-ab', 'subic-bay']})")
    settle(fresh)
    _, air, hours, sea, sea_hours = tables(fresh, "legs")[0]
    assert fresh.text_content("#answer") == f"Total: by air {air} km, {hours} h; by sea {sea} km, {sea_hours} h"
    box = fresh.evaluate("document.getElementById('answer').getBoundingClientRect().height")
    assert box <= 1  # beside the table itself only a screen reader is told
