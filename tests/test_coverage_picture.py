"""The picture of coverage: what it says, and the colours where counts are known."""

import numpy as np
import pytest

from eastup import charts, coverage
from eastup.view import View

HUBS = ["Kadena", "cfa-sasebo", "subic-bay"]


def texts(figure):
    return [t.get_text() for t in figure.axes[0].texts]


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_it_names_the_straits_that_are_not_covered_whole(lang):
    from eastup.places import resolve

    words = texts(charts.reach(HUBS, radius="700nmi", lang=lang))
    gaps = coverage.gaps(HUBS, radius="700nmi")
    still_open = set(gaps[gaps["kind"] == "strait"]["id"])
    assert still_open
    assert {resolve(i).in_language(lang).name for i in still_open} <= set(words)
    assert any("1,296 km" in w for w in words)


def test_its_pixels_are_counts():
    view = View(up=0)
    figure = charts.reach(HUBS, radius="500nmi", view=view)
    (image,) = figure.axes[0].images
    left, right, bottom, top = image.get_extent()
    rows, columns = image.get_array().shape
    for hub in ((127.7675, 26.3556), (120.27, 14.79)):
        from eastup.charts.within import EXTENT, _Map

        x, y = _Map(view, EXTENT).locate(*[[c] for c in hub])[0]
        column, row = int((x - left) / (right - left) * columns), int((top - y) / (top - bottom) * rows)
        assert image.get_array()[row, column] >= 1
    assert np.asarray(image.get_array()).max() == 2


def test_the_same_question_gives_the_same_bytes(tmp_path):
    for name in ("a.svg", "b.svg"):
        charts.save(charts.reach(HUBS, hours=2, speed="450kn"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
