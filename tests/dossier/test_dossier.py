"""The folder that `eastup brief` writes: its workbook, its answer, and its words."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from eastup import claims, geodesy, layers, places, tyranny, web, words
from eastup.briefing.spec.loading import load, override
from eastup.charts.heatmap import heatmap, parts
from eastup.charts.slide import Look
from eastup.dossier import sections, sources, workbook
from eastup.dossier.marked import Marked
from eastup.dossier.write import _readme
from eastup.draw.document import Area, Text
from eastup.hubs.question import Question
from eastup.io import provenance
from eastup.io.version import __version__


@pytest.fixture(scope="module")
def ranking():
    return tyranny.rank(mode="air")


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_workbook_speaks_the_language_and_is_set_up_to_print(ranking, tmp_path, lang):
    from openpyxl import load_workbook

    grid = pd.DataFrame({"target": ["Miyako Strait"], "Kadena Air Base": [160.7]})
    sheets = {"hubs": ranking.table, "grid": grid}
    path = tmp_path / "tables.xlsx"
    workbook.write(sheets, path, lang, provenance.of_table(ranking.table))
    book = load_workbook(path)
    first = book.worksheets[0]
    heads = [cell.value for cell in first[1]]
    units = [cell.value for cell in first[2]]
    assert {"en": "Mean", "ja": "平均", "ko": "평균"}[lang] in heads
    assert units[heads.index({"en": "Mean", "ja": "平均", "ko": "평균"}[lang])] == "km"
    assert not any("_" in head for head in heads)
    column = list(ranking.table.columns).index("mean_km") + 1
    assert first.cell(3, column).value == pytest.approx(ranking.table["mean_km"].iloc[0])
    assert first.cell(3, column).number_format == "#,##0.0"
    assert first.freeze_panes == "C3"
    assert first.page_setup.orientation == "landscape"
    assert first.print_title_rows == "$1:$2"
    assert (first.page_setup.fitToWidth, first.page_setup.fitToHeight) == (1, 0)
    kadena = places.resolve("kadena-ab").in_language(lang).name
    assert book.worksheets[1]["B1"].value == kadena
    assert kadena in [cell.value for cell in first["B"]]
    sides = {cell.column: cell.alignment.horizontal for cell in first[1]}
    assert all((sides[cell.column] == "right") == isinstance(cell.value, int | float) for cell in first[3])


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_sources_and_published_distances_are_told_in_the_language(lang):
    called = {"Kadena Air Base": places.resolve("kadena-ab").in_language(lang).name}
    rest = pd.DataFrame({"id": ["kadena-ab"], "name": ["Kadena Air Base"], "layer": ["bases"], "kind": ["official"]})
    told = workbook._translated("sources", rest, called, lang).iloc[0]
    assert told["id"] == "kadena-ab"
    assert told["name"] == called["Kadena Air Base"]
    assert told["layer"] != "bases"
    assert told["kind"] == words.of("dossier.cell", lang)["official"]
    by_ship = pd.DataFrame({"kind": ["sea"], "qualifier": ["about"]})  # a way, and no sea
    told = workbook._translated("claims", by_ship, called, lang).iloc[0]
    assert list(told) == [words.of("dossier.cell", lang)[key] for key in ("sea", "about")]


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_last_sheet_tells_question_method_sources_and_version(ranking, tmp_path, lang):
    from openpyxl import load_workbook

    workbook.write({"hubs": ranking.table}, tmp_path / "t.xlsx", lang, provenance.of_table(ranking.table))
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[-1]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    w = words.of("dossier.about", lang)
    scenario = ranking.scenario.after[0]
    for key, some in {"hubs": scenario.hubs, "targets": scenario.targets}.items():
        assert all(place.in_language(lang).name in told[w[key]] for place in some)
    assert "WGS 84" in told[w["method"]]
    assert "OpenStreetMap" in told[w["sources"]]
    assert told[w["eastup"]] == __version__
    assert not any("_" in head or "kadena-ab" in text for head, text in told.items())
    for row in sheet.iter_rows(min_row=2):
        letters = sum(2 if ord(letter) > 0x2E80 else 1 for letter in row[1].value)
        assert sheet.row_dimensions[row[0].row].height >= 15 * letters / sheet.column_dimensions["B"].width


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_heads_have_the_height_of_their_lines_and_rows_stand_level(ranking, tmp_path, lang):
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    sheets = {"hubs": ranking.table, "sources": sources.table(Question.of(aimed=True)).head(20)}
    workbook.write(sheets, tmp_path / "t.xlsx", lang, provenance.of_table(ranking.table))
    for sheet in load_workbook(tmp_path / "t.xlsx").worksheets[:2]:
        for cell in sheet[1]:
            wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in cell.value)
            room = sheet.column_dimensions[get_column_letter(cell.column)].width
            assert (sheet.row_dimensions[1].height or 15) >= 15 * (wide // room + (wide % room > 0)), cell.value
        for row in sheet.iter_rows(min_row=3):
            assert len({cell.alignment.vertical for cell in row if cell.value is not None}) == 1


def test_a_column_that_says_nothing_is_left_out(ranking, tmp_path):
    from openpyxl import load_workbook

    table = ranking.table.assign(note="", hours=float("nan"))
    workbook.write({"hubs": table}, tmp_path / "t.xlsx", "en", provenance.of_table(ranking.table))
    heads = [cell.value for cell in load_workbook(tmp_path / "t.xlsx").worksheets[0][1]]
    assert len(heads) == len(ranking.table.columns)


def test_the_last_slide_names_the_sources_of_most_places_first(ranking):
    question = ranking.scenario.question
    found = sources.table(question)
    asked = {place.id for place in (*question.everyone, *question.targets)}
    counts = found[found["id"].isin(asked)].groupby("source_id")["id"].nunique()
    lines = sources.rests_on(found, question, "en")
    told = [int(re.search(r": (\d+) of (\d+) hubs", line)[1]) for line in lines[:-1]]
    assert told == sorted(counts, reverse=True)[: len(told)]
    assert lines[-1].startswith(f"{len(counts)} sources")
    first, own = {"chain": "first", "drawn_by": "Somebody"}, {"chain": "andaman-arc", "drawn_by": "Somebody"}
    assert "Somebody" in sources.rests_on(found, question, "en", first)[0]
    assert sources.rests_on(found, question, "en", own) == lines  # a theatre's own chain is not that one


def test_what_matters_most_is_said_first_and_computed_from_the_same_question(ranking):
    nearest = tyranny.nearest(mode="air")
    text = " ".join([*sections.answers(ranking, nearest.table, Look("en")), *sections.checks(claims.check_all(), "en")])
    hubs, straits = nearest.scenario.after[0].hubs, nearest.scenario.after[0].targets
    km = np.array([[float(geodesy.distance_m(h.lon, h.lat, s.lon, s.lat)) / 1000 for s in straits] for h in hubs])
    counts = np.bincount(km.argmin(axis=0), minlength=len(hubs))
    most = int(counts.argmax())
    who = f"{hubs[most].name} is the nearest of {len(hubs)} hubs (forward and rear hubs)"
    assert f"{who} to {counts[most]} of {len(straits)} straits" in text
    farther = np.delete(km, most, axis=0).min(axis=0) - km.min(axis=0)
    worst = int(farther.argmax())
    assert f"most at {straits[worst].name}: {km[:, worst].min():,.0f} km becomes" in text
    assert f"by {farther[farther > 0].mean():,.0f} km on average" in text


@pytest.mark.parametrize(("lang", "word"), [("en", "what it is"), ("ja", "内容"), ("ko", "내용")])
def test_the_readme_of_the_folder_is_in_its_language(lang, word):
    text = _readme(override(load("east-up"), {"lang": lang}))
    assert word in text
    assert "tables.xlsx" in text
    assert ("interactive" in text) == (lang == "en")


def test_figures_of_heat_maps_leave_room_in_their_cells(ranking):
    divided = parts(ranking)
    every = [goal.id for goal in ranking.scenario.after[0].targets]
    assert sorted(name for part in divided for name in part) == sorted(every)
    lat = layers.load("straits").set_index("id")["mid_lat"]
    assert lat[divided[0]].min() >= lat[divided[-1]].max()
    for targets in [*divided, every]:
        chart = heatmap(ranking, targets=targets)
        cells = [i.polygons[0].bounds for i in chart.items if isinstance(i, Area) and i.topic == "cells"]
        figures = [i for i in chart.items if isinstance(i, Text) and i.topic == "cells"]
        for (_, y0, _, y1), text in zip(cells, figures, strict=True):
            assert 0.73 * text.size < 0.6 * (y1 - y0)
            assert y0 < text.y < text.y + 0.73 * text.size < y1
        if targets in divided:
            assert min(text.size for text in figures) >= 8.8


def test_the_first_and_the_last_slide_say_it_in_words(ranking):
    from eastup.dossier import slides

    lines = ["A sentence of some length about a hub and a strait. " * 3] * 6
    for slide in (slides.summary("Title", "Below", lines, Look("en")), slides.sources(lines, Look("ko"))):
        words = [item for item in slide.items if isinstance(item, Text) and item.topic == "remarks"]
        assert min(item.y for item in words) > 30
        assert "A sentence of some length" in words[0].text


def test_the_marking_is_on_the_page_the_readme_and_every_sheet(ranking, tmp_path):
    from openpyxl import load_workbook

    marked = Marked("SECRET//REL TO USA & JPN", ("Derived From: A <b>", "Declassify On: 20511126"))
    page = marked.on_page("<p>body</p>")
    assert page.count('class="marking') == 2
    assert "SECRET//REL TO USA &amp; JPN" in page
    assert "Derived From: A &lt;b&gt;" in page
    assert "@top-center" in marked.style
    assert "#c8102e" in marked.style
    lines = marked.in_markdown("# Title\n").splitlines()
    assert lines[0] == lines[-1] == "**SECRET//REL TO USA & JPN**"
    workbook.write({"hubs": ranking.table}, tmp_path / "t.xlsx", "ko", provenance.of_table(ranking.table), marked)
    book = load_workbook(tmp_path / "t.xlsx")
    for sheet in book.worksheets:
        assert "SECRET//REL TO USA" in sheet.oddHeader.center.text
        assert "SECRET//REL TO USA" in sheet.oddFooter.center.text
    assert [row[0].value for row in book.worksheets[-1].iter_rows()][-2:] == list(marked.block)


def test_a_marking_in_any_script_is_the_text_of_the_style():
    assert '"対外秘"' in Marked("対外秘").style
    assert "</style>" not in Marked("</style>").style


def test_the_interactive_page_bears_the_marking_by_a_style_that_its_policy_allows():
    page = web.page(by_sea=False, marking="SECRET//NOFORN")
    [style] = re.findall(r"<style>(body::before.*?)</style>", page, re.DOTALL)
    assert 'content: "SECRET//NOFORN"' in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page
    assert "body::before" not in web.page(by_sea=False)


def test_what_has_no_marking_is_as_it_was():
    assert Marked().on_page("<p>body</p>") == "<p>body</p>"
    assert Marked().style == ""
    assert Marked().in_markdown("# Title\n") == "# Title\n"


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_no_head_of_the_workbook_is_left_in_english(ranking, tmp_path, lang):
    from openpyxl import load_workbook

    sheets = {
        "hubs": ranking.table,
        "claims": claims.check_all(),
        "sources": sources.table(Question.of(aimed=True)).head(5),
    }
    workbook.write(sheets, tmp_path / "t.xlsx", lang, provenance.of_table(ranking.table))
    for sheet in load_workbook(tmp_path / "t.xlsx").worksheets:
        for cell in sheet[1]:
            assert any(ord(letter) > 0x2E80 for letter in cell.value) or cell.value == "URL", (sheet.title, cell.value)


def test_a_place_of_ones_own_leads_to_the_file_that_it_is_from(tmp_path):
    (tmp_path / "sites.csv").write_text("id,name,lat,lon\nmine,Mine,25.0,130.0\n", encoding="utf-8")
    asked = Question.of(f"forward+{tmp_path / 'sites.csv'}", targets=["miyako-strait", (135.0, 20.0)])
    told = sources.table(asked).set_index("id")
    assert {place.id for place in (*asked.everyone, *asked.targets)} <= {*told.index}
    assert (told.loc["mine", "kind"], told.loc["mine", "title"]) == ("own", "sites")
    assert not told.isna().any(axis=None)


@pytest.mark.parametrize(("names", "printed"), [(sections.MAPS, "hub-lost"), (("rings",), "rings"), ((), "")])
def test_one_further_map_is_printed_as_wide_as_the_page(names, printed):
    grid = sections.map_grid([(name, name) for name in names], "en")
    assert re.findall(r'<figure class=paper><a href="(.*?)\.pdf">', grid) == ([printed] if printed else [])


@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("pdfinfo")), reason="chromium or pdfinfo is missing")
@pytest.mark.parametrize("sentences", [2, 14])
def test_both_maps_are_printed_on_the_first_page(tmp_path, sentences):
    Image.new("RGB", (1920, 1080), "teal").save(tmp_path / "hub-lost.png")
    text = sections.in_short(
        ["A sentence that goes on in a second line of the paper on which it is printed. " * 2] * sentences, "en"
    )
    first = '<p class="first"><a><img src="hub-lost.png"></a></p>'
    grid = sections.map_grid([("hub-lost", "Lost"), ("rings", "Rings")], "en")
    page = f"<style>{sections.STYLE}</style><div class=front><h1>Title</h1>{text}{first}{grid}</div><p class=page>Next"
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html>{page}", encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        f"--user-data-dir={tmp_path / 'user'}",
        f"--print-to-pdf={tmp_path / 'a.pdf'}",
    ]
    subprocess.run(["chromium", *options, (tmp_path / "index.html").as_uri()], check=True, capture_output=True)
    told = subprocess.run(["pdfinfo", str(tmp_path / "a.pdf")], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Pages: +(\d+)", told)[1] == "2"
