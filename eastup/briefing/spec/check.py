"""What no key of a map specification can tell alone: whether its files are there and its parts go together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eastup import places
from eastup.briefing.spec import passages, readers
from eastup.errors import InputError
from eastup.view.suited import extent_points, scale_error

if TYPE_CHECKING:
    from eastup.briefing.spec.readers import At
    from eastup.briefing.spec.spec import MapSpec
    from eastup.geodesy.types import Bounds
    from eastup.places import Place

FARTHEST_OUT = 3.0
"""Error of the scale from which a map in a projection that was asked for is refused: lands turn inside out."""
MOST_HUBS = 16
"""Of a map of nearest hubs; it has a colour for each of the twelve that are nearest to some of what it shows."""
_LEAST_WIDTH_DEG = 0.05
_SHOWN_WELL = 0.6
"""Error of the scale within which an extent is offered in place of one that is refused."""
_SHARES = (0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
"""Of the sides of an extent that is too wide, which are tried for what to ask for in its place."""


def check(spec: MapSpec, at: At) -> None:
    """Check what no single key can tell, and that the files are there."""
    if spec.logo and not Path(spec.logo).is_file():
        raise InputError(f"there is no such logo: {spec.logo}", where=str(at / "logo"), hint="check the path")
    if spec.passages and not passages.is_table(spec.passages):
        hint = "give what 'eastup transits -o' writes: .csv, .parquet or .json"
        raise InputError(f"this is no table of passages: {spec.passages}", where=str(at / "passages"), hint=hint)
    if spec.template and not Path(spec.template).is_file():
        what = f"there is no such template: {spec.template}"
        raise InputError(what, where=str(at / "template"), hint="check the path")
    for index, style in enumerate(spec.layers):
        readers.layer(style.source, at / "layers" / index / "source")
    if spec.insets and spec.panels:
        raise InputError("a page has panels or insets, not both", where=str(at / "insets"), hint="leave one out")
    within = [(at / "insets" / number, one) for number, one in enumerate(spec.inset_maps())]
    for where, one in [*((at / "panels" / n if spec.panels else at, o) for n, o in enumerate(spec.maps())), *within]:
        if one.extent and (view := one.view()).globe is None:
            worst = scale_error(view, extent_points(one.extent))
            if worst > FARTHEST_OUT:
                raise _too_wide(one, one.extent, where / "extent")
        if one.extent is None and not one.fit:
            raise InputError("the map has neither extent nor fit", where=str(where), hint="say what it must show")
        if one.triangle and len(one.triangle.vertices) != 3:
            raise InputError("a triangle has three vertices", where=str(where / "triangle" / "vertices"))
        if one.ship_time and sorted(set(one.ship_time.days)) != list(one.ship_time.days):
            raise InputError("the days must rise", where=str(where / "ship_time" / "days"), hint="such as [1, 2, 4]")
        if one.nearest and len(places.select(list(one.nearest.hubs))) > MOST_HUBS:
            raise InputError(f"more than {MOST_HUBS} hubs can't be told apart", where=str(where / "nearest" / "hubs"))
        for index, route in enumerate(one.routes):
            if len(route.points) < 2:
                raise InputError("a route has at least two points", where=str(where / "routes" / index / "points"))
        for index, arrow in enumerate(one.arrows):
            if len(arrow.points) < 2:
                raise InputError("an arrow has at least two points", where=str(where / "arrows" / index / "points"))
        for index, zone in enumerate(one.areas):
            if len(zone.points) < 3:
                raise InputError("an area has at least three points", where=str(where / "areas" / index / "points"))
        if one.nearest and not _ids(one.nearest.hubs) - _ids(one.nearest.without):
            raise InputError("no hub is left", where=str(where / "nearest" / "without"), hint="lose fewer")
        if one.extent is None and _width_deg(one.fit) < _LEAST_WIDTH_DEG:
            hint = "name more places, or give an extent"
            raise InputError("fit must name at least two places that are apart", where=str(where / "fit"), hint=hint)


def _too_wide(spec: MapSpec, extent: Bounds, where: At) -> InputError:
    """Return the error for an extent that the projection asked for, which is one of regions, would not show truly."""
    west, south, east, north = extent
    degrees = f"{east - west:g} by {north - south:g} degrees"
    what = f"{spec.projection} does not show {degrees}: the scale would be out by more than"
    middle, half = ((west + east) / 2, (south + north) / 2), ((east - west) / 2, (north - south) / 2)
    for share in _SHARES:
        dx, dy = (round(share * side) for side in half)
        less = (middle[0] - dx, middle[1] - dy, middle[0] + dx, middle[1] + dy)
        if scale_error(replace(spec, extent=less).view(), extent_points(less)) <= _SHOWN_WELL:
            narrower = ",".join(f"{value:g}" for value in less)
            hint = f"leave the projection to eastup, or narrow the extent, such as to {narrower}"
            return InputError(f"{what} {FARTHEST_OUT:.0%}", where=str(where), hint=hint)
    hint = "leave the projection to eastup, or narrow the extent"
    return InputError(f"{what} {FARTHEST_OUT:.0%}", where=str(where), hint=hint)


def _ids(names: tuple[str | Place, ...]) -> set[str]:
    return {place.id for place in places.select(list(names))} if names else set()


def _width_deg(names: tuple[str, ...]) -> float:
    """Return how far apart places are, in degrees of longitude or latitude."""
    found = places.select(list(names))
    return max(max(values) - min(values) for values in ([p.lon for p in found], [p.lat for p in found]))
