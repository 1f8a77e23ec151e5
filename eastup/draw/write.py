"""Writes a drawing; the suffix of the file says as what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eastup.draw.document import Sheet
from eastup.io import files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.draw.document import DisplayList

PICTURES = (".png", ".pdf", ".svg", ".pptx")
SUFFIXES = (*PICTURES, ".tif", ".gpkg", ".qgz")
"""A sheet of maps is written for a GIS too."""


def save_pages(drawings: Sequence[DisplayList], path: str | Path) -> list[Path]:
    """Write several drawings: as the pages of one .pdf or .pptx, else as a file each (``x.png``, ``x-2.png`` ...).

    Returns
    -------
    list of Path
        The files that were written.
    """
    path = Path(path)
    suffix = files.suffix_of(path, PICTURES)
    if suffix in {".pptx", ".pdf"} and len(drawings) > 1:
        if suffix == ".pptx":
            from eastup.draw import pptx

            pptx.write(drawings, path)
        else:
            from eastup.draw import pdf

            with files.whole(path) as temporary:
                pdf.save(drawings, temporary)
        return [path]
    paths = [path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, len(drawings) + 1))]
    for drawing, own in zip(drawings, paths, strict=True):
        save(drawing, own)
    return paths


def save(drawing: DisplayList, path: str | Path) -> None:
    """Write a drawing. The file appears whole or not at all; the same drawing gives the same bytes.

    Raises
    ------
    InputError
        If the suffix says no kind of file that holds such a drawing.
    """
    suffix = files.suffix_of(path, SUFFIXES if isinstance(drawing, Sheet) else PICTURES)
    if suffix == ".pptx":
        from eastup.draw import pptx

        pptx.write([drawing], path)
        return
    if isinstance(drawing, Sheet) and suffix == ".qgz":
        from eastup.draw import qgis

        data = Path(path).with_suffix(".gpkg")
        with files.whole(path) as temporary, files.whole(data) as beside:
            qgis.write(drawing, temporary, beside, data.name)
        return
    with files.whole(path) as temporary:
        if suffix == ".svg":
            from eastup.draw import svg

            svg.save(drawing, temporary)
        elif suffix == ".pdf":
            from eastup.draw import pdf

            pdf.save([drawing], temporary)
        elif isinstance(drawing, Sheet) and suffix != ".png":
            from eastup.draw import gis

            (gis.write_geotiff if suffix == ".tif" else gis.write_geopackage)(drawing, temporary)
        else:
            from eastup.draw import png

            png.save(drawing, temporary, drawing.facts.dpi)
    if isinstance(drawing, Sheet) and suffix == ".tif":
        from eastup.draw import gis

        if said := gis.crs_beside(drawing):
            files.write_text(f"{path}.aux.xml", said)
