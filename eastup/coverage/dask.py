"""Works through the windows of a raster on a dask cluster; results come back in order, so the bytes are the same."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Client

    from eastup.coverage.grid import Bands, Pending, Window

_ANSWERS_WITHIN = "10s"


@contextmanager
def connected(scheduler: str | None) -> Iterator[Client]:
    """Give a client of the cluster at an address, or of a local one that ends with the work.

    Raises
    ------
    InputError
        If dask is not installed or no scheduler answers.
    """
    if find_spec("distributed") is None:
        raise InputError("the dask engine needs dask and distributed", hint="pip install 'eastup[dask]'")
    from distributed import Client

    try:
        client: Client = Client(scheduler, timeout=_ANSWERS_WITHIN) if scheduler else Client(dashboard_address=None)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"no dask scheduler answers at {scheduler} ({type(error).__name__})") from None
    with client:
        yield client


def submitter(client: Client, work: Callable[[Window], Bands]) -> Callable[[Window], Pending]:
    """Return what hands a window to the cluster. What a lost worker had is done again by another."""
    return lambda window: client.submit(work, window, pure=False, retries=3)


def ahead(client: Client) -> int:
    """Return how many windows may be under way at once."""
    return 2 * max(2, sum(client.nthreads().values()))  # type: ignore[no-untyped-call]
