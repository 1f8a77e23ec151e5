"""Passages that were counted, a day at a time."""

from __future__ import annotations

import pandas as pd
import pytest
from browsing import slide

from eastup import InputError, View, web

pytestmark = pytest.mark.browser

COUNTED = {
    ("2022-01-03", "miyako-strait"): 5, ("2022-01-03", "tsugaru-strait"): 20, ("2022-01-05", "miyako-strait"): 7,
}  # fmt: skip


def table(path, counted=COUNTED):
    rows = [
        {"date_utc": day, "strait_id": gate, "strait": gate, "from_sea": "a", "to_sea": "b", "seen": n, "inferred": 0}
        for (day, gate), n in counted.items()
    ]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def page(opener, tmp_path_factory):
    return opener(passages=str(table(tmp_path_factory.mktemp("passed") / "passages.csv")))


def width(page, gate):
    shapes = f"eastup.shapes().filter(s => s.type === 'line' && s.key === '{gate}').map(s => s.width)"
    return max(page.evaluate(shapes))


def listed(page):
    return page.evaluate(
        "[...document.querySelectorAll('#passed li')].map(l => [...l.children].map(c => c.textContent))"
    )


def test_gates_are_as_thick_as_they_were_passed_often(page):
    slide(page, "day", 0)
    assert listed(page) == [["Tsugaru Strait", "20"], ["Miyako Strait", "12"]]
    most, some, none = (width(page, gate) for gate in ("tsugaru-strait", "miyako-strait", "osumi-strait"))
    assert (some - none) / (most - none) == pytest.approx((12 / 20) ** 0.5)
    assert "32" in page.inner_text("#day-text")
    assert page.locator("#legend").get_by_text("as thick as").count() == 1


@pytest.mark.thorough
def test_a_day_at_a_time_by_the_keyboard_in_three_languages(page):
    page.focus("#day")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert listed(page) == [["Miyako Strait", "7"]]
    assert page.get_attribute("#day", "aria-valuetext") == "2022-01-05: 7"
    assert "day=2022-01-05" in page.evaluate("location.hash")
    for lang, name in (("ja", "宮古海峡"), ("ko", "미야코해협"), ("en", "Miyako Strait")):
        page.click(f"#lang button[value={lang}]")
        assert listed(page) == [[name, "7"]]
    assert page.complaints == []
    page.evaluate("eastup.undo()")


def test_an_address_opens_on_its_day(opener, tmp_path):
    page = opener(fragment="#day=2022-01-03", passages=str(table(tmp_path / "p.csv")))
    assert page.evaluate("eastup.state.day") == 1
    assert opener(fragment="#day=2022-01-03").evaluate(
        "[eastup.state.day, document.getElementById('days').hidden]"
    ) == [0, True]


def test_what_is_no_table_of_passages_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no table of passages"):
        web.page(View(), passages=tmp_path / "x.csv")
    with pytest.raises(InputError, match="none of the page's straits"):
        web.page(View(), passages=table(tmp_path / "y.csv", {("2022-01-03", "elsewhere"): 1}))
