"""Hubs: which a question is about and which of them are lost, and the question that is asked of them."""

from eastup.hubs.choice import (
    Closed,
    lonlat,
    lose,
    named,
    rear_ids,
    select,
    spot,
    way,
    west_of,
)

__all__ = [
    "Closed",
    "lonlat",
    "lose",
    "named",
    "rear_ids",
    "select",
    "spot",
    "way",
    "west_of",
]
