"""The marking of the folder's page, README and workbook: its line above and below, and the classification block."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup.draw.marking import css
from eastup.draw.theme import THEMES

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

_STYLE = """
.marking { text-align: center; font-weight: 600; font-size: .85rem; padding: .15rem; left: 0; right: 0; position: fixed;
  z-index: 9; print-color-adjust: exact; -webkit-print-color-adjust: exact; background: FACE; color: INK; }
.marking.top { top: 0; } .marking.foot { bottom: 0; }
@media screen { body { padding-top: 1.6rem !important; padding-bottom: 1.8rem !important; } }
.block { border-left: 2px solid; padding-left: .5rem; width: max-content; }
@page { margin-top: 14mm; margin-bottom: 14mm;
  @top-center { content: LINE; font: 600 8pt sans-serif; color: INK; background: FACE; width: 100%; height: 5mm; margin-top: 6mm; }
  @bottom-center { content: LINE; font: 600 8pt sans-serif; color: INK; background: FACE; width: 100%; height: 5mm; margin-bottom: 6mm; } }
@media print { .marking { display: none; } body { padding-top: 2mm !important; }
  @supports (-moz-appearance: none) or (font: -apple-system-body) { .marking { display: block; position: static; } } }
"""  # noqa: E501 - lines of a style sheet
"""On paper the boxes of the page's margins bear the line. Gecko and WebKit, which know none, print it where the page
begins and where it ends."""


_WORDS = re.compile("FACE|INK|LINE")


@dataclass(frozen=True)
class Marked:
    """A marking line and the lines of a classification block; either may be empty."""

    line: str = ""
    block: tuple[str, ...] = ()

    @property
    def style(self) -> str:
        """The style sheet of a page that has a marking; on paper its line is on every page."""
        if not (self.line or self.block):
            return ""
        told = css(self.line, THEMES["light"].banner)
        return _WORDS.sub(lambda word: told[word[0].lower()], _STYLE)

    def on_page(self, text: str) -> str:
        """Return the body of a page with its marking about it."""
        line = html.escape(self.line)
        top, foot = [f'<div class="marking {at}">{line}</div>' if line else "" for at in ("top", "foot")]
        told = "<br>".join(html.escape(line) for line in self.block)
        block = f'<p class="block">{told}</p>' if told else ""
        return f"{top}{text}{block}{foot}"

    def in_markdown(self, text: str) -> str:
        """Return a text of Markdown with its marking about it."""
        block = "  \n".join(self.block)
        parts = [
            f"**{self.line}**" if self.line else "",
            text.strip("\n"),
            block,
            f"**{self.line}**" if self.line else "",
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def on_sheets(self, book: Workbook) -> None:
        """Put the marking into the headers and footers of a workbook's sheets, and the block at the end of the last."""
        line = self.line.replace("&", "&&")
        for sheet in book.worksheets if line else ():
            head, foot = sheet.oddHeader, sheet.oddFooter
            assert head is not None and foot is not None  # noqa: PT018 - every sheet has them
            for item in (head.center, foot.center):
                item.text, item.font = line, "Arial,Bold"
            foot.right.text = "&A, &P / &N"
        if self.block:
            last = book.worksheets[-1]
            for text in self.block:
                last.append([text])
            last.print_area = last.dimensions
