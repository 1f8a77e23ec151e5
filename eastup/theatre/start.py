"""Begins a theatre: a commented project file to edit."""

from __future__ import annotations

from importlib.resources import files as resources
from pathlib import Path

from eastup.errors import InputError
from eastup.io import files
from eastup.theatre.find import FILE


def start(folder: str | Path = ".") -> Path:
    """Write a commented project file into a folder, which is created if need be.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If there is one already, or the folder can't be made.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"can't create the folder ({error.strerror})", where=target, hint="give another") from None
    path = target / FILE
    if path.exists():
        raise InputError("there is a theatre already", where=path, hint="edit it, or give another folder")
    files.write_text(path, (resources("eastup.theatre") / "start.toml").read_text(encoding="utf-8"))
    return path
