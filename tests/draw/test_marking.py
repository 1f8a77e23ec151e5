"""The colour of a marking line: that of its level, as readers know it, and never of a word that only begins like one."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from eastup import briefing, charts, tyranny
from eastup.briefing.furniture.frame import draw_footer
from eastup.briefing.layout import layouts
from eastup.briefing.spec.loading import load
from eastup.draw import fonts
from eastup.draw.boxes import overlap
from eastup.draw.color import contrast
from eastup.draw.document import Area, Sheet, Text
from eastup.draw.marking import HEIGHT_PT, LEVELS, banner_color
from eastup.draw.theme import THEMES


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


BLOCK = ("Classified By: J5, Plans", "Derived From: Multiple Sources", "Declassify On: 20511126")


def boxes_at_the_foot(sheet):
    """Return the text and the box of each line of the notes and the block."""
    for item in sheet.items:
        if isinstance(item, Text) and (item.topic == "sources" or item.text in BLOCK):
            width = fonts.width_pt(item.text, item.size)
            x = item.x - (width if item.align == "right" else 0.0)
            yield item.text, (x, item.y - 0.2 * item.size, x + width, item.y + 0.75 * item.size)


@pytest.mark.sample(size="4:3")
@pytest.mark.parametrize("size", ["16:9", "square", "4:3", "a4"])
def test_a_classification_block_stands_at_the_foot_of_a_map_and_covers_nothing(size):
    drawing = briefing.draw("chain-variants", background="plain", size=size, marking="SECRET", classification=BLOCK)
    found = list(boxes_at_the_foot(drawing.sheet))
    assert [text for text, _ in found if text in BLOCK] == list(BLOCK)
    for (a, p), (b, q) in itertools.combinations(found, 2):
        assert not overlap(p, q), (a, b)
    for text, box in found:
        assert box[1] >= HEIGHT_PT, text
        assert box[2] <= drawing.pages[0].width_in * 72, text
        assert not any(overlap(box, page.frame) for page in drawing.pages), text


@pytest.mark.parametrize("width", [150.0, 200.0, 250.0, 300.0])
def test_notes_keep_off_the_date_beside_them(width):
    """Whatever the width that a block leaves them: a slide's own font may run wider."""
    [page, *_] = layouts(load("chain-variants"))
    sheet = Sheet(replace(page, body=(*page.body[:2], page.panel[0] + width, page.body[3])), "#ffffff")
    draw_footer(sheet, THEMES["light"], ["距離はWGS 84楕円体上の測地線長。" * 5], "2026-11-27")
    (x0, *_), *notes = sorted((box for _, box in boxes_at_the_foot(sheet)), key=lambda box: -box[0])
    first = max(notes, key=lambda box: box[3])
    assert x0 - first[2] >= 10.0


def test_a_classification_block_stands_on_a_chart_as_it_is_given():
    ranking = tyranny.rank(["kadena-ab", "subic-bay"], ["miyako-strait", "bashi-channel"])
    chart = charts.bars(ranking, marking="CUI", classification=BLOCK)
    found = list(boxes_at_the_foot(chart))
    assert [text for text, _ in found if text in BLOCK] == list(BLOCK)
    for (a, p), (b, q) in itertools.combinations(found, 2):
        assert not overlap(p, q), (a, b)
    assert not any(item.topic == "marking" for item in charts.bars(ranking).items)


def test_a_specification_gives_the_block_as_lines_or_as_one_text(tmp_path):
    for number, value in enumerate((str(list(BLOCK)), '"' + "\\n".join(BLOCK) + '"')):
        path = tmp_path / f"{number}.toml"
        path.write_text(f'title = "A map"\nfit = ["tokyo", "manila"]\nclassification = {value}\n', encoding="utf-8")
        assert load(path).classification == BLOCK
