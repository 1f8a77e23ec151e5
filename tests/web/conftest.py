"""A real Chromium without a network, and pages opened in it."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from browsing import HOSTILE

from eastup import View, web

MINE = {
    "mine": gpd.GeoDataFrame(
        {"id": ["a"], "name": [HOSTILE], "x": [HOSTILE]}, geometry=[shapely.Point(135, 20)], crs=4326
    )
}
OWN = {
    "own": gpd.GeoDataFrame(
        {"id": ["own", "dry"], "name": ["Own", "Dry"]},
        geometry=[shapely.Point(135, 20), shapely.Point(103, 36)],
        crs=4326,
    )
}


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Write a page with some options, and each only once; answers its path."""
    folder, known = tmp_path_factory.mktemp("web"), {}

    def write(view=None, **options):
        key = (repr(view), *sorted((name, id(value)) for name, value in options.items()))
        if key not in known:
            path = folder / f"map{len(known)}.html"
            web.write(view or View(), path, **options)
            known[key] = path, options  # which are kept, so that their ids stay theirs
        return known[key][0]

    return write


class Windows:
    """Opens pages from their files in windows that are kept: a new window costs more than the page in it.

    A window goes to a page of its own kind of screen, and holds nothing of the page before.
    """

    def __init__(self, browser, written):
        self._browser, self._written = browser, written
        self._free, self.taken = {}, []

    def open(self, view=None, fragment="", *, screen=None, **options):
        """Open a page; requests and complaints are kept on it."""
        look = {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce", **(screen or {})}
        free = self._free.setdefault(repr(sorted(look.items())), [])
        page = free.pop() if free else self._new(look)
        self.taken.append((page, free))
        page.requests, page.complaints = [], []
        page.goto(self._written(view, **options).as_uri() + fragment)
        page.wait_for_selector("body[data-ready]")
        return page

    def _new(self, look):
        page = self._browser.new_context(offline=True, **look).new_page()
        page.on("request", lambda r: page.requests.append(r.url))
        page.on("console", lambda m: page.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        return page

    def leave(self, page):
        """Leave a page; its window is free for another."""
        number = next(n for n, (taken, _) in enumerate(self.taken) if taken is page)
        _, free = self.taken.pop(number)
        page.goto("about:blank")
        page.mouse.move(-1, -1)
        free.append(page)

    def leave_all(self, kept=0):
        """Leave the pages that were opened after the first few."""
        for page, _ in self.taken[kept:]:
            self.leave(page)


@pytest.fixture(scope="session")
def windows(browser, written):
    return Windows(browser, written)


@pytest.fixture(scope="module")
def opener(windows):
    """Open a page from its file; it stays until its test ends, or the module whose fixture opened it."""
    yield windows.open
    windows.leave_all()


@pytest.fixture(autouse=True)
def _left(request):
    """Leave the pages that a test opens; those of its module's fixtures stay."""
    if "opener" not in request.fixturenames:
        yield
        return
    windows = request.getfixturevalue("windows")
    kept = len(windows.taken)
    yield
    windows.leave_all(kept)


@pytest.fixture(scope="module")
def opened(opener):
    return opener(layers=MINE)


@pytest.fixture
def fresh(opened):
    """Set the page back to how it opens."""
    opened.evaluate("document.activeElement.blur(); eastup.reset(); eastup.paint()")
    yield opened
    assert opened.complaints == []


@pytest.fixture(scope="module")
def afloat(opener):
    """Open a page that measures by sea."""
    return opener(fragment="#mode=sea&unit=km", layers=OWN)
