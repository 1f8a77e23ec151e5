"""Distances: tables of many pairs by air and by sea, journeys in legs, and whether a published distance is right."""

from eastup.distance.table import COLUMNS, MODES, MOST_PAIRS, Mode, compare, lines, matrix, pairwise, speed_kmh

__all__ = ["COLUMNS", "MODES", "MOST_PAIRS", "Mode", "compare", "lines", "matrix", "pairwise", "speed_kmh"]
