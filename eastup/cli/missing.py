"""What a small installation says of a package that it lacks: one line, with what to install."""

from __future__ import annotations

import re

_CALLED = {
    "PIL": "pillow", "fontTools": "fonttools", "fpdf": "fpdf2", "markdown_it": "markdown-it-py",
    "offlinefolium": "folium-offline", "pptx": "python-pptx",
}  # fmt: skip
"""Packages whose modules are called otherwise."""
_REQUIREMENT = re.compile(r"([\w.-]+)\s*([^;\s]*)")


def told(error: ImportError) -> str | None:
    """Return what to say where a package that eastup uses is not installed; None for any other fault.

    Parameters
    ----------
    error : ImportError
        Of Python, which names the module, or of pandas, which quotes it.
    """
    from importlib import metadata

    quoted = re.search(r"'(\w+)", str(error))
    top = (error.name or (quoted[1] if quoted else "")).partition(".")[0]
    for line in metadata.requires("eastup") or []:
        need = _REQUIREMENT.match(line)
        if need is not None and need[1] == _CALLED.get(top, top):
            return f"this needs {need[1]}, which is not installed (pip install '{need[1]}{need[2]}')"
    return None
