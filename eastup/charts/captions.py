"""The words of the charts in each language, and the sentences that are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import words
from eastup.errors import InputError

if TYPE_CHECKING:
    from eastup.tyranny import Nearest, Ranking
    from eastup.tyranny.scenario import DistanceMatrix, Scenario


def word(key: str, lang: str, *values: object, **named: object) -> str:
    """Return a word or sentence in a language, with its values put in."""
    return words.of("charts", lang).say(key, *values, **named)


def what(matrix: DistanceMatrix, lang: str) -> str:
    """Say what is reached: the number of straits, or of targets."""
    straits = all(goal.layer == "straits" for goal in matrix.targets)
    return word("straits" if straits else "targets", lang, len(matrix.targets))


def scenario_of(answer: Nearest | Ranking) -> Scenario:
    """Return the distances that an answer rests on."""
    if answer.scenario is None:
        raise InputError("the answer holds no distances to draw", hint="draw what rank or nearest gave")
    return answer.scenario


def changes(answer: Nearest | Ranking, lang: str) -> list[str]:
    """Say which hubs are lost and which straits closed."""
    scenario = scenario_of(answer)
    names = [hub.in_language(lang).name for hub in scenario.lost]
    some = ", ".join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "")
    result = [word("without", lang, some)] if names else []
    return (
        [*result, word("closed", lang, ", ".join(strait.in_language(lang).name for strait in scenario.closed))]
        if scenario.closed
        else result
    )


def measured(modes: list[str], lang: str) -> str:
    """Say how the distances are measured."""
    parts = [word("air_is", lang)] + ([word("sea_is", lang)] if "sea" in modes else [])
    return words.of("charts", lang).join(parts) + " eastup"
