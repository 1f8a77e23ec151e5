"""The mesh as a file: packed, read back, and damaged."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
import seas

from eastup.errors import EastupError
from eastup.sea.engine import SeaEngine
from eastup.sea.mesh import Mesh


def gated_mesh():
    mesh, _ = seas.with_gate(seas.open_sea(2), np.random.default_rng(5), toll_km=12.5, lines=3)
    return mesh


def as_sets(mesh):
    """Triangles by the places of their corners, with labels; gate edges by the places of their ends."""
    corners = mesh.vertices[mesh.triangles]
    triangles = {(frozenset(map(tuple, c.tolist())), int(n)) for c, n in zip(corners, mesh.label, strict=True)}
    ends = mesh.vertices[seas.half_edges(mesh)[mesh.gate_edge]]
    edges = {(tuple(map(tuple, e.tolist())), int(g)) for e, g in zip(ends, mesh.gate_of, strict=True)}
    return triangles, edges


@pytest.mark.parametrize(
    "mesh", [gated_mesh(), seas.sea_with_strip(4), seas.chequered()], ids=["gates", "strip", "big"]
)
def test_a_mesh_comes_back_as_it_was(mesh, tmp_path):
    mesh.save(tmp_path / "mesh.npz")
    read = Mesh.load(tmp_path / "mesh.npz")
    assert as_sets(read) == as_sets(mesh)
    assert read.gates == mesh.gates
    np.testing.assert_array_equal(read.toll_km, mesh.toll_km)
    assert read.packed() == mesh.packed()  # to pack again changes nothing
    corners = read.vertices[read.triangles].astype(np.int64)
    (ax, ay), (bx, by) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    assert (ax * by - ay * bx > 0).all()


def test_ways_do_not_depend_on_the_order_of_the_mesh():
    mesh, rng = seas.sea_with_strip(4), np.random.default_rng(1)
    points = seas.on_water(mesh, rng, 8)
    was, now = (SeaEngine(m).table(points, points).cost_km for m in (mesh, mesh.ordered()))
    np.testing.assert_allclose(now, was, rtol=1e-9, atol=1e-6)


def test_a_packed_mesh_is_small():
    mesh = seas.chequered()
    assert len(zlib.compress(mesh.packed())) < 6 * len(mesh.triangles)


@pytest.mark.parametrize("cut", [0, 10, 1000, -1])
def test_damage_is_told(cut, tmp_path):
    packed = seas.chequered().packed()
    with pytest.raises(EastupError, match="damaged"):
        Mesh.unpacked(packed[:cut])
    with pytest.raises(EastupError, match=r"none\.npz: this file of eastup is missing"):
        Mesh.load(tmp_path / "none.npz")
