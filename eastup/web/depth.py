"""The page's background: the depth of the sea, warped into the view as one small grey picture.

Grey says how deep, and light from the upper left shades the sea floor; the page gives it the colours of its theme.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from eastup import basemap, geodesy
from eastup.io.data import kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.view.view import View

_SHOWN_LONLAT = [(84.0, -6.0), (94.0, 60.0), (172.0, 60.0), (172.0, 14.0), (150.0, -10.0), (106.0, -12.0)]
_WIDTH_PX = 1500
_QUALITY = 25
_DEPTHS_M = (0.0, 200.0, 2000.0, 5000.0, 8000.0, 11000.0)
_GREYS = (250.0, 215.0, 165.0, 95.0, 45.0, 10.0)
_SHADE = 900.0  # greys a unit of slope: some 25 on the wall of a trench
_MOST_SHADE = 26.0


def gather(view: View) -> tuple[dict[str, object], bytes]:
    """Return where the picture lies, and the picture as WebP.

    Returns
    -------
    dict
        ``bounds``: xmin, ymin, xmax, ymax (metres of the view turned north up); ``depths`` and ``greys``: how deep a
        grey is, in metres.
    bytes
        The picture.
    """
    return _gather(view.turned(0.0))


@kept("geo/depth.tif")
def _gather(base: View) -> tuple[dict[str, object], bytes]:
    bounds = base.fit(geodesy.line([*_SHOWN_LONLAT, _SHOWN_LONLAT[0]]), margin=0.0)
    height_px = round(_WIDTH_PX * (bounds[3] - bounds[1]) / (bounds[2] - bounds[0]))
    heights = basemap.depth_in_view(base.crs, bounds, _WIDTH_PX, height_px)
    grey = _grey(np.nan_to_num(heights, nan=-5000.0), (bounds[2] - bounds[0]) / _WIDTH_PX)
    return {"bounds": np.round(bounds).tolist(), "depths": list(_DEPTHS_M), "greys": list(_GREYS)}, _webp(grey)


def _grey(heights_m: FloatArray, pixel_m: float) -> NDArray[np.uint8]:
    depth_m = np.maximum(-heights_m, 0.0)
    down, right = np.gradient(depth_m, pixel_m)
    shade = np.clip(_SHADE * (right + down) / np.sqrt(2.0), -_MOST_SHADE, _MOST_SHADE)
    grey = np.clip(np.interp(depth_m, _DEPTHS_M, _GREYS) + shade, 0, 255)
    return np.asarray(grey, np.uint8)


def _webp(grey: NDArray[np.uint8]) -> bytes:
    from rasterio.errors import NotGeoreferencedWarning
    from rasterio.io import MemoryFile

    height, width = grey.shape
    with MemoryFile() as memory, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # the page knows where it lies
        with memory.open(driver="WEBP", height=height, width=width, count=3, dtype="uint8", quality=_QUALITY) as file:
            file.write(np.stack([grey] * 3))
        return bytes(memory.read())
