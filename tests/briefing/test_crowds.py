"""Crowds of a reader's own points: the laws of labels hold, and of each point it is told what it is, or that it is not."""

from __future__ import annotations

import label_laws
import numpy as np
import pytest
import shapely

from eastup import briefing
from eastup.draw.document import Marker, Text

PLACES = {"luzon": (121.0, 15.5, 1.5), "kanto": (139.7, 35.6, 0.8), "korea": (127.3, 37.0, 1.0), "okinawa": (127.8, 26.4, 0.5), "naha": (127.8, 26.4, 0.2),
          "everywhere": (128.0, 25.0, 6.0)}  # fmt: skip
SUBJECT = """title = "Own points"
extent = [110, 4, 148, 44]
background = "plain"
straits = ["miyako-strait", "bashi-channel", "taiwan-strait"]
labels = ["tokyo", "manila", "taipei"]
"""


def crowd(tmp_path, place, count, labels, name="Site"):
    """Write a map and a layer of points about a place; return the map."""
    lon, lat, spread_deg = PLACES[place]
    rng = np.random.default_rng([count, len(place)])
    rows = [f"{name} {n},{rng.normal(lon, spread_deg):.4f},{rng.normal(lat, spread_deg):.4f}" for n in range(count)]
    (tmp_path / "sites.csv").write_text("\n".join(["name,lon,lat", *rows]), encoding="utf-8")
    asked = f"labels = '{labels}'\n" if labels else ""
    (tmp_path / "map.toml").write_text(f"{SUBJECT}[[layers]]\nsource = 'sites.csv'\n{asked}", encoding="utf-8")
    return tmp_path / "map.toml"


@pytest.mark.filterwarnings("ignore::eastup.errors.InputWarning")  # some of the points lie at sea
@pytest.mark.parametrize(
    ("place", "count", "labels"),
    [
        ("luzon", 20, ""), ("kanto", 20, "names"), ("okinawa", 60, "numbers"), ("everywhere", 300, ""),
        *(pytest.param(*one, marks=pytest.mark.thorough) for one in (
            ("korea", 20, ""), ("everywhere", 60, "numbers"), ("kanto", 60, ""))),
    ],
)  # fmt: skip
def test_laws_hold_in_a_crowd(tmp_path, place, count, labels):
    drawing = briefing.draw(crowd(tmp_path, place, count, labels))
    label_laws.nearest_to_their_own_mark(drawing)
    label_laws.short_leaders(drawing)
    label_laws.through_no_label(drawing)
    label_laws.off_other_land(drawing)
    own = {f"Site {n}" for n in range(count)}
    page = drawing.pages[0]
    marks = [i for i in drawing.sheet.items if isinstance(i, Marker) and i.topic == "sites" and i.page is page]
    assert 0.9 * count < len(marks) <= count  # some of those that lie everywhere lie outside the map
    named = {" ".join(item.label.lines) for item in drawing.placed if not item.label.number} & own
    key = dict(drawing.numbers.key())
    shown = {item.label.lines[0] for item in drawing.placed if item.label.number}
    assert shown == {str(number) for number in key}
    numbered = {name for label in key.values() for name in " ".join(label.lines).split(", ")} & own
    lost = {name for label in drawing.left_out for name in " ".join(label.lines).split(", ")} & own
    assert not named & numbered
    assert not (named | numbered) & lost
    written = " ".join(drawing.sheet.written)
    if named | numbered | lost:
        assert len(named | numbered | lost) == len(marks)
        assert len(lost) < count / 2
        assert not drawing.left_out or f"Names left out for want of room: {len(drawing.left_out)}" in written
    else:
        assert f"{len(marks)} points, without names" in written


@pytest.mark.filterwarnings("ignore::eastup.errors.InputWarning")
def test_no_number_is_without_its_name_however_long_names_are(tmp_path, caplog):
    """Names that find no room in the table whole lack their middle, where they are alike, and that is told."""
    name = "Joint Regional Logistics and Maintenance Coordination Centre No."
    drawing = briefing.draw(crowd(tmp_path, "everywhere", 20, "", name))
    numbers = [number for number, _ in drawing.numbers.key()]
    assert len(numbers) > 8
    rows = []
    for text in (i.text for i in drawing.sheet.items if isinstance(i, Text) and i.topic == "table"):
        if text[0].isdigit():
            rows.append(text)
        elif rows and text.startswith(" "):
            rows[-1] += f" {text.strip()}"
    for number, label in drawing.numbers.key():
        [row] = [row for row in rows if row.startswith(f"{number}  Joi")]
        assert "…" in row
        assert row.endswith(f"o. {' '.join(label.lines).rpartition(' ')[2]}")
    assert "names in the table 'Numbers on the map' are cut to their room" in caplog.text


@pytest.mark.filterwarnings("ignore::eastup.errors.InputWarning")
def test_a_crowd_in_one_spot_is_shown_larger_with_a_name_or_a_number_each(tmp_path):
    """Sixty points within half a degree, two or three points of the page apart: every one is told in an inset."""
    drawing = briefing.draw(crowd(tmp_path, "naha", 60, "numbers"))
    [inset] = drawing.insets
    own = {f"Site {n}" for n in range(60)}
    here = [i for i in drawing.sheet.items if isinstance(i, Marker) and i.topic == "sites" and i.page is inset]
    assert {item.name for item in here} == own
    shared = [len(label.lines[0].split(", ")) for _, label in drawing.numbers.key()]
    told = {name for _, label in drawing.numbers.key() for name in label.lines[0].split(", ")}
    lost = {name for label in drawing.left_out for name in " ".join(label.lines).split(", ")}
    assert told | lost == own
    assert len(lost) <= 2
    assert max(shared) <= 4
    assert np.mean(shared) < 1.7
    frame = inset.frame
    for item in drawing.placed:
        if item.label.number:
            assert frame[0] <= item.label.x <= frame[2], item.label.lines
            assert frame[1] <= item.label.y <= frame[3], item.label.lines
    spots = np.array([(item.x, item.y) for item in here])
    over = 0
    for item in (item for item in drawing.placed if item.leader and item.label.number):
        others = spots[np.hypot(*(spots - (item.label.x, item.label.y)).T) > 1.0]
        leader = shapely.LineString([item.leader[:2], item.leader[2:]])
        over += int((shapely.distance(shapely.points(others), leader) < 2.0).sum())
    assert over <= 9  # 12 where a point cost no more than a line
    keyed = " ".join(item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "key")
    assert all(name in keyed for name in told)


@pytest.mark.filterwarnings("ignore::eastup.errors.InputWarning")
def test_a_map_that_names_no_crowd_has_no_inset(tmp_path):
    assert not briefing.draw(crowd(tmp_path, "everywhere", 60, "")).insets
    assert not briefing.draw(crowd(tmp_path, "naha", 60, "dots")).insets
    assert briefing.draw(crowd(tmp_path, "naha", 20, "names")).insets
