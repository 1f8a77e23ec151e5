"""Measuring along points of the map."""

from __future__ import annotations

import re

import numpy as np
import pytest
from browsing import figure, go_to, screen_of, turn

from eastup import geodesy

pytestmark = pytest.mark.browser


def test_measuring_a_way(opened):
    opened.click("#measure")
    opened.evaluate("eastup.update({way: ['36.9622,127.031', '43.1155,131.8855', '35,135']})")
    expected = geodesy.distance_m([127.031, 131.8855], [36.9622, 43.1155], [131.8855, 135], [43.1155, 35]).sum()
    assert opened.evaluate("eastup.measured_m()") == pytest.approx(expected, abs=1)
    assert f"{expected / 1000:,.0f} km" in opened.inner_text("#pointer")
    opened.keyboard.press("Escape")
    assert opened.evaluate("eastup.state.measuring") is False


def test_measuring_with_the_mouse(opened):
    turn(opened, 90)
    go_to(opened, 128, 27, 4.3)
    opened.click("#measure")
    clicked = [screen_of(opened, *at) for at in ((135, 22), (142, 27), (139, 16))]  # open sea, where nothing is met
    for x, y in clicked:
        opened.mouse.click(x, y)
    lon, lat = np.array(opened.evaluate("ps => ps.map(p => eastup.lonlatAt(...p))", clicked)).T
    expected_km = geodesy.distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum() / 1000
    shown = re.search(r"([\d,.]+) km", opened.inner_text("#pointer"))
    opened.keyboard.press("Escape")
    opened.click("#home")
    assert figure(shown[1]) == pytest.approx(expected_km, abs=0.51)
