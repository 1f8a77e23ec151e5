from __future__ import annotations

import itertools

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import shapely

import eastup
from eastup import View, geodesy
from eastup.errors import InputError, UnknownNameError
from eastup.view.view import PROJECTIONS

EXTENT = (118.0, 20.0, 132.0, 30.0)
SITES = gpd.GeoDataFrame(
    {"name": ["Kadena", "Naha", None, "Taipei"]},
    geometry=gpd.points_from_xy([127.77, 127.65, 125.3, 121.55], [26.36, 26.2, 24.8, 25.07]),
    crs="EPSG:4326",
)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def points_of(ax, xy):
    """Return points of the figure, of 72 to the inch, of data."""
    return ax.transData.transform(xy) / ax.figure.dpi * 72


@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("up", [0, 90, 135])
def test_all_of_the_extent_is_shown_and_a_metre_is_as_long_both_ways(projection, up):
    view = View(up=up, projection=projection)
    ax = eastup.axes(view, EXTENT, sea="plain")
    lon, lat = np.meshgrid(np.linspace(118, 132, 20), np.linspace(20, 30, 20))
    x, y = view.forward(lon, lat)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left <= x.min()
    assert x.max() <= right
    assert bottom <= y.min()
    assert y.max() <= top
    step = np.diff(points_of(ax, [(0, 0), (1000, 1000)]), axis=0)[0]
    assert step[0] == pytest.approx(step[1])


def test_a_title_stands_above_the_figures_of_the_graticule_and_within_the_page():
    ax = eastup.axes(View(), EXTENT, sea="plain")
    title = ax.set_title("A title with glyphs (jgq)")
    ax.figure.draw_without_rendering()
    box, figures = title.get_window_extent(), [text.get_window_extent() for text in ax.texts]
    assert not any(box.overlaps(figure) for figure in figures)
    assert box.y1 < ax.figure.bbox.y1
    assert max(figure.y1 for figure in figures) > ax.bbox.y1  # there are some at the top


def test_rows_of_a_table_are_named_where_it_says_that_they_are():
    ax = eastup.axes(View(), EXTENT, sea="plain")
    table = pd.DataFrame({"port": ["Naha", "Taipei"], "lat": [26.2, 25.07], "lon": [127.65, 121.55]})
    assert eastup.label(ax, table, "port") == []
    assert {"Naha", "Taipei"} <= {text.get_text() for text in ax.texts}


def test_a_frame_in_the_view_is_plotted_and_the_limits_and_the_names_of_axes_stay():
    view = View()
    ax = eastup.axes(view, EXTENT)
    before = ax.get_xlim(), ax.get_ylim()
    eastup.layers.load("bases").to_crs(view.crs).plot(ax=ax)
    assert (ax.get_xlim(), ax.get_ylim()) == before
    assert ax.get_xlabel().strip() == ax.get_ylabel().strip() == ""
    marks = ax.collections[-1]
    assert marks.get_zorder() > max(c.get_zorder() for c in ax.collections[:-1])  # over the land


def test_the_pointer_tells_degrees():
    view = View()
    ax = eastup.axes(view, EXTENT, sea="plain")
    assert ax.format_coord(*view.forward(127.768, 26.356)) == "26.356° N, 127.768° E"


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_the_scale_bar_is_true_and_north_is_north(projection):
    view = View(center=(125.0, 25.0), projection=projection)
    ax = eastup.axes(view, EXTENT, sea="plain")
    told = next(float(t.get_text()[:-3].replace(",", "")) for t in ax.texts if t.get_text().endswith(" km"))
    bars = [p for p in ax.patches if p.get_gid() == "furniture"]
    length_m = sum(p.get_width() for p in bars)
    line = view.line if projection == "oblique-mercator" else None
    lon, lat = (line.lon, line.lat) if line else view.center
    ends = geodesy.forward(lon, lat, [view.up - 90, view.up + 90], 500 * told)
    assert float(np.hypot(*np.diff(view.forward(*ends)))[0]) == pytest.approx(length_m, rel=2e-4)
    arrow = next(t for t in ax.texts if getattr(t, "arrow_patch", None) is not None)
    tail, tip = np.array(arrow.xyann), np.array(arrow.xy)
    middle = np.mean([ax.get_xlim(), ax.get_ylim()], axis=1)
    here = view.inverse(*middle)
    north = np.subtract(view.forward(here[0], here[1] + 0.01), middle)
    direction = tip - tail
    across = north[0] * direction[1] - north[1] * direction[0]
    assert across / np.hypot(*north) / np.hypot(*direction) == pytest.approx(0, abs=1e-3)
    assert north @ direction > 0


def test_the_figures_of_the_graticule_stand_where_their_lines_leave():
    view = View()
    ax = eastup.axes(view, EXTENT, sea="plain")
    figures = [t for t in ax.texts if t.get_text().endswith(("°N", "°E"))]
    assert len(figures) >= 8
    edge = shapely.box(ax.get_xlim()[0], ax.get_ylim()[0], ax.get_xlim()[1], ax.get_ylim()[1]).exterior
    for figure in figures:
        degrees, east = float(figure.get_text()[:-2]), figure.get_text().endswith("E")
        ends = [(degrees, 10), (degrees, 40)] if east else [(105, degrees), (145, degrees)]
        line = shapely.segmentize(shapely.LineString(ends), 0.1)
        crossings = shapely.transform(line, lambda xy: np.column_stack(view.forward(*xy.T))).intersection(edge)
        pt_m = (ax.get_xlim()[1] - ax.get_xlim()[0]) / (6.3 * 72)
        assert crossings.distance(shapely.Point(figure.get_position())) < 25 * pt_m


def test_names_overlap_nothing_and_stand_within_the_axes():
    view = View()
    ax = eastup.axes(view, EXTENT, sea="plain")
    bases = eastup.layers.load("bases")
    before = bases.copy()
    left_out = eastup.label(ax, bases, "name")
    assert bases.equals(before)
    frame = ax.get_window_extent()
    texts = {
        t.get_text(): t.get_window_extent() for t in ax.texts if t.get_gid() in {"label", "furniture"} and t.get_text()
    }
    assert any("Kadena" in text for text in texts)
    for (one, a), (other, b) in itertools.combinations(texts.items(), 2):
        deep = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        high = deep[1] * 72 / ax.figure.dpi
        assert deep[0] <= 1 or high <= 3.5, (one, other)  # lines of one name stand close
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in texts.values())
    x, y = view.forward(bases.geometry.x, bases.geometry.y)
    (xmin, xmax), (ymin, ymax) = ax.get_xlim(), ax.get_ylim()
    inside = (x > xmin) & (x < xmax) & (y > ymin) & (y < ymax)
    assert set(left_out) <= set(bases["name"][inside])


def test_a_feature_without_a_name_has_none():
    ax = eastup.axes(View(), EXTENT, sea="plain", furniture=False)
    assert eastup.label(ax, SITES, "name") == []
    assert sorted(t.get_text() for t in ax.texts) == ["Kadena", "Naha", "Taipei"]


def test_axes_that_one_has_are_used():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    ax = eastup.axes(View(up=0), EXTENT, ax=right, sea="plain", theme="dark")
    assert ax is right
    assert left.has_data() is False
    figure.canvas.draw()


@pytest.mark.parametrize("extent", [(118, 30, 132, 20), (118, 20, 900, 30)])
def test_an_extent_that_is_none_is_refused(extent):
    with pytest.raises(InputError):
        eastup.axes(View(), extent)


def test_what_can_not_be_named_is_refused():
    _, plain = plt.subplots()
    with pytest.raises(InputError, match=r"eastup\.axes"):
        eastup.label(plain, SITES, "name")
    ax = eastup.axes(View(), EXTENT, sea="plain", furniture=False)
    with pytest.raises(UnknownNameError, match="name"):
        eastup.label(ax, SITES, "nmae")
    with pytest.raises(UnknownNameError, match="dark"):
        eastup.axes(View(), EXTENT, theme="darkk")
