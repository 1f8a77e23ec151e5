"""Runs the command line as a process: its streams, its signals, its exit status.

What stands here belongs to a program that is alone in its process; `eastup.cli.run` within another program touches
none of it.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_HEEDED = ("SIGINT", "SIGTERM", "SIGHUP")
_OTHERS_OWN = ("GDAL_DRIVER_PATH", "GDAL_SKIP", "OGR_SKIP", "GDAL_VRT_ENABLE_PYTHON")
"""What other programs set for their own GDAL, and what ours must not load or lack."""


class Stopped(BaseException):
    """A signal asks the program to end; files that are not whole are taken away on the way out."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def program(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    The status is 0 where it is done, 2 where the input is wrong, 128 and the signal's number where one came, 1 for
    anything else.
    """
    status = 1
    try:
        for name in _HEEDED:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _stop)
        prepare_streams()
        for name in _OTHERS_OWN:
            os.environ.pop(name, None)
        os.environ["PROJ_NETWORK"] = "OFF"  # PROJ would fetch grids that a file names
        from eastup.cli.commands import run

        status = run(arguments)
        status = _flushed(status)
    except Stopped as stop:
        status = 128 + stop.number
        _say("stopped")
    except KeyboardInterrupt:
        status = 130
        _say("stopped")
    except Exception:
        if not _came:
            raise
        status = 128 + _came[0]  # numpy's C code makes an ImportError of whatever comes while it loads
        _say("stopped")
    for name in _HEEDED:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # all is said; what is left is to leave
    sys.exit(status)


def prepare_streams() -> None:
    """Print UTF-8 into pipes and files, as all our files are, and let no odd character stop us.

    A standard stream that is closed gets its number taken, lest the next file that is opened gets what is printed;
    printing into it is an error.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            with suppress(OSError):
                os.fstat(number)
                continue
            while (taken := os.open(os.devnull, os.O_RDWR)) < number:
                pass
            if taken != number:
                os.close(taken)
            if number:
                setattr(sys, name, _Closed())
        elif number and isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


class _Closed(io.TextIOBase):
    """A standard stream that the caller has closed."""

    def write(self, text: str) -> int:
        """Refuse to write."""
        raise OSError(errno.EBADF, "it is closed", "output")

    def writable(self) -> bool:
        """Say yes: whoever asks shall try and fail."""
        return True


_came: list[int] = []
"""Signals that have come."""


def _stop(number: int, frame: FrameType | None) -> None:
    _came.append(number)
    raise Stopped(number)


def _flushed(status: int) -> int:
    """Write out what is still held back; a reader that went away, as ``head`` does, is no fault."""
    try:
        if sys.stdout is not None and not isinstance(sys.stdout, _Closed):
            sys.stdout.flush()
    except BrokenPipeError:
        _to_nowhere()
        return status
    except OSError as error:
        _to_nowhere()
        _say(f"output: can't write it ({error.strerror or error})")
        return status or 1
    return status


def _to_nowhere() -> None:
    """Lead what Python would still write on leaving to nowhere."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _say(text: str) -> None:
    with suppress(OSError, ValueError):  # nobody listens
        sys.stderr.write(f"eastup: {text}\n")
        sys.stderr.flush()
