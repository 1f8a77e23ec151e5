"""Gives each gate the sea on either side, and each chain its inside and outside as areas.

    python geo/recipes/sides.py

``layers/straits.geojson``: ``side_a`` is the sea on the left of the gate's line as it is drawn, from its first point to
its last, ``side_b`` the one on the right; ``part_of`` is the strait whose gate the same ship passes too.

``layers/chains.geojson``: ``inside`` and ``outside`` are polygons (WKT, longitudes of 0 to 360) between the chain's own
line and the land behind it: Asia for the inside, the far shores of the Pacific for the outside. Where the sources end a
chain on an island, the area goes on along the islands next to it. Waters of neither belong to no side.
Only these properties are written; all else in the files stays as it is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo.recipes.gates import readable

Points = tuple[tuple[float, float], ...]

OKHOTSK, JAPAN, YELLOW, EAST_CHINA = "Sea of Okhotsk", "Sea of Japan / East Sea", "Yellow Sea", "East China Sea"
SOUTH_CHINA, PHILIPPINE, PACIFIC, SULU = "South China Sea", "Philippine Sea", "Pacific Ocean", "Sulu Sea"
CELEBES, JAVA = "Celebes Sea", "Java Sea"

SIDES: dict[str, tuple[str, str]] = {
    "first-kuril-strait": (PACIFIC, OKHOTSK),
    "bussol-strait": (OKHOTSK, PACIFIC),
    "vries-strait": (OKHOTSK, PACIFIC),
    "nemuro-strait": (OKHOTSK, PACIFIC),
    "la-perouse-strait": (JAPAN, OKHOTSK),
    "tsugaru-strait": (JAPAN, PACIFIC),
    "korea-strait-western-channel": (JAPAN, EAST_CHINA),
    "tsushima-strait": (JAPAN, EAST_CHINA),
    "korea-strait": (JAPAN, EAST_CHINA),
    "jeju-strait": (YELLOW, EAST_CHINA),
    "osumi-strait": (PHILIPPINE, EAST_CHINA),
    "tokara-strait": (PHILIPPINE, EAST_CHINA),
    "amami-passages": (PHILIPPINE, EAST_CHINA),
    "okinawa-yoron-gap": (PHILIPPINE, EAST_CHINA),
    "miyako-strait": (PHILIPPINE, EAST_CHINA),
    "ishigaki-channel": (PHILIPPINE, EAST_CHINA),
    "iriomote-yonaguni-gap": (PHILIPPINE, EAST_CHINA),
    "yonaguni-gap": (PHILIPPINE, EAST_CHINA),
    "taiwan-strait": (SOUTH_CHINA, EAST_CHINA),
    "penghu-channel": ("Taiwan Strait", SOUTH_CHINA),
    "luzon-strait": (PHILIPPINE, SOUTH_CHINA),
    "bashi-channel": (PHILIPPINE, SOUTH_CHINA),
    "balintang-channel": (PHILIPPINE, SOUTH_CHINA),
    "babuyan-channel": (SOUTH_CHINA, PHILIPPINE),
    "verde-island-passage": (SOUTH_CHINA, "Sibuyan Sea"),
    "mindoro-strait": (SULU, SOUTH_CHINA),
    "san-bernardino-strait": (PHILIPPINE, "Samar Sea"),
    "surigao-strait": (PHILIPPINE, "Bohol Sea"),
    "basilan-strait": (SULU, CELEBES),
    "sibutu-passage": (SULU, CELEBES),
    "balabac-strait": (SULU, SOUTH_CHINA),
    "makassar-strait": (CELEBES, JAVA),
    "lombok-strait": ("Indian Ocean", JAVA),
    "sunda-strait": (JAVA, "Indian Ocean"),
    "malacca-strait": (SOUTH_CHINA, "Andaman Sea"),
    "yekaterina-strait": (OKHOTSK, PACIFIC),
    "urup-strait": (OKHOTSK, PACIFIC),
    "kruzenshtern-strait": (PACIFIC, OKHOTSK),
    "linapacan-strait": (SOUTH_CHINA, SULU),
    "san-juanico-strait": (PHILIPPINE, "Samar Sea"),
    "alice-channel": (SULU, CELEBES),
    "sulu-archipelago-passages": (SULU, CELEBES),
    "karimata-strait": (JAVA, SOUTH_CHINA),
    "alas-strait": (JAVA, "Indian Ocean"),
    "ombai-strait": ("Banda Sea", "Savu Sea"),
    "wetar-strait": ("Banda Sea", "Savu Sea"),
    "torres-strait": ("Arafura Sea", "Coral Sea"),
    "qiongzhou-strait": (SOUTH_CHINA, "Gulf of Tonkin"),
    "bohai-strait": (YELLOW, "Bohai Sea"),
    "tatar-strait": (OKHOTSK, JAPAN),
    "izu-islands-passages": (PACIFIC, PHILIPPINE),
    "hachijo-ogasawara-gap": (PACIFIC, PHILIPPINE),
    "ogasawara-iwo-gap": (PACIFIC, PHILIPPINE),
    "volcano-marianas-gap": (PACIFIC, PHILIPPINE),
    "guam-rota-gap": (PACIFIC, PHILIPPINE),
    "guam-yap-gap": (PACIFIC, PHILIPPINE),
    "yap-palau-gap": (PACIFIC, PHILIPPINE),
    "palau-new-guinea-gap": (PACIFIC, PHILIPPINE),
}
"""Left and right of each gate's line; names of `seas` where that layer has the sea, else those of the strait's article
in the English Wikipedia, as which two seas it joins."""

PART_OF = {
    "korea-strait-western-channel": "korea-strait",
    "tsushima-strait": "korea-strait",
    "bashi-channel": "luzon-strait",
    "balintang-channel": "luzon-strait",
    "babuyan-channel": "luzon-strait",
}

# Corners of the areas. On land they may stand anywhere; at sea they follow islands or narrows.
_ASIA: Points = ((103.2, 2.2), (101.5, 4.5), (99.3, 8.5), (98.9, 12.0), (99.0, 17.0), (100.0, 25.0), (108.0, 38.0))
_SUNDA: Points = ((109.4, 0.0), (107.8, -2.8), (106.3, -2.4), (104.5, -2.5), (102.8, 0.3))
_TO_BORNEO: Points = ((121.047, 12.3615), (120.1, 12.1215), (118.759, 9.7421), (117.0227, 7.9399), (116.051, 5.9372))
_SAKHALIN: Points = ((125.0, 52.0), (138.0, 52.5), (142.5, 52.5), (142.4, 46.6), (142.4, 44.5))
_JAPAN_DOWN: Points = (
    (144.193, 43.041), (143.217, 42.7333), (140.822, 41.77), (140.691, 40.7347), (140.917, 38.1397), (140.431, 37.2274),
)  # fmt: skip
_TO_KYUSHU: Points = ((138.1877, 34.796), (135.438, 34.7855), (133.669, 33.5461), (131.449, 31.8772))
_TO_OKINAWA: Points = ((130.659, 30.3856), (129.8658, 29.8514), (129.713, 28.4306), (128.402, 27.044))
_KURILS: Points = (
    (159.0, 54.5), (156.9, 51.5), (156.3499, 50.7474), (155.8319, 50.3841), (154.7527, 49.4499), (154.118, 48.8114),
    (152.0364, 46.9688), (149.9897, 45.9001), (147.8386, 44.9907), (145.8126, 44.0852),
)  # fmt: skip
_IZU: Points = ((139.5, 36.0), (139.36, 34.782), (139.786, 33.115))
_EAST_INDIES: Points = ((117.0, 1.2), (120.5, 0.6), (124.8, 1.4), (127.9, 0.9), (131.5, -0.9))
_NEW_GUINEA: Points = ((136.0, -3.0), (141.5, -5.5), (147.5, -9.0), (150.2, -10.4))
_PACIFIC_RIM: Points = (
    (145.0, -16.5), (150.0, -25.0), (150.0, -33.0), (146.5, -37.5), (146.5, -42.5), (147.0, -60.0), (170.0, -60.0),
    (195.0, -60.0), (220.0, -60.0), (245.0, -60.0), (270.0, -60.0), (288.0, -60.0), (288.5, -48.0), (290.0, -30.0),
    (290.0, -17.0), (282.0, -8.0), (283.0, 3.0), (282.0, 7.8), (275.5, 11.0), (268.0, 16.0), (257.0, 21.0),
    (250.0, 28.0), (245.0, 33.5), (240.0, 39.0), (239.0, 48.0), (229.0, 57.0), (220.0, 61.5), (209.0, 62.0),
)  # fmt: skip
_BERING: Points = ((200.0, 66.0), (191.0, 66.0), (187.0, 66.5), (178.0, 65.5), (170.0, 62.5), (163.5, 59.5))
_ALEUTIANS: Points = ((203.0, 57.6), (197.5, 55.4), (193.0, 53.7), (188.0, 52.7))

_MAINLAND = (*_ASIA, (115.0, 48.0))
_TO_SHUMSHU = (*_MAINLAND, (125.0, 58.0), (145.0, 64.0), (166.0, 64.0), (162.0, 57.0), (157.5, 52.0))
_TO_HOKKAIDO = (*_MAINLAND, *_SAKHALIN)
_TO_MIYAZAKI = (*_MAINLAND, (126.5, 41.5), (127.5, 37.0), (129.0, 35.2), (130.6, 33.4))
_TO_ADAK = (*_MAINLAND, (125.0, 58.0), (145.0, 64.0), (187.0, 66.5), (200.0, 65.5), *_ALEUTIANS)
_RIM_TO_SHUMSHU = (*_PACIFIC_RIM, *_BERING, (159.0, 54.5), (156.9, 51.5))
_RIM_TO_HOKKAIDO = (*_PACIFIC_RIM, *_BERING, *_KURILS)
_RIM_TO_HONSHU = (*_RIM_TO_HOKKAIDO, *_JAPAN_DOWN)
_RIM_TO_ADAK = (*_PACIFIC_RIM, *_ALEUTIANS)
_FROM_BORNEO = ((116.5, 4.0), *_EAST_INDIES, *_NEW_GUINEA)
_FROM_JAVA = ((109.0, -7.2), (114.0, -8.2), (116.4, -8.5), (120.0, -8.6), (126.0, -8.8), (131.5, -7.9), (138.5, -7.0),
              (141.5, -8.0), (142.5, -11.0))  # fmt: skip
_THROUGH_CELEBES = ((131.5, -3.4), (127.0, -3.2), (121.0, -2.0), (115.0, -1.0))
_FROM_PALAU = ((131.2, 3.0), (136.0, -1.0))

CLOSED_BY: dict[str, tuple[Points, Points]] = {
    "wikipedia": ((*_SUNDA, *_TO_SHUMSHU), (*_FROM_BORNEO, *_RIM_TO_SHUMSHU)),
    "imidas": ((*_SUNDA, *_TO_MIYAZAKI), (*_FROM_BORNEO, *_RIM_TO_HONSHU, *_TO_KYUSHU[:-1])),
    "hankyoreh": (
        (*_TO_BORNEO, *_SUNDA, *_TO_MIYAZAKI),
        (*_TO_BORNEO, *_FROM_BORNEO, *_RIM_TO_HONSHU, *_TO_KYUSHU[:-1]),
    ),
    "us-official-2025": (
        (*_TO_BORNEO, *_SUNDA, *_TO_MIYAZAKI),
        (*_TO_BORNEO, *_FROM_BORNEO, *_RIM_TO_HONSHU, *_TO_KYUSHU[:-1]),
    ),
    "nss-2025": (
        (*_TO_BORNEO, *_SUNDA, *_MAINLAND, (126.5, 41.5), (127.5, 37.0)),
        (*_TO_BORNEO, *_FROM_BORNEO, *_RIM_TO_HOKKAIDO, (142.4, 44.5), (142.4, 46.6), (142.5, 52.5), (138.0, 52.0),
         (134.5, 46.5), (129.5, 43.5), (127.5, 40.8), (128.2, 38.0)),
    ),
    "rips-2026": (
        (*_TO_BORNEO, *_SUNDA, *_TO_MIYAZAKI, _TO_KYUSHU[-1]),
        (*_TO_BORNEO, *_FROM_BORNEO, *_RIM_TO_HONSHU, *_TO_KYUSHU),
    ),
    "liu-huaqing": (((105.0, -4.5), (102.8, 0.3), *_TO_HOKKAIDO), (*_FROM_JAVA, *_RIM_TO_HOKKAIDO)),
    "pentagon": (
        ((105.0, 20.0), *_ASIA[5:], (115.0, 48.0), *_SAKHALIN),
        ((106.5, 13.0), (103.0, 14.5), (100.3, 14.5), (99.3, 8.5), (101.5, 4.5), (103.2, 2.2), *_SUNDA[::-1],
         *_FROM_BORNEO, *_RIM_TO_HOKKAIDO),
    ),
    "economist": ((*_SUNDA, *_TO_ADAK), (*_FROM_BORNEO, *_RIM_TO_ADAK)),
    "chinese-press": (((105.0, -4.5), (102.8, 0.3), *_TO_ADAK), (*_FROM_JAVA, *_RIM_TO_ADAK)),
    "chosun": ((*_TO_BORNEO, *_SUNDA, *_TO_HOKKAIDO), (*_TO_BORNEO, *_FROM_BORNEO, *_RIM_TO_HOKKAIDO)),
    "korea-anchor": (
        (*_TO_BORNEO, *_SUNDA, *_MAINLAND, (126.5, 41.5), (127.5, 37.0)),
        (*_TO_BORNEO, *_FROM_BORNEO, *_RIM_TO_HOKKAIDO, (142.4, 44.5), (142.4, 46.6), (142.5, 52.5), (138.0, 52.0),
         (134.5, 46.5), (129.5, 43.5), (127.5, 40.8), (128.2, 38.0)),
    ),
    "joongang": (
        (*_MAINLAND, (126.5, 41.5), (127.5, 37.0), (129.0, 35.2), (130.6, 33.4), _TO_KYUSHU[-1], *_TO_OKINAWA),
        (*_SUNDA[::-1], *_FROM_BORNEO, *_RIM_TO_HONSHU, *_TO_KYUSHU, *_TO_OKINAWA),
    ),
    "second-wikipedia": (
        (*_THROUGH_CELEBES, *_SUNDA, *_TO_HOKKAIDO, *_JAPAN_DOWN, *_IZU),
        (*_NEW_GUINEA, *_RIM_TO_HONSHU, *_IZU),
    ),
    "second-imidas": (
        (*_NEW_GUINEA[:1], *_THROUGH_CELEBES, *_SUNDA, *_TO_HOKKAIDO, *_JAPAN_DOWN, *_IZU[:1]),
        ((144.5, -6.0), *_NEW_GUINEA[2:], *_RIM_TO_HONSHU, *_IZU[:1]),
    ),
    "second-us-official-2025": (
        (*_NEW_GUINEA[:1], *_THROUGH_CELEBES, *_SUNDA, *_TO_HOKKAIDO, *_JAPAN_DOWN),
        (*_NEW_GUINEA, *_RIM_TO_HONSHU),
    ),
    "second-liu-huaqing": (
        (*_FROM_PALAU, *_THROUGH_CELEBES, *_SUNDA, *_TO_HOKKAIDO, *_JAPAN_DOWN, *_IZU, (142.2094, 27.071),
         (141.323, 24.784), (144.9, 20.5), (145.7, 18.1)),
        (*_FROM_PALAU, *_NEW_GUINEA, *_RIM_TO_HONSHU, *_IZU, (142.2094, 27.071), (141.323, 24.784), (144.9, 20.5),
         (145.7, 18.1)),
    ),
    "third-wikipedia": (
        ((175.5, -39.5), (170.0, -44.0), (167.8, -46.3), (167.0, -60.0), (147.0, -60.0), (146.5, -42.5), (146.5, -37.5),
         (150.0, -33.0), (150.0, -25.0), (145.0, -16.5), (142.5, -11.0), (141.5, -7.0), (136.0, -4.0),
         *_THROUGH_CELEBES, *_SUNDA, *_TO_ADAK),
        ((175.5, -39.5), (170.0, -44.0), (167.8, -46.3), (167.0, -60.0), *_PACIFIC_RIM[7:], *_ALEUTIANS),
    ),
}  # fmt: skip
"""By variant: how the inside and the outside go on from the chain's last point back to its first."""


def ring(chain: list[list[float]], closing: Points) -> str:
    """Write the polygon between a chain's line and what closes it as WKT, longitudes of 0 to 360."""
    corners = [(lon % 360.0, lat) for lon, lat in (*map(tuple, chain), *closing, tuple(chain[0]))]
    return "POLYGON ((" + ", ".join(f"{lon:.10g} {lat:.10g}" for lon, lat in corners) + "))"


def with_sides(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a strait with the seas on its sides, after its coasts."""
    own = properties["id"]
    if own not in SIDES:
        raise SystemExit(f"say in SIDES which seas are on the sides of {own}")
    new = dict(zip(("side_a", "side_b"), SIDES[own], strict=True))
    if own in PART_OF:
        new["part_of"] = PART_OF[own]
    return _insert(properties, "coast_b", new)


def with_areas(properties: dict[str, Any], line: list[list[float]]) -> dict[str, Any]:
    """Return the properties of a chain with its areas, after its stations."""
    variant = properties["variant"]
    key = variant if variant in CLOSED_BY else f"{properties['chain']}-{variant}"
    inside, outside = (ring(line, closing) for closing in CLOSED_BY[key])
    return _insert(properties, "stations", {"inside": inside, "outside": outside})


def _insert(properties: dict[str, Any], after: str, new: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in properties.items():
        if name not in new and name != "part_of":
            result[name] = value
        if name == after:
            result.update(new)
    return result


def main(layers: Path) -> None:
    """Write the properties into both layers."""
    straits = json.loads((layers / "straits.geojson").read_text(encoding="utf-8"))
    for feature in straits["features"]:
        feature["properties"] = with_sides(feature["properties"])
    (layers / "straits.geojson").write_text(readable(straits), encoding="utf-8")
    chains = json.loads((layers / "chains.geojson").read_text(encoding="utf-8"))
    for feature in chains["features"]:
        feature["properties"] = with_areas(feature["properties"], feature["geometry"]["coordinates"])
    (layers / "chains.geojson").write_text(readable(chains), encoding="utf-8")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2] / "layers")
