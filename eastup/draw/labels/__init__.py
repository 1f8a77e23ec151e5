"""Where labels go: candidates, placement, and names along a line."""
