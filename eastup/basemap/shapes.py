"""Land and borders as they ship.

Land carries the continuous longitudes of its file, from 30 W eastward to 330, so that neither Eurasia nor the Pacific
is cut at 180.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from eastup.io import polygons
from eastup.io.data import geo, kept

if TYPE_CHECKING:
    import geopandas as gpd

Level = Literal["fine", "coarse"]

SEAM_LON = -30.0


@kept("geo/land.npz", "geo/land_coarse.npz")
def land(level: Level = "fine") -> gpd.GeoDataFrame:
    """Return the land polygons with the code of their country.

    Parameters
    ----------
    level : {'fine', 'coarse'}
        About 0.001 degree (100 m) in 90E-180E, 20S-60N, or about 0.01 degree.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, longitudes -30 to 330, column ``country`` (Natural Earth's three-letter codes, which are ISO 3166-1
        but for a few disputed places). Shared: do not change it.
    """
    import geopandas as gpd

    name = {"fine": "land.npz", "coarse": "land_coarse.npz"}[level]
    shapes, codes = polygons.load(geo(name))
    return gpd.GeoDataFrame({"country": codes}, geometry=shapes, crs="EPSG:4326")


@kept("geo/borders.npz")
def borders() -> gpd.GeoDataFrame:
    """Return the land borders as lines, with Natural Earth's word for their ``kind``. Shared: do not change it."""
    import geopandas as gpd

    shapes, kinds = polygons.load(geo("borders.npz"))
    return gpd.GeoDataFrame({"kind": kinds}, geometry=shapes, crs="EPSG:4326")


@kept("geo/land.npz")
def countries() -> tuple[str, ...]:
    """Return the codes of the countries that `land` tells apart."""
    return polygons.kinds(geo("land_coarse.npz"))
