"""What leaves the page."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from eastup import distance

pytestmark = pytest.mark.browser


def test_the_picture_and_the_table_are_written_without_a_network(fresh, tmp_path):
    with fresh.expect_download() as download:
        fresh.click("#png")
    download.value.save_as(tmp_path / "map.png")
    import matplotlib.image

    image = matplotlib.image.imread(tmp_path / "map.png")
    width, height = fresh.evaluate("[eastup.camera.width, eastup.camera.height]")
    assert image.shape[:2] == ((height + 86) * 2, width * 2)
    assert len(np.unique(image[::9, ::9].reshape(-1, image.shape[2]), axis=0)) > 300
    with fresh.expect_download() as download:
        fresh.click("#csv")
    download.value.save_as(tmp_path / "table.csv")
    got = pd.read_csv(tmp_path / "table.csv").set_index("target_id")
    expected = distance.matrix("camp-humphreys", "straits", speed="450kn").set_index("target_id").loc[got.index]
    assert list(got.columns) == list(expected.columns)
    assert got["distance_km"].tolist() == pytest.approx(expected["distance_km"].tolist(), abs=0.002)
    assert got["hours"].tolist() == pytest.approx(expected["hours"].tolist(), abs=0.002)
    assert fresh.complaints == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in fresh.requests)


def test_on_paper_the_map_is_a_light_picture(fresh):
    fresh.click("#theme")
    fresh.evaluate("dispatchEvent(new Event('beforeprint'))")
    width, height, theme = fresh.evaluate(
        "(() => { const p = document.getElementById('printed'); return [p.width, p.height, document.documentElement.dataset.theme]; })()"
    )
    assert width > 1500
    assert height > 1000
    assert theme == "light"
    fresh.evaluate("dispatchEvent(new Event('afterprint'))")
    assert fresh.locator("#printed").count() == 0
    assert fresh.evaluate("document.documentElement.dataset.theme") == "dark"
    fresh.click("#theme")


def test_a_formula_in_a_name_stays_a_text(opener):
    frame = gpd.GeoDataFrame({"id": ["a"], "name": ['=HYPERLINK("x")']}, geometry=[shapely.Point(135, 20)], crs=4326)
    page = opener(hubs=frame)
    assert '"\'=HYPERLINK(""x"")"' in page.evaluate("eastup.csv()")
