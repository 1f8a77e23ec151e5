"""Names without what does not tell them apart: case, width, accents, spaces and common variants of Han characters."""

from __future__ import annotations

import re
import unicodedata

_HAN_VARIANTS = str.maketrans("臺灣國澤廣驛濱邊縣號營與繩對峽岛湾橫須賀", "台湾国沢広駅浜辺県号営与縄対峡島湾横須賀")


def fold(text: str) -> str:
    """Fold case, width, accents and the commonest variants of Han characters; kana keep their voicing."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFC", kept).translate(_HAN_VARIANTS)


def key(text: str) -> str:
    """Return what is left of a name to compare it by: its folded letters and digits.

    Examples
    --------
    >>> key("Ōsaka-shi") == key("osaka shi"), key("臺灣") == key("台湾")
    (True, True)
    """
    return re.sub(r"[\W_]+", "", fold(text))
