"""What hubs reach, as polygons: of each hub, of each host, of all together, of all at once, or of one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Unpack

import geopandas as gpd
import shapely

from eastup import layers
from eastup.coverage import isochrones
from eastup.coverage.metric import SeaMetric, metric_of
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy import discs as rings
from eastup.hubs.question import Given, Question

if TYPE_CHECKING:
    from eastup.geodesy.discs import Polygons
    from eastup.places import Place, SomePlaces

By = Literal["hub", "host", "all"]
How = Literal["union", "intersection", "difference"]
BY = ("hub", "host", "all")
HOW = ("union", "intersection", "difference")


def reach(
    hubs: SomePlaces | Question | None = None,
    *,
    by: By = "hub",
    how: How = "union",
    **given: Unpack[Given],
) -> gpd.GeoDataFrame:
    """Return what is within reach of hubs, as polygons.

    Parameters
    ----------
    hubs : see `eastup.places.select`
        The default hubs of `eastup.hubs` where None.
    **given : see `eastup.hubs.question.Given`
        Of several reaches each gets its own rows, and a wider one holds the narrower.
    by : {'hub', 'host', 'all'}
        One row for each hub, for each host, or for all of them.
    how : {'union', 'intersection', 'difference'}
        With ``by="hub"`` or ``"host"`` a row holds what its own hubs reach; ``intersection`` is what every hub (with
        ``host``: every host) reaches, in one row; ``difference`` is what a hub or host reaches and no other does.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, columns ``id, name, host, mode, radius_km, hours, hubs``; rows that would be empty are left out.

    Raises
    ------
    InputError
        If the question is not one.

    Examples
    --------
    >>> area = reach(["Kadena", "Yokosuka Naval Base"], radius="500nmi", how="intersection")
    >>> list(area["name"]), bool(area.geometry.is_valid.all())
    (['reached by all'], True)
    """
    for kind, value, choices in (("grouping", by, BY), ("operation", how, HOW)):
        if value not in choices:
            raise UnknownNameError(kind, value, choices)
    if by == "all" and how == "difference":
        raise InputError("a difference is of one hub or host from the others", hint="use --by hub or --by host")
    question = Question.of(hubs, reaches=True, **given)
    kmh = question.kmh
    by_ship = isochrones.reach(by_, question.reaches_km) if isinstance(by_ := metric_of(question), SeaMetric) else {}
    rows = []
    for km in reversed(question.reaches_km):  # the widest first: drawn in this order all are seen
        areas = by_ship.get(km) or [rings.disc(hub.lon, hub.lat, km) for hub in question.hubs]
        discs = dict(zip(question.hubs, areas, strict=True))
        for row in _combined(discs, by, how):
            rows.append({**row, "mode": question.mode, "radius_km": km, "hours": km / kmh if kmh else float("nan")})
    columns = ["id", "name", "host", "mode", "radius_km", "hours", "hubs", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=layers.CRS)
    found = frame[~frame.geometry.is_empty].reset_index(drop=True)
    question.keep_made(found, "coverage.reach", by=by, how=how)
    return found


def _combined(discs: dict[Place, Polygons], by: str, how: str) -> list[dict[str, object]]:
    groups: dict[str, list[Place]] = {}
    for hub in discs:
        key = {"hub": f"{hub.id} {hub.lon} {hub.lat}", "host": hub.host or "unknown", "all": "all"}[by]
        groups.setdefault(key, []).append(hub)
    unions = {
        key: rings.areas(shapely.union_all([discs[h] for h in group])) if len(group) > 1 else discs[group[0]]
        for key, group in groups.items()
    }
    if how == "intersection":
        parts = list(discs.values()) if by == "all" else list(unions.values())
        shared = rings.areas(shapely.intersection_all(parts))
        return [_row("reached-by-all", "reached by all", "", len(discs), shared)]
    if by == "all":
        return [_row("all", "all hubs", "", len(discs), unions["all"])]
    rows = []
    for key, group in groups.items():
        geometry = unions[key]
        if how == "difference":
            others = [union for other, union in unions.items() if other != key]
            geometry = rings.areas(shapely.difference(geometry, shapely.union_all(others)))
        first = group[0]
        identity = (first.id, first.name, first.host) if by == "hub" else (key, key, key)
        rows.append(_row(*identity, len(group), geometry))
    return rows


def _row(identity: str, name: str, host: str, hubs: int, geometry: Polygons) -> dict[str, object]:
    return {"id": identity, "name": name, "host": host, "hubs": hubs, "geometry": geometry}
