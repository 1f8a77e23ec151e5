"""The page's own JavaScript has the right types."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import eastup.web

TSC = shutil.which("tsc")
FOLDER = Path(eastup.web.__file__).parent / "client"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TSC, "-p", folder / "jsconfig.json"], capture_output=True, text=True, check=False)


@pytest.mark.skipif(TSC is None, reason="no TypeScript compiler on this machine")
@pytest.mark.thorough
def test_the_scripts_have_the_right_types():
    result = check(FOLDER)
    assert result.returncode == 0, result.stdout


@pytest.mark.skipif(TSC is None, reason="no TypeScript compiler on this machine")
@pytest.mark.thorough
def test_a_wrong_type_is_found(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "client")
    with (tmp_path / "client" / "map" / "rings.js").open("a", encoding="utf-8") as file:
        file.write('\nexport const broken = ringLine([127, 26], "far");\n')
    result = check(tmp_path / "client")
    assert result.returncode != 0
    assert "rings.js" in result.stdout
