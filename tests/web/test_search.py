"""The search."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bashi", "bashi-channel"), ("バシー", "bashi-channel"), ("ばしー海峡", "bashi-channel"), ("바시", "bashi-channel"), ("밧", "bashi-channel"),
        ("kadena", "kadena-ab"), ("嘉手納", "kadena-ab"), ("가데ㄴ", "kadena-ab"), ("la perouse", "la-perouse-strait"), ("LA PÉROUSE", "la-perouse-strait"),
        ("humphreys", "camp-humphreys"), ("yokosuka", "cfa-yokosuka"), ("17.5, 131", "17.5000,131.0000"),
        ("26°21′20″N 127°46′03″E", "26.3556,127.7675"), ("N 26 21 20, E 127 46 3", "26.3556,127.7675"), ("127.5E 17.25S", "-17.2500,127.5000"),
        ("52R CQ 77032 15652", "26.3556,127.7676"), ("4QFJ12345678", "21.3095,-157.9168"), ("RODN", "kadena-ab"),
        ("かでな", "kadena-ab"), ("カデナ", "kadena-ab"), ("かでなきち", "kadena-ab"), ("よこすか", "cfa-yokosuka"), ("とうきょう", "node-tokyo"),
        ("おおすみかいきょう", "osumi-strait"), ("kadna", "kadena-ab"), ("kaedna", "kadena-ab"), ("Yokuska", "cfa-yokosuka"), ("Subik Bay", "subic-bay"),
    ],
)  # fmt: skip
def test_search_in_three_languages(opened, text, found):
    if text == "밧":  # half-typed: the first letter of the next syllable already hangs on
        text = "바ㅅ"
    assert found in opened.evaluate("text => eastup.search(text).map(hit => hit.feature.id)", text)


def test_what_is_like_no_name_is_not_found(opened):
    assert opened.evaluate("['qqqq', 'xyzzy', 'ぬぬぬぬ'].map(text => eastup.search(text).length)") == [0, 0, 0]
    kadena = opened.evaluate("eastup.search('kadena').map(hit => hit.feature.id)")
    assert opened.evaluate("eastup.search('kadna')[0].feature.id") == kadena[0]


def test_search_by_keyboard_opens_the_card(fresh):
    fresh.focus("#search")
    fresh.keyboard.type("miyako")
    assert fresh.get_attribute("#search", "aria-expanded") == "true"
    first = fresh.locator("#hits [aria-selected=true]").inner_text().split("\n")[0]
    fresh.keyboard.press("Enter")
    assert fresh.inner_text("#card h2") == first
    assert fresh.evaluate("document.activeElement.closest('#card') !== null")
    fresh.keyboard.press("Escape")
    assert fresh.evaluate("document.activeElement.id") == "search"
