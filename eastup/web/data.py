"""What the interactive page shows, gathered as plain JSON: everything projected into the view, in kilometres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup import basemap, distance, geodesy, layers, places
from eastup.briefing.content import base_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from eastup.places import SomePlaces
    from eastup.view import View

LANGUAGES = ("en", "ja", "ko")
_REGION_LONLAT = [(94.0, 0.0), (94.0, 58.0), (160.0, 56.0), (158.0, 8.0), (126.0, -6.0), (104.0, -6.0)]
_PIXEL_M = 3000.0
_HIDDEN = {"geometry", "through", "stations", "main_stretch", "reach_deg", "necks", "forms", "other_coords", "aliases"}


def gather(
    view: View, hubs: SomePlaces, targets: SomePlaces, lang: str, user_layers: Mapping[str, gpd.GeoDataFrame]
) -> dict[str, Any]:
    """Return the page's data: map shapes in the view, features with their facts, and the distance of hub to target."""
    bounds = view.fit(geodesy.line([*_REGION_LONLAT, _REGION_LONLAT[0]]), margin=0.02)
    from_places, to_places = places.select(hubs), places.select(targets)
    azimuth_deg, km = distance.pairwise([(p.lon, p.lat) for p in from_places], [(p.lon, p.lat) for p in to_places])
    return {
        "lang": lang,
        "up": view.up,
        "bounds": _km(np.array(bounds).reshape(2, 2)),
        "land": _land(view, bounds),
        "borders": _lines(view, basemap.borders_in_view(view.crs, bounds, _PIXEL_M).geometry, projected=True),
        "graticule": _graticule(view),
        "chain": _chain(view),
        "straits": _straits(view, {p.id for p in to_places}),
        "points": _points(view),
        "user": [_user(view, name, frame) for name, frame in sorted(user_layers.items())],
        "hubs": [_place(view, p) for p in from_places],
        "targets": [_place(view, p) for p in to_places],
        "rays": [[_ray(view, a, b) for b in to_places] for a in from_places],
        "km": np.round(km, 1).tolist(),
        "azimuth": np.round(azimuth_deg, 1).tolist(),
        "north": view.azimuth_to_page_deg(*view.center, 0.0) if view.center else 0.0,
    }


def _km(xy: Any) -> list[list[float]]:
    return np.round(np.asarray(xy) / 1000.0, 1).tolist()  # type: ignore[no-any-return]


def _project(view: View, lonlat: Any) -> list[list[float]]:
    points = np.asarray(lonlat, float)
    return _km(np.column_stack(view.forward(points[:, 0], points[:, 1])))


def _land(view: View, bounds: basemap.Bounds) -> list[list[list[list[float]]]]:
    frame = basemap.land_in_view(view.crs, bounds, _PIXEL_M)
    whole = shapely.get_parts(shapely.union_all(frame.geometry.to_numpy()))
    return [
        [_km(shapely.get_coordinates(ring)) for ring in [polygon.exterior, *polygon.interiors]]
        for polygon in whole
        if polygon.geom_type == "Polygon"
    ]


def _lines(view: View, shapes: Any, *, projected: bool = False) -> list[list[list[float]]]:
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    coordinates = [shapely.get_coordinates(p) for p in parts]
    return [_km(c) if projected else _project(view, geodesy.line(c, 50_000.0)) for c in coordinates]


def _graticule(view: View) -> list[list[list[float]]]:
    lines = [np.column_stack([np.full(81, lon), np.linspace(-10, 65, 81)]) for lon in range(80, 181, 10)]
    lines += [np.column_stack([np.linspace(80, 180, 101), np.full(101, lat)]) for lat in range(-10, 61, 10)]
    return [_project(view, line) for line in lines]


def _chain(view: View) -> dict[str, Any]:
    chains = layers.load("chains")
    row = chains[chains["default"].fillna(False).astype(bool)].iloc[0]
    return {"lines": _lines(view, [row.geometry]), "source": row["source"], "names": _names(dict(row))}


def _straits(view: View, wanted: set[str]) -> list[dict[str, Any]]:
    found = []
    for row in layers.load("straits").to_dict("records"):
        if not wanted or row["id"] in wanted:
            middle = _project(view, [[row["mid_lon"], row["mid_lat"]]])[0]
            found.append({**_feature(row), "at": middle, "gate": _lines(view, [row["geometry"]])})
    return found


def _points(view: View) -> list[dict[str, Any]]:
    found = []
    for layer in ("bases", "nodes", "places"):
        for row in layers.load(layer).to_dict("records"):
            if layer == "nodes" and isinstance(row.get("base"), str):
                continue  # the base itself is there already
            kind = base_class(row) if layer == "bases" else layer
            if layer == "bases" and row.get("access") == "civil":
                kind = "civil"
            point = row["geometry"]
            found.append({**_feature(row), "at": _project(view, [[point.x, point.y]])[0], "kind": kind})
    return found


def _user(view: View, name: str, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    features = []
    for row in layers.flat(frame).to_dict("records"):
        for part in shapely.get_parts(row["geometry"]):
            lines = [part] if part.geom_type in {"Point", "LineString"} else list(shapely.get_rings(part))
            shapes = [_project(view, geodesy.line(shapely.get_coordinates(s), 50_000.0)) for s in lines]
            features.append({**_feature(row), "type": part.geom_type, "shapes": shapes})
    return {"name": name, "features": features}


def _place(view: View, place: places.Place) -> dict[str, Any]:
    names = {"en": place.name, **{k: v for k, v in place.names if k in LANGUAGES}}
    return {"id": place.id, "names": names, "at": _project(view, [[place.lon, place.lat]])[0]}


def _ray(view: View, a: places.Place, b: places.Place) -> list[list[float]]:
    """Return the geodesic between two places: a straight line of the page would not be the way that is measured."""
    lonlat = geodesy.line([(a.lon, a.lat), (b.lon, b.lat)], 400_000.0)
    return np.round(_project(view, lonlat)).astype(int).tolist()  # type: ignore[no-any-return]


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = {}
    for key, value in row.items():
        if key in _HIDDEN or str(key).startswith("name") or value is None or value != value or value == "":
            continue
        text = "; ".join(_entry(v) for v in value) if isinstance(value, list) else _entry(value)
        if text:
            facts[str(key)] = text
    return {"id": str(row.get("id", "")), "names": _names(row), "facts": facts}


def _entry(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(value[k]) for k in ("text", "of", "source", "form", "used_by") if k in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    names = {"en": str(row["name"])}
    for lang in ("ja", "ko"):
        if isinstance(row.get(f"name_{lang}"), str):
            names[lang] = row[f"name_{lang}"]
    return names
