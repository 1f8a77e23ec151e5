"""The option that names the built site."""

from __future__ import annotations


def pytest_addoption(parser):
    """Add the option."""
    parser.addoption("--site", default="build/site", help="the folder of the built site")
