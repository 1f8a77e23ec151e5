"""Maps of a notebook in the pages that nbconvert and marimo make of it: in a real browser, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

import eastup
from eastup.web.notebook import show

pytestmark = pytest.mark.browser

LAND = """() => {
  const canvas = document.querySelector('canvas');
  if (!canvas || !canvas.width) return 0;
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let land = 0;
  for (let i = 0; i < data.length; i += 4)  // land is lighter than the sea, and warm: more red than blue
    if (data[i + 3] > 200 && data[i] > 200 && data[i] - data[i + 2] > 10) land += 1;
  return land / (data.length / 4);
}"""


def by_nbconvert(maps) -> str:
    """Return the page of a notebook; as docs/howto/notebooks.md says it: its own would ask for MathJax and RequireJS."""
    nbconvert = pytest.importorskip("nbconvert")  # here, not above: it takes seconds of the collecting of all tests
    nbformat = pytest.importorskip("nbformat")
    shared = Path(nbconvert.__file__).parents[4] / "share" / "jupyter"
    cells = []
    for shown in maps:
        data = {"text/html": shown._repr_html_(), "text/plain": repr(shown)}
        output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
        cells.append(nbformat.v4.new_code_cell("shown", outputs=[output], execution_count=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(shared))  # wherever nbconvert is installed
        exporter = nbconvert.HTMLExporter(mathjax_url="", require_js_url="")
        return str(exporter.from_notebook_node(nbformat.v4.new_notebook(cells=cells))[0])


def by_marimo(maps) -> str:
    """Return what marimo puts into the cells of its page for the last line of each."""
    marimo = pytest.importorskip("marimo")
    return "<!DOCTYPE html><html><body>" + "".join(marimo.as_html(shown).text for shown in maps) + "</body></html>"


FIRST = pytest.mark.sample(pages=by_nbconvert)


@pytest.fixture(scope="module", params=[by_nbconvert, by_marimo])
def pages(request, windows, tmp_path_factory):
    """Return the frames of the maps in a notebook's page, and what the page asked for."""
    path = tmp_path_factory.mktemp("converted") / "notebook.html"
    maps = show(eastup.View()), eastup.explore(eastup.layers.load("straits"))
    path.write_text(request.param(maps), encoding="utf-8")
    page = windows.take(viewport={"width": 1100, "height": 900})
    page.goto(path.as_uri())
    yield [frame for frame in page.frames if frame is not page.main_frame], page.requests, path
    windows.leave(page)


@pytest.mark.thorough
@FIRST
@pytest.mark.parametrize("number", [0, 1])
def test_land_is_drawn(pages, number):
    frames, _, _ = pages
    assert len(frames) == 2
    frames[number].wait_for_function(f"({LAND})() > 0.1", timeout=20_000)
    share = frames[number].evaluate(LAND)
    assert 0.1 < share < 0.6


@pytest.mark.thorough
@FIRST
def test_nothing_is_asked_of_a_network(pages):
    _, asked, path = pages
    assert [url for url in asked if not url.startswith(("data:", "blob:", "about:")) and url != path.as_uri()] == []


@pytest.mark.thorough
@FIRST
def test_what_stands_beside_the_maps_is_light(pages):
    """The page is the two maps and nbconvert's own styles."""
    assert pages[2].stat().st_size < 4_000_000
