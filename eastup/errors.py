"""The errors of eastup and the one way their messages are made.

::

    EastupError
     +-- InputError (ValueError)      what was given is wrong; the message says what, where and the cure
     |    +-- UnknownNameError (LookupError)   a name, id or choice that is not there, with suggestions
     +-- NoRouteError                 two places that no water joins
    InputWarning (UserWarning)        what was read in spite of something strange
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


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
    cure : str, optional
        How to mend it.

    Examples
    --------
    >>> print(InputError("latitude 127.03 is outside -90..90", where="hubs.csv, row 3", cure="swap the columns"))
    hubs.csv, row 3: latitude 127.03 is outside -90..90; swap the columns
    """

    def __init__(self, what: str, *, where: str | Path | None = None, cure: str | None = None) -> None:
        self.what, self.where, self.cure = _one_line(what), where, cure
        super().__init__(_one_line((f"{where}: " if where else "") + what + (f"; {cure}" if cure else "")))


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

    Examples
    --------
    >>> print(UnknownNameError("layer", "strait", ["bases", "straits"]))
    unknown layer 'strait'; did you mean straits?
    """

    def __init__(self, kind: str, name: str, choices: Iterable[str], *, where: str | Path | None = None) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"unknown {kind} {name!r}", where=where, cure=_suggestion(name, list(choices)))


class InputWarning(UserWarning):
    """Something about what was given that the user should know; the command line prints each in one line."""


class NoRouteError(EastupError):
    """No water joins the two places under the conditions of the query."""


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines())


def _suggestion(name: str, choices: list[str], limit: int = 3) -> str | None:
    """Name the nearest choices, or all of them when they are few."""
    folded = {choice.casefold(): choice for choice in reversed(choices)}
    near = difflib.get_close_matches(name.casefold(), folded, n=limit, cutoff=0.55)
    near += [c for c in folded if len(name) > 2 and name.casefold() in c and c not in near][: limit - len(near)]
    if near:
        return f"did you mean {' or '.join(folded[n] for n in near)}?"
    if len(choices) <= 12:
        return f"choose one of {', '.join(choices)}"
    return None
