"""Tables of passages among the layers of a map, and what its title says of one."""

from __future__ import annotations

from eastup import layers
from eastup.briefing.words import word
from eastup.layers.query import name_in
from eastup.positions import tally


def is_table(source: str) -> bool:
    """Say whether a file is a table that ``eastup transits`` wrote."""
    return tally.read(source) is not None


def titles(source: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return title and subtitle of a map of passages in each language, from its table.

    Parameters
    ----------
    source : str
        For which `is_table` holds.
    """
    counted = tally.read(source)
    assert counted is not None
    most = max(counted.by_strait, key=lambda strait: counted.by_strait[strait])
    straits = layers.load("straits").set_index("id", drop=False)
    title, subtitle = {}, {}
    for lang in layers.LANGUAGES:
        name = name_in(straits.loc[most].to_dict(), lang) if most in straits.index else most
        total = f"{counted.total:,}"
        title[lang] = word("most_passed", lang, name, f"{counted.by_strait[most]:,}", total)
        subtitle[lang] = word("passed_from", lang, total, counted.first, counted.last)
    return title, subtitle
