"""Laws of the shipped ``geo/seamesh.npz``, and what ships do on it."""

import csv
from pathlib import Path

import landmask
import numpy as np
import pytest
import shapely

from eastup import layers, places
from eastup.geodesy import ellipsoid
from eastup.io import polygons
from eastup.sea import gates as closable
from eastup.sea import ports
from eastup.sea.engine import SeaEngine, Water
from eastup.sea.mesh import Mesh
from geo.recipes.sea import build_seamesh, check, gatelines, passages, region
from geo.recipes.sea.subdivision import Label

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def mesh() -> Mesh:
    return Mesh.load(build_seamesh.GEO / "seamesh.npz")


@pytest.fixture(scope="module")
def sea(mesh: Mesh) -> SeaEngine:
    return SeaEngine(mesh)


@pytest.fixture(scope="module")
def gates() -> dict[str, shapely.Geometry]:
    drawn = gatelines.all_gates(region.land_parts())
    return dict(zip(drawn.ids, drawn.lines, strict=True))


def place(name: str) -> tuple[float, float]:
    [found] = [p.sea_point for p in places.all_places() if p.id == name]
    return found


def test_no_triangle_is_inverted_and_each_edge_has_one_owner(mesh: Mesh) -> None:
    assert check.inverted(mesh) == 0
    half = np.stack([mesh.triangles, np.roll(mesh.triangles, -1, axis=1)], axis=2).reshape(-1, 2)
    assert len(np.unique(half, axis=0)) == len(half)
    assert set(np.unique(mesh.label)) <= set(Label)


def test_gates_are_the_straits_of_the_layer_and_the_passages(mesh: Mesh) -> None:
    assert list(mesh.gates) == [*layers.load("straits")["id"], *(p.id for p in passages.passages())]
    assert set(build_seamesh.without_edges(mesh)) <= gatelines.closed_gates()
    kinds, toll_km = passages.kinds(), passages.toll_km()
    assert mesh.toll_km.tolist() == [toll_km.get(kinds.get(g, ""), 0.0) for g in mesh.gates]


def test_no_gate_ends_where_ships_could_pass_round_it(mesh: Mesh) -> None:
    assert check.loose_ends(mesh) == []


def test_a_ship_to_singapore_goes_round_palawan_when_balabac_is_closed(sea: SeaEngine) -> None:
    ends = (122.95, 10.5), (103.83, 1.23)
    open_, closed = sea.route(*ends), sea.route(*ends, Water(closed=("balabac-strait",)))
    assert open_ is not None
    assert closed is not None
    assert "balabac-strait" in open_.gates
    assert closed.km > open_.km + 100


@pytest.mark.thorough
def test_mid_points_of_straits_lie_in_the_water_by_our_coast_and_another(sea: SeaEngine) -> None:
    straits = layers.load("straits")
    wide = straits[straits["width_km"] > 2 * landmask.CELL_KM]
    assert len(straits) - len(wide) == 1, "San Juanico is narrower than a cell of the other coast"
    at = wide[["mid_lon", "mid_lat"]].to_numpy(dtype=float)
    assert sea.access(at).on_water.all()
    assert not landmask.on_land(at).any()
    assert not shapely.STRtree(region.land_parts()).query(
        shapely.points(region.continuous(straits[["mid_lon", "mid_lat"]].to_numpy(dtype=float))), predicate="intersects"
    ).any()  # fmt: skip


@pytest.mark.thorough
def test_gate_edges_lie_on_their_gates_or_on_as_they_run_on_over_land(mesh: Mesh) -> None:
    land = region.land_parts()
    drawn = gatelines.over_land(gatelines.all_gates(land), land)
    gates = dict(zip(drawn.ids, drawn.lines, strict=True))
    corner, ahead = mesh.triangles.ravel(), np.roll(mesh.triangles, -1, axis=1).ravel()
    for number, gate in enumerate(mesh.gates):
        half = mesh.gate_edge[mesh.gate_of == number]
        ends = mesh.vertices[np.concatenate([corner[half], ahead[half]])] * region.GRID_DEG
        assert (shapely.distance(shapely.points(ends), gates[gate]) < 5 * region.GRID_DEG).all(), gate


def test_every_open_gate_is_passed_from_15_km_on_either_side(
    sea: SeaEngine, gates: dict[str, shapely.Geometry]
) -> None:
    closed = gatelines.closed_gates()
    for passing in check.passings(sea, {g: line for g, line in gates.items() if g not in closed}):
        assert passing.is_passed, passing
        assert passing.longer < 1.6 or passing.gate in {"obatake", "jangjuk"}, passing  # islands lie before their ends


@pytest.mark.parametrize("gate", ["malacca-strait", "hachijo-ogasawara-gap"])
def test_a_closed_gate_is_not_passed_by_an_islet_between_its_parts(
    sea: SeaEngine, gates: dict[str, shapely.Geometry], gate: str
) -> None:
    by_name, by_line = closable.water([gate]), closable.water([layers.load("straits").set_index("id").geometry[gate]])
    tried = 0
    for part in shapely.get_parts(gates[gate]):
        (ax, ay), (bx, by) = part.coords[0], part.coords[-1]
        azimuth_deg, length_m = ellipsoid.inverse(ax, ay, bx, by)
        middle = ellipsoid.forward(ax, ay, azimuth_deg, length_m / 2)
        ends = [tuple(map(float, ellipsoid.forward(*middle, azimuth_deg + turn, 5_000.0))) for turn in (90.0, -90.0)]
        named, drawn = (sea.route(*ends, water) for water in (by_name, by_line))
        if named is not None and drawn is not None:
            tried += 1
            assert named.cost_km == pytest.approx(drawn.cost_km, rel=1e-4), ends
    assert tried > 3


def test_the_mesh_meets_the_land_by_no_more_than_the_coast_errs(mesh: Mesh) -> None:
    land = region.land_parts()
    middles = mesh.vertices[mesh.triangles].mean(axis=1) * region.GRID_DEG
    rng = np.random.default_rng(1)
    some = rng.choice(np.flatnonzero(np.isin(mesh.label, (Label.ROOMY, Label.THROAT))), 4000, replace=False)
    on_land = shapely.STRtree(land).query(shapely.points(middles[some]), predicate="intersects")[0]
    assert len(np.unique(on_land)) < 0.002 * len(some)


def test_yokosuka_to_sasebo_goes_by_osumi(sea: SeaEngine) -> None:
    track = sea.route(place("cfa-yokosuka"), place("cfa-sasebo"))
    assert track is not None
    assert "osumi-strait" in track.gates
    assert "kanmon" not in track.gates


def test_hiroshima_to_busan_goes_by_kanmon(sea: SeaEngine) -> None:
    track = sea.route((132.43, 34.33), place("busan-naval-base"))
    assert track is not None
    assert "kanmon" in track.gates


def test_through_traffic_keeps_out_of_jangjuk_and_ships_for_mokpo_pass_it(sea: SeaEngine) -> None:
    busan = place("busan-naval-base")
    through, for_mokpo = sea.route(place("node-incheon"), busan), sea.route((126.38, 34.78), busan)
    assert through is not None
    assert for_mokpo is not None
    assert "jeju-strait" in through.gates
    assert "jangjuk" not in through.gates
    assert "jangjuk" in for_mokpo.gates


def test_through_balabac_strait_one_goes_by_nasubata_channel(sea: SeaEngine) -> None:
    ends = (103.85, 1.24), (122.07, 6.9)
    open_, closed = sea.route(*ends), sea.route(*ends, Water(closed=("nasubata",)))
    assert open_ is not None
    assert closed is not None
    assert "nasubata" in open_.gates
    assert "balabac-south" not in open_.gates
    assert "nasubata" not in closed.gates


def test_from_hong_kong_to_the_east_one_goes_by_east_lamma_channel(sea: SeaEngine) -> None:
    track = sea.route((114.17, 22.28), place("busan-naval-base"))
    assert track is not None
    assert "east-lamma" in track.gates


REEFS, REEF_KINDS = polygons.load(build_seamesh.GEO / "shoals.npz")


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("barrier", ((134.47, 7.33), (120.9, 14.5))),
        ("reef", ((145.9, -16.8), (147.1, -9.6))),
        ("reef", ((151.9, -23.6), (143.2, -10.5))),
    ],
    ids=["Palau", "Cairns", "Great Barrier Reef"],
)
def test_ways_keep_off_reefs(sea: SeaEngine, kind: str, ends: tuple[tuple[float, float], tuple[float, float]]) -> None:
    track = sea.route(*ends)
    assert track is not None
    line = shapely.LineString(ellipsoid.line(track.line, 2000.0))
    reefs = REEFS[(kind == REEF_KINDS) & (shapely.area(REEFS) > 2 * build_seamesh.LEAST_SHOAL_DEG2 * (kind == "reef"))]
    passed = shapely.length(shapely.intersection(shapely.buffer(reefs, -5e-4), line))
    assert (shapely.distance(reefs, line) < 0.5).any(), "it sails near reefs"
    assert passed.max() == 0.0, "a way may touch their edge"


def test_panjang_to_singapore_does_not_go_round_sumatra(sea: SeaEngine) -> None:
    track = sea.route((105.31, -5.47), (103.85, 1.24))
    assert track is not None
    assert track.km / 1.852 == pytest.approx(574, rel=0.08)  # NGA Pub. 151


def test_from_iloilo_one_sails_out_at_either_end_of_its_strait(sea: SeaEngine) -> None:
    track = sea.route((122.5778, 10.7), (123.9, 10.3))
    assert track is not None
    assert track.km / 1.852 == pytest.approx(176, rel=0.1)  # NGA Pub. 151, Cebu; round Negros it is 231


def test_the_sea_of_japan_can_be_closed(sea: SeaEngine) -> None:
    shut = ("tsugaru-strait", "la-perouse-strait", "korea-strait", "kanmon", "tatar-strait")
    assert sea.route((131.9, 42.9), (141.5, 35.0), Water(closed=shut)) is None
    assert sea.route((131.9, 42.9), (141.5, 35.0), Water(closed=shut[1:])) is not None


def test_places_with_a_long_way_round_are_those_that_are_known_and_why(sea: SeaEngine) -> None:
    with (DATA / "sea_detours.csv").open(encoding="utf-8", newline="") as file:
        known = {frozenset((r["from"], r["to"])): r["by"] for r in csv.DictReader(file)}
    assert all(known.values())
    ids = sorted({i for pair in known for i in pair})
    at = np.array([place(i) for i in ids])
    some = [ids.index(i) for i in ("node-kobe", "cfa-sasebo", "itu-aba", "naval-base-guam") if i in ids]
    roomy, coast = (sea.table(at[some], at, closable.water((), kind)).distance_km for kind in check.KINDS)
    for a, b in np.argwhere(roomy > check.LONGER * coast).tolist():
        assert frozenset((ids[some[a]], ids[b])) in known
    for a, b in np.argwhere(roomy <= check.LONGER * coast).tolist():
        assert frozenset((ids[some[a]], ids[b])) not in known


def test_ways_are_no_shorter_than_the_geodesic_or_all_water(sea: SeaEngine) -> None:
    at = np.array(
        [
            place(n)
            for n in (
                "cfa-yokosuka",
                "cfa-sasebo",
                "subic-bay",
                "naval-base-guam",
                "darwin-airport",
                "node-pearl-harbor",
            )
        ]
    )
    table = sea.table(at, at).distance_km
    air_km = ellipsoid.distance_m(at[:, None, 0], at[:, None, 1], at[None, :, 0], at[None, :, 1]) / 1000
    assert (table >= air_km - 1e-6).all()
    assert (table >= sea.table(at, at, Water(kind="shortest")).distance_km - 1e-6).all()


@pytest.mark.sample(seed=[1])
@pytest.mark.parametrize("seed", range(1, 9))
def test_ways_back_are_as_long_and_closing_shortens_none(sea: SeaEngine, seed: int) -> None:
    rng = np.random.default_rng(seed)
    harbours = np.unique([(port.lon % 360, port.lat) for port in ports.harbours()], axis=0)
    harbours = harbours[(harbours[:, 0] > 90) & (harbours[:, 0] < 160) & (harbours[:, 1] > -12)]
    at = harbours[sea.access(harbours).on_water]
    for closed, length_deg in ((0, 0.02), (3, 3.0)):
        some = at[rng.choice(len(at), 6, replace=False)]
        begin = rng.uniform((100, -10), (150, 50))
        line = tuple(map(tuple, [begin, begin + rng.uniform(-length_deg, length_deg, 2)]))
        water = Water(closed=tuple(map(str, rng.choice(sea.mesh.gates, closed, replace=False))), lines=(line,))
        fields = np.array([field.cost_km for field in sea.fields(some, some, water)])
        np.testing.assert_allclose(fields, fields.T, rtol=2e-6, atol=2e-3)
        for a, b in ((0, 1), (1, 0), (2, 3), (3, 2)):
            track = sea.route(some[a], some[b], water)
            assert fields[a, b] == pytest.approx(track.cost_km if track else np.inf, rel=2e-6, abs=2e-3)
        apart = ~np.eye(len(some), dtype=bool)
        assert (fields >= np.array([field.cost_km for field in sea.fields(some, some)]) - 1e-3)[apart].all()


def test_a_way_that_leaves_the_strip_by_a_corner_is_found_both_ways(sea: SeaEngine) -> None:
    kota_kinabalu, apra = (116.1167, 6.0833), (144.6167, 13.45)
    there, back = sea.route(apra, kota_kinabalu), sea.route(kota_kinabalu, apra)
    assert there.km == pytest.approx(back.km, rel=1e-9)
