"""The page in Firefox and in WebKit: what each engine must be able to do, in few steps."""

from __future__ import annotations

import time

import engines
import pytest

from eastup import distance

pytestmark = pytest.mark.browser


class Page:
    """A page in an engine."""

    def __init__(self, engine):
        self._engine = engine

    def open(self, url):
        self._engine.open(url)
        self.settle()

    def do(self, script):
        return self._engine.evaluate(script)

    def settle(self):
        time.sleep(0.2)
        self.wait("document.body.dataset.ready && !eastup.isSearching()")
        self.do("eastup.paint()")

    def wait(self, holds):
        end = time.monotonic() + engines.PATIENCE_S
        while not self.do(f"!!({holds})"):
            assert time.monotonic() < end, f"never: {holds}"
            time.sleep(0.1)

    def table(self):
        rows = self.do(
            "[...document.getElementById('table').tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
        )
        return {name: float(km.replace(",", "")) for name, km, *_ in rows}


@pytest.fixture(scope="module", params=["Firefox", "WebKit"])
def page(request, written):
    if not {"Firefox": engines.FIREFOX, "WebKit": engines.WEBKIT}[request.param]:
        pytest.skip(f"no {request.param} on this machine")
    engine = getattr(engines, request.param)()
    page = Page(engine)
    page.open(written().as_uri() + "#mode=sea&unit=km&hub=10,150&hours=24")
    yield page
    engine.close()


def test_it_opens_and_paints(page):
    assert page.do("document.querySelector('h1').textContent") == "The map with east up"
    pixels = "(() => { const map = document.querySelector('#map canvas'), data = map.getContext('2d').getImageData(0, 0, map.width, map.height).data;"
    assert (
        page.do(f"{pixels} return new Set(new Uint32Array(data.buffer)).size; }})()") > 500
    )  # land, depth, lines and names


def test_it_searches_the_sea_from_any_point_with_straits_closed(page):
    expected = distance.matrix([(150.0, 10.0)], "passages", "sea").set_index("target")["distance_km"].to_dict()
    assert page.table() == pytest.approx(expected, rel=0.001, abs=0.51)
    page.do("void eastup.update({closed: new Set(['luzon-strait', 'lombok-strait'])})")
    page.settle()
    closed = ["luzon-strait", "lombok-strait"]
    expected = (
        distance.matrix([(150.0, 10.0)], "passages", "sea", closed=closed).set_index("target")["distance_km"].to_dict()
    )
    assert page.table() == pytest.approx(expected, rel=0.001, abs=0.51)


def test_it_shows_what_ships_reach(page):
    assert page.do("eastup.areas().map(area => area.text)") == ["24 h"]
    assert page.do("eastup.areas()[0].loops.length") >= 1


def test_a_step_is_undone_and_done_again(page):
    page.do("void eastup.update({unit: 'nmi'})")
    page.wait("document.querySelector('#unit [aria-checked=true]').value === 'nmi'")
    page.do("void document.getElementById('undo').click()")
    page.wait("eastup.state.unit === 'km'")
    page.do("void document.getElementById('redo').click()")
    page.wait("eastup.state.unit === 'nmi'")
    page.do("void eastup.update({unit: 'km'})")


def test_it_turns_and_speaks(page):
    page.do("void document.querySelector('#turn .sides button').click()")
    page.do("void document.querySelector('#lang button[value=ko]').click()")
    page.wait("document.querySelector('h1').textContent === '북쪽이 위인 지도'")


def test_it_makes_a_picture_and_a_table(page):
    assert page.do("eastup.picture(1).width") > 500
    assert "target_id" in page.do("eastup.csv()")


def test_it_reads_a_file(page):
    page.do(
        """(() => { const data = new DataTransfer(); data.items.add(new File(["name,lat,lon\\nMine,20,135\\n"], "mine.csv"));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); })()"""
    )
    page.wait("eastup.own.some(layer => layer.name === 'mine')")
