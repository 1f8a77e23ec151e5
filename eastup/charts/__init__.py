"""Pictures for a slide: ranked bars and heat maps of hubs, maps of what they reach and are nearest to, and curves."""

from eastup.charts.bars import bars
from eastup.charts.curve import growth
from eastup.charts.heatmap import heat
from eastup.charts.heatmap import pages as heats
from eastup.charts.losses import losses
from eastup.charts.reach import reach
from eastup.charts.regions import parted
from eastup.charts.slide import save
from eastup.charts.versus import versus

__all__ = ["bars", "growth", "heat", "heats", "losses", "parted", "reach", "save", "versus"]
