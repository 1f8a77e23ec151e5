"""Checks the facts of our layers against the coast and each other: places, gates, widths, chains, nodes, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap, geodesy, layers
from eastup.basemap.coast import distance_to_land_m, inland_m, land_at, land_index, land_points, nearest_land
from eastup.layercheck.finding import Finding, having, is_missing, lonlat_of, records, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.layers.query import Row


LAND_WITHIN_M = 3000.0
"""A place may lie this far from land: piers, reclaimed ground, a coast drawn to 100 m, ports to an arc-minute."""
GATE_END_WITHIN_M = 300.0
GATE_ON_LAND_M = 200.0
GATE_GAP_M = 60.0
"""Two stretches of a gate may be this far from a common landmass; no ship slips through."""
MEASURED_WITHIN_M = 100.0
"""Widths are written to 0.1 km and mid-points to 0.0001 degree."""
WIDTH_SHARE = 0.05
"""A published width that differs by more is listed."""
_COUNTRY_OF = {"GUM": "USA", "MNP": "USA", "UMI": "USA", "HKG": "CHN", "MAC": "CHN"}


def facts(name: str, rows: list[Row]) -> Iterator[Finding]:
    """Check the facts of a layer that ships with eastup, each on those features that have what its check needs.

    Parameters
    ----------
    name : str
        The layer's name.
    rows : list of dict
        Its features: of the layer's own kinds of geometry, with whole records (see `eastup.layercheck`).
    """
    if name in {"bases", "nodes", "places"}:
        yield from _near_land(name, rows)
        yield from _countries(name, rows, "host" if name == "bases" else "country")
        yield from _sea_points(name, rows)
    if name == "straits":
        for row in having(rows, "through"):
            yield from _gate(row)
        for row in having(rows, "through", "width_km", "mid_lon", "mid_lat"):
            yield from _measures(row)
        for row in having(rows, "width_km"):
            yield from _published_widths(row)
    if name == "bases":
        for row in having(rows, "other_coords", "precision_km"):
            yield from _other_positions(row)
    if name == "nodes":
        yield from _nodes(rows)
    if name == "chains":
        for row in having(rows, "stations"):
            yield from _chain(row)
    if name == "seas":
        for row in having(rows, "kind"):
            yield from _sea(row)
    if name == "claims":
        yield from _claims(rows)


def _near_land(name: str, rows: list[Row]) -> Iterator[Finding]:
    for row, far_m in zip(rows, distance_to_land_m([lonlat_of(r) for r in rows]), strict=True):
        if far_m > LAND_WITHIN_M:
            reef = name == "places" and row.get("kind") == "point"  # a shoal is a place too
            yield Finding(name, row["id"], "note" if reef else "error", f"{far_m / 1000:.1f} km from land")


def _sea_points(name: str, rows: list[Row]) -> Iterator[Finding]:
    rows = having(rows, "sea_lon", "sea_lat")
    inland = inland_m([(r["sea_lon"], r["sea_lat"]) for r in rows])
    for row, deep_m in zip(rows, inland, strict=True):
        if deep_m > LAND_WITHIN_M:
            yield Finding(name, row["id"], "error", f"its sea point lies {deep_m / 1000:.1f} km inland")


def _countries(name: str, rows: list[Row], column: str) -> Iterator[Finding]:
    """Find places and sea points in another country than they say: often a swapped or mistyped coordinate."""
    countries = basemap.land()["country"].to_numpy()
    ashore = [(r, lonlat_of(r), "it") for r in having(rows, column)]
    ashore += [(r, (r["sea_lon"], r["sea_lat"]), "its sea point") for r in having(rows, column, "sea_lon", "sea_lat")]
    nearest = nearest_land([lonlat for _, lonlat, _ in ashore])
    for (row, _, what), found in zip(ashore, countries[nearest], strict=True):
        if row[column] not in {found, _COUNTRY_OF.get(found)}:
            text = f"{column} is {row[column]}, but {what} lies in {found}"
            yield Finding(name, row["id"], "warning", text)


def _gate(row: Row) -> Iterator[Finding]:
    """Check that a gate runs over water from coast to coast, and that no ship can slip through it."""
    shapes, tree = land_index()
    lines = shapely.get_parts(row["geometry"])
    for number, line in enumerate(lines, start=1):
        crossed = shapes[tree.query(line, predicate="intersects")]
        overland = shapely.get_parts(shapely.get_parts(shapely.intersection(line, crossed)))
        overland = overland[shapely.get_type_id(overland) == shapely.GeometryType.LINESTRING]
        on_land_m = sum(geodesy.GEOD.line_length(*shapely.get_coordinates(part).T) for part in overland)
        if on_land_m > GATE_ON_LAND_M:
            text = f"{on_land_m:.0f} m of stretch {number} of the gate run over land"
            yield Finding("straits", row["id"], "error", text)
    ends = _ends(row)
    for number, far_m in enumerate(distance_to_land_m(ends)):
        if far_m > GATE_END_WITHIN_M:
            text = f"an end of stretch {number // 2 + 1} of the gate is {far_m:.0f} m off the coast"
            yield Finding("straits", row["id"], "error", text)
    lands = shapes[nearest_land(ends)]
    gaps_m = shapely.distance(lands[1:-1:2], lands[2::2]) * 111_195.0  # an upper bound: degrees of latitude
    for gap in np.flatnonzero(gaps_m > GATE_GAP_M):
        text = f"the gate is not watertight: {gaps_m[gap]:.0f} m between stretches {gap + 1} and {gap + 2}"
        yield Finding("straits", row["id"], "error", text)
    seeds = [(seed["lon"], seed["lat"]) for seed in row["through"]]
    for seed, far_m in zip(row["through"], distance_to_land_m(seeds), strict=True):
        if far_m > 0:  # the gate would start from whichever islet lies nearest
            yield Finding("straits", row["id"], "error", f"the point for {seed['name']} lies {far_m:.0f} m off land")


def _measures(row: Row) -> Iterator[Finding]:
    """Check the width and mid-point of a gate and its necks against the lines that they are said to measure."""
    run = _main_gap(row)
    number = 0 if is_missing(row.get("main_stretch")) else int(row["main_stretch"])
    between = " - ".join(seed["name"] for seed in row["through"][number : number + 2])
    if run is None:
        yield Finding("straits", row["id"], "error", f"no stretch of the gate joins {between}")
    else:
        yield from _measured(row["id"], "", row, run[[0, -1]], list(run.reshape(-1, 2, 2)))
    for neck in records(row, "necks"):
        yield from _measured(row["id"], f"of {neck['name']}: ", neck, np.array(neck["line"]), [])


def _measured(strait: str, of: str, said: Row, ends: FloatArray, stretches: list[FloatArray]) -> Iterator[Finding]:
    """Check a width and a mid-point; where a line crosses an island, the mid-point may be that of one of its waters."""
    (lon0, lat0), (lon1, lat1) = ends
    length_m = float(geodesy.distance_m(lon0, lat0, lon1, lat1))
    if abs(length_m - 1000 * said["width_km"]) > MEASURED_WITHIN_M:
        text = f"{of}width_km is {said['width_km']:g}, but the line is {length_m / 1000:.1f} km long"
        yield Finding("straits", strait, "error", text)
    off_m = [float(geodesy.distance_m(*_middle(line), said["mid_lon"], said["mid_lat"])) for line in (ends, *stretches)]
    if min(off_m) > MEASURED_WITHIN_M:
        text = f"{of}the mid-point lies {off_m[0] / 1000:.1f} km from the middle of the line"
        yield Finding("straits", strait, "error", text)


def _middle(line: FloatArray) -> tuple[float, float]:
    (lon0, lat0), (lon1, lat1) = line
    azimuth, length_m = geodesy.inverse(lon0, lat0, lon1, lat1)
    lon, lat = geodesy.forward(lon0, lat0, azimuth, length_m / 2)
    return float(lon), float(lat)


def _main_gap(row: Row) -> FloatArray | None:
    """Return the ends of each stretch of that run which joins the two lands whose gap is measured, in order.

    It is one stretch, or several where islets lie on the line.
    """
    _, tree = land_index()
    number = 0 if is_missing(row.get("main_stretch")) else int(row["main_stretch"])
    seeds = [(seed["lon"], seed["lat"]) for seed in row["through"][number : number + 2]]
    if len(seeds) < 2:
        return None
    ends = _ends(row)
    # An end on a coast is written to a metre, so it may just miss its land.
    end, touched = tree.query(land_points(ends), predicate="dwithin", distance=1e-4)
    start_land, end_land = nearest_land(seeds)
    starts = [int(i) for i in end[touched == start_land] if i % 2 == 0]
    runs = [(b - a, a, b) for b in map(int, end[touched == end_land]) if b % 2 for a in starts if a < b]
    if not runs:
        return None
    _, first, last = min(runs)
    return ends[first : last + 1]


def _ends(row: Row) -> FloatArray:
    """Return both ends of each stretch of a gate in order, ``(2 * stretches, 2)``."""
    lines = shapely.get_parts(row["geometry"])
    return np.array([line.coords[i][:2] for line in lines for i in (0, -1)])


def _published_widths(row: Row) -> Iterator[Finding]:
    """List the published widths that differ from the gap that they describe."""
    measured = {neck["name"]: neck["width_km"] for neck in records(row, "necks")}
    for item in records(row, "published"):
        neck = item.get("neck")
        if neck and neck not in measured:
            yield Finding("straits", row["id"], "error", f"there is no neck {neck!r}")
            continue
        width_km = measured[neck] if neck else row["width_km"]
        least, most = item["value_km"], item.get("to_km", item["value_km"])
        difference = least / width_km - 1 if width_km < least else most / width_km - 1 if width_km > most else 0.0
        if abs(difference) > WIDTH_SHARE:
            yield Finding(
                "straits",
                row["id"],
                "note",
                f"{width_km:g} km here ({neck or '{} - {}'.format(row.get('coast_a'), row.get('coast_b'))}); "
                f"{item['source']} prints {item['text']} ({item['of']}), {100 * difference:+.0f} %",
            )


def _other_positions(row: Row) -> Iterator[Finding]:
    for other in records(row, "other_coords"):
        far_m = geodesy.distance_m(*lonlat_of(row), other["lon"], other["lat"])
        far_km = float(far_m) / 1000
        if far_km > row["precision_km"] + 1.0:
            yield Finding("bases", row["id"], "note", f"{other['source']} puts it {far_km:.1f} km away")


def _nodes(rows: list[Row]) -> Iterator[Finding]:
    bases = {b["id"]: b["geometry"] for b in rows_of(layers.load("bases"))}
    for row in rows:
        base = row.get("base")
        if is_missing(base):
            continue
        if base not in bases:
            yield Finding("nodes", row["id"], "error", f"there is no base {base!r}")
        elif bases[base] != row["geometry"]:
            yield Finding("nodes", row["id"], "error", f"it does not lie where its base {base} does")


def _chain(row: Row) -> Iterator[Finding]:
    stations = np.array([(s["lon"], s["lat"]) for s in row["stations"]])
    line = shapely.get_coordinates(row["geometry"])
    if stations.shape != line.shape or np.abs((stations - line + 180) % 360 - 180).max() > 1e-3:
        yield Finding("chains", row["id"], "error", "the line does not run through its stations")
    if np.abs(np.diff(line[:, 0])).max() > 180:
        yield Finding("chains", row["id"], "error", "the line jumps across 180 degrees; let its longitudes run on")
    if not row["geometry"].is_simple:
        yield Finding("chains", row["id"], "warning", "the line crosses itself: are its stations in order?")
    for station, far_m in zip(row["stations"], distance_to_land_m(stations), strict=True):
        if far_m > LAND_WITHIN_M:
            yield Finding("chains", row["id"], "error", f"{station['name']} is {far_m / 1000:.1f} km from land")


def _sea(row: Row) -> Iterator[Finding]:
    points = shapely.get_coordinates(row["geometry"])
    if row["kind"] == "sea" and inland_m(points).max() > LAND_WITHIN_M:
        yield Finding("seas", row["id"], "warning", "its label would run over land")
    if row["kind"] == "island" and distance_to_land_m(points).max() > LAND_WITHIN_M:
        yield Finding("seas", row["id"], "error", "it does not lie on land")


def _claims(rows: list[Row]) -> Iterator[Finding]:
    from eastup.places import all_places

    known = {p.id for p in all_places()}
    for row in rows:
        for column in ("from_id", "to_id"):
            if not is_missing(row.get(column)) and row[column] not in known:
                yield Finding("claims", row["id"], "error", f"there is no place {row[column]!r}")
        in_time = row.get("unit") in {"h", "days"}
        if in_time != str(row.get("kind")).startswith("time"):
            text = f"a claim of the kind {row.get('kind')!r} is not given in {row.get('unit')}"
            yield Finding("claims", row["id"], "error", text)
        try:
            positive = float(row["value"]) > 0
        except (KeyError, TypeError, ValueError):
            positive = False
        if not positive:
            yield Finding("claims", row["id"], "error", f"value {row.get('value')!r} is not a positive number")
        if (row.get("unit") == "deg") != (row.get("kind") == "azimuth"):
            text = f"a claim of the kind {row.get('kind')!r} is not given in {row.get('unit')}"
            yield Finding("claims", row["id"], "error", text)
        if not is_missing(row.get("qualifier")) and row["qualifier"] not in {"about", "over", "under"}:
            yield Finding("claims", row["id"], "error", f"qualifier {row['qualifier']!r} is none of about, over, under")
        yield from _claim_ends(row)
        if is_missing(row.get("speed")) < is_missing(row.get("stated_nmi")) and not in_time:
            yield Finding("claims", row["id"], "error", "speed without stated_nmi")


def _claim_ends(row: Row) -> Iterator[Finding]:
    """Check that each end of a claim is a place or a land, or that a note says why it is neither."""
    for end in ("from", "to"):
        place, area = row.get(f"{end}_id"), row.get(f"{end}_area")
        if not is_missing(place) and not is_missing(area):
            yield Finding("claims", row["id"], "error", f"{end}_id and {end}_area: an end is a place or a land")
        if not is_missing(area) and not _names_a_land(str(area)):
            text = f"{end}_area {area!r} is no point on land: write lon,lat"
            yield Finding("claims", row["id"], "error", text)
    lacks = [f"{e}_id" for e in ("from", "to") if is_missing(row.get(f"{e}_id")) and is_missing(row.get(f"{e}_area"))]
    if lacks and is_missing(row.get("note")):
        yield Finding("claims", row["id"], "error", f"no {' and '.join(lacks)}, and no note that says why")


def _names_a_land(area: str) -> bool:
    try:
        lon, lat = (float(part) for part in area.split(","))
    except ValueError:
        return False
    return land_at(lon, lat) is not None
