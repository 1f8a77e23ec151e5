"""Writes output files whole or not at all, and the same bytes for the same input."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from eastup.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside ``path``; put it in its place when the block ends without an error.

    Raises
    ------
    InputError
        If the folder does not exist or can't be written.
    """
    target = Path(path)
    if target.is_dir():
        raise InputError("this is a folder, not a file", where=target, cure="give a file name")
    if not target.parent.is_dir():
        raise InputError("there is no such folder to write to", where=target.parent, cure="create it first")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent)
    except OSError as error:
        raise InputError(f"can't write here ({error.strerror})", where=target.parent) from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _give_usual_mode(temporary)
        os.replace(temporary, target)
    except OSError as error:
        raise InputError(f"can't write the file ({error.strerror or error})", where=target) from None
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def write_text(path: str | Path, text: str) -> None:
    """Write a UTF-8 text file, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def suffix_of(path: str | Path, allowed: tuple[str, ...]) -> str:
    """Return the file's suffix if it is one of ``allowed``, else say which are."""
    suffix = Path(path).suffix.lower()
    if not suffix:
        raise InputError(f"the file name {str(path)!r} does not say its kind", cure=f"end it in {', '.join(allowed)}")
    if suffix not in allowed:
        raise UnknownNameError("file kind", suffix, allowed, where=path)
    return suffix


def freeze_zip(path: Path) -> None:
    """Rewrite a zip file (XLSX, PPTX) with fixed dates, so that the same content gives the same bytes."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, _frozen(info.filename, archive.read(info))) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def _frozen(name: str, content: bytes) -> bytes:
    """Fix the times of creation and change in the document's properties; libraries write the clock's there."""
    if name != "docProps/core.xml":
        return content
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)


def _give_usual_mode(path: Path) -> None:
    """Undo the 0600 of temporary files: an output should be as readable as any other new file."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)
