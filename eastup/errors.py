"""The errors of eastup and the one way their messages are made.

::

    EastupError
     +-- InputError (ValueError)      what was given is wrong; the message says what, where and the hint
     |    +-- UnknownNameError (LookupError)   a name, id or choice that is not there, with suggestions
     +-- NoRouteError                 two places that no water joins
    InputWarning (UserWarning)        what was read in spite of something strange
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from eastup.moved import Renamed, renamed_keywords

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_LONGEST = 1000
_LONGEST_PLACE = 300
_LONGEST_NAME = 100
"""Characters of a message, of the place and of a name in it: a value may be as long as a file."""
_FEW = 20
"""Choices that are all named where none is near."""


class EastupError(Exception):
    """Base of every error that eastup raises on purpose."""


class InputError(EastupError, ValueError):
    """What was given is wrong, in one line whatever a driver or a parser had to say.

    Parameters
    ----------
    what : str
        What is wrong, with the value.
    where : str or Path, optional
        File, row or option that holds it.
    hint : str, optional
        How to mend it.

    Examples
    --------
    >>> print(InputError("latitude 127.03 is outside -90..90", where="hubs.csv, row 3", hint="swap the columns"))
    hubs.csv, row 3: latitude 127.03 is outside -90..90; swap the columns
    """

    cure = Renamed("hint")

    @renamed_keywords(cure="hint")
    def __init__(self, what: str, *, where: str | Path | None = None, hint: str | None = None) -> None:
        self.what, self.where, self.hint = one_line(what), where, hint
        place = f"{_cut(one_line(str(where)), _LONGEST_PLACE)}: " if where else ""
        told = f"{place}{self.what}" + (f"; {one_line(hint)}" if hint else "")
        super().__init__(told)


class UnknownNameError(InputError, LookupError):
    """A name that is not among the choices.

    Parameters
    ----------
    kind : str
        What the name should be one of, such as ``"layer"``.
    name : str
        The name as given.
    choices : iterable of str
        The names that exist.
    hint : str, optional
        How to mend it, where something is known that is better than the nearest names.

    Examples
    --------
    >>> print(UnknownNameError("layer", "strait", ["bases", "straits"]))
    unknown layer 'strait'; did you mean straits?
    """

    def __init__(
        self, kind: str, name: str, choices: Iterable[str], *, where: str | Path | None = None, hint: str | None = None
    ) -> None:
        self.kind, self.name = kind, name
        shown = _cut(name, _LONGEST_NAME)
        super().__init__(f"unknown {kind} {shown!r}", where=where, hint=hint or _suggestion(shown, list(choices)))


class InputWarning(UserWarning):
    """Something about what was given that the user should know; the command line prints each in one line."""


class NoRouteError(EastupError):
    """No water joins the two places under the conditions of the query."""


def one_line(text: str) -> str:
    """Return text as one line that any terminal shows as it is: cut where it is long, odd characters spelled out.

    Examples
    --------
    >>> one_line("a\\nb\\u202ec")
    'a b\\\\u202ec'
    """
    cut = _cut(" ".join(line.strip() for line in text.strip().splitlines()), _LONGEST)
    return cut if cut.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)


def _cut(text: str, longest: int) -> str:
    """Leave out the middle of a text that is too long to be read."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} ... {text[-half:]}"


def _suggestion(name: str, choices: list[str], limit: int = 3) -> str | None:
    """Name the nearest choices, or all of them when they are few."""
    folded = {choice.casefold(): choice for choice in reversed(choices)}
    typed = name.casefold()
    held = [c for c in folded if len(name) > 2 and typed in c]
    near = sorted(held, key=lambda c: (not c.startswith(typed), len(c)))[:limit]  # what goes on least comes first
    close = difflib.get_close_matches(typed, folded, n=limit, cutoff=0.55)
    near += [c for c in close if c not in near][: limit - len(near)]
    if near:
        return f"did you mean {' or '.join(folded[n] for n in near)}?"
    if 0 < len(choices) <= _FEW:
        return f"choose one of {', '.join(choices)}"
    return None
