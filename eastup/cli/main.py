"""The command line: thin. Each command reads its options, calls the library and writes one thing."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress

import click

from eastup import __version__
from eastup.cli.claims import claim, claims
from eastup.cli.coverage import coverage
from eastup.cli.distance import distance
from eastup.cli.layers import layers
from eastup.cli.maps import brief, crs, map_, web
from eastup.cli.positions import enrich, transits
from eastup.cli.tyranny import tyranny
from eastup.errors import EastupError, InputError

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 the input is wrong, 1 anything else."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    _prepare_streams()
    try:
        cli.main(args=arguments, prog_name="eastup", standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        return _complain(str(error), 2)
    except EastupError as error:
        return _complain(str(error), 1)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return _complain("stopped", 1)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "eastup"
        return _complain(f"{error.format_message()} (see '{command} -h')", 2)
    except (BrokenPipeError, SystemExit):
        # The reader went away, as 'head' does: not a fault. Click itself leaves by SystemExit for nothing else here.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python says it again on leaving
        return _complain(f"{error.filename or 'output'}: can't read or write it ({error.strerror or error})", 1)
    return 0


def _complain(message: str, status: int) -> int:
    with suppress(OSError):  # nobody listens
        click.echo(f"eastup: {' '.join(message.split())}", err=True)
    return status


def _prepare_streams() -> None:
    """Print UTF-8 into pipes and files, as all our files are, and let no odd character or closed stream stop us."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


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


for command in (brief, map_, web, distance, coverage, tyranny, claim, claims, enrich, transits, layers, crs):
    cli.add_command(command)
