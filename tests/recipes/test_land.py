"""The recipe of land and borders, on a made coast with three countries that runs across 180 degrees."""

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from eastup.io import polygons
from geo.recipes import build, land

ISLAND = shapely.box(120.0, 20.0, 124.0, 22.0)  # of A in the west and B in the east
ACROSS_180 = [shapely.box(178.0, -10.0, 180.0, -8.0), shapely.box(-180.0, -10.0, -178.0, -8.0)]  # of C
SPECK = shapely.box(130.0, 10.0, 130.0002, 10.0002)
KEPT_ROCK = shapely.box(136.05, 20.42, 136.0502, 20.4202)  # Okinotorishima
DROPPED_REEF = shapely.box(117.65, 15.1, 117.85, 15.2)  # Scarborough Shoal
COAST = np.array([ISLAND, *ACROSS_180, SPECK, KEPT_ROCK, DROPPED_REEF])


@pytest.fixture
def sources(tmp_path):
    """Countries and their borders as Natural Earth packs them."""
    shapes = {
        "A": shapely.box(119.0, 19.0, 122.0, 23.0),
        "B": shapely.box(122.0, 19.0, 123.99, 23.0),  # its shore is not quite that of the land
        "C": shapely.MultiPolygon([ACROSS_180[0], ACROSS_180[1]]),
    }
    frame = gpd.GeoDataFrame({"ADM0_A3": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:4326")
    name = "ne_10m_admin_0_countries_deu"
    frame.to_file(tmp_path / f"{name}.shp")
    with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
        for part in tmp_path.glob(f"{name}.[sdcp]*"):
            archive.write(part, part.name)
    border = shapely.LineString([(122.0, 20.0), (122.0, 22.0)])
    lines = gpd.GeoDataFrame({"FEATURECLA": ["Disputed"]}, geometry=[border], crs="EPSG:4326")
    lines.to_file(tmp_path / "ne_10m_admin_0_boundary_lines_land.shp")
    return tmp_path


def test_land_is_cut_between_its_countries_and_healed_at_180(sources, tmp_path, monkeypatch):
    monkeypatch.setattr(land, "_osm_land", lambda: land.to_frame(COAST))
    target = tmp_path / "geo"
    target.mkdir()
    land.build(sources, target)
    shapes, codes = polygons.load(target / "land.npz")
    by_code = {code: shapely.union_all(shapes[codes == code]) for code in np.unique(codes)}
    assert by_code["A"].equals_exact(shapely.box(120, 20, 122, 22), 2e-5, normalize=True)
    assert by_code["B"].area == pytest.approx(4.0 + KEPT_ROCK.area, abs=1e-4)  # with the strip along its shore
    assert by_code["C"].bounds == pytest.approx((178.0, -10.0, 182.0, -8.0))
    assert by_code["C"].area == pytest.approx(8.0)
    assert shapely.get_num_geometries(by_code["C"]) == 1
    everything = shapely.union_all(shapes)
    assert everything.covers(shapely.point_on_surface(KEPT_ROCK))
    assert everything.disjoint(SPECK)
    assert everything.disjoint(DROPPED_REEF)
    lines, kinds = polygons.load(target / "borders.npz")
    assert kinds.tolist() == ["Disputed"]
    assert shapely.get_coordinates(lines).tolist() == [[122.0, 20.0], [122.0, 22.0]]
    coarse, _ = polygons.load(target / "land_coarse.npz")
    assert shapely.area(coarse).sum() == pytest.approx(shapely.area(shapes).sum(), rel=1e-3)


def test_longitudes_run_on_from_the_seam():
    before, across = shapely.box(-40, 0, -35, 1), shapely.box(-32, 0, -28, 1)
    found = shapely.union_all(land.to_frame(np.array([before, across])))
    expected = [shapely.box(320, 0, 325, 1), shapely.box(328, 0, 330, 1), shapely.box(-30, 0, -28, 1)]
    assert found.equals(shapely.union_all(expected))


def test_a_shape_across_boxes_is_as_fine_as_each_box_says():
    """A wavy shore that leaves the fine box keeps its waves in it, and loses them beyond."""
    lon = np.arange(170.0, 190.0, 0.01)
    shore = np.column_stack([lon, 30.0 + 0.0014 * np.sin(lon * 40.0)])
    island = shapely.Polygon([*shore, (190.0, 25.0), (170.0, 25.0)])
    found = shapely.get_coordinates(land._simplified_by_vertex(island, land.FINE))
    north = found[found[:, 1] > 29.0]
    fine, rough = ((north[:, 0] < 180.0).sum(), (north[:, 0] > 180.0).sum())
    assert fine > 10 * rough > 0


def test_the_build_unpacks_only_what_it_wants_and_writes_beside_the_recipes(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "packages.whl", "w") as wheel:
        for name in ("data/ETOPO1_0.1.grd", "data/ne_10m_admin_0_x.shp", "code/setup.py", "data/shadedrelief.jpg"):
            wheel.writestr(name, "x")
    given = []

    def take(sources, target):
        given.append((sorted(path.name for path in Path(sources).rglob("*") if path.is_file()), target))

    monkeypatch.setattr(build.rasters, "build", take)
    monkeypatch.setattr(build.land, "build", take)
    build.main(tmp_path)
    wanted = ["ETOPO1_0.1.grd", "ne_10m_admin_0_x.shp", "shadedrelief.jpg"]
    assert given == [(wanted, Path(build.__file__).resolve().parents[1])] * 2
