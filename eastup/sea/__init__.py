"""Distances by ship: the water, the graph of the ways through it, and the fields of distance about a hub."""
