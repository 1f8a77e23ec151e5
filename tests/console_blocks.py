"""Blocks of a terminal in the documents: run as they are written, in one folder, and held against what they show.

``python tests/console_blocks.py docs/theatre.md ...`` writes what the commands show now into the documents.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from screens import Terminal

BLOCK = re.compile(r"```console\n(.*?)```", flags=re.DOTALL)
FILE = re.compile(r"^`([\w.-]+)`:\n\n```(?:toml|text)\n(.*?)```", flags=re.DOTALL | re.MULTILINE)
"""A file of the reader's, named and shown."""
MOST_LINES = 14
"""Of what a command shows; what follows is left out, and said to be so."""
MORE = "..."


@dataclass(frozen=True)
class Step:
    """A command, and the lines that the document shows of it; none where it shows nothing."""

    command: str
    shown: tuple[str, ...]


def steps(text: str) -> list[Step]:
    """Return the commands of a document's blocks in order."""
    found = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            found.append(Step(command, tuple(lines)))
    return found


def save_files(text: str) -> None:
    """Write the files that a document shows into the folder in which its commands run."""
    for name, content in FILE.findall(text):
        Path(name).write_text(content, encoding="utf-8")


def run(command: str) -> list[str]:
    """Run a command as on a terminal of 100 columns, and return the lines that it shows, but for version and data."""
    from eastup import cli

    name, *arguments = shlex.split(command)
    if name == "cd":
        os.chdir(arguments[0])
        return []
    assert name == "eastup", command
    with terminal() as shown:
        status = cli.run(arguments)
    assert status == 0, command
    lines = [line.rstrip() for line in shown.getvalue().split("\n") if not re.match(r"eastup \d", line)]
    while lines and not lines[-1]:
        lines.pop()
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], MORE]


@contextmanager
def terminal():
    """Have the program print as to a terminal of 100 columns."""
    before, kept = sys.stdout, {name: os.environ.get(name) for name in ("COLUMNS", "TERM", "LINES")}
    os.environ.update(COLUMNS="100", LINES="50", TERM="dumb")
    sys.stdout = shown = Terminal()
    try:
        yield shown
    finally:
        sys.stdout = before
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def written(text: str) -> str:
    """Return a document with what its commands show now; run in a folder of its own."""

    save_files(text)

    def block(match: re.Match[str]) -> str:
        lines = []
        for step in steps(match[0]):
            shown = run(step.command)
            lines += [f"$ {step.command}", *(shown if step.shown else [])]
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    import shutil
    import tempfile

    here = Path(__file__).parent / "docs" / "files"
    for name in sys.argv[1:]:
        path = Path(name).resolve()
        start = Path.cwd()
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(here, folder, dirs_exist_ok=True)
            os.chdir(folder)
            text = written(path.read_text(encoding="utf-8"))
            os.chdir(start)
        path.write_text(text, encoding="utf-8")
