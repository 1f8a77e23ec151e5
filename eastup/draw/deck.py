"""The presentation that slides go into: one of a reader's own, or a plain one in the colours of a theme.

Shapes name the colours of the presentation's theme where they have one of its roles, so that a deck that changes its
colours, or takes the slides into another, recolours the maps too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup.draw.drawingml import color, fill
from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout

_SCHEME = {"lt1": "bg1", "dk1": "tx1", "lt2": "bg2", "dk2": "tx2"}
"""How slides name what the theme calls otherwise."""
_INVERTED = {"lt1": "tx1", "dk1": "bg1", "lt2": "tx2", "dk2": "bg2"}
"""How they name it where a template's own ground is as dark as its text, so that text takes the colour of paper."""
_FURNITURE = frozenset({13, 15, 16})
"""Types of placeholders at the foot of a slide: number, footer, date."""
_TITLES = frozenset({1, 3})
"""Types of placeholders for a title, at the top or in the middle."""


@dataclass(frozen=True)
class Brush:
    """Colours of shapes: those of the presentation's theme where they have a role in it.

    Parameters
    ----------
    roles : mapping
        Name in the theme (``dk1``, ``accent2`` and so on) of colours as hex strings.
    inverted : bool
        Whether ink and paper change places, as the ground of a template's slides asks for.
    """

    roles: Mapping[str, str]
    inverted: bool = False

    def fill(self, shade: str, alpha: float = 1.0) -> str:
        """Return a solid fill, or none."""
        if shade not in self.roles:
            return fill(shade, alpha)
        return f"<a:solidFill>{self.color(shade, alpha)}</a:solidFill>"

    def color(self, shade: str, alpha: float = 1.0) -> str:
        """Return a colour, with how opaque it is."""
        if shade not in self.roles:
            return color(shade, alpha)
        name = self.roles[shade]
        inner = f'<a:alpha val="{round(alpha * 100000)}"/>' if alpha < 1 else ""
        scheme = _INVERTED if self.inverted else _SCHEME
        return f'<a:schemeClr val="{scheme.get(name, name)}">{inner}</a:schemeClr>'


def opened(template: str | Path, size_emu: tuple[int, int], roles: Mapping[str, str]) -> Deck:
    """Return a presentation without slides: from a template with its masters, fonts and colours, or a plain one.

    Parameters
    ----------
    template : str or Path
        A presentation or a template of one; empty for a plain one.
    size_emu : width and height of the slides of a plain one
    roles : mapping
        Of colours as hex strings, by which a plain one gets its theme.

    Raises
    ------
    InputError
        If the template can't be read, or has no layout with a title.
    """
    from pptx import Presentation
    from pptx.util import Emu

    if not template:
        deck = Presentation()
        deck.slide_width, deck.slide_height = map(Emu, size_emu)
        _set_theme(deck, roles)
        return deck
    try:
        deck = Presentation(str(template))
    except FileNotFoundError:
        raise InputError("there is no such template", where=template, hint="check the path") from None
    except Exception as error:  # python-pptx raises many kinds for a file that is none
        kind = type(error).__name__
        raise InputError(f"can't read the template ({kind})", where=template, hint="give a .pptx") from None
    for entry in list(deck.slides._sldIdLst):
        deck.part.drop_rel(entry.rId)
        deck.slides._sldIdLst.remove(entry)
    title_layout(deck)
    _heal_properties(deck)
    return deck


def _heal_properties(deck: Deck) -> None:
    """Drop properties that a program has linked by another name than the standard's, as LibreOffice does.

    There would be two parts of one name, and the file would be broken.
    """
    from pptx.opc.constants import RELATIONSHIP_TYPE

    package = deck.part.package
    for key, link in list(package._rels.items()):
        own = link.reltype.lower().endswith("/metadata/core-properties")
        if own and link.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES:
            package._rels.pop(key)


def title_layout(deck: Deck) -> SlideLayout:
    """Return the layout that has a title and least else."""
    found: list[tuple[int, bool, int, SlideLayout]] = []
    for layout in deck.slide_layouts:
        kinds = [int(holder.placeholder_format.type) for holder in iter(layout.placeholders)]
        if _TITLES & set(kinds):
            found.append((sum(kind not in _FURNITURE for kind in kinds), 3 in kinds, len(found), layout))
    if not found:
        raise InputError("no layout of the template has a title", hint="add a layout with a title placeholder")
    return min(found, key=lambda entry: entry[:3])[3]


def _set_theme(deck: Deck, roles: Mapping[str, str]) -> None:
    """Give a plain presentation the colours of a map's theme."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    names = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for shade, role in roles.items():
        for holder in theme.iterfind(f".//a:clrScheme/a:{role}", names):
            for child in list(holder):
                holder.remove(child)
            etree.SubElement(holder, f"{{{names['a']}}}srgbClr", val=shade[1:].upper())
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
