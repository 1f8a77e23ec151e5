"""Finds the data folders ``geo/``, ``layers/`` and ``maps/`` in a checkout and in a wheel."""

from __future__ import annotations

import hashlib
import os
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar

from eastup.errors import EastupError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Given = ParamSpec("Given")
Made = TypeVar("Made")
Document: TypeAlias = dict[str, Any]
"""Of TOML: what its values are is for its reader to know."""
Stamp: TypeAlias = tuple[tuple[str, int], ...]
"""Paths and times of change."""

_PACKAGE = Path(__file__).resolve().parent.parent
_IN_A_WHEEL, _IN_A_CHECKOUT = _PACKAGE / "_data", _PACKAGE.parent
_DATA_OF_A_WHEEL, _LAYERS_OF_A_CHECKOUT = str(_IN_A_WHEEL), str(_IN_A_CHECKOUT / "layers")
_over: ContextVar[str] = ContextVar("over", default="")
"""What `overlaid` sets."""
_seen: ContextVar[dict[tuple[Path, tuple[str, ...]], Stamp] | None] = ContextVar("seen", default=None)
"""What `steady` keeps."""


def data_root() -> Path:
    """Return the folder that holds ``geo/``, ``layers/`` and ``maps/``.

    ``EASTUP_DATA`` in the environment overrides it.
    """
    if override := os.environ.get("EASTUP_DATA"):
        return Path(override)
    if os.path.isdir(_DATA_OF_A_WHEEL):  # asked a thousand times a command, and so without pathlib
        return _IN_A_WHEEL
    if os.path.isdir(_LAYERS_OF_A_CHECKOUT):
        return _IN_A_CHECKOUT
    raise EastupError("the data of eastup is missing: install the whole wheel, or set EASTUP_DATA to its folder")


def geo(name: str) -> Path:
    """Return the path of a base-geography file."""
    return data_root() / "geo" / name


@contextmanager
def intact(path: Path) -> Iterator[None]:
    """Say of one of our own data files that it is missing or damaged, in whatever way that shows within the block.

    In a wheel the file is first held against its checksum, since a text that was cut short may still read well.

    Raises
    ------
    EastupError
        One line that names the file and the hint.
    """
    try:
        _check_sum(path)
        yield
    except InputError:  # of a layer that was given, or of another file, which it names
        raise
    except EastupError as error:
        if str(path) in str(error):
            raise
        raise EastupError(f"{path}: this file of eastup is damaged ({error}); install eastup again") from None
    except FileNotFoundError:
        raise EastupError(f"{path}: this file of eastup is missing; install eastup again") from None
    except (MemoryError, ImportError):
        raise
    except Exception as error:  # readers of zip files, arrays, rasters and JSON have many names for damage
        kind = type(error).__name__
        raise EastupError(f"{path}: this file of eastup is damaged ({kind}); install eastup again") from None


def text(path: Path) -> str:
    """Return what one of our own data files says, in UTF-8; see `intact`."""
    with intact(path):
        return path.read_text(encoding="utf-8")


def toml(path: Path) -> Document:
    """Return the tables of one of our own TOML files; see `intact`."""
    with intact(path):
        return tomllib.loads(path.read_text(encoding="utf-8"))


def checksum(path: Path) -> str:
    """Return the SHA-256 of what a file holds, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_sum(path: Path) -> None:
    name = Path(os.path.relpath(path, data_root())).as_posix()
    if name in (sums := _checksums()) and checksum(path) != sums[name]:
        raise EastupError(f"{path}: this file of eastup is damaged (checksum); install eastup again")


@contextmanager
def overlaid(key: str) -> Iterator[None]:
    """Keep what is made of the layers within the block apart: something of the user's lies over them.

    Parameters
    ----------
    key : str
        Tells what lies over them; the same for the same content.
    """
    token = _over.set(key)
    try:
        yield
    finally:
        _over.reset(token)


def laid_over() -> str:
    """Return what tells what lies over the layers here; empty where nothing does."""
    return _over.get()


def carried(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Return a function that other threads run as if they were this one: with what lies over the layers here."""
    here = copy_context()

    @wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        return here.copy().run(function, *args, **kwargs)  # one copy a call: a context is entered once at a time

    return run


def kept(*names: str, most: int | None = None) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Keep what a function makes of data files until one of them, or the data folder itself, changes.

    The one way in which values made of data are kept: no cache of a module outlives its data.

    Parameters
    ----------
    *names : str
        Files or folders below the data folder that the function reads: ``geo/land.npz``, ``layers``.
    most : int, optional
        How many values are kept, the latest; all where it is not given.
    """

    def decorate(function: Callable[Given, Made]) -> Callable[Given, Made]:
        lock = RLock()
        of_layers = any(name.split("/")[0] == "layers" for name in names)
        values: dict[object, Made] = {}
        stamp: list[Stamp] = [()]

        @wraps(function)
        def read(*args: Given.args, **kwargs: Given.kwargs) -> Made:
            over = _over.get() if of_layers else ""
            now, key = _stamp(names), (over, args, tuple(sorted(kwargs.items())))
            with lock:
                if now != stamp[0]:
                    values.clear()
                    stamp[0] = now
                if key not in values:
                    made = function(*args, **kwargs)
                    if most is not None and len(values) >= most:
                        del values[next(iter(values))]
                    values[key] = made
                return values[key]

        return read

    return decorate


@contextmanager
def steady() -> Iterator[None]:
    """Look only once within the block whether data files have changed: one answer is made of one state of them."""
    token = _seen.set({}) if _seen.get() is None else None
    try:
        yield
    finally:
        if token is not None:
            _seen.reset(token)


def _stamp(names: tuple[str, ...]) -> Stamp:
    """Return paths and times of change of files; of all files in a folder."""
    root, seen = data_root(), _seen.get()
    if seen is None:
        return _stamp_of(root, names)
    if (root, names) not in seen:
        seen[root, names] = _stamp_of(root, names)
    return seen[root, names]


def _stamp_of(root: Path, names: tuple[str, ...]) -> Stamp:
    found: list[tuple[str, int]] = []
    for name in names:
        path = os.path.join(root, name)
        if os.path.isdir(path):
            with os.scandir(path) as entries:
                found += [(entry.path, entry.stat().st_mtime_ns) for entry in entries if entry.is_file()]
        elif os.path.exists(path):
            found.append((path, os.stat(path).st_mtime_ns))
    return tuple(sorted(found))


@kept("SHA256SUMS")
def _checksums() -> dict[str, str]:
    """Return the checksum of each data file by its name below the data folder; a checkout lists none."""
    path = data_root() / "SHA256SUMS"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: value for value, name in (line.split("  ", 1) for line in lines)}
