"""Reads the lines that the page carries, for tests."""

from __future__ import annotations

import numpy as np


def decode(text):
    numbers, value, shift = [], 0, 0
    for character in text:
        group = ord(character) - 63
        value |= (group & 31) << shift
        shift += 5
        if group < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    return np.cumsum(np.array(numbers).reshape(-1, 2), axis=0) / 1000
