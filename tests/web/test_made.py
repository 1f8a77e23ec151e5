"""The page tells what made it, in its head, and is the same each time."""

from __future__ import annotations

import html
import json
import re

from eastup import View, __version__, web


def test_the_page_carries_what_made_it():
    page = web.page(View(up=135), lang="ko", hubs=["Kadena"], targets=["Miyako Strait"])
    told = {name: html.unescape(text) for name, text in re.findall(r'<meta name="(\w+)" content="([^"]*)">', page)}
    assert told["generator"].startswith(f"eastup {__version__}, data ")
    record = json.loads(told["eastup"])
    assert [hub["id"] for hub in record["hubs"]] == ["kadena-ab"]
    assert [target["id"] for target in record["targets"]] == ["miyako-strait"]
    assert (record["up_deg"], record["lang"]) == (135, "ko")
