"""What a layer is called in the record of what made an output: the same for the same content, in any folder."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from eastup.errors import InputError
from eastup.io.data import checksum
from eastup.layers import reading
from eastup.layers.load import is_file, names

if TYPE_CHECKING:
    from pathlib import Path


def told(source: str | Path) -> str | dict[str, str]:
    """Return how a record tells of a layer that was asked for.

    Parameters
    ----------
    source : str or Path
        As `load` takes it, or a filter such as ``bases:host=JPN``.

    Returns
    -------
    str or dict of str
        Of a file its name without the folder, with the layer in it, and the checksum of what it holds: ``file``,
        ``sha256``. Anything else as it was written.

    Examples
    --------
    >>> told("bases:host=JPN")
    'bases:host=JPN'
    """
    path, layer = reading.split(source)
    if str(source) in names() or not is_file(path):
        return str(source)
    return {"file": ":".join(filter(None, [path.name, layer])), "sha256": content(source)}


def content(source: str | Path) -> str:
    """Return the SHA-256, in hexadecimal, of what a file of a layer holds, and of what is read with it.

    Raises
    ------
    InputError
        If it can't be read.
    """
    path, _ = reading.split(source)
    try:
        sums = {part.suffix.lower(): checksum(part) for part in reading.parts(path)}
    except OSError as error:
        raise InputError(f"can't read it ({error.strerror or error})", where=path) from None
    if len(sums) == 1:
        return sums[path.suffix.lower()]
    return hashlib.sha256("".join(f"{suffix} {value}\n" for suffix, value in sums.items()).encode()).hexdigest()
