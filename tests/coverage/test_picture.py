"""The picture of coverage: what it says, and the colours where counts are known."""

import re

import numpy as np
import pytest
import shapely

from eastup import charts, coverage, geodesy, layers, places
from eastup.charts import mapframe
from eastup.draw.document import Area, Lines
from eastup.view.view import View

HUBS = ["Kadena", "cfa-sasebo", "subic-bay"]


def spots(view):
    """Return some points of the frame, page points and degrees, off the edges of the picture."""
    page = mapframe.fitted(view, mapframe.EXTENT)
    x0, y0, x1, y1 = page.frame
    rng = np.random.default_rng(3)
    xy = rng.uniform((x0 + 5, y0 + 5), (x1 - 5, y1 - 5), (400, 2))
    lon, lat = page.view.inverse(*page.to_view(xy).T)
    return xy, np.column_stack([lon, lat])


def distances_km(lonlat):
    hubs = [places.resolve(hub) for hub in HUBS]
    return np.array([geodesy.distance_m(h.lon, h.lat, *lonlat.T) for h in hubs]) / 1000


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_it_names_the_straits_that_are_not_covered_whole(lang):
    words = charts.reach(HUBS, radius="700nmi", lang=lang).written
    gaps = coverage.gaps(HUBS, radius="700nmi")
    names = {places.resolve(i).in_language(lang).name for i in gaps[gaps["kind"] == "strait"]["id"]}
    named = names & set(words)
    assert len(named) > 5
    assert named == names or any(re.search(rf"(?<!\d){len(names) - len(named)}(?!\d)", w) for w in words)
    assert any("1,296 km" in w for w in words)


def test_its_colours_are_counts():
    """Of places that are 15 km and more from the edge of any reach: the edges run between pixels of some kilometres."""
    view = View(up=0)
    chart = charts.reach(HUBS, radius="500nmi", view=view)
    levels = {item.facts["hubs"]: shapely.union_all(item.polygons) for item in chart.items if item.topic == "coverage"}
    xy, lonlat = spots(view)
    km = distances_km(lonlat)
    clear = (np.abs(km - 926.0) > 15).all(axis=0)
    assert clear.sum() > 300
    for point, count in zip(shapely.points(xy[clear]), (km[:, clear] <= 926.0).sum(axis=0), strict=True):
        assert max(level for level, shape in levels.items() if shape.contains(point)) == count


def test_the_same_question_gives_the_same_bytes(tmp_path):
    for name in ("a.svg", "b.svg"):
        charts.save(charts.reach(HUBS, hours=2, speed="450kn"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_curves_are_those_of_the_table(lang):
    radii = ["300nmi", "600nmi", "900nmi"]
    chart = charts.growth(hubs=HUBS, radius=radii, unit="nmi", lang=lang)
    table = coverage.curve(HUBS, radius=radii)
    assert any(
        str(table["straits_1"].iloc[-1]) in text and str(len(layers.load("straits"))) in text for text in chart.written
    )
    curves = {
        (i.facts["of"], i.facts["level"]): i.parts[0]
        for i in chart.items
        if isinstance(i, Lines) and i.topic == "curves"
    }
    assert len(curves) == 6
    for level in (1, 2, 3):
        counts, shares = table[f"straits_{level}"].to_numpy(), table[f"chain_{level}_share"].to_numpy()
        heights = curves["straits", level][[0, 2, 4], 1]  # a count holds up to the next reach, and jumps there
        per_strait = np.diff(heights[[0, -1]]) / max(np.ptp(counts), 1)
        assert heights - heights[0] == pytest.approx((counts - counts[0]) * per_strait)
        smooth = curves["chain", level][:, 1]
        assert smooth - smooth[0] == pytest.approx((shares - shares[0]) * np.ptp(smooth) / max(np.ptp(shares), 1e-12))


def test_regions_are_coloured_by_the_nearest_hub():
    view = View()
    chart = charts.parted(HUBS, view=view)
    regions = {
        i.facts["id"]: shapely.union_all(i.polygons)
        for i in chart.items
        if isinstance(i, Area) and i.topic == "nearest"
    }
    ids = [places.resolve(hub).id for hub in HUBS]
    xy, lonlat = spots(view)
    km = distances_km(lonlat)
    near, next_km = np.sort(km, axis=0)[:2]
    clear = next_km - near > 20
    assert clear.sum() > 300
    for point, hub in zip(shapely.points(xy[clear]), km[:, clear].argmin(axis=0), strict=True):
        assert regions[ids[hub]].contains(point)
    assert "Which hub is nearest" in chart.written
