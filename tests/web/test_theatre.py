"""The page of a theatre closes its own gates as the library does."""

from __future__ import annotations

import numpy as np
import pytest
from browsing import settle

import eastup
from eastup import distance
from eastup.briefing.spec.loading import load
from eastup.theatre.start import start

pytestmark = pytest.mark.browser

LENGTHS = """closed => { const shut = new Set(closed); eastup.update({closed: shut});
return eastup.hubs.map(a => eastup.targets.map(b => eastup.length_m(a, b, shut)).map(m => m === Infinity ? -1 : m)); }"""
TARGETS = ["phuket", "straits"]


def test_the_page_closes_own_gates_as_the_library_does(opener, tmp_path):
    with eastup.project(start(tmp_path)):
        page = opener(load("theatre").view(), "#mode=sea&unit=km", targets=TARGETS)
        for closed in ((), ("duncan-passage",), ("duncan-passage", "ten-degree-channel", "singapore-strait")):
            page.evaluate(LENGTHS, list(closed))
            settle(page)
            told_km = np.array(page.evaluate(LENGTHS, list(closed))) / 1000
            asked = distance.matrix("default", TARGETS, "sea", closed=closed)["distance_km"].to_numpy()
            assert told_km.ravel() == pytest.approx(asked, abs=0.2)
        assert page.evaluate("[eastup.state.speeds_kn.air, eastup.state.speeds_kn.sea]") == [300, 15]  # of its file
        told = page.evaluate("[...document.querySelectorAll('#legend li')].map(item => item.textContent)")
        assert "Andaman and Nicobar arc" in told
        assert not {"First island chain", "Second island chain"} & set(told)
        page.evaluate("eastup.update({tab: 'case', card: 'ten-degree-channel', lang: 'ja'})")
        assert "タイ (1)" in page.inner_text("#host-groups")
        assert page.locator("#card dd[data-fact=width_km]").inner_text() == "142.2"
        assert page.complaints == []
