"""Works through tasks here or on a dask cluster, so that what is done stays done.

Each task writes one file with a fixed name, under another name until it is whole; a task whose file is there is done.
So a task may be run twice, by two workers at once, or by a worker that dies: the file is the same. A manifest says what
the files are of: inputs with their size and time, options, layers and version. A rerun with the same manifest goes on
where the last one ended; with another it starts anew. `dask.dataframe.to_parquet` is not used: a retried task of it may
leave a second file beside the first.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from eastup.errors import InputError
from eastup.io.version import __version__
from eastup.positions.stream import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from distributed import Client, Future

    from eastup.positions.stream import Source

Task = TypeVar("Task")
Answer = TypeVar("Answer")

MANIFEST = "manifest.json"


class Engine:
    """Who works: threads of this process, or the workers of a dask cluster.

    Parameters
    ----------
    threads : int
        Of this process; not for dask.
    client : distributed.Client, optional
    """

    def __init__(self, threads: int = 1, client: Client | None = None) -> None:
        self.threads, self.client = threads, client

    def run(self, work: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[Answer]:
        """Give what comes of each task, in order. What a lost worker had is done again by another."""
        if self.client is None:
            yield from in_order(tasks, work, self.threads)
            return
        ahead = 2 * max(2, sum(self.client.nthreads().values()))  # type: ignore[no-untyped-call]
        waiting: list[Future[Answer]] = []
        for task in tasks:
            waiting.append(self.client.submit(work, task, pure=False, retries=3))
            if len(waiting) >= ahead:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()


@contextmanager
def engine(threads: int = 1, workers: int = 0, scheduler: str | None = None) -> Iterator[Engine]:
    """Give an engine; a local cluster of ``workers`` processes ends with the work.

    Raises
    ------
    InputError
        If dask is wanted and not installed, or no scheduler answers.
    """
    if not workers and not scheduler:
        yield Engine(threads)
        return
    try:
        import distributed
    except ImportError:
        raise InputError("several workers need dask and distributed", hint="pip install 'eastup[dask]'") from None
    untyped: Any = distributed
    try:
        if scheduler:
            client = untyped.Client(scheduler, timeout="10s")
        else:
            client = untyped.Client(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50)
    except (OSError, ValueError) as error:
        raise InputError(f"no dask scheduler answers at {scheduler} ({type(error).__name__})") from None
    with client:
        yield Engine(client=client)


class WorkFolder:
    """The folder beside an output that holds what is done so far.

    Parameters
    ----------
    output : Path
        What is made in the end.
    manifest : dict
        What the files in it are of; see `manifest`.
    """

    def __init__(self, output: Path, manifest: dict[str, object]) -> None:
        parent = output.parent
        if not parent.is_dir():
            raise InputError("there is no such folder to write to", where=parent, hint="create it first")
        self.path = parent / f".{output.name}.eastup-work"
        self._text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        self.resumed = self._is_of_this()
        if not self.resumed:
            shutil.rmtree(self.path, ignore_errors=True)
            self.path.mkdir()
            with whole(self.path / MANIFEST) as temporary:
                temporary.write_text(self._text, encoding="utf-8")

    def _is_of_this(self) -> bool:
        try:
            return (self.path / MANIFEST).read_text(encoding="utf-8") == self._text
        except (OSError, UnicodeDecodeError):
            return False

    def done(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path, ignore_errors=True)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give another name to write under; the file takes its own when the block ends without an error.

    The other name holds the process and the thread, so that two workers on one task don't write into each other.
    """
    import threading

    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def manifest(files: Sequence[Source], question: dict[str, object], answers: object) -> dict[str, object]:
    """Return what a run is of.

    Parameters
    ----------
    files : sequence of Source
    question : dict
        Options, as JSON can hold them.
    answers : object
        What the layers gave: gates, hubs. Only its hash is kept.
    """
    inputs = []
    for source in files:
        about = source.path.stat()
        inputs.append({"path": str(source.path.resolve()), "bytes": about.st_size, "changed_ns": about.st_mtime_ns})
    return {
        "version": __version__,
        "inputs": inputs,
        "options": question,
        "layers": hashlib.sha256(repr(answers).encode()).hexdigest(),
    }
