import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from eastup.geodesy.ellipsoid import GEOD, distance_m
from eastup.io import data, polygons
from eastup.sea import routes
from eastup.sea.ports import harbours, nearest_port, river_ports


def port(name):
    return next(port for port in river_ports() if port.id == name)


def test_ids_are_unique_and_lines_run_on():
    assert len({port.id for port in river_ports()}) == len(river_ports()) >= 25
    for port in river_ports():
        assert port.source
        assert ((port.line[:, 0] >= 0) & (port.line[:, 0] <= 360)).all()


@pytest.mark.parametrize("port", river_ports(), ids=lambda port: port.id)
def test_a_line_is_as_long_as_it_says_and_ends_at_its_berth(port):
    assert GEOD.line_length(*port.line.T) / 1000 == pytest.approx(port.length_km, abs=0.15)
    assert distance_m(*port.line[-1], *port.berth) / 1000 < 4.5


def test_lines_begin_at_sea():
    """Three nautical miles off the coast of land.npz, but for the raster that found them and for specks of land."""
    land, _countries = polygons.load(data.geo("land.npz"))
    land = land[shapely.area(land) > 1e-4]
    begins = shapely.points([port.sea for port in river_ports()])
    _begin, _land = shapely.STRtree(land).query(begins, "dwithin", 0.04)
    assert not [river_ports()[index].id for index in set(_begin)]


def test_haiphong_is_as_far_up_its_channel_as_its_pilots_say():
    """26 miles from the pilot station at 20 40N, 106 51E (a Vietnamese ship agent's port guide)."""
    haiphong = port("haiphong")
    km = haiphong.length_km + distance_m(*haiphong.sea, 106.85, 20.6667) / 1000
    assert km == pytest.approx(26 * 1.852, rel=0.1)


def test_ho_chi_minh_city_is_as_far_up_its_river_as_is_published():
    """45 miles (72 km) from Vung Tau (Encyclopaedia Britannica), by the Long Tau; our line goes up the Soai Rap beside it."""
    saigon = port("ho-chi-minh-city")
    vung_tau = (107.0667, 10.35)
    assert saigon.length_km + distance_m(*saigon.sea, *vung_tau) / 1000 == pytest.approx(72, rel=0.12)


@given(st.floats(60, 250), st.floats(-60, 68), st.integers(0, len(harbours()) - 1))
def test_no_port_is_nearer_than_the_nearest(lon, lat, other):
    _port, km = nearest_port(lon, lat)
    assert km <= distance_m(lon, lat, harbours()[other].lon, harbours()[other].lat) / 1000 + 1e-9


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (121.4346, 31.2184, "Shanghai"),
        (105.8481, 21.0353, "Hai Phong"),
        (125.7527, 39.0214, "Nampo"),
        (-242.8, 39.132, "Tianjin Xin Gang"),  # longitudes may be any
    ],
)
def test_cities_without_a_way_are_told_their_port(lon, lat, name):
    assert nearest_port(lon, lat)[0].name == name


def test_a_port_to_which_no_ship_comes_is_told_to_nobody():
    """Guaymas lies on the Gulf of California, whose mouth is outside the region."""
    note = routes.route("Guaymas", "San Diego").note
    assert note.endswith("the nearest port is Puerto Morro Redondo, 420 km away")


def test_harbours_lie_in_the_region_of_the_sea():
    positions = np.array([(port.lon, port.lat) for port in harbours()])
    assert positions[:, 0].min() >= 60
    assert positions[:, 0].max() <= 250
    assert len({(port.name, port.lon, port.lat) for port in harbours()}) == len(harbours()) > 900
