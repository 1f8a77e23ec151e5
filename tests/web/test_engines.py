"""The page in Firefox and in WebKit: what each engine must be able to do, in few steps."""

from __future__ import annotations

import engines
import pytest
from browsing import says_lengths
from test_axe import AXE, STATES
from test_hits import SIZES

from eastup import distance

pytestmark = [pytest.mark.browser, pytest.mark.thorough]  # Chromium shows the same in the other files


@pytest.fixture(scope="module", params=["Firefox", "WebKit"])
def engine(request):
    if not {"Firefox": engines.FIREFOX, "WebKit": engines.WEBKIT}[request.param]:
        pytest.skip(f"no {request.param} on this machine")
    engine = getattr(engines, request.param)()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def page(engine, written):
    page = engines.Page(engine)
    page.open(written().as_uri() + "#mode=sea&unit=km&hub=10,150&hours=24")
    return page


@pytest.fixture
def fresh(page):
    """The page as it opens without an address."""
    page.do("void eastup.reset()")
    page.settle()
    return page


def test_it_opens_and_paints(page):
    assert page.do("document.querySelector('h1').textContent") == "The map with east up"
    pixels = "(() => { const map = document.querySelector('#map canvas'), data = map.getContext('2d').getImageData(0, 0, map.width, map.height).data;"
    assert (
        page.do(f"{pixels} return new Set(new Uint32Array(data.buffer)).size; }})()") > 500
    )  # land, depth, lines and names


def test_it_searches_the_sea_from_any_point_with_straits_closed(page):
    assert says_lengths(page.table(), distance.matrix([(150.0, 10.0)], "passages", "sea"))
    page.do("void eastup.update({closed: new Set(['luzon-strait', 'lombok-strait'])})")
    page.settle()
    closed = ["luzon-strait", "lombok-strait"]
    assert says_lengths(page.table(), distance.matrix([(150.0, 10.0)], "passages", "sea", closed=closed))


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


def test_the_page_is_saved_with_the_file(page, written, tmp_path):
    page.do("void eastup.update({hub: 'mine/row-1', title: 'Kept'})")
    path = tmp_path / "saved.html"
    path.write_text(page.do("eastup.savedPage()"), encoding="utf-8")
    page.open(path.as_uri())
    assert page.do("eastup.own.map(layer => layer.name)") == ["mine"]
    assert page.do("[eastup.state.hub, eastup.state.title]") == ["mine/row-1", "Kept"]
    page.open(written().as_uri())


def test_what_if_switches_hubs_of_a_host_and_closes_a_strait(fresh):
    fresh.do("void document.getElementById('show-case').click()")
    host = "[...document.querySelectorAll('#host-groups label')].find(l => l.textContent.startsWith('Japan')).querySelector('input')"
    fresh.do(f"void {host}.click()")
    fresh.settle()
    off = fresh.do("[...eastup.state.off]")
    assert {"kadena-ab", "cfa-yokosuka", "cfa-sasebo", "misawa-ab"} <= set(off)
    assert "instead of" in fresh.do("document.getElementById('verdict').textContent")
    fresh.do(
        "void [...document.querySelectorAll('#straits-open label')].find(l => l.textContent === 'Taiwan Strait').querySelector('input').click()"
    )
    fresh.settle()
    assert fresh.do("[eastup.state.mode, ...eastup.state.closed]") == ["sea", "taiwan-strait"]
    said = fresh.do("eastup.csv()")
    assert "Taiwan Strait" in said
    assert fresh.do("document.querySelectorAll('#nearest tbody tr').length") == fresh.do("eastup.targets.length")
    fresh.do("void document.getElementById('reset').click()")
    fresh.wait("eastup.state.off.size === 0 && eastup.state.closed.size === 0")


def test_two_hubs_are_compared_with_their_difference(fresh):
    fresh.do("void eastup.update({tab: 'ask', mode: 'air', unit: 'km'})")
    for name, key in (("hub", "kadena-ab"), ("rival", "subic-bay")):
        fresh.do(
            f"(() => {{ const list = document.getElementById('{name}'); list.value = '{key}'; list.dispatchEvent(new Event('change')); }})()"
        )
    expected = [
        distance.matrix(hub, "passages").set_index("target")["distance_km"] for hub in ("kadena-ab", "subic-bay")
    ]
    rows = fresh.do(
        "[...document.getElementById('table').tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    assert len(rows) == len(expected[0])
    for name, mine, its, change in rows:
        km = [float(text.replace(",", "")) for text in (mine, its)]
        assert km == pytest.approx([one[name] for one in expected], abs=0.51)
        assert float(change.replace(",", "").replace("−", "-").replace("±", "")) == pytest.approx(
            expected[1][name] - expected[0][name], abs=1.01
        )


def test_any_place_to_any_place_is_typed_turned_round_and_as_long_as_in_the_library(fresh):
    fresh.do("void document.getElementById('show-way').click()")
    for text in ("26.36, 127.77", "14.5N 113.2E", "Subic Bay"):
        fresh.do(
            f"(() => {{ const field = document.getElementById('add'); field.focus(); field.value = {text!r}; field.dispatchEvent(new Event('input')); }})()"
        )
        fresh.wait("document.querySelectorAll('#add-hits li').length > 0")
        fresh.do(
            "void document.getElementById('add').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))"
        )
    fresh.settle()
    assert fresh.do("eastup.legs().length") == 2
    places = [(127.77, 26.36), (113.2, 14.5), "subic-bay"]
    for mode in ("air", "sea"):
        asked = [
            float(distance.matrix([a], [b], mode)["distance_km"].iloc[0])
            for a, b in zip(places, places[1:], strict=False)
        ]
        found = fresh.do(f"eastup.legs().map(leg => leg.{mode}_m / 1000)")
        assert found == pytest.approx(asked, rel=0.01 if mode == "sea" else 1e-6)
    fresh.do("void document.getElementById('way-turn').click()")
    fresh.wait("eastup.state.way[0] === 'subic-bay'")


def test_steps_are_kept_and_presented(fresh):
    fresh.do("void document.getElementById('show-story').click()")
    add = "[...document.querySelectorAll('#story-tools button')][0]"
    fresh.do("void eastup.update({up_deg: 0})")
    fresh.do(f"void {add}.click()")
    fresh.do("void eastup.update({up_deg: 90})")
    fresh.do(f"void {add}.click()")
    assert fresh.do("eastup.state.steps.length") == 2
    fresh.do("void eastup.update({step: -1})")
    fresh.do("void document.getElementById('present').click()")
    fresh.wait("eastup.state.presenting && eastup.state.step === 0")
    fresh.settle()
    assert fresh.do("eastup.state.up_deg") == 0
    press = "document.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{}', bubbles: true, cancelable: true }}))"
    fresh.do(f"void {press.format('ArrowRight')}")
    fresh.wait("eastup.state.step === 1 && eastup.state.up_deg === 90")
    assert fresh.do("document.getElementById('told').textContent.length") > 10
    fresh.do(f"void {press.format('Escape')}")
    fresh.wait("!eastup.state.presenting")


def test_back_and_forward_show_what_was_shown(fresh):
    fresh.do("void eastup.update({tab: 'ask', hub: 'kadena-ab'})")
    fresh.do("void eastup.update({hub: 'subic-bay'})")
    fresh.do("void history.back()")
    fresh.wait("eastup.state.hub === 'kadena-ab'")
    fresh.do("void history.forward()")
    fresh.wait("eastup.state.hub === 'subic-bay'")


def test_the_picture_says_all_that_holds_for_it(fresh):
    fresh.do(
        "void eastup.update({tab: 'case', mode: 'sea', off: new Set(['kadena-ab']), closed: new Set(['taiwan-strait']), title: 'Mine', up_deg: 0})"
    )
    fresh.settle()
    said = fresh.do(
        """(() => { const said = [], write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...more) { said.push(text); return write.call(this, text, ...more); };
        eastup.picture(1); CanvasRenderingContext2D.prototype.fillText = write; return said.join("\\n"); })()"""
    )
    for text in ("Mine", "Off: Kadena Air Base", "Closed to ships: Taiwan Strait", "WGS 84", "US base", "km"):
        assert text in said


def test_keys_and_two_fingers_move_the_map(fresh):
    fresh.do("void eastup.update({tab: 'ask', at: {lon: 128, lat: 26, zoom: 5}, up_deg: 90})")
    fresh.settle()
    fresh.do("void document.getElementById('map').focus()")
    fresh.do(
        "void document.getElementById('map').dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true, cancelable: true }))"
    )
    fresh.wait("eastup.state.at.zoom > 5.5")
    up = fresh.do(
        """(() => { const map = document.getElementById("map"), box = map.getBoundingClientRect(); map.setPointerCapture = () => {};
        const fire = (type, id, x, y) => map.dispatchEvent(new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, pointerId: id, pointerType: "touch", button: 0, bubbles: true }));
        fire("pointerdown", 11, 300, 300); fire("pointerdown", 12, 500, 300);
        for (let a = 0; a <= 60; a += 5) { const r = a * Math.PI / 180; fire("pointermove", 12, 300 + 200 * Math.cos(r), 300 + 200 * Math.sin(r)); }
        fire("pointerup", 12, 400, 473); fire("pointerup", 11, 300, 300); return eastup.camera.up_deg; })()"""
    )
    assert abs((up - 90 + 540) % 360 - 180) > 40


@pytest.fixture(scope="module")
def framed(engine, written, tmp_path_factory):
    """The page in a frame: phones are smaller than any window of these engines."""
    path = tmp_path_factory.mktemp("framed") / "frame.html"
    path.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><iframe src="{written().as_uri()}"></iframe>', encoding="utf-8"
    )
    page = engines.Framed(engine)
    page.open(path.as_uri())
    yield page
    page.close()


# By the pointer's own events: neither driver clicks in a window that has no focus. A key between them parts two clicks.
OPENED_BY_CLICKS = """(() => {
  const map = document.getElementById("map"), box = map.getBoundingClientRect(), found = {};
  map.setPointerCapture = () => {};
  const fire = (type, x, y) => map.dispatchEvent(new PointerEvent(type,
    { clientX: x, clientY: y, pointerId: 1, pointerType: "mouse", button: 0, bubbles: true, isPrimary: true }));
  for (const hub of eastup.hubs) {
    const [x, y] = eastup.screenOf(hub.at), on = document.elementFromPoint(box.left + x, box.top + y);
    if (!on || on.parentElement.id !== "map") continue;
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift" }));
    fire("pointerdown", box.left + x, box.top + y);
    fire("pointerup", box.left + x, box.top + y);
    found[hub.key] = eastup.state.card;
    eastup.update({ card: null });
  }
  return found; })()"""


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_mark_of_every_hub_in_sight_opens_that_hub(framed, size):
    framed.resize(*size)
    for up in (90, 0):
        framed.do(f"void eastup.update({{up_deg: {up}}})")
        framed.settle()
        opened = framed.do(OPENED_BY_CLICKS)
        assert len(opened) > 7
        assert opened == {key: key for key in opened}


@pytest.mark.skipif(AXE is None, reason="no axe-core on this machine")
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(framed, state):
    """In the one theme or the other, by turns: both are looked at in Chromium."""
    theme = ("light", "dark")[list(STATES).index(state) % 2]
    if framed.do("!window.axe"):
        framed.resize(1366, 768)
        framed.do(f"(() => {{ {AXE.read_text(encoding='utf-8')} }})()")
    framed.do(f"void (location.hash = '{STATES[state]}&theme={theme}')")
    framed.wait(f"eastup.state.theme === '{theme}'")
    framed.settle()
    framed.do("void document.querySelectorAll('details').forEach(box => { box.open = true; })")
    framed.do(
        "void axe.run(document, { resultTypes: ['violations'] }).then(done => { window.violations = done.violations; })"
    )
    framed.wait("window.violations")
    found = framed.do("violations.map(each => [each.id, each.nodes.map(node => node.html)])")
    framed.do("void (window.violations = null)")
    assert found == []
