"""The command ``eastup init``: the beginning of one's own theatre."""

from __future__ import annotations

import click

from eastup.cli import messages, streams
from eastup.errors import InputError


@click.command()
@click.argument("folder", default=".", metavar="[DIR]")
def init(folder: str) -> None:
    """Write a commented eastup.toml: your own theatre, with bases, gates, a chain and defaults.

    Every command that runs in DIR, or below it, is then asked of the theatre. A file that is there is not overwritten.

    \b
    eastup init
    eastup init andaman
    """
    from eastup.theatre.start import start

    if folder == streams.STREAM:
        raise InputError("a theatre is a folder, which can't go to stdout", hint="name one, or nothing for this one")
    path = start(folder)
    click.echo(path)
    messages.tell(f"edit it, then: eastup layers check {path}")
