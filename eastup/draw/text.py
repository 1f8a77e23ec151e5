"""Breaks texts into lines and shrinks them to a width, in points."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from eastup.draw import fonts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Where a Japanese name may break: after a dot, before a bracket or the word for a base, between katakana and kanji.
_JOINTS = re.compile(r"(?<=・)|(?=（)|(?=[空海]軍|飛行場)|(?<=[ァ-ヶー])(?=[一-龥])")


def wrap_name(text: str, size: float, width: float) -> list[str]:
    """Break a name into lines: between its words, and in Japanese at its joints."""
    glue = " " if " " in text else ""
    pieces = text.split(" ") if glue else [piece for piece in _JOINTS.split(text) if piece]
    lines = [pieces[0]]
    for piece in pieces[1:]:
        joined = f"{lines[-1]}{glue}{piece}"
        if fonts.width_pt(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def fits(text: str, size: float, width: float) -> bool:
    """Say whether a name finds room in three lines."""
    lines = wrap_name(text, size, width)
    return len(lines) <= 3 and all(fonts.width_pt(line, size) <= width for line in lines)


def shrunk(text: str, size: float, width: float) -> float:
    """Return the size at which a text fits a width, down to two thirds of what was asked for."""
    return float(max(min(size, size * width / max(fonts.width_pt(text, size), 1.0)), size * 0.66))


_CJK = r"\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_AT_NO_START = "、。，．・：；！？ー々〻ゝゞヽヾ’”)）〕］｝〉》」』】…‥％‰℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
"""Kinsoku: no line begins with one of these."""
_AT_NO_END = "(（〔［｛〈《「『【‘“＄￥＃№"
"""Nor does one end with these."""
_KANA = "[ぁ-ん]*"
"""What goes on a word: an ending, a particle."""
_PIECES = re.compile(  # words of Japanese with what goes on them, and numbers with what is counted, are kept whole
    rf"[{_AT_NO_END}]*(?:[ァ-ヺー]+(?:・[ァ-ヺー]+)*{_KANA}|[一-龥々〆]+{_KANA}|[ぁ-ん]+|(?![{_AT_NO_END}])[{_CJK}])"
    rf"[{_AT_NO_START}]*"
    rf"|[{_AT_NO_END}]*\d[\d,.]*[\u0020\u00a0](?:km|nmi|mi|kn|m|h)(?![A-Za-z])[^\s·{_CJK}]*{_KANA}[{_AT_NO_START}]*\s*"
    rf"|[{_AT_NO_END}]*\d[\d,.]*か?[一-龥々]+{_KANA}[{_AT_NO_START}]*"
    rf"|[{_AT_NO_END}]*[^\s·{_CJK}]+[{_AT_NO_START}]*·?\s*|\s+|."
)
_LETTERS = re.compile(
    rf"[{_AT_NO_END}]*(?:[ァ-ヺー]+・?|\d[\d,.]*[一-龥]?|(?![{_AT_NO_END}])[{_CJK}])[{_AT_NO_START}]*|."
)
"""What a word of Japanese may be broken into where it is wider than a line."""
_AFTER_STOP = re.compile(r"[:;,.、。，．：；！？)）」』]\n")
_AFTER_PARTICLE = re.compile(r"[ぁ-ん]\n[^ぁ-ん]")
_BONUS = {_AFTER_STOP: 0.86, _AFTER_PARTICLE: 0.92}
"""Two lines that part after a stop, or in Japanese after a particle, may be so much less even than those that don't."""


def _pieces(text: str) -> list[str]:
    """Return the pieces of a text between which it may be broken: none at a no-break space."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if pieces and "\u00a0" in (pieces[-1][-1], piece[0]):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines of a width in points: at spaces and middle dots, and between words of Japanese.

    A single word wider than that is broken between its letters.
    """
    lines, current = list[str](), ""
    for piece in _narrow(_pieces(text), size, width):
        if current and fonts.width_pt((current + piece).rstrip(), size) > width:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    return [*lines, current.rstrip()] if current.strip() else lines


def even(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines as `wrap` does, but two lines where its words part best: no word hangs alone."""
    lines = wrap(text, size, width)
    pair = [line.removeprefix("· ").removesuffix(" ·") for line in halved(text)] if len(lines) == 2 else []
    return pair if pair and all(0 < fonts.width_pt(line, size) <= width for line in pair) else lines


def halved(text: str) -> tuple[str, str]:
    """Break a text into two lines as even as its words let it, after a stop rather than elsewhere; one may be empty."""
    pieces = _pieces(text)
    pairs = [("".join(pieces[:n]).rstrip(), "".join(pieces[n:]).lstrip()) for n in range(1, len(pieces))]

    def unevenness(pair: tuple[str, str]) -> float:
        broken = "\n".join(pair)
        return max(fonts.width_pt(line, 1.0) for line in pair) * min(
            (bonus for pattern, bonus in _BONUS.items() if pattern.search(broken)), default=1.0
        )

    return min(pairs, key=unevenness, default=(text, ""))


def cut(text: str, size: float, width: float) -> str:
    """Return a text, or as many of its first words as a width holds, with an ellipsis."""
    if not text or fonts.width_pt(text, size) <= width:
        return text
    return shortened(text, lambda kept: fonts.width_pt(kept, size) <= width)


def middle_cut(text: str, size: float, width: float) -> str:
    """Return a text, or its start and its end, with an ellipsis for what a width does not hold between them."""
    for kept in range(len(text), 1, -1):
        tail = kept * 3 // 5
        some = text if kept == len(text) else f"{text[: kept - tail].rstrip()}…{text[-tail:].lstrip()}"
        if fonts.width_pt(some, size) <= width:
            return some
    return "…"


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return as many of the first words of a text as fit with an ellipsis after them; of a single one, its letters."""
    pieces = _PIECES.findall(text)
    parts = pieces if len(pieces) > 1 and fits(f"{pieces[0].rstrip()}…") else list(text)
    begun = ["".join(parts[:n]).rstrip(" ,、，:：·・") + "…" for n in range(len(parts))]
    return begun[bisect_left(begun, True, lo=1, key=lambda some: not fits(some)) - 1]


def _narrow(pieces: list[str], size: float, width: float) -> Iterator[str]:
    """Yield pieces of a text, those wider than a line in parts: between letters, by kinsoku in Japanese."""
    for piece in pieces:
        if fonts.width_pt(piece.rstrip(), size) <= width:
            yield piece
            continue
        for letters in _LETTERS.findall(piece):
            yield from [letters] if fonts.width_pt(letters, size) <= width else letters
