"""The words of the charts in each language, and the sentences that are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import words
from eastup.errors import InputError
from eastup.geodesy.units import speed_text
from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eastup.tyranny import Nearest, Ranking, Versus
    from eastup.tyranny.scenario import DistanceMatrix, Scenario


def word(key: str, lang: str, *values: object, **named: object) -> str:
    """Return a word or sentence in a language, with its values put in."""
    return words.of("charts", lang).say(key, *values, **named)


def bare(name: str) -> str:
    """Return a name without what stands in brackets."""
    return name.split(" (")[0].split("（")[0]


def what(matrix: DistanceMatrix, lang: str) -> str:
    """Say what is reached: the number of straits, or of targets."""
    straits = all(goal.layer == "straits" for goal in matrix.targets)
    return word("straits" if straits else "targets", lang, len(matrix.targets))


def scenario_of(answer: Nearest | Ranking | Versus) -> Scenario:
    """Return the distances that an answer rests on."""
    if answer.scenario is None:
        raise InputError("the answer holds no distances to draw", hint="draw what rank or nearest gave")
    return answer.scenario


def changes(answer: Nearest | Ranking | Versus, lang: str) -> list[str]:
    """Say which hubs are lost and which straits closed."""
    scenario = scenario_of(answer)
    names, comma = [hub.in_language(lang).name for hub in scenario.lost], words.of("answers", lang)["between.comma"]
    some = comma.join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "")
    result = [word("without", lang, some)] if names else []
    return (
        [*result, word("closed", lang, comma.join(strait.in_language(lang).name for strait in scenario.closed))]
        if scenario.closed
        else result
    )


def measured(modes: list[str], lang: str) -> str:
    """Say how the distances are measured."""
    parts = [word("air_is", lang)] + ([word("sea_is", lang)] if "sea" in modes else [])
    return words.of("charts", lang).join(parts)


def speeds_of(answer: Nearest | Ranking) -> dict[str, float]:
    """Return the speeds, km/h, that the question gave, by mode."""
    found = provenance.of_table(answer.table).get("speeds_kmh")
    return {str(mode): float(kmh) for mode, kmh in found.items()} if isinstance(found, dict) else {}


def hours_said(kmh: Mapping[str, float], lang: str) -> list[str]:
    """Say at what speeds times are told."""
    told = words.of("charts", lang)
    parts = [speed_text(speed) + told.aside(told[mode]) for mode, speed in kmh.items()]
    return [word("speeds", lang, words.of("answers", lang)["between.comma"].join(parts))] if parts else []
