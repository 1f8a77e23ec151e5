"""A record tells a layer that was given by what it holds: the same in any folder, another where the content is."""

from __future__ import annotations

import hashlib
import shutil

import geopandas as gpd
import pytest
import shapely

from eastup import briefing, layers
from eastup.errors import InputError
from eastup.layers import given

SITES = "name,lon,lat\nPyeongtaek,126.8,36.97\nBusan,129.04,35.1\n"


@pytest.fixture
def folders(tmp_path):
    """Two folders, each with the same files, written at different times."""
    found = tmp_path / "a", tmp_path / "b"
    for number, folder in enumerate(found):
        folder.mkdir()
        (folder / "sites.csv").write_text(SITES, encoding="utf-8")
        frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(127, 26)], crs=4326)
        if number == 0:
            frame.to_file(folder / "s.shp")
            frame.to_file(folder / "s.gpkg", layer="own")
        else:
            for path in found[0].glob("s.*"):
                shutil.copyfile(path, folder / path.name)
    return found


def test_ours_and_filters_stand_as_they_were_written():
    assert [given.told(name) for name in ("bases", "bases:host=JPN")] == ["bases", "bases:host=JPN"]


@pytest.mark.parametrize("name", ["sites.csv", "s.shp", "s.gpkg", "s.gpkg:own"])
def test_a_file_is_told_by_its_name_and_content(folders, name):
    one, other = (given.told(f"{folder}/{name}") for folder in folders)
    assert one == other
    assert one["file"] == name


def test_the_checksum_of_a_file_is_that_of_its_bytes(folders):
    assert given.told(folders[0] / "sites.csv")["sha256"] == hashlib.sha256(SITES.encode()).hexdigest()


@pytest.mark.parametrize("beside", [".shp", ".dbf", ".prj"])
def test_a_shapefile_is_another_when_a_file_beside_it_is(folders, beside):
    path = folders[0] / "s.shp"
    before = given.content(path)
    part = path.with_suffix(beside)
    part.write_bytes(part.read_bytes() + b" ")
    assert given.content(path) != before
    part.unlink()
    if beside != ".shp":
        assert given.content(path) != before


def test_what_cant_be_read_is_one_line(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv: can't read it"):
        given.content(tmp_path / "none.csv")


def test_a_map_of_the_same_file_in_another_folder_is_the_same(folders):
    written = []
    for folder in folders:
        path = folder / "map.svg"
        small = {"size": "square", "background": "plain", "extent": [116, 24, 136, 44]}
        briefing.render("east-up", path, layers=[str(folder / "sites.csv")], **small)
        written.append(path.read_bytes())
    assert written[0] == written[1]
    assert str(folders[0]).encode() not in written[0]
    assert layers.label("sites.csv").encode() in written[0]
