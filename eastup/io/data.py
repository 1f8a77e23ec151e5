"""Finds the data folders ``geo/``, ``layers/`` and ``maps/`` in a checkout and in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

from eastup.errors import EastupError


def data_root() -> Path:
    """Return the folder that holds ``geo/``, ``layers/`` and ``maps/``.

    ``EASTUP_DATA`` in the environment overrides it.
    """
    if override := os.environ.get("EASTUP_DATA"):
        return Path(override)
    package = Path(__file__).resolve().parent.parent
    if (package / "_data").is_dir():  # in a wheel
        return package / "_data"
    if (package.parent / "layers").is_dir():  # in a checkout
        return package.parent
    raise EastupError("the data of eastup is missing: install the whole wheel, or set EASTUP_DATA to its folder")


def geo(name: str) -> Path:
    """Return the path of a base-geography file."""
    return data_root() / "geo" / name
