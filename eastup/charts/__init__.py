"""Pictures for a slide: hubs as ranked bars, a heat map of hubs and targets, and a map of what hubs reach."""

from eastup.charts.grid import heat
from eastup.charts.ranked import bars
from eastup.charts.slide import save
from eastup.charts.within import reach

__all__ = ["bars", "heat", "reach", "save"]
