"""What a map is about: its base, its features, overlays, nearest-hub areas and ship times."""

__all__ = [
    "adjust",
    "base",
    "cities",
    "content",
    "islands",
    "names",
    "nearest_hub",
    "overlays",
    "own_layers",
    "own_points",
    "shapes",
    "ship_time",
    "spots",
    "straits",
]
