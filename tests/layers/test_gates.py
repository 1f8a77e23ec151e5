from __future__ import annotations

import numpy as np
import pytest
import shapely

from eastup import basemap, geodesy, layers

# Mid-points as the English, Japanese or Korean Wikipedia gives them; a strait is a wide thing, its gate a narrow one.
WIKIPEDIA_POINTS = {
    "first-kuril-strait": (156.5847, 50.8356, 5),
    "la-perouse-strait": (142.027, 45.722, 5),
    "tsushima-strait": (129.49, 34.0075, 5),
    "osumi-strait": (130.602, 30.270, 75),
    "taiwan-strait": (119.928, 24.811, 40),
    "bashi-channel": (121.5, 21.4167, 25),
    "mindoro-strait": (120.6667, 12.3333, 5),
    "surigao-strait": (125.383, 10.167, 30),
    "sibutu-passage": (119.583, 4.833, 15),
    "balabac-strait": (117.0, 7.667, 12),
}


@pytest.mark.parametrize("strait", WIKIPEDIA_POINTS)
def test_straits_are_where_wikipedia_has_them(strait):
    lon, lat, within_km = WIKIPEDIA_POINTS[strait]
    row = layers.load("straits").set_index("id").loc[strait]
    assert geodesy.distance_m(lon, lat, row["mid_lon"], row["mid_lat"]) / 1000 < within_km


def test_the_measured_gap_is_as_long_as_it_says():
    for row in layers.load("straits").to_dict("records"):
        for neck in row["necks"] if isinstance(row["necks"], list) else []:
            (lon0, lat0), (lon1, lat1) = neck["line"]
            assert geodesy.distance_m(lon0, lat0, lon1, lat1) / 1000 == pytest.approx(neck["width_km"], abs=0.06)
        parts = shapely.get_parts(row["geometry"])
        ends = np.array([(p.coords[0], p.coords[-1]) for p in parts])
        stretches_km = geodesy.distance_m(*ends[:, 0].T, *ends[:, 1].T) / 1000
        # Tsushima cuts 15 km out of the line across the Korea Strait, an island 6 km out of that across Torres Strait.
        islands_km = {"korea-strait": 16, "torres-strait": 7}
        assert stretches_km.sum() >= row["width_km"] - islands_km.get(row["id"], 2)


def closed(straits, start, end):
    """Say whether these gates and the lands between them make one wall from start to end."""
    shapes = basemap.land().geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    union: dict[int, int] = {}

    def root(land):
        while union.setdefault(land, land) != land:
            land = union[land]
        return land

    def join(lands):
        for land in lands[1:]:
            union[root(int(land))] = root(int(lands[0]))

    for gate in layers.load("straits").set_index("id").loc[straits, "geometry"]:
        for line in shapely.get_parts(gate):
            ends = [tree.query(shapely.Point(c), predicate="dwithin", distance=5e-4) for c in line.coords]
            join(np.concatenate(ends))
    for land in list(union):  # Irabu and Shimoji, for one, touch
        join([land, *tree.query(shapes[land], predicate="intersects")])
    first, last = (int(tree.query_nearest(shapely.Point(p))[0]) for p in (start, end))
    return root(first) == root(last)


KYUSHU, TAIWAN, LUZON = (131.0, 32.0), (121.0, 24.0), (121.0, 16.0)
RYUKYU_GATES = [
    "osumi-strait",
    "tokara-strait",
    "amami-passages",
    "okinawa-yoron-gap",
    "miyako-strait",
    "ishigaki-channel",
    "iriomote-yonaguni-gap",
    "yonaguni-gap",
]


KURIL_GATES = [
    "nemuro-strait",
    "yekaterina-strait",
    "vries-strait",
    "urup-strait",
    "bussol-strait",
    "kruzenshtern-strait",
    "first-kuril-strait",
]
SULU_GATES = [
    "verde-island-passage",
    "mindoro-strait",
    "linapacan-strait",
    "balabac-strait",
    "alice-channel",
    "sibutu-passage",
    "sulu-archipelago-passages",
    "basilan-strait",
]
"""Luzon by Mindoro, Palawan and Borneo to Mindanao."""
PACIFIC_GATES = ["san-bernardino-strait", "san-juanico-strait", "surigao-strait"]
"""Luzon by Samar and Leyte to Mindanao."""
SECOND_CHAIN = [
    "izu-islands-passages",
    "hachijo-ogasawara-gap",
    "ogasawara-iwo-gap",
    "volcano-marianas-gap",
    "guam-rota-gap",
    "guam-yap-gap",
    "yap-palau-gap",
    "palau-new-guinea-gap",
]
WALLS = {
    "Hokkaido to Kamchatka": (KURIL_GATES, (143.0, 43.3), (158.0, 55.0)),
    "Luzon to Mindanao on the west": (SULU_GATES, LUZON, (125.0, 8.0)),
    "Luzon to Mindanao on the east": (PACIFIC_GATES, LUZON, (125.0, 8.0)),
    "Honshu to New Guinea": (SECOND_CHAIN, (138.0, 36.0), (140.0, -4.0)),
}


@pytest.mark.parametrize("wall", WALLS)
def test_the_gates_of_a_chain_make_one_wall_of_which_each_is_needed(wall):
    gates, start, end = WALLS[wall]
    assert closed(gates, start, end)
    for left_open in gates:
        assert not closed([g for g in gates if g != left_open], start, end), left_open


def test_the_bohai_gate_runs_from_the_island_next_to_liaodong_to_the_one_next_to_shandong():
    # Both capes lie on one continent, so what is tested is the chain of the Miaodao islands and its two ends.
    gate = layers.load("straits").set_index("id").loc["bohai-strait", "geometry"]
    assert closed(["bohai-strait"], (120.9133, 38.3917), (120.7433, 37.9223))
    (_, north), (_, south) = gate.geoms[0].coords[0], gate.geoms[-1].coords[-1]
    assert (north > 38.7, south < 37.9) == (True, True)


def test_the_engine_of_ships_can_tell_the_gates_apart():
    assert len(layers.load("straits")) <= 63  # the network keeps a bit of an int64 for each


def test_gates_close_the_chain_from_kyushu_to_luzon_without_a_hole():
    assert closed(RYUKYU_GATES, KYUSHU, TAIWAN)
    assert closed(["bashi-channel", "balintang-channel", "babuyan-channel"], TAIWAN, LUZON)
    assert closed(["luzon-strait"], TAIWAN, LUZON)


@pytest.mark.parametrize("open_one", RYUKYU_GATES)
def test_each_gate_of_the_chain_is_needed(open_one):
    assert not closed([g for g in RYUKYU_GATES if g != open_one], KYUSHU, TAIWAN)


@pytest.mark.parametrize(
    ("gate", "start", "end"),
    [
        ("first-kuril-strait", (156.7, 50.95), (156.35, 50.75)),
        ("bussol-strait", (150.87, 46.53), (152.03, 46.97)),
        ("vries-strait", (147.8, 44.99), (150.0, 45.9)),
        ("nemuro-strait", (143.0, 43.3), (145.9, 44.1)),
        ("la-perouse-strait", (143.0, 43.3), (142.7, 47.5)),
        ("tsugaru-strait", (143.0, 43.3), (140.7, 39.5)),
        ("korea-strait", (128.0, 36.0), (131.0, 32.0)),
        ("korea-strait-western-channel", (128.0, 36.0), (129.4, 34.6)),
        ("tsushima-strait", (129.25, 34.15), (131.0, 32.0)),
        ("jeju-strait", (126.5, 33.4), (127.0, 36.0)),
        ("taiwan-strait", (121.0, 24.0), (118.0, 26.0)),
        ("penghu-channel", (119.6, 23.57), (121.0, 24.0)),
        ("verde-island-passage", (121.0, 16.0), (121.1, 13.0)),
        ("mindoro-strait", (121.1, 13.0), (120.05, 12.15)),
        ("san-bernardino-strait", (121.0, 16.0), (125.0, 12.0)),
        ("surigao-strait", (124.8, 10.8), (125.0, 8.0)),
        ("basilan-strait", (125.0, 8.0), (122.0, 6.6)),
        ("sibutu-passage", (119.485, 4.78), (119.95, 5.12)),
        ("balabac-strait", (118.5, 9.7), (115.0, 3.0)),
        ("makassar-strait", (115.0, 0.5), (120.0, -2.0)),
        ("lombok-strait", (116.3, -8.6), (115.2, -8.4)),
        ("sunda-strait", (104.5, -4.5), (107.0, -7.0)),
        ("malacca-strait", (102.5, 3.5), (104.5, -4.5)),
        ("yekaterina-strait", (145.81, 44.08), (147.84, 44.99)),
        ("urup-strait", (149.99, 45.9), (150.87, 46.53)),
        ("kruzenshtern-strait", (156.35, 50.75), (152.04, 46.97)),
        ("linapacan-strait", (118.68, 9.88), (120.02, 12.155)),
        ("san-juanico-strait", (125.2, 11.8), (124.9, 10.8)),
        ("alice-channel", (117.0, 5.5), (119.485, 4.78)),
        ("sulu-archipelago-passages", (120.035, 5.2), (122.035, 6.58)),
        ("karimata-strait", (113.3, 0.1), (104.5, -4.5)),
        ("alas-strait", (116.35, -8.59), (117.27, -8.59)),
        ("ombai-strait", (124.78, -8.29), (125.75, -8.9)),
        ("wetar-strait", (126.24, -7.79), (125.75, -8.9)),
        ("torres-strait", (144.0, -18.0), (144.3, -6.6)),
        ("qiongzhou-strait", (110.0, 23.0), (109.6, 19.2)),
        ("tatar-strait", (135.0, 50.0), (143.0, 50.0)),
    ],
)
def test_a_closed_strait_lets_no_ship_slip_between_islets(gate, start, end):
    assert closed([gate], start, end)
