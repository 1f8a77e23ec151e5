"""The catalogue: each entry in every language, with the same values to fill in."""

from __future__ import annotations

import string
import tomllib
from pathlib import Path

import pytest

from eastup import words

FILES = sorted(Path(words.__file__).parent.glob("*.toml"))
ONE_SET = {"id", "set"}
"""Both name a set of hubs; a short English text has its id."""


def entries(table, path=()):
    """Give the path and the texts of each entry of a table, at whatever depth."""
    if set(table) & set(words.LANGUAGES) and all(isinstance(text, str) for text in table.values()):
        yield path, table
        return
    for key, value in table.items():
        if isinstance(value, dict):
            yield from entries(value, (*path, key))


def asked_for(text):
    """Return the values that a text wants."""
    wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return (wanted - ONE_SET) | ({"set"} if wanted & ONE_SET else set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_entry_is_there_in_every_language_with_the_same_values(path):
    found = dict(entries(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert found
    for key, texts in found.items():
        if path.stem == "facts":  # its keys are the English texts
            texts = {"en": key[-1], **texts}
        assert set(texts) >= set(words.LANGUAGES), key
        assert len({bool(texts[lang]) for lang in words.LANGUAGES}) == 1, key
        assert len({frozenset(asked_for(texts[lang])) for lang in words.LANGUAGES}) == 1, key


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_brackets_in_japanese_are_full_width(path):
    for key, texts in entries(tomllib.loads(path.read_text(encoding="utf-8"))):
        assert not set("()") & set(texts["ja"]), key


def test_what_stands_in_brackets_behind_a_text_has_those_of_its_language():
    assert [words.of("map", lang).aside("a") for lang in words.LANGUAGES] == [" (a)", "（a）", " (a)"]


def test_sentences_are_joined_as_a_language_joins_them():
    assert [words.of("map", lang).join(["a.", "b."]) for lang in words.LANGUAGES] == ["a. b.", "a.b.", "a. b."]
    assert words.of("map", "en").get("no such word", "else") == "else"
