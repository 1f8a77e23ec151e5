"""Files are written whole or not at all, wherever they lead."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from contextlib import suppress

import pandas as pd
import pytest

from eastup.errors import InputError
from eastup.io import files, tables


def test_an_error_leaves_what_was_there(tmp_path):
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    with suppress(KeyError), files.whole(tmp_path / "a.csv") as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise KeyError
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_a_link_is_followed_and_the_mode_is_kept(tmp_path):
    target = tmp_path / "shared" / "real.csv"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(target)
    files.write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    with pytest.raises(InputError, match=r"circle|link"):
        files.write_text(loop, "new")


def test_a_new_file_is_as_readable_as_any_other(tmp_path):
    files.write_text(tmp_path / "a.txt", "x")
    (tmp_path / "b.txt").write_text("x", encoding="utf-8")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_a_pipe_gets_the_whole_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    got = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe.csv").read_text(encoding="utf-8")))
    reader.start()
    tables.write(pd.DataFrame({"a": [1]}), tmp_path / "pipe.csv")
    reader.join(10)
    assert got == ["a\n1\n"]
    assert stat.S_ISFIFO((tmp_path / "pipe.csv").stat().st_mode)


LIMITED = """
import resource, sys, warnings
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
warnings.simplefilter("ignore")
from pathlib import Path
from eastup import layers
from eastup.errors import InputError
from eastup.io import tables
frame = layers.flat(layers.load("bases"))
for suffix in sys.argv[2:]:
    path = Path(sys.argv[1]) / ("a" + suffix)
    path.write_text("old")
    try:
        tables.write(frame, path)
    except InputError as error:
        print(suffix, "refused", path.read_text() == "old", "\\n" in str(error))
    else:
        print(suffix, "written")
"""


def test_a_disk_that_is_full_costs_no_file_that_was_there(tmp_path):
    kinds = [".csv", ".parquet", ".json", ".md", ".geojson", ".gpkg", ".fgb", ".kml", ".shp"]
    command = [sys.executable, "-c", LIMITED, str(tmp_path), *kinds]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines() == [f"{suffix} refused True False" for suffix in kinds]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"a{suffix}" for suffix in kinds)


RASTERS = """
import resource, sys
from eastup.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.thorough
@pytest.mark.sample(command=[["map", "rings"]])
@pytest.mark.parametrize("command", [["coverage", "--radius", "500km"], ["map", "rings"]])
def test_a_raster_on_a_full_disk_gives_one_line_and_none_of_libtiff(command, tmp_path):
    path = tmp_path / "a.tif"
    path.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", RASTERS, *command, "-o", str(path)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"eastup: {path}: can't write the file (File too large)"]
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
