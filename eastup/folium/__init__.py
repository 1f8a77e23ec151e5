"""folium in a view: a `folium.Map` that is turned, needs no network, and whose distances are true.

Data stay in longitude and latitude; Leaflet is given the view as its coordinate reference system. So folium's own
layers, markers, popups and controls, and the plugins that need no server, work as they do elsewhere.
"""

try:
    import folium as _folium  # noqa: F401
    import offlinefolium as _offline  # noqa: F401
except ImportError as error:
    raise ImportError(f"eastup.folium needs {error.name}: pip install 'eastup[folium]'") from None

from eastup.folium.layers import Measure, Ring, explore, layer
from eastup.folium.map import Map

__all__ = ["Map", "Measure", "Ring", "explore", "layer"]
