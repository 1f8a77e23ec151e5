"""What a command does not need, it does not load."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from eastup.cli import missing, run

if TYPE_CHECKING:
    from pathlib import Path

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


FRAMES = ("pandas", "geopandas", "pyarrow", "shapely")
MEASURE = ("distance", "--from", "kadena-ab", "--to", "Manila", "--to", "straits", "--lang", "ja")


@pytest.mark.parametrize(
    ("command", "more"), [(("crs",), ("numpy",)), (("--version",), ("numpy", "pyproj")), (MEASURE, ())]
)
def test_short_commands_load_no_tables(command: tuple[str, ...], more: tuple[str, ...]) -> None:
    assert not loaded(*command).intersection((*HEAVY, *FRAMES, *more))


def test_distances_by_air_do_without_all_of_them(tmp_path: Path) -> None:
    """Nor does a file that is text need any of them."""
    missing = f"import sys\nsys.modules.update(dict.fromkeys({(*HEAVY, *FRAMES)}))\n"
    script = missing + LOADED.format(arguments=[*MEASURE, "-o", str(tmp_path / "distances.json")])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads((tmp_path / "distances.json").read_text(encoding="utf-8"))) > 50


def test_frames_load_when_they_are_asked_for() -> None:
    """The tests above could not fail if nothing ever loaded them."""
    assert {"pandas", "geopandas", "shapely"} <= loaded("layers", "list")


@pytest.mark.parametrize(
    ("lacks", "command", "package"),
    [
        ("pyarrow", ["layers", "show", "bases", "-o", "a.parquet"], "pyarrow"),
        ("pyarrow", ["distance", "--from", "Kadena", "--to", "Manila", "-o", "a.parquet"], "pyarrow"),
        ("openpyxl", ["distance", "--from", "Kadena", "--to", "Manila", "-o", "a.xlsx"], "openpyxl"),
    ],
)
def test_what_is_not_installed_is_named_in_one_line(monkeypatch, tmp_path, capfd, lacks, command, package):
    for module in (lacks, f"{lacks}.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.chdir(tmp_path)
    assert run(command) == 1
    told = capfd.readouterr().err
    assert told.startswith(f"eastup: this needs {package}, which is not installed (pip install '{package}>=")
    assert told.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_fault_of_our_own_is_no_missing_package():
    assert missing.told(ModuleNotFoundError(name="eastup.nowhere")) is None
    assert missing.told(ImportError("can't import name 'Place'")) is None
    assert "pip install 'python-pptx>=" in str(missing.told(ModuleNotFoundError(name="pptx")))
    assert "pip install 'fonttools>=" in str(missing.told(ModuleNotFoundError(name="fontTools.subset")))
