"""A feature with all its facts: whatever its columns hold is told, sourced, and in three languages."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from eastup import layers, words
from eastup.errors import UnknownNameError
from eastup.layers import query
from eastup.layers.feature_facts import DIFFERS
from eastup.layers.profiles import LAYERS, find, profile
from eastup.layers.registers import UNSOURCED, cited, sources

EVERYTHING = [(layer, row) for layer in LAYERS for row in layers.load(layer).to_dict("records")]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_feature_is_told_with_all_its_sources(layer):
    register = sources()
    for own, row in EVERYTHING:
        if own != layer:
            continue
        told = profile(row["id"])
        assert (told.layer, told.id) == (layer, row["id"])
        assert {source.id for source in told.bibliography()} == {s for s in cited(row) if s in register}
        said = {own for _, facts in told.sections for fact in facts for own in fact.sources}
        assert said <= {*register, UNSOURCED}
        assert json.loads(json.dumps(told.record()))["layer"] == layer


def test_every_record_of_a_feature_is_told():
    for layer, row in EVERYTHING:
        told = profile(row["id"]) if layer in {"straits", "bases", "nodes"} else None
        text = told.as_text(80) if told else ""
        for column, key in (("law_acts", "says"), ("law_positions", "says"), ("published", "text")):
            for record in row[column] if isinstance(row.get(column), list) else []:
                assert " ".join(record[key].split()) in " ".join(text.split())
        for record in row["designation_facts"] if isinstance(row.get("designation_facts"), list) else []:
            facts = [(f.label, f.sources, f.as_of) for f in told.facts("designations")]
            assert (record["designation"], (record["source_id"],), record["as_of"]) in facts


def test_a_width_that_differs_is_disputed_and_one_that_does_not_is_not():
    for row in layers.load("straits").to_dict("records"):
        disputed = {fact.value.split(", ")[0] for fact in profile(row["id"]).facts("disputed") if "%" in fact.value}
        for width in row["published"] if isinstance(row["published"], list) else []:
            low, high = width["value_km"], width.get("to_km") or width["value_km"]
            off = 0 if low <= row["width_km"] <= high else min(abs(v / row["width_km"] - 1) for v in (low, high))
            if not width.get("neck") and abs(off - DIFFERS) > 1e-9:
                assert (width["text"].split(", ")[0] in disputed) == (off > DIFFERS) or "," in width["text"]


def test_governments_that_differ_are_each_named():
    told = profile("Taiwan Strait")
    assert [f.label for f in told.facts("disputed") if f.key == "position_of"] == [
        "position of China", "position of Taiwan", "position of United States",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "own"), [("Kadena", "kadena-ab"), ("가데나", "kadena-ab"), ("RODN", "kadena-ab"),
                                           ("wikipedia", "first-chain-wikipedia"), ("KADENA-AB", "kadena-ab"),
                                           ("claim-003", "claim-003"), ("日本海", "sea-of-japan")])  # fmt: skip
def test_ids_names_aliases_codes_and_variants_are_found(text, own):
    assert find(text)[0][1]["id"] == own


def test_an_unknown_name_gets_suggestions():
    with pytest.raises(UnknownNameError, match="Miyako"):
        find("Miako Strait")


def test_one_place_in_several_layers_is_said():
    assert ("nodes", "node-subic-bay") in profile("Subic Bay").also
    assert ("bases", "subic-bay") in profile("node-subic-bay").also
    assert "node-subic-bay (nodes)" in profile("Subic Bay").as_text(80)


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_lines_keep_to_the_width_and_labels_to_the_language(lang):
    told = profile("osumi-strait", lang)
    lines = told.as_text(80).splitlines()
    assert all(cell_len(line) <= 80 or "http" in line for line in lines)
    assert words.of("show", lang)["section.law"] in lines
    labels = [fact.label for _, facts in told.sections for fact in facts if fact.key not in {"name_zh_hans"}]
    assert lang == "en" or sum(label.isascii() for label in labels) <= 4  # language codes of names
    assert told.as_markdown().startswith(f"# {told.name}\n")


def test_the_name_of_a_chain_means_the_variant_that_is_drawn_and_names_the_others():
    for text in ("First island chain", "第一列島線", "제1도련선", "first"):
        assert profile(text).id == "first-chain-wikipedia"
    told = profile("first island chain")
    assert ("chains", "first-chain-imidas") in told.also
    assert "Others of this name: first-chain-imidas" in told.as_text(80)
    assert profile("second island chain").id == "second-chain-wikipedia"


def test_a_chain_is_found_by_slug_id_name_and_family():
    for text in ("wikipedia", "First-Chain-Wikipedia", "first", ""):
        assert query.find_chain(text)["id"] == "first-chain-wikipedia"
    assert query.find_chain("Third island chain")["id"] == query.find_chain("third")["id"] == "third-chain-wikipedia"
    with pytest.raises(UnknownNameError, match="choose one of wikipedia, "):
        query.find_chain("zzz")
