"""Plans of searches: every pair once, and no more searches than places on either side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from eastup.sea.planning import plan

ASKED = arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=40))


@given(ASKED, st.floats(0.0, 1.0))
def test_every_pair_that_is_asked_is_answered_once(asked, share):
    asked = asked | (np.random.default_rng(7).random(asked.shape) < share)
    answered = np.zeros(asked.shape, dtype=int)
    for step in plan(asked):
        (answered if step.by_row else answered.T)[step.place, step.others] += 1
    np.testing.assert_array_equal(answered, asked.astype(int))


@given(ASKED)
def test_rows_come_first_and_one_search_is_for_many_ways(asked):
    steps = plan(asked)
    assert [step.by_row for step in steps] == sorted((step.by_row for step in steps), reverse=True)
    assert all(len(step.others) >= 20 for step in steps if step.how == "field")


@pytest.mark.parametrize(("few", "how"), [(5, "field"), (30, "tangents")])
def test_a_whole_table_takes_a_search_for_each_place_of_the_shorter_side(few, how):
    for shape in ((few, 90), (90, few)):
        steps = plan(np.ones(shape, dtype=bool))
        assert len(steps) == few
        assert all(step.how == how and step.by_row == (shape[0] == few) for step in steps)
