"""A real Chromium, and a list of what a page asks for."""

from __future__ import annotations

import pytest


@pytest.fixture
def opened(browser, tmp_path):
    """Open a map: answers its page, on which every request and every error of a script is noted."""
    pages = []

    def open_(chart):
        path = tmp_path / f"map{len(pages)}.html"
        chart.save(path)
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        page.asked, page.errors = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_timeout(600)
        page.asked = [url for url in page.asked if url != path.as_uri() and not url.startswith(("data:", "blob:"))]
        pages.append(page)
        return page

    yield open_
    for page in pages:
        page.close()
