"""What a map is about: its base, its features, overlays, nearest-hub areas and ship times."""
