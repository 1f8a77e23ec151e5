"""What is public: each package says its names, and a user's script that uses them is typed."""

from __future__ import annotations

import dataclasses
import importlib.util
import inspect
import json
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import eastup

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "tests" / "data" / "user_script.py"
PACKAGES = ["eastup", *(found.name for found in pkgutil.walk_packages(eastup.__path__, "eastup.") if found.ispkg)]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_says_its_public_names(name):
    package = importlib.import_module(name)
    names = package.__all__
    assert len(set(names)) == len(names) > 0
    for own in names:
        assert not own.startswith("_")
        if not hasattr(package, own):
            importlib.import_module(f"{name}.{own}")


def test_the_reference_has_every_public_name(monkeypatch):
    path = ROOT / "docs" / "site" / "build.py"
    monkeypatch.syspath_prepend(str(path.parent))
    spec = importlib.util.spec_from_file_location("build_site", path)
    site = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(site)
    assert sorted(name for names in site.GROUPS.values() for name in names) == sorted(eastup.__all__)


def test_public_functions_take_no_keywords_unnamed():
    """A keyword that is misspelled is told by every editor: those that go on to another function have a type."""
    found = []
    for name in eastup.__all__:
        thing = getattr(eastup, name)
        public = [getattr(thing, own) for own in getattr(thing, "__all__", [])] if inspect.ismodule(thing) else [thing]
        for each in filter(inspect.isfunction, public):
            for parameter in inspect.signature(each).parameters.values():
                if parameter.kind is parameter.VAR_KEYWORD and not str(parameter.annotation).startswith("Unpack["):
                    found.append(f"{each.__module__}.{each.__qualname__}")
    assert found == []


def test_the_options_of_a_map_are_the_fields_of_its_specification():
    fields = {field.name for field in dataclasses.fields(eastup.briefing.MapSpec)}
    assert set(eastup.briefing.MapOptions.__annotations__) == fields


@pytest.mark.skipif(shutil.which("pyright") is None, reason="pyright (npm: pyright)")
def test_a_script_of_a_user_is_typed(tmp_path):
    """Strictly, with nothing unknown: in the view of whoever has installed eastup."""
    shutil.copy(SCRIPT, tmp_path / "script.py")
    (tmp_path / "wrong.py").write_text(
        "import eastup\neastup.View(upp=90)\neastup.distance.matrix('Kadena', 'Guam', mode='land')\n"
        "eastup.briefing.render('east-up', 'a.png', languag='ja')\n",
        encoding="utf-8",
    )
    told = {"include": ["."], "extraPaths": [str(ROOT)], "typeCheckingMode": "strict"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(told), encoding="utf-8")
    command = ["pyright", "-p", str(tmp_path), "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [(Path(each["file"]).name, each["range"]["start"]["line"] + 1, each["message"].splitlines()[0])
             for each in json.loads(done.stdout)["generalDiagnostics"]]  # fmt: skip
    assert [each for each in found if each[0] == "script.py"] == []
    assert {line for file, line, _ in found if file == "wrong.py"} == {2, 3, 4}
