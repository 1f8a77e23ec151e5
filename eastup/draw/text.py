"""Breaks texts into lines and shrinks them to a width, in points."""

from __future__ import annotations

import re

from eastup.draw import fonts

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
_PIECES = re.compile(  # a word in katakana is kept whole; brackets and stops stay with what they belong to
    rf"[（「『]*(?:[ァ-ヺー]+|[{_CJK}])[、。，．」』）・ー]*|[^\s·{_CJK}]+·?\s*|\s+|."
)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines of a width in points: at spaces and middle dots, and between CJK characters."""
    lines, current = [], ""
    for piece in _PIECES.findall(text):
        if current and fonts.width_pt((current + piece).rstrip(), size) > width:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    return [*lines, current.rstrip()] if current.strip() else lines
