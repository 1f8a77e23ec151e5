"""Writes output files whole or not at all, and the same bytes for the same input."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from eastup.errors import EastupError, InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_PROBE_BYTES = 2**20


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """Give a temporary path of the same name; put what is written there in its place when the block ends well.

    A link is followed, and the file that was there keeps its mode and, where the system lets it, its owner. Into a pipe
    or a device the whole file is written at once. Where the block writes further files of the same stem, as for a
    shapefile, all are put in place, the one that was asked for last.

    Raises
    ------
    InputError
        If the folder does not exist or can't be written, or the file can't be written to its end.
    """
    asked = Path(path)
    target = _followed(asked)
    if target.is_dir():
        raise InputError("this is a folder, not a file", where=asked, hint="give a file name")
    if not target.parent.is_dir():
        raise InputError("there is no such folder to write to", where=target.parent, hint="create it first")
    streams = target.exists() and not target.is_file()  # a pipe or a device
    try:
        folder = tempfile.mkdtemp(prefix=f".{target.stem[:40]}-", dir=None if streams else target.parent)
    except OSError as error:
        raise InputError(f"can't write here ({error.strerror})", where=target.parent) from None
    try:
        temporary = Path(folder) / target.name
        yield temporary
        if streams:
            with temporary.open("rb") as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)
        else:
            _put_in_place(temporary, target)
    except OSError as error:
        why = error.strerror or _of_the_disk(Path(folder)) or error  # rasterio's errors have no word for a full disk
        raise InputError(f"can't write the file ({why})", where=asked) from None
    except EastupError:
        raise
    except Exception:
        if fault := _of_the_disk(Path(folder)):  # libraries have many names for a disk that is full
            raise InputError(f"can't write the file ({fault})", where=asked) from None
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _of_the_disk(folder: Path) -> str | None:
    """Say why no more can be written into a folder, or None where it can."""
    try:
        with (folder / "probe").open("wb") as probe:
            probe.write(bytes(_PROBE_BYTES))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return error.strerror or str(error)
    return None


def _followed(path: Path) -> Path:
    """Return the file that a link leads to, whether it is there or not."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):
        raise InputError("the link leads round in a circle", where=path) from None


def _put_in_place(temporary: Path, target: Path) -> None:
    parts = sorted(temporary.parent.glob("*"), key=lambda part: part == temporary)
    kept = [part for part in parts if part.stem == temporary.stem]
    if temporary not in kept:
        raise OSError(errno.EIO, "nothing was written")
    for part in kept:
        place = target.with_name(part.name)
        with suppress(FileNotFoundError):
            before = place.stat()
            part.chmod(stat.S_IMODE(before.st_mode))
            if hasattr(os, "chown"):
                with suppress(PermissionError):
                    os.chown(part, before.st_uid, before.st_gid)
    for part in kept:
        os.replace(part, target.with_name(part.name))


def write_text(path: str | Path, text: str) -> None:
    """Write a UTF-8 text file, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def suffix_of(path: str | Path, allowed: tuple[str, ...]) -> str:
    """Return the file's suffix if it is one of ``allowed``, else say which are."""
    suffix = Path(path).suffix.lower()
    if not suffix:
        raise InputError(f"the file name {str(path)!r} does not say its kind", hint=f"end it in {', '.join(allowed)}")
    if suffix not in allowed:
        raise UnknownNameError("file kind", suffix, allowed, where=path)
    return suffix


def freeze_zip(path: Path) -> None:
    """Rewrite a zip file (XLSX, PPTX) with fixed dates, so that the same content gives the same bytes."""
    import zipfile

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
