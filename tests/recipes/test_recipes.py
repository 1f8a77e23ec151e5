"""Every file of geo/ is listed with what made it and its licence, and every recipe has a test."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GEO = ROOT / "geo"
RECIPES = sorted(path for path in (GEO / "recipes").rglob("*.py") if path.name != "__init__.py")
FILES = sorted(path.name for path in GEO.iterdir() if path.is_file() and path.suffix != ".md")


def listed():
    """The rows of the table of geo/README.md: file, what, recipe, licence."""
    rows = [line.strip("| ").split(" | ") for line in (GEO / "README.md").read_text("utf-8").splitlines()]
    return {row[0].strip("`"): row for row in rows if len(row) == 4 and row[0].startswith("`")}


def test_every_file_is_listed_and_nothing_else_is():
    assert sorted(listed()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_what_made_it_and_its_licence(name):
    _, what, recipe, licence = listed()[name]
    assert what
    if not recipe.startswith("written by hand"):
        module = re.match(r"`([a-z_.]+)`", recipe)[1]
        assert (GEO / "recipes" / f"{module.replace('.', '/')}.py").exists()
    in_full = (GEO / "LICENSES.md").read_text("utf-8").split("## The layers")[0]
    assert f"`{name}`" in in_full
    assert re.match("ODbL|public domain|MIT|CC BY", licence)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: str(path.relative_to(GEO / "recipes")))
def test_a_recipe_has_a_test(path):
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert module in imported_by_tests()


@cache
def imported_by_tests():
    """Every module that a test file imports, by whatever way of writing it."""
    found = set()
    for test in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(test.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
            elif isinstance(node, ast.Import):
                found |= {each.name for each in node.names}
    return found
