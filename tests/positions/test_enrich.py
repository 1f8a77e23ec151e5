"""What `enrich` adds: against the geodesics and the layers themselves, and the same whatever does the work."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner

from eastup import geodesy, layers
from eastup.cli import cli
from eastup.layers import seas
from eastup.positions import gates
from eastup.positions.enrich import ADDED, Enricher, Place, reading_of

SAMPLE = Path(__file__).parents[1] / "data" / "ais_us_sample.csv.gz"
KNOWN = {
    # place: chain_side, sea
    (135.0, 40.0): ("inside", "Sea of Japan / East Sea"),
    (123.0, 35.0): ("inside", "Yellow Sea"),
    (114.0, 14.0): ("inside", "South China Sea"),
    (148.0, 53.0): ("inside", "Sea of Okhotsk"),
    (132.0, 22.0): ("outside", "Philippine Sea"),
    (121.0, 8.5): ("outside", "Sulu Sea"),
    (175.0, 30.0): ("outside", None),
    (-150.0, 25.0): ("outside", None),
    (80.0, 0.0): (None, None),
    (-40.0, 30.0): (None, None),
}


def enricher(**options: object) -> Enricher:
    bases = layers.load("bases")
    hubs = tuple(Place(r["id"], r["name"], r["geometry"].x, r["geometry"].y) for r in bases.to_dict("records"))
    schema = pa.schema([("LON", pa.float64()), ("LAT", pa.float64())])
    return Enricher(hubs, tuple(gates.load()), reading_of(schema), **options)  # type: ignore[arg-type]


def batch(lon: list[float | None], lat: list[float | None]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"LON": pa.array(lon, pa.float64()), "LAT": pa.array(lat, pa.float64())})


def test_sides_and_seas() -> None:
    lon, lat = zip(*KNOWN, strict=True)
    rows = enricher()(batch(list(lon), list(lat))).to_pylist()
    assert {(r["LON"], r["LAT"]): (r["chain_side"], r["sea"]) for r in rows} == KNOWN


def test_seas_and_sides_are_those_of_the_polygons() -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(100, 160, 3000), rng.uniform(0, 60, 3000)
    table = enricher()(batch(list(lon), list(lat))).to_pydict()
    names = seas.names()
    for sea, name in names.items():
        inside = shapely.contains_xy(seas.bounds(sea), lon, lat)
        assert (np.array(table["sea"]) == name)[~inside].sum() < 15  # geodesics against straight lines of degrees
        assert (np.array([s is None for s in table["sea"]]) & inside).sum() < 15
    for variant in ("wikipedia", "pentagon"):
        chains = layers.load("chains")
        ring = shapely.from_wkt(
            chains.loc[(chains["variant"] == variant) & (chains["chain"] == "first"), "inside"].iloc[0]
        )
        dense = shapely.Polygon(geodesy.line(shapely.get_coordinates(ring), 20_000.0)[:-1])
        side = enricher(chain=variant)(batch(list(lon), list(lat))).to_pydict()["chain_side"]
        assert ((np.array(side) == "inside") == shapely.contains_xy(dense, lon, lat)).all()


def test_rows_order_and_columns_stay_and_bad_rows_say_why() -> None:
    given = batch([135.0, None, 181.0, 33.0, 500.0, 135.0], [40.0, 10.0, 91.0, 127.0, 10.0, 40.0])
    out = enricher()(given)
    assert out.schema.names == ["LON", "LAT", *ADDED]
    assert out.select(["LON", "LAT"]).equals(given)
    notes = out.column("position_note").to_pylist()
    assert notes == [None, "no position", "no position", "longitude and latitude exchanged?", "not on the earth", None]
    for name in ADDED[:-1]:
        values = out.column(name).to_pylist()
        assert values[1:5] == [None] * 4
        assert values[0] == values[5]


def test_which_columns_and_reaches() -> None:
    some = enricher(add=("sea", "hubs_in_reach"), radius_km=(100.0, 926.0))(batch([139.6], [35.3]))
    assert some.schema.names == ["LON", "LAT", "sea", "hubs_in_reach_100km", "hubs_in_reach_926km"]
    row = some.to_pylist()[0]
    assert 0 < row["hubs_in_reach_100km"] < row["hubs_in_reach_926km"]


def test_an_enricher_can_be_sent_and_an_empty_batch_goes_through() -> None:
    one = enricher()
    sent = pickle.loads(pickle.dumps(one))
    assert sent(batch([135.0], [40.0])).equals(one(batch([135.0], [40.0])))
    assert one(batch([], [])).num_rows == 0
    assert len(pickle.dumps(one)) < 200_000  # the question, not the tables


def run(*arguments: object) -> None:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_a_real_sample_from_csv_and_back(tmp_path: Path) -> None:
    run("enrich", SAMPLE, "-o", tmp_path / "a.parquet", "-q")
    run("enrich", SAMPLE, "-o", tmp_path / "a.csv", "-q")
    table = pq.read_table(tmp_path / "a.parquet")
    source = pd.read_csv(SAMPLE)
    assert list(table.column_names) == [*source.columns, *ADDED]
    assert table["MMSI"].to_pylist() == list(source["MMSI"])
    assert pa.types.is_float64(table.schema.field("LAT").type)
    lines = (tmp_path / "a.csv").read_text().splitlines()
    text = pacsv.read_csv(
        SAMPLE, convert_options=pacsv.ConvertOptions(column_types={c: pa.string() for c in source.columns})
    )
    first = text.slice(0, 1).to_pylist()[0]
    assert lines[1].startswith(",".join(v or "" for v in first.values()) + ",")
    assert len(lines) == len(source) + 1
    # Distance against the layers, row by row.
    frame = table.to_pandas()
    places = {p: layers.load(p).set_index("id").geometry for p in ("bases", "nodes")}
    for row in frame.sample(40, random_state=1).to_dict("records"):
        at = next(g.loc[row["nearest_hub_id"]] for g in places.values() if row["nearest_hub_id"] in g.index)
        km = geodesy.distance_m(row["LON"], row["LAT"], at.x, at.y) / 1000
        assert row["nearest_hub_km"] == pytest.approx(float(km), abs=1e-7)


def test_the_same_file_from_threads_batches_parts_and_a_folder(tmp_path: Path) -> None:
    from eastup.positions import columns, stream, wholefiles
    from eastup.positions.cluster import Engine
    from eastup.positions.transits import Run

    sample = pacsv.read_csv(SAMPLE)
    pq.write_table(sample, tmp_path / "in.parquet", row_group_size=300)
    one = Enricher(enricher().hubs, enricher().gates, columns.Reading("", "", "", ""))
    outputs = []
    for number, (batch_rows, threads) in enumerate(((131_072, 1), (17, 1), (500, 2))):
        output = tmp_path / f"out{number}.parquet"
        quiet = Run(batch_rows=batch_rows, progress=lambda _: None)
        rows = wholefiles.enrich([tmp_path / "in.parquet"], output, one, run=quiet, engine=Engine(threads))
        assert rows == sample.num_rows
        outputs.append(output.read_bytes())
    assert outputs[1] == outputs[0] == outputs[2]
    wholefiles.enrich(
        [tmp_path / "in.parquet"], tmp_path / "folder", one, run=Run(progress=lambda _: None), engine=Engine(1)
    )
    parts = sorted((tmp_path / "folder").iterdir())
    assert [p.name for p in parts] == ["part-000000.parquet"]
    whole = pa.concat_tables([pq.read_table(p) for p in parts])
    assert whole.equals(pq.read_table(tmp_path / "out0.parquet"))
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]
    del stream


def test_numbers_that_turn_out_to_be_text(tmp_path: Path) -> None:
    rows = [f"{n},2022-01-03T00:00:00,30.0,130.0" for n in range(6000)] + ["A12,2022-01-03T00:00:00,30.0,130.0"]
    (tmp_path / "a.csv").write_text("MMSI,BaseDateTime,LAT,LON\n" + "\n".join(rows) + "\n")
    run("enrich", tmp_path / "a.csv", "-o", tmp_path / "a.parquet", "-q", "--add", "sea")
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.num_rows == 6001
    assert table["MMSI"].to_pylist()[-1] == "A12"


def test_a_broken_file_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    pq.write_table(pacsv.read_csv(SAMPLE), tmp_path / "in" / "a.parquet")
    (tmp_path / "in" / "b.parquet").write_bytes(b"PAR1 this is none PAR1")
    result = CliRunner().invoke(cli, ["enrich", str(tmp_path / "in"), "-o", str(tmp_path / "o.parquet")])
    assert "b.parquet" in str(result.exception)
    assert not (tmp_path / "o.parquet").exists()
    result = CliRunner().invoke(
        cli, ["enrich", str(tmp_path / "in"), "-o", str(tmp_path / "o.parquet"), "--on-error", "skip"]
    )
    assert result.exit_code == 0
    assert "b.parquet" in result.stderr
    assert pq.read_metadata(tmp_path / "o.parquet").num_rows == 2117


def test_geoparquet_stays_geoparquet(tmp_path: Path) -> None:
    import geopandas as gpd

    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=gpd.points_from_xy([135.0], [40.0]), crs=4326)
    frame.to_parquet(tmp_path / "in.parquet")
    run("enrich", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet", "-q")
    back = gpd.read_parquet(tmp_path / "out.parquet")
    assert back.crs.to_epsg() == 4326
    assert back["sea"].iloc[0] == "Sea of Japan / East Sea"


def test_an_enriched_file_tells_what_made_it(tmp_path):
    import json

    import pyarrow.parquet as pq

    from eastup import __version__, cli

    (tmp_path / "a.csv").write_text("lon,lat\n127.5,26.0\n", encoding="utf-8")
    for name, how in (("a", []), ("b", ["--threads", "2", "-q"])):
        args = ["enrich", str(tmp_path / "a.csv"), "-o", str(tmp_path / f"{name}.parquet"), "--hubs", "Kadena", *how]
        assert cli.run(args) == 0
    record = json.loads(pq.read_schema(tmp_path / "a.parquet").metadata[b"eastup"])
    assert (record["eastup"], [hub["id"] for hub in record["hubs"]]) == (__version__, ["kadena-ab"])
    assert "miyako-strait" in record["gates"]
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
