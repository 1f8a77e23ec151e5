"""Maps of a notebook in the page that nbconvert makes of it: in a real browser, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

import eastup
from eastup.web.notebook import show

nbconvert = pytest.importorskip("nbconvert")
nbformat = pytest.importorskip("nbformat")
pytestmark = pytest.mark.browser

SHARED = Path(nbconvert.__file__).parents[4] / "share" / "jupyter"
LAND = """() => {
  const canvas = document.querySelector('canvas');
  if (!canvas || !canvas.width) return 0;
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let land = 0;
  for (let i = 0; i < data.length; i += 4)  // land is lighter than the sea, and warm: more red than blue
    if (data[i + 3] > 200 && data[i] > 200 && data[i] - data[i + 2] > 10) land += 1;
  return land / (data.length / 4);
}"""


@pytest.fixture(scope="module")
def pages(browser, tmp_path_factory):
    """Return the frames of the maps in a converted notebook, and what the page asked for."""
    cells = []
    for shown in (show(eastup.View()), eastup.explore(eastup.layers.load("straits"))):
        data = {"text/html": shown._repr_html_(), "text/plain": repr(shown)}
        output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
        cells.append(nbformat.v4.new_code_cell("shown", outputs=[output], execution_count=1))
    notebook = nbformat.v4.new_notebook(cells=cells)
    # As docs/howto/notebooks.md says it: nbconvert's own page would ask for MathJax and RequireJS.
    path = tmp_path_factory.mktemp("converted") / "notebook.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(SHARED))  # wherever nbconvert is installed
        exporter = nbconvert.HTMLExporter(mathjax_url="", require_js_url="")
        path.write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")
    context = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    yield [frame for frame in page.frames if frame is not page.main_frame], asked, path
    context.close()


@pytest.mark.parametrize("number", [0, 1])
def test_land_is_drawn(pages, number):
    frames, _, _ = pages
    assert len(frames) == 2
    frames[number].wait_for_function(f"({LAND})() > 0.1", timeout=20_000)
    share = frames[number].evaluate(LAND)
    assert 0.1 < share < 0.6


def test_nothing_is_asked_of_a_network(pages):
    _, asked, path = pages
    assert [url for url in asked if not url.startswith(("data:", "blob:", "about:")) and url != path.as_uri()] == []


def test_what_stands_beside_the_maps_is_light(pages):
    """The page is the two maps and nbconvert's own styles."""
    assert pages[2].stat().st_size < 4_000_000
