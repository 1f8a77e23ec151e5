"""What may be said of a chart of coverage: the question, and how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from eastup.charts.slide import Look, Styled
from eastup.hubs.question import Given, Question

if TYPE_CHECKING:
    from eastup.places import SomePlaces


class Asked(Given, Styled, total=False):
    """A question of hubs, see `eastup.hubs.question.Given`, and the look of its chart, see `Styled`."""


def read(hubs: SomePlaces | Question | None, given: Asked, *, reaches: bool = True) -> tuple[Look, Question]:
    """Return how a chart looks and what is asked; it is in the language of the question where none is given."""
    look = {name: value for name, value in given.items() if name in Styled.__annotations__}
    rest = cast("Given", {name: value for name, value in given.items() if name not in look})
    question = Question.of(hubs, reaches=reaches, aimed=True, **rest)
    return Look(**cast("Styled", {"lang": question.lang, **look})), question
