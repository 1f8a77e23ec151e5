"""The furniture of a map: frame, graticule, scale, legend, locator and panel."""
