"""Names on the map."""

from __future__ import annotations

import numpy as np
import pytest
from browsing import turn

pytestmark = pytest.mark.browser


@pytest.mark.sample(lang="ja")
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_no_name_stands_on_another_and_every_hub_in_sight_has_its_own(fresh, lang):
    fresh.click(f"#lang button[value={lang}]")
    for up in (90, 0, 200):
        turn(fresh, up)
        boxes = fresh.evaluate("eastup.nameBoxes()")
        x0, y0, x1, y1 = np.array([b["box"] for b in boxes]).T
        over = (x0[:, None] < x1) & (x1[:, None] > x0) & (y0[:, None] < y1) & (y1[:, None] > y0)
        assert len(boxes) > 30
        assert over.sum() == len(boxes)  # each with itself
    turn(fresh, 90)
    shown = {b["id"].removeprefix("chosen ") for b in fresh.evaluate("eastup.nameBoxes()")}
    hubs = {"camp-humphreys", "kunsan-ab", "cfa-yokosuka", "cfa-sasebo", "kadena-ab", "subic-bay"}
    assert hubs - shown == set()
