"""Hubs: which a question is about and which of them are lost, and the question that is asked of them."""

from eastup.hubs.choice import (
    DEFAULT,
    FORWARD,
    REAR,
    Closed,
    left,
    lonlat,
    lose,
    named,
    rear_ids,
    select,
    spot,
    way,
)

__all__ = [
    "DEFAULT",
    "FORWARD",
    "REAR",
    "Closed",
    "left",
    "lonlat",
    "lose",
    "named",
    "rear_ids",
    "select",
    "spot",
    "way",
]
