"""What is said on stderr: nothing but errors with --quiet, and on a terminal a bar as soon as the work takes long."""

from __future__ import annotations

import logging
import sys
import time

import pytest
from screens import Terminal

from eastup import cli, dossier
from eastup.cli import messages
from eastup.io import progress


@pytest.fixture
def terminal(monkeypatch):
    """Make stderr a terminal on which a bar shows at once."""

    def made():  # within the test: between a fixture and its test pytest sets its own streams
        screen = Terminal()
        monkeypatch.setattr(messages, "AFTER_S", 0.0)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return made


def shown(condition, seconds=10.0):
    """Wait for what another thread does."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_loops_within_loops_are_shares_of_one_whole():
    told = []
    with progress.heard_by(lambda share, what: told.append((round(share, 3), what))):
        for _ in progress.track("ab", 2, "outer"):
            for _ in progress.track("xyzt", 4, "inner"):
                pass
        assert [share for share, what in told if what == "inner"] == [
            0,
            0.125,
            0.25,
            0.375,
            0.5,
            0.5,
            0.625,
            0.75,
            0.875,
            1,
        ]
        assert told[-1] == (1.0, "outer")
        told.clear()
        for number in progress.track(range(9), 4):  # more than was said, and left early
            if number == 6:
                break
        progress.tell(0.5)
        assert told[-1] == (0.5, "")
    assert not progress.is_heard()
    assert list(progress.track("ab", 2)) == ["a", "b"]


def test_a_bar_shows_what_is_done_and_the_time_left(terminal, monkeypatch):
    screen = terminal()
    with messages.heard():
        [bar] = [messages._voice.get().bar]
        assert shown(lambda: "so far" in screen.getvalue())
        for _ in progress.track("abcd", 4, "ways by sea"):
            break
        progress.tell(0.25)
        assert shown(lambda: "25%" in screen.getvalue() and "left" in screen.getvalue())
        assert "ways by sea" in screen.getvalue()
        monkeypatch.setattr(bar, "began", time.monotonic() - 30.0)
        assert bar.time() == "1:30 left"
    assert "\x1b[2K" in screen.getvalue()  # it takes its line away


def test_a_bar_goes_before_anything_is_printed_on_the_terminal(terminal, monkeypatch):
    screen = terminal()
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    with messages.heard():
        assert shown(lambda: sys.stdout is not out)
        print("answer")
        assert sys.stdout is out
        said = len(screen.getvalue())
        time.sleep(0.3)
        assert len(screen.getvalue()) == said
    assert out.getvalue() == "answer\n"


def test_a_bar_has_no_colours_where_none_are_wanted(terminal, monkeypatch):
    screen = terminal()
    monkeypatch.setenv("NO_COLOR", "1")
    with messages.heard():
        progress.tell(0.5, "drawing")
        assert shown(lambda: "50%" in screen.getvalue())
    assert "\x1b[3" not in screen.getvalue().replace("\x1b[3C", "")


@pytest.mark.parametrize("why", ["quiet", "dumb", "pipe"])
def test_no_bar_where_none_is_wanted(terminal, monkeypatch, why):
    screen = terminal()
    monkeypatch.setattr(messages, "AFTER_S", 0.1)
    if why == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if why == "pipe":
        monkeypatch.setattr(screen, "isatty", lambda: False, raising=False)
    monkeypatch.setattr(dossier, "write", lambda *_, **__: time.sleep(0.4))
    assert cli.run(["brief", "-o", "x", *(["--quiet"] if why == "quiet" else [])]) == 0
    assert screen.getvalue() == ""


def test_quiet_leaves_errors_alone(tmp_path, capsys):
    office = tmp_path / "office.csv"
    office.write_bytes("名称,緯度,経度\n横須賀港,35.2933,139.6644\n未定,,\n".encode("cp932"))
    assert cli.run(["layers", "show", str(office)]) == 0
    assert capsys.readouterr().err.count("\n") == 2
    assert cli.run(["layers", "show", str(office), "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    assert cli.run(["layers", "show", str(office), "-q", "--encoding", "klingon"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not messages.is_quiet()


def test_quiet_silences_what_a_map_would_tell(tmp_path, capsys, caplog):
    path = tmp_path / "a.png"
    arguments = ["map", "straits", "-o", str(path), "--dpi", "40", "--title", "long " * 200]
    assert cli.run([*arguments, "-q"]) == 0
    assert (capsys.readouterr().err, caplog.messages) == ("", [])
    assert cli.run(arguments) == 0
    assert "too long for the page" in caplog.text


LONG = {
    "coverage": ["coverage", "--radius", "500nmi", "--resolution", "2", "--bands", "count", "-o", "{}/a.tif"],
    "reach by sea": [
        "coverage",
        "--radius",
        "100km",
        "--mode",
        "sea",
        "--hubs",
        "guam",
        "--hubs",
        "sasebo",
        "-o",
        "{}/a.gpkg",
    ],
    "ways by sea": ["tyranny", "--mode", "sea", "--hubs", "26.0,127.5", "--to", "guam", "-o", "{}/a.csv"],
    "writing the page": ["web", "-o", "{}/a.html"],
    "drawing the map": ["map", "-o", "{}/a.png", "--dpi", "40"],
    "1 rows": ["enrich", "{}/one.csv", "-o", "{}/a.csv"],
}


@pytest.mark.parametrize("what", LONG)
def test_long_work_tells_how_far_it_is(tmp_path, what):
    (tmp_path / "one.csv").write_text("mmsi,time,lat,lon\n1,2024-01-01T00:00:00Z,26,127\n", encoding="utf-8")
    told = []
    with progress.heard_by(lambda share, text: told.append((share, text))):
        assert cli.run([word.format(tmp_path) for word in LONG[what]]) == 0
    assert what in {text for _, text in told}
    assert max(share for share, _ in told) >= 0.5


def test_a_line_is_said_once_a_command(capsys, monkeypatch):
    monkeypatch.setattr(logging.root, "handlers", [])  # as in a process without pytest
    log = logging.getLogger("eastup.briefing.compose")
    for _ in range(2):  # the next command says it again
        with messages.heard():
            for worst in (20, 20, 30):
                log.warning("eastup: the scale is up to %.0f %% out", worst)
    said = capsys.readouterr().err.splitlines()
    assert said == 2 * ["eastup: the scale is up to 20 % out", "eastup: the scale is up to 30 % out"]
