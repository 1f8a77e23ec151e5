"""The furniture of a map: frame, graticule, scale, legend, locator and panel."""

__all__ = ["frame", "graticule", "header", "legend", "locator", "panel", "scale"]
