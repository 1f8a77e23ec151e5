"""Times as they stand in files, read as microseconds of UTC.

Text may be ISO 8601 with a space or a T, compact (20220103T101500), or day and month first with slashes, dots or
hyphens; with or without a zone (``Z``, ``UTC``, ``GMT``, ``+09:00``), AM and PM. A time without a zone is UTC. Numbers
are seconds, milliseconds, microseconds or nanoseconds of 1970, by their size. Nothing is guessed for a date that may be
read in two ways: whoever has the file is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eastup.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Times = NDArray[np.int64]

Form = Literal["native", "iso", "day-first", "month-first", "s", "ms", "us", "ns"]
MISSING = np.iinfo(np.int64).min
"""Stands where there is no readable time."""

_CLOCK = r"(?:[T ,]+(?P<h>\d{1,2}):?(?P<min>\d{2})(?::?(?P<s>\d{2})(?:[.,](?P<part>\d{1,9}))?)?)?"
_ZONE = r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?\s*$"
_ISO = r"^\s*(?P<y>\d{4})[-/.]?(?P<mon>\d{1,2})[-/.]?(?P<d>\d{1,2})" + _CLOCK + _ZONE
_TWO = r"^\s*(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<y>\d{4})" + _CLOCK + _ZONE
_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_DAY_US = 86_400_000_000


def form_of(column: pa.Array, name: str, given: str | None = None) -> Form:
    """Say how the times of a column are written, from its first rows.

    Parameters
    ----------
    column : pyarrow.Array
        The first rows of a file.
    name : str
        Of the column. ``# Timestamp`` is the Danish Maritime Authority's, who write the day first.
    given : {"day", "month"}, optional
        Which comes first, where the caller knows.

    Raises
    ------
    InputError
        If no time can be read, or dates may be read in two ways.
    """
    if pa.types.is_temporal(column.type):
        return "native"
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _unit(column)
    words = [w for w in column.cast(pa.string()).to_pylist() if w and w.strip()]
    if not words:
        raise InputError("the first rows hold no time", where=f"column {name!r}", hint="name another with --time")
    if all(re.fullmatch(r"\s*\d{9,19}(\.\d+)?\s*", w) for w in words):
        return _unit(pa.array([float(w) for w in words]))
    if any(re.match(_ISO, w) for w in words):
        return "iso"
    two = [m for m in (re.match(_TWO, w) for w in words) if m]
    if not two:
        what = f"{words[0]!r} is not a time that can be read"
        raise InputError(what, where=f"column {name!r}", hint="write it as 2022-01-03T10:15:00Z, or seconds of 1970")
    first, second = max(int(m["one"]) for m in two), max(int(m["two"]) for m in two)
    if given is not None:
        return "day-first" if given == "day" else "month-first"
    if first > 12 >= second or name.strip().casefold() == "# timestamp":
        return "day-first"
    if second > 12 >= first:
        return "month-first"
    what = f"{two[0][0].strip()!r} may be read with the day or the month first"
    raise InputError(what, where=f"column {name!r}", hint="add --dates day or --dates month")


def _unit(column: pa.Array) -> Form:
    size = pc.max(pc.abs(column)).as_py() or 0
    return "s" if size < 1e11 else "ms" if size < 1e14 else "us" if size < 1e17 else "ns"


def read(column: pa.Array, form: Form) -> Times:
    """Return times as microseconds of UTC; `MISSING` where there is none that can be read.

    Parameters
    ----------
    column : pyarrow.Array
        Timestamps, numbers or text.
    form : str
        From `form_of`.
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_temporal(column.type):
        return _missing(column.cast(pa.timestamp("us", getattr(column.type, "tz", None)), safe=False).cast(pa.int64()))
    if form in _PER_SECOND:
        return _numbers(column, _PER_SECOND[form])
    text = column.cast(pa.string())
    if form == "iso":
        for zone in (None, "UTC"):
            try:
                return _missing(text.cast(pa.timestamp("us", zone)).cast(pa.int64()))
            except pa.ArrowInvalid:  # some with a zone and some without, or something that is no time
                continue
    return _fields(text, form)


def _missing(numbers: pa.Array) -> Times:
    return np.asarray(numbers.fill_null(MISSING).to_numpy(zero_copy_only=False), np.int64)


def _numbers(column: pa.Array, per_second: int) -> Times:
    if pa.types.is_integer(column.type):
        values = column.cast(pa.int64()).fill_null(MISSING).to_numpy(zero_copy_only=False)
        scale = 1_000_000 // per_second
        scaled = values * scale if scale else values // (per_second // 1_000_000)
        return np.where(values == MISSING, MISSING, scaled)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.if_else(
            pc.match_substring_regex(column, r"^\s*[0-9]+(\.[0-9]+)?\s*$"), pc.utf8_trim_whitespace(column), None
        )
    values = column.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
    known = np.isfinite(values) & (np.abs(values) < 9e18 / 1e6 * per_second)
    result = np.full(len(values), MISSING, np.int64)
    result[known] = np.rint(values[known] * (1_000_000 / per_second)).astype(np.int64)
    return result


def _fields(text: pa.Array, form: Form) -> Times:
    found = pc.extract_regex(text, pattern=_ISO if form == "iso" else _TWO)
    known = found.is_valid().to_numpy(zero_copy_only=False)

    def number(field: str, otherwise: int = 0) -> NDArray[np.int64]:
        column = pc.struct_field(found, field)
        column = pc.if_else(pc.equal(column, ""), None, column)
        return np.asarray(column.cast(pa.int64()).fill_null(otherwise).to_numpy(zero_copy_only=False))

    def words(field: str) -> NDArray[np.object_]:
        return np.asarray(pc.struct_field(found, field).fill_null("").to_numpy(zero_copy_only=False))

    year = number("y", 1970)
    month, day = (number("mon", 1), number("d", 1)) if form == "iso" else (number("one", 1), number("two", 1))
    if form == "day-first":
        month, day = day, month
    hour, minute, second = number("h"), number("min"), number("s")
    half = words("half")
    if (half != "").any():
        lower = np.char.lower(half.astype(str))
        hour = np.where(lower == "pm", hour % 12 + 12, np.where(lower == "am", hour % 12, hour))
    part = words("part")
    micro = np.zeros(len(part), np.int64)
    if (part != "").any():
        micro = np.array([int(p[:6].ljust(6, "0")) if p else 0 for p in part], np.int64)
    good = known & (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60) & (second < 61)
    safe_month = np.where(good, month, 1)
    months = (np.where(good, year, 1970) - 1970) * 12 + safe_month - 1
    start = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - start
    good &= (day >= 1) & (day <= length)
    result = (start + day - 1) * _DAY_US + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro
    zone = words("zone")
    if (zone != "").any():
        names, which = np.unique(zone.astype(str), return_inverse=True)
        result = result - np.array([_offset_us(z) for z in names], np.int64)[which]
    return np.where(good, result, MISSING)


def _offset_us(zone: str) -> int:
    if zone[:1] not in ("+", "-"):
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return (minutes if zone[0] == "+" else -minutes) * 60_000_000
