"""A real Chromium, and a list of what a page asks for."""

from __future__ import annotations

import pytest


@pytest.fixture
def opened(windows, tmp_path):
    """Open a map: answers its page, on which every request and every error of a script is noted."""
    pages = []

    def open_(chart):
        path = tmp_path / f"map{len(pages)}.html"
        chart.save(path)
        page = windows.take(viewport={"width": 1000, "height": 700}, offline=False, reduced_motion="no-preference")
        page.goto(path.as_uri())
        page.wait_for_timeout(600)
        page.asked = [url for url in page.requests if url != path.as_uri() and not url.startswith(("data:", "blob:"))]
        pages.append(page)
        return page

    return open_
