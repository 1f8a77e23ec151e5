"""Our own data files, missing, cut short or damaged: one line that names the file, and never another answer."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from eastup import basemap, layers, places
from eastup.errors import EastupError
from eastup.io.data import data_root
from eastup.view import View


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
            content = content[:middle] if how == "cut" else content[:middle] + bytes(64) + content[middle + 64 :]
            (tmp_path / name).write_bytes(content)
        monkeypatch.setenv("EASTUP_DATA", str(tmp_path))

    yield act
    for folder in ("geo", "layers", "maps"):
        shutil.rmtree(tmp_path / folder, ignore_errors=True)


def depth():
    view = View(up=90)
    return basemap.depth_in_view(view.crs, (0, 0, 1_000_000, 1_000_000), 20, 20)


@pytest.mark.parametrize("how", ["missing", "cut", "damaged"])
@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("geo/land.npz", lambda: basemap.land("fine")),
        ("geo/land_coarse.npz", lambda: basemap.land("coarse")),
        ("geo/borders.npz", basemap.borders),
        ("geo/depth.tif", depth),
        ("geo/view.json", lambda: View(up=90).crs),
        ("layers/bases.geojson", lambda: places.resolve("Kadena")),
        ("layers/straits.geojson", lambda: layers.load("straits")),
    ],
)
def test_the_file_is_named_and_the_cure(damage, name, use, how):
    if (name, how) == ("geo/view.json", "damaged"):
        how = "cut"
    damage(name, how)
    with pytest.raises(EastupError) as caught:
        use()
    message = str(caught.value)
    assert "\n" not in message
    if name.startswith("layers") and how == "missing":
        assert name.removeprefix("layers/").removesuffix(".geojson") in message
    else:
        assert name in message
        assert "install eastup again" in message


def test_the_checksums_are_those_of_the_files():
    folder = data_root() / "geo"
    listed = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text("ascii").splitlines())
    assert set(listed) == {"depth.tif", "relief.tif"}
    for name, expected in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, "write geo/SHA256SUMS anew"
