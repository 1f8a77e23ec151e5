"""Writes ``layers/passages.geojson``: the passages of ``geo/passages.toml``, each with its gate drawn on the coast.

python -m geo.recipes.passages
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from eastup.basemap.coast import Coast
from eastup.layers.registers import sources
from geo.recipes import gates

GEO = Path(__file__).resolve().parents[1]
_REACH_DEG = 0.6
_KEPT = ("name_source", "note", "main_stretch")


def feature(passage: dict[str, Any], toll_km: dict[str, float], as_of: str, coast: Coast) -> dict[str, Any]:
    """Return a passage as a feature."""
    through: list[dict[str, Any]] = [{"name": passage["name"], "lon": x, "lat": y} for x, y in passage["through"]]
    kind = passage["class"]
    properties = {
        "id": passage["id"],
        "name": passage["name"],
        "name_ja": passage["name_ja"],
        "name_ko": passage["name_ko"],
        **{key: passage[key] for key in _KEPT if key in passage},
        "class": kind,
        "traffic": passage.get("traffic", "open"),
        "toll_km": toll_km.get(kind, 0.0),
        "why": passage["why"],
        "source": "; ".join(f"{sources()[own].publisher}, {sources()[own].title}" for own in passage["source_ids"]),
        "source_ids": passage["source_ids"],
        "as_of": passage.get("as_of", as_of),
        "as_of_is": "edition",
        "through": through,
        "reach_deg": passage.get("reach_deg", _REACH_DEG),
    }
    drawn: dict[str, Any] = {"type": "Feature", "properties": properties, "geometry": None}
    gates.draw(drawn, coast)
    if "narrowest" in passage:
        a, b = map(tuple, passage["narrowest"])
        properties.update(gates.measured(coast.between(a, b, properties["reach_deg"])))
    drawn["geometry"]["coordinates"] = _signed(drawn["geometry"]["coordinates"])
    for place in through:
        place["lon"] = _signed([place["lon"], place["lat"]])[0]
    return drawn


def _signed(coordinates: list[Any]) -> list[Any]:
    """Bring the longitudes of nested coordinates into those from -180 to 180: the land's run on beyond."""
    if isinstance(coordinates[0], list):
        return [_signed(part) for part in coordinates]
    lon, lat = coordinates
    return [round(lon - 360.0, 5) if lon > 180.0 else lon, lat]


def main(source: Path, target: Path) -> None:
    document = tomllib.loads(source.read_text(encoding="utf-8"))
    coast = Coast()
    features = [feature(p, document["toll_km"], document["as_of"], coast) for p in document["passage"]]
    for one in features:
        p = one["properties"]
        print(f"{p['id']:28} {p['mid_lat']:8.3f} {p['mid_lon']:8.3f} {p['width_km']:7.1f} km", file=sys.stderr)
    target.write_text(gates.readable({"type": "FeatureCollection", "name": "passages", "features": features}), "utf-8")


if __name__ == "__main__":
    main(GEO / "passages.toml", GEO.parent / "layers" / "passages.geojson")
