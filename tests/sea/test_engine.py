"""Ways by sea on small meshes: held to brute force, to the laws of distances, and to one another."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
import seas
import shapely

from eastup.errors import InputError, UnknownNameError
from eastup.sea import planning
from eastup.sea.engine import OPEN, SeaEngine, Water
from eastup.sea.kernel.runner import KernelError

ANY_WATER = Water(kind="shortest")
SEEDS = (0, 2, 4, 5, 7, 10)


def sea(seed, make=seas.open_sea):
    mesh = make(seed)
    if mesh is None:
        pytest.skip("a triangle of this sea turned over when rounded")
    return mesh, SeaEngine(mesh), np.random.default_rng(seed + 1000)


def matrix(engine, points, water=OPEN):
    """Costs by a field a source, each way by itself; a square table mirrors one half."""
    return np.array([field.cost_km for field in engine.fields(points, points, water)])


@pytest.mark.parametrize("seed", SEEDS)
def test_distances_are_those_of_a_visibility_graph(seed):
    mesh, engine, rng = sea(seed)
    points = seas.on_water(mesh, rng, 6)
    slow = seas.VisibilityGraph(mesh).distances(points)
    np.testing.assert_allclose(matrix(engine, points), slow, rtol=1e-6, atol=1e-3)


@pytest.mark.sample(seed=[0, 2, 5])
@pytest.mark.parametrize("seed", SEEDS)
def test_with_strip_the_shortest_are_those_of_a_visibility_graph_of_all_water(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    points = seas.on_water(mesh, rng, 5)
    slow = seas.VisibilityGraph(mesh).distances(points)
    np.testing.assert_allclose(matrix(engine, points, ANY_WATER), slow, rtol=1e-6, atol=1e-3)
    roomy = points[engine.access(points).strip_km == 0]
    if len(roomy) > 1:
        slow = seas.VisibilityGraph(mesh, labels=(0,)).distances(roomy)
        np.testing.assert_allclose(matrix(engine, roomy), slow, rtol=1e-6, atol=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_laws_of_distances_with_places_in_the_strip(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    strip = replace(mesh, triangles=mesh.triangles[mesh.label == 1])
    points = np.concatenate([seas.on_water(mesh, rng, 8), seas.on_water(strip, rng, 8)])
    far, least = matrix(engine, points), matrix(engine, points, ANY_WATER)
    assert np.isfinite(far).all()
    np.testing.assert_allclose(far, far.T, rtol=1e-7, atol=1e-4)
    assert (least <= far + 1e-4).all()
    roomy = engine.access(points).strip_km == 0
    over = far[:, None, roomy] + far.T[None, :, roomy]  # by way of roomy places the triangle law holds for all
    assert (far[:, :, None] <= over + 1e-3).all()
    np.testing.assert_allclose(np.diag(far), 0, atol=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_place_in_the_strip_leaves_it_as_by_points_along_its_border(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    inner = replace(mesh, triangles=mesh.triangles[mesh.label == 1])
    place = seas.on_water(inner, rng, 1)
    target = seas.on_water(replace(mesh, triangles=mesh.triangles[mesh.label == 0]), rng, 1)
    half = {tuple(e): int(mesh.label[k // 3]) for k, e in enumerate(seas.half_edges(mesh).tolist())}
    border = np.array([e for e, label in half.items() if label == 1 and half.get(e[::-1]) == 0])
    ends = mesh.vertices[border] / 1e5
    share = np.linspace(0.003, 0.997, 12)[:, None, None]
    out = (ends[None, :, 0] * (1 - share) + ends[None, :, 1] * share).reshape(-1, 2)
    strip_only = SeaEngine(replace(mesh, label=np.where(mesh.label == 1, 0, 9).astype(np.uint8)))
    through = strip_only.table(place, out, ANY_WATER).cost_km[0]
    onwards = engine.table(target, out).cost_km[0]
    allowed = through <= 2 * engine.access(place).strip_km[0] + 1
    sampled = (through + onwards)[allowed].min()
    exact = engine.route(place[0], target[0]).cost_km
    assert exact <= sampled + 1e-3
    assert exact >= sampled * 0.98 - 1.0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_field_equals_the_routes_to_its_points_and_their_reverse(seed):
    _, engine, rng = (mesh, *_) = sea(seed, seas.sea_with_strip)
    points = seas.on_water(mesh, rng, 10)
    field = engine.field(points[0], points)
    for k, point in enumerate(points[1:], 1):
        there, back = engine.route(points[0], point), engine.route(point, points[0])
        assert there.km == pytest.approx(field.distance_km[k], rel=1e-6, abs=1e-3)
        assert back.km == pytest.approx(there.km, rel=1e-6, abs=1e-3)
        drawn = seas.GEOD.line_length(*there.line.T) / 1000
        assert drawn == pytest.approx(there.km, rel=1e-9)
        np.testing.assert_array_equal(there.line[[0, -1]], [points[0], point])
        last = there.line[-2]
        if len(there.line) > 2 and field.cost_km[k] > 1:
            np.testing.assert_allclose(field.corner[k], last, atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_tables_square_tall_and_wide_are_made_of_fields(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    points = seas.on_water(mesh, rng, 9)
    whole = matrix(engine, points)
    for origins, targets in ((slice(9), slice(9)), (slice(3), slice(9)), (slice(9), slice(2, 5))):
        table = engine.table(points[origins], points[targets])
        np.testing.assert_allclose(table.cost_km, whole[origins, targets], rtol=1e-7, atol=1e-4)


@pytest.mark.parametrize(("field", "tangents"), [(1, 999), (3, 999), (99, 999), (1, 0)])
@pytest.mark.parametrize("seed", SEEDS[:3])
def test_a_table_of_some_pairs_has_what_the_whole_table_has(seed, field, tangents, monkeypatch):
    mesh, _, rng = sea(seed, seas.sea_with_strip)
    engine = SeaEngine(seas.with_gate(mesh, rng, toll_km=30.0)[0])
    points = seas.on_water(mesh, rng, 9)
    for origins, targets in ((points[:4], points[2:]), (points, points)):
        whole = engine.table(origins, targets, gates=True)
        asked = rng.random(whole.cost_km.shape) < 0.5
        monkeypatch.setattr(planning, "_FIELD", field)
        monkeypatch.setattr(planning, "_FIRST_TANGENTS", tangents)
        monkeypatch.setattr(planning, "_TANGENTS", 0)
        some = engine.table(origins, targets, gates=True, asked=asked)
        monkeypatch.undo()
        for name in ("distance_km", "cost_km", "course_deg", "back_deg"):
            one, other = getattr(some, name), getattr(whole, name)
            np.testing.assert_allclose(one[asked], other[asked], rtol=1e-9, atol=1e-6)
        for o, t in np.argwhere(asked):
            assert some.passed[o][t] == whole.passed[o][t]
        if len(origins) < len(targets):
            assert np.isinf(some.cost_km[~asked]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_tangents_know_what_is_closed(seed, monkeypatch):
    mesh, _, rng = sea(seed, seas.sea_with_strip)
    gated, _ = seas.with_gate(mesh, rng, toll_km=30.0)
    engine, points = SeaEngine(gated), seas.on_water(mesh, rng, 9)
    line = tuple(map(tuple, rng.uniform((120.5, 20.5), (125.5, 25.5), (3, 2)).tolist()))
    for water in (OPEN, Water(closed=gated.gates), Water(lines=(line,)), Water(kind="shortest", lines=(line,))):
        plain = engine.table(points, points[3:], water).cost_km
        monkeypatch.setattr(planning, "_FIRST_TANGENTS", 0)
        monkeypatch.setattr(planning, "_TANGENTS", 0)
        found = engine.table(points, points[3:], water).cost_km
        monkeypatch.undo()
        np.testing.assert_allclose(found, plain, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("seed", [4, 6, 19, 26, 31, 33])
@pytest.mark.parametrize("kind", ["navigable", "shortest"])
def test_searches_go_along_a_closed_line_and_round_its_end(seed, kind, monkeypatch):
    mesh, engine, _ = sea(seed, seas.sea_with_strip)
    rng = np.random.default_rng(seed + 5000)
    points, vertices = seas.on_water(mesh, rng, 9), rng.integers(2, 5)
    line = tuple(map(tuple, rng.uniform((120.5, 20.5), (125.5, 25.5), (vertices, 2)).tolist()))
    water = Water(kind=kind, lines=(line,))
    monkeypatch.setattr(planning, "_FIRST_TANGENTS", 0)
    monkeypatch.setattr(planning, "_TANGENTS", 0)
    by_tangents = engine.table(points, points, water).cost_km
    np.testing.assert_allclose(matrix(engine, points, water), by_tangents, rtol=1e-9, atol=1e-6)
    for k in (1, 4, 8):
        track = engine.route(points[0], points[k], water)
        assert (track.cost_km if track else np.inf) == pytest.approx(by_tangents[0, k], rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_by_a_star_and_by_plain_dijkstra_ways_are_equal(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    kernel = engine._cut(OPEN)
    for a, b in zip(*np.split(seas.on_water(mesh, rng, 20), 2), strict=True):
        kernel.targets(b[None], 0.0)
        kernel.sources(a[None])
        assert kernel.call("way", 1) == pytest.approx(kernel.call("way", 0), rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_limit_leaves_what_lies_within_it_as_it_is(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    points = seas.on_water(mesh, rng, 40)
    whole = engine.field(points[0], points).distance_km
    for limit_km in (0.0, 100.0, 300.0):
        (reached,) = engine.reached(points[:1], points, limit_km=limit_km)
        within = np.full(len(points), np.inf)
        within[reached.index] = reached.distance_km
        np.testing.assert_array_equal(within, np.where(whole <= limit_km, whole, np.inf))


@pytest.mark.parametrize("seed", SEEDS)
def test_water_behind_one_edge_is_searched_only_where_a_place_lies_there(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    everywhere = np.concatenate([mesh.vertices[mesh.triangles].mean(axis=1) / 1e5, seas.on_water(mesh, rng, 5)])
    source, some = everywhere[-1], rng.choice(len(everywhere), 25)
    whole = engine.field(source, everywhere)  # no part of the water is left out
    alone = np.array([engine.field(source, everywhere[[k]]).distance_km[0] for k in some])
    np.testing.assert_array_equal(alone, whole.distance_km[some])
    search = engine._cut(OPEN)
    handled = []
    for places in (everywhere, everywhere[[-1]]):
        search.targets(places, 0.0)
        search.sources(source[None])
        handled.append(search.call("field", np.inf, 0, 0))
    assert handled[1] < handled[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_nearest_source_is_that_of_the_least_field(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    sources, points = seas.on_water(mesh, rng, 7), seas.on_water(mesh, rng, 50)
    fields = np.array([field.cost_km for field in engine.fields(sources, points)])
    nearest = engine.nearest(sources, points)
    np.testing.assert_allclose(nearest.cost_km, fields.min(axis=0), rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(fields[nearest.which, np.arange(50)], nearest.cost_km, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("lines", [1, 2, 5])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_toll_is_paid_once_a_gate_or_gone_round(seed, lines):
    mesh, _, rng = sea(seed)
    gated, _ = seas.with_gate(mesh, rng, toll_km=60.0, lines=lines)
    engine, free_engine = SeaEngine(gated), SeaEngine(mesh)
    points = seas.on_water(mesh, rng, 12)
    free, tolled = free_engine.table(points, points), engine.table(points, points, gates=True)
    shut = matrix(engine, points, Water(closed=("gate",)))
    assert (shut >= free.cost_km - 1e-4).all()
    crossed = np.abs(shut - free.cost_km) > 1e-3  # the shortest way passes the gate
    want = np.where(crossed, np.minimum(shut, free.cost_km + 60), free.cost_km)
    np.testing.assert_allclose(tolled.cost_km, want, rtol=1e-7, atol=1e-3)
    passed = np.array([["gate" in gates for gates in row] for row in tolled.passed])
    np.testing.assert_array_equal(passed, tolled.cost_km > tolled.distance_km + 1)
    cheapest = matrix(engine, points, Water(kind="shortest"))
    np.testing.assert_allclose(cheapest, free.cost_km, rtol=1e-9, atol=1e-6)  # the shortest water asks no toll


def along_meridians(south=True):
    """An island whose sides are meridians, with vertices in the middle of them; in two areas, joined along 24 N, or in one."""
    island = shapely.Polygon([(123, 23), (124, 23), (124, 24), (124, 25), (123, 25), (123, 24)])
    water = shapely.box(120, 20, 128, 28) - island
    corners = [(120, 20), (128, 20), (128, 24), (124, 24), (124, 23), (123, 23), (123, 24), (120, 24)]
    return seas.mesh_of(
        [(shapely.Polygon(corners), 0), (water - shapely.Polygon(corners), 0)] if south else [(water, 0)]
    )


ABOUT = [(124.0, 21.0), (124.0, 22.5), (124.1, 21.0), (123.0, 22.0), (126.0, 21.5), (124.0, 26.5), (123.0, 26.0),
         (123.2, 27.0), (123.5, 25.5), (125.0, 26.0), (121.0, 24.2)]  # fmt: skip


@pytest.mark.parametrize("south", [False, True])
def test_ways_run_on_along_a_straight_shore(south):
    mesh = along_meridians(south)
    engine, slow = SeaEngine(mesh), seas.VisibilityGraph(mesh).distances(np.array(ABOUT))
    np.testing.assert_allclose(matrix(engine, ABOUT), slow, rtol=1e-6, atol=1e-3)
    np.testing.assert_allclose([f.distance_km for f in engine.fields(ABOUT, ABOUT)], slow, rtol=1e-6, atol=1e-3)


def test_ways_along_a_straight_shore_pay_the_toll_of_a_gate_that_ends_there():
    mesh = along_meridians()
    number = {tuple((mesh.vertices[edge] // 100_000).ravel()): k for k, edge in enumerate(seas.half_edges(mesh))}
    edges = np.array([number[124, 24, 128, 24], number[128, 24, 124, 24]], np.int32)
    gated = replace(mesh, gate_edge=edges, gate_of=np.zeros(2, np.int16), gates=("gate",), toll_km=np.array([40.0]))
    engine, free = SeaEngine(gated), SeaEngine(mesh)
    shut = np.array([f.cost_km for f in engine.fields(ABOUT, ABOUT, Water(closed=("gate",)))])
    open_ = np.array([f.cost_km for f in free.fields(ABOUT, ABOUT)])
    want = np.minimum(shut, open_ + np.where(shut > open_ + 1e-3, 40.0, 0.0))
    speck = Water(lines=(((120.5, 20.5), (120.5001, 20.5001)),))
    for water in (OPEN, speck):
        alone = [[engine.route(start, end, water).cost_km if start != end else 0.0 for end in ABOUT] for start in ABOUT]
        fields = [field.cost_km for field in engine.fields(ABOUT, ABOUT, water)]
        for found in (alone, fields, engine.table(ABOUT, ABOUT, water).cost_km):
            np.testing.assert_allclose(found, want, rtol=1e-6, atol=2e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_own_line_closes_as_a_gate_at_the_same_place_does(seed):
    mesh, _, rng = sea(seed)
    gated, (line,) = seas.with_gate(mesh, rng)
    engine = SeaEngine(gated)
    points = seas.on_water(mesh, rng, 10)
    shut = matrix(engine, points, Water(closed=("gate",)))
    own = matrix(engine, points, Water(lines=(tuple(map(tuple, line.tolist())),)))
    np.testing.assert_allclose(own, shut, rtol=1e-7, atol=1e-3)
    np.testing.assert_allclose(matrix(engine, points), matrix(SeaEngine(mesh), points), rtol=1e-9)  # open again


@pytest.mark.parametrize("seed", SEEDS)
def test_own_lines_anywhere_are_walls_of_the_visibility_graph(seed):
    mesh, engine, rng = sea(seed)
    line = rng.uniform((120.3, 20.3), (125.7, 25.7), (2, 2))
    points = seas.on_water(mesh, rng, 5)
    both = replace(mesh, vertices=np.concatenate([mesh.vertices, np.rint(line * 1e5).astype(np.int32)]))
    line = both.vertices[-2:] / 1e5
    n = len(mesh.vertices)
    slow = seas.VisibilityGraph(both, closed=((n, n + 1),)).distances(points)
    own = matrix(engine, points, Water(lines=(tuple(map(tuple, line.tolist())),)))
    np.testing.assert_allclose(own, slow, rtol=1e-6, atol=1e-3)


def test_a_line_from_shore_to_shore_parts_the_sea():
    mesh = seas.chequered()
    engine = SeaEngine(replace(mesh, label=np.zeros_like(mesh.label)))
    west, east = (121.0, 15.0), (133.0, 15.0)
    assert engine.route(west, east) is not None
    line = ((127.0, 9.0), (127.1, 22.0))
    assert engine.route(west, east, Water(lines=(line,))) is None
    assert engine.route(west, (122.0, 14.0), Water(lines=(line,))) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_table_names_the_gates_of_the_routes(seed):
    mesh, _, rng = sea(seed, seas.sea_with_strip)
    engine = SeaEngine(seas.with_gate(mesh, rng)[0])
    origins, targets = seas.on_water(mesh, rng, 5), seas.on_water(mesh, rng, 7)
    table = engine.table(origins, targets, gates=True)
    for o, origin in enumerate(origins):
        for t, target in enumerate(targets):
            assert table.passed[o][t] == engine.route(origin, target).gates


@pytest.mark.parametrize("seed", SEEDS)
def test_a_way_that_ends_on_a_gate_is_the_same_in_every_table_and_as_a_route(seed):
    mesh, _, rng = sea(seed, seas.sea_with_strip)
    gated, lines = seas.with_gate(mesh, rng, toll_km=60.0)
    engine = SeaEngine(gated)
    points = np.concatenate([lines[0].mean(axis=0)[None], seas.on_water(mesh, rng, 6)])
    square, row = (engine.table(origins, points, gates=True) for origins in (points, points[:1]))
    column = engine.table(points, points[:1], gates=True)
    for k, point in enumerate(points):
        there, back = engine.route(points[0], point), engine.route(point, points[0])
        costs = square.cost_km[0, k], row.cost_km[0, k], column.cost_km[k, 0], there.cost_km, back.cost_km
        np.testing.assert_allclose(costs, costs[0], rtol=1e-6, atol=1e-3)
        passed = square.passed[0][k], row.passed[0][k], column.passed[k][0], there.gates, back.gates
        assert len(set(passed)) == 1
        assert bool(passed[0]) == (there.cost_km > there.km + 1)


def test_gates_that_share_an_edge_are_closed_by_either():
    mesh, _, rng = sea(3)
    gated, _ = seas.with_gate(mesh, rng)
    shared = replace(
        gated,
        gate_edge=np.repeat(gated.gate_edge, 2),
        gate_of=np.array([0, 1, 0, 1], np.int16),
        gates=("whole", "channel"),
        toll_km=np.zeros(2),
    )
    points = seas.on_water(mesh, rng, 8)
    engine = SeaEngine(shared)
    one, other = (matrix(engine, points, Water(closed=(name,))) for name in shared.gates)
    np.testing.assert_array_equal(one, other)
    assert {gates for row in engine.table(points, points, gates=True).passed for gates in row} <= {
        (),
        ("whole", "channel"),
        ("channel", "whole"),
    }
    for a, b in zip(points[:-1], points[1:], strict=True):
        there, back = engine.route(a, b), engine.route(b, a)
        assert there.gates == back.gates[::-1]


def test_places_on_land_go_to_the_nearest_water_and_tell_it():
    _, engine, _ = sea(0)
    ashore = np.array([119.9, 23.0])
    track = engine.route(ashore, (120.5, 23.0))
    km = seas.GEOD.inv(119.9, 23.0, 120.0, 23.0)[2] / 1000
    assert track.shore_km[0] == pytest.approx(km, abs=1e-3)
    assert track.shore_km[1] == 0
    np.testing.assert_array_equal(track.line[0], ashore)
    assert track.km == pytest.approx(engine.field(ashore, [(120.5, 23.0)]).distance_km[0], rel=1e-6)
    assert engine.route((119.7, 23.0), (120.5, 23.0)) is None  # 31 km from the water
    assert np.isinf(engine.field(ashore, [(119.9, 23.0)], shore_km=0).distance_km).all()
    access = engine.access([ashore, (120.5, 23.0), (119.0, 23.0)])
    np.testing.assert_array_equal(access.on_water, [False, True, False])
    assert np.isinf(access.shore_km[2])
    np.testing.assert_array_equal(engine.covers([ashore, (120.5, 23.0), (-239.5, 23.0)]), [False, True, True])


def test_threads_share_an_engine():
    mesh, engine, rng = sea(4, seas.sea_with_strip)
    points = seas.on_water(mesh, rng, 8)
    alone = matrix(engine, points)
    found = {}
    threads = [threading.Thread(target=lambda k=k: found.__setitem__(k, matrix(engine, points))) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(found[k], alone) for k in range(3))


def test_questions_may_be_asked_while_fields_are_read():
    mesh, engine, rng = sea(4, seas.sea_with_strip)
    points = seas.on_water(mesh, rng, 6)
    alone = [field.cost_km for field in engine.fields(points, points)]
    for k, field in enumerate(engine.fields(points, points)):
        np.testing.assert_array_equal(field.cost_km, alone[k])
        engine.route(points[0], points[1], ANY_WATER)
        engine.access(points[:2])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_shortest_ways_are_those_of_a_mesh_laid_out_for_them(seed):
    mesh, engine, rng = sea(seed, seas.sea_with_strip)
    points = seas.on_water(mesh, rng, 6)
    apart = SeaEngine(mesh)
    navigable = apart.route(points[0], points[1]).km
    engine.route(points[0], points[1])
    for k in range(5):  # some of them on the mesh that was laid out for ships' water, the others on their own
        lent, own = (
            engine.route(points[k], points[k + 1], ANY_WATER),
            SeaEngine(mesh).route(points[k], points[k + 1], ANY_WATER),
        )
        assert lent.km == pytest.approx(own.km, rel=1e-9)
        assert engine.route(points[0], points[1]).km == pytest.approx(navigable, rel=1e-12)
    assert sorted(engine._kernels()) == ["navigable", "shortest"]


def test_places_lie_as_far_from_water_whoever_uses_it():
    mesh, engine, rng = sea(4, seas.sea_with_strip)
    points = np.concatenate([seas.on_water(mesh, rng, 6), rng.uniform((120, 20), (122, 22), (40, 2))])
    np.testing.assert_array_equal(engine.shore_km(points), engine.access(points).shore_km)
    np.testing.assert_array_equal(SeaEngine(mesh).shore_km(points), engine.access(points, ANY_WATER).shore_km)


def test_what_is_wrong_is_told():
    mesh, _, rng = sea(1)
    gated, _ = seas.with_gate(mesh, rng)
    engine, ends = SeaEngine(gated), seas.on_water(mesh, rng, 2)
    with pytest.raises(UnknownNameError, match="did you mean gate"):
        engine.route(*ends, Water(closed=("gat",)))
    with pytest.raises(InputError, match="two points"):
        engine.route(*ends, Water(lines=(((121.0, 21.0),),)))
    with pytest.raises(KernelError, match="90 degrees"):
        engine.route(*ends, Water(lines=(((20.0, 21.0), (121.0, 21.0)),)))
    assert engine.route(*ends) is not None  # and the engine still answers
    with pytest.raises(InputError, match="inverted"):
        SeaEngine(replace(mesh, triangles=mesh.triangles[:, ::-1])).route(*ends)
