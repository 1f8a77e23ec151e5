"""The page turns, and says which way is up."""

from __future__ import annotations

import pytest
from browsing import turn, wait_until

pytestmark = pytest.mark.browser


def test_the_turn_goes_through_and_says_where_it_is(opened):
    turn(opened, 90)
    assert opened.inner_text("h1") == "The map with east up"
    opened.locator("#turn .sides button").nth(2).click()
    assert opened.inner_text("h1") == "The map with south up"
    opened.focus("#dial")
    opened.keyboard.press("Home")
    opened.keyboard.press("ArrowRight")
    assert opened.get_attribute("#dial", "aria-valuenow") == "15"
    turn(opened, 90)


def test_at_rest_the_canvas_has_the_pixels_of_the_screen(opened):
    for up in (37, 211.5, 90):
        turn(opened, up)
        left, top, width, height, across, down = opened.evaluate(
            """(() => { const c = document.querySelector('#map canvas'), b = c.getBoundingClientRect();
               return [b.left, b.top, b.width, b.height, c.width, c.height]; })()"""
        )
        assert [left, top] == [round(left), round(top)]
        assert [across, down] == [width, height]


def test_the_turn_is_smooth_and_ends_exactly(opener):
    page = opener(screen={"reduced_motion": "no-preference"})
    seen = page.evaluate(
        """() => new Promise(resolve => {
          const seen = []; eastup.turnTo(0);
          const look = () => { seen.push(eastup.camera.up_deg); if (eastup.state.up_deg === 0) resolve(seen); else requestAnimationFrame(look); };
          requestAnimationFrame(look);
        })"""
    )
    assert len(set(seen)) > 2  # it passes through other ways up; how many, the machine decides
    assert all(a >= b for a, b in zip(seen, seen[1:], strict=False))
    assert seen[-1] == 0
    assert page.inner_text("h1") == "The map with north up"


@pytest.mark.thorough
def test_a_turn_goes_on_whatever_else_is_chosen(opener):
    page = opener(screen={"reduced_motion": "no-preference"})
    page.evaluate(
        "eastup.turnTo(0); eastup.update({lang: 'ko', unit: 'nmi', hidden: new Set(['seas']), coords: 'dms', mode: 'sea'})"
    )
    wait_until(page, "eastup.state.up_deg === 0")


def test_whoever_takes_hold_of_the_map_while_it_turns_finds_it_turned(opener):
    page = opener(screen={"reduced_motion": "no-preference"})
    page.evaluate("eastup.turnTo(180); 0")
    page.mouse.move(500, 300)
    page.mouse.down()
    assert page.evaluate("eastup.camera.up_deg") == 180
    page.mouse.up()


@pytest.mark.thorough
def test_what_is_dragged_follows_the_pointer(opener):
    page = opener(screen={"viewport": {"width": 2400, "height": 1200}})
    place = page.evaluate("eastup.lonlatAt(1100, 700)")
    page.mouse.move(1100, 700)
    page.mouse.down()
    for x in (1050, 300):  # the second lies beyond what was drawn
        page.mouse.move(x, 650, steps=4)
        assert page.evaluate("at => eastup.screenOf(at)", place) == pytest.approx([x, 650], abs=0.01)
    page.mouse.up()
    assert page.evaluate("at => eastup.screenOf(at)", place) == pytest.approx([300, 650], abs=0.01)
    assert page.evaluate("eastup.state.at !== null")
    assert page.complaints == []


def test_without_the_panel_the_map_has_the_whole_window(opener):
    page = opener(fragment="#panel=0")
    assert not page.locator("#panel").is_visible()
    assert page.evaluate("eastup.camera.width") == 1366
    page.click("#panel-switch")
    wait_until(page, "eastup.camera.width < 1366")
    assert page.locator("#panel").is_visible()
    assert "panel=" not in page.evaluate("location.hash")
    page.click("#panel-switch")
    wait_until(page, "eastup.camera.width === 1366 && location.hash.includes('panel=0')")
    wait_until(page, "document.querySelector('#map canvas').width === 1366")
