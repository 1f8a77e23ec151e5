"""A signal ends the program with its own status, in one line, and leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

MAP = ["map", "-o", "out.png", "--background", "plain"]
TABLE = ["layers", "show", "bases"]


def started(folder, arguments):
    command = [sys.executable, "-m", "eastup.cli", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_handlers(process):
    """Wait until the process heeds SIGTERM itself, as the kernel tells; it is the first thing that it does."""
    while process.poll() is None:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            caught = next(int(line.split()[1], 16) for line in status if line.startswith("SigCgt"))
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.002)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("after_s", "number"),
    [
        (0.0, signal.SIGINT), (0.3, signal.SIGTERM), (1.5, signal.SIGINT),
        *(pytest.param(*one, marks=pytest.mark.thorough) for one in (
            (0.0, signal.SIGTERM), (0.3, signal.SIGINT), (1.5, signal.SIGTERM))),
    ],
)  # fmt: skip
def test_a_signal_at_any_moment(tmp_path, after_s, number):
    process = started(tmp_path, MAP)
    wait_for_handlers(process)
    time.sleep(after_s)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    if process.returncode == 0:  # a quick machine was done before
        assert after_s > 0
        return
    assert (process.returncode, err) == (128 + number, "eastup: stopped\n")
    assert list(tmp_path.iterdir()) == []
