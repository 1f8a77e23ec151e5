"""Files of the reader's own, dropped on the page: read in the browser, and nothing asked of a network."""

from __future__ import annotations

import json

import pytest
from browsing import says_lengths, settle, tables, wait_until

from eastup import distance

pytestmark = pytest.mark.browser

KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark><name>Naha</name>
<Point><coordinates>127.68,26.21,0</coordinates></Point></Placemark></Folder><Folder><Placemark><name>Box</name><Polygon><outerBoundaryIs>
<LinearRing><coordinates>130,20 131,20 131,21 130,20</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>"""
GPX = """<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="26.21" lon="127.68"><name>Naha</name></wpt><trk><name>Out</name>
<trkseg><trkpt lat="25" lon="127"/><trkpt lat="26" lon="128"/></trkseg><trkseg><trkpt lat="26" lon="128"/><trkpt lat="27" lon="129"/></trkseg>
</trk></gpx>"""
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "A", "n": 1},
            "geometry": {"type": "Point", "coordinates": [130, 20]},
        },
        {
            "type": "Feature",
            "properties": {"name": "B"},
            "geometry": {"type": "MultiPoint", "coordinates": [[131, 21], [132, 22]]},
        },
        {"type": "Feature", "properties": {"name": "none"}, "geometry": None},
    ],
}
FILES = [
    ("utf8.csv", "\ufeffSite Name,Latitude (DD),Longitude\nNaha,26.21,127.68\n".encode(), [("Naha", 127.68, 26.21)]),
    (
        "cp932.csv",
        "施設名,緯度,経度\r\n横須賀港,35.2933,139.6644\r\n".encode("cp932"),
        [("横須賀港", 139.6644, 35.2933)],
    ),
    ("cp949.csv", "항만명,위도,경도\n평택항,36.99,126.83\n".encode("cp949"), [("평택항", 126.83, 36.99)]),
    ("utf16.csv", "name\tlat\tlon\nNaha\t26,21\t127,68\n".encode("utf-16"), [("Naha", 127.68, 26.21)]),
    ("semicolon.csv", b'"name";"lat";"lon"\n"a; ""b""";26,5;127,25\n', [('a; "b"', 127.25, 26.5)]),
    ("dms.csv", "name,lat,lon\nNaha,26°12′45″N,127°40′51″E\n".encode(), [("Naha", 127.6808, 26.2125)]),
    ("grid.csv", b"name,MGRS\nNaha,52RCQ7703215652\n", [("Naha", 127.7675, 26.3556)]),
    ("place.tsv", b"name\tposition\nx\t26.5, 127.5\n", [("x", 127.5, 26.5)]),
    ("a.geojson", json.dumps(GEOJSON).encode(), [("A", 130, 20), ("B", 131, 21), ("B", 132, 22)]),
    ("h.gpx", GPX.encode(), [("Naha", 127.68, 26.21), ("Out", 128, 26), ("Out", 129, 27)]),
    ("g.kml", KML.encode(), [("Naha", 127.68, 26.21), ("Box", 131, 21)]),
]
FAULTS = [
    ("x.xlsx", b"PK\x03\x04 and so on", "neither CSV, GeoJSON, KML nor GPX"),
    ("x.csv", b"name,remark\na,b\n", "no columns of latitude and longitude"),
    ("x.geojson", b'{"type": "FeatureCollection", "features": [', "no JSON"),
    ("x.geojson", b'{"type": "Point", "coordinates": "here"}', "no place with a position"),
    ("p.geojson", b'{"type":"Point","coordinates":[1e6,4e6],"crs":{"properties":{"name":"EPSG:3857"}}}', "EPSG:3857"),
    ("x.kml", b"<html><p>no map</p></html>", "neither CSV, GeoJSON, KML nor GPX"),
    ("empty.csv", b"", "no columns"),
]


def give(page, name, content):
    page.set_input_files("#file", {"name": name, "mimeType": "text/plain", "buffer": content})
    wait_until(page, "document.getElementById('file-news').textContent !== ''")
    said = page.inner_text("#file-news")
    page.evaluate("document.getElementById('file-news').textContent = ''")
    return said


@pytest.fixture(scope="module")
def page(opener):
    return opener(fragment="#tab=layers&unit=km")


@pytest.mark.parametrize(("name", "content", "expected"), FILES, ids=[name for name, *_ in FILES])
def test_what_offices_save_is_read(page, name, content, expected):
    assert "Nothing has left this page" in give(page, name, content)
    found = page.evaluate("eastup.own.at(-1).features.map(each => [each.names.en, ...each.at])")
    assert [row[0] for row in found] == [row[0] for row in expected]
    for (_, *at), (_, *wanted) in zip(found, expected, strict=True):
        assert at == pytest.approx(wanted, abs=0.001)
    assert page.evaluate("eastup.paint(); eastup.labels().map(label => label.text)").count(expected[0][0]) >= 1
    page.locator("#files button", has_text="×").last.click()
    assert page.locator("#files li").count() == 0
    assert page.requests == [page.url.split("#")[0]] or all(url.startswith(("file:", "blob:")) for url in page.requests)
    assert page.complaints == []


@pytest.mark.parametrize(("name", "content", "said"), FAULTS)
def test_a_fault_is_said_in_one_line(page, name, content, said):
    text = give(page, name, content)
    assert said in text
    assert text.startswith(name)
    assert "\n" not in text
    assert page.locator("#files li").count() == 0
    assert page.complaints == []


STYLED = KML.replace(
    "<Folder><Placemark><name>Naha</name>",
    """<Style id="blue"><IconStyle><color>ffff8000</color></IconStyle></Style><StyleMap id="both"><Pair><key>normal</key>
    <styleUrl>#blue</styleUrl></Pair></StyleMap><Folder><Placemark><name>Naha</name><styleUrl>#both</styleUrl>""",
).replace("<name>Box</name>", "<name>Box</name><Style><PolyStyle><color>7f0000ff</color></PolyStyle></Style>")
SIMPLE = [{"marker-color": "#0a0"}, {"marker-color": "red; x"}, {}]


def test_the_colours_that_a_file_gives_are_kept(page):
    give(page, "styled.kml", STYLED.encode())
    assert page.evaluate("eastup.own.at(-1).features.map(each => each.color)") == ["#0080ff", "#ff0000"]
    key = "styled/placemark-1"
    assert page.evaluate("key => eastup.shapes().find(s => s.key === key).fill", key) == "#0080ff"
    page.locator("#files button", has_text="×").last.click()
    features = [
        {"type": "Feature", "properties": given, "geometry": {"type": "Point", "coordinates": [130, 20]}}
        for given in SIMPLE
    ]
    give(page, "simple.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert page.evaluate("eastup.own.at(-1).features.map(each => each.color ?? null)") == ["#00aa00", None, None]
    page.locator("#files button", has_text="×").last.click()
    assert page.complaints == []


def test_its_points_become_hubs_and_targets(page):
    before = page.evaluate("[eastup.hubs.length, eastup.targets.length]")
    give(page, "mine.csv", b"name,lat,lon\nMine,20,135\nYours,10,150\n")
    page.get_by_role("button", name="As hubs").click()
    page.get_by_role("button", name="As targets").click()
    assert page.evaluate("[eastup.hubs.length, eastup.targets.length]") == [n + 2 for n in before]
    page.click("#show-ask")
    page.select_option("#hub", label="Mine")
    page.click("#mode button[value=sea]")
    settle(page)
    rows = tables(page, "table")
    assert says_lengths(rows, distance.matrix([(135.0, 20.0)], "passages", "sea"))
    assert {"Mine", "Yours"} <= {row[0] for row in rows}
    page.click("#show-layers")
    page.locator("#files button", has_text="×").click()
    assert page.evaluate("[eastup.hubs.length, eastup.targets.length]") == before
    page.evaluate("eastup.update({mode: 'air'})")


@pytest.mark.parametrize(
    ("name", "content", "read", "left_out"),
    [
        ("some.csv", b"name,lat,lon\nA,nan,130\nB,,\n,,\nC,20,131\nD,95,131\n", 1, 3),
        ("none.geojson", json.dumps(GEOJSON).encode(), 3, 1),
    ],
)
def test_how_many_have_no_position_is_told(page, name, content, read, left_out):
    assert give(page, name, content) == (
        f"{name}: features read: {read}. Nothing has left this page. {name}: features without a position are left out: {left_out}."
    )


def test_a_file_is_dropped(page):
    page.evaluate(
        """() => { const data = new DataTransfer();
        data.items.add(new File(['name,lat,lon\\nDropped,20,135\\n'], 'd.csv'));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }"""
    )
    wait_until(page, "eastup.own.some(layer => layer.name === 'd')")
    page.locator("#files button", has_text="×").last.click()
