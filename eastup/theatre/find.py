"""Where the project file of a folder is; nothing heavy, since every command asks."""

from __future__ import annotations

from pathlib import Path

FILE = "eastup.toml"
"""What the project file of a folder is called."""


def find(folder: str | Path = ".") -> Path | None:
    """Return the project file of a folder: its own ``eastup.toml``, or that of the nearest folder above it."""
    start = Path(folder).resolve()
    return next((path for at in (start, *start.parents) if (path := at / FILE).is_file()), None)
