"""Modules are joined in order, and what can't be joined is refused."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from eastup.errors import EastupError
from eastup.web import linker


def link(entry="main.js", **texts):
    files = {name.replace("__", "/") + ".js": text for name, text in texts.items()}

    def read(path):
        try:
            return files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    return linker.link(entry, read)


def order(script):
    return re.findall(r"^// (\S+\.js)$", script, re.M)


def test_a_module_comes_after_all_that_it_imports_and_only_once():
    script = link(
        main='import { b } from "./b.js";\nimport { c } from "./c.js";\nwindow.x = b + c;\n',
        b='import { d } from "./d.js";\nexport const b = d;\n',
        c='import { d } from "./d.js";\nexport const c = d;\n',
        d="export const d = 1;\n",
    )
    assert order(script) == ["d.js", "b.js", "c.js", "main.js"]


def test_paths_are_relative_to_the_module():
    script = link(
        main='import { a } from "./map/a.js";\nwindow.x = a;\n',
        map__a='import { b } from "../sea/b.js";\nexport const a = b;\n',
        sea__b="export const b = 2;\n",
    )
    assert order(script) == ["sea/b.js", "map/a.js", "main.js"]


def test_a_circle_is_refused_and_named():
    with pytest.raises(EastupError, match=r"circle: a\.js -> b\.js -> a\.js"):
        link(
            main='import { a } from "./a.js";\n',
            a='import { b } from "./b.js";\nexport const a = 1;\n',
            b='import { a } from "./a.js";\nexport const b = 1;\n',
        )


def test_a_missing_export_and_a_missing_module_are_refused():
    with pytest.raises(EastupError, match=r"main\.js imports b, which a\.js doesn't export"):
        link(main='import { b } from "./a.js";\n', a="export const a = 1;\nconst b = 2;\n")
    with pytest.raises(EastupError, match=r"no module nowhere\.js, which main\.js imports"):
        link(main='import { b } from "./nowhere.js";\n')


@pytest.mark.parametrize(
    "statement",
    [
        "export let a = 1;", "export default 1;", "export { a };", 'export * from "./b.js";', 'import "./b.js";',
        'import b from "./b.js";', 'import { a } from "b";', "import { a } from './b.js';", "export var a = 1;",
    ],
)  # fmt: skip
def test_a_statement_that_cant_be_joined_is_refused(statement):
    with pytest.raises(EastupError, match="can't join"):
        link(main=f"{statement}\n", b="export const a = 1;\n")


def test_an_export_that_comes_twice_is_refused():
    with pytest.raises(EastupError, match="exports a twice"):
        link(main="export const a = 1;\nexport function a() {}\n")


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")
def test_the_joined_script_runs_and_each_module_keeps_its_names():
    script = link(
        main='import { next, Counter as C } from "./a.js";\nimport * as other from "./lib/b.js";\nconst hidden = 5;\n'
        "console.log(next(), next(), new C().count, other.hidden(), hidden, typeof globalThis.next);\n",
        a="let hidden = 0;\nexport function next() {\n  return ++hidden;\n}\nexport class Counter {\n  count = 7;\n}\n",
        lib__b="const text = `\n  export nothing`;\nexport const hidden = () => text.length;\n",
    )
    run = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["1", "2", "7", "17", "5", "undefined"]
