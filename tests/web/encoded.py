"""Reads the lines that the page carries, for tests."""

from __future__ import annotations

import numpy as np


def numbers(text):
    found, value, shift = [], 0, 0
    for character in text:
        group = ord(character) - 63
        value |= (group & 31) << shift
        shift += 5
        if group < 32:
            found.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    return np.array(found, dtype=np.int64)


def points(text):
    return np.cumsum(numbers(text).reshape(-1, 2), axis=0)
