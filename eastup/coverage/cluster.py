"""Works through the windows of a raster on a dask cluster; results come back in order, so the bytes are the same."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from eastup.coverage.raster import in_order
from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eastup.coverage.grid import Window
    from eastup.coverage.raster import Job


@contextmanager
def connected(scheduler: str | None) -> Iterator[Any]:
    """Give a client of the cluster at an address, or of a local one that ends with the work.

    Raises
    ------
    InputError
        If dask is not installed or no scheduler answers.
    """
    if find_spec("distributed") is None:
        raise InputError("the dask engine needs dask and distributed", cure="pip install 'eastup[dask]'")
    from distributed import Client as Untyped

    Client: Any = Untyped

    try:
        client = Client(scheduler, timeout="10s") if scheduler else Client(dashboard_address=None)
    except (OSError, ValueError) as error:
        raise InputError(f"no dask scheduler answers at {scheduler} ({type(error).__name__})") from None
    with client:
        yield client


def run(job: Job, client: Any) -> Iterator[tuple[Window, Any]]:
    """Work through the windows on the cluster. What a lost worker had is done again by another."""
    ahead = 2 * max(2, sum(client.nthreads().values()))
    yield from in_order(job.grid.windows(), lambda w: client.submit(job.window, w, pure=False, retries=3), ahead)
