"""What makes slides usable: titles, alternative texts, notes, theme colours, templates, and land as shapes."""

from __future__ import annotations

import re
import zipfile

import pytest
from drawings import drawn
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu

from eastup import briefing, layers
from eastup.briefing.spec.asked import ask
from eastup.draw import color, fonts, ground
from eastup.draw.deck import title_layout
from eastup.draw.document import Text
from eastup.draw.theme import LIGHT
from eastup.errors import InputError
from eastup.hubs.question import Question


@pytest.fixture(scope="module")
def drawing():
    return drawn("straits")


@pytest.fixture(scope="module")
def path(drawing, tmp_path_factory):
    path = tmp_path_factory.mktemp("slides") / "a.pptx"
    drawing.save(path)
    return path


@pytest.fixture
def template(tmp_path):
    """A presentation of somebody's: 4:3, with colours and fonts of its own, and a slide that is not wanted."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(9144000), Emu(6858000)
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Not wanted"
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    part._blob = re.sub(rb'typeface="Calibri"', b'typeface="Georgia"', part.blob)
    deck.save(tmp_path / "mine.pptx")
    return tmp_path / "mine.pptx"


def test_the_title_is_the_slides_own(drawing, path):
    [slide] = Presentation(str(path)).slides
    assert slide.shapes.title.text == drawing.sheet.facts.title
    written = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert written.count(drawing.sheet.facts.title) == 1


def test_a_title_in_two_lines_is_one_title(tmp_path):
    title = "When Taiwan Strait closes, the way from Busan to Manila grows by 412 km and passes four gates"
    briefing.draw("triangle", title=title, background="plain").save(tmp_path / "a.pptx")
    [slide] = Presentation(str(tmp_path / "a.pptx")).slides
    lines = slide.shapes.title.text.split("\v")
    assert len(lines) == 2
    assert " ".join(lines) == title
    written = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert sum("Busan" in text for text in written) == 1


def test_the_notes_tell_each_number(path):
    [slide] = Presentation(str(path)).slides
    notes = slide.notes_slide.notes_text_frame.text
    row = layers.load("straits").set_index("id").loc["miyako-strait"]
    assert f"Miyako Strait: {row.width_km:,.1f} km ({row.source}; {row.as_of})" in notes
    assert "OpenStreetMap" in notes


@pytest.mark.parametrize("name", ["nearest-hub", "east-up"])
def test_every_length_has_a_source_and_a_date(name):
    told = [item for item in drawn(name).sheet.items if any(key.endswith(("_km", "_nmi")) for key in item.facts)]
    assert len({item.name for item in told}) > 10
    assert {item.name for item in told if not (item.facts.get("source") and item.facts.get("as_of"))} == set()


def test_pictures_and_groups_say_what_they_show(path):
    [slide] = Presentation(str(path)).slides
    for shape in slide.shapes:
        about = shape._element._nvXxPr.cNvPr.get("descr")
        if shape.shape_type in (6, 13):
            assert about.endswith("."), shape.name  # a sentence
    [picture] = [shape for shape in slide.shapes if shape.name == "map"]
    assert "first island chain" in picture._element._nvXxPr.cNvPr.get("descr").lower()


def test_land_is_a_shape_a_country_in_the_colours_of_the_theme(path):
    [slide] = Presentation(str(path)).slides
    [land] = [shape for shape in slide.shapes if shape.name == "land"]
    names = {shape.name for shape in land.shapes}
    assert {"land: Japan", "land: China", "land: Taiwan"} <= names
    with zipfile.ZipFile(path) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        slide_xml = archive.read("ppt/slides/slide1.xml").decode()
    assert re.search(rf'<a:lt2>\s*<a:srgbClr val="{LIGHT.land[1:].upper()}"', theme)
    assert '<a:schemeClr val="bg2"' in slide_xml
    assert LIGHT.land[1:].upper() not in slide_xml


def test_a_label_and_its_leader_are_moved_together(drawing, path):
    [slide] = Presentation(str(path)).slides
    led = {item.label.lines[0] for item in drawing.placed if item.leader}
    groups = {shape.name: shape for shape in slide.shapes if shape.shape_type == 6}
    assert led
    for name in led:
        kinds = {inner.shape_type for inner in groups[f"labels: {name}"].shapes}
        assert kinds == {5, 17}  # a free form and a text box


def test_a_template_gives_its_size_its_fonts_and_its_colours(template, tmp_path):
    drawing = briefing.draw("straits", background="plain", template=str(template))
    drawing.save(tmp_path / "b.pptx")
    deck = Presentation(str(tmp_path / "b.pptx"))
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    [slide] = deck.slides
    assert slide.shapes.title.text == drawing.sheet.facts.title
    with zipfile.ZipFile(tmp_path / "b.pptx") as archive:
        xml = archive.read(slide.part.partname.lstrip("/")).decode()
        theme = next(archive.read(n) for n in archive.namelist() if "theme/theme1" in n).decode()
    assert "Georgia" in theme
    assert 'typeface="+mn-lt"' in xml
    assert 'typeface="Arial"' not in xml
    assert "<p:bg>" not in xml
    assert '<a:schemeClr val="tx1"' in xml


def test_a_map_stands_on_a_plate_over_what_a_template_has_behind_it(template, tmp_path):
    """A bar on the master that the map would run into; properties linked by the name that LibreOffice has for them."""
    deck = Presentation(str(template))
    tree = deck.slide_master.shapes._spTree
    bar = deck.slides[0].shapes.add_shape(1, 0, 0, Emu(9144000), Emu(1400000))
    tree.append(bar._element)
    deck.save(tmp_path / "bar.pptx")
    with zipfile.ZipFile(tmp_path / "bar.pptx") as archive, zipfile.ZipFile(tmp_path / "other.pptx", "w") as other:
        for name in archive.namelist():
            old = b"schemas.openxmlformats.org/package/2006/relationships/metadata"
            new = b"schemas.openxmlformats.org/officedocument/2006/relationships/metadata"
            other.writestr(name, archive.read(name).replace(old, new) if name == "_rels/.rels" else archive.read(name))
    drawing = briefing.draw("straits", background="plain", template=str(tmp_path / "other.pptx"))
    drawing.save(tmp_path / "d.pptx")
    with zipfile.ZipFile(tmp_path / "d.pptx") as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
    [slide] = Presentation(str(tmp_path / "d.pptx")).slides
    plate = next(iter(slide.shapes))
    assert plate.name == "plate"
    assert plate.width > 0.95 * 9144000
    assert plate.fill.fore_color.theme_color is not None
    for shape in slide.shapes:
        assert plate.top <= shape.top < shape.top + shape.height <= plate.top + plate.height, shape.name
    [title] = slide.shapes.title.text_frame.paragraphs
    assert title.alignment == PP_ALIGN.LEFT  # as the subtitle is
    assert title.runs[0].font.color.theme_color is not None


@pytest.mark.parametrize(("pitch", "stand_behind"), [(0.05, True), (0.3, False)])
def test_small_shapes_that_hang_together_stand_behind_a_map_as_a_large_one_does(pitch, stand_behind):
    """A chain of dots down a slide does; a few here and there, as a logo and a mark are, do not."""
    deck = Presentation()
    layout = title_layout(deck)
    assert not ground.decorated(deck, layout)
    scratch, tree = deck.slides.add_slide(layout), deck.slide_master.shapes._spTree
    width, height = deck.slide_width, deck.slide_height
    for row in range(int(1 / pitch)):
        for column in range(3):
            at = round(column * pitch * width), round(row * pitch * height)
            tree.append(scratch.shapes.add_shape(9, *at, width // 30, width // 30)._element)
    assert ground.decorated(deck, layout) == stand_behind


def test_a_template_that_is_none_is_named(tmp_path):
    with pytest.raises(InputError, match="there is no such template"):
        briefing.draw("straits", template=str(tmp_path / "none.pptx"))
    (tmp_path / "text.pptx").write_text("no presentation", encoding="utf-8")
    drawing = briefing.draw("straits", background="plain", template=str(tmp_path / "text.pptx"))
    with pytest.raises(InputError, match="can't read the template"):
        drawing.save(tmp_path / "c.pptx")
    assert not (tmp_path / "c.pptx").exists()


def test_a_title_fits_its_slide_in_a_wider_font_too(drawing, path):
    """Noto Sans CJK and Arial run up to a seventh wider than the font of our widths; other programs shrink what spills."""
    [slide] = Presentation(str(path)).slides
    shape = slide.shapes.title
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            width_pt = fonts.width_pt(run.text, run.font.size.pt)
            assert 1.14 * width_pt < shape.width.pt
    assert shape.text_frame.auto_size == MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    assert shape.top >= 0


@pytest.mark.parametrize("how", ["painted", "mapped"])
def test_on_a_dark_template_text_is_light(tmp_path, how, caplog):
    """On a ground that is painted dark in its master, and where the master maps ink to the light colour."""
    deck = Presentation()
    master = deck.slide_master
    if how == "painted":
        fill = master.background.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor(0x13, 0x29, 0x4B)
    else:
        mapping = master._element.find(qn("p:clrMap"))
        mapping.set("bg1", "dk1")
        mapping.set("tx1", "lt1")
    deck.save(tmp_path / "dark.pptx")
    told = ground.colors(Presentation(str(tmp_path / "dark.pptx")))
    place = {"straits": [], "show_bases": False, "countries": False, "islands": False, "seas": False}
    options = {"template": str(tmp_path / "dark.pptx"), "background": "plain", **place}
    briefing.draw("straits", theme="dark", **options).save(tmp_path / "a.pptx")
    assert "suits them" not in caplog.text
    [slide] = Presentation(str(tmp_path / "a.pptx")).slides
    inks = set()
    for shape in slide.shapes:
        if shape.has_text_frame and shape.name.startswith("legend"):
            inks |= {fill.get("val") for fill in shape._element.iter(qn("a:schemeClr"))}
    assert inks
    surface = {"painted": "#13294b", "mapped": told["bg1"]}[how]
    assert all(color.contrast(told[name], surface) > 4.5 for name in inks)
    briefing.draw("straits", theme="light", **options).save(tmp_path / "b.pptx")
    assert "the template's slides are dark; --theme dark suits them" in caplog.text


def test_a_map_stands_between_the_bands_of_a_template_and_tells_of_its_shape(template, tmp_path, caplog):
    deck = Presentation(str(template))
    width, height = deck.slide_width, deck.slide_height
    for top, tall in ((0, 0.1), (0.95, 0.05)):  # a band above and one below
        shape = deck.slide_master.shapes._spTree
        box = deck.slides[0].shapes.add_shape(1, 0, Emu(round(top * height)), width, Emu(round(tall * height)))._element
        shape.insert(2, box)
    deck.save(tmp_path / "bands.pptx")
    layout = title_layout(deck)
    assert not ground.decorated(deck, layout)
    assert ground.free(deck, layout) == pytest.approx((0, 0.1 * height, width, 0.95 * height), abs=2)
    briefing.draw("straits", template=str(tmp_path / "bands.pptx")).save(tmp_path / "a.pptx")
    assert "--size 4:3" in caplog.text
    [slide] = Presentation(str(tmp_path / "a.pptx")).slides
    boxes = [shape for shape in slide.shapes if shape.height]
    assert min(shape.top for shape in boxes) >= 0.1 * height - 2
    assert max(shape.top + shape.height for shape in boxes if shape.has_text_frame) <= 0.95 * height + 2


def test_a_table_says_how_many_rows_it_leaves_out(tmp_path):
    made = briefing.draw(ask(briefing.load("hub-lost"), Question.of(aimed=True), whole=True), background="plain")
    [left_out] = [i.text for i in made.sheet.items if isinstance(i, Text) and re.fullmatch(r"\+ \d+", i.text)]
    made.save(tmp_path / "a.pptx")
    [slide] = Presentation(str(tmp_path / "a.pptx")).slides
    cells = [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    assert left_out in cells
