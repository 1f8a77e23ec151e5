"""Laws of the constrained triangulation: it covers what it covered, keeps what is fixed, and is Delaunay elsewhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.recipes.sea.triangulation import Triangulation, TriangulationError

SIDE = 1000
SQUARE = np.array([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE]])
INSIDE = st.tuples(st.integers(1, SIDE - 1), st.integers(1, SIDE - 1))


def square() -> Triangulation:
    return Triangulation(SQUARE, np.array([[0, 1, 2], [0, 2, 3]]), np.zeros(2, dtype=int))


def doubled_areas(mesh: Triangulation) -> np.ndarray:
    points, triangles, _ = mesh.arrays()
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]


def is_delaunay(mesh: Triangulation) -> bool:
    points, triangles, _ = mesh.arrays()
    for corners in triangles:
        a, b, c = points[corners].astype(float)
        # the circle's middle, by the two bisectors
        matrix = 2 * np.array([b - a, c - a])
        middle = np.linalg.solve(matrix, [b @ b - a @ a, c @ c - a @ a])
        radius = np.hypot(*(a - middle))
        if (np.hypot(*(points - middle).T) < radius * (1 - 1e-9)).any():
            return False
    return True


@settings(max_examples=60)
@given(st.lists(INSIDE, min_size=1, max_size=25, unique=True))
def test_inserted_points_leave_a_delaunay_triangulation_of_the_same_area(points: list[tuple[int, int]]) -> None:
    mesh = square()
    for point in points:
        assert mesh.insert(point, 0) is not None
    assert (doubled_areas(mesh) > 0).all()
    assert doubled_areas(mesh).sum() == 2 * SIDE * SIDE
    assert len(mesh.triangles) == 2 * (len(points) + 4) - 2 - 4  # Euler
    assert is_delaunay(mesh)


@settings(max_examples=60)
@given(st.lists(INSIDE, min_size=2, max_size=25, unique=True))
def test_a_forced_edge_is_there_and_stays(points: list[tuple[int, int]]) -> None:
    mesh = square()
    numbers = [mesh.insert(point, 0) for point in points]
    chain = mesh.force(numbers[0], numbers[1])
    assert chain[0][0] == numbers[0]
    assert chain[-1][1] == numbers[1]
    mesh.legalize()
    for a, b in chain:
        assert (a, b) in mesh.owner or (b, a) in mesh.owner
        (x0, y0), (x1, y1), (ax, ay), (bx, by) = (mesh.points[v] for v in (numbers[0], numbers[1], a, b))
        for x, y in ((ax, ay), (bx, by)):
            assert (x1 - x0) * (y - y0) == (y1 - y0) * (x - x0)
    assert (doubled_areas(mesh) > 0).all()
    assert doubled_areas(mesh).sum() == 2 * SIDE * SIDE


def test_edges_between_labels_are_never_flipped() -> None:
    mesh = Triangulation(SQUARE, np.array([[0, 1, 2], [0, 2, 3]]), np.array([0, 1]))
    mesh.insert((900, 100), 0)
    mesh.insert((890, 95), 0)
    assert (0, 2) in mesh.owner
    _, triangles, labels = mesh.arrays()
    above = np.array(mesh.points)[triangles].mean(axis=1)
    assert (labels == (above[:, 1] > above[:, 0])).all()


def test_tags_go_to_both_halves_of_a_split_edge() -> None:
    mesh = square()
    mesh.force(0, 2)
    mesh.tags[0, 2] = (7,)
    middle = mesh.insert((500, 500), 0)
    assert mesh.tags == {(0, middle): (7,), (2, middle): (7,)}
    assert (0, middle) in mesh.owner or (middle, 0) in mesh.owner


def test_two_triangles_on_one_side_of_an_edge_are_refused() -> None:
    with pytest.raises(TriangulationError, match="two triangles"):
        Triangulation(SQUARE, np.array([[0, 1, 2], [0, 1, 3]]), np.zeros(2, dtype=int))
