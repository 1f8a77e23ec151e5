"""What all tests share: which of them are thorough, and a real Chromium without a network, once a process."""

from __future__ import annotations

import gc
import shutil
from collections import Counter

import pytest
from hypothesis import settings
from windows import Windows

# No test asks for the time it takes: a busy machine is no fault of ours.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# A window loads more beside its page than the page takes. The last such flag counts, so those of Playwright's features that
# matter without a network are named again.
_WITHOUT = (
    "WebUIOmniboxPopup", "AimEnabled", "PreloadTopChromeWebUI", "SpareRendererForSitePerProcess", "HttpsUpgrades",
    "MediaRouter", "OptimizationHints", "PaintHolding", "DestroyProfileOnBrowserClose", "Translate",
)  # fmt: skip
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-features=" + ",".join(_WITHOUT),
]  # fmt: skip


# Seconds that the longest files of tests take. pytest-xdist would begin those with the fewest tests last, one of which may
# take half a minute: then one core waits for the other.
_LONGEST_S = {
    "docs/test_documents.py": 40, "briefing/test_gallery.py": 18, "cli/test_cli.py": 18, "dossier/test_one_answer.py": 17,
    "charts/test_charts.py": 15, "folium/test_map.py": 15, "briefing/test_desk.py": 13, "briefing/test_maps.py": 13,
    "draw/test_files.py": 13, "docs/test_console.py": 12, "coverage/test_sea.py": 10, "sea/test_routes.py": 10,
    "web/test_state.py": 15, "web/test_notebooks.py": 15, "web/test_exports.py": 15, "web/test_by_sea.py": 15,
    "web/test_address.py": 12, "web/test_story.py": 12, "web/test_groups.py": 10, "geo/test_seamesh.py": 10,
    "tyranny/test_tyranny.py": 10, "theatre/test_elsewhere.py": 9, "layercheck/test_check.py": 9,
    "dossier/test_question.py": 8, "draw/test_labels.py": 8, "sea/test_engine.py": 7, "tyranny/test_contingency.py": 7,
    "coverage/test_raster.py": 7, "web/test_types.py": 8, "web/test_theatre.py": 8,
}  # fmt: skip


def pytest_configure(config):
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False  # they begin in the order below


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Collect no garbage while tests are collected, of which there is little, nor look through them again afterwards."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)  # before a worker tells in which order it has the tests
def pytest_collection_finish(session):
    if hasattr(session.config, "workerinput"):
        tests = Counter(item.path for item in session.items)
        length_s = {path: _LONGEST_S.get("/".join(path.parts[-2:]), 0) for path in tests}
        session.items.sort(key=lambda item: (-length_s[item.path], -tests[item.path]))


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what -m does not ask for
def pytest_collection_modifyitems(items):
    for item in items:
        for mark in item.iter_markers("sample"):
            for name, wanted in mark.kwargs.items():
                given = getattr(item, "callspec", None) and item.callspec.params
                if given and name in given and given[name] not in (wanted if isinstance(wanted, list) else [wanted]):
                    item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _windows(browser):
    return Windows(browser)


@pytest.fixture(scope="module")
def windows(_windows):
    """Windows of the browser, kept for other tests; see `tests/windows.py`."""
    yield _windows
    _windows.leave_all()


@pytest.fixture(autouse=True)
def _left(request):
    """Leave the pages that a test takes; those of its module's fixtures stay."""
    if "windows" not in request.fixturenames:
        yield
        return
    windows = request.getfixturevalue("windows")
    kept = len(windows.taken)
    yield
    windows.leave_all(kept)
