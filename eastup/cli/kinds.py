"""Kinds of values on the command line: each takes ``-`` where it is a file, and says what a shell completes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eastup.cli import streams
from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

    from eastup.cli.completing import Named

    Kind = click.ParamType[str]
else:
    Kind = click.ParamType  # which older versions of click can't be asked for with a type


class Text(Kind):
    """A text of which some are known, such as a strait or a variant."""

    name = "text"

    def __init__(self, choices: Callable[[], Iterable[Named]]) -> None:
        self._choices = choices

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the known ones that begin so."""
        from eastup.cli import completing

        return completing.matching(self._choices(), incomplete)


class Source(Kind):
    """A file that is read; ``-`` is stdin."""

    name = "file"

    def __init__(self, suffix: str = "", choices: Callable[[], Iterable[Named]] | None = None) -> None:
        self._suffix, self._choices = suffix, choices

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the path, for ``-`` of a file that holds what stdin gives."""
        if value == streams.STREAM and ctx is not None and not ctx.resilient_parsing:
            return streams.source(ctx, self._suffix)
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return what is known by a name, and files."""
        from eastup.cli import completing

        named = completing.matching(self._choices(), incomplete) if self._choices else []
        return [*named, *completing.files(incomplete)] if not named or not incomplete else named


class Places(Source):
    """Places as people type them: names, sets, layers and their filters, files, and sums of these."""

    name = "places"

    def __init__(self, *layers: str, sets: bool = True) -> None:
        super().__init__()
        self._layers, self._sets = layers, sets

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text, with the path of a file in place of each ``-`` that is a term of it."""
        terms = [term.strip() for term in value.split("+")]
        if streams.STREAM not in terms:
            return value
        return "+".join([super(Places, self).convert(term, param, ctx) for term in terms])

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return sets, layers, places and conditions that what was typed begins; files where it looks like one."""
        from eastup.cli import completing

        if ":" in incomplete:
            return completing.conditions(incomplete)
        if completing.looks_like_a_path(incomplete):
            return completing.files(incomplete)
        wide = [*completing.sets(), *completing.layers()] if self._sets else []
        found = completing.matching([*wide, *completing.features(*self._layers)], incomplete)
        return found or completing.files(incomplete)


class Column(Kind):
    """A column of the files of positions that are given."""

    name = "column"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the columns of the first file that can be read."""
        from eastup.cli import completing

        given = [*(ctx.params.get("positions") or ()), *ctx.args]  # these where the option has no value yet
        return completing.columns(given, incomplete)


class Added(Kind):
    """A column that `eastup enrich` adds."""

    name = "column"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the columns that there are."""
        from click.shell_completion import CompletionItem

        from eastup.positions.enrich import ADDED

        return [CompletionItem(name) for name in ADDED if name.startswith(incomplete)]


class Target(Kind):
    """A file that is written; ``-`` is stdout, ``-.json`` another kind of file there."""

    name = "file"

    def __init__(self, suffix: str | None) -> None:
        self._suffix = suffix
        """Kind of what ``-`` means; None for a folder."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the path, for ``-`` of a file that is sent to stdout when the command ends well."""
        if ctx is None or ctx.resilient_parsing or not streams.names_stdout(value):
            return value
        if self._suffix is None:
            raise InputError("a folder can't go to stdout", hint="name one, such as -o briefing")
        return streams.target(ctx, value, self._suffix)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Have the shell complete files, or folders."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file" if self._suffix is not None else "dir")]
