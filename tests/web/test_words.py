"""Every word that the page asks for is in the catalogue, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import eastup.web
from eastup import words
from eastup.layers import load

FOLDER = Path(eastup.web.__file__).parent
LANGUAGES = ("en", "ja", "ko")


def test_what_the_scripts_and_the_page_say_is_in_the_catalogue():
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted((FOLDER / "client").rglob("*.js")))
    asked = set(re.findall(r'\bsay\("([\w.]+)"', scripts))
    asked |= set(re.findall(r'data-word="([\w.]+)"', (FOLDER / "page.html").read_text(encoding="utf-8")))
    assert len(asked) > 50
    assert asked - set(words.of("page", "en").texts) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_has_every_word_with_the_same_values_to_fill_in(lang):
    english, other = words.of("page", "en").texts, words.of("page", lang).texts
    assert set(other) == set(english)
    for key, text in english.items():
        assert sorted(re.findall(r"\{\d\}", other[key])) == sorted(re.findall(r"\{\d\}", text)), key
        assert other[key].strip() == other[key] != ""


def test_every_operator_of_a_base_has_a_name():
    told = {part for value in load("bases")["operator"].dropna() for part in re.split("[;,] ", value)}
    assert {f"operator.{part}" for part in told} <= set(words.of("page", "en").texts)


def test_every_country_that_hosts_or_operates_a_base_has_a_name():
    bases, known = load("bases"), words.of("page", "en").texts
    codes = set(bases["host"].dropna()) | set(bases["operator_country"].dropna())
    assert {f"country.{code}" for code in codes} <= set(known)
