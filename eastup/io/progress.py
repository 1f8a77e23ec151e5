"""How far a long piece of work is: told by the loops within it, heard by whoever listens, as the command line does.

A loop says so by `track`, work in unlike stages by `stages`. What is tracked within a step of another is a part of that
step, so that there is one share of the whole however deep the loop. Where nobody listens it costs next to nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Listener: TypeAlias = Callable[[float, str], None]
    """Told the share of the whole that is done, 0 to 1, and what is being done; an empty text for as before."""

Item = TypeVar("Item")

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_part: ContextVar[tuple[float, float]] = ContextVar("part", default=(0.0, 1.0))
"""Where in the whole the present step begins and ends."""


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Have a listener told how far the work of the block is."""
    heard, part = _listener.set(listener), _part.set((0.0, 1.0))
    try:
        yield
    finally:
        _part.reset(part)
        _listener.reset(heard)


def is_heard() -> bool:
    """Return whether anybody listens."""
    return _listener.get() is not None


def tell(share: float, what: str = "") -> None:
    """Say that a share of the present step is done, 0 to 1."""
    listener = _listener.get()
    if listener is not None:
        first, last = _part.get()
        listener(first + (last - first) * min(max(share, 0.0), 1.0), what)


def track(items: Iterable[Item], total: int, what: str = "") -> Iterator[Item]:
    """Give items one by one, and say after each how many are done.

    Parameters
    ----------
    items : iterable
    total : int
        How many there are; where there are more, the last steps count for nothing.
    what : str
        What is being done, for people: "coverage".

    Examples
    --------
    >>> with heard_by(lambda share, what: print(f"{share:.0%} {what}")):
    ...     for _ in track("ab", 2, "letters"):
    ...         pass
    0% letters
    50% letters
    100% letters
    """
    if _listener.get() is None:
        yield from items
        return
    whole = first, last = _part.get()
    step = (last - first) / max(total, 1)
    tell(0.0, what)
    try:
        for number, item in enumerate(items):
            begin = min(first + number * step, last)
            _part.set((begin, min(begin + step, last)))
            yield item
            _part.set(whole)
            tell((number + 1) / max(total, 1), what)
    finally:
        _part.set(whole)


@contextmanager
def stages(weights: Mapping[str, float]) -> Iterator[Callable[[str], None]]:
    """Give a function that begins a stage of the block's work by its name.

    Parameters
    ----------
    weights : mapping of str to float
        How long each stage takes beside the others, in their order.

    Examples
    --------
    >>> with heard_by(lambda share, what: print(f"{what} {share:.0%}")), stages({"read": 1, "write": 3}) as begin:
    ...     begin("read")
    ...     begin("write")
    ...     tell(0.5, "half")
    read 0%
    write 25%
    half 62%
    """
    whole = first, last = _part.get()
    ends = list(accumulate(weights.values()))
    marks = [first + (last - first) * end / ends[-1] for end in (0.0, *ends)]
    parts = dict(zip(weights, zip(marks[:-1], marks[1:], strict=True), strict=True))

    def begin(stage: str) -> None:
        _part.set(parts[stage])
        tell(0.0, stage)

    try:
        yield begin
    finally:
        _part.set(whole)
