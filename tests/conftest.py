"""What all tests share: which of them are thorough, and a real Chromium without a network, once a process."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import settings

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
