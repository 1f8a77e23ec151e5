"""How long short commands take from a cold start: ``python tests/benchmarks/bench_start.py``.

Processor seconds, the least of several runs, beside an empty Python and an import of geopandas in the same run: on a busy
machine all of them grow, and their ratio stays.
"""

from __future__ import annotations

import resource
import subprocess
import sys

RUNS = 5
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import click, numpy, pyproj": ["-c", "import click, numpy, pyproj"],
    "import geopandas": ["-c", "import geopandas"],
    "eastup --version": ["-m", "eastup", "--version"],
    "eastup crs": ["-m", "eastup", "crs"],
    "eastup distance, air": ["-m", "eastup", "distance", "--from", "Kadena", "--to", "straits"],
    "eastup distance, sea": ["-m", "eastup", "distance", "--from", "Kadena", "--to", "straits", "--mode", "sea"],
}


def cpu_s(arguments: list[str]) -> float:
    """Return the processor seconds of a Python that is given arguments."""
    best = float("inf")
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def main() -> None:
    """Print them all."""
    for name, arguments in COMMANDS.items():
        print(f"{cpu_s(arguments):5.2f} s  {name}")


if __name__ == "__main__":
    main()
