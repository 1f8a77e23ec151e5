"""How the cells of a chart tell lengths: in the unit asked for, or in hours where there is a speed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import words
from eastup.charts.captions import word
from eastup.charts.slide import hours_figure

if TYPE_CHECKING:
    from eastup.charts.slide import Look

_LIMITS = {"km": (250, 500, 1000, 2000, 4000), "nmi": (125, 250, 500, 1000, 2000), "mi": (150, 300, 600, 1200, 2400)}
_FIRST_HOURS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100)
"""Shortest times that a shade may stand for; each further shade is twice the last."""


@dataclass(frozen=True)
class Values:
    """How lengths are told: in a unit, or at a speed as hours."""

    look: Look
    mode: str
    kmh: float | None

    @property
    def limits(self) -> tuple[float, ...]:
        """Where the next shade begins."""
        limits = _LIMITS[self.look.unit]
        if self.kmh is None:
            return limits
        first = _LIMITS["km"][0] / self.kmh
        least = min(_FIRST_HOURS, key=lambda hours: abs(np.log(hours / first)))
        return tuple(least * 2**n for n in range(len(limits)))

    @property
    def unit(self) -> str:
        """What they count."""
        return self.look.unit if self.kmh is None else words.of("charts", self.look.lang)["h"]

    def number(self, km: float) -> float:
        """Return a length as it is compared with the limits."""
        return km / self.look.km_per_unit if self.kmh is None else km / self.kmh

    def text(self, km: float) -> str:
        """Return a length as a cell shows it."""
        if not np.isfinite(km):
            return "–"
        return self.look.figure(km, self.mode) if self.kmh is None else hours_figure(km / self.kmh)

    def said(self, mode: str) -> str:
        """Say what the cells tell."""
        return word("by", self.look.lang, word(mode, self.look.lang), unit=self.unit)
