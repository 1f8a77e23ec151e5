"""What a command says on stderr beside its answer: messages, and how far it is; with ``--quiet`` errors alone."""

from __future__ import annotations

import logging
import sys
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click

from eastup.cli import streams
from eastup.io import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, Task
    from rich.text import Text

_log = logging.getLogger("eastup")
AFTER_S = 1.5
"""When a bar shows: what is done sooner needs none."""


@dataclass
class _Voice:
    """How a command speaks."""

    quiet: bool = False
    bar: Bar | None = None


_voice: ContextVar[_Voice | None] = ContextVar("voice", default=None)


def tell(text: str) -> None:
    """Say a line on stderr, unless the command is to be quiet."""
    if not is_quiet():
        click.echo(streams.without_folders(text), err=True)


@contextmanager
def heard() -> Iterator[None]:
    """Report progress as the command within asks: on a terminal with a bar as soon as the work takes long."""
    voice, level, once = _Voice(), _log.level, _Once()
    token = _voice.set(voice)
    if logging.lastResort is not None:
        logging.lastResort.addFilter(once)
    try:
        if sys.stderr is None or not sys.stderr.isatty():
            yield
            return
        voice.bar = Bar()
        try:
            with progress.heard_by(voice.bar):
                yield
        finally:
            voice.bar.end()
    finally:
        if logging.lastResort is not None:
            logging.lastResort.removeFilter(once)
        _log.setLevel(level)
        _voice.reset(token)


class _Once(logging.Filter):
    """Lets a line be said once: each map of a folder would say again how it is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        is_new = text not in self._said
        self._said.add(text)
        return is_new


def be_quiet(context: click.Context, _option: click.Parameter, value: bool) -> bool:
    """Say no more than errors from here on."""
    voice = _voice.get()
    if value and voice is not None and not context.resilient_parsing:
        voice.quiet = True
        _log.setLevel(logging.ERROR)
        if voice.bar is not None:
            voice.bar.end()
    return value


def is_quiet() -> bool:
    """Return whether errors alone are to be said."""
    voice = _voice.get()
    return voice is not None and voice.quiet


class Bar:
    """How far the work is and the time that is left, on the terminal of stderr.

    It shows by itself when the work takes longer than `AFTER_S`, whether or not anything has been told by then, and
    goes as soon as anything is printed on the terminal of stdout.
    """

    def __init__(self) -> None:
        self.share, self.what = 0.0, "working"
        self.began = time.monotonic()
        self._shown: Progress | None = None
        self._ended = False
        self._lock = threading.Lock()
        self._watched: _Watched | None = None  # kept to the end: print() borrows it while it goes
        self._timer = threading.Timer(AFTER_S, self._show)
        self._timer.daemon = True
        self._timer.start()

    def __call__(self, share: float, what: str) -> None:
        """Take that a share of the work is done."""
        self.share, self.what = max(self.share, share), what or self.what
        with self._lock:
            if self._shown is not None:
                self._shown.update(self._shown.task_ids[0], completed=self.share, description=self.what)

    def end(self) -> None:
        """Take the bar away; it doesn't come again."""
        self._timer.cancel()
        with self._lock:
            self._ended = True
            shown, self._shown = self._shown, None
            if shown is not None:
                shown.stop()
            if self._watched is not None and sys.stdout is self._watched:
                sys.stdout = self._watched.stream

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TaskProgressColumn, TextColumn
        from rich.text import Text

        bar = self

        class Left(ProgressColumn):
            """The time that is left by what is done so far; the time that has passed where nothing was told."""

            def render(self, task: Task) -> Text:
                del task
                return Text(bar.time())

        console = Console(stderr=True)
        with self._lock:
            if self._ended or not console.is_terminal or console.is_dumb_terminal:
                return
            what = TextColumn("{task.description}", markup=False)
            self._shown = Progress(
                SpinnerColumn(), what, BarColumn(), TaskProgressColumn(), Left(),
                console=console, transient=True, redirect_stdout=False,
            )  # fmt: skip
            task = self._shown.add_task(self.what, total=1.0)
            self._shown.update(task, completed=self.share)
            if sys.stdout is not None and sys.stdout.isatty():
                self._watched = sys.stdout = _Watched(sys.stdout, self)
            self._shown.start()

    def time(self) -> str:
        """Return the time that is left, as ``0:12 left``; before the first step is done, the time that has passed."""
        passed = time.monotonic() - self.began
        if self.share <= 0.0:
            return f"{clock(passed)} so far"
        return f"{clock(passed * (1.0 - self.share) / self.share)} left"


def clock(seconds: float) -> str:
    """Return seconds as minutes and seconds, with hours where there are any.

    Examples
    --------
    >>> clock(72), clock(3672)
    ('1:12', '1:01:12')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


class _Watched:
    """The terminal of stdout while a bar stands on it: the bar goes before anything is printed."""

    def __init__(self, stream: TextIO, bar: Bar) -> None:
        self.stream, self._bar = stream, bar

    def write(self, text: str) -> int:
        """Take the bar away, and print."""
        self._bar.end()
        return self.stream.write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)
