"""Makes a kit for machines without a network: wheels, their hashes, a software bill of materials, and how to install.

    python release/kit.py kit
    python release/kit.py kit-windows --platform win_amd64 --python 3.12

It needs pip and packaging, and for the documentation site in the wheel the extra ``docs``; pip asks its index as it is
set up.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import uuid
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
SBOM, SUMS, PINNED, HOW = "sbom.cdx.json", "SHA256SUMS", "requirements.txt", "INSTALL.txt"
INSTALL = """eastup {version} for machines without a network

    sha256sum --check {sums}
    python -m venv eastup
    eastup/bin/pip install --no-index --find-links wheels --require-hashes -r {pinned}
    eastup/bin/eastup doctor
    eastup/bin/eastup docs --open

On Windows: eastup\\Scripts\\pip and eastup\\Scripts\\eastup. Python {python}, {platform}.
{sbom} (CycloneDX) lists what is in the kit, with versions, licences and hashes.
"""


@dataclass(frozen=True)
class Wheel:
    """What a wheel says of itself."""

    file: str
    name: str
    version: str
    licence: str
    summary: str
    needs: tuple[str, ...]
    """Names of the packages that it needs, those of extras too."""
    asked: tuple[Requirement, ...]
    """The same as they stand there, with their versions and their conditions."""
    sha256: str

    @property
    def address(self) -> str:
        """The package URL."""
        return f"pkg:pypi/{plain(self.name)}@{self.version}"


def plain(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read(path: Path) -> Wheel:
    """Read a wheel's own metadata.

    Raises
    ------
    SystemExit
        If the file is no wheel.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            [name] = [each for each in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each)]
            told = Parser().parsestr(archive.read(name).decode("utf-8"))
    except (zipfile.BadZipFile, ValueError):
        raise SystemExit(f"{path} is no wheel") from None
    classified = [
        line.rsplit(" :: ", 1)[-1] for line in told.get_all("Classifier", []) if line.startswith("License ::")
    ]
    licence = told.get("License-Expression") or ", ".join(classified) or (told.get("License") or "").split("\n")[0]
    asked = tuple(map(Requirement, told.get_all("Requires-Dist", [])))
    return Wheel(
        path.name, told["Name"], told["Version"], licence.strip() or "not declared", told.get("Summary") or "",
        tuple(sorted({plain(each.name) for each in asked})), asked, hashlib.sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip


def bill(wheels: list[Wheel]) -> dict[str, object]:
    """Return the bill of materials, in CycloneDX 1.5; the same wheels give the same bill.

    Parameters
    ----------
    wheels : list of Wheel
        All of the kit, eastup's among them.
    """
    own = next(wheel for wheel in wheels if plain(wheel.name) == "eastup")
    there = {plain(wheel.name): wheel.address for wheel in wheels}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, "".join(wheel.sha256 for wheel in wheels))
    needs = [
        {"ref": w.address, "dependsOn": sorted(there[n] for n in w.needs if n in there and there[n] != w.address)}
        for w in wheels
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": _component(own, "application")},
        "components": [_component(wheel, "library") for wheel in wheels if wheel != own],
        "dependencies": needs,
    }


def _component(wheel: Wheel, kind: str) -> dict[str, object]:
    return {
        "type": kind,
        "bom-ref": wheel.address,
        "name": wheel.name,
        "version": wheel.version,
        "description": wheel.summary,
        "licenses": [{"license": {"name": wheel.licence}}],
        "purl": wheel.address,
        "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
        "properties": [{"name": "eastup:file", "value": wheel.file}],
    }


def lacking(wheels: list[Wheel], extras: str, platform: str | None, python: str | None) -> list[str]:
    """Return what the wheels need on the machine that they are for, and is not among them.

    pip takes a condition such as ``sys_platform == "win32"`` for one on the machine that gathers.

    Parameters
    ----------
    wheels : list of Wheel
    extras : str
        Of eastup, divided by commas.
    platform, python : str, optional
        For which they are, as pip calls it; this machine's where not given.
    """
    there, more = {plain(wheel.name) for wheel in wheels}, {"eastup": extras.split(",") if extras else []}
    environment = _environment(platform, python)
    found: list[str] = []
    grown = True
    while grown:  # what is needed may ask for extras of another, such as cachecontrol[filecache]
        grown = False
        for wheel in wheels:
            for need in wheel.asked:
                own = more.get(plain(wheel.name), [])
                if need.marker and not any(need.marker.evaluate({**environment, "extra": e}) for e in ["", *own]):
                    continue
                for extra in need.extras - set(more.get(plain(need.name), [])):
                    more.setdefault(plain(need.name), []).append(extra)
                    grown = True
                if plain(need.name) not in there and f"{need.name}{need.specifier}" not in found:
                    found.append(f"{need.name}{need.specifier}")
    return found


def _environment(platform: str | None, python: str | None) -> dict[str, str]:
    """Return what conditions ask of a machine."""
    here = {name: str(value) for name, value in default_environment().items()}
    if platform:
        system = next((word for sign, word in _SYSTEMS.items() if platform.startswith(sign)), None)
        if system is None:
            raise SystemExit(f"{platform} is no system that is known here: {', '.join(_SYSTEMS)}...")
        here |= dict(zip(("sys_platform", "platform_system", "os_name"), system, strict=True))
        here["platform_machine"] = _MACHINES.get(platform.rsplit("_", 1)[-1], platform.split("_", 1)[-1])
    if python:
        here |= {"python_version": python, "python_full_version": f"{python}.0"}
    return here


_SYSTEMS = {
    "win": ("win32", "Windows", "nt"),
    "macosx": ("darwin", "Darwin", "posix"),
    "manylinux": ("linux", "Linux", "posix"),
    "musllinux": ("linux", "Linux", "posix"),
    "linux": ("linux", "Linux", "posix"),
}
_MACHINES = {"amd64": "AMD64", "64": "x86_64", "arm64": "arm64", "aarch64": "aarch64"}


def finish(folder: Path, python: str, platform: str) -> list[Wheel]:
    """Write beside the wheels of a kit what pins, lists and explains them.

    Parameters
    ----------
    folder : Path
        Holds ``wheels``.
    python, platform : str
        For which they are, in words.
    """
    wheels = sorted((read(path) for path in (folder / "wheels").iterdir()), key=lambda w: plain(w.name))
    own = next(wheel for wheel in wheels if plain(wheel.name) == "eastup")
    pinned = "".join(f"{plain(w.name)}=={w.version} --hash=sha256:{w.sha256}\n" for w in wheels)
    (folder / PINNED).write_text(pinned, encoding="utf-8")
    (folder / SBOM).write_text(json.dumps(bill(wheels), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    how = INSTALL.format(version=own.version, sums=SUMS, pinned=PINNED, sbom=SBOM, python=python, platform=platform)
    (folder / HOW).write_text(how, encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    sums = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    return wheels


def build(folder: Path) -> Path:
    """Build eastup's wheel with the documentation site in it."""
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([sys.executable, str(ROOT / "docs" / "site" / "build.py"), f"{work}/site"], check=True)
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
        subprocess.run(command, check=True, env={**os.environ, "EASTUP_SITE": f"{work}/site"})
    return next(folder.glob("eastup-*.whl"))


def gather(wheel: Path, folder: Path, extras: str, platform: str | None, python: str | None) -> None:
    """Have pip gather the wheels that eastup needs; for this machine it builds those that come as source alone."""
    fetch([f"{wheel}[{extras}]" if extras else str(wheel)], folder, platform, python)
    while more := lacking([read(path) for path in sorted(folder.iterdir())], extras, platform, python):
        before = len(list(folder.iterdir()))
        fetch(more, folder, platform, python)
        if len(list(folder.iterdir())) == before:
            raise SystemExit(f"pip has not given what is needed there: {', '.join(more)}")


def fetch(wanted: list[str], folder: Path, platform: str | None, python: str | None) -> None:
    """Have pip put wheels into a folder."""
    if platform is None:
        command = ["wheel", "-q", "-w", str(folder), *wanted]
    else:
        system = ["--platform", platform, "--python-version", python or "3.11", "--only-binary", ":all:"]
        command = ["download", "-q", *system, "-d", str(folder), *wanted]
    subprocess.run([sys.executable, "-m", "pip", *command], check=True)


def main() -> None:
    """Make the kit that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="is made; must not be there")
    parser.add_argument("--wheel", type=Path, help="of eastup, if it is built already")
    parser.add_argument("--extras", default="folium", help="of eastup, divided by commas (default: folium)")
    parser.add_argument("--platform", help="as pip calls it, such as win_amd64; where not given, this machine's")
    parser.add_argument("--python", help="version, such as 3.12; with --platform")
    given = parser.parse_args()
    if given.folder.exists():
        raise SystemExit(f"{given.folder} is there already")
    wheels = given.folder / "wheels"
    wheels.mkdir(parents=True)
    own = given.wheel or build(wheels)
    gather(own, wheels, given.extras, given.platform, given.python)
    python = given.python or ("3.11" if given.platform else ".".join(map(str, sys.version_info[:2])))
    found = finish(given.folder, python, given.platform or sys.platform)
    size = sum(path.stat().st_size for path in wheels.iterdir()) / 1e6
    print(f"{given.folder}: {len(found)} wheels, {size:.0f} MB")


if __name__ == "__main__":
    main()
