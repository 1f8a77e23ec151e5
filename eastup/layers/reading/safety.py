"""Limits, and counts held against the size of a file, before anything is allocated or given to a driver."""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

from eastup.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_TEXT = 128 * 2**20
"""Bytes of a file that is read as a whole: text, workbooks, XML."""
LARGEST_FILE = 2**31
"""Bytes of a file that a driver reads in parts."""
LARGEST_ARCHIVE = 2**30
"""Bytes of all members of an archive, unpacked."""
MOST_MEMBERS = 10_000
DEEPEST = 32
"""Levels of geometry collections within each other."""

_FGB_MAGIC = b"fgb\x03fgb"
_FGB_LEAST_FEATURE = 12
"""Bytes: its length, the root of its table, and that table's own."""
_FGB_NODE = 40
_FGB_COUNT, _FGB_NODE_SIZE = 8, 9
"""Numbers of two fields in the header's table."""
_WKB_COLLECTION = re.compile(
    rb"\x01\x07\x00\x00[\x00\x20\x40\x80\xa0\xc0]|\x01[\xef\xd7\xbf]\x03\x00\x00|\x00[\x00\x20\x40\x80\xa0\xc0]\x00\x00\x07"
)


def check_file(path: Path, largest: int = LARGEST_FILE) -> int:
    """Return the size of a regular file that is not too large to be read.

    Raises
    ------
    InputError
        If it is a pipe, a device or a folder, or larger than ``largest`` bytes.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise InputError(f"can't read the file ({getattr(error, 'strerror', None) or error})", where=path) from None
    if not stat.S_ISREG(status.st_mode):
        raise InputError("not a file that can be read", where=path, hint="give a file, not a folder or a pipe")
    if status.st_size > largest:
        what = f"the file is too large to be read ({status.st_size / 2**20:,.0f} MiB)"
        raise InputError(what, where=path, hint=f"cut it down to {largest // 2**20:,} MiB, or save it as .fgb or .gpkg")
    if status.st_size == 0:
        raise InputError("the file is empty", where=path)
    return status.st_size


def read_bytes(path: Path, largest: int = LARGEST_TEXT) -> bytes:
    """Return the content of a file that is not too large."""
    check_file(path, largest)
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise InputError(f"can't read the file ({error.strerror or error})", where=path) from None
    if len(content) > largest:
        raise InputError("the file grows while it is read", where=path)
    return content


def check_dbf(path: Path) -> tuple[int, int, int]:
    """Return the records of a dBASE table, their length and that of its header, if the file can hold them.

    Raises
    ------
    InputError
        If it is no such table, or says that it holds more records than its size allows.
    """
    size = check_file(path)
    with path.open("rb") as file:
        head = file.read(32)
    if len(head) < 32:
        raise InputError("not a dBASE table", where=path)
    records, header_length, record_length = struct.unpack("<IHH", head[4:12])
    if header_length < 33 or record_length < 1 or header_length > size:
        raise InputError("not a dBASE table: its header is damaged", where=path)
    fits = (size - header_length) // record_length
    if records > fits:
        what = f"its header speaks of {records:,} records, and the file holds {fits:,} at most"
        raise InputError(what, where=path, hint="the file is cut short or damaged; save it anew")
    return records, record_length, header_length


def check_shp(path: Path) -> None:
    """Check the length that a shapefile gives of itself, and the counts of its records.

    Raises
    ------
    InputError
        If it is no shapefile, or a record claims more parts or points than it has room for.
    """
    size = check_file(path)
    with path.open("rb") as file:
        head = file.read(100)
        if len(head) < 100 or head[:4] != b"\x00\x00\x27\x0a":
            raise InputError("not a shapefile", where=path, hint="see what it is with another program, and rename it")
        place, number = 100, 0
        while place + 12 <= size:
            file.seek(place)
            record = file.read(56)
            (words,) = struct.unpack(">I", record[4:8])
            number += 1
            if words < 2 or place + 8 + 2 * words > size:
                what = f"record {number} says that it is longer than the file"
                raise InputError(what, where=path, hint="the file is cut short or damaged; save it anew")
            _check_shp_record(record, 2 * words, number, path)
            place += 8 + 2 * words
    for suffix in (".shx", ".SHX"):
        index = path.with_suffix(suffix)
        if index.is_file():
            with index.open("rb") as file:
                head = file.read(100)
            said = struct.unpack(">I", head[24:28])[0] * 2 if len(head) == 100 else -1
            if said > index.stat().st_size or (said - 100) // 8 > number or said < 100:
                raise InputError("the index does not fit the shapefile", where=index, hint="delete or rebuild the .shx")


def _check_shp_record(record: bytes, length: int, number: int, path: Path) -> None:
    kind = struct.unpack("<I", record[8:12])[0] % 10
    if kind in {3, 5} and len(record) >= 52:
        parts, points = struct.unpack("<II", record[44:52])
        needs = 44 + 4 * parts + 16 * points
    elif kind == 8 and len(record) >= 48:
        needs = 40 + 16 * struct.unpack("<I", record[44:48])[0]
    else:
        return
    if needs > length:
        what = f"record {number} claims more points than it has room for"
        raise InputError(what, where=path, hint="the file is cut short or damaged; save it anew")


def check_fgb(path: Path) -> None:
    """Check that a FlatGeobuf holds as many features as its header says.

    Raises
    ------
    InputError
        If it is no FlatGeobuf, is cut short, or holds more or fewer features.
    """
    size = check_file(path)
    damaged = "the file is cut short or damaged; save it anew"
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12 or head[:7] != _FGB_MAGIC:
            raise InputError("not a FlatGeobuf", where=path, hint="see what it is with another program, and rename it")
        length = int.from_bytes(head[8:12], "little")
        if length > min(size - 12, 2**24):
            raise InputError("its header is longer than the file", where=path, hint=damaged)
        count, node_size = _fgb_header(file.read(length), path)
        if count * _FGB_LEAST_FEATURE > size:
            what = f"its header speaks of {count:,} features, and the file has no room for them"
            raise InputError(what, where=path, hint=damaged)
        place = 12 + length + _fgb_index_size(count, node_size)
        held = 0
        while place + 4 <= size:
            file.seek(place)
            step = int.from_bytes(file.read(4), "little") + 4
            if step < _FGB_LEAST_FEATURE or place + step > size:
                break
            place += step
            held += 1
    if (count and held != count) or place != size:
        what = f"its header speaks of {count:,} features, and the file holds {held:,} where they should stand"
        raise InputError(what, where=path, hint=damaged)


def _fgb_header(header: bytes, path: Path) -> tuple[int, int]:
    """Return the number of features and the size of the index's nodes from a flatbuffer."""

    def number(at: int, form: str) -> int:
        return int(struct.unpack_from(form, header, at)[0])

    try:
        root = number(0, "<I")
        table = root - number(root, "<i")
        if table < 0:
            raise struct.error
        fields = (number(table, "<H") - 4) // 2
        place = [number(table + 4 + 2 * i, "<H") if i < fields else 0 for i in range(_FGB_NODE_SIZE + 1)]
        count = number(root + place[_FGB_COUNT], "<Q") if place[_FGB_COUNT] else 0
        node_size = number(root + place[_FGB_NODE_SIZE], "<H") if place[_FGB_NODE_SIZE] else 16
    except struct.error:
        raise InputError("its header is damaged", where=path, hint="save the file anew") from None
    return count, node_size


def _fgb_index_size(count: int, node_size: int) -> int:
    if node_size < 2 or count == 0:
        return 0
    level = -(-count // node_size)
    nodes = count + level
    while level > 1:
        level = -(-level // node_size)
        nodes += level
    return nodes * _FGB_NODE


def check_wkb(blob: bytes) -> bool:
    """Say whether a geometry in WKB nests no deeper than a reader's stack allows."""
    return len(_WKB_COLLECTION.findall(blob, 0, 4096)) <= DEEPEST or len(_WKB_COLLECTION.findall(blob)) <= DEEPEST


def check_wkt(text: str) -> bool:
    """Say whether a geometry in WKT nests no deeper than a reader's stack allows."""
    depth = deepest = 0
    for sign in re.findall(r"[()]", text):
        depth += 1 if sign == "(" else -1
        deepest = max(deepest, depth)
    return deepest <= DEEPEST


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip file whose members are files within it, and not too large unpacked.

    Raises
    ------
    InputError
        If it is none, leads out of itself by ``..``, an absolute path or a link, is encrypted, or is too large.
    """
    check_file(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"not a zip archive ({error})", where=path) from None
    members = archive.infolist()
    what = None
    if len(members) > MOST_MEMBERS:
        what = f"the archive has {len(members):,} members"
    elif sum(member.file_size for member in members) > LARGEST_ARCHIVE:
        what = f"the archive is larger than {LARGEST_ARCHIVE // 2**20:,} MiB unpacked"
    for member in members:
        if stat.S_ISLNK(member.external_attr >> 16):
            what = f"the archive holds a link ({member.filename[:80]})"
        elif _leads_out(member.filename):
            what = f"a member leads out of the archive ({member.filename[:80]})"
        elif member.flag_bits & 1:
            what = "the archive is encrypted"
    if what is not None:
        archive.close()
        raise InputError(what, where=path, hint="unpack it yourself and give the file in it")
    return archive


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, largest: int = LARGEST_TEXT) -> bytes:
    """Return a member's content, which may not be larger than the archive says."""
    if member.file_size > largest:
        what = f"{member.filename[:80]} is too large to be read ({member.file_size / 2**20:,.0f} MiB)"
        raise InputError(what, where=path)
    try:
        with archive.open(member) as file:
            content = file.read(member.file_size + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"{member.filename[:80]} can't be unpacked ({error})", where=path) from None
    except Exception as error:  # zlib and lzma raise kinds of their own
        raise InputError(f"{member.filename[:80]} can't be unpacked ({type(error).__name__})", where=path) from None
    if len(content) > member.file_size:
        raise InputError(f"{member.filename[:80]} is larger than the archive says", where=path)
    return content


def _leads_out(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or os.path.isabs(name)
