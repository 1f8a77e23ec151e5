"""Drawings of shipped maps that several tests look at: each is drawn once a process, and none of those tests changes it."""

from __future__ import annotations

from functools import cache

from eastup import briefing


@cache
def drawn(name, lang="en", **options):
    """Return a shipped map without its relief, in a language."""
    return briefing.draw(name, **{"lang": lang, "background": "plain"} | options)
