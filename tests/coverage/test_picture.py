"""The picture of coverage: what it says, and the colours where counts are known."""

import numpy as np
import pytest

from eastup import charts, coverage
from eastup.view.view import View

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
        from eastup.charts.mapframe import EXTENT, Ground

        x, y = Ground(view, EXTENT).locate(*[[c] for c in hub])[0]
        column, row = int((x - left) / (right - left) * columns), int((top - y) / (top - bottom) * rows)
        assert image.get_array()[row, column] >= 1
    assert np.asarray(image.get_array()).max() == 2


def test_the_same_question_gives_the_same_bytes(tmp_path):
    for name in ("a.svg", "b.svg"):
        charts.save(charts.reach(HUBS, hours=2, speed="450kn"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_curves_are_those_of_the_table(lang):
    figure = charts.growth(hubs=HUBS, radius=["300nmi", "600nmi", "900nmi"], unit="nmi", lang=lang)
    table = coverage.curve(HUBS, radius=["300nmi", "600nmi", "900nmi"])
    assert any(str(table["straits_1"].iloc[-1]) in t and "35" in t for t in texts(figure))
    curves = [line.get_ydata() for line in figure.axes[0].lines if len(line.get_xdata()) == 3]
    assert len(curves) == 6
    for drawn, level in zip(curves[:3], (3, 2, 1), strict=True):
        counts = table[f"straits_{level}"].to_numpy()
        assert np.corrcoef(drawn, counts)[0, 1] > 0.999 or len(set(counts)) == 1


def test_regions_are_coloured_by_the_nearest_hub():
    from eastup.charts.mapframe import EXTENT, Ground

    view = View()
    figure = charts.parted(HUBS, view=view)
    (image,) = figure.axes[0].images
    left, right, bottom, top = image.get_extent()
    rows, columns = image.get_array().shape
    seen = []
    for lon, lat in ((127.8, 26.3), (129.7, 33.1), (120.3, 14.8)):
        x, y = Ground(view, EXTENT).locate([lon], [lat])[0]
        at = int((top - y) / (top - bottom) * rows), int((x - left) / (right - left) * columns)
        seen.append(int(image.get_array()[at]))
    assert seen == [0, 1, 2]
    assert "Which hub is nearest" in texts(figure)
