import pytest
import shapely

from eastup.sea.ice import ice_on, waters


def ids(*points):
    return {ice.id for ice in ice_on(shapely.LineString(points))}


def test_a_way_to_magadan_passes_ice_and_one_outside_the_kurils_does_not():
    assert ids((142.0, 45.8), (150.8, 59.4)) == {"okhotsk"}
    assert ids((145.0, 42.0), (152.0, 45.0), (157.0, 49.0), (160.0, 52.0)) == set()


def test_ports_of_the_north():
    assert ids((131.9, 43.1), (131.9, 42.0)) == {"peter-the-great-bay"}
    assert ids((140.9, 51.4), (140.3, 49.0)) == {"tatar-strait"}
    assert ids((122.0, 40.5), (121.0, 38.5), (122.8, 37.5)) == {"bohai"}
    assert ids((129.0, 35.1), (139.7, 35.0)) == set()


def test_ports_of_alaska():
    assert ids((210.1, 61.2), (208.4, 60.5), (206.0, 58.5)) == {"cook-inlet"}  # Anchorage
    assert ids((210.6, 60.1), (210.4, 59.5)) == set()  # Seward
    assert ids((211.3, 60.8), (212.0, 60.0)) == set()  # Whittier
    assert ids((202.8, 58.7), (195.0, 56.5)) == {"bristol-bay"}  # Naknek
    assert ids((193.5, 53.9), (190.0, 52.0)) == set()  # Dutch Harbor
    assert ids((197.3, 66.9), (191.2, 65.8), (190.0, 59.0)) == {"chukchi", "bering"}  # Kotzebue


@pytest.mark.parametrize("ice", waters(), ids=lambda ice: ice.id)
def test_ice_is_of_winter(ice):
    assert ice.source
    assert ice.holds_in(2)
    assert not ice.holds_in(8)


def test_a_season_runs_over_the_turn_of_the_year():
    [okhotsk] = [ice for ice in waters() if ice.id == "okhotsk"]
    assert okhotsk.season == "November to June"
    assert [month for month in range(1, 13) if okhotsk.holds_in(month)] == [1, 2, 3, 4, 5, 6, 11, 12]
