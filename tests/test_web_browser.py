"""The page in a real Chromium, without a network."""

from __future__ import annotations

import shutil

import geopandas as gpd
import pytest
import shapely

from eastup import View, distance, web

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
HOSTILE = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>"

if CHROMIUM is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "map.html"
    frame = gpd.GeoDataFrame(
        {"id": ["a"], "name": [HOSTILE], "x": [HOSTILE]}, geometry=[shapely.Point(135, 20)], crs=4326
    )
    web.write(View(), path, layers={"mine": frame})
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    page.requests, page.complaints = [], []
    page.on("request", lambda r: page.requests.append(r.url))
    page.on("console", lambda m: page.complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()


def test_it_renders_and_asks_the_network_for_nothing(opened):
    assert [u for u in opened.requests if not u.startswith(("file:", "data:"))] == []
    assert len(opened.requests) == 1
    assert opened.complaints == []
    assert opened.locator("#table tbody tr").count() == 35


def test_choosing_a_hub_sorts_the_straits_by_the_librarys_distances(opened):
    opened.select_option("#hub", label="Kadena Air Base")
    opened.select_option("#unit", "nmi")
    rows = [row.split("\t") for row in opened.locator("#table tbody tr").all_inner_texts()]
    table = distance.matrix("kadena-ab", "straits").sort_values("distance_km")
    assert [row[0].strip() for row in rows] == table["target"].tolist()
    shown = [float(row[1].replace(",", "")) for row in rows]
    assert shown == pytest.approx(table["distance_nmi"].tolist(), abs=0.6)
    opened.select_option("#unit", "km")


def test_speed_gives_hours(opened):
    opened.fill("#speed", "100")
    first = opened.locator("#table tbody tr").first.inner_text().split("\t")
    assert float(first[2]) == pytest.approx(float(first[1].replace(",", "")) / 1.852 / 100, abs=0.06)


@pytest.mark.parametrize(("lang", "title"), [("ja", "東が上の地図"), ("ko", "동쪽이 위인 지도"), ("en", "East-Up Map")])
def test_languages(opened, lang, title):
    opened.select_option("#lang", lang)
    assert opened.inner_text("h1") == title


def test_a_hostile_name_runs_nothing(opened):
    assert opened.evaluate("window.pwned === undefined")
    assert opened.complaints == []


def test_the_keyboard_reaches_the_controls(opened):
    opened.focus("#hub")
    reached = set()
    for _ in range(5):
        reached.add(opened.evaluate("document.activeElement.id"))
        opened.keyboard.press("Tab")
    assert {"hub", "unit", "speed", "lang"} <= reached
