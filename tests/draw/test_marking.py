"""The colour of a marking line: that of its level, as readers know it, and never of a word that only begins like one."""

from __future__ import annotations

import pytest

from eastup import charts, tyranny
from eastup.draw.color import contrast
from eastup.draw.document import Area, Text
from eastup.draw.marking import LEVELS, banner_color


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("UNCLASSIFIED", "#007a33"),
        ("unclassified // FOUO", "#007a33"),
        ("CUI//SP-EXPT", "#502b85"),
        ("SECRET//REL TO USA, JPN, KOR", "#c8102e"),
        ("TOP SECRET", "#ff8c00"),
        ("TOP SECRET//SCI", "#fce83a"),
        ("SECRETARIAT", "#123456"),
        ("NOT SECRET", "#123456"),
        ("対外秘", "#123456"),
    ],
)
def test_the_level_of_a_marking_gives_its_colour(text, color):
    assert banner_color(text, "#123456") == color


@pytest.mark.parametrize("level", list(LEVELS))
def test_a_marking_is_read_on_its_ground_and_changes_nothing_else(level):
    ranking = tyranny.rank(["kadena-ab", "subic-bay"], ["miyako-strait", "bashi-channel"])
    plain, marked = (charts.bars(ranking, marking=text) for text in ("EXERCISE", level))
    bands = [item for item in marked.items if isinstance(item, Area) and item.topic == "marking"]
    texts = [item for item in marked.items if isinstance(item, Text) and item.topic == "marking"]
    assert {band.face for band in bands} == {LEVELS[level]}
    assert min(contrast(text.color, bands[0].face) for text in texts) >= 4.5
    others = [[(type(i), i.topic, i.name) for i in chart.items if i.topic != "marking"] for chart in (plain, marked)]
    assert others[0] == others[1]
