"""Pictures of the tyranny of distance for a slide: hubs as ranked bars, and a heat map of hubs and targets."""

from eastup.charts.grid import heat
from eastup.charts.ranked import bars
from eastup.charts.slide import save

__all__ = ["bars", "heat", "save"]
