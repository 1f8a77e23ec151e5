"""Maps of the whole globe: what crosses its rim is cut there, and the page says what holds on it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from eastup import basemap, briefing
from eastup.briefing.layout import layouts
from eastup.briefing.spec.loading import load, override
from eastup.draw.document import Area, Lines
from eastup.errors import InputError
from eastup.view.view import View

SPEC = """
title = "The long way round"
extent = [-180, -85, 180, 85]
center = "guam"
up = "south"
straits = ["miyako-strait"]
show_bases = false
[[rings]]
center = "guam"
radii = ["8000 km", "13000 km"]
[[routes]]
points = ["50,-5", "-35,18", "40,-74"]
by = "air"
[[areas]]
points = ["30,-70", "30,-10", "-20,-10", "-20,-40"]
label = "Box"
edge = "dashed"
[nearest]
hubs = ["guam", "sasebo", "pearl-harbor"]
[[insets]]
title = "Luzon Strait"
extent = [119.5, 18, 123, 22.5]
"""


@pytest.fixture(scope="module")
def drawing(tmp_path_factory):
    spec = tmp_path_factory.mktemp("globe") / "globe.toml"
    spec.write_text(SPEC, encoding="utf-8")
    return briefing.draw(spec, dpi=60)


def of_map(drawing, kind):
    return [item for item in drawing.sheet.items if isinstance(item, kind) and item.page is drawing.pages[0]]


@pytest.mark.thorough
def test_nothing_runs_across_the_map_from_rim_to_rim(drawing):
    globe = drawing.pages[0].rim
    rim = globe.outline.buffer(1.0)
    drawn = [item for item in of_map(drawing, Lines) if item.topic not in {"frame", "legend", "scale", "insets"}]
    assert {"rings", "routes", "graticule", "borders", "areas"} <= {item.topic for item in drawn}
    for item in drawn:
        for part in item.parts if item.topic != "leaders" else []:
            if item.clip:
                assert shapely.LineString(part).within(rim), item.topic
                assert np.hypot(*np.diff(part, axis=0).T).max() < globe.half_height, item.topic
    for item in of_map(drawing, Area):
        if item.topic in {"land", "nearest", "areas"} and item.clip:
            assert shapely.within(item.polygons, rim).all(), item.topic


def test_the_areas_of_hubs_fill_the_globe(drawing):
    shapes = [item.polygons for item in of_map(drawing, Area) if item.topic == "nearest" and item.clip]
    assert len(shapes) == 3
    filled = sum(shapely.area(some).sum() for some in shapes)
    assert filled == pytest.approx(drawing.pages[0].shown.area, rel=0.01)


def test_the_land_is_as_large_as_it_is_and_in_one_piece():
    view = View(up=150.0, center=(144.8, 13.5), projection="mollweide")
    rim = view.globe.outline.bounds
    land = basemap.land_in_view(view.crs, rim, pixel_m=40_000.0)
    by_country = land.dissolve("country").area / 1e12
    for code, million_km2 in {"AUS": 7.7, "BRA": 8.5, "GRL": 2.17, "ATA": 13.8, "RUS": 16.9}.items():
        assert by_country[code] == pytest.approx(million_km2, rel=0.05), code
    antarctica = shapely.union_all(land.geometry[land["country"] == "ATA"].to_numpy())
    pole = shapely.Point(np.column_stack(view.forward([0.0], [-89.99]))[0])
    rest = shapely.boundary(antarctica).difference(view.globe.outline.exterior.buffer(1e5))
    assert antarctica.contains(pole)
    assert rest.distance(pole) > 3e5  # no line runs to the pole where the file parts the land


def test_the_page_says_what_holds_and_has_no_scale_bar(drawing):
    written = " ".join(drawing.sheet.written)
    assert "No scale bar: areas are true," in written
    assert "The whole globe, areas true within 1%; lengths out by" in written
    inset = drawing.insets[0]
    assert inset.rim is None  # it shows a region, and has its bar
    assert any(item.topic == "scale" and item.page is inset for item in drawing.sheet.items)


def test_a_place_is_named_once(drawing):
    assert sum(" ".join(item.label.lines[:1]) == "Guam" for item in drawing.placed) == 1


def test_files_for_a_gis_carry_its_crs(drawing, tmp_path):
    drawing.save(tmp_path / "globe.tif")
    with rasterio.open(tmp_path / "globe.tif") as source:
        assert "o_proj=moll" in source.crs.to_string()
    assert (tmp_path / "globe.tif.aux.xml").is_file()
    drawing.save(tmp_path / "globe.gpkg")
    rings = gpd.read_file(tmp_path / "globe.gpkg", layer="rings_lines")
    assert rings.crs == drawing.pages[0].view.crs
    guam = gpd.read_file(tmp_path / "globe.gpkg", layer="places_points")
    guam = guam[guam["name"] == "Guam"].to_crs(4326).geometry.iloc[0]
    assert (guam.x, guam.y) == pytest.approx((144.75, 13.45), abs=0.3)


def test_a_projection_that_was_asked_for_stays_and_is_refused_where_it_can_not():
    with pytest.raises(InputError, match="equal-area does not show 360 by 180") as refused:
        briefing.draw("straits", extent="-180,-90,180,90", projection="equal-area")
    assert "leave the projection to eastup" in refused.value.hint
    [page] = layouts(override(load("straits"), {"extent": "100,0,150,50", "projection": "mollweide"}))
    assert page.whole_globe
    [page] = layouts(override(load("rings"), {"extent": "60,-60,300,70"}))  # made for an equidistant page
    assert page.whole_globe


@pytest.mark.sample(up="217")
@pytest.mark.parametrize("up", ["0", "90", "135", "217"])
def test_the_sea_fills_the_globe_whatever_is_up(up):
    drawing = briefing.draw(
        "straits", extent="-180,-90,180,90", up=up, show_straits=False, show_bases=False, countries=False,
        seas=False, islands=False, capitals=False, graticule=False,
    )  # fmt: skip
    [sea] = [item for item in drawing.sheet.items if item.topic == "globe"]
    assert shapely.area(sea.polygons).sum() == pytest.approx(drawing.pages[0].rim.outline.area, rel=1e-3)


def test_a_subtitle_that_speaks_of_another_projection_is_left_out():
    assert load("rings").subtitle
    assert override(load("rings"), {"projection": "mollweide"}).subtitle == {}
    assert override(load("rings"), {"projection": "equidistant"}).subtitle
