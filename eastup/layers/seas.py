"""The seas, within simple bounds of our own.

The bounds are polygons of a few corners, drawn by hand along the islands and the narrows that a sea ends at; where a
corner lies on land, the land is not counted. They are bounds of our measures only, and no limits of a sea: those of the
International Hydrographic Organization (S-23) differ in detail, and the parties dispute some of the names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup.io.data import kept
from eastup.layers.load import load

if TYPE_CHECKING:
    import shapely

_BOUNDS: dict[str, tuple[tuple[float, float], ...]] = {
    "sea-of-japan": (
        (129.0, 35.2), (130.9, 33.9), (132.5, 34.6), (135.5, 35.2), (137.2, 36.2), (139.0, 37.2), (140.6, 39.5),
        (140.6, 41.1), (140.4, 41.6), (141.6, 43.0), (142.0, 45.3), (142.2, 46.2), (142.6, 48.0), (142.5, 51.9),
        (141.3, 51.9), (139.5, 50.0), (136.0, 45.5), (131.5, 43.8), (129.0, 42.5), (127.0, 40.0), (127.3, 38.8),
        (128.5, 37.0),
    ),
    "yellow-sea": (
        (121.5, 31.8), (126.2, 33.4), (126.6, 34.5), (127.0, 35.5), (127.2, 36.9), (127.0, 38.0), (125.8, 39.8),
        (124.5, 40.4), (122.0, 41.2), (117.0, 39.5), (117.0, 37.0), (119.0, 34.5),
    ),
    "east-china-sea": (
        (121.5, 31.8), (126.2, 33.4), (126.7, 33.4), (129.6, 33.3), (130.5, 32.4), (130.5, 31.3), (130.6, 30.4),
        (129.7, 29.6), (129.4, 28.3), (128.2, 26.8), (127.8, 26.3), (125.3, 24.8), (124.2, 24.4), (123.0, 24.45),
        (121.8, 24.6), (121.3, 25.0), (119.3, 25.5), (119.3, 26.5), (120.8, 28.5), (120.8, 31.0),
    ),
    "south-china-sea": (
        (121.3, 25.0), (120.9, 23.8), (120.85, 21.9), (121.95, 20.45), (121.9, 19.3), (121.6, 18.2), (120.8, 16.5),
        (120.9, 14.2), (121.0, 13.0), (120.1, 12.0), (119.3, 10.7), (118.2, 9.3), (117.0, 7.8), (116.8, 6.8),
        (115.6, 4.9), (113.5, 2.7), (110.6, 1.2), (109.2, 1.2), (104.1, 1.4), (103.0, 3.5), (102.0, 5.5), (100.3, 6.8),
        (99.5, 10.0), (99.6, 13.2), (101.0, 14.0), (103.0, 12.6), (105.6, 11.0), (107.3, 11.8), (108.5, 14.0),
        (106.5, 17.3), (105.3, 19.5), (106.3, 21.3), (108.5, 22.2), (111.0, 22.2), (114.0, 23.2), (117.0, 24.3),
        (119.3, 25.5),
    ),
    "philippine-sea": (
        (130.6, 30.4), (129.4, 28.3), (127.8, 26.3), (125.3, 24.8), (123.0, 24.45), (121.5, 24.0), (120.85, 21.9),
        (121.95, 20.45), (121.9, 19.3), (121.9, 18.0), (121.7, 16.5), (121.6, 14.5), (123.3, 13.3), (124.3, 12.4),
        (125.0, 11.4), (125.4, 9.6), (126.1, 7.4), (127.7, 2.5), (134.5, 7.4), (138.1, 9.5), (144.8, 13.5),
        (145.7, 15.2), (145.8, 18.1), (144.9, 20.5), (141.3, 24.8), (140.9, 27.1), (140.0, 31.5), (139.3, 34.6),
        (138.3, 35.0), (136.0, 34.2), (133.6, 33.7), (132.0, 32.6), (131.0, 31.5),
    ),
    "sea-of-okhotsk": (
        (142.2, 46.2), (142.0, 45.3), (142.6, 43.6), (145.0, 43.8), (145.8, 44.1), (147.8, 45.0), (150.0, 45.9),
        (152.0, 47.0), (154.1, 48.8), (154.8, 49.5), (155.9, 50.4), (156.5, 50.9), (157.5, 54.0), (160.0, 57.5),
        (164.0, 60.5), (164.5, 62.8), (160.0, 62.2), (155.0, 60.0), (147.0, 60.2), (142.0, 59.8), (136.5, 56.5),
        (134.5, 53.8), (139.5, 53.0), (141.3, 51.9), (142.5, 51.9), (142.6, 48.0),
    ),
    "sulu-sea": (
        (121.0, 13.0), (120.1, 12.0), (119.3, 10.7), (118.2, 9.3), (117.0, 7.8), (116.8, 6.8), (118.5, 5.0),
        (119.5, 5.1), (121.0, 6.0), (122.0, 6.9), (122.8, 8.0), (123.3, 9.3), (122.9, 10.2), (122.3, 11.2),
        (121.9, 12.0),
    ),
    "celebes-sea": (
        (118.5, 5.0), (119.5, 5.1), (121.0, 6.0), (122.0, 6.9), (124.0, 7.5), (125.5, 5.7), (125.5, 3.6), (125.2, 1.5),
        (124.0, 0.7), (120.5, 0.9), (119.2, 0.9), (117.9, 1.1), (117.4, 2.5), (117.4, 4.0),
    ),
}  # fmt: skip


def bounded() -> list[str]:
    """Return the ids of the seas that have bounds: ours, and those of a theatre."""
    return list(_bounds())


def bounds(sea: str) -> shapely.Polygon:
    """Return the polygon that bounds a sea, longitude and latitude."""
    return _bounds()[sea]


def names() -> dict[str, str]:
    """Return the name of each sea that has bounds."""
    seas = load("seas").set_index("id")["name"]
    return {sea: str(seas[sea]) for sea in _bounds()}


@kept("layers")
def _bounds() -> dict[str, shapely.Polygon]:
    import shapely

    table = load("seas")
    found = {sea: shapely.Polygon(corners) for sea, corners in _BOUNDS.items() if sea in set(table["id"])}
    if "bounds" in table:
        own = table.dropna(subset="bounds")
        found |= dict(zip(own["id"], shapely.from_wkt(own["bounds"].astype(str)), strict=True))
    return found
