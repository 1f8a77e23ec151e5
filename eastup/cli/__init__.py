"""The command line: thin. Each command reads its options, calls the library and writes one thing."""

from eastup.cli.main import cli, main, run

__all__ = ["cli", "main", "run"]
