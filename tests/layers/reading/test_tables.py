from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from eastup.errors import InputError
from eastup.layers.reading import read
from eastup.layers.reading.headings import meaning

NAHA = shapely.Point(127.68, 26.21)


def write(tmp_path, name, text, codec="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(codec))
    return path


def told(reading):
    return [str(note) for note in reading.report.notes]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "name,lat,lon\nNaha,26.21,127.68\n"),
        ("a.csv", "name;lat;lon\nNaha;26,21;127,68\n"),
        ("a.tsv", "name\tlat\tlon\r\nNaha\t26.21\t127.68\r\n"),
        ("a.txt", "name|lat|lon\nNaha|26.21|127.68\n"),
        ("a.csv", "sep=;\r\nname;lat;lon\r\nNaha;26,21;127,68\r\n"),
        ("a.csv", "List of ports,,\nas of 2025,,\n\nname,lat,lon\nNaha,26.21,127.68\n"),
        ("a.csv", "Site Name,Latitude (DD),Longitude (DD)\nNaha,26.21,127.68\n"),
        ("a.csv", "名称,緯度,経度\nNaha,26.21,127.68\n"),
        ("a.csv", "명칭,위도,경도\nNaha,26.21,127.68\n"),
        ("a.csv", "名称,纬度,经度\nNaha,26.21,127.68\n"),
        ("a.csv", "施設名,所在地,北緯,東経\nNaha,Okinawa,26.21,127.68\n"),
        ("a.csv", 'name,Position\nNaha,"26.21, 127.68"\n'),
        ("a.csv", 'name,경위도\nNaha,"127.68, 26.21"\n'),
        ("a.csv", "name,lat,lon\nNaha,26.21N,127.68E\n"),
        ("a.csv", "name,lat,lon\nNaha,26°12'36\"N,127°40'48\"E\n"),
        ("a.csv", "name,WKT\nNaha,POINT (127.68 26.21)\n"),
        ("a.csv", f"name,geom\nNaha,{NAHA.wkb_hex}\n"),
        ("a.csv", f"name,geom\nNaha,{shapely.to_wkb(shapely.set_srid(NAHA, 4326), hex=True, include_srid=True)}\n"),
        ("a.csv", "name,geom\nNaha,SRID=4326;POINT (127.68 26.21)\n"),
        ("a.csv", "name,UTM Zone,Easting,Northing\nNaha,52R,368126.07,2899611.35\n"),
        ("a.csv", "name,Easting (UTM Zone 52N),Northing (m)\nNaha,368126.07,2899611.35\n"),
        ("a.csv", "name,MGRS\nNaha,52R CP 68126 99611\n"),
    ],
)
def test_one_place_in_every_usual_table(tmp_path, name, text):
    frame = read(write(tmp_path, name, text)).frame
    assert list(frame["name"]) == ["Naha"]
    assert frame.geometry[0].distance(NAHA) < 2e-5


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".parquet"])
def test_workbooks_and_tables_of_parquet(tmp_path, suffix):
    table = pd.DataFrame(
        {"명칭": ["나하", "마닐라"], "위도": [26.21, 14.6], "경도": [127.68, 120.98], "berths": [4, None]}
    )
    path = tmp_path / f"a{suffix}"
    if suffix == ".xlsx":
        table.to_excel(path, index=False, startrow=2)
    elif suffix == ".ods":
        import pyogrio

        pyogrio.write_dataframe(table, path, driver="ODS")
    else:
        table.to_parquet(path)
    reading = read(path)
    assert list(reading.frame["name"]) == ["나하", "마닐라"]
    assert reading.frame.geometry[0].equals(NAHA)
    assert reading.frame["berths"][0] == 4
    assert reading.places[0] == {".xlsx": "row 4", ".ods": "row 2", ".parquet": "row 1"}[suffix]
    assert dict(reading.report.columns) == {"위도": "latitude", "경도": "longitude", "명칭": "name"}


def test_all_sheets_that_hold_positions_or_the_one_that_is_named(tmp_path):
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path) as book:
        for sheet, lat in (("ports", 26.21), ("bases", 26.35)):
            pd.DataFrame({"name": [sheet], "lat": [lat], "lon": [127.7]}).to_excel(book, sheet_name=sheet, index=False)
        pd.DataFrame({"notes": ["nothing"]}).to_excel(book, sheet_name="about", index=False)
    reading = read(path)
    assert list(reading.frame["name"]) == ["ports", "bases"]
    assert reading.places == ["ports, row 2", "bases, row 2"]
    assert reading.report.layers == (("ports", 1), ("bases", 1))
    assert told(reading) == ["sheet 'about' holds no positions and is not read"]
    assert list(read(path, layer="bases").frame["name"]) == ["bases"]
    with pytest.raises(InputError, match="unknown sheet 'base'; did you mean bases"):
        read(path, layer="base")


@pytest.mark.parametrize("other", ["名称", "Site Name", "NAME"])
@pytest.mark.parametrize("kind", ["xlsx", "gpkg", "zip"])
def test_layers_of_one_file_may_head_their_names_in_their_own_way(tmp_path, kind, other):
    path = tmp_path / f"sites.{kind}"
    parts = {"first": ("Name", "Naha"), "second": (other, "横須賀")}
    if kind == "gpkg":
        for layer, (head, name) in parts.items():
            gpd.GeoDataFrame({head: [name]}, geometry=[NAHA], crs=4326).to_file(path, layer=layer)
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for layer, (head, name) in parts.items():
                archive.writestr(f"{layer}.csv", f"{head},lat,lon\n{name},26.21,127.68\n")
    else:
        with pd.ExcelWriter(path) as book:
            for sheet, (head, name) in parts.items():
                table = pd.DataFrame({head: [name], "lat": [26.21], "lon": [127.68]})
                table.to_excel(book, sheet_name=sheet, index=False)
    assert read(path).frame["name"].tolist() == ["Naha", "横須賀"]


def test_what_is_told_of_one_sheet_is_of_that_alone(tmp_path):
    path = tmp_path / "sites.xlsx"
    with pd.ExcelWriter(path) as book:
        titled = pd.DataFrame([["List of ports", None, None], ["Name", "Lat", "Lon"], ["Naha", 26.21, 127.68]])
        titled.to_excel(book, sheet_name="titled", index=False, header=False)
        pd.DataFrame({"name": ["Kure"], "lat": [34.23], "lon": [132.55]}).to_excel(
            book, sheet_name="plain", index=False
        )
    assert told(read(path, layer="plain")) == []
    assert told(read(path, layer="titled")) == ["titled, row 1: 1 line above the header left out"]


def test_rows_without_a_position_are_left_out_and_named(tmp_path):
    text = "name,lat,lon\nA,26.2,127.6\nB,,\n\nC,n/a,n/a\nD,26.2,\nE,不明,不明\n計 5,,\n"
    reading = read(write(tmp_path, "a.csv", text))
    assert list(reading.frame["name"]) == ["A"]
    assert reading.report.skipped == 5
    assert told(reading) == ["row 3, row 5, row 6, row 7 and 1 more: no position, left out"]
    assert reading.report.sentence() == "1 row, UTF-8, columns lat/lon as latitude/longitude, 5 skipped"


def test_a_row_is_named_with_what_is_wrong_in_it(tmp_path):
    for cell, message in (
        ("26 75 N", "75 minutes"),
        ("127.6E", "is a longitude; the columns look swapped"),
        ("x", "not a number"),
    ):
        with pytest.raises(InputError, match=f"row 4: .*{message}"):
            read(write(tmp_path, "a.csv", f"name,lat,lon\nA,26.2,127.6\n\nB,{cell},127.6\n"))
    with pytest.raises(InputError, match="easting and northing without a zone; add a column zone"):
        read(write(tmp_path, "a.csv", "name,easting,northing\nA,368000,2899000\n"))
    with pytest.raises(InputError, match="several CRS"):
        read(write(tmp_path, "a.csv", "name,geom\nA,SRID=4326;POINT (1 2)\nB,SRID=3857;POINT (1 2)\n"))


def test_the_report_of_a_table_from_an_office(tmp_path):
    rows = "".join(f"港{i},{20 + i / 2},{120 + i / 2}\n" for i in range(27))
    reading = read(write(tmp_path, "a.csv", f"名称,緯度,経度\n{rows}未定,,\n未定2,,\n", "cp932"))
    expected = "27 rows, CP932, columns 緯度/経度 as latitude/longitude, names from 名称, 2 skipped"
    assert reading.report.sentence() == expected
    assert "read as CP932" in told(reading)
    record = reading.report.as_record()
    assert (record["encoding"], record["features"], record["skipped"]) == ("CP932", 27, 2)
    assert record["columns"][0] == {"heading": "緯度", "read_as": "latitude"}


def test_doubled_ids_and_names_and_the_null_point_are_told(tmp_path):
    text = "id,name,lat,lon\na,One,26.2,127.6\na,Two,26.3,127.6\nb,One,0,0\n"
    assert told(read(write(tmp_path, "a.csv", text))) == [
        "row 3: the id 'a' stands in row 2 already",
        "row 4: the name 'One' stands in row 2 already",
        "row 4: at 0, 0 in the Gulf of Guinea: is the position missing?",
    ]


def test_names_come_in_one_spelling_without_invisible_characters(tmp_path):
    decomposed = "\u1112\u1162\u1100\u116e\u11ab"  # 해군 as a Mac writes it
    reading = read(write(tmp_path, "a.csv", f"name,lat,lon\n{decomposed},26,127\nNa\u200bha\u202e,27,127\n"))
    assert list(reading.frame["name"]) == ["해군", "Naha"]


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("LAT_DD", "latitude"), ("Latitude [°]", "latitude"), ("緯度(世界測地系)", "latitude"), ("decimalLatitude", "latitude"), ("Y", "latitude"),
        ("경도", "longitude"), ("Long.", "longitude"), ("Site Name", "name"), ("SITE_NAME", "name"), ("港名", "name"), ("명칭", "name"),
        ("番号", "id"), ("Site ID", "id"), ("Remarks", None), ("Latitudinal spread", None), ("備考", None),
    ],
)  # fmt: skip
def test_headings(heading, what):
    assert meaning(heading) == what


def test_an_outline_in_one_long_cell(tmp_path):
    circle = shapely.Point(127, 26).buffer(1, 4000)
    path = write(tmp_path, "a.csv", f'name,WKT\nA,"{circle.wkt}"\n')
    assert path.stat().st_size > 200_000
    assert read(path).frame.geometry[0].equals(circle)


def test_a_table_of_another_crs_in_extended_wkb(tmp_path):
    metres = gpd.GeoSeries([NAHA], crs=4326).to_crs(3857)[0]
    cell = shapely.to_wkb(shapely.set_srid(metres, 3857), hex=True, include_srid=True)
    assert read(write(tmp_path, "a.csv", f"name,geom\nA,{cell}\n")).frame.geometry[0].distance(NAHA) < 1e-9


def test_the_path_is_told_by_every_error(tmp_path):
    for text in ("", "\n\n", "name\n", "name,lat,lon\n", "a,b\n1,2\n"):
        with pytest.raises(InputError) as caught:
            read(write(tmp_path, "a.csv", text))
        assert str(caught.value).startswith(str(Path(tmp_path / "a.csv")))


def test_columns_that_an_invisible_character_tells_apart_are_told_apart_by_a_number(tmp_path):
    (tmp_path / "a.csv").write_text("name,na\u200bme,no\u200bte,note,lat,lon\nA,B,C,D,1,2\n", encoding="utf-8")
    frame = read(tmp_path / "a.csv").frame
    assert frame.loc[0, ["name", "name_2", "note", "note_2"]].tolist() == ["A", "B", "C", "D"]


def test_a_crs_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text('name,geom\nA,"SRID=432666;POINT(127 26)"\n', encoding="utf-8")
    with pytest.raises(InputError, match="EPSG:432666"):
        read(tmp_path / "a.csv")
