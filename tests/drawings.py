"""Drawings of shipped maps that several tests look at: each is drawn once a process, and none of those tests changes it."""

from __future__ import annotations

from functools import cache

from eastup import briefing


def drawn(name, lang="en", layers=(), **options):
    """Return a shipped map without its relief, in a language, with the files of layers that are added."""
    return _drawn(name, lang, tuple(layers), **options)


@cache
def _drawn(name, lang, layers, **options):
    added = {"layers": list(layers)} if layers else {}
    return briefing.draw(name, lang=lang, background="plain", **added, **options)
