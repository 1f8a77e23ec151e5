"""The recipes that search ways on the mesh that ships, on a few places, and that draw it."""

import numpy as np
import pytest
from PIL import Image

from eastup import places
from eastup.sea import engine, gates
from eastup.sea.known import Known
from eastup.web import mesh, payload
from geo.recipes.sea import known, pagemesh, picture

FEW = ("Yokosuka Naval Base", "CFA Sasebo", "Taiwan Strait", "Camp Humphreys")


@pytest.fixture(scope="module")
def few():
    return [places.resolve(name) for name in FEW]


def test_the_table_holds_what_the_search_finds(few, tmp_path, monkeypatch):
    monkeypatch.setattr(known.places, "all_places", lambda: [*few, few[0]])
    known.main(tmp_path / "seatable.npz")
    table = Known.load(tmp_path / "seatable.npz")
    points = [place.sea_point for place in few]
    numbers = table.numbers(points)
    assert (numbers >= 0).all()
    navigable, shortest = (table.between(numbers, numbers, kind) for kind in ("navigable", "shortest"))
    sea = engine.shipped()
    for kind, found in (("navigable", navigable), ("shortest", shortest)):
        expected = sea.table(points, points, gates.water((), kind)).distance_km
        np.fill_diagonal(expected, 0.0)  # which a table leaves out: to itself a place has no way
        assert found.km == pytest.approx(expected, abs=1e-5)
    assert (navigable.km >= shortest.km - 1e-5).all()
    assert np.allclose(navigable.km, navigable.km.T)


@pytest.mark.thorough
def test_the_page_s_mesh_is_packed_as_it_ships(tmp_path, monkeypatch):
    shipped = pagemesh.geo("seamesh-page.bin").read_bytes()
    monkeypatch.setattr(pagemesh, "geo", lambda name: tmp_path / name)
    monkeypatch.setattr(pagemesh, "squeezed", payload.deflated)  # zopfli takes ten seconds
    pagemesh.main()
    assert mesh.data_of((tmp_path / "seamesh-page.bin").read_bytes()) == mesh.data_of(shipped)


@pytest.mark.thorough
def test_the_picture_shows_the_mesh_as_the_one_in_the_documents(tmp_path, monkeypatch):
    shipped = Image.open(picture.TARGET)
    monkeypatch.setattr(picture, "TARGET", tmp_path / "mesh.png")
    picture.main()
    made = Image.open(tmp_path / "mesh.png")
    assert made.size == shipped.size
    apart = np.abs(np.asarray(made.convert("L"), float) - np.asarray(shipped.convert("L"), float))
    assert (apart > 40).mean() < 0.02
