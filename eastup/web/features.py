"""What the interactive page shows, as plain JSON in longitude and latitude.

Nothing here is projected or measured: the page projects and measures itself, with the same formulas.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

import geopandas as gpd
import numpy as np
import shapely

from eastup import geodesy, layers, places, words
from eastup.errors import InputError, InputWarning
from eastup.io.version import __version__
from eastup.layers.query import base_class, newest_date
from eastup.layers.reading.kmlstyle import COLUMNS as COLOR_COLUMNS
from eastup.layers.sets import CAPITALS
from eastup.view.view import PROJECTIONS, WORLD
from eastup.web import lands
from eastup.web.facts import translated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike
    from shapely.geometry.base import BaseGeometry

    from eastup.layers.query import Row
    from eastup.view.view import View
    from eastup.web.lands import LandEntry

LANGUAGES = ("en", "ja", "ko")
COUNTRIES = ("operator_country", "host", "country", "administered_by", "claimed_by")
"""Columns of countries, by their codes."""
MOST_FEATURES = 20_000
"""Of a layer of the user's own: with more a browser takes longer than a reader waits."""
_HIDDEN = {
    "geometry", "id", "aliases", "default", "forms", "label", "main_stretch", "mid_lat", "mid_lon", "necks", "order",
    "other_coords", "reach_deg", "sea_lat", "sea_lon", "stations", "through",
    "as_of_is", "designation_facts", "group", "law_acts", "law_corridor_nmi", "law_limits_nmi", "law_note",
    "law_positions", "law_regime", "law_source_ids", "law_states", "position_source_id", "sea_source_id",
    "source_ids", "status_source_id", "drawn", "bounds",
}  # fmt: skip

_ELSEWHERE = "Names: see name_source. "
"""What a source says of a column that the page does not carry."""
_INNER = {"chain", "inside", "outside", "part_of", "side_a", "side_b", "variant", "vertex", "with_korea"}
"""Columns of our own layers that say something to eastup, and nothing to a reader."""

_OF_A_PASSAGE = {
    **{key: key for key in ("id", "name", "name_ja", "name_ko", "aliases", "geometry", "mid_lon", "mid_lat")},
    "width_km": "width_km",
    "why": "note",
    "source": "source",
    "as_of": "as_of",
}
"""What the page tells of it, by the names that a strait has for the same."""


class _Port(TypedDict):
    sea: NotRequired[list[float]]
    """Where ships are counted from, if that is elsewhere."""


class PlaceEntry(_Port):
    """A hub or a target, as the page knows it."""

    precision_km: NotRequired[float]
    """How far its position may be off, where known."""

    id: str
    names: dict[str, str]
    at: list[float]


class Content(TypedDict):
    """The page's features with their facts; each list is in the order of its layer."""

    lang: str
    made: dict[str, str]
    view: dict[str, object]
    hubs: list[PlaceEntry]
    targets: list[PlaceEntry]
    chains: list[dict[str, object]]
    straits: list[dict[str, object]]
    passages: list[dict[str, object]]
    designations: dict[str, dict[str, str]]
    ports: dict[str, list[str]]
    told: list[list[str]]
    points: list[dict[str, object]]
    seas: list[dict[str, object]]
    lands: list[LandEntry]
    user: list[dict[str, object]]


def gather(
    view: View,
    hubs: Sequence[places.Place],
    targets: Sequence[places.Place],
    lang: str,
    user_layers: Mapping[str, gpd.GeoDataFrame],
) -> Content:
    """Return the page's features with their facts, the hubs and the targets; the land is in `eastup.web.land`."""
    points, straits, passages = _points(), _straits(), _passages()
    drawn = {(feature["id"], str(feature["at"])) for feature in (*points, *straits, *passages)}
    asked = (place for place in (*hubs, *targets) if (place.id, str(_place(place)["at"])) not in drawn)
    own = {**_marks(asked), **user_layers}
    chains, seas = _chains(), _seas()
    return {
        "lang": lang,
        "made": {"version": __version__, "date": newest_date()},
        "view": projection(view),
        "hubs": [_place(p) for p in hubs],
        "targets": [_place(p) for p in targets],
        "chains": chains,
        "straits": straits,
        "passages": passages,
        "designations": _designations(),
        "ports": _ports(),
        "told": translated(_facts([*chains, *straits, *passages, *points, *seas])),
        "points": points,
        "seas": seas,
        "lands": lands.gather(),
        "user": [own_layer(name, frame) for name, frame in sorted(own.items())],
    }


def _facts(features: Iterable[dict[str, object]]) -> Iterator[str]:
    for feature in features:
        yield from cast("dict[str, str]", feature["facts"]).values()


def _marks(asked: Iterable[places.Place]) -> dict[str, gpd.GeoDataFrame]:
    """Return the points among places, by the file that they come from."""
    found: dict[str, dict[str, places.Place]] = {}
    for place in asked:
        if place.shape is None:
            found.setdefault(place.layer or "points", {})[place.id] = place
    return {
        name: gpd.GeoDataFrame(
            [{"id": p.id, "name": p.name, **{f"name_{lang}": told for lang, told in p.names}} for p in some.values()],
            geometry=gpd.points_from_xy([p.lon for p in some.values()], [p.lat for p in some.values()]),
            crs=layers.CRS,
        )
        for name, some in found.items()
    }


def projection(view: View) -> dict[str, object]:
    """Return what the page needs to project as the view does: its projection before the page is turned, and ``up``."""
    if view.projection == WORLD:
        hint = f"it shows regions: use {', '.join(PROJECTIONS)}; a map shows the globe"
        raise InputError(f"an interactive page has no {WORLD} projection", hint=hint)
    if view.projection == "oblique-mercator":
        words = (word.lstrip("+").partition("=") for word in view.turned(0.0).export("proj").split())
        wanted = {"lat_0", "lonc", "alpha", "gamma", "k", "x_0", "y_0"}
        numbers = {key: float(value) for key, _, value in words if key in wanted}
    else:
        assert view.center is not None  # a View fills it in
        numbers = {"lon_0": view.center[0], "lat_0": view.center[1]}
    return {"projection": view.projection, "up": view.up, "center": view.center, **numbers}


def _chains() -> list[dict[str, object]]:
    found = []
    for row in layers.load("chains").to_dict("records"):
        main = row.get("default") is True or row["chain"] == "own" or row.get("variant") == "second-wikipedia"
        if main:
            line = geodesy.line(shapely.get_coordinates(row["geometry"]), 100_000.0)
            found.append({**_feature(row), "chain": row["chain"], "lines": [_lonlat(line)]})
    return found


def _straits() -> list[dict[str, object]]:
    return [_gate(row) for row in layers.load("straits").to_dict("records")]


def _passages() -> list[dict[str, object]]:
    """Return the gates that ships use beside the straits of the layer: passages, and in a theatre our straits."""
    taken = set(layers.load("straits")["id"])
    rows = [row for name in ("straits", "passages") for row in layers.ours(name).to_dict("records")]
    beside = (row for row in rows if row["traffic"] == "open" and row["id"] not in taken)
    return [_gate({_OF_A_PASSAGE[key]: row[key] for key in row if key in _OF_A_PASSAGE}) for row in beside]


def _gate(row: Row) -> dict[str, object]:
    lines = [_lonlat(shapely.get_coordinates(part)) for part in shapely.get_parts(row["geometry"])]
    middle = _lonlat([[row["mid_lon"], row["mid_lat"]]])[0]
    gate = _feature({**row, "width_km": f"{row['width_km']:.1f}".removesuffix(".0")})  # as our own layer tells it
    return {**gate, "at": middle, "lines": lines, "width_km": float(row["width_km"])}


def _designations() -> dict[str, dict[str, str]]:
    """Return the names of designations by their ids."""
    return {
        key: {"en": told.name, "ja": told.name_ja, "ko": told.name_ko} for key, told in layers.designations().items()
    }


def _ports() -> dict[str, list[str]]:
    """Return the names in Japanese and Korean of the ports that places count from, by their English names."""
    told = [words.of("ports", lang).texts for lang in LANGUAGES[1:]]
    frames = [layers.load(name) for name in ("bases", "nodes", "places")]
    used = {port for frame in frames if "sea_name" in frame for port in frame["sea_name"].dropna()}
    return {port: [names[port] for names in told] for port in sorted(used) if all(port in names for names in told)}


def _points() -> list[dict[str, object]]:
    """Return bases, nodes and places, each place once: a node that is a base is the base."""
    found, taken, cities = [], set(), layers.load("places")
    capitals = set(cities["name"][cities["id"].isin(CAPITALS)])  # the port of one may stand for it
    for layer in ("bases", "nodes", "places"):
        for row in layers.load(layer).to_dict("records"):
            if layer == "nodes" and isinstance(row.get("base"), str):
                continue
            name, point = str(row["name"]), row["geometry"]
            if layer == "places" and (name, round(point.x), round(point.y)) in taken:
                continue
            taken.add((name, round(point.x), round(point.y)))
            kind = {"bases": base_class(row), "nodes": "node"}.get(layer) or (
                "city" if row.get("kind") == "city" else "place"
            )
            if layer == "bases" and row.get("access") == "civil":
                kind = "civil"
            at = _lonlat([[point.x, point.y]])[0]
            capital = {"capital": True} if layer != "bases" and name in capitals else {}
            found.append({**_feature(row), "at": at, "kind": kind, **capital, **_port(at, _sea_point(row, point))})
    return found


def _seas() -> list[dict[str, object]]:
    found = []
    for row in layers.load("seas").to_dict("records"):
        if row.get("label") is not False and row["kind"] == "sea":
            along = shapely.get_coordinates(row["geometry"])
            middle = row["geometry"].interpolate(0.5, normalized=True) if len(along) > 1 else row["geometry"]
            found.append({**_feature(row), "at": _lonlat([[middle.x, middle.y]])[0]})
    return found


def own_layer(name: str, frame: gpd.GeoDataFrame) -> dict[str, object]:
    """Return a layer of the user's own.

    ``left_out`` tells how many of its features have no position; where it has more than `MOST_FEATURES`, ``first``
    and ``of`` tell that the page holds only some.
    """
    held = frame.iloc[:MOST_FEATURES]
    left_out = sum(not _has_place(shape) for shape in held.geometry)
    told = {"left_out": left_out} if left_out else {}
    if len(frame) > MOST_FEATURES:
        what = f"layer {name!r} has {len(frame):,} features: the page holds the first {MOST_FEATURES:,} of them"
        warnings.warn(f"{what}; 'eastup map --layer' draws all", InputWarning, stacklevel=5)
        told |= {"first": MOST_FEATURES, "of": len(frame)}
    return {"name": name, "features": _user(held), **told}


def _user(frame: gpd.GeoDataFrame) -> list[dict[str, object]]:
    features = []
    table = layers.flat(frame.to_crs(layers.CRS))
    for number, row in enumerate(table.to_dict("records"), start=1):
        shape = row["geometry"]
        if not _has_place(shape):
            continue
        row = {"id": f"row-{number}", "name": f"{number}", **row}
        parts = sorted(_simple_parts(shape), key=lambda part: -part.area)  # those without an area stay in their order
        for number_of_part, part in enumerate(parts):
            rings = list(shapely.get_rings(part)) if part.geom_type == "Polygon" else [part]
            lines = [shapely.get_coordinates(r) for r in rings]
            if part.geom_type == "LineString":
                lines = [geodesy.line(line, 100_000.0) for line in lines]
            shown = {"type": part.geom_type, "lines": [_lonlat(line) for line in lines], **_color(row, part.geom_type)}
            feature = {**_feature(row, frozenset()), **shown}
            if part.geom_type == "Polygon" and number_of_part > 0:
                feature["part"] = True  # of an area of many islands only the largest part is named
            if isinstance(part, shapely.Point):
                feature |= _port(_lonlat([[part.x, part.y]])[0], _sea_point(row, part))
            features.append(feature)
    return features


_STYLED = {column for columns in COLOR_COLUMNS.values() for column in columns}
_HEX = re.compile(r"#?(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def _color(row: Row, kind: str) -> dict[str, str]:
    """Return the colour that a feature has in its file, by GeoJSON's simplestyle: ``color``, as ``#rrggbb``."""
    for column in COLOR_COLUMNS.get(kind, ()):
        if isinstance(given := row.get(column), str) and _HEX.fullmatch(given.strip()):
            digits = given.strip().lstrip("#").lower()
            return {"color": f"#{digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)}"}
    return {}


def _has_place(shape: BaseGeometry | None) -> bool:
    return shape is not None and not shape.is_empty and bool(np.isfinite(shapely.get_coordinates(shape)).all())


def _simple_parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """Take a geometry apart into points, lines and polygons; collections may hold collections."""
    if not hasattr(shape, "geoms"):
        return [shapely.LineString(shape) if isinstance(shape, shapely.LinearRing) else shape]
    return [part for inner in shape.geoms for part in _simple_parts(inner)]


def _sea_point(row: Row, point: shapely.Point) -> tuple[float, float]:
    """Return where ships are counted from: the port of a row, or the point itself."""
    port = tuple(row.get(key) for key in ("sea_lon", "sea_lat"))
    if all(isinstance(value, float) and np.isfinite(value) for value in port):
        return port  # type: ignore[return-value]
    return point.x, point.y


def _port(at: list[float], sea_point: tuple[float, float]) -> _Port:
    """Return where ships are counted from, if that is not the place itself."""
    port = _lonlat([sea_point])[0]
    return {"sea": port} if port != at else {}


def _place(place: places.Place) -> PlaceEntry:
    names = {"en": place.name, **{k: v for k, v in place.names if k in LANGUAGES}}
    at = [round(place.lon, 6), round(place.lat, 6)]
    entry: PlaceEntry = {"id": place.id, "names": names, "at": at}
    if "sea" in (port := _port(at, place.sea_point)):
        entry["sea"] = port["sea"]
    if place.precision_km is not None:
        entry["precision_km"] = place.precision_km
    return entry


def _lonlat(points: ArrayLike) -> list[list[float]]:
    """Round to six decimals: 0.1 m."""
    return np.round(np.asarray(points, float), 6).tolist()  # type: ignore[no-any-return]


def _feature(row: Row, inner: Collection[str] = _INNER) -> dict[str, object]:
    facts = {}
    for key, value in row.items():
        if key in _HIDDEN or key in inner or key == "name" or str(key).startswith("name_"):
            continue
        text = _text(value).removeprefix(_ELSEWHERE)
        if text and not (key in _STYLED and _HEX.fullmatch(text)):
            facts[str(key)] = text
    also = [str(a) for a in row["aliases"]] if isinstance(row.get("aliases"), list | np.ndarray) else []
    also += [row[key] for key in ("name_zh_hans", "name_zh_hant", "name_fil") if isinstance(row.get(key), str)]
    return {"id": str(row.get("id", "")), "names": _names(row), "facts": facts, **({"also": also} if also else {})}


def _text(value: object) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(filter(None, (_text(v) for v in value)))
    if isinstance(value, dict):
        return ", ".join(str(value[k]) for k in ("text", "of", "source") if k in value)
    if value is None or value != value or isinstance(value, shapely.geometry.base.BaseGeometry):
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value).strip()


def _names(row: Row) -> dict[str, str]:
    names = {"en": str(row["name"])}
    for lang in ("ja", "ko"):
        if isinstance(row.get(f"name_{lang}"), str):
            names[lang] = row[f"name_{lang}"]
    return names
