"""Tables beside maps: long names of a user's own, and what is left out where a table is longer than its room."""

from __future__ import annotations

import pytest

from eastup import briefing
from eastup.briefing.furniture.legend import Table, _shared_out, draw_table
from eastup.briefing.subject.ship_time import told_closed
from eastup.charts.slide import Look, Slide
from eastup.draw import fonts
from eastup.draw.document import Text
from eastup.draw.text import cut
from eastup.draw.theme import THEMES

WIDTH = 200.0
LONG = "Alpha Forward Operating Site North of the Straits"


def drawn(rows, depth):
    sheet = Slide(Look("en"), "", "")
    draw_table(sheet, THEMES["light"], Table("Nearest hub", rows), 0.0, 400.0, WIDTH, 400.0 - depth)
    return [item for item in sheet.items if isinstance(item, Text) and item.topic == "table"]


@pytest.mark.parametrize("value", [LONG, LONG * 2, "Bravo"])
def test_a_long_value_keeps_to_its_table(value):
    for item in drawn([(f"Strait {n}", (value,), "#000000") for n in range(4)], 300.0):
        assert fonts.width_pt(item.text, item.size) <= WIDTH + 1


@pytest.mark.parametrize("depth", range(80, 200, 7))
def test_no_row_stands_without_its_value_and_those_left_out_are_counted(depth):
    rows = [(f"Strait of some name {n}", (f"{LONG[:33]} {n}",), "#000000") for n in range(12)]
    told = [item.text for item in drawn(rows, float(depth))][1:]
    names = [text for text in told if text.startswith("Strait")]
    values = [text for text in told if text.startswith("Alpha")]
    assert len(names) == len(values)
    if len(names) < len(rows):
        assert told[-1] == f"+ {len(rows) - len(names)}" or not told


def test_nothing_is_cut_to_nothing():
    assert cut("", 10.0, -5.0) == ""
    assert cut("A", 10.0, -5.0).endswith("…")


def keyed(rows, depth):
    sheet = Slide(Look("en"), "", "")
    draw_table(sheet, THEMES["light"], Table("Numbers", rows, needed=True), 0.0, 400.0, WIDTH, 400.0 - depth)
    return [item.text for item in sheet.items if isinstance(item, Text) and item.topic == "table"][1:]


def test_no_number_of_a_key_is_left_out_for_the_values_of_others():
    rows = [(f"{n}  Site {n}", ("141 km" if n == 3 else "",), "#000000") for n in range(1, 17)]
    told = keyed(rows, 100.0)
    assert not any(text.startswith("+") for text in told)
    assert [text.split()[0] for text in told] == [str(n) for n in range(1, 17)]
    assert "3  Site 3 141 km" in told


def test_names_of_a_key_are_cut_only_where_the_lines_for_all_are_too_few(caplog):
    rows = [(f"{n}  Name {n}", ("",), "#000000") for n in range(1, 8)]
    rows.append(("8  Higashihiroshima fuel depot, Minato City pier, Nakano radar", ("",), "#000000"))
    told = keyed(rows, 15 + 6 * 10.2 + 1)
    assert "8  Higashihiroshima" in told, "the number stands before its name, however long that is"
    assert [text for text in told if "…" in text] == []
    shorter = keyed(rows, 15 + 5 * 10.2 + 1)
    assert "are cut to their room" in caplog.text
    assert [text for text in shorter if text.startswith("7")] == ["7  Name 7"]


def test_lines_are_taken_from_the_names_that_need_most():
    assert _shared_out([1, 4, 2], 5) == [1, 2, 2]
    assert _shared_out([1, 1, 1], 2) == [1, 1, 1]


def test_a_table_tells_of_a_strait_with_a_long_name_that_it_is_closed():
    assert told_closed("Strait of Malacca (Singapore end)", "en") == "Strait of Malacca (closed)"
    assert told_closed("Sunda Strait", "en") == "Sunda Strait (closed)"


def test_a_key_of_distances_keeps_the_unit_of_the_map_and_a_far_stretched_frame_is_told(caplog):
    """Japanese names leave room for one unit; a wide page shows more than the map of this size was made for."""
    drawing = briefing.draw("rear-hubs", lang="ja", size="16:9", background="plain")
    values = [item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "table"]
    assert [text for text in values if "nmi" in text]
    assert not [text for text in values if text.endswith(" km") and "nmi" not in text]
    assert any("the scale is up to" in message for message in caplog.messages)


def test_a_table_ends_a_line_above_what_the_compass_says():
    """With north down, the words stand above the compass."""
    sheet = briefing.draw("straits", up="217", lang="ja", second_lang="en", background="plain").sheet
    texts = [item for item in sheet.items if isinstance(item, Text)]
    [caption] = [item for item in texts if "217" in item.text and item.topic != "table"]
    rows = [item.y for item in texts if item.topic == "table"]
    assert len(rows) > 10
    assert min(rows) > caption.y + 2 * caption.size
