"""Our own data files, missing, cut short or damaged: one line that names the file, and never another answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import hatch_build
from eastup import basemap, layers, places
from eastup.briefing import spec
from eastup.errors import EastupError, UnknownNameError
from eastup.io.data import data_root
from eastup.layers import gazetteer, registers, sets
from eastup.places import areas, cities, waters
from eastup.sea import engine, ice, known, ports, replacements
from eastup.view import View
from eastup.web import mesh


@pytest.fixture
def damage(tmp_path, monkeypatch):
    """Give a function that damages one file of a copy of the data, and has the copy used."""

    def act(name, how):
        root = data_root()
        for folder in ("geo", "layers", "maps"):
            (tmp_path / folder).mkdir()
            for file in (root / folder).iterdir():
                if f"{folder}/{file.name}" != name and file.is_file():
                    (tmp_path / folder / file.name).symlink_to(file)
        if how != "missing":
            content = bytearray((root / name).read_bytes())
            middle = len(content) // 2
            if how.startswith("cut"):
                content = content[: content.rfind(b"\n", 0, middle) + 1 or middle if how == "cut at a line" else middle]
            else:
                content[middle : middle + 64] = bytes(64)
            (tmp_path / name).write_bytes(content)
        whole = {f"{p.parent.name}/{p.name}": p for f in ("geo", "layers", "maps") for p in (root / f).iterdir()}
        sums = hatch_build.checksums({own: file for own, file in whole.items() if file.is_file()})
        (tmp_path / "SHA256SUMS").write_text(sums, encoding="utf-8")  # as in a wheel
        monkeypatch.setenv("EASTUP_DATA", str(tmp_path))

    yield act
    for folder in ("geo", "layers", "maps"):
        shutil.rmtree(tmp_path / folder, ignore_errors=True)


USES = {
    "geo/land.npz": lambda: basemap.land("fine"),
    "geo/land_coarse.npz": lambda: basemap.land("coarse"),
    "geo/borders.npz": basemap.borders,
    "geo/depth.tif": lambda: basemap.depth_in_view(View(up=90).crs, (0, 0, 1_000_000, 1_000_000), 20, 20),
    "geo/relief.tif": lambda: basemap.relief_in_view(View(up=90).crs, (0, 0, 1_000_000, 1_000_000), 20, 20),
    "geo/view.json": lambda: View(up=90).crs,
    "geo/seamesh.npz": engine.shipped,
    "geo/seareplacements.npz": replacements.shipped,
    "geo/seatable.npz": known.shipped,
    "geo/seamesh-page.bin": mesh.shipped,
    "geo/cities.csv": cities.on_maps,
    "geo/seas.csv": waters.on_maps,
    "geo/gazetteer.csv": gazetteer.cities,
    "geo/harbours.csv": ports.harbours,
    "geo/ports.toml": ports.river_ports,
    "geo/ice.toml": ice.waters,
    "layers/sources.csv": registers.sources,
    "layers/sets.toml": sets.sets,
    "layers/areas.toml": areas.areas,
    "layers/designations.csv": registers.designations,
    **{f"layers/{name}.geojson": lambda name=name: layers.load(name) for name in layers.names() if name != "claims"},
    "layers/claims.csv": lambda: layers.load("claims"),
    "maps/east-up.toml": lambda: spec.load("east-up"),
}
UNREAD = {"geo/passages.toml", "geo/shoals.npz"}
"""Of these the shipped files are made; nothing reads them where eastup is used."""


def test_every_data_file_is_tried():
    root = data_root()
    files = [*(root / "geo").iterdir(), *(root / "layers").iterdir(), root / "maps" / "east-up.toml"]
    names = {f"{file.parent.name}/{file.name}" for file in files if file.is_file() and file.suffix != ".md"}
    assert names - UNREAD == set(USES)


@pytest.mark.parametrize("how", ["missing", "cut", "cut at a line", "damaged"])
@pytest.mark.parametrize("name", USES)
def test_the_file_is_named_and_the_hint(damage, name, how):
    damage(name, how)
    with pytest.raises(EastupError) as caught:
        USES[name]()
    message = str(caught.value)
    assert "\n" not in message
    if how == "missing" and "install eastup again" not in message:  # a name that is given is looked for among files
        assert isinstance(caught.value, UnknownNameError)
        assert Path(name).stem in message
    else:
        assert name in message
        assert "install eastup again" in message


def test_another_layer_never_answers_in_the_place_of_a_missing_one(damage):
    damage("layers/bases.geojson", "missing")
    with pytest.raises(EastupError, match="the layer bases of eastup is missing; install eastup again"):
        places.resolve("Kadena")
