"""The page by keyboard, and for those who hear it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_the_keyboard_reaches_the_controls(opened):
    reached = []
    opened.evaluate("document.getElementById('skip').focus(); 0")
    for _ in range(34):
        reached.append(opened.evaluate("document.activeElement.id || document.activeElement.parentElement.id"))
        opened.keyboard.press("Tab")
    assert {
        "skip",
        "map",
        "dial",
        "zoom-in",
        "measure",
        "lang",
        "theme",
        "search",
        "show-ask",
        "hub",
        "speed",
        "unit",
        "ring",
        "table-box",
    } <= set(reached)


def test_the_keyboard_goes_from_the_hub_over_the_table_to_a_card_and_back(fresh):
    fresh.focus("#hub")
    fresh.keyboard.press("k")  # to the next hub whose name begins so
    assert fresh.evaluate("eastup.state.hub") == "kunsan-ab"
    assert "Kunsan" in fresh.inner_text("#news")
    for _ in range(12):
        fresh.keyboard.press("Tab")
        if fresh.evaluate("document.activeElement.matches('#table button')"):
            break
    name = fresh.evaluate("document.activeElement.textContent")
    fresh.keyboard.press("Enter")
    assert fresh.inner_text("#card h2") == name
    assert fresh.get_attribute("#card", "role") == "dialog"
    fresh.keyboard.press("Escape")
    assert fresh.evaluate("document.activeElement.matches('#table button')")
    assert fresh.evaluate("document.activeElement.textContent") == name


def test_everything_that_can_be_pressed_has_a_name(fresh):
    for tab in ("ask", "case", "layers"):
        fresh.click(f"#show-{tab}")
        nameless = fresh.evaluate(
            """() => [...document.querySelectorAll("button, input, select, a, [role=slider], [role=region], [role=group]")]
            .filter(e => e.offsetParent && e.getAttribute("aria-hidden") !== "true" && !(e.getAttribute("aria-label")
              || e.getAttribute("aria-labelledby") || e.textContent.trim() || (e.labels && e.labels.length)
              || (e.closest("fieldset") && e.closest("fieldset").querySelector("legend")))).map(e => e.outerHTML)"""
        )
        assert nameless == []
