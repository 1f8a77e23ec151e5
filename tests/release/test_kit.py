"""The kit for machines without a network: made of wheels, whose bill of materials keeps to its schema."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def kit():
    spec = importlib.util.spec_from_file_location("kit", ROOT / "release" / "kit.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["kit"] = module
    spec.loader.exec_module(module)
    return module


def wheel(folder, name, version, *lines):
    """Write a wheel with nothing but its metadata and a module."""
    stem = f"{name.replace('-', '_')}-{version}"
    told = "\n".join(["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *lines, "", "A text."])
    files = {
        f"{name.replace('-', '_')}.py": "",
        f"{stem}.dist-info/METADATA": told,
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},,\n" for file in [*files, f"{stem}.dist-info/RECORD"])
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as archive:
        for file, text in {**files, f"{stem}.dist-info/RECORD": record}.items():
            archive.writestr(file, text)


@pytest.fixture
def made(kit, tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "eastup", "1.2", "License-Expression: MIT", "Requires-Dist: first_part>=1",
          'Requires-Dist: second-part; extra == "more"')  # fmt: skip
    wheel(wheels, "first-part", "3.0", "Classifier: License :: OSI Approved :: BSD License", "Requires-Dist: absent")
    wheel(wheels, "second-part", "0.1", "License: Apache 2.0")
    kit.finish(tmp_path, "3.11", "linux")
    return tmp_path


@pytest.mark.thorough
def test_the_bill_keeps_to_its_schema_and_tells_licences_and_needs(made):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator  # takes a second to load, which no other test needs

    text = (made / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(text) is None
    bill = json.loads(text)
    parts = [bill["metadata"]["component"], *bill["components"]]
    told = {part["name"]: part["licenses"][0]["license"]["name"] for part in parts}
    assert told == {"eastup": "MIT", "first-part": "BSD License", "second-part": "Apache 2.0"}
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    assert needs["pkg:pypi/eastup@1.2"] == ["pkg:pypi/first-part@3.0", "pkg:pypi/second-part@0.1"]
    assert needs["pkg:pypi/first-part@3.0"] == []
    for part in parts:
        content = (made / "wheels" / part["properties"][0]["value"]).read_bytes()
        assert part["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]


def test_every_file_has_its_checksum(made):
    lines = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {p.relative_to(made).as_posix(): p for p in made.rglob("*") if p.is_file() and p.name != "SHA256SUMS"}
    assert lines == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


@pytest.mark.thorough
def test_pip_installs_what_is_pinned_without_an_index_and_refuses_what_was_changed(made, tmp_path):
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--find-links", "wheels",
               "--require-hashes", "-r", "requirements.txt", "--no-deps"]  # fmt: skip
    sound = subprocess.run([*command, "--target", "there"], cwd=made, capture_output=True, text=True)
    assert sound.returncode == 0, sound.stderr
    assert (made / "there" / "first_part.py").is_file()
    wheel(made / "wheels", "second-part", "0.1", "License: other")
    changed = subprocess.run([*command, "--target", "again"], cwd=made, capture_output=True, text=True)
    assert changed.returncode != 0
    assert "hash" in changed.stderr.lower()


def test_the_steps_of_the_document_are_those_of_the_kit(kit):
    steps = [line.strip() for line in kit.INSTALL.splitlines() if line.startswith("    ")]
    document = (ROOT / "docs" / "howto" / "closed-network.md").read_text(encoding="utf-8")
    for step in steps:
        assert step.format(sums=kit.SUMS, pinned=kit.PINNED) in document


def test_what_is_no_wheel_is_told(kit, tmp_path):
    (tmp_path / "x.whl").write_bytes(b"nothing")
    with pytest.raises(SystemExit, match=re.escape("x.whl is no wheel")):
        kit.read(tmp_path / "x.whl")


def test_what_another_system_needs_is_found_missing(kit, tmp_path):
    """pip takes conditions for those of the machine that gathers: the kit does not."""
    wheel(tmp_path, "eastup", "0.1.0", "Requires-Dist: alpha", 'Requires-Dist: charlie; extra == "maps"')
    wheel(
        tmp_path, "alpha", "1.0",
        'Requires-Dist: tzdata>=2024; sys_platform == "win32"',
        'Requires-Dist: pyobjc; platform_system == "Darwin"',
        'Requires-Dist: backport; python_version < "3.12"',
        'Requires-Dist: pytest; extra == "test"',
        "Requires-Dist: bravo[fast]",
    )  # fmt: skip
    wheel(tmp_path, "bravo", "1.0", 'Requires-Dist: speed; extra == "fast"', 'Requires-Dist: slow; extra == "slow"')
    wheels = [kit.read(path) for path in tmp_path.iterdir()]
    assert sorted(kit.lacking(wheels, "", "win_amd64", "3.12")) == ["speed", "tzdata>=2024"]
    assert sorted(kit.lacking(wheels, "maps", "macosx_11_0_arm64", "3.11")) == [
        "backport",
        "charlie",
        "pyobjc",
        "speed",
    ]
    assert sorted(kit.lacking(wheels, "", "manylinux_2_28_x86_64", "3.13")) == ["speed"]
    with pytest.raises(SystemExit, match=r"beos is no system"):
        kit.lacking(wheels, "", "beos", "3.12")
