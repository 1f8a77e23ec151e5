"""The recipe of the default view."""

import json

import pytest

from geo.recipes import fit_view


def test_the_shipped_line_is_the_one_that_the_recipe_fits(tmp_path):
    fit_view.main(tmp_path / "view.json")
    made, shipped = (json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "view.json", fit_view.TARGET))
    assert made.keys() == shipped.keys()
    assert made["chain"] == shipped["chain"]
    assert made["worst_scale_error_percent"] == pytest.approx(shipped["worst_scale_error_percent"], abs=2e-4)
    assert made["line"] == pytest.approx(shipped["line"], abs=1e-4)
