"""Every command and every block of Python in the README and the docs runs as it is written there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import console_blocks
import pytest

from eastup import cli

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "layers" / "README.md"]
FILES = Path(__file__).parent / "files"
"""What the documents call the reader's own: ``sites.csv``, ``my-map.toml`` and so on."""

# What is run elsewhere: the folder from an installed wheel, and each map of the gallery by the tests of the gallery.
ELSEWHERE = re.compile(r"eastup (brief\b|map --gallery)")
# What other commands of the documents do as well, in another language, by another pipe, of another table.
AGAIN = {
    "eastup map -o east-up-ja.png --lang ja",
    "eastup map --print straits | eastup map - -o -.svg > straits.svg",
    "eastup map transits --layer passages.csv -o passages-map.png",
    "eastup coverage --mode sea --hours 24 --hours 48 --speed 20kn --by all -o days.gpkg",
    "eastup coverage --mode sea --hours 24 --hours 48 --speed 20kn --by all -o day.gpkg && eastup web -o day.html --layer day.gpkg",
}
# NAME, FILE, DIR and the like stand for something of the reader's.
STANDS_FOR = re.compile(r"\b[A-Z]{3,}\b(?!\.)|\[.*\]")


WRITTEN: dict[str, bytes] = {}
"""The files of commands whose answer others go on with, so that they are not asked again."""


def plain(command):
    """Return a command without the name of the file that it writes."""
    return re.sub(r"-o [^\s.]+", "-o FILE", command)


def commands():
    """Return the commands of the documents, each without the remark that stands beside it.

    One that stands in several documents, but for the name of the file that it writes, is returned once.
    """
    known = set()
    for path in DOCUMENTS:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if match := re.match(r"    (?:\$ )?(eastup .*)", line):
                text = re.split(r"\s{3,}", match[1])[0].strip()
                if ":" in text.split()[0] or ELSEWHERE.match(text) or STANDS_FOR.search(re.sub(r'"[^"]*"', "", text)):
                    continue
                if plain(text) not in known:
                    known.add(plain(text))
                    marks = [pytest.mark.thorough] if text in AGAIN else []
                    yield pytest.param(text, id=f"{path.name}:{number}", marks=marks)


def blocks():
    """Return the blocks of Python of the documents."""
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"```python\n(.*?)```", text, flags=re.DOTALL):
            yield pytest.param(match[1], id=f"{path.name}:{text[: match.start()].count(chr(10)) + 1}")


def specifications():
    """Return the map specifications of the documents."""
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"```toml\n(title = .*?)```", text, flags=re.DOTALL):
            yield pytest.param(match[1], id=f"{path.name}:{text[: match.start()].count(chr(10)) + 1}")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with the reader's own files in it."""
    for file in FILES.iterdir():
        (shutil.copytree(file, tmp_path / file.name) if file.is_dir() else shutil.copy(file, tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_by_a_shell(line):
    """Run what needs a shell: commands that are joined by pipes."""
    Path("eastup").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m eastup "$@"\n', encoding="utf-8")
    Path("eastup").chmod(0o755)
    environment = {**os.environ, "PATH": f"{Path.cwd()}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "-o", "pipefail", "-c", line]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outputs = re.findall(r"> (\S+)", line)
    assert all(Path(name).stat().st_size for name in outputs)
    assert outputs or done.stdout.strip()


@pytest.mark.parametrize("command", list(commands()))
def test_a_command_runs_as_it_is_written(command, desk, capfd):
    if " | " in command:
        run_by_a_shell(command)
        return
    *before, last = command.split(" && ")
    for part in (*before, last):
        outputs = re.findall(r"-o (\S+)", part)
        if part in before and plain(part) in WRITTEN:
            Path(*outputs).write_bytes(WRITTEN[plain(part)])
            continue
        status = cli.run(shlex.split(part)[1:])
        said = capfd.readouterr()
        assert status == 0, said.err
        if command.startswith("eastup coverage ") and len(outputs) == 1:
            WRITTEN[plain(part)] = Path(*outputs).read_bytes()
        assert all((desk / name).exists() for name in outputs)
        assert outputs or said.out.strip()


@pytest.mark.parametrize("block", list(blocks()))
def test_a_block_of_python_runs_as_it_is_written(block, desk):
    exec(compile(block, "block", "exec"), {"__name__": "block"})


@pytest.mark.parametrize("text", list(specifications()))
def test_a_map_specification_is_drawn_as_it_is_written(text, desk, capfd):
    for path in DOCUMENTS:  # which may show a file that it draws
        if text in (document := path.read_text(encoding="utf-8")):
            console_blocks.save_files(document)
    (desk / "written.toml").write_text(text, encoding="utf-8")
    assert cli.run(["map", "written.toml", "-o", "written.svg"]) == 0, capfd.readouterr().err
    drawn = (desk / "written.svg").read_text(encoding="utf-8")
    for title in re.findall(r'^(?:title|label) = "(.+)"$', text, flags=re.MULTILINE):
        assert title in drawn, title


def test_there_is_something_to_run():
    assert {param.values[0] for param in commands()} >= AGAIN
    assert len(list(specifications())) >= 1
    assert len(list(commands())) > 20
    assert len(list(blocks())) >= 2


def test_the_files_that_the_architecture_names_are_there():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {
        one for one in re.findall(r"`([\w./-]+)`", text) if one.endswith((".py", ".toml", "/")) and one != "eastup.toml"
    }
    known = [
        name
        for name in named
        if any((folder / name).exists() for folder in (ROOT, ROOT / "eastup", ROOT / "eastup/draw"))
    ]
    assert len(named) > 30
    assert not named - set(known)
