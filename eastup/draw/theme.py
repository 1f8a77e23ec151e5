"""Colours of a briefing map: on a screen, on a dark screen, and in print."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Theme:
    """Colours as hex strings."""

    page: str = "#ffffff"
    halo: str = "#ffffff"
    ink: str = "#18242e"
    quiet: str = "#51606b"
    hairline: str = "#c9d2d8"
    sea_shallow: str = "#e6eff3"
    sea_deep: str = "#bfd3df"
    sea_name: str = "#3a5c74"
    country: str = "#5d5648"
    land: str = "#f4f1ea"
    highlight: str = "#f0dfb8"
    coast: str = "#8d9aa3"
    border: str = "#b3a99a"
    graticule: str = "#8fa6b4"
    chain: str = "#b5352a"
    other_chain: str = "#7a5a9a"
    strait: str = "#8f2018"
    triangle: str = "#1c4f7c"
    line: str = "#2b3a45"
    ring: str = "#1c4f7c"
    route: str = "#0f6b5c"
    us_base: str = "#1c4f7c"
    host_base: str = "#606d78"
    edca_base: str = "#ad5c06"
    user: str = "#5a2a83"
    lost: str = "#8f2018"
    banner: str = "#2f3b44"
    hubs: tuple[str, ...] = (
        "#3b78b4", "#d98a1f", "#2f9a83", "#b8538f", "#8a8f26", "#7566b0", "#c7553b", "#4aa3c7", "#a6761d", "#6f7f8c",
        "#5d9a3a", "#c98fb4",
    )  # fmt: skip
    """One for each hub: neighbours in this order differ in lightness too, for those who do not tell all hues."""
    band: str = "#14507f"
    """Of the ship-time bands, the nearest the darkest."""
    band_tint: float = 0.38
    hub_edge: str = "#ffffff"
    """Of a hub's area."""
    hub_tint: float = 0.44
    """How strongly a hub's area is coloured."""
    patterned: bool = False
    """Whether areas are told apart by hatching too, for those who print without colour."""


LIGHT = Theme()
DARK = replace(
    LIGHT,
    page="#10181f", halo="#10181f", ink="#eef3f6", quiet="#a9b9c4", hairline="#3a4a56", sea_shallow="#1d3140",
    sea_deep="#101d28", sea_name="#86a9c0", country="#c6c0b2",
    land="#33404a", highlight="#5f5639", coast="#6f808c", border="#5d6c76",
    graticule="#57707f", chain="#ff8073", other_chain="#c4a3e8", strait="#ffa294", triangle="#7fbdf0", line="#d5dee4",
    ring="#7fbdf0", route="#5fd0b8", us_base="#a6d6fc", host_base="#a2b1bb", edca_base="#f0a85a", user="#c8a0ee",
    lost="#ffb0a4", banner="#3d4c58", hub_edge="#10181f", hub_tint=0.5, band="#8cc6f2", band_tint=0.42,
)  # fmt: skip
PRINT = replace(  # every pair that must be told apart differs in lightness, in dash or in form, not only in hue
    LIGHT,
    ink="#000000", quiet="#3c3c3c", hairline="#b5b5b5", sea_shallow="#ffffff", sea_deep="#e4e9ec", sea_name="#4a5a66",
    country="#454545",
    land="#efefef", highlight="#d5d5d5", coast="#707070", border="#9a9a9a", graticule="#aab2b8", chain="#7a1f14",
    other_chain="#555555", strait="#5c0f08", triangle="#0b2c4a", line="#1a1a1a", ring="#0b2c4a", route="#0a4a3f",
    us_base="#0b2c4a", host_base="#666666", edca_base="#8a4500", user="#3c1660", lost="#5c0f08", banner="#000000",
    hubs=("#20567f", "#f0b25a", "#0f5a4c", "#e7a7cf", "#4d4d12", "#b9b0e0", "#7c2312", "#9fd3e8", "#5f4208", "#c9cfd4",
          "#2d4f1a", "#eed3e3"),
    hub_edge="#4a4a4a", hub_tint=0.5, patterned=True,
)  # fmt: skip


def roles(theme: Theme) -> dict[str, str]:
    """Return the role of a theme's colours in that of a presentation."""
    named = {
        "lt1": theme.page, "dk1": theme.ink, "lt2": theme.land, "dk2": theme.quiet, "accent1": theme.triangle,
        "accent2": theme.chain, "accent3": theme.route, "accent4": theme.edca_base, "accent5": theme.user,
        "accent6": theme.highlight,
    }  # fmt: skip
    return {shade: role for role, shade in reversed(named.items())}


THEMES = {"light": LIGHT, "dark": DARK, "print": PRINT}
LEAST_PT = 8.8
"""Smallest text of what a map says: 11 pt where a page of 16:9 fills a slide 13.33 inches wide."""
NOTE_PT = 7.4
"""Size of notes: the source line and the figures of the graticule."""
