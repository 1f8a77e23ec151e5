"""An extent: west, south, east and north in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup.errors import InputError

if TYPE_CHECKING:
    from eastup.geodesy.types import Bounds


def parse_extent(text: str) -> Bounds:
    """Read ``west,south,east,north`` in degrees; an extent may cross 180 (``170,10,-150,30``).

    Examples
    --------
    >>> parse_extent("100,0,150,50")
    (100.0, 0.0, 150.0, 50.0)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"the extent {text!r} is not four numbers", hint="give west,south,east,north") from None
    if not (-90 <= south < north <= 90):
        hint = "the order is west,south,east,north"
        raise InputError(f"the extent {text!r} has south {south:g} and north {north:g}", hint=hint)
    if not (-180 <= west <= 360 and -180 <= east <= 360) or west == east:
        raise InputError(f"the extent {text!r} has west {west:g} and east {east:g}", hint="use -180 to 360")
    return west, south, east if east > west else east + 360.0, north
