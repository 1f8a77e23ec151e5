"""Times, memory and goals, told in one form by the benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Used:
    """What a process used, and the last line that it printed."""

    wall_s: float
    cpu_s: float
    most_mb: float
    said: str

    def __str__(self) -> str:
        return f"{self.cpu_s:.2f} s CPU ({self.wall_s:.1f} s), {self.most_mb:.0f} MB"


def python(*arguments: str) -> Used:
    """Run Python with arguments, and return what it used; its errors end the benchmark."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True) as child:
        said = child.stdout.read() if child.stdout else ""
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"failed: {' '.join(arguments)}")
    last = said.strip().splitlines()[-1] if said.strip() else ""
    return Used(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, last)


def eastup(*arguments: str) -> Used:
    """Run a command of eastup in a new process."""
    return python("-m", "eastup.cli", *arguments)


def cpu_s(ask: Callable[[], Answer], times: int = 1) -> tuple[float, Answer]:
    """Return the least CPU time of a question, and its last answer."""
    least = float("inf")
    for _ in range(times):
        began = time.process_time()
        answer = ask()
        least = min(least, time.process_time() - began)
    return least, answer


def told(what: str, measured: object, goal: str = "") -> None:
    """Print a figure, and its goal if it has one."""
    print(f"{what:<58} {measured!s:<40} {'goal ' + goal if goal else ''}".rstrip(), flush=True)
