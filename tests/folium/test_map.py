from __future__ import annotations

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from branca.element import Figure
from folium import plugins
from geopandas.testing import assert_geodataframe_equal

import eastup
from eastup import View, geodesy
from eastup import folium as turned
from eastup.errors import EastupError, InputError, InputWarning, UnknownNameError
from eastup.view.view import PROJECTIONS

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\"'"
SITES = gpd.GeoDataFrame(
    {"name": ["Kadena", HOSTILE, "Guam"], "runway_m": [3688.0, np.nan, 3400.0], "tags": [["a"], None, ["b", "c"]]},
    geometry=gpd.points_from_xy([127.77, 127.03, 144.93], [26.36, 37.09, 13.58]),
    crs="EPSG:4326",
    index=[5, 9, 2],
)
MOVING = {
    "type": "Feature",
    "geometry": {"type": "LineString", "coordinates": [[127, 26], [135, 30]]},
    "properties": {"times": ["2026-01-01", "2026-01-02"]},
}


def projected(page, points):
    script = "at => at.map(([lon, lat]) => { const p = L.CRS.EastUp.projection.project(L.latLng(lat, lon)); return [p.x, p.y]; })"
    return np.array(page.evaluate(script, points))


@pytest.mark.sample(projection="oblique-mercator")
@pytest.mark.parametrize("projection", PROJECTIONS)
def test_the_page_projects_as_the_view_does_and_asks_for_nothing(projection, opened):
    view = View(up=113, center=(127.5, 26.0), projection=projection)
    page = opened(turned.Map(view, land=False))
    points = [(127.0, 37.0), (144.8, 13.5), (-157.9, 21.3), (103.9, 1.3)]
    expected = np.column_stack(view.forward(*np.transpose(points)))
    assert np.abs(projected(page, points) - expected).max() < 1e-3
    page.evaluate("() => L.eastup.setUp(Object.values(window).find((v) => v instanceof L.Map), 20)")
    expected = np.column_stack(view.turned(20).forward(*np.transpose(points)))
    assert np.abs(projected(page, points) - expected).max() < 1e-3
    assert page.evaluate("() => L.latLng(35, 140).distanceTo([13.5, 144.8])") == pytest.approx(
        float(geodesy.distance_m(140, 35, 144.8, 13.5)), abs=1e-3
    )
    assert (page.asked, page.errors) == ([], [])


@pytest.mark.thorough
def test_what_folium_and_its_plugins_bring_works_without_a_network(opened):
    chart = turned.Map()
    layer = turned.layer(SITES, "Sites").add_to(chart)
    plugins.MarkerCluster([[26, 127], [26.1, 127.2], [35, 135]]).add_to(chart)
    plugins.HeatMap([[26, 127], [26.1, 127.2], [35, 135]]).add_to(chart)
    plugins.Draw().add_to(chart)
    plugins.Fullscreen().add_to(chart)
    plugins.Search(layer, search_label="name").add_to(chart)
    plugins.TimestampedGeoJson({"type": "FeatureCollection", "features": [MOVING]}).add_to(chart)
    group = folium.FeatureGroup("Marks").add_to(chart)
    folium.Marker([26, 127], icon=folium.Icon(icon="plane", prefix="fa"), popup="here").add_to(group)
    folium.Marker([30, 127]).add_to(group)
    folium.LayerControl().add_to(chart)
    page = opened(chart)
    assert (page.asked, page.errors) == ([], [])
    assert page.evaluate("() => window.pwned") is None
    found = page.evaluate("() => [...document.querySelectorAll('.leaflet-control')].map((e) => e.className).join(' ')")
    for control in (
        "leaflet-draw",
        "leaflet-control-layers",
        "leaflet-control-search",
        "leaflet-bar-timecontrol",
        "scale",
    ):
        assert control in found
    broken = "() => [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src.slice(0, 80))"
    assert page.evaluate(broken) == []


def test_what_an_element_asks_for_is_refused_by_the_browser(opened):
    chart = turned.Map(land=False)
    folium.Marker([26, 127], icon=folium.CustomIcon("http://example.invalid/icon.png")).add_to(chart)
    page = opened(chart)
    answered = page.evaluate("() => fetch('http://example.invalid/').then(() => 'reached', () => 'refused')")
    assert answered == "refused"
    assert page.evaluate("() => performance.getEntriesByType('resource').filter((e) => e.responseStatus).length") == 0


def test_explore_opens_on_the_frame_and_tells_names_as_text(opened):
    before = SITES.copy()
    page = opened(turned.explore(SITES, "name", view=View(up=45)))
    assert_geodataframe_equal(SITES, before)
    inside = """at => { const map = Object.values(window).find((v) => v instanceof L.Map), box = map.getSize();
      return at.map(([lon, lat]) => { const p = map.latLngToContainerPoint([lat, lon]);
        return p.x > 0 && p.y > 0 && p.x < box.x && p.y < box.y; }); }"""
    points = shapely.get_coordinates(SITES.geometry).tolist()
    assert page.evaluate(inside, points) == [True] * 3
    assert "Kadena" in page.inner_text(".eastup-box >> nth=-1")
    script = "at => { const map = Object.values(window).find((v) => v instanceof L.Map); const p = map.latLngToContainerPoint([at[1], at[0]]); return [p.x, p.y]; }"
    page.mouse.move(*page.evaluate(script, points[1]))
    page.wait_for_selector(".foliumtooltip")
    assert HOSTILE in page.inner_text(".foliumtooltip")
    assert page.evaluate("() => window.pwned") is None
    assert (page.asked, page.errors) == ([], [])


@pytest.mark.thorough
def test_columns_are_called_as_people_call_them(opened):
    frame = SITES.rename(columns={"runway_m": "No.", "name": "Site Name (en)"}).assign(**{"No.": [1, 2, 3]})
    page = opened(turned.explore(frame, "Site Name (en)"))
    script = "at => { const map = Object.values(window).find((v) => v instanceof L.Map); const p = map.latLngToContainerPoint([at[1], at[0]]); return [p.x, p.y]; }"
    page.mouse.move(*page.evaluate(script, shapely.get_coordinates(SITES.geometry).tolist()[0]))
    page.wait_for_selector(".foliumtooltip")
    told = page.inner_text(".foliumtooltip")
    assert "No." in told
    assert "Kadena" in told
    assert (page.asked, page.errors) == ([], [])


@pytest.mark.thorough
def test_numbers_have_a_scale_and_what_is_missing_is_grey(opened):
    page = opened(turned.explore(SITES, "runway_m", tooltip=False))
    assert "runway_m" in page.inner_text("body")
    assert (page.asked, page.errors) == ([], [])


def test_measured_lengths_are_geodesics(opened):
    chart = turned.Map(land=False)
    turned.Measure().add_to(chart)
    page = opened(chart)
    page.click("button:has-text('Measure')")
    for lon, lat in ((127.77, 26.36), (144.93, 13.58)):
        at = page.evaluate(
            "at => { const map = Object.values(window).find((v) => v instanceof L.Map); map.fire('click', {latlng: L.latLng(at[1], at[0])}); return 0; }",
            [lon, lat],
        )
        assert at == 0
    length_km = float(geodesy.distance_m(127.77, 26.36, 144.93, 13.58)) / 1000
    assert page.inner_text(".eastup-length") == f"{length_km:,.1f} km · {length_km / 1.852:,.1f} nmi"


def test_a_ring_is_everywhere_as_far_from_its_centre():
    ring = np.array(turned.Ring((26.36, 127.77), 1500).locations)
    away = geodesy.distance_m(127.77, 26.36, ring[:, 1], ring[:, 0])
    assert np.abs(away - 1_500_000).max() < 0.01


@pytest.mark.parametrize(
    "element",
    [
        lambda: folium.TileLayer("OpenStreetMap"),
        lambda: folium.WmsTileLayer("http://example.invalid", "x"),
        lambda: folium.raster_layers.ImageOverlay(np.zeros((2, 2)), [[0, 0], [1, 1]]),
        lambda: plugins.MeasureControl(),
        lambda: plugins.MiniMap(),
        lambda: plugins.Geocoder(),
        lambda: plugins.ScrollZoomToggler(),
    ],
)
def test_what_can_not_be_true_or_offline_is_refused_in_one_line(element, tmp_path):
    chart = turned.Map(land=False)
    with pytest.raises(InputError) as told:
        element().add_to(chart)
    assert "\n" not in str(told.value)
    group = folium.FeatureGroup("group").add_to(chart)
    element().add_to(group)
    with pytest.raises(InputError):
        chart.save(tmp_path / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_circles_are_warned_of():
    with pytest.warns(InputWarning, match="Ring"):
        folium.Circle([26, 127], 1e6).add_to(turned.Map(land=False))
    with pytest.warns(InputWarning, match=r"SemiCircle .*Ring"):
        plugins.SemiCircle([26, 127], 1e6, direction=30, arc=60).add_to(turned.Map(land=False))


@pytest.mark.thorough
def test_further_plugins_that_the_documents_list_work_without_a_network(opened):
    way = [(26.0, 127.0), (35.0, 129.0), (24.0, 124.0)]
    line = {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in way]}
    feature = {"type": "Feature", "properties": {"start": "2024-01-01", "end": "2024-01-02"}, "geometry": line}
    timeline = plugins.Timeline({"type": "FeatureCollection", "features": [feature]})
    chart = turned.Map(land=False, prefer_canvas=False)
    group = folium.FeatureGroup("group").add_to(chart)
    for element in (
        plugins.AntPath(way),
        folium.Marker(way[0], icon=plugins.BeautifyIcon(icon="star")),
        plugins.FastMarkerCluster(way),
        plugins.FeatureGroupSubGroup(group),
        plugins.GroupedLayerControl({"groups": [folium.FeatureGroup("other").add_to(chart)]}),
        plugins.HeatMapWithTime([[list(point) for point in way]] * 2),
        plugins.LocateControl(),
        plugins.MousePosition(),
        plugins.OverlappingMarkerSpiderfier(),
        plugins.PolyLineOffset(way, offset=5),
        plugins.PolyLineTextPath(folium.PolyLine(way).add_to(chart), "way"),
        plugins.TagFilterButton(["a", "b"]),
        plugins.Terminator(),
        timeline,
        plugins.TimelineSlider().add_timelines(timeline),
        plugins.TreeLayerControl(overlay_tree={"label": "all", "children": []}),
    ):
        element.add_to(chart)
    page = opened(chart)
    assert (page.asked, page.errors) == ([], [])
    assert page.locator("textPath").count() == 1
    assert page.locator(".leaflet-control").count() > 6


def test_tiles_and_other_projections_are_refused():
    with pytest.raises(InputError, match="tiles"):
        turned.Map(tiles="OpenStreetMap")
    with pytest.raises(InputError, match="view"):
        turned.Map(crs="EPSG3857")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (gpd.GeoDataFrame({"a": [1]}), "without geometry"),
        (gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)]), "no CRS"),
        ({"a": 1}, "without geometry"),
    ],
)
def test_frames_that_are_no_layer_are_refused(frame, said):
    with pytest.raises(InputError, match=said):
        turned.layer(frame)


def test_a_table_that_says_where_its_rows_are_is_a_layer_with_its_own_columns():
    table = pd.DataFrame({"port": ["Naha", "Subic"], "Longitude": [127.7, 120.3], "LAT": [26.2, 14.8]}, index=[5, 7])
    shown = turned.layer(table, column="port").data["features"]
    assert [feature["properties"]["port"] for feature in shown] == ["Naha", "Subic"]
    assert [feature["geometry"]["coordinates"] for feature in shown] == [[127.7, 26.2], [120.3, 14.8]]
    with pytest.raises(InputError, match="1 rows of the DataFrame say not where"):
        turned.layer(table.assign(LAT=[26.2, None]))


def test_an_unknown_column_is_named():
    with pytest.raises(UnknownNameError, match="runway_m"):
        turned.layer(SITES, column="runway")


@pytest.mark.parametrize(
    "frame", [SITES.iloc[:0], SITES.geometry, SITES.to_crs(View().crs), SITES.rename_geometry("where")]
)
def test_frames_as_people_have_them(frame, tmp_path):
    eastup.explore(frame).save(tmp_path / "map.html")
    assert (tmp_path / "map.html").stat().st_size > 500_000


def test_a_script_from_elsewhere_is_refused(tmp_path):
    chart = turned.Map(land=False)
    chart.add_js_link("mine", "https://example.invalid/mine.js")
    try:
        with pytest.raises(EastupError, match=r"example\.invalid"):
            chart.save(tmp_path / "map.html")
    finally:
        folium.Map.default_js[:] = [pair for pair in folium.Map.default_js if pair[0] != "mine"]
    assert list(tmp_path.iterdir()) == []


def test_a_map_is_shown_in_a_notebook():
    chart = turned.Map(land=False)
    assert isinstance(chart.get_root(), Figure)
    assert "EastUp" in chart._repr_html_()
