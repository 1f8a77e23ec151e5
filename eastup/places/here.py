"""What is shown where nothing is said: the first island chain with east up, or the theatre that is asked of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from eastup.layers import overlay
from eastup.places.names import resolve
from eastup.view.suited import suited
from eastup.view.view import View, parse_up

if TYPE_CHECKING:
    from eastup.geodesy.types import Bounds
    from eastup.view.view import Projection


def extent(otherwise: Bounds) -> Bounds:
    """Return what is shown of a theatre elsewhere, in whole degrees; ``otherwise`` where there is none."""
    if (own := overlay.extent()) is None:
        return otherwise
    west, south, east, north = own
    return float(math.floor(west)), float(math.floor(south)), float(math.ceil(east)), float(math.ceil(north))


def view(up: str | float | None = None, center: str = "", projection: Projection | None = None) -> View:
    """Return the view with what is said of it; a theatre elsewhere has its own way up, middle and projection."""
    own = overlay.extent()
    page = {} if own is None else overlay.defaults().page
    meant = 90.0 if (given := up or page.get("up")) is None else parse_up(str(given))
    about = center or str(page.get("center") or "")
    place = resolve(about) if about else None
    middle = None if place is None else (place.lon, place.lat)
    if own is None or projection:
        if own is not None and middle is None:
            middle = ((own[0] + own[2]) / 2, (own[1] + own[3]) / 2)
        return View(up=meant, center=middle, projection=projection or "oblique-mercator")
    return suited(meant, own, middle)
