"""A table on a terminal: ruled, and with as many columns as find room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult


@dataclass(frozen=True)
class Ruled:
    """A ruled table that leaves out columns, and says so, where the terminal is too narrow for all."""

    title: str
    cells: Mapping[str, Sequence[str]]
    """Texts by the heads of their columns."""
    numeric: Mapping[str, bool]
    """Which columns hold numbers."""
    optional: list[str]
    left_out: str
    """How columns that find no room are told, with a place for them."""
    between: str = ", "
    """What stands between the columns that are told."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        cells = dict(self.cells)
        gone: list[str] = []
        for head in [*self.optional, *(head for head in reversed(list(cells)[2:]) if head not in self.optional)]:
            if self._least_width(cells) <= options.max_width:
                break
            del cells[head]
            gone.append(head)
        for head in reversed(gone):  # what went before the one that took most room may find room again
            wider = {own: self.cells[own] for own in self.cells if own == head or own in cells}
            if self._least_width(wider) <= options.max_width:
                cells = wider
        left = [head for head in self.cells if head not in cells]
        ruled = Table(
            header_style="bold", box=box.SIMPLE_HEAD,
            padding=(0, 1), pad_edge=False, collapse_padding=True, show_edge=False,
        )  # fmt: skip
        for head, width in self._widths(cells, options.max_width).items():
            side: Literal["right", "left"] = "right" if self.numeric[head] else "left"
            ruled.add_column(head, justify=side, no_wrap=self.numeric[head], width=width)
        for row in zip(*cells.values(), strict=True):
            ruled.add_row(*map(Text, row))
        if self.title:
            yield Text(self.title, style="bold")
        yield ruled
        if left:
            yield Text(self.left_out.format(self.between.join(left)), style="dim")

    def _widths(self, cells: Mapping[str, Sequence[str]], most: int) -> dict[str, int]:
        """Share a width among columns: each gets what it needs, and texts what is left, those first that want least."""
        from rich.cells import cell_len

        widths = {head: self._least(head, texts) for head, texts in cells.items()}
        spare = max(most - self._least_width(cells), 0)
        wants = {head: max(map(cell_len, [head, *cells[head]])) - width for head, width in widths.items()}
        for head in sorted(wants, key=lambda head: wants[head]):
            more = min(wants[head], spare)
            widths[head], spare = widths[head] + more, spare - more
        return widths

    def _least_width(self, cells: Mapping[str, Sequence[str]]) -> int:
        return sum(self._least(head, texts) for head, texts in cells.items()) + 2 * (len(cells) - 1)

    def _least(self, head: str, column: Sequence[str]) -> int:
        """Return the width that a column needs: all of a number, and of a text its longest word or half of a line."""
        from rich.cells import cell_len

        texts = [head, *column]
        if self.numeric[head]:
            return max(map(cell_len, texts))
        longest_word = max((cell_len(word) for text in texts for word in text.split()), default=1)
        return max(longest_word, -(-max(map(cell_len, column), default=0) // 2))
