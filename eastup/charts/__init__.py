"""Pictures for a slide: ranked bars and heat maps of hubs, maps of what they reach and are nearest to, and curves."""

from typing import TYPE_CHECKING

from eastup.charts.bars import bars
from eastup.charts.curve import curve
from eastup.charts.heatmap import heatmap, heatmaps
from eastup.charts.losses import losses
from eastup.charts.reach import reach
from eastup.charts.regions import regions
from eastup.charts.slide import save
from eastup.charts.versus import versus
from eastup.moved import renamed_names

__all__ = ["bars", "curve", "heatmap", "heatmaps", "losses", "reach", "regions", "save", "versus"]

if not TYPE_CHECKING:  # the type checker need not take any name for one of the old ones
    __getattr__ = renamed_names(__name__, growth="curve", heat="heatmap", heats="heatmaps", parted="regions")
