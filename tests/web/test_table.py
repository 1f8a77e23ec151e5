"""The table of distances from a hub."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from browsing import figure, tables

from eastup import distance

pytestmark = pytest.mark.browser


def test_choosing_a_hub_sorts_the_straits_by_the_librarys_distances(opened):
    opened.select_option("#hub", label="Kadena Air Base")
    opened.click("#unit button[value=nmi]")
    rows = [row.split("\t") for row in opened.locator("#table tbody tr").all_inner_texts()]
    table = distance.matrix("kadena-ab", "passages").sort_values("distance_km")
    assert [row[0].strip() for row in rows] == table["target"].tolist()
    shown = [figure(row[1]) for row in rows]
    assert shown == pytest.approx(table["distance_nmi"].tolist(), abs=0.51)
    assert [float(row[3].rstrip("°")) for row in rows] == pytest.approx(table["azimuth_deg"].tolist(), abs=0.51)
    opened.click("#unit button[value=km]")


def test_speed_gives_hours(opened):
    opened.fill("#speed", "100")
    last = opened.locator("#table tbody tr").last.inner_text().split("\t")
    assert float(last[2]) == pytest.approx(figure(last[1]) / 1.852 / 100, abs=0.06)


def test_a_place_with_the_id_of_another_is_measured_from_where_it_is(opener):
    frame = gpd.GeoDataFrame({"id": ["kadena-ab"], "name": ["mine"]}, geometry=[shapely.Point(150, 10)], crs=4326)
    page = opener(hubs=frame)
    assert page.evaluate("eastup.hubs.map(hub => hub.key)") == ["kadena-ab~2"]
    expected = distance.matrix([(150.0, 10.0)], "passages")["distance_km"].min()
    assert figure(tables(page, "table")[0][1]) == pytest.approx(expected, abs=0.51)
