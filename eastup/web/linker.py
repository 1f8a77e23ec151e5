"""Joins the page's ES modules into one script, so that the page needs neither a server nor a build tool.

Each module becomes a function of its own that returns what the module exports; the functions are called in an order in
which every module comes after those that it imports. Nothing else of the text changes, so that it stays readable in a
browser's debugger.

The modules keep to a part of the language that can be joined without parsing it, and whatever lies outside of it is
refused: imports and exports begin a line; imports are ``import { a, b as c } from "./file.js"`` or ``import * as a
from "./file.js"``, with relative paths; exported are declarations (``export function``, ``export class``, ``export
const``). A variable that changes can't be exported: the others would keep its first value.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup.errors import EastupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_IMPORT = re.compile(
    r'^import\s+(?:\{(?P<names>[^}]*)\}|\*\s+as\s+(?P<all>[\w$]+))\s+from\s+"(?P<path>\.{1,2}/[^"]+)";[ \t]*$', re.M
)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\b\*?|class\b|const\b)\s*(?P<name>[\w$]+))", re.M)
_LEFT = re.compile(r"^(?:import|export)\b.*$", re.M)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*.*\*/|/\*\*\n(?:[ \t]*\*.*\n)*?[ \t]*\*/)[ \t]*\n", re.M)
_NAME = re.compile(r"(?P<name>[A-Za-z_$][\w$]*)(?:\s+as\s+(?P<alias>[A-Za-z_$][\w$]*))?")


@dataclass(frozen=True)
class Import:
    """What a module takes from another."""

    path: str
    """The other module, from the folder of all modules."""
    names: tuple[tuple[str, str], ...]
    """Pairs of the name there and the name here."""
    namespace: str | None = None
    """The name here of all that the other exports."""


@dataclass(frozen=True)
class Module:
    """A module taken apart."""

    path: str
    imports: tuple[Import, ...]
    exports: tuple[str, ...]
    body: str
    """Its text without imports and without the word ``export``."""


def link(entry: str, read: Callable[[str], str]) -> str:
    """Join a module and all that it imports into one script.

    Parameters
    ----------
    entry : str
        Path of the module that starts the page, such as ``"main.js"``.
    read : callable
        Takes the path of a module, from the folder of all modules, and returns its text.

    Returns
    -------
    str
        A script that defines no global name.

    Raises
    ------
    EastupError
        If modules import each other in a circle, a module or an export is missing, or a statement is none that can
        be joined.
    """
    modules: dict[str, Module] = {}
    for module in _in_order(entry, read, modules, ()):
        for each in module.imports:
            missing = [name for name, _ in each.names if name not in modules[each.path].exports]
            if missing:
                raise EastupError(f"{module.path} imports {missing[0]}, which {each.path} doesn't export")
    return "\n".join(['(() => {\n"use strict";', *(_wrapped(module) for module in modules.values()), "})();\n"])


def without_comments(text: str) -> str:
    """Return a script without the comments that have lines of their own: who runs it doesn't read them.

    Examples
    --------
    >>> without_comments("// why\\nconst a = 1; // stays\\n")
    'const a = 1; // stays\\n'
    """
    return _COMMENT.sub("", text)


def parse(path: str, text: str) -> Module:
    """Take the text of a module apart.

    Examples
    --------
    >>> parse("a.js", 'import { b as c } from "./b.js";\\nexport const d = c;\\n').exports
    ('d',)
    """
    imports = tuple(_import(path, match) for match in _IMPORT.finditer(text))
    body = _IMPORT.sub("", text)
    exports = tuple(match["name"] for match in _EXPORT.finditer(body))
    body = _EXPORT.sub("", body)
    left = _LEFT.search(body)
    if left:
        raise EastupError(f"{path}: can't join this statement: {left[0].strip()}")
    twice = {name for name in exports if exports.count(name) > 1}
    if twice:
        raise EastupError(f"{path} exports {min(twice)} twice")
    return Module(path, imports, exports, body.strip("\n"))


def _import(path: str, match: re.Match[str]) -> Import:
    other = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
    if match["all"]:
        return Import(other, (), match["all"])
    names = []
    for part in filter(None, (part.strip() for part in match["names"].split(","))):
        name = _NAME.fullmatch(part)
        if not name:
            raise EastupError(f"{path}: can't join the import of {part}")
        names.append((name["name"], name["alias"] or name["name"]))
    return Import(other, tuple(names))


def _in_order(
    path: str, read: Callable[[str], str], done: dict[str, Module], open_: tuple[str, ...]
) -> Iterator[Module]:
    """Yield a module after all that it imports; `done` keeps them in that order, `open_` are those that wait for it."""
    if path in done:
        return
    if path in open_:
        circle = " -> ".join([*open_[open_.index(path) :], path])
        raise EastupError(f"modules import each other in a circle: {circle}")
    try:
        text = read(path)
    except OSError:
        wanted = f", which {open_[-1]} imports" if open_ else ""
        raise EastupError(f"there is no module {path}{wanted}") from None
    module = parse(path, text)
    for each in module.imports:
        yield from _in_order(each.path, read, done, (*open_, path))
    done[path] = module
    yield module


def _wrapped(module: Module) -> str:
    lines = []
    for each in module.imports:
        names = ", ".join(name if name == here else f"{name}: {here}" for name, here in each.names)
        lines.append(f"const {each.namespace or f'{{ {names} }}'} = {_variable(each.path)};")
    returned = f"return {{ {', '.join(module.exports)} }};" if module.exports else "return {};"
    return "\n".join(
        [f"// {module.path}", f"const {_variable(module.path)} = (() => {{", *lines, module.body, returned, "})();\n"]
    )


def _variable(path: str) -> str:
    """Return the name that stands for a module: one that no module would choose."""
    return "module$" + re.sub(r"\W", lambda match: "$" if match[0] in "/-" else "_", path.removesuffix(".js"))
