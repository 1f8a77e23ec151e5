"""Renders every map that ships with eastup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eastup.briefing.compose import render
from eastup.briefing.spec.loading import load, override, shipped
from eastup.errors import InputError
from eastup.io.progress import track
from eastup.moved import renamed_keywords

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@renamed_keywords(say="progress")
def render_gallery(
    folder: str | Path,
    options: Mapping[str, object] | None = None,
    progress: Callable[[str], None] = print,
    suffix: str = ".png",
) -> list[Path]:
    """Draw every shipped map into a folder.

    Parameters
    ----------
    folder : str or Path
        Created if it is not there.
    options : mapping, optional
        Fields of `MapSpec` that override those of every map, such as ``lang`` or ``theme``.
    progress : callable
        Told the name of each file.
    suffix : str
        Kind of file.

    Returns
    -------
    list of Path
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"can't create the folder ({error.strerror})", where=target) from None
    written = []
    maps = shipped()
    for name, _ in track(maps, len(maps), "drawing the maps"):
        path = target / f"{name}{suffix}"
        render(override(load(name), options or {}), path)
        progress(str(path))
        written.append(path)
    return written
