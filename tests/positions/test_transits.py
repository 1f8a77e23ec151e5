"""Each word of the definitions and each hard track: what counts as a passage, and what does not."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import made_tracks as t
import numpy as np
import pytest
from shapely.geometry import LineString

from eastup import layers
from eastup.geodesy import GEOD
from eastup.positions import fixes, gates
from eastup.positions.sides import Line
from eastup.positions.transits import Options, Run

if TYPE_CHECKING:
    from pathlib import Path

MIYAKO = "miyako-strait"
ACROSS = [-30.0, -20.0, -10.0, -3.0, 4.0, 11.0, 20.0]


def passages(tmp_path: Path, rows: list[t.Row], strait: str = MIYAKO, options: Options | None = None) -> int:
    return len(t.count(tmp_path, rows, [strait], options)[0].each)


def test_across_once(tmp_path: Path) -> None:
    answer, _ = t.count(tmp_path, t.track(MIYAKO, ACROSS), [MIYAKO])
    row = answer.each.iloc[0]
    assert len(answer.each) == 1
    assert (row["from_sea"], row["to_sea"], row["kind"]) == ("Philippine Sea", "East China Sea", "seen")
    # 3/7 of the way from the fix at 3 km on the left (00:30) to that at 4 km on the right (00:40).
    assert row["time_utc"] == "2022-01-01T00:34:17Z"
    a, b = t.gate(MIYAKO).parts[0]
    at = row["lon"], row["lat"]
    assert GEOD.inv(*a, *at)[2] + GEOD.inv(*at, *b)[2] == pytest.approx(GEOD.inv(*a, *b)[2], abs=0.5)
    day = answer.days.iloc[0]
    assert list(answer.days.columns) == [
        "date_utc", "strait_id", "strait", "from_sea", "to_sea", "seen", "inferred", "vessels",
    ]  # fmt: skip
    assert (day["date_utc"], day["seen"], day["inferred"], day["vessels"]) == ("2022-01-01", 1, 0, 1)


def test_back_is_the_other_direction(tmp_path: Path) -> None:
    answer, _ = t.count(tmp_path, t.track(MIYAKO, ACROSS[::-1]), [MIYAKO])
    assert list(answer.each["from_sea"]) == ["East China Sea"]


@pytest.mark.parametrize("strait", ["miyako-strait", "korea-strait", "tokara-strait", "surigao-strait"])
@pytest.mark.parametrize("after", [9.0, -9.0])
@pytest.mark.parametrize("before", [9.0, -9.0])
def test_a_fix_on_a_vertex_counts_as_left(tmp_path: Path, strait: str, before: float, after: float) -> None:
    whole = t.gate(strait).whole
    clear = min(2.0, t.gate(strait).width_km / 4)
    rows: list[t.Row] = []  # of a vessel for each vertex
    for n in range(1, len(whole) - 1):
        lon, lat = whole[n]
        bearings = [GEOD.inv(*whole[n - 1], lon, lat), GEOD.inv(lon, lat, *whole[n + 1])]
        turn = np.radians([bearings[0][1] + 180.0, bearings[1][0]])
        ahead = np.degrees(np.arctan2(np.sin(turn).sum(), np.cos(turn).sum()))
        if np.cos(turn[0] - turn[1]) < 0.2:
            continue  # the line turns back on itself so sharply that 9 km abeam may be on its other side
        ends = [GEOD.fwd(lon, lat, ahead + (90 if km > 0 else -90), 1000 * clear * 1.7)[:2] for km in (before, after)]
        sides = [_right_km(t.gate(strait), *end) for end in ends]
        if [side > 0 for side in sides] != [before > 0, after > 0] or min(map(abs, sides)) < 1.01 * clear:
            continue  # another stretch is nearer
        rows += [(f"{431_000_000 + n}", m, *place) for m, place in ((0, ends[0]), (6, (lon, lat)), (12, ends[1]))]
    vessels = {vessel for vessel, *_ in rows}
    if not vessels:
        return  # a gate without a bend
    counted = t.count(tmp_path, rows, [strait])[0].each["vessel"].astype(str).tolist()
    assert sorted(counted) == (sorted(vessels) if before * after < 0 else [])


def _right_km(gate: gates.Gate, lon: float, lat: float) -> float:
    """Return how far to the right of a gate's line a place is, in a plane about it."""
    at = (gate.whole - [lon, lat]) * [np.cos(np.radians(lat)), 1.0] * 111.2
    a, b = at[:-1], at[1:]
    step = b - a
    part = np.clip(-(a * step).sum(1) / (step**2).sum(1), 0, 1)
    foot = a + part[:, None] * step
    k = int((foot**2).sum(1).argmin())
    left = np.sign(step[k, 1] * a[k, 0] - step[k, 0] * a[k, 1])
    return float(-left * np.hypot(*foot[k]))


def test_along_the_line_is_one(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    jitter = [
        ("431000001", 60 + 5 * n, *t.off(MIYAKO, km, 0.2 + 0.005 * n)) for n, km in enumerate(rng.uniform(-1, 1, 91))
    ]
    rows = [("431000001", 20.0 * n, *t.off(MIYAKO, km, 0.2)) for n, km in enumerate([-20.0, -12.0, -5.0])]
    rows += jitter
    rows += [("431000001", 600 + 10 * n, *t.off(MIYAKO, km, 0.66)) for n, km in enumerate([5.0, 12.0, 20.0])]
    assert passages(tmp_path, rows) == 1


def test_anchored_on_the_line_is_none(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    rows = [("431000001", 5.0 * n, *t.off(MIYAKO, km)) for n, km in enumerate(rng.normal(0, 0.2, 300))]
    line = Line(t.gate(MIYAKO))
    xyz = np.stack(fixes.Points.of(*np.array([r[2:] for r in rows]).T.copy()).xyz())
    assert (np.abs(line.crossed(xyz[:, :-1], xyz[:, 1:])[0])).sum() > 100  # so many raw crossings
    assert passages(tmp_path, rows) == 0
    assert passages(tmp_path, [*t.track(MIYAKO, [-9.0, -5.0], start=-30.0), *rows]) == 0


def test_across_back_across(tmp_path: Path) -> None:
    rows = t.track(MIYAKO, [*ACROSS, *ACROSS[::-1], *ACROSS], minutes=20)
    assert passages(tmp_path, rows) == 3
    assert passages(tmp_path, rows, options=Options(once="48h")) == 1
    assert passages(tmp_path, rows, options=Options(once="30min")) == 3


def test_clear_is_two_kilometres_or_a_quarter_of_the_width(tmp_path: Path) -> None:
    assert passages(tmp_path, t.track(MIYAKO, [-5.0, 1.9, -5.0])) == 0
    assert passages(tmp_path, t.track(MIYAKO, [-5.0, 2.1, -5.0])) == 2
    assert passages(tmp_path, t.track(MIYAKO, [-5.0, 2.1, -5.0]), options=Options(clear="3km")) == 0
    narrow = t.gate("san-bernardino-strait")
    assert narrow.clear_km == narrow.width_km / 4 < 2


def test_a_passage_round_by_another_way_is_none(tmp_path: Path) -> None:
    rows = [*t.track(MIYAKO, [-9.0, -5.0]), *t.track(MIYAKO, [5.0, 9.0], start=6000.0)]
    way = [(2000.0, 129.5, 25.5), (3000.0, 131.5, 30.8), (4000.0, 129.0, 30.9), (5000.0, 126.0, 27.5)]
    round_ = [*rows[:2], *(("431000001", *fix) for fix in way), *rows[2:]]
    answer, _ = t.count(tmp_path, round_, [])
    assert list(answer.each["strait_id"]) == ["osumi-strait"]


def test_what_is_seen_and_what_is_inferred(tmp_path: Path) -> None:
    slow = t.track(MIYAKO, [-20.0, -10.0, 10.0, 20.0], minutes=61)
    answer, _ = t.count(tmp_path, slow, [MIYAKO])
    assert list(answer.each["kind"]) == ["inferred"]
    assert (answer.days["seen"].sum(), answer.days["inferred"].sum()) == (0, 1)
    assert answer.each["longest_gap_h"].iloc[0] == 1.02
    assert list(t.count(tmp_path, slow, [MIYAKO], Options(gap="2h"))[0].each["kind"]) == ["seen"]
    # Only steps between the last clear fix on one side and the first on the other count.
    rows = [
        *t.track(MIYAKO, [-20.0]),
        *t.track(MIYAKO, [-5.0, 5.0], start=180.0),
        *t.track(MIYAKO, [20.0], start=600.0),
    ]
    assert list(t.count(tmp_path, rows, [MIYAKO])[0].each["kind"]) == ["seen"]


def test_every_row_twice(tmp_path: Path) -> None:
    rows = t.track(MIYAKO, ACROSS)
    answer, said = t.count(tmp_path, [*rows, *rows], [MIYAKO])
    assert len(answer.each) == 1
    assert answer.reasons[fixes.TWICE] == len(rows)
    assert sum(answer.reasons) == 2 * len(rows)
    assert any("said twice" in line for line in said)


def test_one_time_with_two_places(tmp_path: Path) -> None:
    rows = t.track(MIYAKO, ACROSS)
    answer, _ = t.count(tmp_path, [*rows, ("431000001", 30.0, 140.0, 30.0)], [MIYAKO])
    assert len(answer.each) == 1
    assert answer.reasons[fixes.TWO_PLACES] == 2
    close = ("431000001", 30.0, *t.off(MIYAKO, -3.3))
    answer, _ = t.count(tmp_path, [*rows, close], [MIYAKO])
    assert (len(answer.each), answer.reasons[fixes.SECOND_PLACE]) == (1, 1)


def test_rows_in_any_order_and_any_batches(tmp_path: Path) -> None:
    rows = [
        r for v in range(20) for r in t.track(MIYAKO, [*ACROSS, *ACROSS[::-1]], vessel=f"4310000{v:02d}", start=7.0 * v)
    ]
    whole, _ = t.count(tmp_path, rows, [MIYAKO])
    assert len(whole.each) == 40
    for seed, batch in ((1, 1), (2, 7), (3, 64)):
        random.Random(seed).shuffle(rows)
        answer, _ = t.count(tmp_path, rows, [MIYAKO], run=Run(batch_rows=batch, progress=lambda _: None))
        assert answer.each.equals(whole.each)
        assert answer.days.equals(whole.days)


@pytest.mark.parametrize("apart_km", [30.0, 2000.0])
def test_one_id_for_two_ships_is_told_and_not_counted(tmp_path: Path, apart_km: float) -> None:
    one = t.track(MIYAKO, [float(km) for km in range(-30, 31, 3)])
    two = []
    for vessel, minutes, lon, lat in one:
        end = GEOD.fwd(lon, lat, 60.0, apart_km * 1000.0)
        two.append((vessel, minutes + 5.0, end[0], end[1]))
    answer, said = t.count(tmp_path, [*one, *two], [MIYAKO])
    assert len(answer.each) == 0
    assert answer.reasons[fixes.SHARED] >= len(one)
    assert any("two vessels under one id" in line and "431000001" in line for line in said)


def test_teleport_out_and_back(tmp_path: Path) -> None:
    stay = t.track(MIYAKO, [-30.0, -25.0, -20.0, -15.0, -10.0, -12.0, -18.0])
    jump = [*stay[:3], ("431000001", 25.0, *t.off(MIYAKO, 100.0)), *stay[3:]]
    answer, _ = t.count(tmp_path, jump, [MIYAKO])
    assert (len(answer.each), answer.reasons[fixes.JUMP]) == (0, 1)
    away = [("431000001", 25.0 + n, *t.off(MIYAKO, 100.0 + n / 10)) for n in range(3)]
    answer, _ = t.count(tmp_path, [*stay[:3], *away, *stay[3:]], [MIYAKO])
    assert (len(answer.each), answer.reasons[fixes.JUMP]) == (0, 0)  # the track is cut on both sides
    # One that goes across, with a wild fix in it, still counts.
    rows = t.track(MIYAKO, ACROSS)
    answer, _ = t.count(tmp_path, [*rows, ("431000001", 35.0, 100.0, 5.0)], [MIYAKO])
    assert (len(answer.each), answer.reasons[fixes.JUMP]) == (1, 1)


def test_an_impossible_speed_makes_no_crossing(tmp_path: Path) -> None:
    assert passages(tmp_path, t.track(MIYAKO, [-30.0, 30.0], minutes=10)) == 0
    assert passages(tmp_path, t.track(MIYAKO, [-30.0, 30.0], minutes=10), options=Options(limit="700kn")) == 1


def test_across_180_degrees_and_longitudes_to_360(tmp_path: Path) -> None:
    import geopandas as gpd

    own = tmp_path / "gate.geojson"
    gpd.GeoDataFrame(
        {"id": ["g"], "name": ["G"]}, geometry=[LineString([(180.0, -1.0), (180.0, 1.0)])], crs=4326
    ).to_file(own)
    for east, west in ((-179.9, 179.9), (180.1, 179.9), (-179.9, -180.1)):
        rows = [("a", 0.0, west, 0.0), ("a", 60.0, east, 0.0)]
        answer, _ = t.count(tmp_path, rows, [str(own)])
        assert list(answer.each["from_sea"]) == ["west side"], (east, west)
        assert abs(abs(answer.each["lon"].iloc[0]) - 180.0) < 1e-4


def test_not_available_between_two_good_fixes(tmp_path: Path) -> None:
    rows = t.track(MIYAKO, ACROSS)
    answer, _ = t.count(tmp_path, [*rows[:4], ("431000001", 35.0, 181.0, 91.0), *rows[4:]], [MIYAKO])
    assert (len(answer.each), answer.reasons[fixes.NO_POSITION]) == (1, 1)


def test_latitude_and_longitude_exchanged_is_told(tmp_path: Path) -> None:
    rows = [(v, m, lat, lon) for v, m, lon, lat in t.track(MIYAKO, ACROSS)]
    with pytest.raises(ValueError, match="no row is a fix"):
        t.count(tmp_path, rows, [MIYAKO])
    good = t.track(MIYAKO, ACROSS, vessel="431000002")
    answer, said = t.count(tmp_path, [*rows, *good], [MIYAKO])
    assert (len(answer.each), answer.reasons[fixes.EXCHANGED]) == (1, len(rows))
    assert any("exchanged" in line and "--lon" in line for line in said)


def test_a_step_that_hops_an_islet_of_the_gate(tmp_path: Path) -> None:
    whole, parts = t.gate("tsushima-strait").whole, t.gate("tsushima-strait").parts
    end, start = parts[1][-1], parts[2][0]  # on Iki
    middle = (end + start) / 2
    assert len(whole) == 6
    azimuth = GEOD.inv(*end, *start)[0]
    rows = [("a", m, *GEOD.fwd(*middle, azimuth + 90, km * 1000)[:2]) for m, km in ((0, -3.5), (5, 3.5))]
    assert passages(tmp_path, rows, "tsushima-strait") == 1


def test_days_are_those_of_a_time_zone(tmp_path: Path) -> None:
    rows = t.track(MIYAKO, ACROSS, start=16 * 60.0)
    assert list(t.count(tmp_path, rows, [MIYAKO])[0].days["date_utc"]) == ["2022-01-01"]
    local = t.count(tmp_path, rows, [MIYAKO], Options(timezone="Asia/Tokyo"))[0].days
    assert list(local["date_local"]) == ["2022-01-02"]
    with pytest.raises(ValueError, match="no time zone 'Mars'"):
        t.count(tmp_path, rows, [MIYAKO], Options(timezone="Mars"))


def test_a_ship_through_a_part_passes_the_whole_too(tmp_path: Path) -> None:
    straits = ["korea-strait", "korea-strait-western-channel", "tsushima-strait"]
    start, end = (128.2, 34.0), (130.2, 35.4)
    line = GEOD.npts(*start, *end, 60)
    rows = [("a", 6.0 * n, *place) for n, place in enumerate([start, *line, end])]
    answer, _ = t.count(tmp_path, rows, straits)
    parts = layers.load("straits").set_index("id")["part_of"]
    passed = list(answer.each["strait_id"])
    assert sorted(passed) == ["korea-strait", "korea-strait-western-channel"]
    assert len([s for s in passed if not isinstance(parts[s], str) or not parts[s]]) == 1
    assert set(answer.each["to_sea"]) == {"Sea of Japan / East Sea"}


def test_aircraft_have_other_limits(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from eastup.positions.transits import transits

    rows = t.track(MIYAKO, [-30.0, -15.0, -1.0, 15.0, 30.0], minutes=1)
    table = t.table(rows).rename_columns(["icao24", "time", "lat", "lon"])
    pq.write_table(table, tmp_path / "adsb.parquet")
    said: list[str] = []
    answer = transits([tmp_path / "adsb.parquet"], tmp_path / "o", None, [MIYAKO], run=Run(progress=said.append))
    assert list(answer.each["kind"]) == ["seen"]
    assert any("aircraft" in line for line in said)


def test_report_lists_every_dropped_row_and_adds_up(tmp_path: Path) -> None:
    import pandas as pd

    rows = t.track(MIYAKO, ACROSS)
    dirty = [*rows, rows[0], ("431000001", 35.0, 181.0, 91.0), ("", 36.0, 126.0, 25.0), ("431000001", 36.0, 100.0, 5.0)]
    report = tmp_path / "report.csv"
    answer, _ = t.count(tmp_path, dirty, [MIYAKO], run=Run(report=report, progress=lambda _: None))
    table = pd.read_csv(report)
    assert table["rows"].sum() == len(dirty) == sum(answer.reasons)
    dropped = table[table["reason"] != "kept"].set_index("row")["reason"].to_dict()
    assert dropped == {7: "said twice", 8: "no position", 9: "no vessel", 10: "jump"} or dropped == {
        0: "said twice", 8: "no position", 9: "no vessel", 10: "jump",
    }  # fmt: skip
    assert len(answer.each) == 1
