"""What leaves the page."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from browsing import STRAITS, settle

from eastup import distance, geodesy, places

pytestmark = pytest.mark.browser


MARKING = "SECRET//REL TO USA, JPN"


def test_the_picture_and_the_table_are_written_without_a_network(fresh, tmp_path):
    with fresh.expect_download() as download:
        fresh.click("#png")
    download.value.save_as(tmp_path / "map.png")
    import matplotlib.image

    image = matplotlib.image.imread(tmp_path / "map.png")
    width, height = fresh.evaluate("[eastup.camera.width, eastup.camera.height]")
    assert image.shape[1] == width * 2
    assert image.shape[0] > height * 2 + 100  # with what is said above and below
    assert len(np.unique(image[::9, ::9].reshape(-1, image.shape[2]), axis=0)) > 300
    with fresh.expect_download() as download:
        fresh.click("#csv")
    download.value.save_as(tmp_path / "table.csv")
    got = pd.read_csv(tmp_path / "table.csv").set_index("target_id")
    expected = distance.matrix("camp-humphreys", "passages", speed="450kn").set_index("target_id").loc[got.index]
    assert list(got.columns)[: len(expected.columns)] == list(expected.columns)
    assert got["distance_km"].tolist() == pytest.approx(expected["distance_km"].tolist(), abs=0.002)
    assert got["hours"].tolist() == pytest.approx(expected["hours"].tolist(), abs=0.002)
    assert got["uncertainty_km"].tolist() == pytest.approx(expected["uncertainty_km"].tolist(), abs=0.0006)
    assert fresh.complaints == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in fresh.requests)


SHEETS_PX = {"upright": (718, 1047), "across": (1047, 718), "wide": (1204, 644)}
"""What margins of 10 mm leave of A4 upright and across, and of a slide of 16:9."""


def test_on_paper_the_map_is_a_light_picture(fresh):
    fresh.click("#theme")
    fresh.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert fresh.evaluate("document.documentElement.dataset.theme") == "light"
    fresh.emulate_media(media="print")
    before = fresh.viewport_size
    for name, (width, height) in SHEETS_PX.items():
        fresh.set_viewport_size({"width": width, "height": height})
        shown = fresh.locator("#printed canvas:visible")
        assert shown.get_attribute("class") == name
        box = shown.bounding_box()
        assert width * height * 0.96 < box["width"] * box["height"] <= width * height
        assert shown.evaluate("canvas => canvas.width") > 2.5 * width  # 240 points an inch
    fresh.emulate_media(media="null")
    fresh.set_viewport_size(before)
    fresh.evaluate("dispatchEvent(new Event('afterprint'))")
    assert fresh.locator("#printed").count() == 0
    assert fresh.evaluate("document.documentElement.dataset.theme") == "dark"
    fresh.click("#theme")


@pytest.fixture(scope="module")
def marked(opener):
    frame = gpd.GeoDataFrame({"id": ["a"], "name": ['=HYPERLINK("x")']}, geometry=[shapely.Point(135, 20)], crs=4326)
    return opener(hubs=frame, marking=MARKING)


def test_a_formula_in_a_name_stays_a_text(marked):
    assert '"\'=HYPERLINK(""x"")"' in marked.evaluate("eastup.csv()")


def test_all_that_leaves_a_marked_page_bears_its_marking(marked):
    said = marked.evaluate(WRITTEN).split("\n")
    assert said.count(MARKING) == 2
    colors = "(() => { const p = eastup.picture(1), at = y => [...p.getContext('2d').getImageData(2, y, 1, 1).data.slice(0, 3)]; return [at(2), at(p.height - 2)]; })()"
    assert marked.evaluate(colors) == [[200, 16, 46]] * 2
    texts = [each.text for each in ElementTree.fromstring(marked.evaluate("eastup.drawing()")).iter() if each.text]
    assert texts.count(MARKING) == 2
    table = pd.read_csv(io.StringIO(marked.evaluate("eastup.csv()")))
    assert set(table["marking"]) == {MARKING}


def test_what_has_no_marking_bears_none(fresh):
    assert "marking" not in fresh.evaluate("eastup.csv()")


WRITTEN = """() => {
  const said = [], write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...more) { said.push(text); return write.call(this, text, ...more); };
  eastup.picture(1);
  CanvasRenderingContext2D.prototype.fillText = write;
  return said.join("\\n");
}"""


def test_the_picture_says_all_that_holds_for_it(fresh):
    fresh.evaluate(
        """eastup.update({tab: 'case', mode: 'sea', speeds_kn: {air: 450, sea: 18}, unit: 'nmi', up_deg: 0, ring_km: 926,
           off: new Set(['kadena-ab', 'subic-bay']), closed: new Set(['taiwan-strait']), hidden: new Set(['second'])})"""
    )
    said = fresh.evaluate(WRITTEN)
    made = fresh.evaluate("eastup.data.made")
    for text in (
        "The map with north up", "13 of 15 hubs", f"{STRAITS} places", "by sea at 18 kn", "Off: Kadena Air Base, Subic Bay",
        "Closed to ships: Taiwan Strait", "500 nmi (Camp Humphreys)", "WGS 84", "OpenStreetMap", "ETOPO1",
        made["date"], f"eastup {made['version']}", "First island chain", "Strait closed to ships", "Hub that is off",
        "Nearest hub or way that has changed",
    ):  # fmt: skip
        assert text in said, text
    assert "Second island chain" not in said  # which is hidden
    fresh.evaluate("eastup.update({lang: 'ja'})")
    assert "嘉手納飛行場、スービック湾" in fresh.evaluate(WRITTEN)
    fresh.evaluate("eastup.update({lang: 'en'})")
    assert fresh.evaluate("eastup.scaleBar().text") in said
    fresh.evaluate(
        "eastup.update({tab: 'ask', hub: 'kadena-ab', mode: 'air', off: new Set(), closed: new Set(), ring_km: 0})"
    )
    said = fresh.evaluate(WRITTEN)
    assert "By air from Kadena Air Base at 450 kn" in said
    assert "Closed" not in said


def test_every_row_of_the_table_says_under_what_conditions_it_holds(fresh):
    fresh.evaluate(
        "eastup.update({mode: 'sea', off: new Set(['kadena-ab']), closed: new Set(['taiwan-strait', 'miyako-strait'])})"
    )
    for tab in ("ask", "case"):
        fresh.evaluate("tab => eastup.update({tab})", tab)
        got = pd.read_csv(io.StringIO(fresh.evaluate("eastup.csv()").lstrip("\ufeff")))
        said = got[["speed_kn", "hubs_in_use", "hubs_off", "straits_closed"]].drop_duplicates()
        assert said.to_numpy().tolist() == [[20, 14, "Kadena Air Base", "Miyako Strait; Taiwan Strait"]]
        assert set(got["hubs"]) == {"; ".join(hub.id for hub in places.select("default"))}
        assert got["sources"].str.contains("WGS 84.*OpenStreetMap.*ETOPO1").all()
        assert got["uncertainty_km"].notna().any()
        assert set(got["data_date"]) == {fresh.evaluate("eastup.data.made.date")}


def test_the_scale_bar_is_as_long_as_it_says(fresh):
    for change in (
        "{}",
        "{at: {lon: 122, lat: 21, zoom: 7}, unit: 'nmi', up_deg: 0}",
        "{at: {lon: 140, lat: 40, zoom: 10.3}, unit: 'mi'}",
    ):
        fresh.evaluate(f"eastup.update({change})")
        bar, ends = fresh.evaluate(
            """(() => { const bar = eastup.scaleBar(), {width, height} = eastup.camera, half = bar.width_px / 2;
               return [bar, [eastup.lonlatAt(width / 2 - half, height / 2), eastup.lonlatAt(width / 2 + half, height / 2)]]; })()"""
        )
        number, unit = bar["text"].split()
        km = float(number.replace(",", "")) * {"km": 1, "nmi": 1.852, "mi": 1.609344}[unit]
        assert geodesy.distance_m(*ends[0], *ends[1]) / 1000 == pytest.approx(km, rel=0.002)
        assert 30 < bar["width_px"] <= 110
        assert fresh.inner_text("#scale") == bar["text"]


@pytest.mark.thorough
def test_on_a_wall_the_scale_bar_is_true_too(opener):
    page = opener(screen={"viewport": {"width": 3840, "height": 2160}})
    width, bar = page.evaluate(
        "[document.getElementById('scale').getBoundingClientRect().width, eastup.scaleBar().width_px]"
    )
    assert width == pytest.approx(bar, abs=1)
    assert bar > 110


@pytest.mark.thorough
def test_the_table_says_how_far_each_distance_may_be_off(opener):
    """From free points, nodes and straits by sea, as the library has it."""
    page = opener()
    for hub in ("26.3512,127.8", "busan-naval-base", "luzon-strait"):
        page.evaluate("hub => eastup.update({hub, mode: 'sea'})", hub)
        settle(page)
        got = pd.read_csv(io.StringIO(page.evaluate("eastup.csv()").lstrip("\ufeff"))).set_index("target_id")
        asked = distance.matrix(hub, "passages", "sea").set_index("target_id").loc[got.index]
        assert got["uncertainty_km"].to_numpy() == pytest.approx(
            asked["uncertainty_km"].to_numpy(), rel=1e-3, abs=0.001, nan_ok=True
        )


def test_the_drawing_holds_lines_and_letters_that_can_be_edited(fresh, tmp_path):
    fresh.evaluate(
        """eastup.update({tab: 'case', mode: 'sea', title: 'Mine & <yours>', off: new Set(['kadena-ab']), closed: new Set(['kanmon'])})"""
    )
    settle(fresh)
    root = ElementTree.fromstring(fresh.evaluate("eastup.drawing()"))
    space = "{http://www.w3.org/2000/svg}"
    said = [text.text for text in root.iter(f"{space}text")]
    assert "Mine & <yours>" in said
    for text in (
        "Off: Kadena Air Base",
        "Closed to ships: Kanmon Strait",
        "WGS 84",
        "Camp Humphreys",
        "First island chain",
    ):
        assert any(text in line for line in said), text
    assert fresh.evaluate("eastup.scaleBar().text") in said
    lines = root.find(f".//{space}g[@id='lines']")
    drawn, shapes = len(list(lines)), fresh.evaluate("eastup.shapes().length")
    assert 0.5 * shapes < drawn <= shapes
    assert root.find(f"{space}style") is None
    fresh.evaluate("eastup.update({lang: 'ja'})")
    assert "font/otf;base64," in ElementTree.fromstring(fresh.evaluate("eastup.drawing()")).findtext(f"{space}style")
    fresh.evaluate("eastup.update({lang: 'en'})")
    at = fresh.evaluate("eastup.screenOf(eastup.feature('camp-humphreys').at)")
    marks = [c.get("transform") for c in lines.iter(f"{space}path") if c.get("transform")]
    stand = np.array([re.findall(r"[-\d.]+", mark) for mark in marks], float)
    assert np.hypot(*(stand - at).T).min() < 0.5
    with fresh.expect_download() as download:
        fresh.evaluate("document.getElementById('picture-box').open = true")
        fresh.select_option("#picture-kind", "svg")
        fresh.click("#png")
    assert download.value.suggested_filename == "east-up.svg"


def test_pictures_have_the_size_that_is_chosen_and_a_title_of_ones_own(fresh):
    fresh.evaluate("document.getElementById('picture-box').open = true")
    fresh.fill("#own-title", "My own title")
    fresh.press("#own-title", "Enter")
    assert "My own title" in fresh.evaluate(WRITTEN)
    assert fresh.inner_text("h1") == "My own title"
    assert "title=My+own+title" in fresh.evaluate("eastup.link()")
    width = fresh.evaluate("eastup.camera.width")
    for ratio in (1, 3):
        assert fresh.evaluate("ratio => eastup.picture(ratio).width", ratio) == ratio * width
    slide = fresh.evaluate("(() => { const p = eastup.picture(2, eastup.slide); return [p.width, p.height]; })()")
    assert slide == [2560, 1440]


def test_a_page_is_called_what_it_was_made_as_until_its_reader_says_otherwise(opener):
    page = opener(title={"en": "Two ports", "ko": "두 항만"})
    assert page.inner_text("h1") == page.title() == "Two ports"
    page.evaluate("eastup.update({up_deg: 0})")
    assert "Two ports" in page.evaluate(WRITTEN)
    for lang, title in (("ko", "두 항만"), ("ja", "Two ports")):  # which it has no words for
        page.click(f"#lang button[value={lang}]")
        assert page.inner_text("h1") == title
    page.evaluate("eastup.update({title: 'Mine'})")
    assert page.inner_text("h1") == "Mine"


@pytest.mark.thorough
@pytest.mark.sample(sheet=[{"format": "A4"}])
@pytest.mark.parametrize(
    "sheet", [{"format": "A4"}, {"format": "A4", "landscape": True}, {"width": "13.333in", "height": "7.5in"}],
    ids=["A4", "A4 across", "16:9"],
)  # fmt: skip
def test_print_is_a_page_for_the_map_and_one_for_what_it_says(fresh, sheet):
    for change in (
        "{tab: 'ask'}",
        "{tab: 'case', mode: 'sea', off: new Set(['kadena-ab']), closed: new Set(['taiwan-strait'])}",
        "{tab: 'way', way: ['kadena-ab', 'subic-bay']}",
    ):
        fresh.evaluate(f"eastup.update({change})")
        pages = re.findall(rb"/Type\s*/Page\b", fresh.pdf(**sheet))
        assert len(pages) == 2, change
