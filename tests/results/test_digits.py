"""Laws of rounding by uncertainty."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eastup.results import digits

VALUES, OFF = st.floats(0, 1e5), st.floats(1e-3, 1e4)


@given(VALUES, OFF)
def test_rounding_moves_a_value_by_less_than_it_may_be_off(value, off):
    once = digits.deserved(value, off)
    assert abs(once - value) <= off / 4 * (1 + 1e-9) + 1e-6
    assert digits.deserved(once, off) == once


@given(VALUES, OFF, st.integers(0, 3))
def test_a_written_figure_shows_no_digit_below_the_one_of_its_uncertainty(value, off, decimals):
    text = digits.written(value, off, decimals).replace(",", "")
    step = max(10.0 ** np.floor(np.log10(off / 2)), 10.0**-decimals)
    assert abs(float(text) / step - round(float(text) / step)) < 1e-6
    assert abs(float(text) - value) <= step / 2 * (1 + 1e-6)


@given(VALUES)
def test_what_is_taken_as_given_stays(value):
    assert digits.deserved(value, 0.0) == value


@given(st.lists(st.integers(0, 10**6), min_size=1), st.integers(0, 3))
def test_decimals_suffice_and_none_is_wasted(units, places):
    values = np.array(units) / 10.0**places
    shown = digits.decimals(values, 3)
    assert np.allclose(np.round(values, shown), values, rtol=0, atol=1e-9)
    assert shown == 0 or not np.allclose(np.round(values, shown - 1), values, rtol=0, atol=1e-9)
