"""Builds the documentation site: ``python docs/site/build.py [FOLDER]``; without a network, a warning is an error.

Sources are the Markdown files and notebooks of the repository as they stand; what follows from the code is written
beside them in a folder of its own: a page for each public module, one for the commands, and below each picture of the
gallery its specification.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import click
from links import faults

import eastup
from eastup.cli import commands
from eastup.draw import webfont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build" / "site"
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "layers/README.md",
    "geo/README.md",
    "geo/LICENSES.md",
)
COPIED = (
    "docs/gallery",
    "maps",
    "layers/sources.csv",
    "layers/designations.csv",
    "layers/sets.toml",
    "layers/areas.toml",
)
WITHIN = ("furo", "myst-nb", "pygments", "sphinx", "sphinx-basic-ng")
"""Packages of which the site holds scripts or styles."""

GROUPS = {
    "In one line": ("View", "axes", "label", "explore", "cite", "project", "to_file"),
    "Measuring": ("Question", "distance", "searoute", "journeys", "claims", "tyranny", "coverage", "geodesy"),
    "Drawing": ("briefing", "charts", "web", "folium", "plot"),
    "Places and geography": ("layers", "places", "basemap", "sea"),
    "Errors": ("EastupError", "InputError"),
}
"""The public names, all of them, by what they are for."""


def staged(folder: Path) -> None:
    """Lay the sources of the site out in a folder, as they stand in the repository, so that links between them hold."""
    for source in [*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in DOCUMENTS)]:
        target = folder / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_adapted(source.read_text(encoding="utf-8"), source), encoding="utf-8")
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for notebook in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        shutil.copy(notebook, folder / "docs" / "notebooks")
    for name, text in {**reference(), "commands": command_pages()}.items():
        path = folder / "docs" / "reference" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _adapted(text: str, source: Path) -> str:
    """Return a document with what Markdown on a page of source has no words for."""
    text = re.sub(r'<a id="([\w-]+)"></a>', r"[]{#\1}", text)
    text += _BELOW.get(source.relative_to(ROOT).as_posix(), "")
    if source == ROOT / "docs" / "gallery.md":
        text = re.sub(r"^(!\[.*\]\(gallery/([\w-]+)\.png\))$", rf"\1\n{_SPECIFICATION}", text, flags=re.MULTILINE)
    return text


_START = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=docs/index.html">
<title>eastup</title></head><body><a href="docs/index.html">eastup</a></body></html>
"""
"""The page of the site's own folder."""

_BELOW = {
    "docs/layers/README.md": "\n```{toctree}\n:hidden:\n:glob:\n\n[a-z]*\n```\n",
    "geo/README.md": "\n```{toctree}\n:hidden:\n\nLICENSES\n```\n",
}
"""What leads to the pages below a page, for the site's tree."""

_SPECIFICATION = r"""
<details><summary>maps/\2.toml</summary>

```{literalinclude} ../maps/\2.toml
:language: toml
```

</details>
"""


def reference() -> dict[str, str]:
    """Return a page for each public name, and one that lists them."""
    named = [name for group in GROUPS.values() for name in group]
    if sorted(named) != sorted(eastup.__all__):
        raise SystemExit(f"GROUPS of {__file__} lacks or adds {set(named) ^ set(eastup.__all__)}")
    pages = {name: _page(name) for name in named}
    index = [
        "# Reference",
        "",
        "Everything public is reached from `eastup`; each part loads when it is first used.",
        "",
    ]
    for group, names in GROUPS.items():
        index += [f"## {group}", "", "| name | what it is |", "| --- | --- |"]
        index += [f"| [`eastup.{name}`]({name}.md) | {_first_line(getattr(eastup, name))} |" for name in names]
        index.append("")
    index += ["On the command line: [all commands](commands.md).", "", "```{toctree}", ":hidden:", ""]
    return {**pages, "index": "\n".join([*index, *named, "commands", "```", ""])}


def _page(name: str) -> str:
    thing = getattr(eastup, name)
    if isinstance(thing, type(eastup)):
        directive, options = f"automodule:: {thing.__name__}", [":members:", ":imported-members:"]
        if not hasattr(thing, "__all__"):
            options = [":members:"]
    else:
        kind = "autoexception" if isinstance(thing, type) and issubclass(thing, Exception) else "autofunction"
        kind = "autoclass" if isinstance(thing, type) and kind == "autofunction" else kind
        options = [":members:"] if kind != "autofunction" else []
        directive = f"{kind}:: {thing.__module__}.{thing.__name__}"
    lines = [f".. {directive}", *(f"   {option}" for option in options)]
    return "\n".join([f"# `eastup.{name}`", "", "```{eval-rst}", *lines, "```", ""])


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ").replace("``", "`").replace("|", "\\|")


def command_pages() -> str:
    """Return a page with what each command says of itself."""
    parts = ["# All commands", "", "What `eastup COMMAND -h` says. [What they share](../commands.md).", ""]

    def told(command: click.Command, words: str) -> None:
        context = click.Context(command, info_name=words, max_content_width=100)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                if (inner := command.get_command(context, name)) is not None and not inner.hidden:
                    told(inner, f"{words} {name}")
            return
        parts.extend([f"## `{words}`", "", "```text", command.get_help(context), "```", ""])

    told(commands.cli, "eastup")
    return "\n".join(parts)


def licences() -> str:
    """Return the licences of the packages whose scripts and styles stand in the site."""
    texts = []
    for name in WITHIN:
        files = [path for path in metadata.files(name) or [] if re.match(r"(LICEN[CS]E|COPYING)", path.name)]
        if not files:
            raise SystemExit(f"{name} brings no licence")
        texts += [
            f"{name} {metadata.version(name)}\n\n{path.locate().read_text(encoding='utf-8')}" for path in files[:1]
        ]
    return "\n\n".join(texts)


def build(folder: Path) -> None:
    """Build the site into a folder, which is made anew.

    Raises
    ------
    SystemExit
        If Sphinx warns of anything, or fails, or a link leads nowhere.
    """
    from sphinx.cmd.build import build_main

    with tempfile.TemporaryDirectory() as work:
        source, made = Path(work) / "source", Path(work) / "site"
        staged(source)
        (source / "_static").mkdir()
        texts = "".join(path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.md")))
        style = f"{(HERE / 'eastup.css').read_text(encoding='utf-8')}{webfont.face(texts)}\n"
        (source / "_static" / "eastup.css").write_text(style, encoding="utf-8")
        shutil.copy(HERE / "conf.py", source / "conf.py")
        arguments = ["-q", "-W", "--keep-going", "-b", "html", "-d", f"{work}/doctrees", str(source), str(made)]
        if status := build_main(arguments):
            raise SystemExit(status)
        for left in (".buildinfo", "objects.inv"):
            (made / left).unlink(missing_ok=True)
        (made / "index.html").write_text(_START, encoding="utf-8")
        if found := list(faults(made)):
            raise SystemExit("\n".join(found))
        (made / "LICENSES.txt").write_text(licences(), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
