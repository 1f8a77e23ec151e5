"""The card of a feature."""

from __future__ import annotations

import re

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
    assert opened.locator("#card dd [lang=en]", has_text="airportsdata").count() >= 1
    assert opened.locator("#card dd [lang=en]", has_text="横浜").count() == 0
    opened.evaluate("eastup.update({lang: 'en'})")
    assert "US Air Force; HQ US Forces Japan" in opened.locator("#card").inner_text()
    opened.keyboard.press("Escape")


OF_SOURCES = {"source", "regime_source", "coord_source", "sea_source", "published", "drawn_by", "icao"}
"""Facts that hold titles, which stay as they are."""
FACTS = """lang => {
  eastup.update({lang});
  const { straits, passages, points, seas, chains } = eastup.data;
  return [straits, passages, points, seas, chains].flatMap(layer => layer.flatMap(({ id, facts }) => {
    const shown = eastup.feature(id), cells = shown ? [...eastup.factList({ ...shown, facts })[0].querySelectorAll("dd")] : [];
    return cells.map(cell => [cell.dataset.fact, cell.textContent, [...cell.querySelectorAll("[lang=en]")].map(each => each.textContent)]);
  }));
}"""


@pytest.mark.sample(lang="ko")
@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_every_fact_on_every_card_is_told_in_the_chosen_language(opened, lang):
    facts = opened.evaluate(FACTS, lang)
    assert len(facts) > 2000
    left = [fact for fact in facts if fact[2] not in ([], ["EDCA"]) and fact[0] not in OF_SOURCES]
    assert left == []
    ours = re.compile(r"\b(position|operator|point|nearest|narrowest|about|coordinate|Wikipedia in|unsourced)\b")
    told = [english for _, _, some in facts for english in some if ours.match(english)]
    assert told == []
    opened.evaluate("eastup.update({lang: 'en'})")
