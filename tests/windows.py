"""Windows of a browser that are kept: to open a new one takes longer than a page in it."""

from __future__ import annotations


class Windows:
    """Lends windows with a blank page, each again and again to whoever asks for one of the same kind.

    A window holds nothing of the page before; scripts that run before every page need a window of their own.
    """

    def __init__(self, browser):
        self._browser, self._free, self.taken = browser, {}, []

    def take(self, **look):
        """Take a window that looks so; requests, complaints and uncaught errors are kept on its page."""
        look = {"offline": True, "reduced_motion": "reduce", **look}
        free = self._free.setdefault(repr(sorted(look.items())), [])
        page = free.pop() if free else self._new(look)
        self.taken.append((page, free))
        page.requests, page.complaints, page.errors = [], [], []
        return page

    def _new(self, look):
        page = self._browser.new_context(**look).new_page()
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda m: page.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: (page.complaints.append(str(error)), page.errors.append(str(error))))
        return page

    def leave(self, page):
        """Leave a page; its window is free for another."""
        number = next(n for n, (taken, _) in enumerate(self.taken) if taken is page)
        _, free = self.taken.pop(number)
        page.goto("about:blank")
        page.mouse.move(-1, -1)
        free.append(page)

    def leave_all(self, kept=0):
        """Leave the pages that were taken after the first few."""
        for page, _ in self.taken[kept:]:
            self.leave(page)
