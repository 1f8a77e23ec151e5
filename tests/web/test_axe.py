"""What axe-core finds: nothing, in eight states and both themes, with everything unfolded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

STATES = {
    "start": "",
    "what if": "tab=case&mode=sea&off=kadena-ab&closed=taiwan-strait",
    "two hubs": "hub=cfa-sasebo&rival=naval-base-guam",
    "reach": "mode=sea&hours=24",
    "route": "tab=way&mode=sea&way=cfa-sasebo&way=subic-bay",
    "layers": "tab=layers",
    "steps": "tab=story&step=up%3D0%23First",
    "card": "card=kadena-ab",
}


def axe_core():
    """Return axe-core's script: from NODE_PATH, or from beside the TypeScript compiler; None where it is not installed."""
    folders = [Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder]
    if tsc := shutil.which("tsc"):
        folders.append(Path(tsc).resolve().parents[2])
    scripts = (folder / "axe-core" / "axe.min.js" for folder in folders)
    return next((script for script in scripts if script.is_file()), None)


AXE = axe_core()


@pytest.fixture(scope="module")
def checked(opener):
    page = opener(screen={"bypass_csp": True})  # so that the checker may run in it
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page


@pytest.mark.skipif(AXE is None, reason="no axe-core on this machine")
@pytest.mark.sample(theme="dark", state=["start", "what if", "route", "layers"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(checked, state, theme):
    checked.evaluate("to => { location.hash = to; }", f"{STATES[state]}&theme={theme}")
    checked.wait_for_timeout(300)
    checked.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    found = checked.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
