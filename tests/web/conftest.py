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


@pytest.fixture(scope="module")
def opener(windows, written):
    """Open a page from its file; it stays until its test ends, or the module whose fixture opened it."""

    def open_page(view=None, fragment="", *, screen=None, **options):
        page = windows.take(**{"viewport": {"width": 1366, "height": 768}, **(screen or {})})
        page.goto(written(view, **options).as_uri() + fragment)
        page.wait_for_selector("body[data-ready]")
        return page

    return open_page


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
