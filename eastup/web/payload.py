"""Packs what the page carries: numbers as planes of bytes, parts with their names, and all of it deflated, as text.

Text of HTML can't hold any byte. Here 27 bits become characters that together are four bytes of UTF-8, each of one byte
or of two: 12 % shorter than base 64. ``client/boot.js`` and ``client/numbers.js`` read it.
"""

from __future__ import annotations

import json
import math
import re
import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from eastup.errors import EastupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import ArrayLike, NDArray

CHARACTERS = {
    1: "\t\n\f" + "".join(chr(code) for code in range(32, 127) if chr(code) not in '"&<'),
    2: "".join(map(chr, range(0xA0, 0x800))),
}
"""By how many bytes they are; none that ends a script or an attribute, or that markup would read as another."""
_BYTES = {n: np.frombuffer(some.encode(), np.uint8).reshape(-1, n) for n, some in CHARACTERS.items()}
_BITS = 27
_SHAPES = ((1, 1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (2, 2))
"""How many bytes the characters of a group may be. The first numbers are written by the first shape, and so on."""
_STARTS = np.cumsum([0, *(math.prod(len(CHARACTERS[size]) for size in shape) for shape in _SHAPES[:-1])])
_MEMORY = 6  # of zlib: its blocks are short then, each with a code of its own; the usual 8 makes the page 6 kB larger


def planes(values: ArrayLike) -> bytes:
    """Return whole numbers as four planes of bytes, the least significant first, the sign in the lowest bit.

    Examples
    --------
    >>> planes([1, -1, 300]).hex()
    '020158000002000000000000'
    """
    value = np.asarray(values, np.int64).ravel()
    return np.ascontiguousarray(((value << 1) ^ (value >> 63)).astype("<u4").view(np.uint8).reshape(-1, 4).T).tobytes()


def from_planes(data: bytes) -> NDArray[np.int64]:
    """Return the whole numbers that `planes` wrote."""
    value = np.ascontiguousarray(np.frombuffer(data, np.uint8).reshape(4, -1).T).view("<u4").ravel().astype(np.int64)
    return np.asarray((value >> 1) ^ -(value & 1))


def bundle(parts: Mapping[str, bytes], **head: object) -> bytes:
    """Return parts one after the other behind a head that names them with their lengths, and what else is given."""
    told = {**head, "parts": [[name, len(part)] for name, part in parts.items()]}
    text = json.dumps(told, separators=(",", ":")).encode()
    return b"".join([struct.pack("<I", len(text)), text, *parts.values()])


def unbundled(data: bytes) -> tuple[dict[str, object], dict[str, bytes]]:
    """Return the head and the parts that `bundle` joined."""
    (length,) = struct.unpack_from("<I", data)
    head, at, parts = json.loads(data[4 : 4 + length]), 4 + length, {}
    for name, size in head["parts"]:
        parts[name] = data[at : at + size]
        at += size
    return head, parts


def text(data: bytes, numbers: Iterable[bytes] = ()) -> str:
    """Return bytes, deflated, as printable text: first how many they are then, as uint32.

    Parameters
    ----------
    data : bytes
    numbers : iterable of bytes
        Parts of them that are planes of numbers, in their order: they are deflated in another way.
    """
    return text_of(deflated(data, numbers))


def text_of(squeezed: bytes) -> str:
    """Return bytes that are deflated already as printable text; see `text`."""
    return _text(struct.pack("<I", len(squeezed)) + squeezed)


def deflated(data: bytes, numbers: Iterable[bytes] = ()) -> bytes:
    """Return bytes deflated without any head, as one stream; see `text`."""
    found, at = b"", 0
    for part in numbers:
        start = data.index(part, at)
        found += _squeezed(data[at:start], last=False) + _squeezed_numbers(part)
        at = start + len(part)
    return found + _squeezed(data[at:])


@lru_cache(maxsize=4)
def _squeezed_numbers(part: bytes) -> bytes:
    """Return planes of numbers as a stretch of a deflated stream; kept, since pages have the same mesh and land.

    Few of them repeat: to look for no short repetitions (`zlib.Z_FILTERED`) makes the mesh and the land 1 % smaller;
    other parts it makes larger.
    """
    return _squeezed(part, strategy=zlib.Z_FILTERED, last=False)


def _squeezed(data: bytes, *, strategy: int = zlib.Z_DEFAULT_STRATEGY, last: bool = True) -> bytes:
    """Return a stretch of a deflated stream: it ends on a whole byte, so that another may follow."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15, _MEMORY, strategy)
    return squeezer.compress(data) + squeezer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def _text(raw: bytes) -> str:
    bits = np.unpackbits(np.frombuffer(raw, np.uint8))
    rows = np.pad(bits, (0, -len(bits) % _BITS)).reshape(-1, _BITS)
    value = rows @ (1 << np.arange(_BITS - 1, -1, -1))
    shaped, written = np.searchsorted(_STARTS, value, side="right") - 1, np.empty((len(value), 4), np.uint8)
    for number, shape in enumerate(_SHAPES):
        some = np.flatnonzero(shaped == number)
        left, at = value[some] - _STARTS[number], 4
        for size in reversed(shape):
            left, digit = np.divmod(left, len(CHARACTERS[size]))
            written[some, at - size : at] = _BYTES[size][digit]
            at -= size
    return written.tobytes().decode()


def data_of(written: str) -> bytes:
    """Return the bytes that `text` wrote.

    Raises
    ------
    EastupError
        If the text is none of these.
    """
    raw = written.encode("utf-8", "replace")
    if len(raw) % 4:
        raise EastupError("this is no packed part of a page")
    groups = np.frombuffer(raw, np.uint8).reshape(-1, 4)
    value, begins = np.full(len(groups), -1), groups >= 0xC0  # a character of two bytes begins
    for number, shape in enumerate(_SHAPES):
        starts = np.cumsum([0, *shape[:-1]])
        some = np.flatnonzero((begins == [at in starts[np.array(shape) == 2] for at in range(4)]).all(axis=1))
        digits = [_digits(groups[some, at : at + size]) for at, size in zip(starts, shape, strict=True)]
        found = np.full(len(some), 0)
        for digit, size in zip(digits, shape, strict=True):
            found = found * len(CHARACTERS[size]) + digit
        value[some] = np.where(np.min(digits, axis=0) < 0, -1, found + _STARTS[number])
    if (value < 0).any():
        raise EastupError("this is no packed part of a page")
    bits = (value[:, None] >> np.arange(_BITS - 1, -1, -1) & 1).astype(np.uint8)
    return zlib.decompressobj(-15).decompress(np.packbits(bits).tobytes()[4:])


def _digits(characters: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the numbers of characters, a row of bytes each, among those of their size; -1 for others."""
    own = _BYTES[characters.shape[1]]
    order = np.argsort(keys := _keys(own))
    at = order[np.minimum(np.searchsorted(keys, asked := _keys(characters), sorter=order), len(order) - 1)]
    return np.where(keys[at] == asked, at, -1)


def _keys(characters: NDArray[np.uint8]) -> NDArray[np.int64]:
    return np.asarray(characters @ (256 ** np.arange(characters.shape[1])[::-1]))


def parts_of(page: str) -> dict[str, bytes]:
    """Return the parts that a page carries packed: ``data`` (JSON), ``script``, ``land``, ``mesh`` and so on."""
    found: dict[str, bytes] = {}
    for part, packed in re.findall(
        r'<script type="text/plain" id="packed[a-z-]*"(?: data-part="(\w+)")?>([^<]+)</', page
    ):
        found |= {part: data_of(packed)} if part else unbundled(data_of(packed))[1]
    return found
