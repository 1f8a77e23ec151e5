from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from eastup import layers
from eastup.layers.registers import cited

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "layers"


@pytest.fixture(scope="module")
def made():
    spec = importlib.util.spec_from_file_location("layer_pages", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_the_pages_are_those_that_the_data_make(made):
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert committed == made, "run python docs/layers/make.py"


@pytest.mark.parametrize("name", layers.names())
def test_a_page_lists_every_source_that_its_layer_cites(made, name):
    text = made[f"{name}.md"]
    rows = layers.load(name).to_dict("records")
    register = layers.sources()
    titles = {register[own].citation() for row in rows for own in cited(row) if own in register}
    assert titles
    assert all(title in text for title in titles)
    assert text.count('<a id="') == len(titles)
