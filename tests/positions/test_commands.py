"""The commands on real tracks and on bad input, and what the layers say of sides."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from made_tracks import table, track

from eastup import geodesy, layers
from eastup.cli import run
from eastup.layers import seas
from eastup.positions import gates
from eastup.results import language

SAMPLE = Path(__file__).parents[1] / "data" / "ais_us_sample.csv.gz"


@pytest.fixture
def own_gates(tmp_path: Path) -> Path:
    """Return lines across the entrances of San Francisco Bay and the Strait of Juan de Fuca, coast to coast."""
    lines = [[(-122.4795, 37.8325), (-122.4783, 37.8107)], [(-124.73, 48.58), (-124.73, 48.39)]]
    path = tmp_path / "own.geojson"
    frame = gpd.GeoDataFrame({"id": ["golden-gate", "fuca"], "name": ["Golden Gate", "Juan de Fuca"]}, geometry=[
        shapely.LineString(line) for line in lines
    ], crs=4326)  # fmt: skip
    frame.to_file(path)
    return path


def test_real_tracks_past_gates_of_ones_own(
    tmp_path: Path, own_gates: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, report = tmp_path / "each.csv", tmp_path / "dropped.csv"
    arguments = ["transits", SAMPLE, "-o", out, "--each", "--to", own_gates, "--report", report, "--clear", "300m"]
    assert run([str(a) for a in arguments]) == 0
    told = capsys.readouterr().err
    assert "2,117 rows in:" in told
    assert pd.read_csv(report)["rows"].sum() == 2117
    each = pd.read_csv(out)
    # Held against the tracks themselves: a plain look at which vessels changed sides of the meridian or the parallel.
    rows = pd.read_csv(SAMPLE).sort_values(["MMSI", "BaseDateTime"])
    near = rows[rows["LAT"].between(37.75, 37.9) & rows["LON"].between(-122.56, -122.4)]
    changed = {m for m, r in near.groupby("MMSI") if len({x > -122.479 for x in r["LON"]}) == 2}
    golden = set(each.loc[each["strait_id"] == "golden-gate", "vessel"])
    assert golden <= changed
    assert set(each["from_sea"]) <= {"east side", "west side", "south side", "north side"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["transits", "nowhere.csv", "-o", "x.csv"], "no file of positions"),
        (["transits", str(SAMPLE), "-o", "x.tif"], "unknown file kind"),
        (["transits", str(SAMPLE), "-o", "x.csv", "--to", "Miyaku Strait"], "did you mean Miyako Strait"),
        (["transits", str(SAMPLE), "-o", "x.csv", "--gap", "soon"], "--gap: 'soon' is not a time"),
        (["transits", str(SAMPLE), "-o", "x.csv", "--id", "MMSl"], "did you mean MMSI"),
        (["transits", str(SAMPLE), "-o", "x.csv", "--max-speed", "20kn"], "add --each"),
        (["transits", str(SAMPLE), "-o", "x.csv", "--workers", "2", "--scheduler", "tcp://x:1"], "give one of them"),
        (["enrich", str(SAMPLE), "-o", "x.xlsx"], "unknown file kind"),
        (["enrich", str(SAMPLE), "-o", "x.csv", "--add", "nearest_hubs"], "did you mean nearest_hub"),
        (["enrich", str(SAMPLE), "-o", "x.csv", "--chain", "wiki"], "unknown chain variant"),
    ],
)
def test_bad_input_gets_one_line(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.startswith("eastup: ") or "\neastup: " in told
    assert list(tmp_path.iterdir()) == []


def test_sides_are_seas_and_parts_are_straits() -> None:
    straits = layers.load("straits")
    seas = set(layers.load("seas")["name"])
    others = {
        "Taiwan Strait", "Sibuyan Sea", "Samar Sea", "Bohol Sea", "Indian Ocean", "Andaman Sea", "Banda Sea", "Savu Sea",
        "Arafura Sea", "Coral Sea", "Gulf of Tonkin", "Bohai Sea",
    }  # fmt: skip
    for row in straits.to_dict("records"):
        assert {row["side_a"], row["side_b"]} <= seas | others, row["id"]
        assert row["side_a"] != row["side_b"]
        if isinstance(row["part_of"], str):
            assert row["part_of"] in set(straits["id"])


def test_sides_lie_where_their_seas_do() -> None:
    """Walking off a gate to either side, more of the way is in that side's sea than when walking off to the other."""
    bounds = {name: seas.bounds(sea) for sea, name in seas.names().items()}
    looked = 0
    for gate in gates.load():
        if gate.id == "san-juanico-strait":  # it leads to the Philippine Sea by Leyte Gulf, on no straight line
            continue
        a, b = gate.parts[0][0], gate.parts[-1][-1]
        azimuth, length = geodesy.inverse(*a, *b)
        lon, lat = geodesy.forward(*a, azimuth, length / 2)
        for side, turn in ((gate.side_a, -90.0), (gate.side_b, 90.0)):
            if side in bounds:
                ways = [geodesy.forward(lon, lat, azimuth + t, np.arange(10e3, 400e3, 10e3)) for t in (turn, -turn)]
                own, other = (int(shapely.contains_xy(bounds[side], *way).sum()) for way in ways)
                if own or other:  # off the Jeju and Korea Straits the bounds of the East China Sea are out of the way
                    assert own >= other, (gate.id, side, own, other)
                    looked += 1
    assert looked > 40


def test_areas_of_chains_hold_the_chain_and_do_not_overlap() -> None:
    for row in layers.load("chains").to_dict("records"):
        inside, outside = (
            shapely.Polygon(geodesy.line(shapely.get_coordinates(shapely.from_wkt(row[side])), 20_000.0)[:-1])
            for side in ("inside", "outside")
        )
        assert inside.is_valid, row["id"]
        assert outside.is_valid, row["id"]
        assert inside.intersection(outside).area < 0.02 * inside.area, row["id"]
        line = shapely.get_coordinates(row["geometry"])
        line = np.round(np.column_stack([line[:, 0] % 360.0, line[:, 1]]), 6)
        for area in (row["inside"], row["outside"]):
            corners = np.round(shapely.get_coordinates(shapely.from_wkt(area)), 6)
            assert np.array_equal(corners[: len(line)], line), row["id"]


def test_nothing_is_left_beside_the_output(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table(track("miyako-strait", [-9.0, 9.0])), tmp_path / "in.parquet")
    assert run(["transits", str(tmp_path / "in.parquet"), "-o", str(tmp_path / "o.md"), "-q"]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.parquet", "o.md"]


@pytest.fixture
def through_miyako(tmp_path: Path) -> Path:
    """Return a track of one vessel, named as a place is, north through Miyako Strait, and a row that is nowhere."""
    rows = [("Guam", f"2025-01-01T{n // 6:02d}:{n % 6}0:00Z", 126.5, 24.1 + 0.06 * n) for n in range(40)]
    path = tmp_path / "track.csv"
    pd.DataFrame(
        [*rows, ("Guam", "2025-01-02T00:00:00Z", 200.0, 95.0)], columns=["vessel", "time", "lon", "lat"]
    ).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_passages_are_told_in_a_language(tmp_path: Path, through_miyako: Path, lang: str) -> None:
    out = {name: tmp_path / name for name in ("days.csv", "each.parquet")}
    assert run(["transits", str(through_miyako), "-o", str(out["days.csv"]), "--lang", lang]) == 0
    assert run(["transits", str(through_miyako), "-o", str(out["each.parquet"]), "--each", "--lang", lang]) == 0
    strait = layers.load("straits").set_index("id").loc["miyako-strait"]
    called = layers.load("seas").set_index("name")[f"name_{lang}"]
    sides = {called[strait["side_a"]], called[strait["side_b"]]}
    [day] = pd.read_csv(out["days.csv"]).to_numpy().tolist()
    assert day[1:3] == ["miyako-strait", strait[f"name_{lang}"]]
    assert {*day[3:5]} == sides
    assert not any(str(head).isascii() for head in pd.read_csv(out["days.csv"]).columns if head != "strait_id")
    [one] = pd.read_parquet(out["each.parquet"]).to_dict("records")  # heads stay, for programs; a vessel's name too
    assert (one["vessel"], one["strait"]) == ("Guam", strait[f"name_{lang}"])
    assert {one["from_sea"], one["to_sea"]} == sides
    assert not one["kind"].isascii()


def test_what_is_near_is_told_in_a_language(tmp_path: Path, through_miyako: Path) -> None:
    out = tmp_path / "near.csv"
    assert run(["enrich", str(through_miyako), "-o", str(out), "--lang", "ko", "-q"]) == 0
    near = pd.read_csv(out)
    assert list(near)[:4] == ["vessel", "time", "lon", "lat"]
    names = layers.load("bases").set_index("id")["name_ko"]
    assert near["nearest_hub"][0] == names[near["nearest_hub_id"][0]]
    words = near[["nearest_strait", "chain_side", "sea"]].iloc[0]
    assert not any(text.isascii() for text in words)
    assert pd.isna(near["sea"].iloc[-1])
    assert not near["position_note"].iloc[-1].isascii()


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_every_side_of_a_strait_has_a_name_in_each_language(lang: str) -> None:
    sides = sorted({side for gate in gates.load() for side in (gate.side_a, gate.side_b)})
    winds = [f"{wind} side" for wind in ("north", "north-east", "east", "south-east", "south", "south-west", "west")]
    told = language.names_in([*sides, *winds, "north-west side"], lang)
    assert [name for name in told if name.isascii()] == []
