"""The command line: thin. Each command reads its options, calls the library and writes one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eastup.cli.commands import cli, run

__all__ = ["cli", "main", "run"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line as a program of its own and exit: 0 done, 2 the input is wrong, 1 anything else."""
    from eastup.cli import process  # nothing else before: it heeds signals from here on

    process.program(arguments)


def __getattr__(name: str) -> object:
    """Give ``cli`` and ``run`` when they are first asked for, so that a program starts with its handlers of signals."""
    if name in {"cli", "run"}:
        from eastup.cli import commands

        return getattr(commands, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
