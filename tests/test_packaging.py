from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_wheel_holds_every_file_and_is_small(tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "eastup", "geo", "layers", "maps", "README.md", "docs/*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    for file in listed.stdout.split():
        if (ROOT / file).is_file() and not file.startswith("geo/recipes/"):  # they can't run from a wheel
            assert (file if file.startswith("eastup/") else f"eastup/_data/{file}") in names
    sums = zipfile.ZipFile(wheel).read("eastup/_data/SHA256SUMS").decode().splitlines()
    data = {name for name in names if name.startswith("eastup/_data/")}
    assert {f"eastup/_data/{line.split('  ')[1]}" for line in sums} == data - {"eastup/_data/SHA256SUMS"}
    assert not any(name.startswith("tests/") or "/recipes/" in name for name in names)
    assert wheel.stat().st_size < 26_000_000
