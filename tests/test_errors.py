"""Messages: one line that says what, where and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastup.errors import EastupError, InputError, NoRouteError, UnknownNameError, one_line


@given(st.text(max_size=3000))
def test_any_text_is_one_line_that_a_terminal_can_show(text):
    line = one_line(text)
    assert line.isprintable()
    assert one_line(line) == line or len(line) > 1000  # what was spelled out may be cut anew


def test_a_message_says_what_where_and_how_to_mend_it():
    error = InputError("the width is no number", where=Path("a.csv"), hint="give km")
    assert str(error) == "a.csv: the width is no number; give km"
    assert (error.what, error.hint) == ("the width is no number", "give km")


def test_errors_are_caught_as_what_they_are():
    assert issubclass(InputError, (EastupError, ValueError))
    assert issubclass(UnknownNameError, LookupError)
    assert issubclass(NoRouteError, EastupError)
    assert not issubclass(NoRouteError, ValueError)


@pytest.mark.parametrize(
    ("name", "choices", "hint"),
    [
        ("strait", ["bases", "straits"], "did you mean straits?"),
        ("Kadenna", ["Kadena Air Base", "Kadena", "Misawa"], "did you mean Kadena?"),
        ("zzz", ["a", "b"], "choose one of a, b"),
        ("zzz", [f"choice {n}" for n in range(21)], None),
        ("zzz", [], None),
    ],
)
def test_a_name_that_is_not_found_gets_the_nearest_or_all_of_a_few(name, choices, hint):
    assert UnknownNameError("thing", name, choices).hint == hint


@given(st.text(min_size=101, max_size=5000))
def test_a_name_as_long_as_a_file_is_cut(name):
    error = UnknownNameError("thing", name, [])
    assert len(str(error)) < 1100  # an odd character is spelled out in up to ten
    assert error.hint is None
