"""An option means the same in every command that has it, and every command has the options that mean something to it."""

from __future__ import annotations

import re
from collections import defaultdict

import click
import pytest

from eastup.cli.commands import cli


def walk(command, path=()):
    """Give every command that does something, with its words."""
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from walk(each, (*path, name))
    else:
        yield " ".join(path), command


COMMANDS = dict(walk(cli))
OPTIONS = defaultdict(dict)
for words, command in COMMANDS.items():
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for spelling in parameter.opts:
                OPTIONS[spelling][words] = parameter

OF_THEIR_OWN = {
    "--by": "journey's legs, coverage's areas and tyranny's rows are three questions",
    "--gaps": "of a chain named in tyranny, of what is not reached in coverage",
    "--format": "of entries and of projections",
    "--output": "each says the kinds of files that it writes",
    "-o": "as --output",
    "--speed": "of the one reach in coverage, of a published time in claim; else it adds hours",
    "--dwell": "in a journey one for each stop too",
    "--radius": "of the question in coverage, of a column in enrich",
    "--scheduler": "goes with --engine in coverage, with --workers for positions",
}
"""Options whose help may differ, and why."""

STRAITS_ALONE = {"brief", "coverage", "enrich", "map", "transits"}
"""Commands whose targets can't be anything but straits."""


def said(option):
    """Return the help without the default, which may be a command's own."""
    return re.sub(r"\s*\[default: .*\]$", "", option.help or "")


def test_there_are_commands_and_shared_options_to_hold_alike():
    assert len(COMMANDS) >= 22
    assert sum(len(commands) > 1 for commands in OPTIONS.values()) >= 30


@pytest.mark.parametrize("spelling", sorted(s for s, commands in OPTIONS.items() if len(commands) > 1))
def test_a_shared_option_is_the_same_in_all_commands(spelling):
    found = {
        words: (
            tuple(option.opts),
            tuple(option.secondary_opts),
            option.metavar,
            type(option.type).__name__,
            said(option),
        )
        for words, option in OPTIONS[spelling].items()
        if not (spelling in ("--to", "--targets") and words in STRAITS_ALONE)
    }
    if spelling in OF_THEIR_OWN:
        found = {words: (spellings, metavar) for words, (spellings, _, metavar, *_) in found.items()}
        if spelling in ("-o", "--output"):
            assert found.pop("brief") == (("-o", "--output"), "DIR")
            assert all(option.help.startswith("Write to ") for option in OPTIONS[spelling].values())
        if spelling == "--gaps":
            found.pop("tyranny")  # takes the name of a chain
    assert len(set(found.values())) == 1, found


@pytest.mark.parametrize("spelling", ["--to", "--targets"])
def test_targets_that_are_straits_alone_are_asked_for_alike(spelling):
    found = {(option.metavar, said(option)) for words, option in OPTIONS[spelling].items() if words in STRAITS_ALONE}
    assert len(found) == 1
    assert found.pop()[0] == "STRAITS"


EVERY = set(COMMANDS)
OF_ITSELF = {"docs", "doctor", "init"}
"""Commands that say something of eastup, and nothing of places."""
MAKES_NO_TABLE = {"brief", "map", "web", "docs", "doctor", "init"}
MEANT = {
    # what each command has, and the others with the reason why not
    "--quiet": (EVERY, {}),
    "--project": (EVERY - OF_ITSELF, {}),
    "--lang": (
        EVERY - OF_ITSELF - {"layers check"},
        {
            "layers check": "findings are for who mends the file, and its --json is for programs",
        },
    ),
    "--unit": (
        {"brief", "web", "map", "distance", "legs", "journey", "lift", "coverage", "tyranny"},
        {
            "claim": "told in the unit that was published",
            "claims": "told in the unit that was published",
            "enrich": "files carry their units in their columns",
            "transits": "counts passages",
            "crs": "has no lengths",
            "layers list": "has no lengths",
            "layers show": "a layer is shown as it is stored",
            "layers check": "has no lengths",
            "show": "facts are told as their sources give them",
            "cite": "has no lengths",
        },
    ),
    "--layer": (
        {"brief", "map", "web", "distance", "legs", "journey", "lift", "coverage", "tyranny", "claim", "enrich",
         "transits", "crs"},
        {
            "claims": "ours alone are checked",
            "layers list": "lists what is there; a theatre adds to it",
            "layers show": "takes the file itself",
            "layers check": "takes the file itself",
            "show": "a file has no sources to show",
            "cite": "a file has no sources to cite",
        },
    ),
    "--closed": (
        {"brief", "map", "web", "distance", "legs", "journey", "lift", "coverage", "tyranny"},
        {
            "claim": "a published distance is one with all straits open",
            "claims": "a published distance is one with all straits open",
            "enrich": "by air alone",
            "transits": "counts what was passed",
            "crs": "has no ways",
            "layers list": "has no ways",
            "layers show": "has no ways",
            "layers check": "has no ways",
            "show": "has no ways",
            "cite": "has no ways",
        },
    ),
    "--hubs": (
        {"brief", "map", "web", "distance", "legs", "coverage", "tyranny", "enrich"},
        {
            "journey": "its stations are its arguments",
            "lift": "its ends are its arguments",
            "claim": "its ends are its arguments",
            "claims": "of all published claims",
            "transits": "counts passages, whoever's hub is near",
            "crs": "asks --at places",
            "layers list": "has no hubs",
            "layers show": "has no hubs",
            "layers check": "has no hubs",
            "show": "has no hubs",
            "cite": "has no hubs",
        },
    ),
    "--to": (
        {"brief", "map", "web", "distance", "legs", "coverage", "tyranny", "enrich", "transits"},
        {
            "journey": "its stations are its arguments",
            "lift": "its ends are its arguments",
            "claim": "its ends are its arguments",
            "claims": "of all published claims",
            "crs": "asks --at places",
            "layers list": "has no targets",
            "layers show": "has no targets",
            "layers check": "has no targets",
            "show": "has no targets",
            "cite": "has no targets",
        },
    ),
    "--without": (
        {"brief", "map", "web", "coverage", "tyranny"},
        {
            "distance": "no row hangs on another hub: leave the hub out of --from",
            "legs": "leave the hub out of --from, a stop out of --stops",
            "journey": "its stations are its arguments",
            "lift": "its ends are its arguments",
            "claim": "its ends are its arguments",
            "claims": "of all published claims",
            "enrich": "leave the hub out of --hubs",
            "transits": "counts passages, whoever's hub is near",
            "crs": "has no hubs",
            "layers list": "has no hubs",
            "layers show": "has no hubs",
            "layers check": "has no hubs",
            "show": "has no hubs",
            "cite": "has no hubs",
        },
    ),
    "--output": (
        EVERY - {"claim", "layers list", "layers check", "init", "doctor"},
        {
            "claim": "one sentence",
            "layers list": "a list of names",
            "layers check": "lines, or --json, on stdout",
            "init": "its argument is the folder",
            "doctor": "lines on stdout",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("spelling", MEANT)
def test_a_command_has_the_option_or_a_reason(spelling):
    """A new command that lacks one of these must say here why."""
    meant, reasons = MEANT[spelling]
    assert set(OPTIONS[spelling]) == meant
    told = OF_ITSELF if spelling not in ("--quiet", "--output") else set()
    assert EVERY - meant - told == set(reasons) - told
    assert all(reasons.values())


def test_every_option_has_help_and_every_value_a_word():
    bare = [
        (spelling, words)
        for spelling, commands in OPTIONS.items()
        for words, option in commands.items()
        if not option.help or (not option.is_flag and not option.metavar and not isinstance(option.type, click.Choice)
                               and not isinstance(option.type, click.types.IntRange | click.types.FloatParamType))
    ]  # fmt: skip
    assert bare == []
