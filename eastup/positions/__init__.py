"""Positions of ships and aircraft: what is near each, and which straits their tracks pass."""

__all__ = [
    "areas",
    "cells",
    "cluster",
    "columns",
    "ellipsoid",
    "enrich",
    "feasible",
    "fixes",
    "gates",
    "nearest",
    "passages",
    "report",
    "seabounds",
    "sides",
    "stream",
    "tally",
    "times",
    "tracks",
    "transits",
    "wholefiles",
]
