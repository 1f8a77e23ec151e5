"""Lines and areas: from which of their points a distance is counted, by air and by sea, and how far it may be off."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from eastup import distance, places, tyranny
from eastup.distance import uncertainty
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy.shapes import Shape

GEOD = pyproj.Geod(ellps="WGS84")


def of(name, geometry):
    return gpd.GeoDataFrame({"id": [name], "name": [name]}, geometry=[geometry], crs=4326)


def km(origin, target, **given):
    return float(distance.matrix(origin, target, **given).distance_km[0])


LINE = [(144.8, 13.4), (166.6, 19.3), (-157.9, 21.3)]


@pytest.mark.parametrize("turn", [0.0, 360.0])
def test_a_line_across_180_is_near_where_it_begins_and_its_middle_is_halfway(turn):
    """From Busan the middle of Guam - Wake - Honolulu is 4,577 km away, and the nearest point is on its first leg."""
    line = of("line", shapely.LineString([*LINE[:2], (LINE[2][0] + turn, LINE[2][1])]))
    busan = places.resolve("Busan")
    lon, lat = busan.lon, busan.lat
    assert km("Busan", line, measure="center") == pytest.approx(4577, rel=0.002)
    leg = GEOD.inv_intermediate(*LINE[0], *LINE[1], 5000, initial_idx=0, return_back_azimuth=False)
    nearest = min(GEOD.inv(np.full(5000, lon), np.full(5000, lat), leg.lons, leg.lats)[2]) / 1000
    assert km((lon, lat), line) == pytest.approx(nearest, abs=0.01)
    assert km((lon, lat), line, measure="farthest") == pytest.approx(GEOD.inv(lon, lat, *LINE[2])[2] / 1000, abs=0.001)


@pytest.mark.parametrize("measure", distance.ends.MEASURES)
def test_an_area_across_180_is_measured_as_the_same_one_elsewhere(measure):
    """However the file spells it, and whether or not it is divided at 180."""

    def around(lon, divided=False):
        ring = shapely.Polygon([(lon - 10, 60), (lon + 10, 60), (lon + 6, 50), (lon - 10, 50)])
        if not divided:
            return ring
        east = shapely.transform(shapely.clip_by_rect(ring, 180, 0, 360, 90), lambda xy: xy - [360.0, 0.0])
        return shapely.MultiPolygon([shapely.clip_by_rect(ring, 0, 0, 180, 90), east])

    signed = shapely.transform(around(180.0), lambda xy: np.column_stack([(xy[:, 0] + 180) % 360 - 180, xy[:, 1]]))
    expected = km((100.0, 45.0), of("zone", around(140.0)), measure=measure)
    for spelled in (around(180.0), around(-180.0), signed):
        assert km((140.0, 45.0), of("zone", spelled), measure=measure) == pytest.approx(expected, abs=0.001)
    divided = km((140.0, 45.0), of("zone", around(180.0, divided=True)), measure=measure)
    assert divided == pytest.approx(expected, rel=0.0015)  # with a point more on the parallel, its edges bulge


def test_a_base_inside_an_area_is_0_km_from_it():
    box = of("zone", shapely.box(126, 25, 130, 28))
    table = distance.matrix(["kadena-ab", "naha-ab", "cfa-sasebo"], box)
    assert list(table.distance_km[:2]) == [0, 0]
    assert table.azimuth_deg[:2].isna().all()
    assert table.distance_km[2] > 500
    assert set(table.note) == {"zone counts at its nearest point"}
    center = distance.matrix("kadena-ab", box, measure="center")
    assert center.note[0] == "zone counts at its middle"
    assert 0 < center.distance_km[0] < 60


def test_a_country_an_island_and_a_sea_are_measured_to_their_nearest_point():
    """Figures that anybody can check on a map: Busan to Tsushima is some 50 km, Yonaguni to Taiwan 110."""
    assert km("35.16,129.20", "Tsushima") == pytest.approx(52, abs=4)
    assert km("Yonaguni", "Taiwan") == pytest.approx(108, abs=3)
    assert km("Taiwan", "Yonaguni") == pytest.approx(km("Yonaguni", "Taiwan"), abs=0.001)
    assert km("Kadena", "Okinawa") == 0
    assert km("Kadena", "Japan") == 0
    assert 20 < km("Kadena", "East China Sea") < 60 or km("Kadena", "East China Sea") < 20
    assert km("Camp Humphreys", "Yellow Sea") < 30
    table = distance.matrix("Kadena", "타이완")
    assert (
        table.note[0]
        == "Kadena is read as Kadena Air Base; 타이완 is read as Taiwan; Taiwan counts at its nearest point"
    )


def test_a_strait_stays_at_the_mid_point_of_its_gate():
    for measure in ("nearest", "center", "farthest"):
        row = places.resolve("miyako-strait")
        expected = km("kadena-ab", (row.lon, row.lat))
        assert km("kadena-ab", "miyako-strait", measure=measure) == pytest.approx(expected, abs=1e-9)


def test_both_directions_agree_and_two_areas_are_as_near_as_their_coasts():
    one, other = of("a", shapely.box(120, 20, 122, 22)), of("b", shapely.box(130, 21, 132, 23))
    there, back = km(one, other), km(other, one)
    assert there == pytest.approx(back, abs=1e-3)
    samples = np.linspace(20, 22, 401)
    least = Shape(shapely.box(130, 21, 132, 23)).nearest(np.column_stack([np.full(401, 122.0), samples]))[1].min()
    assert there == pytest.approx(least / 1000, abs=0.001)
    assert km(one, of("c", shapely.box(121, 21, 125, 25))) == 0


def test_by_sea_the_nearest_point_is_that_of_the_ship():
    """An area beyond an island: no point of a fine sampling of its edge has a shorter way than the answer."""
    box = shapely.box(123.0, 20.0, 126.0, 23.0)
    table = distance.matrix(["cfa-sasebo", "subic-bay"], of("zone", box), "sea")
    ring = shapely.get_coordinates(shapely.segmentize(box.exterior, 0.25))
    every = distance.matrix(["cfa-sasebo", "subic-bay"], [tuple(p) for p in ring[:-1]], "sea")
    least = every.groupby("origin_id", sort=False).distance_km.min()
    assert (table.distance_km.to_numpy() <= least.to_numpy() + 0.01).all()
    assert table.distance_km.to_numpy() == pytest.approx(least.to_numpy(), rel=0.01)
    assert (table.detour >= 1).all()
    far = distance.matrix("subic-bay", of("zone", box), "sea", measure="farthest")
    assert far.distance_km[0] == pytest.approx(every[every.origin_id == "subic-bay"].distance_km.max(), rel=0.01)


def test_a_ship_within_an_area_is_there():
    assert km((124.0, 21.0), of("zone", shapely.box(123, 20, 126, 23)), mode="sea") == 0


def test_rankings_take_shapes_too(tmp_path):
    path = tmp_path / "zones.geojson"
    of("zone", shapely.box(126, 25, 130, 28)).to_file(path)
    answer = tyranny.nearest(["kadena-ab", "cfa-sasebo"], [str(path), "Taiwan"]).table
    assert list(answer.nearest_hub) == ["Kadena Air Base"] * 2
    assert answer.distance_km[0] == 0
    center = tyranny.nearest(["kadena-ab", "cfa-sasebo"], str(path), measure="center").table
    assert center.distance_km[0] > 0


def test_other_measures_are_refused():
    with pytest.raises(UnknownNameError, match="did you mean nearest"):
        distance.matrix("kadena-ab", "Taiwan", measure="nearst")
    with pytest.raises(InputError, match="no bounds of Pacific Ocean"):
        distance.matrix("kadena-ab", "Pacific Ocean")


def test_the_uncertainty_is_that_of_both_ends():
    table = distance.matrix(["busan-naval-base", "cfa-sasebo"], "korea-strait")
    gate = places.resolve("korea-strait").precision_km
    precise = {place.id: place.precision_km for place in places.select(list(table.origin_id))}
    assert precise["busan-naval-base"] == 8.0
    assert table.uncertainty_km.to_numpy() == pytest.approx([np.hypot(precise[own], gate) for own in table.origin_id])
    assert list(table.columns)[-1] == "uncertainty_km"
    assert distance.matrix((127.0, 37.0), (128.0, 37.0)).uncertainty_km[0] == 0
    typed = distance.matrix("36.96,127.03", "36.9622,127.0310").uncertainty_km[0]
    assert typed == pytest.approx(np.hypot(0.556, 0.00556), rel=0.01)


def test_by_sea_the_error_of_the_network_is_part_of_it():
    air, sea = (distance.matrix("cfa-sasebo", "subic-bay", mode) for mode in ("air", "sea"))
    part = uncertainty.SEA_SHARE * sea.distance_km[0]
    assert sea.uncertainty_km[0] == pytest.approx(np.hypot(air.uncertainty_km[0], part))
    assert distance.matrix("beijing", "subic-bay", "sea").uncertainty_km.isna().all()


@pytest.mark.parametrize(("off", "kept"), [(8.0, 0), (1.0, 0), (0.3, 1), (0.1, 1), (0.04, 2), (0.0005, 3), (0.0, 3)])
def test_a_length_has_no_decimals_below_its_first_uncertain_one(off, kept):
    assert uncertainty.decimals(off) == kept
