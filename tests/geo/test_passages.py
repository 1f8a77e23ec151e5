"""What ``geo/passages.toml`` must hold."""

import tomllib

import numpy as np
import pytest
import shapely

from eastup import layers
from eastup.geodesy import ellipsoid
from eastup.layers import registers
from geo.recipes.sea import passages, region

DOCUMENT = tomllib.loads(passages.FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def land() -> np.ndarray:
    return region.land_parts()


@pytest.mark.parametrize("entry", DOCUMENT["passage"], ids=lambda e: e["id"])
def test_a_passage_has_names_a_reason_and_sources_of_the_register(entry: dict) -> None:
    assert {"id", "name", "name_ja", "name_ko", "class", "through", "why", "source_ids"} <= set(entry)
    assert entry["source_ids"]
    assert all(registers.sources()[own].url for own in entry["source_ids"])
    assert entry["class"] in {"open", *passages.toll_km()}
    assert entry.get("traffic", "open") in {"open", "closed"}


def test_ids_are_those_of_no_other_passage_or_strait() -> None:
    ids = [p.id for p in passages.passages()]
    straits = set(layers.load("straits")["id"])
    assert len(set(ids)) == len(ids)
    assert not straits & set(ids)
    assert {s["id"] for s in DOCUMENT["strait"]} <= straits


@pytest.mark.parametrize("passage", passages.passages(), ids=lambda p: p.id)
def test_a_gate_runs_over_water_from_coast_to_coast(passage: passages.Passage, land: np.ndarray) -> None:
    line = passages.gate_line(passage, land)
    near = land[shapely.STRtree(land).query(line, predicate="dwithin", distance=0.01)]
    over = shapely.intersection(line, shapely.union_all(near))
    assert float(ellipsoid.GEOD.geometry_length(over)) < 1.0
    for stretch in shapely.get_parts(line):
        for end in (stretch.coords[0], stretch.coords[-1]):
            assert shapely.distance(shapely.Point(end), near).min() < 1e-5


@pytest.mark.parametrize(
    ("gate", "width_km", "stretch"),
    [
        ("kanmon", 0.6, 0),  # www2.fish-u.ac.jp: some 530 m under the bridge; advectionfog.net: 700 m at Hayatomo
        ("akashi", 3.5, 0),  # Japan Coast Guard, www1.kaiho.mlit.go.jp/KAN6/5_sodan/mame/topic9.htm: 2 nmi, 3.5 km
        ("naruto", 1.4, 2),  # the same: 1.4 km between Awaji and Oge
        ("kitan", 9.8, 1),  # ja.wikipedia, 紀淡海峡: some 10 km, 11 km with the sandbank before Awaji
    ],
)
def test_widths_are_those_that_are_published(gate: str, width_km: float, stretch: int, land: np.ndarray) -> None:
    [passage] = [p for p in passages.passages() if p.id == gate]
    line = shapely.get_parts(passages.gate_line(passage, land))[stretch]
    drawn = float(ellipsoid.GEOD.geometry_length(line)) / 1000
    assert drawn == pytest.approx(width_km, rel=0.07)


def test_dangerous_ground_is_as_long_and_as_wide_as_its_source_says() -> None:
    [area] = passages.shoals()
    lon, lat = shapely.get_coordinates(area).T
    away_m = ellipsoid.distance_m(np.full_like(lon, 115.0), np.full_like(lat, 10.0), lon, lat)
    assert 2 * away_m.max() / 1852 == pytest.approx(340, rel=1e-3)
    assert 2 * away_m.min() / 1852 == pytest.approx(175, rel=0.02)
