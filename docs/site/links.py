"""What is wrong with the links of a built site: targets that are not there, and what a network would be asked for."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src")}
_TOLD_ONLY = {"canonical", "author", "copyright", "next", "prev", "search", "index", "genindex"}


@dataclass
class Page(HTMLParser):
    """Links and anchors of a page."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element names and what it leads to."""
        given = dict(attrs)
        self.anchors |= {value for key in ("id", "name") if (value := given.get(key))}
        for key, value in attrs:
            if value and key in {"href", "src"}:
                self.links.append(value)
                if (tag, key) in _LOADED and given.get("rel") not in _TOLD_ONLY:
                    self.loaded.append(value)


def faults(folder: Path) -> Iterator[str]:
    """Tell each link within a site whose target is not there, and each file that a page loads from elsewhere."""
    pages: dict[str, Page] = {}
    for path in sorted(folder.rglob("*.html")):
        page = pages[path.relative_to(folder).as_posix()] = Page()
        page.feed(path.read_text(encoding="utf-8"))
    for name, page in pages.items():
        for link in page.loaded:
            if urlsplit(link).scheme not in {"", "data"} or link.startswith("//"):
                yield f"{name} loads {link}"
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            )
            if not (folder / target).is_file():
                yield f"{name} leads to {link}, which is not there"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{name} leads to {link}, which has no such anchor"
