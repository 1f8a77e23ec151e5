"""Where labels go: candidates, placement, and names along a line."""

__all__ = ["along", "candidates", "label", "numbers", "placement", "territory"]
