"""Places stand where the library's view puts them."""

from __future__ import annotations

import numpy as np
import pytest
from browsing import click_at, go_to, screen_of, turn

from eastup import View

pytestmark = pytest.mark.browser

LON, LAT = (a.ravel() for a in np.meshgrid(np.linspace(90, 179, 19), np.linspace(-20, 60, 17)))


@pytest.mark.sample(up=137.5)
@pytest.mark.parametrize("up", [90, 0, 137.5])
@pytest.mark.parametrize("zoom", [2.6, 5.4, 8, 9])
def test_places_stand_where_pyproj_puts_them(opened, up, zoom):
    turn(opened, up)
    got = opened.evaluate(
        """([points, zoom]) => {
          eastup.update({at: {lon: 130, lat: 30, zoom}});
          const [x0, y0] = eastup.screenOf([130, 30]);
          return points.map(at => {
            const [x, y] = eastup.screenOf(at);
            return [x - x0, y - y0, ...eastup.lonlatAt(x, y)];
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


@pytest.mark.thorough
@pytest.mark.sample(view=View(projection="equal-area", up=30))
@pytest.mark.parametrize("view", [
    View(center=(125.0, 25.0)), View(projection="equal-area", up=30), View(projection="equidistant", center=(127, 36)),
], ids=["other-centre", "equal-area", "equidistant"])  # fmt: skip
def test_every_projection_is_the_librarys(opener, view):
    page = opener(view, by_sea=False)
    points = np.column_stack([LON, LAT]).tolist()
    got = page.evaluate("ps => ps.map(at => eastup.projection.forward(...at))", points)
    x, y = view.turned(0).forward(LON, LAT)  # the page turns what it has projected
    assert np.abs(np.array(got) - np.column_stack([x, y])).max() < 2.0  # metres
    assert page.complaints == []


@pytest.mark.sample(up=210)
@pytest.mark.parametrize("up", [90, 0, 210])
@pytest.mark.parametrize("zoom", [3.4, 6, 8.9])
def test_marks_are_painted_where_pyproj_puts_them(fresh, up, zoom):
    """Read the canvas: the middle of each US base's mark has the colour of its kind."""
    fresh.evaluate("eastup.update({hidden: new Set(['ray', 'gate', 'chain', 'second', 'user-mine'])})")
    turn(fresh, up)
    go_to(fresh, 127.77, 26.35, zoom)
    bases = [p["at"] for p in fresh.evaluate("eastup.data.points") if p["kind"] == "us_base"]
    view = View(up=up)
    size = np.array(fresh.evaluate("[eastup.camera.width, eastup.camera.height]"))
    xy, middle = np.column_stack(view.forward(*np.array(bases).T)), np.array(view.forward(127.77, 26.35))
    at_px = size / 2 + (xy - middle) * [1, -1] * 2**zoom / 156543.03392804097
    at_px = at_px[((at_px > 8) & (at_px < size - 8)).all(axis=1)]
    # A hub's name or the ring of the hub may lie over a mark, and another mark of a like rank.
    painted = [pixel(fresh, *place) for place in at_px]
    assert len(painted) > 2
    assert np.mean([np.abs(np.array(p) - [0x14, 0x50, 0x7F]).max() < 12 for p in painted]) > 0.7


def pixel(page, left, top):
    """Return red, green and blue of the map at a place on it."""
    return page.evaluate(
        """([left, top]) => {
          const canvas = document.querySelector('#map canvas'), ratio = canvas.width / canvas.clientWidth;
          const copy = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
          copy.drawImage(canvas, -Math.round(left * ratio), -Math.round(top * ratio));
          return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }""",
        [float(left), float(top)],
    )


def test_the_land_is_drawn_where_pyproj_puts_it(fresh):
    """Read the canvas: pixels well inside land have the land's colour, and pixels at sea that of the sea."""
    fresh.evaluate(
        "eastup.update({hidden: new Set(['seas', 'depth', 'ray', 'gate', 'chain', 'city', 'node', 'us_base', 'host_base', 'edca_base', 'civil'])}); eastup.paint()"
    )
    for lon, lat, is_land in (
        (121, 23.7, True),
        (138.5, 36.3, True),
        (121, 16.5, True),
        (124, 36, False),
        (132, 25.5, False),
    ):
        color = (0xF7, 0xF3, 0xE9) if is_land else (0xC3, 0xD6, 0xE2)
        assert pixel(fresh, *screen_of(fresh, lon, lat)) == list(color), (lon, lat)


def test_a_click_reads_the_right_position(opened):
    turn(opened, 90)
    click_at(opened, 131, 17)
    text = opened.inner_text("#card h2")
    lat, lon = (float(part[:-2]) for part in text.split())
    assert (lat, lon) == pytest.approx((17, 131), abs=0.05)
    opened.keyboard.press("Escape")


def test_east_and_north_are_where_the_page_says(opened):
    def bearing(up):
        turn(opened, up)
        return opened.evaluate(
            """(() => { const [lon, lat] = eastup.data.view.center, a = eastup.screenOf([lon, lat]), b = eastup.screenOf([lon + 2, lat]);
               return [b[0] - a[0], b[1] - a[1]]; })()"""
        )

    right, down = bearing(90)
    assert down < 0
    assert abs(right) < 0.02 * abs(down)
    right, down = bearing(0)
    assert right > 0
    assert abs(down) < 0.02 * right
