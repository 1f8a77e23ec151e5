"""Silences the remarks of a library, from one thread at a time: Python's filters of warnings belong to the process."""

from __future__ import annotations

import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = threading.RLock()


@contextmanager
def quiet(message: str = "", category: type[Warning] = Warning) -> Iterator[None]:
    """Ignore warnings within the block.

    Parameters
    ----------
    message : str
        How they begin, as a pattern; all without it.
    category : type
        Their kind.
    """
    with _lock, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=message, category=category)
        yield
