"""What a map's title says of another part of the earth, or turned another way up."""

from __future__ import annotations

import pytest

from eastup import briefing
from eastup.briefing.spec.loading import load, override
from eastup.draw.document import Text

MALACCA, LUZON_STRAIT, ARAFURA = (97.0, 0.0, 106.0, 7.0), (119.0, 17.5, 123.5, 22.8), (130.0, -12.0, 138.0, -6.0)


@pytest.mark.parametrize(
    ("name", "up"), [("hub-lost", "north"), ("straits", "180"), ("ship-days", "135"), ("rings", "0")]
)
def test_an_answer_holds_whichever_way_is_up(name, up):
    before = load(name)
    turned = override(before, {"up": up})
    assert (turned.title, turned.subtitle, turned.says) == (before.title, before.subtitle, before.says)
    assert [panel.get("says") for panel in turned.panels] == [panel.get("says") for panel in before.panels]


@pytest.mark.parametrize("name", ["east-up", "classic", "four-ways-up"])
def test_a_title_that_speaks_of_the_way_up_is_replaced(name):
    turned = override(load(name), {"up": "180"})
    assert turned.title["en"] == "The first island chain: south is up"
    assert turned.subtitle == {}


@pytest.mark.parametrize(
    ("extent", "title"),
    [
        (LUZON_STRAIT, "Bashi Channel: east is up"),
        ((105.0, 5.0, 150.0, 48.0), "The first island chain: east is up"),
        (ARAFURA, "East is up"),
        ((165.0, 50.0, -165.0, 62.0), "Bering Sea: east is up"),
    ],
)
def test_another_extent_is_called_by_what_is_in_it(extent, title):
    assert override(load("east-up"), {"extent": extent}).title["en"] == title


def test_a_page_far_from_the_chain_speaks_of_none_of_its_lines():
    drawing = briefing.draw("east-up", extent=MALACCA, background="plain")
    for lang in ("en", "ja", "ko"):
        assert not any(word in drawing.spec.title[lang] for word in ("island chain", "列島線", "도련선"))
    legend = [item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "legend"]
    assert not any("triangle" in text or "Camp Humphreys" in text or "chain" in text for text in legend)
