"""The card of a feature."""

from __future__ import annotations

import pytest

from eastup import distance

pytestmark = pytest.mark.browser


def test_a_straits_card_names_the_nearest_hubs_and_its_source(opened):
    opened.locator("#table tbody button", has_text="Bashi Channel").click()
    card = opened.locator("#card")
    assert card.locator("h2").inner_text() == "Bashi Channel"
    hubs = [h["id"] for h in opened.evaluate("eastup.data.hubs")]
    nearest = distance.matrix(hubs, "bashi-channel").sort_values("distance_km")["origin"].head(5).tolist()
    assert card.locator("li span").all_inner_texts() == nearest
    assert "Source" in card.inner_text()
    opened.keyboard.press("Escape")


def test_who_operates_a_base_is_told_in_the_chosen_language(opened):
    opened.evaluate("eastup.update({lang: 'ja', card: 'yokota-ab'})")
    said = opened.locator("#card").inner_text()
    assert "米空軍、在日米軍司令部" in said
    assert "横浜" in said  # from where ships are counted
    assert opened.locator("#card dd[lang=en]", has_text="airportsdata").count() >= 1
    assert opened.locator("#card dd[lang=en]", has_text="横浜").count() == 0
    opened.evaluate("eastup.update({lang: 'en'})")
    assert "US Air Force; HQ US Forces Japan" in opened.locator("#card").inner_text()
    opened.keyboard.press("Escape")
