"""What may be wrong with an installation: each part that eastup rests on is tried."""

from __future__ import annotations

import platform
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from eastup.errors import EastupError
from eastup.io import data
from eastup.io.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Finding:
    """What was found of one part."""

    part: str
    told: str
    sound: bool = True


def findings() -> Iterator[Finding]:
    """Try each part; a part that fails is a finding, never an error."""
    yield Finding("eastup", f"{__version__}, Python {platform.python_version()}, {platform.platform()}")
    for part, tried in _PARTS.items():
        try:
            yield Finding(part, tried())
        except Exception as error:  # whatever is broken, the other parts are tried too
            lines = str(error).splitlines()
            yield Finding(part, lines[0] if lines else type(error).__name__, sound=False)


def _packages() -> str:
    """Hold the packages that are there against the lowest versions that are needed."""
    from packaging.requirements import Requirement

    found, faults = [], []
    for line in metadata.requires("eastup") or []:
        need = Requirement(line)
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            faults.append(f"{need.name} is missing")
            continue
        if not need.specifier.contains(version, prereleases=True):
            faults.append(f"{need.name} is {version}, needed is {need.specifier}")
        found.append(f"{need.name} {version}")
    if faults:
        raise EastupError("; ".join(faults))
    return ", ".join(sorted(found, key=str.lower))


def _data() -> str:
    """Hold every data file against its checksum."""
    root = data.data_root()
    listed = root / "SHA256SUMS"
    if not listed.is_file():
        count = sum(1 for folder in ("geo", "layers", "maps") for path in (root / folder).rglob("*") if path.is_file())
        return f"{root}: {count} files of a checkout, of which git keeps the checksums"
    lines = listed.read_text(encoding="utf-8").splitlines()
    for expected, name in (line.split("  ", 1) for line in lines):
        if not (root / name).is_file():
            raise EastupError(f"{root / name} is missing; install eastup again")
        if data.checksum(root / name) != expected:
            raise EastupError(f"{root / name} is damaged; install eastup again")
    return f"{root}: {len(lines)} files, all whole"


def _proj() -> str:
    """Project a point by pyproj and by rasterio, each with its own data."""
    import pyproj
    from rasterio import __gdal_version__
    from rasterio.crs import CRS
    from rasterio.warp import transform

    from eastup.io import rasters
    from eastup.view import View

    view = View()
    x, y = (float(v) for v in view.forward(127.0, 37.0))
    with rasters.environment():
        other = transform("EPSG:4326", CRS.from_wkt(view.crs.to_wkt("WKT2_2019")), [127.0], [37.0])
    if abs(other[0][0] - x) > 0.001 or abs(other[1][0] - y) > 0.001:
        raise EastupError(
            f"pyproj and rasterio project differently: {x:.3f}, {y:.3f} and {other[0][0]:.3f}, {other[1][0]:.3f}"
        )
    return f"PROJ {pyproj.proj_version_str} with {pyproj.datadir.get_data_dir()}; GDAL {__gdal_version__} agrees"


def _fonts() -> str:
    from eastup.draw import fonts

    width = fonts.width_pt("East-Up 東アジア 한국", 10.0)
    return f"{fonts.path().name}, {width:.1f} pt for a line of 10 pt"


def _sea() -> str:
    """Start the search by sea."""
    from eastup.sea.kernel.runner import Kernel, module_bytes

    Kernel()
    return f"wasmtime {metadata.version('wasmtime')} runs the module of {len(module_bytes()):,} bytes"


def _output() -> str:
    """Tell how text leaves: a terminal whose encoding lacks Japanese and Korean shows marks instead."""
    encoding = sys.stdout.encoding or "unknown"
    if not re.fullmatch(r"utf-?8", encoding, flags=re.IGNORECASE):
        raise EastupError(f"stdout writes {encoding}: names in Japanese and Korean need UTF-8 (set PYTHONUTF8=1)")
    return f"stdout writes {encoding}"


_PARTS: dict[str, Callable[[], str]] = {
    "packages": _packages,
    "data": _data,
    "projection": _proj,
    "fonts": _fonts,
    "by sea": _sea,
    "text": _output,
}
