"""The page in a real Chromium, without a network."""

from __future__ import annotations

import io
import re
import shutil

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from eastup import View, distance, geodesy, journeys, layers, places, tyranny, web
from eastup.sea import routes
from eastup.web import data, sea
from eastup.web.page import _DEFAULT_HUBS

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOSTILE = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\u202e\"'"
LON, LAT = (a.ravel() for a in np.meshgrid(np.linspace(90, 179, 19), np.linspace(-20, 60, 17)))

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
def opener(browser, tmp_path_factory):
    """Write a page and open it from its file; requests and complaints are kept on it."""
    folder = tmp_path_factory.mktemp("web")
    contexts = []

    def open_page(view=None, fragment="", **options):
        path = folder / f"map{len(contexts)}.html"
        web.write(view or View(), path, **options)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.requests, page.complaints = [], []
        page.on("request", lambda r: page.requests.append(r.url))
        page.on("console", lambda m: page.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("body[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def opened(opener):
    frame = gpd.GeoDataFrame(
        {"id": ["a"], "name": [HOSTILE], "x": [HOSTILE]}, geometry=[shapely.Point(135, 20)], crs=4326
    )
    return opener(layers={"mine": frame})


def turn(page, up):
    page.evaluate("up => eastup.turnTo(up)", up)


def wait_until(page, holds):
    """Ask until it holds; Playwright's own wait needs the eval that the page's policy forbids."""
    for _ in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never: {holds}")


def test_it_renders_and_asks_the_network_for_nothing(opened):
    assert len(opened.requests) == 1
    assert opened.requests[0].startswith("file:")
    assert opened.complaints == []
    assert opened.locator("#table tbody tr").count() == 35


@pytest.mark.parametrize("up", [90, 0, 137.5])
@pytest.mark.parametrize("zoom", [2.6, 3, 4, 5.4, 6, 7, 8, 9, 10, 11])
def test_places_stand_where_pyproj_puts_them(opened, up, zoom):
    turn(opened, up)
    got = opened.evaluate(
        """([points, zoom]) => {
          const {map} = eastup, origin = map.project([30, 130], zoom);
          return points.map(([lon, lat]) => {
            const p = map.project([lat, lon], zoom).subtract(origin), back = map.unproject(p.add(origin), zoom);
            return [p.x, p.y, back.lng, back.lat];
          });
        }""",
        [np.column_stack([LON, LAT]).tolist(), zoom],
    )
    got = np.array(got)
    view = View(up=up)
    x, y = view.forward(LON, LAT)
    x0, y0 = view.forward(130, 30)
    px_per_m = 2**zoom / 156543.03392804097
    off_px = np.hypot(got[:, 0] - (x - x0) * px_per_m, got[:, 1] + (y - y0) * px_per_m)
    assert off_px.max() < 0.01
    assert np.abs(got[:, 2:] - np.column_stack([LON, LAT])).max() < 1e-7


@pytest.mark.parametrize("view", [
    View(center=(125.0, 25.0)), View(projection="equal-area", up=30), View(projection="equidistant", center=(127, 36)),
], ids=["other-centre", "equal-area", "equidistant"])  # fmt: skip
def test_every_projection_is_the_librarys(opener, view):
    page = opener(view)
    points = np.column_stack([LON, LAT]).tolist()
    got = page.evaluate(
        "ps => ps.map(([lon, lat]) => { const p = eastup.map.project([lat, lon], 9); return [p.x, p.y] })", points
    )
    x, y = view.forward(LON, LAT)
    expected = np.column_stack([x, -y]) * 2**9 / 156543.03392804097
    assert np.abs(np.array(got) - expected).max() < 0.01
    assert page.complaints == []


@pytest.mark.parametrize("up", [90, 0, 210])
@pytest.mark.parametrize("zoom", [3.4, 6, 10.7])
def test_marks_stand_where_pyproj_puts_them(opened, up, zoom):
    turn(opened, up)
    got = np.array(
        opened.evaluate(
            """zoom => {
              eastup.map.closePopup();
              eastup.map.setView([26.35, 127.77], zoom, {reset: true});
              const found = [];
              eastup.map.eachLayer(l => { if (l._radius && l._point) { const {x, y} = eastup.map.layerPointToContainerPoint(l._point), {lng, lat} = l.getLatLng(); found.push([lng, lat, x, y]); } });
              return found;
            }""",
            zoom,
        )
    )
    size = np.array(opened.evaluate("[eastup.map.getSize().x, eastup.map.getSize().y]"))
    opened.click("#home")
    view = View(up=up)
    xy, middle = np.column_stack(view.forward(*got[:, :2].T)), np.array(view.forward(127.77, 26.35))
    expected = size / 2 + (xy - middle) * [1, -1] * 2**zoom / 156543.03392804097
    seen = ((expected > 0) & (expected < size)).all(axis=1)
    assert seen.sum() > 2
    assert np.abs(got[seen, 2:] - expected[seen]).max() < 0.5


def test_the_land_is_drawn_where_pyproj_puts_it(opened):
    """Read the canvas: pixels well inside land have the land's colour, and pixels at sea have none."""
    opened.evaluate("eastup.state.hidden.add('depth'); 0")
    turn(opened, 90)
    for lon, lat, is_land in (
        (121, 23.7, True),
        (138.5, 36.3, True),
        (121, 16.5, True),
        (124, 36, False),
        (132, 25.5, False),
    ):
        alpha = opened.evaluate(
            """([lon, lat]) => {
              const canvas = document.querySelector('.leaflet-land-pane canvas'), box = canvas.getBoundingClientRect();
              const frame = eastup.map.getContainer().getBoundingClientRect(), p = eastup.map.latLngToContainerPoint([lat, lon]);
              const ratio = canvas.width / box.width;
              const x = (p.x + frame.left - box.left) * ratio, y = (p.y + frame.top - box.top) * ratio;
              const copy = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
              copy.drawImage(canvas, Math.round(x), Math.round(y), 1, 1, 0, 0, 1, 1);
              return copy.getImageData(0, 0, 1, 1).data[3];
            }""",
            [lon, lat],
        )
        assert (alpha > 200) == is_land, (lon, lat)
    opened.evaluate("eastup.state.hidden.delete('depth'); 0")


def test_a_click_reads_the_right_position(opened):
    turn(opened, 90)
    x, y = opened.evaluate("(() => { const p = eastup.map.latLngToContainerPoint([17, 131]); return [p.x, p.y] })()")
    opened.mouse.click(round(x), round(y))
    text = opened.inner_text(".leaflet-popup .card h2")
    lat, lon = (float(part[:-2]) for part in text.split())
    assert (lat, lon) == pytest.approx((17, 131), abs=0.05)
    opened.keyboard.press("Escape")


def test_east_and_north_are_where_the_page_says(opened):
    def bearing(up):
        turn(opened, up)
        return opened.evaluate(
            """(() => { const [lon, lat] = eastup.data.view.center, a = eastup.map.latLngToContainerPoint([lat, lon]),
               b = eastup.map.latLngToContainerPoint([lat, lon + 2]); return [b.x - a.x, b.y - a.y]; })()"""
        )

    right, down = bearing(90)
    assert down < 0
    assert abs(right) < 0.02 * abs(down)
    right, down = bearing(0)
    assert right > 0
    assert abs(down) < 0.02 * right


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


def test_after_a_turn_the_canvases_lie_on_whole_pixels(opened):
    for up in (37, 211.5, 90):
        turn(opened, up)
        corners = opened.evaluate(
            "[...document.querySelectorAll('#map canvas')].flatMap(c => { const b = c.getBoundingClientRect(); return [b.left, b.top]; })"
        )
        assert len(corners) == 6
        assert corners == pytest.approx([round(c) for c in corners], abs=1e-6)
        painted = opened.evaluate(
            """[...document.querySelectorAll('#map canvas')].map(c => {
              const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', {willReadFrequently: true});
              copy.drawImage(c, 0, 0);
              const pixels = copy.getImageData(0, 0, c.width, c.height).data;
              return pixels.some((value, i) => i % 4 === 3 && value > 0);
            })"""
        )
        assert painted == [True, True, True]


def test_the_turn_is_smooth_and_ends_exactly(browser, opener, tmp_path):
    path = tmp_path / "moving.html"
    web.write(View(), path)
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready]")
    seen = page.evaluate(
        """() => new Promise(resolve => {
          const seen = []; eastup.turnTo(0);
          const look = () => { seen.push(eastup.page.up); if (eastup.page.up === 0) resolve(seen); else requestAnimationFrame(look); };
          requestAnimationFrame(look);
        })"""
    )
    context.close()
    assert len(set(seen)) > 2  # it passes through other ways up; how many, the machine decides
    assert all(a >= b for a, b in zip(seen, seen[1:], strict=False))
    assert seen[-1] == 0


def test_distances_in_the_browser_are_geodesics(opened):
    rng = np.random.default_rng(4)
    pairs = np.column_stack(
        [rng.uniform(-180, 180, 500), rng.uniform(-90, 90, 500), rng.uniform(-180, 180, 500), rng.uniform(-90, 90, 500)]
    )
    antipodal = np.array(
        [[0, 0, 179.9, 0.3], [30, -40, -150.2, 40.1], [10, 20, 10, -40], [0, 0, 10, 0], [5, 5, 5, 5], [0, 90, 10, 50]],
        float,
    )
    pairs = np.vstack([pairs, antipodal])
    got = opened.evaluate(
        "ps => ps.map(p => { const g = eastup.geodesic(...p); return [g.azimuth_deg, g.length_m] })", pairs.tolist()
    )
    azimuth_deg, length_m = geodesy.inverse(*pairs.T)
    got = np.array(got)
    assert np.abs(got[:, 1] - length_m).max() < 1e-3
    assert np.abs((got[:500, 0] - azimuth_deg[:500] + 180) % 360 - 180).max() < 1e-6
    ends = opened.evaluate(
        "ps => ps.map(([lon, lat, a, s]) => eastup.geodesicEnd(lon, lat, a, s))",
        np.column_stack([pairs[:500, :2], azimuth_deg[:500], length_m[:500]]).tolist(),
    )
    assert geodesy.distance_m(*np.array(ends).T, pairs[:500, 2], pairs[:500, 3]).max() < 1e-3


def test_choosing_a_hub_sorts_the_straits_by_the_librarys_distances(opened):
    opened.select_option("#hub", label="Kadena Air Base")
    opened.click("#unit button[value=nmi]")
    rows = [row.split("\t") for row in opened.locator("#table tbody tr").all_inner_texts()]
    table = distance.matrix("kadena-ab", "straits").sort_values("distance_km")
    assert [row[0].strip() for row in rows] == table["target"].tolist()
    shown = [float(row[1].replace(",", "")) for row in rows]
    assert shown == pytest.approx(table["distance_nmi"].tolist(), abs=0.51)
    assert [float(row[3].rstrip("°")) for row in rows] == pytest.approx(table["azimuth_deg"].tolist(), abs=0.51)
    opened.click("#unit button[value=km]")


def test_speed_gives_hours(opened):
    opened.fill("#speed", "100")
    last = opened.locator("#table tbody tr").last.inner_text().split("\t")
    assert float(last[2]) == pytest.approx(float(last[1].replace(",", "")) / 1.852 / 100, abs=0.06)


def test_measuring_a_way(opened):
    opened.click("#measure")
    opened.evaluate(
        "for (const p of [[127.031, 36.9622], [131.8855, 43.1155], [135, 35]]) eastup.measure.add(L.latLng(p[1], p[0]))"
    )
    expected = geodesy.distance_m([127.031, 131.8855], [36.9622, 43.1155], [131.8855, 135], [43.1155, 35]).sum()
    assert opened.evaluate("eastup.measure.length_m()") == pytest.approx(expected, abs=1)
    assert f"{expected / 1000:,.0f} km" in opened.inner_text("#pointer")
    opened.keyboard.press("Escape")
    assert opened.evaluate("eastup.measure.active") is False


def test_measuring_with_the_mouse(opened):
    turn(opened, 90)
    opened.evaluate("eastup.map.closePopup(); eastup.map.setView([27, 128], 4.3, {reset: true}); 0")
    opened.click("#measure")
    clicked = [(400, 260), (700, 420), (520, 560)]
    for x, y in clicked:
        opened.mouse.click(x, y)
    lon, lat = np.array(
        opened.evaluate(
            "ps => ps.map(p => { const l = eastup.map.containerPointToLatLng(p); return [l.lng, l.lat] })", clicked
        )
    ).T
    expected_km = geodesy.distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum() / 1000
    shown = re.search(r"([\d,.]+) km", opened.inner_text("#pointer"))
    opened.keyboard.press("Escape")
    opened.click("#home")
    assert float(shown[1].replace(",", "")) == pytest.approx(expected_km, abs=0.51)


def test_a_straits_card_names_the_nearest_hubs_and_its_source(opened):
    opened.locator("#table tbody button", has_text="Bashi Channel").click()
    card = opened.locator(".leaflet-popup .card")
    assert card.locator("h2").inner_text() == "Bashi Channel"
    hubs = [h["id"] for h in opened.evaluate("eastup.data.hubs")]
    nearest = distance.matrix(hubs, "bashi-channel").sort_values("distance_km")["origin"].head(5).tolist()
    assert card.locator("li span").all_inner_texts() == nearest
    assert "Source" in card.inner_text()
    opened.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("lang", "title"), [("ja", "東が上の地図"), ("ko", "동쪽이 위인 지도"), ("en", "The map with east up")]
)
def test_languages(opened, lang, title):
    turn(opened, 90)
    opened.click(f"#lang button[value={lang}]")
    assert opened.inner_text("h1") == title
    assert opened.get_attribute("html", "lang") == lang
    assert opened.complaints == []


def test_a_hostile_layer_shows_as_text_and_runs_nothing(opened):
    opened.evaluate("eastup.map.closePopup(); eastup.map.setView([20, 135], 6, {reset: true}); 0")
    x, y = opened.evaluate("(() => { const p = eastup.map.latLngToContainerPoint([20, 135]); return [p.x, p.y] })()")
    opened.mouse.click(round(x), round(y))
    assert opened.inner_text(".leaflet-popup .card h2") == HOSTILE
    assert opened.evaluate("window.pwned === undefined")
    assert opened.complaints == []


def test_the_address_brings_the_same_page_back(opener):
    page = opener(fragment="#up=135&at=24.5000,125.0000,6.50&hub=kadena-ab&unit=mi&speed=300&lang=ko")
    assert page.evaluate(
        "[eastup.page.up, eastup.state.hub.id, eastup.state.unit, eastup.state.speed_kn, eastup.state.lang]"
    ) == [135, "kadena-ab", "mi", 300, "ko"]
    assert page.evaluate(
        "[eastup.map.getCenter().lat, eastup.map.getCenter().lng, eastup.map.getZoom()]"
    ) == pytest.approx([24.5, 125, 6.5], abs=0.01)
    turn(page, 45)
    address = page.evaluate("location.hash")
    assert "up=45" in address
    assert "hub=kadena-ab" in address
    again = opener(fragment=address)
    assert again.evaluate("location.hash || true")
    assert again.evaluate("eastup.page.up") == 45


def test_the_address_holds_the_whole_state(opener):
    said = """(() => { const {state} = eastup; return { ...state, hub: state.hub.id, off: [...state.off].sort(), closed: [...state.closed].sort(),
      hidden: [...state.hidden].sort(), up: eastup.page.up, zoom: eastup.map.getZoom().toFixed(2) }; })()"""
    page = opener()
    page.click("#mode button[value=sea]")
    page.select_option("#hub", label="Sasebo Naval Base")
    page.click("#unit button[value=nmi]")
    page.evaluate(
        "(() => { const r = document.getElementById('ring'); r.value = 500; r.dispatchEvent(new Event('input')); })()"
    )
    page.click("#show-layers")
    page.locator("#kinds").get_by_label("City").uncheck()
    page.click("#show-case")
    page.locator("#hubs-in-use").get_by_label("Kadena Air Base").uncheck()
    page.evaluate("document.querySelector('#straits-open').closest('details').open = true")
    page.locator("#straits-open").get_by_label("Taiwan Strait", exact=True).uncheck()
    page.click("#theme")
    page.click("#lang button[value=ja]")
    page.evaluate("eastup.map.setView([24, 131], 5.25, {animate: false}); eastup.turnTo(210); 0")
    wait_until(page, "location.hash.includes('up=210') && location.hash.includes('at=24')")
    state = page.evaluate(said)
    assert (state["off"], state["closed"], state["hidden"]) == (["kadena-ab"], ["taiwan-strait"], ["city"])
    assert (state["mode"], state["theme"], state["lang"], state["tab"]) == ("sea", "dark", "ja", "case")
    again = opener(fragment=page.evaluate("location.hash"))
    assert again.evaluate(said) == state
    assert tables(again, "nearest") == tables(page, "nearest")


@pytest.mark.parametrize(
    "fragment",
    ["#up=<script>", "#at=NaN,2,3&hub=__proto__&lang=constructor&unit=toString", "#at=95,500,99&speed=-3", "#%E0%A4%A"],
)
def test_a_broken_address_does_no_harm(opener, fragment):
    page = opener(fragment=fragment)
    assert page.complaints == []
    assert page.locator("#table tbody tr").count() == 35


def test_the_keyboard_reaches_the_controls(opened):
    reached = []
    opened.evaluate("eastup.map.closePopup(); document.getElementById('skip').focus(); 0")
    for _ in range(34):
        reached.append(opened.evaluate("document.activeElement.id || document.activeElement.parentElement.id"))
        opened.keyboard.press("Tab")
    assert {
        "skip",
        "map",
        "dial",
        "zoom-in",
        "measure",
        "lang",
        "theme",
        "search",
        "show-ask",
        "hub",
        "speed",
        "unit",
        "ring",
        "table-box",
    } <= set(reached)


def tables(page, name):
    """Return the cells of a table, without the small print in them."""
    return page.evaluate(
        "id => [...document.getElementById(id).tBodies[0].rows].map(r => [...r.cells].map(c => (c.firstChild || c).textContent))",
        name,
    )


@pytest.fixture
def fresh(opened):
    """Set the page back to how it opens."""
    opened.evaluate(
        """() => { const {state} = eastup; for (const key of ["off", "closed", "hidden"]) state[key].clear();
        state.rings.length = 0; state.ring_km = 0; state.unit = "km"; state.speed_kn = 450; eastup.map.closePopup(); document.activeElement.blur();
        eastup.chooseHub(eastup.data.hubs[0]); }"""
    )
    opened.click("#lang button[value=en]")
    opened.click("#show-ask")
    turn(opened, 90)
    opened.click("#home")
    return opened


def test_a_hub_that_is_off_changes_the_nearest_and_the_ranking_as_the_library_says(fresh):
    fresh.click("#show-case")
    assert "All hubs in use" in fresh.inner_text("#verdict")
    fresh.locator("#hubs-in-use").get_by_label("Kadena Air Base").uncheck()
    hubs = [h["id"] for h in fresh.evaluate("eastup.data.hubs")]
    ranking = tyranny.rank(hubs, without="kadena-ab").table
    rows = tables(fresh, "ranking")
    assert [row[1] for row in rows] == ranking["hub"].tolist()
    assert [float(row[2].replace(",", "")) for row in rows] == pytest.approx(ranking["mean_km"].tolist(), abs=0.51)
    assert [int(row[4]) for row in rows] == ranking["nearest_count"].tolist()
    change = [int(row[5].replace("−", "-") or 0) for row in rows]
    assert change == ranking["nearest_count_change"].tolist()
    nearest = distance.matrix([h for h in hubs if h != "kadena-ab"], "straits")
    nearest = nearest.loc[nearest.groupby("target")["distance_km"].idxmin()].set_index("target")
    for row in tables(fresh, "nearest"):
        assert row[1] == nearest.loc[row[0], "origin"]
        assert float(row[2].replace(",", "")) == pytest.approx(nearest.loc[row[0], "distance_km"], rel=0.006, abs=0.5)
    moved = int(re.search(r": (\d+)\.", fresh.inner_text("#verdict"))[1])
    assert moved == fresh.locator("#nearest tr.changed").count() > 0
    assert "off=kadena-ab" in fresh.evaluate("location.hash")


def test_a_ring_is_where_geodesics_put_it_and_counts_what_is_in_it(fresh):
    fresh.evaluate(
        "(() => { const r = document.getElementById('ring'); r.value = 1000; r.dispatchEvent(new Event('input')); })()"
    )
    ring = np.array(fresh.evaluate("eastup.ringLine(eastup.state.hub.at, 1e6)"))
    hub = fresh.evaluate("eastup.state.hub.at")
    away = geodesy.distance_m(np.full(len(ring), hub[0]), np.full(len(ring), hub[1]), ring[:, 0], ring[:, 1])
    assert away == pytest.approx(np.full(len(ring), 1e6), abs=0.01)
    table = distance.matrix("camp-humphreys", "straits")
    count = int((table["distance_km"] <= 1000).sum())
    assert f"{count}/35" in fresh.inner_text("#ring-text")
    assert fresh.locator("#table tr.within").count() == count
    assert "ring=1000" in fresh.evaluate("location.hash")
    fresh.click("#unit button[value=nmi]")
    assert "540 nmi" in fresh.inner_text("#ring-text")


def test_a_free_ring_about_any_point(fresh):
    x, y = fresh.evaluate("(() => { const p = eastup.map.latLngToContainerPoint([17, 131]); return [p.x, p.y] })()")
    fresh.mouse.click(round(x), round(y))
    fresh.get_by_role("button", name="Ring here").click()
    assert fresh.locator("#rings li").count() == 1
    assert fresh.evaluate("eastup.state.rings[0].at") == pytest.approx([131, 17], abs=0.05)
    assert "rings=" in fresh.evaluate("location.hash")
    fresh.get_by_role("button", name="Remove the ring").click()
    assert fresh.locator("#rings li").count() == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bashi", "bashi-channel"), ("バシー", "bashi-channel"), ("ばしー海峡", "bashi-channel"), ("바시", "bashi-channel"), ("밧", "bashi-channel"),
        ("kadena", "kadena-ab"), ("嘉手納", "kadena-ab"), ("가데ㄴ", "kadena-ab"), ("la perouse", "la-perouse-strait"), ("LA PÉROUSE", "la-perouse-strait"),
        ("humphreys", "camp-humphreys"), ("yokosuka", "cfa-yokosuka"), ("17.5, 131", "17.5000,131.0000"),
    ],
)  # fmt: skip
def test_search_in_three_languages(opened, text, found):
    if text == "밧":  # half-typed: the first letter of the next syllable already hangs on
        text = "바ㅅ"
    assert found in opened.evaluate("text => eastup.search(text).map(hit => hit.feature.id)", text)


def test_search_by_keyboard_opens_the_card(fresh):
    fresh.focus("#search")
    fresh.keyboard.type("miyako")
    assert fresh.get_attribute("#search", "aria-expanded") == "true"
    first = fresh.locator("#hits [aria-selected=true]").inner_text().split("\n")[0]
    fresh.keyboard.press("Enter")
    assert fresh.inner_text(".leaflet-popup .card h2") == first
    assert fresh.evaluate("document.activeElement.closest('.leaflet-popup') !== null")
    fresh.keyboard.press("Escape")
    assert fresh.evaluate("document.activeElement.id") == "search"


def test_the_keyboard_goes_from_the_hub_over_the_table_to_a_card_and_back(fresh):
    fresh.focus("#hub")
    fresh.keyboard.press("k")  # to the next hub whose name begins so
    assert fresh.evaluate("eastup.state.hub.id") == "kunsan-ab"
    assert "Kunsan" in fresh.inner_text("#news")
    for _ in range(12):
        fresh.keyboard.press("Tab")
        if fresh.evaluate("document.activeElement.matches('#table button')"):
            break
    name = fresh.evaluate("document.activeElement.textContent")
    fresh.keyboard.press("Enter")
    assert fresh.inner_text(".leaflet-popup .card h2") == name
    assert fresh.get_attribute(".leaflet-popup", "role") == "dialog"
    fresh.keyboard.press("Escape")
    assert fresh.evaluate("document.activeElement.matches('#table button')")
    assert fresh.evaluate("document.activeElement.textContent") == name


def test_everything_that_can_be_pressed_has_a_name(fresh):
    for tab in ("ask", "case", "layers"):
        fresh.click(f"#show-{tab}")
        nameless = fresh.evaluate(
            """() => [...document.querySelectorAll("button, input, select, a, [role=slider], [role=region], [role=group]")]
            .filter(e => e.offsetParent && e.getAttribute("aria-hidden") !== "true" && !(e.getAttribute("aria-label")
              || e.getAttribute("aria-labelledby") || e.textContent.trim() || (e.labels && e.labels.length)
              || (e.closest("fieldset") && e.closest("fieldset").querySelector("legend")))).map(e => e.outerHTML)"""
        )
        assert nameless == []


def test_switches_take_layers_off_the_map(fresh):
    fresh.click("#show-layers")
    count = "() => { let n = 0; eastup.map.eachLayer(l => { if (l.options.fillColor) n++; }); return n; }"
    before = fresh.evaluate(count)
    fresh.locator("#hosts").get_by_label("Japan").uncheck()
    after = fresh.evaluate(count)
    bases = layers.load("bases")
    assert 0 < before - after <= (bases["host"] == "JPN").sum()
    assert "hidden=host-JPN" in fresh.evaluate("location.hash")
    fresh.locator("#kinds").get_by_label("Strait gate").uncheck()
    assert "Strait gate" not in fresh.inner_text("#legend")
    assert not fresh.evaluate("[...eastup.names._labels].some(l => l.style === 'strait')")


def test_themes(fresh):
    ground = "getComputedStyle(document.body).backgroundColor"
    light = fresh.evaluate(ground)
    fresh.click("#theme")
    assert fresh.evaluate(ground) != light
    assert "theme=dark" in fresh.evaluate("location.hash")
    fresh.click("#theme")
    assert fresh.evaluate(ground) == light
    fresh.emulate_media(color_scheme="dark")
    assert fresh.evaluate("document.documentElement.dataset.theme") == "light"  # what the reader chose holds
    fresh.emulate_media(color_scheme="light")


def test_the_picture_and_the_table_are_written_without_a_network(fresh, tmp_path):
    with fresh.expect_download() as download:
        fresh.click("#png")
    download.value.save_as(tmp_path / "map.png")
    import matplotlib.image

    image = matplotlib.image.imread(tmp_path / "map.png")
    width, height = fresh.evaluate("[eastup.map.getSize().x, eastup.map.getSize().y]")
    assert image.shape[:2] == ((height + 86) * 2, width * 2)
    assert len(np.unique(image[::9, ::9].reshape(-1, image.shape[2]), axis=0)) > 300
    with fresh.expect_download() as download:
        fresh.click("#csv")
    download.value.save_as(tmp_path / "table.csv")
    got = pd.read_csv(tmp_path / "table.csv").set_index("target_id")
    expected = distance.matrix("camp-humphreys", "straits", speed="450kn").set_index("target_id").loc[got.index]
    assert list(got.columns) == list(expected.columns)
    assert got["distance_km"].tolist() == pytest.approx(expected["distance_km"].tolist(), abs=0.002)
    assert got["hours"].tolist() == pytest.approx(expected["hours"].tolist(), abs=0.002)
    assert fresh.complaints == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in fresh.requests)


def test_on_paper_the_map_is_a_light_picture(fresh):
    fresh.click("#theme")
    fresh.evaluate("dispatchEvent(new Event('beforeprint'))")
    width, height, theme = fresh.evaluate(
        "(() => { const p = document.getElementById('printed'); return [p.width, p.height, document.documentElement.dataset.theme]; })()"
    )
    assert width > 1500
    assert height > 1000
    assert theme == "light"
    fresh.evaluate("dispatchEvent(new Event('afterprint'))")
    assert fresh.locator("#printed").count() == 0
    assert fresh.evaluate("document.documentElement.dataset.theme") == "dark"
    fresh.click("#theme")


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_no_name_stands_on_another_and_every_hub_in_sight_has_its_own(fresh, lang):
    fresh.click(f"#lang button[value={lang}]")
    for up in (90, 0, 200):
        turn(fresh, up)
        boxes = fresh.evaluate("eastup.names.boxes()")
        x0, y0, x1, y1 = np.array([b["box"] for b in boxes]).T
        over = (x0[:, None] < x1) & (x1[:, None] > x0) & (y0[:, None] < y1) & (y1[:, None] > y0)
        assert len(boxes) > 30
        assert over.sum() == len(boxes)  # each with itself
    turn(fresh, 90)
    shown = {b["id"].removeprefix("chosen ") for b in fresh.evaluate("eastup.names.boxes()")}
    assert {"camp-humphreys", "kunsan-ab", "cfa-yokosuka", "cfa-sasebo", "kadena-ab", "subic-bay"} <= shown


def test_a_ring_bears_its_radius(fresh):
    fresh.evaluate("eastup.state.rings.push({at: [135, 20], km: 800}); eastup.chooseHub(eastup.data.hubs[0])")
    assert "800 km" in fresh.evaluate("eastup.names._labels.map(l => l.text)")


def test_a_formula_in_a_name_stays_a_text(opener):
    frame = gpd.GeoDataFrame({"id": ["a"], "name": ['=HYPERLINK("x")']}, geometry=[shapely.Point(135, 20)], crs=4326)
    page = opener(hubs=frame)
    assert '"\'=HYPERLINK(""x"")"' in page.evaluate("eastup.csv()")


def test_a_place_with_the_id_of_another_is_measured_from_where_it_is(fresh):
    fresh.evaluate("eastup.chooseHub(eastup.data.hubs.find(h => h.id === 'kadena-ab'))")
    fresh.evaluate("eastup.chooseHub({id: 'kadena-ab', names: {en: 'mine'}, at: [150, 10]})")
    expected = distance.matrix([(150.0, 10.0)], "straits")["distance_km"].min()
    assert float(tables(fresh, "table")[0][1].replace(",", "")) == pytest.approx(expected, abs=0.51)


def test_on_a_wall_all_that_is_drawn_is_dragged_as_one_picture(opener):
    page = opener()
    page.set_viewport_size({"width": 2400, "height": 1200})
    page.reload()
    page.wait_for_selector("body[data-ready]")
    seen = "[...document.querySelectorAll('#map canvas')].filter(one => one.style.visibility !== 'hidden').length"
    assert page.evaluate(seen) == 3
    page.mouse.move(1500, 900)
    page.mouse.down()
    for x in (1450, 600):  # the second lies beyond what was drawn
        page.mouse.move(x, 880, steps=4)
        assert page.evaluate(seen) == 1
    page.mouse.up()
    wait_until(page, f"{seen} === 3")
    assert page.complaints == []


OWN = gpd.GeoDataFrame(
    {"id": ["own", "dry"], "name": ["Own", "Dry"]}, geometry=[shapely.Point(135, 20), shapely.Point(103, 36)], crs=4326
)


@pytest.fixture(scope="module")
def afloat(opener):
    return opener(fragment="#mode=sea&unit=km", layers={"own": OWN})


@pytest.fixture(scope="module")
def ports():
    """Return the places that the page measures between by sea, by their numbers."""
    numbered = sea.Ports()
    data.gather(View(), list(_DEFAULT_HUBS), "straits", "en", {"own": OWN}, numbered)
    return [places.Place(str(k), str(k), *at) for k, at in enumerate(numbered.numbers)]


def sea_km(page, pairs, closed=()):
    """Return what the page measures between ports, NaN without a way."""
    metres = page.evaluate(
        "([pairs, closed]) => pairs.map(([a, b]) => eastup.sea.way(a, b, new Set(closed)).length_m).map(m => m < 1e9 ? m : -1)",
        [np.asarray(pairs).tolist(), list(closed)],
    )
    return np.where(np.array(metres) < 0, np.nan, np.array(metres) / 1000)


@pytest.mark.parametrize(
    "closed", [(), ("taiwan-strait",), ("luzon-strait",), ("makassar-strait",), ("tsugaru-strait",)]
)
def test_ship_routes_are_the_librarys(afloat, ports, closed):
    targets = afloat.evaluate("eastup.data.targets.map(t => t.sea)")
    origins = np.random.default_rng(5).choice(len(ports), 40, replace=False).tolist()
    expected, _, _ = routes.distances([ports[k] for k in origins], [ports[k] for k in targets], closed)
    expected[np.equal.outer(origins, targets)] = 0
    got = sea_km(afloat, [(a, b) for a in origins for b in targets], closed)
    assert got == pytest.approx(expected.ravel(), rel=0.005, abs=0.1, nan_ok=True)
    assert np.isfinite(got).mean() > 0.8


@pytest.mark.parametrize(
    "closed",
    [
        ("okinawa-yoron-gap", "miyako-strait"),
        ("tokara-strait", "amami-passages"),
        ("verde-island-passage", "mindoro-strait"),
        ("bussol-strait", "vries-strait"),
    ],
)
def test_with_two_straits_closed_ship_routes_are_those_of_the_whole_network(afloat, ports, closed):
    network = routes.network()
    hubs, targets = afloat.evaluate("[eastup.data.hubs, eastup.data.targets].map(side => side.map(place => place.sea))")
    ends = [[network.navigable.ends(ports[k].sea_point) for k in side] for side in (hubs, targets)]
    length_m, _ = network.navigable.table(*ends, network.closed(closed))
    expected_km = np.where(np.isfinite(length_m), length_m / 1000, np.nan)
    expected_km[np.equal.outer(hubs, targets)] = 0
    got_km = sea_km(afloat, [(a, b) for a in hubs for b in targets], closed)
    assert got_km == pytest.approx(expected_km.ravel(), rel=0.005, abs=0.1, nan_ok=True)


def test_with_many_straits_closed_a_way_is_never_too_short_and_seldom_too_long(afloat, ports):
    closed = ("taiwan-strait", "luzon-strait", "miyako-strait", "makassar-strait")
    targets = afloat.evaluate("eastup.data.targets.map(t => t.sea)")
    hubs = afloat.evaluate("eastup.data.hubs.map(h => h.sea)")
    expected, _, _ = routes.distances([ports[k] for k in hubs], [ports[k] for k in targets], closed)
    ratio = sea_km(afloat, [(a, b) for a in hubs for b in targets], closed) / expected.ravel()
    assert np.nanmin(ratio) > 0.995
    assert np.nanpercentile(ratio, 95) < 1.005


def test_a_drawn_route_is_as_long_as_it_says(afloat):
    for a, b in ((0, 30), (5, 20), (9, 3)):
        length_m, corners = afloat.evaluate(
            """([a, b]) => { const hub = eastup.data.hubs[a].sea, target = eastup.data.targets[b].sea;
            return [eastup.sea.way(hub, target, new Set()).length_m, eastup.sea.corners(hub, target, new Set())]; }""",
            [a, b],
        )
        legs = np.array(corners)
        drawn_m = geodesy.distance_m(legs[:-1, 0], legs[:-1, 1], legs[1:, 0], legs[1:, 1]).sum()
        assert drawn_m == pytest.approx(length_m, rel=0.005, abs=5000)  # what leads over land counts, and is not drawn


def test_closing_a_strait_changes_the_sea_table_at_once(afloat):
    hub = afloat.evaluate("eastup.state.hub.id")
    afloat.click("#show-case")
    afloat.evaluate("document.querySelector('#straits-open').closest('details').open = true")
    afloat.locator("#straits-open").get_by_label("Taiwan Strait", exact=True).uncheck()
    assert "closed=taiwan-strait" in afloat.evaluate("location.hash")
    afloat.click("#show-ask")
    expected = distance.matrix(hub, "straits", "sea", closed=["taiwan-strait"]).set_index("target")["distance_km"]
    rows = tables(afloat, "table")
    for name, km, *_ in rows:
        assert float(km.replace(",", "")) == pytest.approx(expected[name], rel=0.005, abs=0.51)
    assert len(rows) == 35
    afloat.evaluate("eastup.state.closed.clear()")
    assert afloat.complaints == []


def test_a_straits_card_tells_who_is_nearest_by_sea_and_closes_it(afloat):
    def nearest(**options):
        hubs = [h["id"] for h in afloat.evaluate("eastup.data.hubs")]
        table = distance.matrix(hubs, "bashi-channel", "sea", **options)
        return table.sort_values("distance_km").set_index("origin")["distance_km"].head(5)

    def shown():
        rows = [row.split("\n") for row in afloat.locator(".leaflet-popup .card li").all_inner_texts()]
        return {name: float(km.replace(",", "").removesuffix(" km")) for name, km in rows}

    afloat.click("#show-ask")
    afloat.locator("#table tbody button", has_text="Bashi Channel").click()
    assert shown() == pytest.approx(nearest().to_dict(), rel=0.005, abs=0.51)
    afloat.get_by_role("button", name="Close to ships").click()
    assert afloat.evaluate("[...eastup.state.closed]") == ["bashi-channel"]
    assert shown() == pytest.approx(nearest(closed=["bashi-channel"]).to_dict(), rel=0.005, abs=0.51)
    afloat.get_by_role("button", name="Open to ships").click()
    assert afloat.evaluate("eastup.state.closed.size") == 0
    afloat.keyboard.press("Escape")


def test_the_case_as_csv_is_the_librarys(afloat):
    afloat.evaluate(
        "for (const [key, id] of [['off', 'kadena-ab'], ['closed', 'taiwan-strait']]) eastup.state[key].add(id)"
    )
    afloat.click("#show-case")
    got = pd.read_csv(io.StringIO(afloat.evaluate("eastup.csv()").lstrip("\ufeff"))).set_index("target_id")
    hubs = [h["id"] for h in afloat.evaluate("eastup.data.hubs")]
    expected = tyranny.nearest(hubs, "straits", "sea", without="kadena-ab", closed="taiwan-strait").table
    expected = expected.set_index("target_id").loc[got.index]
    for column in ("distance_km", "distance_nmi", "distance_km_before"):
        assert got[column].tolist() == pytest.approx(expected[column].tolist(), rel=0.005, abs=0.1)
    assert got["nearest_hub"].tolist() == expected["nearest_hub"].tolist()
    assert got["nearest_hub_before"].tolist() == expected["nearest_hub_before"].tolist()
    afloat.evaluate("eastup.state.off.clear(); eastup.state.closed.clear()")
    afloat.click("#show-ask")


def test_the_sea_table_as_csv_is_the_librarys(afloat):
    afloat.evaluate("eastup.chooseHub(eastup.data.hubs.find(h => h.id === 'cfa-sasebo'))")
    got = pd.read_csv(io.StringIO(afloat.evaluate("eastup.csv()").lstrip("\ufeff"))).set_index("target_id")
    expected = distance.matrix("cfa-sasebo", "straits", "sea", speed="20kn").set_index("target_id").loc[got.index]
    assert set(got["mode"]) == {"sea"}
    for column in ("distance_km", "distance_nmi", "detour", "hours"):
        assert got[column].tolist() == pytest.approx(expected[column].tolist(), rel=0.005)


def test_a_place_of_the_readers_own_has_its_ways_by_sea_and_one_without_says_so(afloat):
    def choose(choice):
        afloat.evaluate(f"eastup.chooseHub({choice})")
        return afloat.inner_text("#caption"), tables(afloat, "table")

    own = "(() => { const f = eastup.data.user[0].features[%d]; return {...f, at: f.lines[0][0]}; })()"
    expected = distance.matrix([(135.0, 20.0)], "straits", "sea").set_index("target")["distance_km"]
    _, rows = choose(own % 0)
    for name, km, *_ in rows:
        assert float(km.replace(",", "")) == pytest.approx(expected[name], rel=0.005, abs=0.51)
    caption, rows = choose(own % 1)
    assert "not on the sea" in caption
    assert {row[1] for row in rows} == {"–"}
    caption, rows = choose("{id: 'x', names: {en: 'x'}, at: [150, 10]}")
    assert "By air only" in caption
    assert {row[1] for row in rows} == {"–"}
    assert afloat.complaints == []


def test_a_phone_can_do_it_all_by_touch(browser, tmp_path):
    path = tmp_path / "phone.html"
    web.write(View(), path)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True, is_mobile=True,
        offline=True, reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    page.tap("#turn .sides button[value='0']")
    assert page.inner_text("h1") == "The map with north up"
    x, y = page.evaluate(
        "(() => { const k = eastup.data.hubs.find(h => h.id === 'kadena-ab').at, p = eastup.map.latLngToContainerPoint([k[1], k[0]]); return [p.x, p.y]; })()"
    )
    page.touchscreen.tap(x, y)
    page.wait_for_selector(".leaflet-popup .card")
    wait_until(  # the map has moved for it and the card is wholly in sight
        page,
        "(() => { const box = document.querySelector('.leaflet-popup').getBoundingClientRect(); return box.left >= 0 && box.right <= 390; })()",
    )
    page.tap(".leaflet-popup-close-button")
    page.tap("#show-case")
    page.locator("#hubs-in-use label", has_text="Kadena Air Base").tap()
    assert page.evaluate("[...eastup.state.off]") == ["kadena-ab"]
    page.tap("#measure")
    for spot in ((100, 300), (250, 400)):
        page.touchscreen.tap(*spot)
    assert "km" in page.inner_text("#pointer")
    context.close()


def test_without_ship_lanes_the_page_does_not_speak_of_the_sea(opener):
    page = opener(by_sea=False, fragment="#mode=sea&closed=taiwan-strait")
    assert not page.locator("#mode").is_visible()
    assert page.evaluate("[eastup.sea, eastup.state.mode, eastup.state.closed.size]") == [None, "air", 0]
    assert page.complaints == []


@pytest.fixture
def notebook(browser, tmp_path):
    """Show in a page what a notebook would show of an object."""
    context = browser.new_context(viewport={"width": 1100, "height": 700}, offline=True, reduced_motion="reduce")
    complaints = []

    def show(what):
        path = tmp_path / "notebook.html"
        path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{what._repr_html_()}</body>", encoding="utf-8")
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(path.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("body[data-ready]").wait_for()
        return frame

    yield show
    context.close()
    assert complaints == []


def test_a_notebook_shows_the_map_of_a_view(notebook):
    frame = notebook(View(up=45))
    assert frame.locator("h1").inner_text() == "The map with north-east up"
    frame.locator("#turn .sides button").nth(0).click()
    assert frame.locator("h1").inner_text() == "The map with north up"
    frame.locator("#show-case").click()
    assert frame.locator("#ranking tbody tr").count() > 10


def test_a_notebook_shows_a_ranking_with_its_map(notebook):
    result = tyranny.rank(
        ["kadena-ab", "cfa-sasebo", "cfa-yokosuka"], mode="sea", without="kadena-ab", closed="taiwan-strait"
    )
    frame = notebook(result.in_unit("nmi"))
    rows = [row.split("\t") for row in frame.locator("#ranking tbody tr").all_inner_texts()]
    assert [row[1] for row in rows] == result.table["hub"].tolist()
    shown = [float(row[2].replace(",", "")) for row in rows]
    assert shown == pytest.approx((result.table["mean_km"] / 1.852).tolist(), rel=0.005)
    assert frame.locator("#hubs-in-use input:not(:checked)").count() == 1
    assert frame.locator("#straits-open input:not(:checked)").count() == 1


def test_a_notebook_shows_a_layer_and_a_route(notebook):
    frame = notebook(layers.load("bases").head(3))
    assert "bases" in frame.locator("#legend").inner_text()
    frame = notebook(web.show(gpd.GeoDataFrame(layers.load("bases").head(3))))
    assert "layer" in frame.locator("#legend").inner_text()
    frame = notebook(web.show(routes.route("kadena-ab", "bashi-channel")))
    row = frame.locator("#table tbody tr").first.inner_text().split("\t")
    expected = distance.matrix("kadena-ab", "bashi-channel", "sea")["distance_km"][0]
    assert float(row[1].replace(",", "")) == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize(
    ("answer", "legend", "target"),
    [
        (lambda: journeys.journey("kadena-ab", ["subic-bay"], "naval-base-guam"), "legs by sea", "Naval Base Guam"),
        (lambda: tyranny.triangle(["Seoul", "Tokyo", "Manila"]), "sides by air", "Tokyo"),
        (lambda: tyranny.contingencies(["kadena-ab", "subic-bay"], "miyako-strait", "bashi-channel"), "bashi-channel", "Bashi Channel"),
        (lambda: tyranny.korea_versus("bashi-channel"), "Strait gate", "Bashi Channel"),
        (lambda: tyranny.gaps(), "layer", "Bashi Channel"),
    ],
    ids=["journey", "triangle", "contingencies", "versus", "gaps"],
)  # fmt: skip
def test_a_notebook_shows_every_answer_with_its_map(notebook, answer, legend, target):
    frame = notebook(answer())
    assert legend in frame.locator("#legend").inner_text()
    assert target in frame.locator("#table-box").inner_text()
    assert frame.locator("#map canvas").count() == 3
