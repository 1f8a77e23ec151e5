"""The interactive map within a notebook: the whole page in a frame of its own."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eastup.web.page import page

if TYPE_CHECKING:
    from eastup.view import View

HEIGHT_PX = 640


@dataclass(frozen=True)
class Shown:
    """A page that a notebook shows."""

    text: str
    """The HTML of the page."""
    height_px: int = HEIGHT_PX

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="East-Up Map" srcdoc="{html.escape(self.text)}" width="100%" height="{self.height_px}" '
            'style="border: 0" sandbox="allow-scripts allow-downloads allow-modals"></iframe>'
        )


def show(view: View | None = None, *, height_px: int = HEIGHT_PX, **options: Any) -> Shown:
    """Return the interactive map for a notebook, with whatever layers and hubs.

    Parameters
    ----------
    view : View, optional
        The East-Up view when not given.
    height_px : int, pixels
    **options
        As `eastup.web.page` takes them: hubs, targets, lang, layers.

    Returns
    -------
    Shown
        Leave it as the last line of a cell.
    """
    return Shown(page(view, **options), height_px)
