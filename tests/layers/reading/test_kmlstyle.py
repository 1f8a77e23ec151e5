"""The colours that KML's styles give: as they are seen without a pointer, by the names of GeoJSON's simplestyle."""

from __future__ import annotations

import pytest

from eastup import layers
from eastup.web import features

KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Style id="blue"><IconStyle><color>ffff8000</color></IconStyle><LineStyle><color>7f00ff00</color></LineStyle></Style>
<Style id="lit"><IconStyle><color>ff0000ff</color></IconStyle></Style>
<StyleMap id="both"><Pair><key>highlight</key><styleUrl>#lit</styleUrl></Pair><Pair><key>normal</key><styleUrl>#blue</styleUrl></Pair></StyleMap>
<StyleMap id="circle"><Pair><key>normal</key><styleUrl>#circle</styleUrl></Pair></StyleMap>
{marks}</Document></kml>"""
POINT = "<Point><coordinates>127.68,26.21,0</coordinates></Point>"
BOX = """<Polygon><outerBoundaryIs><LinearRing><coordinates>130,20 131,20 131,21 130,20</coordinates></LinearRing>
</outerBoundaryIs></Polygon>"""
MARKS = [
    (f"<styleUrl>#both</styleUrl>{POINT}", "#0080ff"),
    (f"<styleUrl>other.kml#lit</styleUrl>{POINT}", "#ff0000"),
    (f"<styleUrl>#both</styleUrl><Style><IconStyle><color>FF112233</color></IconStyle></Style>{POINT}", "#332211"),
    ("<styleUrl>#both</styleUrl><LineString><coordinates>127,26 128,27</coordinates></LineString>", "#00ff00"),
    (
        f"<Style><LineStyle><color>ff0000aa</color></LineStyle><PolyStyle><color>40aa0000</color></PolyStyle></Style>{BOX}",
        "#0000aa",
    ),
    (f"<Style><IconStyle><color>ffffffff</color></IconStyle></Style>{POINT}", None),
    (f"<Style><IconStyle><color>red</color></IconStyle></Style>{POINT}", None),
    (f"<styleUrl>#circle</styleUrl>{POINT}", None),
    (f"<styleUrl>#nowhere</styleUrl>{POINT}", None),
    (POINT, None),
]


@pytest.fixture(scope="module")
def frame(tmp_path_factory):
    path = tmp_path_factory.mktemp("kml") / "styled.kml"
    marks = "".join(f"<Placemark><name>{i}</name>{mark}</Placemark>" for i, (mark, _) in enumerate(MARKS))
    path.write_text(KML.format(marks=marks), encoding="utf-8")
    return layers.load(path)


def test_the_colours_of_a_file_are_columns_and_stay_on_the_page(frame):
    assert frame["marker-color"].dropna().tolist() == ["#0080ff", "#ff0000", "#332211", "#0080ff"]
    shown = features.own_layer("styled", frame)["features"]
    assert [each.get("color") for each in shown] == [color for _, color in MARKS]
    assert all(not {"marker-color", "stroke", "fill"} & set(each["facts"]) for each in shown)


def test_a_file_without_styles_has_no_such_column(tmp_path):
    path = tmp_path / "plain.kml"
    path.write_text(KML.format(marks=f"<Placemark><name>A</name>{POINT}</Placemark>"), encoding="utf-8")
    assert "marker-color" not in layers.load(path)


def test_a_column_of_numbers_that_is_called_fill_is_no_colour(frame):
    own = frame.iloc[[4]].assign(fill=["80"])
    [shown] = features.own_layer("own", own)["features"]
    assert shown["color"] == "#aa0000"
    assert shown["facts"]["fill"] == "80"
