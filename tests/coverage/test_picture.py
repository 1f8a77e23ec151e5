"""The picture of coverage: what it says, and the colours where counts are known."""

import re

import numpy as np
import pytest
import shapely

from eastup import charts, coverage, geodesy, places
from eastup.charts import mapframe
from eastup.draw.document import Area, Lines, Marker, Text
from eastup.errors import InputError
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


@pytest.mark.sample(lang="ko")
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


@pytest.mark.sample(lang="ja")
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_curves_are_those_of_the_table(lang):
    radii = ["300nmi", "600nmi", "900nmi"]
    chart = charts.curve(hubs=HUBS, radius=radii, unit="nmi", lang=lang)
    table = coverage.curve(HUBS, radius=radii)
    assert any(
        str(table["straits_1"].iloc[-1]) in text and str(len(places.select("passages"))) in text
        for text in chart.written
    )
    curves = {
        (i.facts["of"], i.facts["level"]): i.parts[0]
        for i in chart.items
        if isinstance(i, Lines) and i.topic == "curves"
    }
    assert len(curves) == 6
    for level in (1, 2, 3):
        counts, shares = table[f"straits_{level}"].to_numpy(), table[f"chain_{level}_share"].to_numpy()
        heights = curves["straits", level][:, 1]
        per_strait = np.diff(heights[[0, -1]]) / max(np.ptp(counts), 1)
        assert heights - heights[0] == pytest.approx((counts - counts[0]) * per_strait)
        smooth = curves["chain", level][:, 1]
        assert smooth - smooth[0] == pytest.approx((shares - shares[0]) * np.ptp(smooth) / max(np.ptp(shares), 1e-12))


def test_regions_are_coloured_by_the_nearest_hub():
    view = View()
    chart = charts.regions(HUBS, view=view)
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
    goals = places.select("passages")
    nearest = distances_km(np.array([(goal.lon, goal.lat) for goal in goals])).argmin(axis=0)
    most = np.bincount(nearest).argmax()
    name = places.resolve(HUBS[most]).name
    assert f"{name} is nearest to {(nearest == most).sum()} of {len(goals)} straits" in chart.written


def test_areas_are_told_apart_without_colour():
    """In grey too: every area of some size bears the number by which the key names its hub."""
    chart = charts.regions(HUBS, view=View())
    numbers = {item.text: item.name for item in chart.items if isinstance(item, Text) and item.topic == "numbers"}
    keyed = [item.text for item in chart.items if isinstance(item, Text) and item.topic == "legend"]
    assert set(numbers) == {"1", "2", "3"}
    for number, name in numbers.items():
        assert keyed[keyed.index(number) + 1] == name
    for item in chart.items:
        if isinstance(item, Text) and item.topic == "numbers":
            [under] = [
                area
                for area in chart.items
                if isinstance(area, Area)
                and area.topic == "nearest"
                and shapely.union_all(area.polygons).contains(shapely.Point(item.x, item.y + 3))
            ]
            assert under.name == item.name


def test_what_only_a_lost_hub_reached_is_hatched_and_counted():
    chart = charts.reach(HUBS, radius="500nmi", without="Kadena", view=View(up=0))
    hatching = [item for item in chart.items if isinstance(item, Lines) and item.topic == "lost coverage"]
    assert hatching
    page = chart.frames[0]
    ends = np.concatenate([part for item in hatching for part in item.parts])
    km = distances_km(np.column_stack(page.view.inverse(*page.to_view(ends).T)))
    assert (km[0] <= 926 + 15).all()
    assert (km[1:] > 926 - 15).all()
    before = coverage.shares(HUBS, radius="500nmi")
    whole = int((before[before["kind"] == "strait"]["share_1"] == 1).sum())
    assert any(f"Before: {whole} straits" in text for text in chart.written)


@pytest.mark.parametrize("lost", [1, 2])
def test_the_worst_loss_is_that_of_the_table(lost):
    table = coverage.losses(["Kadena", "cfa-sasebo", "subic-bay", "misawa-ab"], radius="500nmi", lost=lost)
    chart = charts.losses(["Kadena", "cfa-sasebo", "subic-bay", "misawa-ab"], radius="500nmi", lost=lost)
    worst = table.iloc[0]
    assert str(worst["lost"]).replace("; ", " and ") in chart.facts.title
    assert f"opens {worst['opened']} of" in chart.facts.title
    crosses = {
        item.name for item in chart.items if isinstance(item, Marker) and item.topic == "hubs" and item.shape == "cross"
    }
    assert crosses == set(str(worst["lost"]).split("; "))
    named = {
        item.name
        for item in chart.items
        if isinstance(item, Lines) and item.color == "#c8281e" and item.topic == "straits"
    }
    assert set(str(worst["straits"]).split("; ")) <= named


def test_two_reaches_at_least_make_a_curve():
    with pytest.raises(InputError, match="at least two reaches"):
        charts.curve(HUBS, radius="500nmi")
