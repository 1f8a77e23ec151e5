"""The layout of the package: how much stands side by side."""

import ast
import warnings
from pathlib import Path

import pytest

import eastup

PACKAGE = Path(eastup.__file__).parent
MOST_ENTRIES = 30
"""On the top floor, with ``__init__.py`` and ``py.typed``: what a reader takes in at one look."""


@pytest.fixture(scope="module")
def nodes():
    """What each module of the package is made of: all nodes of its tree, in no order."""
    return {path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in sorted(PACKAGE.rglob("*.py"))}


def test_the_top_floor_can_be_taken_in_at_one_look():
    entries = [path.name for path in PACKAGE.iterdir() if path.name not in {"__pycache__", "_data"}]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_public_names_are_reached_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in eastup.__all__:
            assert getattr(eastup, name) is not None


def test_the_architecture_names_every_room_of_the_top_floor():
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    without = {"__init__.py", "__main__.py", "__pycache__", "_data", "py.typed", "moved.py"}
    rooms = {path.name + "/" * path.is_dir() for path in PACKAGE.iterdir() if path.name not in without}
    assert sorted(room for room in rooms if f"`{room}`" not in table) == []
    assert "`moved.py`" in text


# A cache of functools stays for good, so it may hold nothing that is made of the data folder: that is what
# `eastup.io.data.kept` is for. These hold what comes with packages or follows from the arguments alone.
CACHES = {
    "draw.color": "colours as CIELAB has them",
    "draw.fonts": "glyphs and widths of the fonts that packages bring",
    "draw.labels.candidates": "directions round a point",
    "draw.labels.territory": "sums over the polygons of one instance",
    "draw.pdf": "the subset of a font",
    "draw.png": "glyphs as pictures",
    "draw.webfont": "the subset of a font",
    "folium.map": "the script of its pages, which stands in the package",
    "geodesy.projecting": "transformations between two CRS",
    "io.rasters": "where rasterio has its own PROJ data",
    "web.mesh": "the mesh as the page carries it, by a mark of its content",
    "web.payload": "bytes deflated, by these bytes",
    "web.page": "the page's scripts, which stand in the package",
    "words": "the words, which stand in the package",
}


def test_no_cache_outlives_a_change_of_the_data_folder(nodes):
    cached = set()
    for path, own in nodes.items():
        names = {
            node.func if isinstance(node, ast.Call) else node
            for node in own
            if isinstance(node, ast.Call | ast.Name | ast.Attribute)
        }
        called = {getattr(name, "id", getattr(name, "attr", "")) for name in names}
        if called & {"cache", "lru_cache"}:
            cached.add(".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"))
    assert sorted(cached - set(CACHES)) == []


MOST_ANY = 5.0
"""Uses of ``Any`` in 1,000 lines."""


def test_types_say_something(nodes):
    """Few values are of any type, and no public function takes or gives one that is written so."""
    uses, lines, public = 0, 0, []
    for path, own in nodes.items():
        lines += len(path.read_text(encoding="utf-8").splitlines())
        uses += sum(isinstance(node, ast.Name) and node.id == "Any" for node in own)
        for node in own:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                given = [*node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
                written = [each.annotation for each in given if each is not None] + [node.returns]
                names = {n.id for w in written if w is not None for n in ast.walk(w) if isinstance(n, ast.Name)}
                if "Any" in names:
                    public.append(f"{path.relative_to(PACKAGE)}: {node.name}")
    assert 1000 * uses / lines < MOST_ANY
    assert public == []
