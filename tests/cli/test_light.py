"""What a command does not need, it does not load."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("scipy", "rasterio", "matplotlib", "wasmtime", "pyogrio", "folium", "dask", "openpyxl", "fontTools")
LOADED = """
import sys
from eastup.cli import run
sys.stdout = open(__import__("os").devnull, "w")
assert run({arguments}) == 0
print(*sorted({{name.split(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Return the packages that a command loads, in a process of its own."""
    script = LOADED.format(arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_distances_by_air_load_no_search_no_raster_and_no_picture() -> None:
    assert not loaded("distance", "--from", "kadena-ab", "--to", "naval-base-guam").intersection(HEAVY)


@pytest.mark.parametrize("command", [("crs",), ("--version",), ("distance", "--help")])
def test_a_view_and_a_help_load_no_tables(command: tuple[str, ...]) -> None:
    found = loaded(*command)
    assert not found.intersection((*HEAVY, "pandas", "geopandas", "pyarrow", "shapely"))


def test_distances_by_air_do_without_all_of_them() -> None:
    """pandas loads pyarrow where it is installed; nothing of ours needs it, nor any other of the heavy ones."""
    missing = "import sys\nsys.modules.update(dict.fromkeys({names}))\n".format(names=(*HEAVY, "pyarrow"))
    arguments = ["distance", "--from", "kadena-ab", "--to", "straits"]
    script = missing + LOADED.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
