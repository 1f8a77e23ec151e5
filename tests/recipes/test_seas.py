"""The recipe of the seas, on a few marine areas as Natural Earth writes them."""

from __future__ import annotations

import csv
import json

import shapely
from shapely.geometry import mapping

from eastup.io.data import data_root
from geo.recipes import seas


def test_areas_are_joined_and_lose_their_islands_and_specks(tmp_path, monkeypatch):
    names = tmp_path / "names.csv"
    names.write_text("id,natural_earth,name,name_ja,name_ko\nsea,NORTH SEA+South Sea,Sea,海,바다\n", encoding="utf-8")
    island = shapely.box(2, 12, 3, 13)
    marine = {
        "NORTH SEA": [shapely.box(0, 10, 10, 20) - island, shapely.box(30, 0, 30.2, 0.2)],
        "South  Sea": [shapely.box(0, 0, 10, 10)],
    }
    features = [{"properties": {"name": n}, "geometry": mapping(g)} for n, parts in marine.items() for g in parts]
    features.append({"properties": {"name": None}, "geometry": mapping(island)})
    file = tmp_path / "marine.json"
    file.write_text(json.dumps({"features": features}), encoding="utf-8")
    monkeypatch.setattr(seas, "_NAMES", names)
    heads, row = seas.build(file)
    assert (heads, row[:4]) == (seas.HEADS, ["sea", "Sea", "海", "바다"])
    assert shapely.equals(shapely.from_wkt(row[4]), shapely.box(0, 0, 10, 20))


def test_the_shipped_seas_are_those_that_are_wanted():
    with (data_root() / "geo" / "seas.csv").open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    with seas._NAMES.open(encoding="utf-8") as file:
        wanted = [[row["id"], row["name"], row["name_ja"], row["name_ko"]] for row in csv.DictReader(file)]
    assert heads == seas.HEADS
    assert [row[:4] for row in rows] == wanted
