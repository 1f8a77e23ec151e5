"""Reads shapefiles, FlatGeobuf and GeoParquet with the drivers that their suffixes name, and zip archives of files.

GDAL chooses a driver by what a file holds, and some of its drivers open other files or the network. So a file reaches
it only after its first bytes and its counts were checked here, by its own absolute path, and never one that is text.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from eastup.errors import InputError
from eastup.io.quiet import quiet
from eastup.layers.reading import encoding as encodings
from eastup.layers.reading import safety

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

    from eastup.layers.reading.report import Account

_BESIDE_SHP = (".shx", ".dbf", ".prj", ".cpg")
_MOST_PARQUET_ROWS = 20_000_000
_PARQUET_BLOWN_UP = 400
"""Uncompressed bytes for each byte of a Parquet file, at most."""


def read_shapefile(path: Path, encoding: str | None, account: Account) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read a shapefile; the encoding of its table is found where no .cpg gives it rightly.

    Raises
    ------
    InputError
        If it is none, is cut short, or its table is in no encoding that can be told.
    """
    account.kind = "shapefile"
    safety.check_shp(path)
    table = _beside(path, ".dbf")
    codec = None
    if table is not None:
        codec = _dbf_codec(table, _beside(path, ".cpg"), encoding, account)
    projection = _beside(path, ".prj")
    if projection is not None:
        safety.check_file(projection, 2**20)
    frame = _gdal(path, codec)
    if frame.crs is None:
        account.tell("no .prj, read as longitude and latitude of WGS 84")
    return frame, _numbered(frame)


def read_dbf(path: Path, encoding: str | None, account: Account) -> pd.DataFrame:
    """Read the table of a shapefile without its shapes."""
    account.kind, account.unit = "dBASE", "row"
    codec = _dbf_codec(path, _beside(path, ".cpg"), encoding, account)
    return pd.DataFrame(_gdal(path, codec))


def read_flatgeobuf(path: Path, account: Account) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read a FlatGeobuf, of which the header says as many features as there are."""
    account.kind = "FlatGeobuf"
    safety.check_fgb(path)
    frame = _gdal(path, None)
    return frame, _numbered(frame)


def read_parquet(path: Path, account: Account) -> tuple[pd.DataFrame, list[str]]:
    """Read GeoParquet with its active geometry column, or a Parquet table without geometry."""
    import pyarrow.parquet as pq

    account.kind = "Parquet"
    size = safety.check_file(path)
    try:
        with pq.ParquetFile(path) as file:
            metadata = file.metadata
            unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
            about = (file.schema_arrow.metadata or {}).get(b"geo")
            if metadata.num_rows > _MOST_PARQUET_ROWS or unpacked > max(2**26, size * _PARQUET_BLOWN_UP):
                what = f"{metadata.num_rows:,} rows in {size:,} bytes are too many to be read"
                raise InputError(what, where=path, hint="the file is damaged, or too large for a layer")
            if about is not None:
                _check_depth(file, about, path)
        frame = pd.read_parquet(path) if about is None else gpd.read_parquet(path)
        for _, cells in frame.items():
            cells.tolist()  # Arrow decodes texts only when they are asked for, and fails then
    except InputError:
        raise
    except Exception as error:  # Arrow, GEOS, PROJ and JSON each have their own
        raise InputError(f"can't read the layer ({_first_line(error)})", where=path) from None
    if isinstance(frame, gpd.GeoDataFrame):
        account.kind = "GeoParquet"
        frame = _active_only(frame, account)
    frame = frame.reset_index(drop=True)
    frame.columns = [str(c) for c in frame.columns]
    return frame, _numbered(frame)


def _check_depth(file: ParquetFile, about: bytes, path: Path) -> None:
    """Refuse geometries in WKB that nest deeper than their reader's stack allows."""
    for name, column in json.loads(about)["columns"].items():
        if column.get("encoding") == "WKB":
            for blob in file.read(columns=[name])[name].to_pylist():
                if isinstance(blob, bytes) and not safety.check_wkb(blob):
                    raise InputError("a geometry is nested too deep", where=path)


def _active_only(frame: gpd.GeoDataFrame, account: Account) -> gpd.GeoDataFrame:
    """Name the active geometry column ``geometry``; what else is called so, or holds geometry, becomes text."""
    active = frame.active_geometry_name
    for name in [c for c in frame.columns if c != active]:
        if isinstance(frame[name].dtype, gpd.array.GeometryDtype):
            frame = frame.assign(**{str(name): frame[name].to_wkt().astype(object)})
            frame = frame if isinstance(frame, gpd.GeoDataFrame) else gpd.GeoDataFrame(frame, geometry=active)
            account.tell(f"geometry is read from column {active!r}; {name!r} is kept as text")
    if active != "geometry":
        if "geometry" in frame.columns:
            frame = frame.rename(columns={"geometry": "geometry_2"})
        frame = frame.rename_geometry("geometry")
    return frame


def members(path: Path, folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Unpack the layer files of an archive into a folder, each under its own name without folders.

    Raises
    ------
    InputError
        If it leads out of itself, or holds no file of a known kind.
    """
    found: list[Path] = []
    taken: set[str] = set()
    with safety.open_archive(path) as archive:
        wanted = {*suffixes, *_BESIDE_SHP}
        for number, member in enumerate(archive.infolist()):
            name = Path(member.filename.replace("\\", "/"))
            hidden = name.name.startswith((".", "~")) or "__MACOSX" in name.parts
            if member.filename.endswith("/") or hidden or name.suffix.lower() not in wanted:
                continue
            # Files of one folder stay together, as the parts of a shapefile do.
            place = folder / re.sub(r"\W+", "_", "_".join(name.parts[:-1]))[:60]
            stem = re.sub(r"[^\w .()-]+", "_", name.stem)[:100] or str(number)
            safe = stem + name.suffix.lower()
            if str(place / safe).casefold() in taken:
                continue
            taken.add(str(place / safe).casefold())
            place.mkdir(exist_ok=True)
            (place / safe).write_bytes(safety.unpack(archive, member, path))
            if name.suffix.lower() in suffixes:
                found.append(place / safe)
    with_shp = {p.with_suffix("") for p in found if p.suffix == ".shp"}
    found = [p for p in found if not (p.suffix == ".dbf" and p.with_suffix("") in with_shp)]
    if not found:
        raise InputError("the archive holds no layer", where=path, hint=f"put one of {', '.join(suffixes)} into it")
    return found


def _gdal(path: Path, codec: str | None) -> gpd.GeoDataFrame | pd.DataFrame:
    """Read a file whose kind was checked; the parts of a shapefile are taken from a folder of their own.

    Beside a shapefile there may be others that GDAL would open too: it sees only the five that belong to it.
    """
    import pyogrio

    with tempfile.TemporaryDirectory(prefix="eastup-") as folder:
        source = path.resolve()
        if path.suffix.lower() in {".shp", ".dbf"}:
            source = Path(folder) / f"layer{path.suffix.lower()}"
            _link(path.resolve(), source)
            for suffix in _BESIDE_SHP if path.suffix.lower() == ".shp" else ():
                other = _beside(path, suffix)
                if other is not None and suffix != ".cpg":
                    _link(other.resolve(), source.with_suffix(suffix))
        try:
            with quiet():  # a driver's remarks on what it repairs
                options = {} if codec is None else {"encoding": codec}
                return pyogrio.read_dataframe(source, **options)
        except Exception as error:  # drivers raise many kinds
            raise InputError(f"can't read the layer ({_first_line(error)})", where=path) from None


def _link(source: Path, target: Path) -> None:
    """Let a file stand under another name, as a copy where the system has no links."""
    try:
        os.symlink(source, target)
    except OSError:
        target.write_bytes(source.read_bytes())


def parts(path: Path) -> list[Path]:
    """Return the files that are read where one is named: itself, and of a shapefile what stands beside it."""
    beside = (_beside(path, suffix) for suffix in _BESIDE_SHP) if path.suffix.lower() == ".shp" else ()
    return [path, *filter(None, beside)]


def _beside(path: Path, suffix: str) -> Path | None:
    """Return the file of the same name with another suffix, in small or capital letters."""
    for spelled in (suffix, suffix.upper()):
        other = path.with_suffix(spelled)
        if other.is_file():
            return other
    return None


def _dbf_codec(path: Path, cpg: Path | None, encoding: str | None, account: Account) -> str:
    """Return the codec of a table's texts: as told, as its .cpg says, or as found; what does not fit is told."""
    records, length, start = safety.check_dbf(path)
    texts = _dbf_texts(path, records, length, start)
    if encoding is not None:
        codec = encodings.known_codec(encoding)
        if not _fits(texts, codec):
            raise InputError(f"the table is not {encodings.label(codec)} text", where=path)
        account.encoding = _shown(codec)
        return codec
    if cpg is not None:
        said = cpg.read_bytes()[:64].decode("ascii", errors="replace").strip().lstrip("\ufeff")
        said = f"cp{said.removeprefix('ANSI ')}" if said.removeprefix("ANSI ").isdigit() else said
        try:
            codec = encodings.known_codec(said)
        except InputError:
            codec = ""
        if codec and _fits(texts, codec):
            account.encoding = _shown(codec)
            return codec
        account.tell(f"its .cpg says {said[:40]}, which does not fit")
    found = encodings.of_texts(texts)
    if found is None:
        hint = "say which it is with --encoding, or add a .cpg"
        raise InputError("the table is in no encoding that is certain", where=path, hint=hint)
    account.encoding = _shown(found)
    return found


def _shown(codec: str) -> str:
    return "UTF-8" if codec == "utf-8" else encodings.label(codec)


def _dbf_texts(path: Path, records: int, length: int, start: int) -> list[bytes]:
    """Return the cells of text of a dBASE table, and the names of its columns."""
    with path.open("rb") as file:
        content = file.read(start + records * length)
    fields = []
    offset = 1
    for place in range(32, start - 31, 32):
        if content[place] == 0x0D:
            break
        name, width = content[place : place + 11].split(b"\0")[0], content[place + 16]
        fields.append((name, chr(content[place + 11]), offset, width))
        offset += width
    texts = [name for name, _, _, _ in fields]
    for _, kind, at, width in fields:
        if kind == "C":
            cells = (content[start + n * length + at : start + n * length + at + width] for n in range(records))
            texts += [cell.rstrip(b" \0") for cell in cells if not cell.isascii()]
    return texts


def _fits(texts: list[bytes], codec: str) -> bool:
    try:
        for text in texts:
            text.decode(codec)
    except UnicodeError:
        return False
    return True


def _numbered(frame: pd.DataFrame) -> list[str]:
    return [f"feature {number}" for number in np.arange(1, len(frame) + 1)]


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
