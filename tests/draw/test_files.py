"""Files for other programs: presentation, SVG, GeoTIFF and GeoPackage, read back with other readers."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import rasterio.warp
from drawings import drawn
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

from eastup import briefing, geodesy, layers, places
from eastup.draw import fonts, pptx
from eastup.draw.document import Text
from eastup.errors import InputError
from eastup.io import workbooks


@pytest.fixture(scope="module")
def drawing():
    return drawn("east-up")


@pytest.fixture(scope="module")
def drawn_twice():
    """Return a function that draws a map twice, each from nothing, once for all formats."""
    return cache(lambda name: [briefing.draw(name, dpi=60) for _ in range(2)])


def every_shape(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:  # a group
            yield from every_shape(shape.shapes)


@pytest.fixture(scope="module")
def deck(drawing, tmp_path_factory):
    path = tmp_path_factory.mktemp("deck") / "a.pptx"
    other = drawn("hub-lost", "ja")
    pptx.write([drawing.sheet, other.sheet], path)
    pptx.write([drawing.sheet, other.sheet], path.with_name("b.pptx"))
    assert path.read_bytes() == path.with_name("b.pptx").read_bytes()
    return Presentation(str(path))


def test_a_slide_has_its_labels_as_text_boxes(deck):
    texts = [s.text_frame.text for s in every_shape(deck.slides[0].shapes) if s.has_text_frame]
    assert "Vladivostok\n496 mi · 799 km" in texts
    assert "The East-Up Map" in "\n".join(texts)
    assert "Bashi Channel" in {text.replace("\n", " ") for text in texts}  # in one line or two


def test_a_slide_has_lines_markers_and_a_table_of_its_own(deck):
    shapes = list(every_shape(deck.slides[0].shapes))
    names = [s.name for s in shapes]
    for name in (
        "lines: Camp Humphreys – Manila",
        "bases: Kadena Air Base",
        "straits: Miyako Strait",
        "map",
        "compass: N",
    ):
        assert name in names
    [table] = [s.table for s in shapes if s.has_table]
    cells = [[c.text for c in row.cells] for row in table.rows]
    assert ["Miyako Strait", "267 km · 144 nmi"] in cells
    ids = [s.shape_id for s in shapes]
    assert len(set(ids)) == len(ids)
    assert sum(s.shape_type == 13 for s in deck.slides[0].shapes) == 2  # the frame and the locator
    assert sum(s.shape_type == 13 for s in deck.slides[1].shapes) == 2  # two frames


def test_shapes_stay_on_the_slide(deck):
    for slide in deck.slides:
        for shape in every_shape(slide.shapes):
            assert shape.left >= -Emu(20000), shape.name
            assert shape.top >= -Emu(20000), shape.name
            assert shape.left + shape.width <= deck.slide_width + 20000, shape.name
            assert shape.top + shape.height <= deck.slide_height + 20000, shape.name


def test_a_marker_stands_where_its_base_is(deck, drawing):
    page = drawing.pages[0]
    kadena = places.resolve("kadena-ab")
    x, y = page.locate(kadena.lon, kadena.lat)
    [shape] = [s for s in every_shape(deck.slides[0].shapes) if s.name == "bases: Kadena Air Base"]
    emu_per_pt = deck.slide_width / (page.width_in * 72)
    assert (shape.left + shape.width / 2) / emu_per_pt == pytest.approx(x, abs=0.1)
    assert page.height_in * 72 - (shape.top + shape.height / 2) / emu_per_pt == pytest.approx(y, abs=0.1)


def test_svg_is_xml_with_text_and_names(drawing, tmp_path):
    drawing.save(tmp_path / "a.svg")
    root = ET.parse(tmp_path / "a.svg").getroot()
    texts = {e.text for e in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Vladivostok", "496 mi · 799 km", "Miyako Strait"} <= texts
    assert {"straits", "labels", "land"} <= {e.get("class") for e in root.iter("{http://www.w3.org/2000/svg}g")}


def test_svg_halos_lie_beneath_their_texts_in_software_without_paint_order(drawing, tmp_path):
    drawing.save(tmp_path / "map.svg")
    svg = "{http://www.w3.org/2000/svg}"
    assert "paint-order" not in (tmp_path / "map.svg").read_text(encoding="utf-8")
    pairs = [list(group) for group in ET.parse(tmp_path / "map.svg").iter(f"{svg}g")]
    pairs = [pair for pair in pairs if pair and pair[0].get("aria-hidden") == "true" and pair[0].tag == f"{svg}text"]
    assert pairs
    for halo, text in pairs:
        assert (halo.get("fill"), halo.text) == ("none", text.text)
        assert text.get("stroke") is None
        assert (halo.get("x"), halo.get("y"), halo.get("transform")) == (
            text.get("x"),
            text.get("y"),
            text.get("transform"),
        )


@pytest.mark.sample(name="rings")
@pytest.mark.parametrize(("name", "turned"), [("east-up", False), ("rings", True)])
def test_geotiff_shows_places_where_they_are(tmp_path, name, turned):
    options = {} if name == "east-up" else {"seas": False}
    drawing = briefing.render(name, tmp_path / "a.tif", background="plain", dpi=100, **options)
    with rasterio.open(tmp_path / "a.tif") as picture:
        assert (picture.transform.b != 0) == turned
        row, column = 0.0, 0.0
        for place in ("kadena-ab", "vladivostok"):
            spot = places.resolve(place)
            (x,), (y,) = rasterio.warp.transform("EPSG:4326", picture.crs, [spot.lon], [spot.lat])
            row, column = picture.index(x, y)
            # where the sheet has the marker, and dark, as the marker is
            page = drawing.pages[0]
            px, py = page.locate(spot.lon, spot.lat)
            assert column == pytest.approx((px - page.frame[0]) * 100 / 72, abs=1.5)
            assert row == pytest.approx((page.frame[3] - py) * 100 / 72, abs=1.5)
            assert picture.read()[:, row, column].max() < 140


@pytest.mark.sample(name="rings")
@pytest.mark.parametrize("name", ["east-up", "rings"])
def test_geopackage_holds_layers_in_the_views_crs(tmp_path, name):
    drawing = drawn(name)
    drawing.save(tmp_path / "a.gpkg")
    briefing.draw(name, background="plain").save(tmp_path / "b.gpkg")
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    bases = gpd.read_file(tmp_path / "a.gpkg", layer="bases_points")
    assert bases.crs.is_projected
    if name == "east-up":
        ours = drawing.pages[0].view.crs.coordinate_operation
        theirs = bases.crs.coordinate_operation
        assert [p.value for p in theirs.params] == pytest.approx([p.value for p in ours.params])
    back = bases.to_crs("EPSG:4326").set_index("id").geometry
    ours = layers.load("bases").set_index("id").geometry.loc[back.index]
    assert geodesy.distance_m(back.x, back.y, ours.x, ours.y).max() < 1.0
    for base in ("land_areas", "borders_lines"):
        dated = gpd.read_file(tmp_path / "a.gpkg", layer=base, columns=["source", "as_of"])
        assert dated["source"].str.len().gt(0).all()
        assert dated["as_of"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    straits = gpd.read_file(tmp_path / "a.gpkg", layer="straits_lines")
    assert "Miyako Strait" in set(straits["name"])
    with sqlite3.connect(tmp_path / "a.gpkg") as connection:
        styled = {row[0] for row in connection.execute("SELECT f_table_name FROM layer_styles")}
        held = {row[0] for row in connection.execute("SELECT table_name FROM gpkg_geometry_columns")}
        for (style,) in connection.execute("SELECT styleQML FROM layer_styles"):
            ET.fromstring(style)
    connection.close()
    assert styled == held


def read_back(tool, *arguments):
    program = shutil.which(tool)
    if program is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


def test_other_programs_read_the_gis_files_at_the_right_place(tmp_path):
    drawing = drawn("east-up")
    for suffix in ("tif", "gpkg"):
        drawing.save(tmp_path / f"a.{suffix}")
    kadena = places.resolve("kadena-ab")
    x, y = drawing.pages[0].view.forward(kadena.lon, kadena.lat)
    told = json.loads(read_back("gdalinfo", "-json", tmp_path / "a.tif"))
    assert "Oblique Mercator" in told["coordinateSystem"]["wkt"]
    a, b, _, d, _, f = told["geoTransform"]
    column, row = (x - a) / b, (y - d) / f
    px, py = drawing.pages[0].locate(kadena.lon, kadena.lat)
    frame = drawing.pages[0].frame
    scale = drawing.sheet.facts.dpi / 72
    assert column == pytest.approx((px - frame[0]) * scale, abs=1.5)
    assert row == pytest.approx((frame[3] - py) * scale, abs=1.5)
    listed = read_back("ogrinfo", "-al", "-where", "id = 'kadena-ab'", tmp_path / "a.gpkg", "bases_points")
    (east, north) = map(float, re.search(r"POINT \(([-\d.]+) ([-\d.]+)\)", listed).groups())
    assert np.hypot(east - x, north - y) < 1.0


@pytest.mark.sample(lang="ko")
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_text_of_a_pdf_can_be_read_and_its_font_is_in_it(tmp_path, lang):
    drawing = drawn("hub-lost", lang)
    drawing.save(tmp_path / "a.pdf")
    text = read_back("pdftotext", "-raw", tmp_path / "a.pdf", "-")
    found = re.sub(r"\s", "", text)
    horizontal = [i for i in drawing.sheet.items if isinstance(i, Text) and not i.angle]
    assert len(horizontal) > 40
    for item in horizontal:
        assert re.sub(r"\s", "", item.text) in found, item.text
    assert found.count("Kadena" if lang == "en" else "가데나") == sum(
        ("Kadena" if lang == "en" else "가데나") in item.text for item in drawing.sheet.items if isinstance(item, Text)
    )  # the halo of a text is no text
    [font] = read_back("pdffonts", tmp_path / "a.pdf").splitlines()[2:]
    assert "NotoSansCJKJP" in font
    assert "CID Type 0C" in font
    assert font.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, a subset, with the meaning of its codes


def test_a_pdf_has_title_language_and_tags(tmp_path):
    drawing = drawn("hub-lost", "ja")
    drawing.save(tmp_path / "a.pdf")
    title = drawing.spec.title["ja"]
    told = read_back("pdfinfo", tmp_path / "a.pdf")
    assert re.search(rf"Title: +{re.escape(title)}", told)
    assert re.search(r"Tagged: +yes", told)
    assert b"/Lang (ja)" in (tmp_path / "a.pdf").read_bytes()
    structure = read_back("pdfinfo", "-struct-text", tmp_path / "a.pdf")
    kinds = re.findall(r"^  (\w+)", structure, re.MULTILINE)
    assert kinds[0] == "H1"
    assert kinds.count("Figure") == 1
    assert set(kinds) == {"H1", "Figure", "P"}
    said = re.sub(r"\s", "", "".join(re.findall(r'"(.*)"', structure)))
    assert said.startswith(re.sub(r"\s", "", title))
    for text in drawing.sheet.written:
        assert re.sub(r"\s", "", text) in said


def test_an_svg_has_a_title_and_named_layers(drawing, tmp_path):
    drawing.save(tmp_path / "a.svg")
    root = ET.parse(tmp_path / "a.svg").getroot()
    assert root.findtext("{http://www.w3.org/2000/svg}title") == drawing.spec.title["en"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    inkscape = "{http://www.inkscape.org/namespaces/inkscape}"
    layers_of = [group for group in root if group.get(f"{inkscape}groupmode") == "layer"]
    named = [group.get(f"{inkscape}label") for group in layers_of]
    assert {"land", "straits", "labels", "legend", "table", "header"} <= set(named)
    assert len(set(named)) == len(named)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


@pytest.mark.thorough
@pytest.mark.sample(lang="ja")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_texts_as_outlines_need_no_font(tmp_path, lang):
    drawing = briefing.draw("triangle", background="plain", lang=lang, lettering="outlines", dpi=144)
    drawing.save(tmp_path / "a.svg")
    root = ET.parse(tmp_path / "a.svg").getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert not list(root.iter(f"{svg}text"))
    said = {group.get("aria-label") for group in root.iter(f"{svg}g")} - {None}
    assert said == set(drawing.sheet.written)
    drawing.save(tmp_path / "a.pdf")
    assert read_back("pdffonts", tmp_path / "a.pdf").splitlines()[2:] == []
    assert b"/Alt" in (tmp_path / "a.pdf").read_bytes()
    drawing.save(tmp_path / "a.png")
    read_back("pdftoppm", "-r", "144", "-png", "-singlefile", tmp_path / "a.pdf", tmp_path / "b")
    ours, theirs = (in_blocks(Image.open(tmp_path / n), 16) for n in ("a.png", "b.png"))
    assert np.abs(ours - theirs).mean() < 1.0


@pytest.mark.thorough
@pytest.mark.sample(name="hub-lost")
@pytest.mark.parametrize("name", ["hub-lost", "rings"])
def test_a_pdf_looks_like_the_png(tmp_path, name):
    drawing = briefing.draw(name, dpi=144)
    drawing.save(tmp_path / "a.pdf")
    drawing.save(tmp_path / "a.png")
    read_back("pdftoppm", "-r", "144", "-png", "-singlefile", tmp_path / "a.pdf", tmp_path / "b")
    ours, theirs = (in_blocks(Image.open(tmp_path / n), 16) for n in ("a.png", "b.png"))
    difference = np.abs(ours - theirs)  # two programs smooth edges in their own ways: what remains is small everywhere
    assert difference.mean() < 1.0
    assert difference.max() < 20.0


def in_blocks(image, size):
    pixels = np.asarray(image.convert("RGB"), float)
    rows, columns = pixels.shape[0] // size, pixels.shape[1] // size
    return pixels[: rows * size, : columns * size].reshape(rows, size, columns, size, 3).mean(axis=(1, 3))


@pytest.mark.sample(suffix=["pdf", "pptx"])
@pytest.mark.parametrize("suffix", ["png", "pdf", "svg", "pptx", "tif", "gpkg"])
def test_a_map_drawn_twice_gives_the_same_bytes(tmp_path, drawn_twice, suffix):
    for number, drawing in enumerate(drawn_twice("hub-lost" if suffix not in {"tif", "gpkg"} else "triangle")):
        drawing.save(tmp_path / f"{number}.{suffix}")
    assert (tmp_path / f"0.{suffix}").read_bytes() == (tmp_path / f"1.{suffix}").read_bytes()


def test_every_name_has_its_glyphs():
    names = {p.in_language(lang).name for p in places.all_places() for lang in layers.LANGUAGES}
    assert len(names) > 500
    for layer in layers.names():
        table = layers.load(layer)
        names |= {str(v) for c in ("name", "name_ja", "name_ko") if c in table for v in table[c].dropna()}
    assert fonts.missing_glyphs("".join(names)) == set()


def test_several_maps_have_no_one_crs(tmp_path):
    with pytest.raises(InputError, match="no one CRS"):
        briefing.render("classic", tmp_path / "a.gpkg", background="plain")
    assert list(tmp_path.iterdir()) == []


def test_relief_and_a_logo_are_drawn(tmp_path):
    Image.new("RGB", (60, 30), "#123456").save(tmp_path / "logo.png")
    drawing = briefing.render(
        "triangle", tmp_path / "a.png", background="relief", logo=str(tmp_path / "logo.png"), dpi=50
    )
    pixels = np.asarray(Image.open(tmp_path / "a.png").convert("RGB"))
    assert (pixels == (0x12, 0x34, 0x56)).all(axis=2).sum() > 300
    assert any("Relief" in text for text in drawing.sheet.written)
    with pytest.raises(InputError, match="logo"):
        briefing.draw("triangle", logo=str(tmp_path / "none.png"))


def test_a_slides_bands_lie_under_the_land_and_its_table_is_one(tmp_path):
    """The bands of ship time run on under islands: as shapes over the picture of the map they would hide them."""
    drawn("ship-days", "ja").save(tmp_path / "a.pptx")
    [slide] = Presentation(str(tmp_path / "a.pptx")).slides
    names = [shape.name for shape in slide.shapes]
    bands = [shape for shape in every_shape(slide.shapes) if shape.name.startswith("ship-time")]
    assert bands  # the lines between the bands can be edited
    assert not any(is_filled(shape) for shape in bands)
    assert sum(name.startswith("table") for name in names) == 1


def test_a_long_value_has_a_row_of_its_own_in_a_slide(tmp_path):
    drawn("nearest-hub", "ja").save(tmp_path / "a.pptx")
    [slide] = Presentation(str(tmp_path / "a.pptx")).slides
    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    merged = [row for row in range(len(table.rows)) if table.cell(row, 0).is_merge_origin]
    assert len(merged) == 3  # the heading, the name and the value
    assert "アントニオ・バウティスタ空軍基地" in table.cell(merged[-1], 0).text
    assert table.columns[0].width > 0.25 * (table.columns[0].width + table.columns[1].width)


def is_filled(shape):
    properties = getattr(shape._element, "spPr", None)
    return properties is not None and properties.find(qn("a:solidFill")) is not None


def test_a_workbook_written_twice_has_the_same_bytes(tmp_path):
    sheets = {
        "hubs": pd.DataFrame({"name": ["嘉手納", "=1+1"], "km": [1.5, None]}),
        "straits": pd.DataFrame({"id": [1]}),
    }
    for name in ("a.xlsx", "b.xlsx"):
        workbooks.write(sheets, tmp_path / name)
        with zipfile.ZipFile(
            tmp_path / name
        ) as archive:  # nothing of the clock, even if both were written in one second
            assert len({member.date_time for member in archive.infolist()}) == 1
            assert b">2000-01-01T00:00:00Z<" in archive.read("docProps/core.xml")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert load_workbook(tmp_path / "a.xlsx")["hubs"]["A3"].data_type == "s"
