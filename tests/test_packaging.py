from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import yaml

from eastup.io.version import __version__

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


def test_the_release_is_told_alike_everywhere():
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?$", log, flags=re.MULTILINE)
    assert heads[0] == ("Unreleased", "")
    assert heads[1][0] == __version__
    assert all(day for _, day in heads[1:])
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], str(citation["date-released"])) == heads[1]


def test_only_versions_of_python_that_are_tried_are_promised():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = {line.rsplit(" :: ", 1)[-1] for line in project["classifiers"] if ":: Python :: 3." in line}
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    tried = set(re.findall(r"\b3\.1\d\b", re.search(r"^for version in (.*); do$", script, flags=re.MULTILINE)[1]))
    assert project["requires-python"] == ">=3.11"
    assert told <= {"3.11", *tried}


def test_the_container_copies_what_is_there_and_ends_as_its_user():
    """What a linter of such files asks for; its steps are those that the documents give for a virtual environment."""
    lines = [
        line for line in (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines() if line[:1] not in ("#", "")
    ]
    steps = re.findall(r"^(\w+) (.*)$", re.sub(r"\\\n\s*", "", "\n".join(lines)), flags=re.MULTILINE)
    words = [word for word, _ in steps]
    assert set(words) <= {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENTRYPOINT", "CMD"}
    assert all(":" in image.split()[0] for word, image in steps if word == "FROM")  # a tag, and not the latest
    assert ":latest" not in dict(steps)["FROM"]
    assert words.index("USER") < words.index("ENTRYPOINT")
    run = [told for word, told in steps if word == "RUN"]
    assert all("--no-cache-dir" in told for told in run if "pip" in told)
    assert "--no-index" in run[-1]
    assert dict(steps)["ENTRYPOINT"] == '["eastup"]'
