"""The graticule's figures: each line once on each side by which it leaves the frame, none over another."""

from __future__ import annotations

import itertools

import pytest
import shapely

from eastup import briefing
from eastup.briefing.furniture import graticule
from eastup.briefing.layout import layouts
from eastup.briefing.spec.loading import load, override
from eastup.draw.boxes import overlap

NAMES = [name for name, _ in briefing.shipped()]
CORNER_PT = 14.0


def pages(name, **options):
    return layouts(override(load(name), options))


def sides_of(page):
    x0, y0, x1, y1 = page.frame
    corners = {"bottom": (x0, y0, x1, y0), "top": (x0, y1, x1, y1), "left": (x0, y0, x0, y1), "right": (x1, y0, x1, y1)}
    return {side: shapely.LineString([(a, b), (c, d)]) for side, (a, b, c, d) in corners.items()}


def left_out(page):
    """Return side, text and distance to the nearest corner of every line that leaves a side without a figure."""
    lines = graticule.graticule(page)
    shown = {(f.side, f.text) for f in graticule.figures(page, lines)}
    x0, y0, x1, y1 = page.frame
    corners = shapely.MultiPoint([(x0, y0), (x0, y1), (x1, y0), (x1, y1)])
    for line, (side, edge) in itertools.product(lines, sides_of(page).items()):
        ends = shapely.intersection(shapely.LineString(line.xy), edge)
        if not ends.is_empty and (side, line.text) not in shown:
            yield side, line.text, shapely.distance(ends, corners)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_its_figure_where_it_leaves_the_frame(name):
    for page in pages(name):
        assert [found for found in left_out(page) if found[2] > CORNER_PT] == []


@pytest.mark.parametrize("up", ["0", "45", "90", "135", "180", "270"])
@pytest.mark.parametrize("projection", ["oblique-mercator", "equal-area", "equidistant"])
def test_whichever_way_the_page_is_turned(up, projection):
    for name in ("east-up", "hub-lost", "rear-hubs", "triangle"):
        for page in pages(name, up=up, projection=projection):
            assert [found for found in left_out(page) if found[2] > CORNER_PT] == []
            figures = graticule.figures(page, graticule.graticule(page))
            assert len({(f.side, f.text) for f in figures}) == len(figures)
            assert not any(overlap(a.box, b.box) for a, b in itertools.combinations(figures, 2))
            assert not any(overlap(f.box, page.frame) for f in figures)


def test_a_figure_stands_at_the_end_of_its_line():
    [page] = pages("east-up")
    lines = {line.text: shapely.LineString(line.xy) for line in graticule.graticule(page)}
    for figure in graticule.figures(page, graticule.graticule(page)):
        point = shapely.Point(figure.x, figure.y)
        assert shapely.distance(lines[figure.text], point) < 1e-6
        assert shapely.distance(sides_of(page)[figure.side], point) < 1e-6
        assert abs(figure.shift_pt) <= 16.0
