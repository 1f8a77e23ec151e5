"""Names of curves stand where they can't be taken for another's, or a key tells the curves."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from eastup import charts
from eastup.charts import direct
from eastup.draw.document import Lines, Text

FRAME = (0.0, 0.0, 460.0, 330.0)


def made(count, seed):
    """Return rising curves that often meet, as those of shares do."""
    rng = np.random.default_rng(seed)
    x = np.linspace(20, 380, 12)
    return [
        [np.column_stack([x, np.minimum(320, 4 + np.cumsum(rng.uniform(0, 60 * rng.uniform(0.1, 1), 12)))])]
        for _ in range(count)
    ]


def check(curves, names, found):
    lines = [shapely.MultiLineString([shapely.LineString(xy) for xy in told]) for told in curves]
    inks = [place.ink for place in found]
    for n, (place, name) in enumerate(zip(found, names, strict=True)):
        assert shapely.covers(shapely.box(*FRAME), place.box), name
        near = [line.distance(place.box) for line in lines]
        assert min(near) >= direct.OFF_PT - 1e-9, name
        rest = [far for m, far in enumerate(near) if m != n]
        if place.leader is None:
            assert all(far > near[n] for far in rest), name
        else:
            leader = shapely.LineString(place.leader)
            assert lines[n].distance(leader) < 1e-6
            assert not any(line.intersects(leader) for m, line in enumerate(lines) if m != n), name
        assert all(not ink.intersects(place.ink) for m, ink in enumerate(inks) if m != n), name


@pytest.mark.parametrize("count", [1, 3, 7])
def test_a_name_is_nearest_to_its_curve_and_touches_nothing(count):
    names = [f"Curve {n}" if n % 2 else f"列島線の第{n}" for n in range(count)]
    kept = 0
    for seed in range(2):
        curves = made(count, seed)
        found = direct.named(curves, names, 11, FRAME)
        if found is not None:
            kept += 1
            check(curves, names, found)
    assert kept == 2 or count > 3


def test_fifteen_ends_apart_are_all_named_there():
    curves = [[np.array([(20.0, 10.0 + 20 * n), (380.0, 20.0 + 20 * n)])] for n in range(15)]
    names = [f"Hub {n}" for n in range(15)]
    found = direct.named(curves, names, 11, FRAME)
    check(curves, names, found)
    assert {place.x for place in found} == {found[0].x}


def test_ends_close_by_are_told_by_lines():
    curves = [[np.array([(20.0, 200.0 + 3 * n), (380.0, 200.0 + 3 * n)])] for n in range(3)]
    found = direct.named(curves, ["a", "b", "c"], 11, FRAME)
    check(curves, "abc", found)
    assert any(place.leader is not None for place in found)


def test_curves_that_run_as_one_get_a_key():
    one = [np.array([(20.0, 200.0), (380.0, 200.0)])]
    assert direct.named([one, one], ["a", "b"], 11, FRAME) is None


@pytest.mark.sample(lang="ja")
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_curves_of_reach_are_named_at_the_curves(lang):
    """Though all of them end at the whole."""
    chart = charts.curve(lang=lang, radius=[100, 300, 500, 700, 1000, 1500, 2000, 3000])
    assert not [item for item in chart.items if item.topic == "legend"]
    named = [item for item in chart.items if item.topic == "names" and isinstance(item, Text)]
    assert len(named) == 6
    lines = {item.facts["of"]: [] for item in chart.items if item.topic == "curves" and isinstance(item, Lines)}
    assert set(lines) == {"straits", "chain"}


def test_as_many_hubs_as_there_are_are_counted():
    chart = charts.curve("Kadena", radius=[300, 3000])
    assert {item.facts["level"] for item in chart.items if item.topic == "curves"} == {1}


def test_few_straits_are_counted_one_by_one():
    chart = charts.curve("Kadena", radius=[300, 3000], targets=["Miyako Strait", "Osumi Strait", "Tokara Strait"])
    axes = [item.text for item in chart.items if item.topic == "axes" and isinstance(item, Text)]
    assert {"0", "1", "2", "3"} <= set(axes)
