"""The command line: thin. Each command reads its options, calls the library and writes one thing."""

from __future__ import annotations

import re
import shlex
import sys
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

import click

from eastup.cli import messages, streams
from eastup.cli.about import docs, doctor
from eastup.cli.claims import claim, claims
from eastup.cli.coverage import coverage
from eastup.cli.distance import distance
from eastup.cli.facts import cite, show
from eastup.cli.journeys import journey, legs, lift
from eastup.cli.layers import layers, layers_check
from eastup.cli.maps import brief, crs, map_, web
from eastup.cli.options import project_option, quiet_option
from eastup.cli.positions import enrich, transits
from eastup.cli.theatre import init
from eastup.cli.tyranny import tyranny
from eastup.errors import EastupError, InputError, InputWarning, one_line
from eastup.io import data, provenance
from eastup.io.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

_HOW = ("-o", "--output", "--report", "--engine", "--scheduler", "--threads", "--workers")
_HOW_FLAGS = ("-q", "--quiet", "--meta")
"""Options, with a value and without, that change nothing of what is written."""
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def run(arguments: list[str] | None = None) -> int:
    """Run the command line within a program and return the exit status; the program's streams stay as they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", InputWarning)
        warnings.showwarning = _Told(warnings.showwarning)
        return _run(arguments)


class _Told:
    """Prints what an input gives cause to tell, each once and in one line; other warnings go their usual way."""

    def __init__(self, otherwise: Callable[..., None]) -> None:
        self._otherwise = otherwise
        self._told: set[str] = set()

    def __call__(
        self, message: Warning | str, category: type[Warning], filename: str, lineno: int,
        file: TextIO | None = None, line: str | None = None,
    ) -> None:  # fmt: skip
        if not issubclass(category, InputWarning):
            self._otherwise(message, category, filename, lineno, file, line)
        elif str(message) not in self._told:
            self._told.add(str(message))
            if not messages.is_quiet():
                _complain(one_line(str(message)), 0)


def _run(arguments: list[str] | None) -> int:
    try:
        typed = _typed(sys.argv[1:] if arguments is None else arguments)
        with data.steady(), messages.heard(), provenance.command(typed):
            cli.main(args=arguments, prog_name="eastup", standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        return _complain(str(error), 2)
    except EastupError as error:
        return _complain(str(error), 1)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return _complain("stopped", 130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "eastup"
        return _complain(f"{one_line(error.format_message())} (see '{command} -h')", 2)
    except (BrokenPipeError, SystemExit):
        # The reader went away, as 'head' does: not a fault. Click itself leaves by SystemExit for nothing else here.
        return 0
    except ImportError as error:
        from eastup.cli import missing

        if (said := missing.told(error)) is None:
            raise
        return _complain(said, 1)
    except OSError as error:
        return _complain(f"{error.filename or 'output'}: can't read or write it ({error.strerror or error})", 1)
    return 0


def _typed(arguments: list[str]) -> str:
    """Return the command as it was typed, without what says where and how it is made: the file is the same anyhow."""
    kept: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            return shlex.join(["eastup", *kept, argument, *rest])
        if name in _HOW:
            if not equals:
                next(rest, None)
        elif argument not in _HOW_FLAGS and not re.fullmatch(r"-o.+", argument):
            kept.append(argument)
    return shlex.join(["eastup", *kept])


def _complain(message: str, status: int) -> int:
    with suppress(OSError):  # nobody listens
        click.echo(f"eastup: {streams.without_folders(' '.join(message.split()))}", err=True)
    return status


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", message="eastup %(version)s")
def cli() -> None:
    """Turn the map of East Asia so that east is up, and measure it properly.

    \b
    eastup brief -o briefing                          everything for a briefing, in one folder
    eastup map -o east-up.png                         the East-Up map
    eastup distance --from Kadena --to straits        true distances
    eastup claim "Camp Humphreys" Vladivostok "1,770 km"
    """


for command in (
    brief, map_, web, distance, legs, journey, lift, coverage, tyranny, claim, claims, enrich, transits, layers, show,
    cite, crs, init, docs, doctor,
):  # fmt: skip
    cli.add_command(command)
for command in (*cli.commands.values(), *layers.commands.values()):
    if command not in (init, layers, layers_check, docs, doctor):  # a theatre with faults can be checked, not used
        command.params.append(project_option())
    if command is not layers:
        command.params.append(quiet_option())
