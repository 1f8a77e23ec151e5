"""Puts the scripts and styles that folium links to into the page itself.

They come from the package folium-offline, which carries every file that folium and its plugins name, by its address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from branca.element import Element, Link

from eastup.errors import EastupError

if TYPE_CHECKING:
    from branca.element import Figure

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""By this the browser refuses whatever an element would still ask the network for."""

_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
_ADDRESS = re.compile(r"""url\(\s*(?!['"]?(?:data:|\#))[^)]*\)""")
_SOURCE_MAP = re.compile(r"(//|/\*)# sourceMappingURL=[^\s*]*(\s*\*/)?")
_ICONS = {
    "fontawesome-free": ("AwesomeMarkers", "beautify", "fa fa-", "fa-solid"),
    "glyphicons": ("glyphicon", "TimeDimension", "timeDimension"),
    "awesome-markers": ("AwesomeMarkers",),
    "leaflet.awesome.rotate": ("AwesomeMarkers", "fa-rotate"),
}
"""Files that are about icons alone, 1 MB of them, with the words of a page that needs them."""


class Text(Element):
    """Text of a page that is no template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self.text


def inline(figure: Figure) -> None:
    """Replace the links in a rendered figure's head by what they lead to, and have the browser refuse all else.

    Raises
    ------
    EastupError
        If a file isn't in the package that has the others.
    """
    from offlinefolium.elements import _res as files  # the package has no other door to them

    body = "".join(str(part.render()) for part in (figure.html, figure.script))
    head = figure.header._children
    for name, child in list(head.items()):
        if not isinstance(child, Link):
            continue
        address = str(child.url)
        if address not in files:
            hint = "use what folium itself brings, with the versions of folium and folium-offline that eastup names"
            raise EastupError(f"the page would ask the network for {address}; {hint}")
        needed = next((words for part, words in _ICONS.items() if part in address), None)
        if needed and not any(word in body for word in needed):
            head[name] = Text("")
        else:
            head[name] = Text(_element(address, files[address]))
    policy = Text(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">')
    if "eastup_policy" not in head:
        head["eastup_policy"] = policy
    head.move_to_end("eastup_policy", last=False)


def _element(address: str, text: str) -> str:
    text = _SOURCE_MAP.sub("", text)
    if address.endswith(".css"):
        text = _FACE.sub(lambda face: face[0] if "data:" in face[0] else "", text)
        return f"<style>{_ADDRESS.sub('url(data:,)', text)}</style>"
    return "<script>" + text.replace("</script", "<\\/script") + "</script>"
