from __future__ import annotations

import pytest

from eastup import claims


@pytest.fixture(scope="module")
def checked():
    return claims.check_all()


def verdict_of(table, origin, target, value):
    rows = table[(table["from"] == origin) & (table["to"] == target) & (table["published"] == value)]
    assert len(rows) == 1
    return rows["verdict"].iloc[0]


def test_every_row_has_a_verdict_and_a_source(checked):
    assert set(checked["verdict"]) <= set(claims.VERDICTS)
    assert checked["source"].notna().all()
    assert len(checked) > 100


@pytest.mark.parametrize(
    ("origin", "target", "value", "expected"),
    [
        ("Camp Humphreys", "Pyongyang", 158, "ok"), ("Camp Humphreys", "Beijing", 612, "ok"),
        ("Camp Humphreys", "Vladivostok", 500, "ok"), ("Camp Humphreys", "Tokyo", 1155, "ok"),
        ("Camp Humphreys", "Vladivostok", 1770, "wrong"), ("Camp Humphreys", "DMZ / North Korea", 60, "cannot tell"),
        ("Naha", "Beijing", 1860, "ok"), ("Naha", "Qingdao", 1300, "ok"), ("Naha", "Hong Kong", 1430, "ok"),
        ("Naha", "Pyongyang", 1440, "ok"), ("Naha", "Seoul", 1260, "ok"),
        ("Okinawa", "Shanghai", 780, "loose"), ("Okinawa", "Pyongyang", 1300, "loose"), ("Okinawa", "Beijing", 1700, "loose"),
        ("Okinawa", "Manila", 1480, "ok"), ("Yonaguni", "Taiwan", 110, "ok"), ("Senkaku (Uotsuri)", "Yonaguni", 150, "ok"),
        ("Senkaku", "Taiwan", 170, "ok"), ("Senkaku", "Taiwan", 120, "wrong"),
        ("Guam", "Taiwan", 2077, "wrong"), ("Guam", "Taiwan", 2400, "wrong"), ("Guam", "Tokyo", 2400, "loose"),
        ("Okinawa", "Guam", 1200, "unit"), ("Hawaii", "Guam", 3500, "loose"), ("Honolulu", "Tokyo", 3849, "ok"),
        ("West Coast", "West Pacific", 6500, "ok"), ("most of Japan (Kyushu)", "Taiwan", 2000, "wrong"),
        ("Mavulis", "southern tip of Taiwan", 140, "ok"), ("northernmost outpost of Batanes", "Taiwan", 90, "ok"),
        ("Batan Island", "Taiwan", 200, "ok"), ("Camilo Osias (Santa Ana)", "Kaohsiung", 500, "ok"),
        ("Cagayan", "Taiwan", 1000, "wrong"), ("Subic", "Scarborough Shoal", 124, "wrong"),
        ("Boston", "Anchorage", 366, "ok"), ("Guam", "Taiwan", 5, "cannot tell"),
    ],
)  # fmt: skip
def test_the_verdicts_that_careful_readers_reached(checked, origin, target, value, expected):
    assert verdict_of(checked, origin, target, value) == expected


def test_the_other_end_point_is_named():
    found = claims.check("Subic Bay", "Scarborough Shoal", "124 nmi")
    assert found.verdict == "wrong"
    assert "Luzon" in found.cause
    assert found.sentence().endswith("another end point?")


def test_bare_miles_that_are_nautical():
    found = claims.check("Naha", "Guam", "1,200 miles")
    assert (found.verdict, "nmi" in found.cause) == ("unit", True)
    assert claims.check("Naha", "Guam", "1,415 mi").verdict == "ok"


def test_ship_routes_can_be_given():
    table = claims.check_all(sea_km=lambda a, b: 631 * 1.852)
    assert verdict_of(table, "Hong Kong", "Manila", 631) == "ok"
    table = claims.check_all(sea_km=lambda a, b: None)
    assert verdict_of(table, "Hong Kong", "Manila", 631) == "cannot tell"


def test_ship_distances_are_held_against_ship_routes(checked):
    ships = checked[checked["kind"] == "sea"]
    known = ships[ships["computed_km"].notna()]
    assert len(known) >= 0.8 * len(ships)
    assert verdict_of(checked, "Manila", "Singapore", 1370) == "ok"
    found = claims.check("node-yokohama", "node-singapore", "2,905 nmi", mode="sea")
    assert (found.verdict, abs(found.error_pct) < 5) == ("ok", True)
    assert claims.check("node-yokohama", "node-singapore", "2,300 nmi", mode="sea").verdict == "wrong"


def test_a_time_without_a_speed_is_told_the_speed_that_it_takes(checked):
    times = checked[(checked["kind"] == "time-sea") & (checked["from"] == "Guam") & (checked["to"] == "Taiwan")]
    assert times["verdict"].tolist() == ["cannot tell"]
    assert "kn" in times["cause"].iloc[0]


@pytest.mark.parametrize(
    ("digits", "step"), [("612", 1), ("1,200", 100), ("2,550", 10), ("12.4", 0.1), ("30,000", 100)]
)
def test_how_far_a_figure_is_rounded(digits, step):
    assert claims._rounding_step(digits) == step
