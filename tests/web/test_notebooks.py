"""The map in a notebook."""

from __future__ import annotations

import geopandas as gpd
import pytest
from browsing import figure

from eastup import View, briefing, distance, journeys, layers, tyranny, web
from eastup.sea import routes

pytestmark = pytest.mark.browser


@pytest.fixture
def notebook(windows, tmp_path):
    """Show in a page what a notebook would show of an object."""
    pages = []

    def show(what):
        path = tmp_path / f"notebook{len(pages)}.html"
        path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{what._repr_html_()}</body>", encoding="utf-8")
        pages.append(windows.take(viewport={"width": 1100, "height": 700}))
        pages[-1].goto(path.as_uri())
        frame = pages[-1].frame_locator("iframe")
        frame.locator("body[data-ready]").wait_for()
        return frame

    yield show
    assert [page.complaints for page in pages if page.complaints] == []


def test_a_notebook_shows_the_map_of_a_view(notebook):
    frame = notebook(View(up=45))
    assert frame.locator("h1").inner_text() == "The map with north-east up"
    frame.locator("#turn .sides button").nth(0).click()
    assert frame.locator("h1").inner_text() == "The map with north up"
    frame.locator("#show-case").click()
    assert frame.locator("#ranking tbody tr").count() > 10


@pytest.mark.thorough
def test_a_notebook_shows_a_ranking_with_its_map(notebook):
    result = tyranny.rank(
        ["kadena-ab", "cfa-sasebo", "cfa-yokosuka"], mode="sea", without="kadena-ab", closed="taiwan-strait"
    )
    frame = notebook(result.in_unit("nmi"))
    frame.locator("#verdict", has_not_text="Searching").wait_for(timeout=60_000)
    cells = "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText))"
    rows = frame.locator("#ranking").evaluate(cells)  # all at once: the table is drawn anew while the sea is searched
    assert [row[1] for row in rows] == result.table["hub"].tolist()
    shown = [figure(row[2]) for row in rows]
    assert shown == pytest.approx((result.table["mean_km"] / 1.852).tolist(), rel=0.005)
    assert frame.locator("#hubs-in-use input:not(:checked)").count() == 1
    assert frame.locator("#straits-open input:not(:checked)").count() == 1


@pytest.mark.thorough
def test_a_notebook_shows_a_layer_and_a_route(notebook):
    frame = notebook(web.show(layers.load("bases").head(3)))
    assert "bases" in frame.locator("#legend").inner_text()
    frame = notebook(web.show(gpd.GeoDataFrame(geometry=layers.load("bases").head(3).geometry)))
    assert "layer" in frame.locator("#legend").inner_text()
    frame = notebook(web.show(routes.route("kadena-ab", "bashi-channel")))
    row = frame.locator("#table tbody tr").first.inner_text().split("\t")
    expected = distance.matrix("kadena-ab", "bashi-channel", "sea")["distance_km"][0]
    assert figure(row[1]) == pytest.approx(expected, rel=0.005)


@pytest.mark.sample(legend="layer")
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
    assert frame.locator("#map canvas").count() == 1


def test_what_stands_beside_a_shown_map_is_short():
    assert len(repr(web.show(View()))) < 100
    assert len(repr(briefing.draw("east-up", background="plain"))) < 200


@pytest.mark.thorough
def test_a_map_whose_frame_has_no_size_at_first_fills_it_later(windows, tmp_path):
    """As in VS Code, and in pages that nbconvert makes: the frame is laid out after its scripts have run."""
    path = tmp_path / "late.html"
    body = f"<div id=late style='display: none'>{web.show(View())._repr_html_()}</div>"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{body}</body>", encoding="utf-8")
    page = windows.take(viewport={"width": 1000, "height": 700})
    page.goto(path.as_uri())
    page.wait_for_timeout(1500)
    page.evaluate("() => document.getElementById('late').style.display = 'block'")
    inside = page.query_selector("iframe").content_frame()
    inside.wait_for_selector("body[data-ready]")
    inside.wait_for_function("() => document.querySelector('#map canvas').width > 300")
    drawn = """() => { const canvas = document.querySelector('#map canvas');
      const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(Array.from(data).filter((_, i) => i % 4 === 0)).size; }"""
    inside.wait_for_timeout(500)
    assert inside.evaluate(drawn) > 10
