"""Sentences that know how they are said in other languages and units."""

from __future__ import annotations

import copy
import pickle

import pytest

from eastup import places, words
from eastup.results.sentence import Length, Listed, Sentence, Word, counted, names, said

LEGS = Sentence("legs.title", length=Length(926.0), mode=Word("sea"))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])
def test_copies_know_their_languages_too(again):
    assert again(LEGS) == LEGS
    assert again(LEGS).within("ko", "nmi") == LEGS.within("ko", "nmi") != LEGS


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_sentence_comes_back_from_any_language_and_unit(lang):
    assert LEGS.within(lang, "nmi").within("en", "km") == LEGS
    assert "500 nmi" in LEGS.within(lang, "nmi")
    assert said("plain", lang) == "plain"


def test_lengths_keep_the_digits_that_they_deserve():
    assert Length(1533.4, 78.0).said("km") == "1,530 km"
    assert Length(12.0, signed=True).said("km") == "+12 km"
    assert Length(-12.0, signed=True).said("km") == "-12 km"


def test_lists_name_the_first_and_count_the_rest():
    listed = Listed(tuple(places.select(["Kadena", "Sasebo", "Yokosuka"])), most=2)
    text = Sentence("in_brackets", what=listed)
    assert text.strip() == "(Kadena Air Base, Sasebo Naval Base and 1 more)".replace(
        "Sasebo Naval Base", listed.items[1].name
    )
    assert "嘉手納飛行場" in text.within("ja")
    assert "バシー海峡" in Sentence("in_brackets", what=names(["Bashi Channel"])).within("ja")


@pytest.mark.parametrize("kind", ["hub", "target"])
def test_one_and_many_are_counted_in_every_language(kind):
    for lang in words.LANGUAGES:
        assert counted(1, kind).within(lang) != counted(3, kind).within(lang)
        assert "3" in counted(3, kind).within(lang)
