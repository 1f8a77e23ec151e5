"""Named sets of hubs and of targets, from ``layers/sets.toml`` and from whoever adds some of their own.

A set is a selection under a name: its members are what `eastup.places.select` takes, other sets among them.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal, cast

from eastup import words
from eastup.errors import InputError
from eastup.io.data import data_root, kept, toml
from eastup.layers import overlay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Of = Literal["hubs", "targets"]
DEFAULT_HUBS, DEFAULT_TARGETS = "default", "passages"
"""What is compared, and what is to be reached, where nothing is named."""
CAPITALS = (
    "tokyo", "seoul", "pyongyang", "beijing", "taipei", "manila", "hanoi", "ulaanbaatar", "moscow", "washington",
)  # fmt: skip
"""Seats of government among our places."""
_KEYS = {"of", "names", "members"}


@dataclass(frozen=True)
class NamedSet:
    """A selection of places under a name."""

    id: str
    of: Of
    members: tuple[str, ...]
    """Selections: ids, names, filters, files, or ids of other sets."""
    names: tuple[tuple[str, str], ...] = ()
    """What it is called, as pairs of language and name."""

    def name(self, lang: str = "en") -> str:
        """Return what the set is called in a language; its English name, or its id, where that is not known."""
        known = dict(self.names)
        return known.get(lang) or known.get("en") or self.id


_added: ContextVar[Mapping[str, NamedSet] | None] = ContextVar("added_sets", default=None)
"""What `added` adds."""


def sets() -> dict[str, NamedSet]:
    """Return every named set by its id: ours, those of the theatre, and those that are added; the last replaces others.

    Examples
    --------
    >>> sets()["default"].members
    ('forward', 'rear')
    """
    return {**_shipped(), **_of_theatre(), **(_added.get() or {})}


def is_ours(named: NamedSet) -> bool:
    """Tell whether a set is one that ships, and not one of a theatre or of a project under its id."""
    return _shipped().get(named.id) == named


def find(text: str) -> NamedSet | None:
    """Return the set of this id, in any case, or None."""
    known = sets()
    return known.get(text) or known.get(text.strip().casefold())


@contextmanager
def added(more: Mapping[str, NamedSet]) -> Iterator[None]:
    """Add sets within the block, such as those of a project file; see `parse`."""
    token = _added.set({**(_added.get() or {}), **more})
    try:
        yield
    finally:
        _added.reset(token)


def parse(tables: Mapping[str, object], where: str | Path) -> dict[str, NamedSet]:
    """Read sets from the tables of a TOML file.

    Parameters
    ----------
    tables : mapping
        For each id a list of members, or a table with ``members`` and perhaps ``of`` (``hubs`` where it is not given)
        and ``names`` (a text, or one for each language).
    where : str or Path
        Said in errors.

    Raises
    ------
    InputError
        If a set is not written so, or is a member of itself.
    """
    return _parsed(tables, where, sets())


def _parsed(tables: Mapping[str, object], where: str | Path, others: Mapping[str, NamedSet]) -> dict[str, NamedSet]:
    found = {own: _read(own, table, f"{where}, set {own}") for own, table in tables.items()}
    for own in found:
        _check_circle(own, {**others, **found}, where)
    return found


def _read(own: str, table: object, where: str) -> NamedSet:
    given = cast("dict[str, object]", table) if isinstance(table, dict) else {"members": table}
    if unknown := sorted(set(given) - _KEYS):
        raise InputError(f"a set has no key {unknown[0]!r}", where=where, hint="it has members, of and names")
    members, of, names = given.get("members"), given.get("of", "hubs"), given.get("names", {})
    if not isinstance(members, list) or not members or not all(isinstance(m, str) and m.strip() for m in members):
        raise InputError("members must be a list of names, ids, filters or files", where=where)
    if of not in {"hubs", "targets"}:
        raise InputError(f"a set is of hubs or of targets, not {of!r}", where=where)
    named = {"en": names} if isinstance(names, str) else names
    if not isinstance(named, dict) or not all(isinstance(v, str) for v in named.values()):
        raise InputError("names must be a text, or one for each language", where=where, hint='write { en = "..." }')
    return NamedSet(own, of, tuple(members), tuple(named.items()))


def _check_circle(own: str, known: Mapping[str, NamedSet], where: str | Path) -> None:
    seen, ahead = {own}, [*known[own].members]
    while ahead:
        member = ahead.pop()
        if member == own:
            raise InputError("this set is a member of itself", where=f"{where}, set {own}", hint="take it out")
        if member in known and member not in seen:
            seen.add(member)
            ahead += known[member].members


def _of_theatre() -> dict[str, NamedSet]:
    """Return the sets of the theatre that lies over the layers, its default hubs and targets among them."""
    if (over := overlay.current()) is None:
        return {}
    ours, given = _shipped(), over.defaults
    targets = given.targets or (() if over.keeps("straits") else ("straits",))
    meant = {DEFAULT_HUBS: given.hubs, "rear": given.rear, DEFAULT_TARGETS: targets, **over.sets}
    kinds: dict[str, Of] = {DEFAULT_TARGETS: "targets"}
    called = {DEFAULT_HUBS: "hubs", "rear": "rear", DEFAULT_TARGETS: "targets" if given.targets else "gates"}
    found: dict[str, NamedSet] = {}
    for own, members in meant.items():
        if members:  # one that names itself adds to ours
            joined = [ours[own].members if member == own and own in ours else (member,) for member in members]
            names = _names(f"set_{called[own]}", over.title) if own in called else ()
            found[own] = NamedSet(own, kinds.get(own, "hubs"), tuple(chain.from_iterable(joined)), names)
    return found


def _names(key: str, theatre: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what a set of a theatre is called in each language."""
    called = {lang: theatre.get(lang) or theatre.get("en", "") for lang in words.LANGUAGES}
    return tuple((lang, words.of("theatre", lang).say(key, theatre=name)) for lang, name in called.items())


@kept("layers/sets.toml")
def _shipped() -> dict[str, NamedSet]:
    path = data_root() / "layers" / "sets.toml"
    return _parsed(toml(path), path, {})
