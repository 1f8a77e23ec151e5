from __future__ import annotations

import pytest

from eastup import claims, words


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
        ("Naha", "Pyongyang", 1440, "ok"), ("Naha", "Manila", 1470, "ok"),
        ("Yonaguni", "Tokyo", 1900, "loose"), ("Yonaguni", "Tokyo", 2000, "ok"), ("Yonaguni", "Beijing", 1900, "loose"),
        ("Naha", "Fukuoka", 1008, "wrong"), ("Yonaguni", "Taiwan", 110, "ok"), ("Senkaku (Uotsuri)", "Yonaguni", 150, "ok"),
        ("Senkaku", "Taiwan", 170, "ok"), ("Senkaku", "Taiwan", 120, "wrong"),
        ("Guam", "Taiwan", 2077, "wrong"), ("Guam", "Taiwan", 2400, "wrong"), ("Guam", "Tokyo", 2400, "loose"),
        ("Okinawa", "Guam", 1200, "unit"), ("Hawaii", "Guam", 3500, "loose"), ("Honolulu", "Tokyo", 3849, "ok"),
        ("West Coast", "West Pacific", 6500, "cannot tell"), ("Guam", "San Francisco", 6000, "loose"),
        ("Mavulis", "southern tip of Taiwan", 140, "ok"), ("northernmost outpost of Batanes", "Taiwan", 90, "ok"),
        ("Batanes (Basco)", "Taiwan", 200, "ok"), ("Camilo Osias (Santa Ana)", "Kaohsiung", 500, "ok"),
        ("Cagayan", "Taiwan", 1000, "wrong"), ("Subic", "Scarborough Shoal", 124, "wrong"),
        ("Guam", "Taiwan", 5, "cannot tell"),
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


@pytest.mark.parametrize(
    ("origin", "target", "value", "expected", "says"),
    [
        ("Kadena", "Taiwan", 800, "ok", "From 597 to 868 km"),
        ("South Korea bases", "Taiwan", 1200, "loose", "From 1,271 to 1,652 km"),
        ("Guam", "North Korea", 2200, "ok", "From 3,208 to 3,588 km"),
        ("Dokdo", "Oki Islands", 157.5, "ok", ""),
        ("Second Thomas Shoal", "Palawan", 105, "ok", ""),
        ("Pag-asa (Thitu)", "mainland Palawan", 285, "wrong", ""),
    ],
)
def test_an_end_that_is_a_land_is_judged_by_its_nearest_and_farthest_point(
    checked, origin, target, value, expected, says
):
    row = checked[(checked["from"] == origin) & (checked["to"] == target) & (checked["published"] == value)].iloc[0]
    assert (row["verdict"], row["cause"].startswith(says)) == (expected, True)
    assert bool(says) == (row["kind"] == "air")  # between coasts the nearest points are meant


# Computed from outside: azimuths 107, 206 and 270 where southwest, southeast and southwest are printed.
@pytest.mark.parametrize(
    ("origin", "target", "azimuth"),
    [("Ulleungdo", "Dokdo", 107), ("Kaohsiung", "Spratlys", 206), ("Palawan", "Second Thomas Shoal", 270)],
)
def test_a_printed_direction_is_judged_by_the_azimuth(checked, origin, target, azimuth):
    row = checked[(checked["from"] == origin) & (checked["to"] == target) & (checked["kind"] == "azimuth")].iloc[0]
    assert row["verdict"] == "wrong"
    assert abs(int(row["cause"].split()[3].strip(",")) - azimuth) <= 2


@pytest.mark.parametrize(
    ("published", "qualifier", "expected"),
    [(500, "over", "ok"), (500, "", "loose"), (545, "over", "loose"), (540, "under", "ok"), (300, "over", "wrong")],
)
def test_a_bound_is_right_when_it_holds_and_is_near(published, qualifier, expected):
    a, b = claims.places.resolve("Yonaguni"), claims.places.resolve("Naha")
    figure = claims._Figure(published, "km", 1.0, f"{published} km", qualifier)
    assert claims._judge(a, b, figure, 525.0).verdict == expected


def test_a_time_with_a_speed_is_held_against_the_way_of_ships(checked):
    times = checked[checked["source_id"] == "honolulu-advertiser-2006"].set_index("from")
    assert times["verdict"].to_dict() == {"Pearl Harbor": "ok", "Guam": "wrong", "San Diego": "ok"}
    assert times["error_pct"].round().to_dict() == {"Pearl Harbor": -5, "Guam": -13, "San Diego": -3}


def test_a_claims_sentence_in_three_languages():
    found = claims.check("Kadena", "Guam", "1,200 miles")
    assert found.sentence("ja").startswith("単位違い：嘉手納飛行場－グアム間は2,278km")
    assert "가데나 공군기지 - 괌" in found.sentence("ko")
    for lang in ("en", "ja", "ko"):
        assert "1,230" in found.sentence(lang)
        assert "{" not in found.sentence(lang)


def test_every_cause_has_its_words_in_each_language(checked):
    texts = words.of("claims", "en").texts
    assert texts.keys() == words.of("claims", "ja").texts.keys() == words.of("claims", "ko").texts.keys()
