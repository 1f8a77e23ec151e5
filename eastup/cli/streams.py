"""A ``-`` on the command line: stdin as a file that is read, stdout as a file that is written.

Whoever reads or writes gets the path of a file in a folder of its own, so that every kind of file that eastup knows
comes and goes by a pipe too, and is whole or not there. The kind of what comes is told by its content, that of what
goes by the command, or by a suffix: ``-o -.geojson``.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

STREAM = "-"
_FOLDER = "eastup-stream-"
_KEY = "eastup.cli.streams"
"""Under which a command keeps in its context what it has read and what it writes."""
_TO_STDOUT = re.compile(r"-((?:\.\w+)*)")
_SEVERAL = (".shp", ".qgz")
"""Kinds that are more than one file."""
_TEXTS = (".csv", ".json", ".geojson", ".md", ".txt", ".bib", ".html", ".htm", ".svg", ".kml", ".prj", ".wkt")
"""Kinds that a terminal can show."""
_BEGINNINGS = {
    b"PAR1": ".parquet", b"SQLite format 3\0": ".gpkg", b"fgb\x03": ".fgb", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg",
    b"\x1f\x8b": ".csv.gz", b"\x28\xb5\x2f\xfd": ".csv.zst",
}  # fmt: skip
_MEMBERS = {"xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx", "content.xml": ".ods", "doc.kml": ".kmz"}


def source(context: click.Context, suffix: str = "") -> str:
    """Return the path of a file that holds what stdin gives; it is read once a command.

    Parameters
    ----------
    context : click.Context
        Of the command; the file goes when it ends.
    suffix : str
        Kind of the file, where it is known; else the content says it, and without a sign of another it is CSV.

    Raises
    ------
    InputError
        If there is nothing, or stdin is closed.
    """
    kept = context.meta.setdefault(_KEY, {})
    import shutil

    if "source" not in kept:
        folder = context.find_root().with_resource(_folder())
        with (folder / "stdin").open("wb") as file:
            _read(file)
        kept["source"] = folder / "stdin"
    read: Path = kept["source"]
    named = read.with_name(f"stdin{suffix or kind_of(read)}")
    if not named.exists():
        shutil.copyfile(read, named)
    return str(named)


def _read(file: BinaryIO) -> None:
    """Copy stdin into a file."""
    import shutil

    if sys.stdin is None or sys.stdin.closed:
        raise InputError("stdin is closed", hint="send a file into it, or name one")
    if sys.stdin.isatty():
        sys.stderr.write("eastup: reading from the terminal; Ctrl-D ends it\n")
    binary = getattr(sys.stdin, "buffer", None)
    if binary is None:  # another program's own stream of text
        file.write(sys.stdin.read().encode())
    else:
        shutil.copyfileobj(binary, file)
    if not file.tell():
        raise InputError("nothing came by stdin", hint="send a file into it, or name one")


def kind_of(path: Path) -> str:
    """Return the suffix of a file by what it holds: CSV where nothing shows another kind."""
    import zipfile

    with path.open("rb") as file:
        start = file.read(4096)
    for sign, suffix in _BEGINNINGS.items():
        if start.startswith(sign):
            return suffix
    if start.startswith(b"PK\x03\x04"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            known = [suffix for member, suffix in _MEMBERS.items() if member in names]
            return known[0] if known else ".kmz" if any(name.endswith(".kml") for name in names) else ".zip"
        return ".zip"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return ".gpx" if b"<gpx" in text else ".html" if b"<html" in text.lower() else ".kml"
    if text[:1] in (b"{", b"["):
        return _of_brackets(path)
    return ".toml" if re.match(rb"(#[^\n]*\s+)*[\w.-]+ *= ", text) else ".csv"


def _of_brackets(path: Path) -> str:
    """Return the kind of a text that begins with a bracket: features, records, features a line, or TOML."""
    import json
    import tomllib

    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        with suppress(ValueError):
            tomllib.loads(text)
            return ".toml"
        return ".geojsonl" if text.lstrip().startswith("{") else ".csv"
    return ".geojson" if isinstance(held, dict) and "type" in held else ".json"


def is_stdout(output: str | None) -> bool:
    """Return whether what is written goes to stdout by ``-o -``."""
    return output is not None and Path(output).parent.name.startswith(_FOLDER)


def names_stdout(value: str) -> bool:
    """Return whether a value of ``-o`` means stdout: ``-`` or ``-.geojson``."""
    return _TO_STDOUT.fullmatch(value) is not None


def target(context: click.Context, value: str, suffix: str) -> str:
    """Return the path of a file whose content goes to stdout when the command ends well.

    Parameters
    ----------
    context : click.Context
    value : str
        ``-``, or with another kind than the command's own ``-.geojson``.
    suffix : str
        The command's own kind.

    Raises
    ------
    InputError
        If this kind, or a second file, can't go there.
    """
    suffix = value[1:].lower() or suffix
    if suffix in _SEVERAL:
        raise InputError(f"{suffix} is several files, which can't go to stdout", hint="name a file: -o FILE")
    if suffix not in _TEXTS and sys.stdout is not None and sys.stdout.isatty():
        raise InputError(f"{suffix} is nothing that a terminal shows", hint="send it into a file or a pipe")
    kept = context.meta.setdefault(_KEY, {})
    if "target" in kept:
        raise InputError("two files can't both go to stdout", hint="name a file for one of them")
    kept["target"] = context.with_resource(_delivered(f"stdout{suffix}"))
    return str(kept["target"])


@contextmanager
def _delivered(name: str) -> Iterator[Path]:
    """Give a path; send what is written there to stdout if the block ends well."""
    with _folder() as folder:
        yield folder / name
        written = sorted(path.name for path in folder.iterdir())
        if len(written) > 1:
            raise InputError(f"{len(written)} files can't go to stdout", hint="name a file: -o FILE")
        if written == [name]:
            _send(folder / name)


def _send(path: Path) -> None:
    import shutil

    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # another program's own stream of text
        try:
            sys.stdout.write(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            raise InputError("stdout takes text alone here", hint="name a file: -o FILE") from None
        return
    sys.stdout.write("")  # whoever watches it learns that something comes
    sys.stdout.flush()
    with path.open("rb") as file:
        shutil.copyfileobj(file, binary)
    binary.flush()


@contextmanager
def _folder() -> Iterator[Path]:
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def without_folders(message: str) -> str:
    """Return a message that names stdin and stdout alone, without the folders that their files are in."""
    if _FOLDER not in message:
        return message
    import tempfile

    return re.sub(rf"{re.escape(tempfile.gettempdir())}[/\\]{_FOLDER}\w+[/\\]", "", message)
