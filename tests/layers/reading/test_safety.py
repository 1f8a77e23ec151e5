"""Files that would harm: none reads another file, calls a server, allocates what it claims, or takes long."""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from eastup.errors import InputError
from eastup.layers.reading import SUFFIXES, read

CASES = Path(__file__).parents[2] / "data" / "cases"


class Listener:
    """A server on the loopback that counts who calls."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.sendall(b'HTTP/1.0 200 OK\r\n\r\n{"type":"FeatureCollection","features":[]}')
            connection.close()


@pytest.fixture
def listener():
    server = Listener()
    yield server
    server.socket.close()


def reaching_out(port, secret):
    """Files in the formats with which GDAL opens other files and servers."""
    source = f"http://127.0.0.1:{port}"
    vrt = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource relativeToVRT='0'>{}</SrcDataSource>{}</OGRVRTLayer></OGRVRTDataSource>"
    sql = "<SrcSQL dialect='SQLITE'>SELECT *, MakePoint(127,37,4326) AS geometry FROM secret</SrcSQL>"
    return {
        "a local file": vrt.format(f"CSV:{secret}", sql),
        "a server": vrt.format(f"/vsicurl/{source}/x.geojson", ""),
        "a pipeline": json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read /vsicurl/{source}/x.geojson"}),
        "a WFS": f"<OGRWFSDataSource><URL>{source}/wfs</URL></OGRWFSDataSource>",
        "a CSW": f"<OGRCSWDataSource><URL>{source}/csw</URL></OGRCSWDataSource>",
        "an OGC API": f"<OGCAPI><LandingPageURL>{source}</LandingPageURL></OGCAPI>",
        "an entity": f"<!DOCTYPE kml [<!ENTITY x SYSTEM 'file://{secret}'>]><kml><Placemark><name>&x;</name></Placemark></kml>",
        "an entity of a server": f"<!DOCTYPE gpx SYSTEM '{source}/x.dtd'><gpx></gpx>",
        "a network link": f"<kml><NetworkLink><Link><href>{source}/x.kml</href></Link></NetworkLink></kml>",
        "a feature service": json.dumps({"type": "FeatureCollection", "features": [], "crs": {"type": "link", "properties": {"href": source}}}),
        "a path": f"/vsicurl/{source}/x.geojson",
        "a comment before it": f"<kml><!-- -->{vrt.format(f'CSV:{secret}', sql)}</kml>",
    }  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_file_opens_another_or_the_network_whatever_it_says(tmp_path, listener, suffix):
    secret = tmp_path / "secret.csv"
    secret.write_text("id,password\n1,hunter2\n", encoding="utf-8")
    for what, text in reaching_out(listener.port, secret).items():
        path = tmp_path / f"layer{suffix}"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read(path)
        assert "hunter2" not in str(caught.value), what
    assert listener.calls == 0


def test_an_archive_of_such_files_opens_none_either(tmp_path, listener):
    secret = tmp_path / "secret.csv"
    secret.write_text("id,password\n1,hunter2\n", encoding="utf-8")
    for number, text in enumerate(reaching_out(listener.port, secret).values()):
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("layer.gpkg", text)
            archive.writestr("layer.vrt", text)
        with pytest.raises(InputError, match="not a GeoPackage"):
            read(path)
    assert listener.calls == 0


def test_a_shapefile_takes_only_its_own_parts(tmp_path, listener):
    """GDAL looks for indexes, metadata and spatial filters beside a file: what lies there may say anything."""
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(127, 26)], crs=4326)
    frame.to_file(tmp_path / "a.shp")
    for suffix in (".qix", ".sbn", ".idm", ".ind", ".aux.xml"):
        (tmp_path / f"a{suffix}").write_text(f"http://127.0.0.1:{listener.port}/", encoding="utf-8")
    assert list(read(tmp_path / "a.shp").frame["name"]) == ["A"]
    assert listener.calls == 0


def test_a_geopackage_is_only_read(tmp_path):
    path = tmp_path / "a.gpkg"
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(127, 26)], crs=4326)
    frame.to_file(path)
    with sqlite3.connect(path) as database:
        database.execute("CREATE VIEW v AS SELECT fid, geom, load_extension('/tmp/x.so') AS name FROM a")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v','features','v',4326)"
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('v','geom','POINT',4326,0,0)")
    database.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match="can't read the layer"):
        read(path)
    assert read(path, layer="a").frame["name"][0] == "A"
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


def test_an_archive_that_leads_out_of_itself(tmp_path):
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    cases = {
        "leads out": "../../evil.csv",
        "leads out of": "/etc/evil.csv",
        "leads": "..\\evil.csv",
        "holds a link": link,
        "out of the archive": "C:/evil.csv",
    }
    for message, member in cases.items():
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, "/etc/passwd")
        with pytest.raises(InputError, match=message):
            read(path)


def test_an_archive_that_is_larger_unpacked_than_it_may_be(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 4_000_000)
    content = bytearray(buffer.getvalue())
    at = content.rindex(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 2**31)
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(InputError, match="larger than 1,024 MiB unpacked"):
        read(tmp_path / "a.zip")
    content[at : at + 4] = struct.pack("<I", 10)
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.csv"):
        read(tmp_path / "a.zip")


LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
from eastup.errors import InputError
from eastup.layers.reading import read
for name in sys.argv[1:]:
    try:
        read(Path(name))
    except InputError as error:
        print(error)
"""


def within(paths, limit=3 * 2**30):
    code = LIMITED.format(limit=limit)
    done = subprocess.run([sys.executable, "-c", code, *map(str, paths)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_counts_are_held_against_the_size_of_the_file(tmp_path):
    frame = gpd.GeoDataFrame(
        {"n": range(1237)}, geometry=[shapely.Point(100 + i / 100, 10) for i in range(1237)], crs=4326
    )
    paths = [CASES / "count-bomb.dbf"]
    messages = ["1,500,000,000 records, and the file holds 1 at most"]
    for options in ({}, {"SPATIAL_INDEX": "NO"}):
        whole = tmp_path / "whole.fgb"
        pyogrio.write_dataframe(frame, whole, **options)
        content = whole.read_bytes()
        at = content.index(struct.pack("<Q", 1237))
        for count in (3, 1238, 2**31, 2**62):
            paths.append(tmp_path / f"{count}{len(options)}.fgb")
            paths[-1].write_bytes(content[:at] + struct.pack("<Q", count) + content[at + 8 :])
            messages.append(f"its header speaks of {count:,} features")
    frame.to_file(tmp_path / "a.shp")
    shp, dbf = (tmp_path / "a.shp").read_bytes(), (tmp_path / "a.dbf").read_bytes()
    for number, (part, content) in enumerate(
        {
            ".dbf": dbf[:4] + struct.pack("<I", 2**32 - 1) + dbf[8:],
            ".shp": shp[:104] + struct.pack(">I", 2**30) + shp[108:],
            ".shx": shp[:24] + struct.pack(">I", 2**31 - 1) + shp[28:100],
        }.items()
    ):
        for suffix in (".shp", ".shx", ".dbf"):
            (tmp_path / f"b{number}{suffix}").write_bytes(
                content if suffix == part else (tmp_path / f"a{suffix}").read_bytes()
            )
        paths.append(tmp_path / f"b{number}.shp")
        messages.append(
            {".dbf": "4,294,967,295 records", ".shp": "record 1 says", ".shx": "the index does not fit"}[part]
        )
    lines = within(paths)
    assert len(lines) == len(messages)
    for line, message in zip(lines, messages, strict=True):
        assert message in line


def test_a_polygon_that_claims_a_thousand_million_points(tmp_path):
    gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.box(120, 20, 121, 21)], crs=4326).to_file(tmp_path / "a.shp")
    content = bytearray((tmp_path / "a.shp").read_bytes())
    content[100 + 8 + 40 : 100 + 8 + 44] = struct.pack("<I", 10**9)
    (tmp_path / "a.shp").write_bytes(content)
    assert "claims more points than it has room for" in within([tmp_path / "a.shp"])[0]


@pytest.mark.thorough
def test_a_workbook_of_one_cell_at_the_far_corner_and_one_that_repeats_itself(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "lat", "lon"
    book.save(tmp_path / "corner.xlsx")
    cells = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="900"/>'
    with zipfile.ZipFile(tmp_path / "repeat.ods", "w") as archive:
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table table:name="a">'
            f'<table:table-row table:number-rows-repeated="999999999">{cells}</table:table-row></table:table></office:document-content>',
        )
    lines = within([tmp_path / "corner.xlsx", tmp_path / "repeat.ods"])
    assert len(lines) == 2
    assert all("too large to be read" in line for line in lines)


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"type":"GeometryCollection","geometries":['])
def test_json_nested_without_end(tmp_path, opening):
    path = tmp_path / "a.geojson"
    path.write_text(opening * 100_000, encoding="utf-8")
    with pytest.raises(InputError, match="nested too deep"):
        read(path)


def test_geometries_nested_without_end(tmp_path):
    depth = 50_000
    wkt = "GEOMETRYCOLLECTION(" * depth + "POINT(1 2)" + ")" * depth
    wkb = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * depth + shapely.Point(1, 2).wkb
    collection = {"type": "Point", "coordinates": [1, 2]}
    for _ in range(200):
        collection = {"type": "GeometryCollection", "geometries": [collection]}
    (tmp_path / "a.csv").write_text(f'name,wkt\nA,"{wkt}"\n', encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"name,wkb\nA,{wkb.hex()}\n", encoding="utf-8")
    (tmp_path / "c.geojson").write_text(json.dumps(collection), encoding="utf-8")
    gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(127, 26)], crs=4326).to_file(tmp_path / "d.gpkg")
    with sqlite3.connect(tmp_path / "d.gpkg") as database:
        # The package's own index would run functions that only GDAL has.
        for (name,) in list(database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE d SET geom = ?", (b"GP\x00\x01" + struct.pack("<i", 4326) + wkb,))
    database.close()
    lines = within([tmp_path / name for name in ("a.csv", "b.csv", "c.geojson", "d.gpkg")])
    assert ["nested too deep" in line for line in lines] == [True] * 4


def test_a_crs_may_not_name_a_file(tmp_path):
    path = tmp_path / "a.geojson"
    for crs in (
        "+init=/etc/passwd:root",
        "+proj=longlat +nadgrids=/etc/passwd",
        "+proj=longlat +geoidgrids=http://127.0.0.1/",
    ):
        feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [127, 26]}}
        path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}), encoding="utf-8")
        with pytest.raises(InputError, match="is not known"):
            read(path)


def test_pipes_devices_and_folders_are_refused_at_once(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.gpkg").mkdir()
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "folder.gpkg", "zero.csv"):
        with pytest.raises(InputError, match="not a file that can be read"):
            read(tmp_path / name)


def test_messages_are_short_and_show_no_control_or_direction(tmp_path):
    path = tmp_path / "a.csv"
    for cell in ("x" * 200_000, "\x1b[31mred", "\u202egnp.exe"):
        path.write_text(f'name,lat,lon\nA,"{cell}",127\n', encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read(path)
        assert len(str(caught.value)) < 400 + len(str(path))
        assert str(caught.value).isprintable()


def test_peak_memory_of_the_worst_table_stays_under_two_gib():
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2 * 2**20  # of the processes above, in KiB


@pytest.mark.parametrize("encoding", ["UTF-0", "EUC-TW", "utf-7", "shift_jis"])
@pytest.mark.parametrize("suffix", [".ods", ".kml", ".gpx"])
def test_an_encoding_that_no_parser_knows_is_one_line_or_no_matter(tmp_path, suffix, encoding):
    path = tmp_path / f"a{suffix}"
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    if suffix == ".ods":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("content.xml", f"{head}<a><b/></a>")
    else:
        path.write_text(f"{head}<{suffix[1:]}><Placemark/></{suffix[1:]}>", encoding="ascii")
    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_an_archive_with_a_member_without_a_name_is_read(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x"), b"")
        archive.writestr("sites.csv", "name,lat,lon\nNaha,26.21,127.68\n")
    data = path.read_bytes()
    nameless = bytes.fromhex("00")  # a name that begins with NUL is none
    at = [data.index(b"PK\x03\x04") + 30, data.index(b"PK\x01\x02") + 46]
    for place in at:
        assert data[place : place + 1] == b"x"
        data = data[:place] + nameless + data[place + 1 :]
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        assert "" in archive.namelist()
    assert read(path).frame["name"].tolist() == ["Naha"]


def damaged_workbook(tmp_path, member, change):
    """Return a workbook of one row, one member of which is changed; the whole one can be read."""
    path, damaged = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    pd.DataFrame({"name": ["Naha"], "lat": [26.21], "lon": [127.68]}).to_excel(path, index=False)
    assert read(path).frame["name"].tolist() == ["Naha"]
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(damaged, "w") as other:
        for name in archive.namelist():
            content = archive.read(name)
            changed = change(content) if name == member else content
            assert (changed != content) == (name == member)
            other.writestr(name, changed)
    return damaged


@pytest.mark.parametrize("base", ["1", "9", "-2"])
def test_a_workbook_with_damaged_styles_is_one_line_and_prints_nothing(tmp_path, capfd, base):
    own = f'xfId="{base}" builtinId'.encode()
    path = damaged_workbook(tmp_path, "xl/styles.xml", lambda content: content.replace(b'xfId="0" builtinId', own))
    with pytest.raises(InputError, match="its styles are damaged"):
        read(path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("cell", [b'<c r="A1" t="s"><v>99</v></c>', b'<c r="A1" t="d"><v>x</v></c>', b'<c r="A1"'])
def test_a_damaged_workbook_is_not_left_open(tmp_path, cell):
    path = damaged_workbook(
        tmp_path, "xl/worksheets/sheet1.xml", lambda content: content.replace(b"<c ", cell + b"<c ", 1)
    )
    gc.disable()  # its objects refer to one another in a circle
    try:
        with pytest.raises(InputError):
            read(path)
        opened = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
        assert str(path) not in opened
    finally:
        gc.enable()
