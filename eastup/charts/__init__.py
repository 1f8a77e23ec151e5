"""Pictures for a slide: ranked bars and heat maps of hubs, maps of what they reach and are nearest to, and curves."""

from eastup.charts.grid import heat
from eastup.charts.growth import growth
from eastup.charts.parted import parted
from eastup.charts.ranked import bars
from eastup.charts.slide import save
from eastup.charts.within import reach

__all__ = ["bars", "growth", "heat", "parted", "reach", "save"]
