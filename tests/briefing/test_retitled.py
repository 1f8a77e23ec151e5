"""What a map's title says of another part of the earth, or turned another way up."""

from __future__ import annotations

import re

import pytest

from eastup import briefing
from eastup.briefing.says import titled
from eastup.briefing.spec.loading import load, override, shipped
from eastup.briefing.words import up_words
from eastup.draw.document import Text
from eastup.view.view import parse_up

MALACCA, LUZON_STRAIT, ARAFURA = (97.0, 0.0, 106.0, 7.0), (119.0, 17.5, 123.5, 22.8), (130.0, -12.0, 138.0, -6.0)
WORLD, REGION = (60.0, -60.0, 300.0, 70.0), (100.0, 0.0, 160.0, 50.0)
ALL_UPS = (0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0)


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
    assert all(one.up == "180" for one in turned.maps())
    assert len(turned.maps()) == len({str({**panel, "title": ""}) for panel in turned.panels} or {""})  # none twice


@pytest.mark.parametrize("options", [{"up": "180"}, {"up": "45"}, {"extent": LUZON_STRAIT}, {"extent": WORLD}, {}])
def test_no_title_or_caption_speaks_of_a_way_up_that_is_not_its_own(options):
    for name, _ in shipped():
        spec = override(load(name), options) if options else load(name)
        ups = {parse_up(one.up) for one in spec.maps()}
        for lang in ("en", "ja", "ko"):
            titles = [(ups, spec.title[lang]), *(({parse_up(one.up)}, one.title.get(lang, "")) for one in spec.maps())]
            for own, title in titles:
                told = [up for up in ALL_UPS if speaks(title, up_words(up, lang))]
                assert not told or own == set(told), (name, lang, title)


def speaks(title, turned):
    """Say whether a title has these words for a way up, and not as a part of "south-east is up" or 上が南東."""
    return re.search(rf"(?<![-\w]){re.escape(turned.casefold())}(?![東西])", title.casefold()) is not None


def test_an_answer_stays_where_its_places_are_in_the_frame():
    wide, close = (titled(override(load("hub-lost"), {"extent": box})) for box in (REGION, LUZON_STRAIT))
    assert wide.title == titled(load("hub-lost")).title
    assert wide.subtitle == close.subtitle == titled(load("hub-lost")).subtitle
    assert close.title["en"] == "Bashi Channel, Balintang Channel: east is up"
    assert close.maps()[1].title["en"] == "After: Kadena Air Base lost"


def test_a_subtitle_that_speaks_of_another_centre_is_left_out():
    assert "centred on the hub" in load("rings").subtitle["en"]
    assert override(load("rings"), {"center": "manila"}).subtitle == {}
    assert override(load("rings"), {"center": load("rings").center}).subtitle


@pytest.mark.parametrize(
    ("extent", "title"),
    [
        (LUZON_STRAIT, "Bashi Channel: east is up"),
        ((105.0, 5.0, 150.0, 48.0), "The first island chain: east is up"),
        (ARAFURA, "Arafura Sea: east is up"),
        ((100.0, -12.0, 142.0, 10.0), "Indonesia: east is up"),  # the Celebes Sea is in its middle, and a small part
        ((-180.0, 60.0, 180.0, 90.0), "Arctic Ocean: east is up"),
        ((-90.0, 8.0, -58.0, 24.0), "Caribbean Sea: east is up"),
        ((19.0, 34.0, 30.0, 42.0), "Aegean Sea: east is up"),
        ((92.0, 42.0, 116.0, 51.0), "Mongolia: east is up"),
        ((165.0, 50.0, -165.0, 62.0), "Bering Sea: east is up"),
        (MALACCA, "Strait of Malacca: east is up"),
        ((127.5, 26.0, 128.4, 26.9), "Okinawa: east is up"),
        ((138.0, 34.0, 141.0, 36.5), "Tokyo: east is up"),
    ],
)
def test_another_extent_is_called_by_what_is_in_it(extent, title):
    assert override(load("east-up"), {"extent": extent}).title["en"] == title


def test_an_extent_whose_straits_are_parts_of_one_is_called_by_that():
    close = override(load("straits"), {"extent": (118.0, 17.5, 124.0, 23.0), "up": "north"})
    assert close.title["en"] == "Luzon Strait: north is up"
    assert close.inset, "a close-up tells where it lies, though the map's own frame need not"


def test_a_map_round_the_earth_is_not_called_by_two_straits_in_it():
    arctic = override(load("straits"), {"extent": (-180.0, 50.0, 180.0, 90.0), "up": "north"})
    assert arctic.title["en"] == "Arctic Ocean: north is up"
    kamchatka = override(load("classic"), {"extent": (155.0, 45.0, 180.0, 62.0)})
    assert "Kuril" not in kamchatka.title["en"], "a strait that it does not draw"


def test_a_page_far_from_the_chain_speaks_of_none_of_its_lines():
    drawing = briefing.draw("east-up", extent=MALACCA, background="plain")
    for lang in ("en", "ja", "ko"):
        assert not any(word in drawing.spec.title[lang] for word in ("island chain", "列島線", "도련선"))
    legend = [item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "legend"]
    assert not any("triangle" in text or "Camp Humphreys" in text or "chain" in text for text in legend)
