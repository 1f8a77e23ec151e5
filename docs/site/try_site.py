"""The built site in a browser, from a disk: it asks for nothing, finds what is searched, and fits a telephone.

    python -m pytest docs/site/try_site.py --site build/site

It stands apart from the tests, since it needs a site.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

APART = {"index.html", "docs/index.html", "search.html", "genindex.html", "py-modindex.html"}
"""Pages that the tree at the side does not hold."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    page.close()


@pytest.fixture
def site(request):
    return Path(request.config.getoption("--site")).resolve()


def beyond_the_disk(page):
    return [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))]


def test_a_search_from_a_disk_finds_and_asks_for_nothing(page, site):
    page.goto((site / "docs" / "index.html").as_uri())
    page.fill("input[name=q]", "winding")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector("#search-results li a")
    found = page.eval_on_selector_all("#search-results li a", "links => links.map((a) => a.getAttribute('href'))")
    assert any("other-tools" in link or "commands" in link for link in found)
    assert (beyond_the_disk(page), page.errors) == ([], [])


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("name", ["index", "tutorial", "gallery", "reference/distance", "notebooks/figure", "ja", "ko"])
def test_a_page_fits_its_window_and_its_pictures_are_there(name, width, page, site):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / "docs" / f"{name}.html").as_uri())
    page.wait_for_timeout(200)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    broken = "() => [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src)"
    assert page.evaluate(broken) == []
    assert (beyond_the_disk(page), page.errors) == ([], [])


def test_the_notebook_with_a_map_shows_it(page, site):
    page.goto((site / "docs" / "notebooks" / "folium-map.html").as_uri())
    frame = page.wait_for_selector("article iframe")
    frame.scroll_into_view_if_needed()
    inside = frame.content_frame()
    inside.wait_for_selector(".leaflet-container path")
    box = inside.eval_on_selector(".leaflet-container", "map => [map.clientWidth, map.clientHeight]")
    assert min(box) > 200
    assert beyond_the_disk(page) == []


def test_every_page_can_be_reached_from_the_start(page, site):
    page.goto((site / "docs" / "index.html").as_uri())
    links = page.eval_on_selector_all(".sidebar-tree a.internal", "links => links.map((a) => a.getAttribute('href'))")
    reached = {(site / "docs" / link.split("#")[0]).resolve().relative_to(site).as_posix() for link in links}
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert pages - reached - APART == set()
