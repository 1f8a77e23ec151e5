"""The colours of charts in each theme, beside those that maps and charts share."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Palette:
    """Colours as hex strings; each row of shades rises or falls in lightness, so that it holds in grey too."""

    ramp: tuple[str, ...] = (
        "#f2f4f5", "#d6e6f2", "#adcfe6", "#7db4d8", "#4f95c4", "#2e75aa", "#1d568a", "#123c67",
    )  # fmt: skip
    """Of how many hubs reach a place, from none."""
    shades: tuple[str, ...] = ("#143a5e", "#2a639a", "#5b93c4", "#9dc3de", "#d3e4ef", "#f3f5f4")
    """Of distances, from near to far."""
    unreached: str = "#c8281e"
    hatch: str = "#9aa5ad"
    """Of lines over what is reached no longer: no red, so that straits and names in red stand out from it."""
    ring: str = "#b4620a"
    forward: tuple[str, str] = ("#8fb6d6", "#1c4f7c")
    """By air and by sea; the second one alone where there is one mode."""
    rear: tuple[str, str] = ("#d9a566", "#a8661c")
    levels: tuple[str, str, str] = ("#123c67", "#2e75aa", "#5f9ac9")
    """Of one hub, two and three."""
    rule: str = "#e3e8ec"
    tints: tuple[float, float] = (0.42, 0.68)
    """How strongly regions are coloured: the second tint where hubs outnumber the colours."""


LIGHT = Palette()
DARK = replace(
    LIGHT,
    ramp=("#1a2731", "#1d3f58", "#205a80", "#2b77a8", "#4996c6", "#78b5dc", "#add5ec", "#e4f2fa"),
    shades=("#bfe3f7", "#7fbfe4", "#4a93bf", "#2f6a90", "#234a63", "#1b3140"),
    unreached="#ff8073", hatch="#64757f", ring="#f0a85a", forward=("#3f6f94", "#7fbdf0"), rear=("#8a6433", "#f0a85a"),
    levels=("#d3ecfb", "#7fbdf0", "#3f7fae"), rule="#2b3944", tints=(0.48, 0.8),
)  # fmt: skip
PRINT = replace(
    LIGHT, unreached="#7a1f14", hatch="#9a9a9a", ring="#000000", forward=("#b9c7d3", "#0b2c4a"),
    rear=("#e2d2bd", "#8a5a1c"),
)  # fmt: skip
PALETTES = {"light": LIGHT, "dark": DARK, "print": PRINT}
