from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from eastup import cli as cli_module
from eastup.cli import health, manual
from eastup.errors import EastupError

ROOT = Path(__file__).resolve().parents[2]


def run(capsys, *arguments):
    status = cli_module.run(list(map(str, arguments)))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_documentation_is_one_page_whose_links_lead_somewhere(tmp_path, capsys):
    path = tmp_path / "docs.html"
    assert run(capsys, "docs", "-o", path) == (0, f"{path}\n", "")
    text = path.read_text(encoding="utf-8")
    marks = set(re.findall(r' id="([^"]+)"', text))
    links = re.findall(r' href="([^"]+)"', text)
    assert len(links) > 50
    assert [link for link in links if link.startswith("#") and link[1:] not in marks] == []
    assert all(link.startswith(("#", "https://", "http://", "mailto:")) for link in links)
    assert not re.search(r"<(img|script|link|iframe)\b", text)
    for name in manual.documents():
        assert f'id="{re.sub(chr(92) + "W", "-", name.removesuffix(".md"))}"' in text


def test_where_a_site_is_the_command_names_it_and_writes_nothing(tmp_path, monkeypatch, capsys):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<title>eastup</title>", encoding="utf-8")
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    assert run(capsys, "docs") == (0, f"{tmp_path / 'site' / 'index.html'}\n", "")
    assert len(list(tmp_path.rglob("*"))) == 2


def test_every_document_of_the_checkout_is_in_the_page():
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert found | {"README.md", "layers/README.md"} == set(manual.documents())


def test_documentation_that_is_missing_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    status, _, err = run(capsys, "docs", "-o", tmp_path / "docs.html")
    assert status == 1
    assert "install eastup again" in err
    assert list(tmp_path.iterdir()) == []


def test_a_sound_installation_is_called_so(capsys):
    status, out, _ = run(capsys, "doctor")
    lines = {line.split(":")[0][5:]: line for line in out.splitlines()}
    assert set(lines) == {"eastup", *health._PARTS}
    told = {part: line for part, line in lines.items() if not line.startswith("ok") and part != "text"}
    assert told == {}
    assert status == int("NOT" in out)
    assert "geopandas" in lines["packages"]


def test_what_is_broken_is_named_and_the_rest_is_tried(capsys, monkeypatch):
    def broken() -> str:
        raise EastupError("no font is here")

    monkeypatch.setitem(health._PARTS, "fonts", broken)
    status, out, _ = run(capsys, "doctor")
    assert status == 1
    assert re.search(r"^NOT  fonts: +no font is here$", out, flags=re.MULTILINE)
    assert re.search(r"^ok   by sea:", out, flags=re.MULTILINE)


def test_damaged_data_are_found(tmp_path, monkeypatch):
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "a.txt").write_text("whole", encoding="utf-8")
    checksum = "4ab0a50c6e9c4c7b3e1b0ad8b8e3d2f1" * 2
    (tmp_path / "SHA256SUMS").write_text(f"{checksum}  geo/a.txt\n", encoding="utf-8")
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    with pytest.raises(EastupError, match=r"a\.txt is damaged"):
        health._data()
    (tmp_path / "geo" / "a.txt").unlink()
    with pytest.raises(EastupError, match=r"a\.txt is missing"):
        health._data()


def test_a_shipped_specification_is_printed_to_copy(tmp_path, capsys):
    status, out, _ = run(capsys, "map", "--print", "straits")
    assert status == 0
    assert out == (ROOT / "maps" / "straits.toml").read_text(encoding="utf-8")
    status, _, err = run(capsys, "map", "--print", "strait")
    assert status == 2
    assert "straits" in err


def test_eastup_is_run_as_a_module_and_completes_its_commands():
    environment = {**os.environ, "_EASTUP_COMPLETE": "bash_complete", "COMP_WORDS": "eastup dis", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "eastup"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["plain,distance"], done.stderr
