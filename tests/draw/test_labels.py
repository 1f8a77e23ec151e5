"""The laws of labels: near their own mark, on short leaders that do not cross, never on another country's land."""

from __future__ import annotations

import logging

import label_laws
import numpy as np
import pytest
import shapely
from drawings import drawn

from eastup import briefing
from eastup.draw.boxes import overlaps
from eastup.draw.document import Marker
from eastup.draw.labels.along import place_along
from eastup.draw.labels.label import Label, ObstacleMap
from eastup.draw.labels.numbers import Numbers, place_or_number
from eastup.draw.labels.territory import Territory


@pytest.fixture(scope="module")
def own_points(tmp_path_factory):
    """Return files of points about the cities of the map, as readers bring them."""
    folder = tmp_path_factory.mktemp("own")
    rng = np.random.default_rng(7)
    about = np.array([(139.7, 35.6), (127.0, 37.0), (121.0, 24.0), (127.8, 26.3), (120.9, 15.0), (131.0, 33.0)])
    for name, count, spread_deg in (("20", 20, 2.5), ("45", 45, 2.5), ("400", 400, 2.5), ("20 in a crowd", 20, 1.0)):
        near = about[[0, 1, 5]] if spread_deg < 2 else about
        spots = near[rng.integers(0, len(near), count)] + rng.normal(0, spread_deg, (count, 2))
        rows = "".join(f"Site {n},{lon:.4f},{lat:.4f}\n" for n, (lon, lat) in enumerate(spots, start=1))
        (folder / f"{name}.csv").write_text("name,lon,lat\n" + rows, encoding="utf-8")
    return folder


MAPS = [
    ("east-up", "en", "0"), ("east-up", "ja", "0"), ("east-up", "ko", "20"),
    ("straits", "en", "45"), ("straits", "ja", "20"), ("rings", "ko", "0"),
]  # fmt: skip


pytestmark = pytest.mark.sample(drawing=[("rings", "ko", "0")])


@pytest.fixture(scope="module", params=MAPS, ids=lambda p: "-".join(map(str, p)))
def drawing(request, own_points):
    name, lang, count = request.param
    layers = [str(own_points / f"{count}.csv")] if count != "0" else []
    return drawn(name, lang, layers)


def test_a_label_without_a_leader_is_nearest_to_its_own_mark(drawing):
    assert label_laws.nearest_to_their_own_mark(drawing) > 5


def test_leaders_are_short_and_do_not_cross(drawing, request):
    # Where South Korea is named in English on the East-Up Map, Camp Humphreys finds no room nearer than on the gallery's.
    crowded = request.node.callspec.params["drawing"] == ("east-up", "en", "0")
    most = label_laws.LONGEST_OF_ALL_PT if crowded else label_laws.LONGEST_OF_SUBJECT_PT
    label_laws.short_leaders(drawing, most)


def test_no_label_stands_on_another_countrys_land(drawing):
    label_laws.off_other_land(drawing)


def test_taipei_is_not_in_china():
    drawing = drawn("east-up")
    [taipei] = [item for item in drawing.placed if item.label.lines[0] == "Taipei"]
    page = drawing.pages[0]
    x0, y0, x1, y1 = taipei.box
    lon, lat = page.view.inverse(*page.to_view(np.array([((x0 + x1) / 2, (y0 + y1) / 2)])).T)
    assert not (lon[0] < 119.0 and lat[0] > 23.5)


def test_twenty_points_keep_their_names_and_the_subject_its_own(own_points):
    drawing = drawn("east-up", layers=[str(own_points / "20.csv")])
    written = set(drawing.sheet.written)
    for name in ("Tokyo", "Pyongyang", "Taipei", "Manila", "Hanoi", "Beijing", "Vladivostok", "Ulaanbaatar"):
        assert name in written
    named = {item.label.lines[0] for item in drawing.placed}
    named |= {name for _, label in drawing.numbers.key() for name in label.lines[0].split(", ")}
    assert sum(f"Site {n}" in named or f"Site\n{n}" in named or "Site" in named for n in range(1, 21)) >= 18


def test_more_points_are_numbered_and_the_key_names_them(own_points):
    drawing = drawn("straits", layers=[str(own_points / "45.csv")])
    key = [item for item in drawing.sheet.items if item.topic == "key"]
    assert key
    numbers = dict(drawing.numbers.key())
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) > 35
    x0, y0, x1, y1 = drawing.pages[0].key
    for item in key:
        assert x0 <= item.x <= x1
        assert y0 <= item.y <= y1
    texts = [item.text for item in key]
    for number, label in numbers.items():
        at = next(n for n, item in enumerate(key) if item.text == str(number) and item.align == "right")
        assert label.lines[0].startswith(texts[at + 1])  # its name beside it, and those that share it
        [placed] = [item for item in drawing.placed if item.label.number and item.label.lines == (str(number),)]
        assert (placed.label.x, placed.label.y) == (label.x, label.y)


@pytest.mark.filterwarnings("ignore::eastup.errors.InputWarning")  # points at random lie inland
def test_hundreds_of_points_are_dots_with_a_note(own_points, caplog):
    with caplog.at_level(logging.WARNING):
        drawing = briefing.draw("straits", layers=[str(own_points / "400.csv")], background="plain")
    dots = [item for item in drawing.sheet.items if isinstance(item, Marker) and item.topic == "400"]
    assert not any(text.startswith("Site") for text in drawing.sheet.written)
    assert f"{len(dots)} points, without names" in drawing.sheet.written
    beyond = 400 - len(dots)
    assert beyond == 0 or f"outside the map: {beyond} of 400" in caplog.text


def test_what_is_outside_is_told_apart_from_what_finds_no_room(caplog):
    with caplog.at_level(logging.WARNING):
        briefing.draw("straits", extent="125,20,150,50", background="plain")
    assert "outside the map" in caplog.text
    assert "Surigao Strait" in caplog.text
    assert "no room on the map for Surigao" not in caplog.text


@pytest.mark.parametrize("way", ["names", "numbers", "dots"])
def test_a_layer_says_how_its_points_are_named(own_points, tmp_path, way):
    spec = tmp_path / "mine.toml"
    spec.write_text(
        f'title = "Mine"\nfit = ["tokyo", "manila"]\nbackground = "plain"\n[[layers]]\n'
        f"source = '{own_points / '20.csv'}'\nlabels = '{way}'\n",
        encoding="utf-8",
    )
    drawing = briefing.draw(spec)
    assert any(text.startswith("Site") for text in drawing.sheet.written) == (way != "dots")
    assert bool(drawing.pages[0].key) == (way == "numbers")


def test_territory_knows_whose_land_a_box_is_on():
    west, east = shapely.box(0, 0, 50, 100), shapely.box(60, 0, 100, 100)
    territory = Territory((0, 0, 100, 100), [west, east], ["AAA", "BBB"])
    assert territory.owner(10, 50, 5) == {"AAA"}
    assert territory.owner(55, 50, 3) == frozenset()
    assert territory.owner(52.5, 50, 6) == {"AAA"}  # the nearer shore
    assert territory.owners(55, 50, 8) == {"AAA", "BBB"}
    boxes = np.array([(40.0, 10, 70, 20), (0, 0, 40, 10), (65, 5, 95, 25)])
    assert territory.elsewhere(boxes, frozenset({"AAA"})) == pytest.approx([1 / 3, 0, 1], abs=0.06)
    assert territory.elsewhere(boxes, frozenset()) == pytest.approx([2 / 3, 1, 1], abs=0.06)


def test_the_subject_keeps_its_room_from_what_is_added():
    """Fifty added labels change nothing of where the subject's labels stand."""
    rng = np.random.default_rng(5)
    subject = [Label((f"City {n}",), *map(float, rng.uniform(40, 260, 2)), priority=80, leader=True) for n in range(12)]
    added = [Label((f"Own {n}",), *map(float, rng.uniform(0, 300, 2)), priority=40, leader=True) for n in range(50)]
    alone, _ = place_or_number(subject, ObstacleMap((0, 0, 300, 300)), Numbers())
    together, _ = place_or_number([*added, *subject], ObstacleMap((0, 0, 300, 300)), Numbers())
    boxes = {item.label.lines: item.box for item in together}
    for item in alone:
        assert boxes[item.label.lines] == item.box
    every = np.array([item.box for item in together])
    assert (overlaps(every, every).sum(axis=1) == 1).all()


def test_a_name_without_room_becomes_a_number_and_one_name_has_one_number():
    wall = [(0.0, 0.0, 44.0, 100.0), (66.0, 0.0, 100.0, 100.0), (44.0, 0.0, 66.0, 40.0), (44.0, 60.0, 66.0, 100.0)]
    numbers = Numbers()
    for _ in range(2):
        label = Label(("A name that is long",), 50.0, 50.0, priority=60)
        placed, left_out = place_or_number([label], ObstacleMap((0, 0, 100, 100), obstacles=list(wall)), numbers)
        assert left_out == []
        assert [item.label.lines for item in placed] == [("1",)]
    assert [(number, label.lines) for number, label in numbers.key()] == [(1, ("A name that is long",))]


def test_a_text_beside_a_line_that_bends_keeps_off_it_where_a_stretch_lets_it():
    frame = (0.0, 0.0, 600.0, 400.0)
    text, size = "1,234 km · 2.1 days", 9.0
    bent = np.array([(50, 200), (300, 100), (550, 200)], float)  # at its middle a level text would cross both arms
    found = place_along(bent, text, size, ObstacleMap(frame), on_line=False)
    assert not any(shapely.LineString(bent).intersects(shapely.box(*box)) for box in found.boxes)
    turn = np.linspace(0, np.pi, 60)
    arc = np.column_stack([300 - 90 * np.cos(turn), 100 + 90 * np.sin(turn)])  # a ship's way round a cape
    found = place_along(arc, text, size, ObstacleMap(frame), on_line=False)
    assert not any(shapely.LineString(arc).intersects(shapely.box(*box)) for box in found.boxes)
    middle = np.mean([[(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] for b in found.boxes], axis=0)
    assert shapely.LineString(arc).distance(shapely.Point(middle)) < 4 * size
    zigzag = np.column_stack([np.arange(50, 250, 10), 200 + 40 * (np.arange(20) % 2)])  # no stretch is free of it
    assert place_along(zigzag, text, size, ObstacleMap(frame), on_line=False) is not None
