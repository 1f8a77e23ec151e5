"""What the documents show of a terminal is what the commands print there; figures and words, not the width of columns."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import console_blocks
import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).parent / "files"


def words(lines):
    return re.findall(r"[^\s─━|]+", " ".join(lines))


DOCUMENTS = sorted(
    path.relative_to(ROOT / "docs").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
    if "```console" in path.read_text(encoding="utf-8")
)


# The first makes whole folders, the second the maps and slides of the tutorial from another table; the last is the longest.
AGAIN = {"theatre.md", "howto/excel-to-slide.md", "questions.md"}


@pytest.mark.sample(name=[name for name in DOCUMENTS if name not in AGAIN])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_terminal_of_a_document_shows_what_it_says(name, tmp_path, monkeypatch):
    shutil.copytree(FILES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    console_blocks.save_files(text)
    found = console_blocks.steps(text)
    assert found
    for step in found:
        shown = console_blocks.run(step.command)
        if step.shown:
            assert words(shown) == words(step.shown), step.command
        for file in re.findall(r"-o (\S+)", step.command):
            assert Path(file).exists(), step.command


def test_there_are_documents_with_a_terminal():
    assert {"theatre.md", "questions.md", "tutorial.md", "howto/own-straits.md"} <= set(DOCUMENTS)
