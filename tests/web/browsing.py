"""What browser tests do with a page."""

from __future__ import annotations

import time

import pytest

from eastup import places
from eastup.results import digits

STRAITS = len(places.select("passages"))
PATIENCE_S = 60.0
HOSTILE = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\u202e\"'"


def turn(page, up):
    page.evaluate("up => { eastup.turnTo(up); eastup.paint(); }", up)


def go_to(page, lon, lat, zoom):
    page.evaluate("([lon, lat, zoom]) => { eastup.update({at: {lon, lat, zoom}}); eastup.paint(); }", [lon, lat, zoom])


def screen_of(page, lon, lat):
    """Return where a place is in the window, in pixels."""
    return page.evaluate("at => eastup.screenOf(at)", [lon, lat])


def click_at(page, lon, lat):
    page.mouse.click(*screen_of(page, lon, lat))


def wait_until(page, holds):
    """Ask until it holds; Playwright's own wait needs the eval that the page's policy forbids."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {holds}")


def slide(page, name, value):
    """Set a slider as a hand would."""
    page.evaluate(
        "([id, value]) => { const r = document.getElementById(id); r.value = value; r.dispatchEvent(new Event('input')); }",
        [name, value],
    )


def tables(page, name):
    """Return the cells of a table, without the small print in them."""
    return page.evaluate(
        "id => [...document.getElementById(id).tBodies[0].rows].map(r => [...r.cells].map(c => (c.firstChild || c).textContent))",
        name,
    )


def figure(text):
    """Read a number with thousands separated."""
    return float(text.replace(",", ""))


def says(text, value, uncertainty, decimals=0):
    """Tell whether a figure of a page is the library's, to the digit: of ways by sea a page knows a thousandth."""
    near = (digits.written(value * share, uncertainty, decimals) for share in (0.999, 1.0, 1.001))
    return figure(text) in {figure(each) for each in near}


def says_lengths(rows, table):
    """Tell whether the rows of a page, a name and its length, are those of a matrix from one place."""
    of = {row.target: (row.distance_km, row.uncertainty_km) for row in table.itertuples()}
    wrong = [(name, km, of[name]) for name, km, *_ in rows if name in of and not says(km, *of[name])]
    assert wrong == []
    return True


def settle(page):
    """Wait until the page searches the sea no more, and what it found is shown."""
    page.wait_for_timeout(50)
    wait_until(page, "(eastup.paint(), !eastup.isSearching())")  # areas are asked for when they are painted
