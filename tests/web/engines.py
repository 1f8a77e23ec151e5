"""Firefox and WebKit, driven with nothing but what their Debian packages bring: Marionette, and WebKitWebDriver."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
WEBKIT = shutil.which("WebKitWebDriver")
PATIENCE_S = 90.0


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def until(attempt, errors=OSError):
    """Try until it succeeds: a browser takes a while to listen."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return attempt()
        except errors:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


class Firefox:
    """A Firefox without a window, by its Marionette: messages of JSON with their length before them."""

    name = "firefox"

    def __init__(self):
        self._folder = tempfile.mkdtemp(prefix="firefox-")
        port = free_port()
        settings = {
            "marionette.port": port,
            "network.dns.disabled": True,
            "app.update.auto": False,
            "ui.prefersReducedMotion": 1,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        Path(self._folder, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [
            FIREFOX,
            "--headless",
            "--no-remote",
            "--marionette",
            "--profile",
            self._folder,
            "--width",
            "1366",
            "--height",
            "768",
        ]
        environment = {**os.environ, "HOME": self._folder, "MOZ_HEADLESS": "1"}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._number = 0
        self._socket = until(lambda: socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S))
        self._read()  # the greeting
        self._ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})

    def _read(self):
        head = b""
        while not head.endswith(b":"):
            head += self._socket.recv(1)
        length, body = int(head[:-1]), b""
        while len(body) < length:
            body += self._socket.recv(length - len(body))
        return json.loads(body)

    def _ask(self, command, values):
        self._number += 1
        text = json.dumps([0, self._number, command, values]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def open(self, url):
        self._ask("WebDriver:Navigate", {"url": url})

    def evaluate(self, script, *values):
        return self._ask(
            "WebDriver:ExecuteScript", {"script": f"return {script}", "args": list(values), "sandbox": None}
        )["value"]

    def enter(self):
        """Speak to the first frame of the page from now on."""
        self._ask("WebDriver:SwitchToFrame", {"id": 0})

    def leave(self):
        self._ask("WebDriver:SwitchToFrame", {"id": None})

    def close(self):
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=30)
        shutil.rmtree(self._folder, ignore_errors=True)


class WebKit:
    """WebKit's MiniBrowser, by WebDriver; it wants a display."""

    name = "webkit"

    def __init__(self):
        port = free_port()
        command = [WEBKIT, f"--port={port}", "--host=127.0.0.1"]
        display = (
            []
            if os.environ.get("DISPLAY")
            else [shutil.which("xvfb-run") or "xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
        )
        environment = {
            **os.environ,
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        self._process = subprocess.Popen(
            [*display, *command],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._url = f"http://127.0.0.1:{port}"
        started = until(lambda: self._ask("POST", "/session", {"capabilities": {}}))
        self._url += f"/session/{started['sessionId']}"
        self._ask("POST", "/window/rect", {"width": 1366, "height": 768})

    def _ask(self, method, path, values=None):
        data = None if values is None else json.dumps(values).encode()
        request = urllib.request.Request(self._url + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read())["value"]

    def open(self, url):
        self._ask("POST", "/url", {"url": url})

    def evaluate(self, script, *values):
        return self._ask("POST", "/execute/sync", {"script": f"return {script}", "args": list(values)})

    def enter(self):
        """Speak to the first frame of the page from now on."""
        self._ask("POST", "/frame", {"id": 0})

    def leave(self):
        self._ask("POST", "/frame", {"id": None})

    def close(self):
        self._ask("DELETE", "")
        os.killpg(self._process.pid, 15)
        self._process.wait(timeout=30)


class Page:
    """A page in an engine."""

    def __init__(self, engine):
        self._engine = engine

    def open(self, url):
        self._engine.open(url)
        self.settle()

    def do(self, script):
        return self._engine.evaluate(script)

    def resize(self, width, height):
        """Give the frame that holds the page another size."""
        self._engine.leave()
        self.do(f"void Object.assign(document.querySelector('iframe'), {{ width: {width}, height: {height} }})")
        self._engine.enter()
        self.wait(f"innerWidth === {width} && innerHeight === {height}")
        self.settle()

    def settle(self):
        time.sleep(0.2)
        self.wait("document.body.dataset.ready && (eastup.paint(), !eastup.isSearching())")

    def wait(self, holds):
        end = time.monotonic() + PATIENCE_S
        while not self.do(f"!!({holds})"):
            assert time.monotonic() < end, f"never: {holds}"
            time.sleep(0.1)

    def table(self):
        return self.do(
            "[...document.getElementById('table').tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
        )


class Framed(Page):
    """A page in a frame, which may be smaller than any window of its engine."""

    def open(self, url):
        self._engine.open(url)
        self._engine.enter()
        self.settle()

    def close(self):
        self._engine.leave()
