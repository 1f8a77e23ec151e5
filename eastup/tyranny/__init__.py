"""The tyranny of distance: which hub is near, which is far, and what changes when a hub is lost or a strait is closed.

The analyses stand on `eastup.distance.matrix` and on nothing else: policy geography, not a forecast. A target that no
route reaches is infinitely far, so its figures are empty and a note names it.
"""

from eastup.tyranny.closure import Closure, closure
from eastup.tyranny.contingency import CONTINGENCIES, Split, contingencies
from eastup.tyranny.decay import Decay, decay
from eastup.tyranny.gaps import Gaps, gaps
from eastup.tyranny.nearest import Nearest, nearest
from eastup.tyranny.ranking import Ranking, rank
from eastup.tyranny.triangle import VERTICES, Triangle, triangle
from eastup.tyranny.versus import GROUPS, Versus, korea_versus

__all__ = [
    "CONTINGENCIES",
    "GROUPS",
    "VERTICES",
    "Closure",
    "Decay",
    "Gaps",
    "Nearest",
    "Ranking",
    "Split",
    "Triangle",
    "Versus",
    "closure",
    "contingencies",
    "decay",
    "gaps",
    "korea_versus",
    "nearest",
    "rank",
    "triangle",
]
