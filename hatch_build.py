"""Lays the documentation into the wheel, and beside the data files their checksums, by which damage is told later.

``EASTUP_SITE`` in the environment names a folder in which ``docs/site/build.py`` has built the documentation site; it
goes into the wheel too.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = "eastup/_data/"


def checksums(files: dict[str, Path]) -> str:
    """Return a line for each file, as ``sha256sum`` writes them."""
    return "".join(f"{hashlib.sha256(files[name].read_bytes()).hexdigest()}  {name}\n" for name in sorted(files))


class ChecksumsHook(BuildHookInterface[Any]):
    """Writes documents and ``SHA256SUMS`` into the data folder of the wheel; a checkout has them, and git."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to what is packed."""
        if self.target_name != "wheel" or version == "editable":
            return
        files: dict[str, Path] = {}
        for source, target in self.build_config.force_include.items():
            if not target.startswith(DATA):
                continue
            place, name = Path(source), target.removeprefix(DATA)
            below = [p for p in place.rglob("*") if p.is_file()] if place.is_dir() else [place]
            files |= {(Path(name) / file.relative_to(place)).as_posix(): file for file in below}
        root = Path(self.root)
        for document in (root / "README.md", *sorted((root / "docs").rglob("*.md"))):
            name = document.relative_to(root).as_posix()
            files[name] = document
            build_data["force_include"][str(document)] = f"{DATA}{name}"
        if site := os.environ.get("EASTUP_SITE"):
            if not (Path(site) / "index.html").is_file():
                raise SystemExit(f"EASTUP_SITE: no site in {site}; build it with python docs/site/build.py {site}")
            for page in sorted(path for path in Path(site).rglob("*") if path.is_file()):
                name = f"site/{page.relative_to(site).as_posix()}"
                files[name] = page
                build_data["force_include"][str(page.resolve())] = f"{DATA}{name}"
        self.folder = tempfile.TemporaryDirectory()
        sums = Path(self.folder.name) / "SHA256SUMS"
        sums.write_text(checksums(files), encoding="utf-8")
        build_data["force_include"][str(sums)] = f"{DATA}SHA256SUMS"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder that held the file."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
