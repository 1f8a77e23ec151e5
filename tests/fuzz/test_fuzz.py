"""A few runs of each kind, always the same; `tests.fuzz.fuzz` makes as many as are asked for."""

from __future__ import annotations

import warnings

import pytest

from tests.fuzz import fuzz


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_damaged_files_are_read_or_refused_in_one_line(tmp_path, kind):
    files = fuzz.corpus(kind)
    for part in (fuzz.CASES / "shp").iterdir():
        if kind == "shp" and part.suffix != ".shp":
            (tmp_path / f"a{part.suffix}").write_bytes(part.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        came = {seed: fuzz.one_run(kind, seed, files, tmp_path) for seed in range(40)}
    assert {seed: what for seed, what in came.items() if what not in {"read", "refused"}} == {}
    assert "refused" in came.values()
