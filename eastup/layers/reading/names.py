"""Text from outside: one spelling of each character, and nothing that no reader can see."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What no label, table or terminal can show: line breaks, escapes and the like."""

_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point: joiners, marks of direction, fillers, selectors of variants."""


def clean(text: str) -> str:
    """Return text in NFC, on one line, without characters that are drawn as nothing.

    Examples
    --------
    >>> clean("Naha\\u200b\\nPort")
    'Naha Port'
    >>> len(clean("\\u110c\\u1166\\u110c\\u116e"))
    2
    """
    if text.isascii():
        return _CONTROL.sub(" ", text)
    return _CONTROL.sub(" ", _IGNORABLE.sub("", unicodedata.normalize("NFC", text)))


def tidy(text: str) -> str:
    """Return text in NFC without invisible characters; its line breaks stay."""
    return text if text.isascii() else _IGNORABLE.sub("", unicodedata.normalize("NFC", text))
