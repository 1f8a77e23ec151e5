"""Packs what the page carries: numbers as planes of bytes, parts with their names, and all of it deflated, as text.

Text of HTML can't hold any byte. Here 13 bits become two of 91 printable characters, which is 8 % shorter than base 64.
``client/boot.js`` and ``client/numbers.js`` read it.
"""

from __future__ import annotations

import json
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

CHARACTERS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<')
"""None that ends a script or an attribute, or that markup would read as another."""
_BITS = 13
_MEMORY = 6  # of zlib: its blocks are short then, each with a code of its own; the usual 8 makes the page 6 kB larger
_CODES = np.frombuffer(CHARACTERS.encode(), np.uint8)


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
    squeezed = deflated(data, numbers)
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
    return np.column_stack([_CODES[value // len(CHARACTERS)], _CODES[value % len(CHARACTERS)]]).tobytes().decode()


def data_of(written: str) -> bytes:
    """Return the bytes that `text` wrote.

    Raises
    ------
    EastupError
        If the text is none of these.
    """
    number = np.full(256, -1)
    number[_CODES] = np.arange(len(CHARACTERS))
    pairs = number[np.frombuffer(written.encode("latin-1", "replace"), np.uint8)].reshape(-1, 2)
    if (pairs < 0).any():
        raise EastupError("this is no packed part of a page")
    value = len(CHARACTERS) * pairs[:, 0] + pairs[:, 1]
    bits = (value[:, None] >> np.arange(_BITS - 1, -1, -1) & 1).astype(np.uint8)
    return zlib.decompressobj(-15).decompress(np.packbits(bits).tobytes()[4:])


def parts_of(page: str) -> dict[str, bytes]:
    """Return the parts that a page carries packed: ``data`` (JSON), ``script``, ``land``, ``mesh`` and so on."""
    texts = re.findall(r'<script type="text/plain" id="packed[a-z-]*">([^<]+)</script>', page)
    return {name: part for text in texts for name, part in unbundled(data_of(text))[1].items()}
