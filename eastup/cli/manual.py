"""The documentation that ships: a site where the wheel carries it, and always one page; neither needs a network."""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING

from eastup.errors import EastupError
from eastup.io import data
from eastup.io.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown_it.token import Token

_FIRST = ("README.md", "docs/commands.md")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body { font: 16px/1.5 "Noto Sans", "Noto Sans CJK JP", sans-serif; color: #18242e; margin: 0; display: flex }
nav { flex: 0 0 15rem; height: 100vh; overflow: auto; position: sticky; top: 0; padding: 1rem; background: #f3f6f8;
  box-sizing: border-box }
nav a { display: block; padding: 0.1rem 0 }
main { max-width: 62rem; padding: 1rem 2rem; min-width: 0 }
article { border-bottom: 1px solid #c9d2d8; padding-bottom: 2rem }
pre { background: #f3f6f8; padding: 0.7rem; overflow: auto }
code { font-family: "Noto Sans Mono", monospace; font-size: 0.92em }
table { border-collapse: collapse; display: block; overflow: auto }
th, td { border: 1px solid #c9d2d8; padding: 0.25rem 0.6rem; text-align: left; vertical-align: top }
a { color: #1c4f7c }
@media (max-width: 60rem) { body { display: block } nav { height: auto; position: static } }
@media print { nav { display: none } }
"""


def site() -> Path | None:
    """Return the start page of the documentation site: in a wheel that carries it, or as a checkout has built it."""
    root = data.data_root()
    found = [path for name in ("site", "build/site") if (path := root / name / "index.html").is_file()]
    return found[0] if found else None


def documents() -> list[str]:
    """Return the documents that ship, as paths below the data folder: what to begin with first.

    Raises
    ------
    EastupError
        If there are none, as where EASTUP_DATA names a folder with data alone.
    """
    root = data.data_root()
    found = [path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md")]
    if not found:
        raise EastupError(f"{root / 'docs'}: the documentation isn't there; install eastup again")
    found += [name for name in ("README.md", "layers/README.md") if (root / name).is_file()]
    return sorted(found, key=lambda name: (name not in _FIRST, _FIRST.index(name) if name in _FIRST else 0, name))


def page() -> str:
    """Return all of them as one page of HTML, with links between them; pictures are told by their words."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    names = documents()
    articles, contents = [], []
    for name in names:
        tokens = [each for each in reader.parse(data.text(data.data_root() / name)) if not _of_the_site(each)]
        title = _anchored(tokens, name)
        _linked(tokens, name, names)
        body = reader.renderer.render(tokens, reader.options, {})
        contents.append(f'<a href="#{_mark(name)}">{html.escape(title or name)}</a>')
        articles.append(f'<article id="{_mark(name)}">\n{body}</article>\n')
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>eastup {__version__}</title><style>{_STYLE}</style></head>\n<body>"
        f"<nav><strong>eastup {__version__}</strong>{''.join(contents)}</nav>\n"
        f"<main>{''.join(articles)}</main></body></html>\n"
    )


def _of_the_site(token: Token) -> bool:
    """Return whether a block is a word of the site's generator: its tree, or what it takes over from elsewhere."""
    return token.type == "fence" and token.info.startswith("{")


def _mark(name: str, heading: str = "") -> str:
    """Return the anchor of a document or of a heading in it, made as GitHub makes them."""
    slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    document = re.sub(r"\W", "-", name.removesuffix(".md"))
    return f"{document}--{slug}" if slug else document


def _anchored(tokens: Sequence[Token], name: str) -> str:
    """Give every heading its anchor; return the first, which is the document's title."""
    title = ""
    for token, inner in zip(tokens[:-1], tokens[1:], strict=True):
        if token.type == "heading_open":
            text = "".join(child.content for child in inner.children or [])
            token.attrSet("id", _mark(name, text))
            title = title or text
    return title


def _linked(tokens: Sequence[Token], name: str, names: list[str]) -> None:
    """Lead links between documents to their place in the page; what isn't in it is left as its words."""
    for token in tokens:
        if token.type == "html_block":
            token.content = html.escape(token.content)
        for child in token.children or []:
            if child.type == "image":
                child.type, child.tag, child.content, child.children = "text", "", f"[{child.content}]", None
            if child.type == "html_inline" and child.content != "</a>":  # of HTML the documents have anchors alone
                anchor = re.fullmatch(r'<a id="([\w-]+)">', child.content)
                child.content = f'<a id="{_mark(name)}--{anchor[1]}">' if anchor else html.escape(child.content)
            if child.type != "link_open":
                continue
            path, _, heading = str(child.attrGet("href")).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if target in names:
                mark = _mark(target)
                child.attrSet("href", f"#{mark}--{heading}" if heading else f"#{mark}")
            elif not re.match(r"[a-z]+:", path):
                child.attrs.pop("href")


def write(path: str | Path) -> None:
    """Write the page, whole or not at all."""
    from eastup.io import files

    files.suffix_of(path, (".html", ".htm"))
    files.write_text(path, page())
