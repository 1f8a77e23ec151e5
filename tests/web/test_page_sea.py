"""What the page carries of the sea: the mesh, packed, and the answers that it opens with."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import eastup.web
from eastup import places
from eastup.io.data import geo
from eastup.sea import engine, routes
from eastup.sea.mesh import Mesh
from eastup.web import mesh, payload, sea

NODE = shutil.which("node")
CLIENT = Path(eastup.web.__file__).parent / "client"
READ = """
import fs from "node:fs";
import { readMesh } from "CLIENT/sea/mesh.js";
const { vertices, triangles, label, gateEdge, gateOf } = readMesh(new Uint8Array(fs.readFileSync(process.argv[2])));
for (const [name, values] of Object.entries({ vertices, triangles, label: Int32Array.from(label), gateEdge, gateOf }))
  fs.writeFileSync(`${process.argv[3]}/${name}`, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
"""


def read(packed, folder):
    """Read a packed mesh with the page's own reader."""
    if NODE is None:
        pytest.skip("no node on this machine")
    (folder / "read.mjs").write_text(READ.replace("CLIENT", CLIENT.as_uri()), encoding="utf-8")
    (folder / "packed").write_bytes(packed)
    run = subprocess.run(
        [NODE, folder / "read.mjs", folder / "packed", folder], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    arrays = {
        name: np.fromfile(folder / name, np.int32) for name in ("vertices", "triangles", "label", "gateEdge", "gateOf")
    }
    return Mesh(
        arrays["vertices"].reshape(-1, 2), arrays["triangles"].reshape(-1, 3), arrays["label"].astype(np.uint8),
        arrays["gateEdge"], arrays["gateOf"].astype(np.int16), (), np.zeros(0),
    )  # fmt: skip


def corners(of, step):
    """Return the triangles as rows of their corners, rounded, and label; each row and all of them in one order."""
    at = np.round(of.vertices[of.triangles] / step).astype(np.int64)
    first = np.lexsort((at[:, :, 1], at[:, :, 0]), axis=1)[:, :1]
    rows = np.take_along_axis(at, ((first + np.arange(3)) % 3)[:, :, None], axis=1).reshape(-1, 6)
    rows = np.column_stack([rows, of.label])
    return rows[np.lexsort(rows.T)]


def gate_lines(of, step):
    """Return where the edges of gates begin and end, and the gate, in one order."""
    triangle, side = np.divmod(of.gate_edge.astype(np.int64), 3)
    ends = [of.vertices[of.triangles[triangle, (side + k) % 3]] for k in (0, 1)]
    rows = np.column_stack([*np.round(np.array(ends) / step).astype(np.int64), of.gate_of])
    return rows[np.lexsort(rows.T)]


def test_the_page_has_the_librarys_mesh(tmp_path):
    own, page = engine.shipped().mesh, read(mesh.shipped(), tmp_path)
    assert np.abs(np.sort(own.vertices, axis=0) - np.sort(page.vertices, axis=0)).max() <= mesh.STEP // 2
    assert np.bincount(page.label).tolist() == np.bincount(own.label).tolist()
    exact = read(mesh.packed(own, step=1), tmp_path)
    np.testing.assert_array_equal(corners(exact, 1), corners(own, 1))
    np.testing.assert_array_equal(gate_lines(exact, 1), gate_lines(own, 1))


def test_the_file_beside_the_mesh_is_of_this_mesh():
    """If this fails: python -m geo.recipes.sea.pagemesh."""
    assert geo("seamesh-page.bin").read_bytes()[:4] == mesh.mark(engine.shipped().mesh)


def grid(width, height, left_out, labels):
    """Return a mesh of squares, halved, without some of them."""
    vertices = np.array(
        [(11_000_000 + 50_000 * i + 777 * (i * j % 3), 50_000 * j) for j in range(height + 1) for i in range(width + 1)]
    )
    triangles = []
    for k in range(width * height):
        if k not in left_out:
            a = k // width * (width + 1) + k % width
            triangles += [(a, a + 1, a + width + 2), (a, a + width + 2, a + width + 1)]
    used = np.unique(np.array(triangles, dtype=int))
    number = np.zeros(len(vertices), int)
    number[used] = np.arange(len(used))
    label = np.resize(np.array(labels, np.uint8), len(triangles))
    return Mesh(
        vertices[used].astype(np.int32), number[np.array(triangles)].astype(np.int32), label,
        np.zeros(0, np.int32), np.zeros(0, np.int16), (), np.zeros(0),
    )  # fmt: skip


@given(st.integers(0, 2**30 - 2), st.integers(0, 5**6 - 1))
def test_seas_with_islands_straits_and_parts_are_walked_over_whole(squares, labels):
    left_out = {k for k in range(30) if squares >> k & 1}
    own = grid(6, 5, left_out, [labels // 5**k % 5 for k in range(6)])
    walk = mesh._walked(own)
    assert sorted(walk.halves) == list(range(3 * len(own.triangles)))
    assert sorted(walk.order) == list(range(len(own.vertices)))


@pytest.mark.parametrize(
    "left_out", [(), (7, 8, 13, 14, 16), (2, 8, 14, 20, 26), (1, 2, 3, 6, 10, 12, 15, 17, 21, 22, 27)]
)
def test_small_seas_read_back(left_out, tmp_path):
    own = grid(6, 5, left_out, [0, 1, 1, 3, 4])
    np.testing.assert_array_equal(corners(read(mesh.packed(own, step=1), tmp_path), 1), corners(own, 1))


def test_the_page_opens_with_the_librarys_answers():
    hubs, targets = places.select(["kadena-ab", "subic-bay"]), places.select(["bashi-channel", "malacca-strait"])
    told = sea.gather(hubs, targets)
    expected = routes.distances(hubs, targets)
    assert np.array(told["known_m"]) / 1000 == pytest.approx(expected.distance_km, abs=0.001)
    names = [[tuple(told["gates"][n] for n in way) for way in row] for row in told["passed"]]
    assert names == expected.gates.tolist()
    assert json.dumps(told)


def test_ships_come_to_a_closed_strait_from_either_side():
    stands = sea.gather(places.select("kadena-ab"), places.select("bashi-channel"))["stands"]
    off = {gate for gate, stand in stands.items() if gate not in stand["on"]}
    assert off <= {"korea-strait", "bisan-seto"}  # their mid-points lie off their lines: on a coast, and on an islet
    for gate, stand in stands.items():
        assert len(stand["beside"]) == (2 if gate in stand["on"] else 0)
        assert all(0 < km < 5 for _, _, km in stand["beside"])


@given(st.binary(max_size=200))
def test_bytes_come_back_from_text(data):
    written = payload.text(data)
    assert set(written) <= set(payload.CHARACTERS[1] + payload.CHARACTERS[2])
    assert len(written.encode()) % 4 == 0
    assert payload.data_of(written) == data


@given(st.lists(st.binary(max_size=80), min_size=3, max_size=6))
def test_parts_that_are_numbers_are_deflated_in_their_own_way_and_come_back(parts):
    data = b"".join(parts)
    assert payload.data_of(payload.text(data, parts[1:-1])) == data


@given(st.lists(st.integers(-(2**30), 2**30)))
def test_numbers_come_back_from_planes(values):
    assert payload.from_planes(payload.planes(values)).tolist() == values
