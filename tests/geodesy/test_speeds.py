"""Speeds a mode: one for each, and none that could be either's."""

from __future__ import annotations

import pytest

from eastup.errors import InputError
from eastup.geodesy import speeds_kmh

BOTH = ("air", "sea")


@pytest.mark.parametrize(
    "given",
    [
        ["air=450kn", "sea=20kn"],
        "air=450kn,sea=20kn",
        {"air": "450kn", "sea": "37.04km/h"},
        ("sea = 20kn", "AIR=450 kn"),
    ],
)
def test_each_mode_has_its_own(given):
    assert speeds_kmh(given, BOTH) == pytest.approx({"air": 833.4, "sea": 37.04})


def test_one_mode_needs_no_name_and_none_is_no_speed():
    assert speeds_kmh("1,000 km/h", ("air",)) == {"air": 1000.0}
    assert speeds_kmh("80km/h", ("sea",)) == speeds_kmh("sea=80km/h", ("sea",)) == {"sea": 80.0}
    assert speeds_kmh(None, BOTH) == speeds_kmh((), BOTH) == speeds_kmh("", BOTH) == {}
    assert speeds_kmh("sea=20kn", BOTH) == {"sea": 37.04}


@pytest.mark.parametrize(
    ("given", "modes", "told"),
    [
        ("20kn", BOTH, "--speed air=450kn --speed sea=20kn"),
        (37.04, BOTH, "air and sea"),
        ("20", ("sea",), "not a speed"),
        ("sea=20", BOTH, "not a speed"),
        ("air=450kn", ("sea",), "means nothing"),
        ("see=20kn", BOTH, "did you mean sea"),
        (["sea=20kn", "sea=10kn"], BOTH, "two speeds"),
        (["20kn", "10kn"], ("sea",), "two speeds"),
        ("0kn", ("sea",), "more than zero"),
        (450, ("air",), "the speed 450 has no unit; give it as text: '450kn'"),
        ({"air": 450.0}, ("air",), "no unit"),
    ],
)
def test_what_could_mean_either_is_refused(given, modes, told):
    with pytest.raises(InputError, match=told):
        speeds_kmh(given, modes)
