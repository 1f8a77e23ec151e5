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
    fresh.evaluate(
        "eastup.update({way: ['cfa-sasebo', 'subic-bay'], mode: 'sea', steps: [{caption: 'One', address: 'up=0'}]})"
    )
    for tab in ("ask", "way", "case", "layers", "story"):
        fresh.click(f"#show-{tab}")
        fresh.evaluate("for (const box of document.querySelectorAll('#panel details')) box.open = true")
        nameless = fresh.evaluate(
            """() => [...document.querySelectorAll("button, input, select, a, [role=slider], [role=region], [role=group]")]
            .filter(e => e.offsetParent && e.getAttribute("aria-hidden") !== "true" && !(e.getAttribute("aria-label")
              || e.getAttribute("aria-labelledby") || e.textContent.trim() || (e.labels && e.labels.length)
              || (e.closest("fieldset") && e.closest("fieldset").querySelector("legend")))).map(e => e.outerHTML)"""
        )
        assert nameless == []


def test_a_row_of_choices_is_a_group_of_radios(fresh):
    for group, name in (("unit", "Unit"), ("mode", "By air or sea"), ("lang", "Language")):
        assert fresh.get_attribute(f"#{group}", "role") == "radiogroup"
        assert fresh.get_attribute(f"#{group}", "aria-label") == name
        assert fresh.locator(f"#{group} [role=radio][aria-checked=true]").count() == 1
        assert fresh.locator(f"#{group} [tabindex='0']").count() == 1
    fresh.focus("#unit [aria-checked=true]")
    fresh.keyboard.press("ArrowRight")
    assert fresh.evaluate("[eastup.state.unit, document.activeElement.value]") == ["nmi", "nmi"]
    fresh.keyboard.press("ArrowLeft")
    fresh.keyboard.press("ArrowLeft")
    assert fresh.evaluate("[eastup.state.unit, document.activeElement.value]") == ["mi", "mi"]


def test_the_table_is_one_stop_and_arrows_go_through_it(fresh):
    assert fresh.locator("#table button[tabindex='0']").count() == 1
    fresh.focus("#table button[tabindex='0']")
    first = fresh.evaluate("document.activeElement.textContent")
    fresh.keyboard.press("ArrowDown")
    fresh.keyboard.press("ArrowDown")
    assert fresh.evaluate("document.activeElement.textContent") == fresh.locator("#table button").nth(2).inner_text()
    fresh.keyboard.press("Home")
    assert fresh.evaluate("document.activeElement.textContent") == first
    fresh.keyboard.press("Tab")
    assert fresh.evaluate("document.activeElement.id") == "png"


def test_marks_are_visited_and_opened_by_keys(fresh):
    fresh.focus("#map")
    seen = []
    for _ in range(4):
        fresh.keyboard.press("n")
        seen.append(fresh.inner_text("#news"))
        assert fresh.inner_text("#hint") == seen[-1]
    assert len(set(seen)) == 4
    fresh.keyboard.press("p")
    assert fresh.inner_text("#news") == seen[2]
    fresh.keyboard.press("Enter")
    assert fresh.inner_text("#card h2") == seen[2]


def test_measuring_by_keys(fresh):
    fresh.focus("#measure")
    fresh.keyboard.press("Enter")
    fresh.focus("#map")
    fresh.keyboard.press("n")
    first = fresh.inner_text("#news")
    fresh.keyboard.press("Enter")
    fresh.keyboard.press("n")
    fresh.keyboard.press("Enter")
    way = fresh.evaluate("eastup.state.way")
    assert len(way) == 2
    assert fresh.evaluate("key => eastup.feature(key).names.en", way[0]).startswith(first.split(" (")[0])
    assert fresh.locator("#legs tbody tr").count() == 1
    fresh.keyboard.press("Backspace")
    assert fresh.evaluate("eastup.state.way.length") == 1
    fresh.keyboard.press("Escape")
    assert fresh.evaluate("eastup.state.measuring") is False


CONTRAST = """selectors => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number), light = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const under = rgb(getComputedStyle(document.body).backgroundColor);
  return selectors.flatMap(selector => [...document.querySelectorAll(selector)].filter(e => e.offsetParent).map(element => {
    const style = getComputedStyle(element), [a, b] = [luminance(rgb(style.borderTopColor)), luminance(under)].sort((x, y) => y - x);
    return [selector, (a + 0.05) / (b + 0.05)];
  }));
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edges_of_controls_are_seen(fresh, theme):
    fresh.evaluate("theme => eastup.update({theme})", theme)
    found = fresh.evaluate(
        CONTRAST,
        [
            "select",
            "input[type=number]",
            "#search",
            ".choice button",
            "#tools button",
            "#exports button",
            "#theme",
            ".sides button",
        ],
    )
    assert len(found) > 20
    assert min(ratio for _, ratio in found) >= 3


def test_targets_are_large_enough(fresh):
    fresh.evaluate(
        "eastup.update({way: ['cfa-sasebo', 'subic-bay'], mode: 'sea', steps: [{caption: 'One', address: 'up=0'}]})"
    )
    for tab in ("ask", "way", "case", "layers", "story"):
        fresh.click(f"#show-{tab}")
        fresh.evaluate("for (const box of document.querySelectorAll('#panel details')) box.open = true")
        small = fresh.evaluate(
            """() => [...document.querySelectorAll("button, select, summary, .checks label, input:not([type=checkbox])")].filter(e => {
              const box = e.getBoundingClientRect();
              return e.offsetParent && (box.width < 24 || box.height < 24) && e.id !== 'skip';
            }).map(e => e.outerHTML)"""
        )
        assert small == []


def test_in_forced_colours_states_are_still_told(fresh):
    fresh.emulate_media(forced_colors="active")
    pairs = fresh.evaluate(
        """['#unit [aria-checked=true] / #unit [aria-checked=false]', '.sides [aria-pressed=true] / .sides [aria-pressed=false]',
            '#tabs [aria-selected=true] / #tabs [aria-selected=false]'].map(pair => pair.split(' / ').map(s => getComputedStyle(document.querySelector(s)).backgroundColor))"""
    )
    fresh.emulate_media(forced_colors="none")
    for chosen, other in pairs:
        assert chosen != other
