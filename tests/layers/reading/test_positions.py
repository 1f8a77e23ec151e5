from __future__ import annotations

import re

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastup.errors import InputError
from eastup.layers.reading import positions

NAHA = 26.2125, 127 + 40 / 60 + 51 / 3600


@pytest.mark.parametrize(
    "text",
    [
        "26.2125", "+26.2125", "26,2125", "26.2125N", "N26.2125", "26.2125 n", "26°12'45\"N", "26°12′45″N", "26º12’45”N",
        "26d12m45sN", "26 12 45 N", "N 26 12 45", "26:12:45", "26°12.75'", "26 12.75N", "26-12.75N", "26-12-45N", "261245N",
        "2612.75N", "北緯26度12分45秒", "북위 26도 12분 45초", "北纬26度12分45秒", "２６度１２分４５秒", "26 deg 12 min 45 sec North",
        "26°12'45''N", "Lat 26.2125", "26.2125°",
    ],
)  # fmt: skip
def test_a_latitude_in_every_usual_notation(text):
    assert positions.parse_angle(text, "lat") == pytest.approx(NAHA[0], abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "26.2125,127.680833", "26.2125 127.680833", "127.680833E, 26.2125N", "26°12'45\"N 127°40'51\"E", "N26 12 45 E127 40 51",
        "26 12 45 127 40 51", "26 12.75 127 40.85", "26,2125; 127,680833", "26,2125, 127,680833", "(26.2125, 127.680833)",
        "261245N1274051E", "261245N 1274051E", "lat: 26.2125, lon: 127.680833", "동경 127도 40분 51초 북위 26도 12분 45초",
        "26-12.75N 127-40.85E", "26°12.75' 127°40.85'",
    ],
)  # fmt: skip
def test_a_position_in_one_text(text):
    lon, lat = positions.parse_pair(text)
    assert (lat, lon) == pytest.approx(NAHA, abs=1e-6)


def test_signs_and_hemispheres():
    assert positions.parse_pair("-26.2, -127.6") == (-127.6, -26.2)
    assert positions.parse_pair("26.2 -127.6") == (-127.6, 26.2)
    assert positions.parse_pair("8.5S 115.2E") == (115.2, -8.5)
    assert positions.parse_pair("21.3N 157.9W") == (-157.9, 21.3)
    assert positions.parse_pair("127.6, 26.2", longitude_first=True) == (127.6, 26.2)


@pytest.mark.parametrize(
    "text", ["Kadena", "F-15", "Route 66", "3rd MEF", "4 5 6", "36, 127, 5", "18TH", "", "26.2", "1 2 3 4"]
)
def test_what_is_no_position(text):
    assert positions.parse_pair(text) is None


@pytest.mark.parametrize(
    ("text", "axis", "message"),
    [
        ("26 75 N", "lat", "75 minutes"),
        ("26 12 61 N", "lat", "61 seconds"),
        ("127.6E", "lat", "is a longitude; the columns look swapped"),
        ("26.5 12 N", "lat", "a fraction before its last number"),
        ("abc", "lat", "not a latitude"),
        ("1e5", "lon", "not a longitude"),
    ],
)
def test_what_is_wrong_with_an_angle(text, axis, message):
    with pytest.raises(InputError, match=message):
        positions.parse_angle(text, axis)


# The same points by PROJ, which reads no UTM notation of its own.
@pytest.mark.parametrize(
    ("lon", "lat", "zone", "epsg"),
    [
        (127.03, 36.96, "52S", 32652), (127.03, 36.96, "52N", 32652), (127.03, 36.96, "zone 52", 32652), (120.98, 14.6, "51P", 32651),
        (115.2, -8.5, "50L", 32750), (115.2, -8.5, "50S", 32750), (-157.9, 21.3, "4Q", 32604),
    ],
)  # fmt: skip
def test_utm_agrees_with_proj(lon, lat, zone, epsg):
    easting, northing = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform(lon, lat)
    assert positions.from_utm(easting, northing, zone) == pytest.approx((lon, lat), abs=1e-7)
    if re.fullmatch(r"\d+[A-Z]", zone):
        assert positions.parse_pair(f"{zone} {easting:.3f} {northing:.3f}") == pytest.approx((lon, lat), abs=1e-7)


def test_mgrs_is_utm_with_letters():
    # Square SCP: eastings of 300 km and northings of 2,800 km in zone 52.
    easting, northing = pyproj.Transformer.from_crs(4326, 32652, always_xy=True).transform(NAHA[1], NAHA[0])
    text = f"52R CP {int(easting) - 300_000:05d} {int(northing) - 2_800_000:05d}"
    assert positions.parse_mgrs(text) == pytest.approx((NAHA[1], NAHA[0]), abs=2e-5)
    assert positions.parse_pair(text.replace(" ", "")) == positions.parse_mgrs(text.lower())


@pytest.mark.parametrize("zone", ["61N", "0N", "", "x"])
def test_a_zone_that_is_none(zone):
    with pytest.raises(InputError, match="not a UTM zone"):
        positions.from_utm(500_000, 4_000_000, zone)


def test_a_northing_in_another_band():
    with pytest.raises(InputError, match="band Q of zone 52"):
        positions.from_utm(500_000, 4_100_000, "52Q")
    with pytest.raises(InputError, match="give metres"):
        positions.from_utm(126.8, 36.9, "52S")


@given(st.text(alphabet="0123456789.,;:°'\"NSEWnsew-+ ()北緯도분 \t", max_size=60))
def test_any_text_is_a_position_or_none_or_refused(text):
    pair, message = None, ""
    try:
        pair = positions.parse_pair(text)
    except InputError as error:
        message = str(error)
    assert "\n" not in message
    assert pair is None or len(pair) == 2


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_position_reads_back_in_degrees_minutes_and_seconds(lat, lon):
    def spelled(value, letters):
        whole = round(abs(value) * 3600 * 1000)
        return f"{whole // 3_600_000}°{whole // 60_000 % 60}'{whole % 60_000 / 1000:.3f}\"{letters[value < 0]}"

    read = positions.parse_pair(f"{spelled(lat, 'NS')} {spelled(lon, 'EW')}")
    assert read == pytest.approx((lon, lat), abs=2e-7)


@pytest.mark.parametrize(
    "text", ["1" + " " * 200_000 + "x", "1," * 100_000, "-" * 200_000, "N" * 200_000, "°" * 200_000, "1" * 200_000]
)
def test_a_text_of_any_length_is_looked_at_once(text):
    assert positions.parse_pair(text) is None
    with pytest.raises(InputError) as caught:
        positions.parse_angle(text, "lat")
    assert len(str(caught.value)) < 300
