"""One folder, one answer: what its page, deck, tables and interactive page say is read back, and held against the library.

Everything is read from the files as they were written: the text of the first page and its tables, the slides' text, the
sheets of the workbook, the CSV files, and the data that the interactive page carries.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import statistics
import subprocess
import zipfile
from html.parser import HTMLParser

import numpy as np
import openpyxl
import pytest
from PIL import Image

from eastup import briefing, charts, dossier, geodesy, layers, places, tyranny
from eastup.briefing.says import titled
from eastup.briefing.spec.loading import load
from eastup.io import provenance
from eastup.io.version import __version__
from eastup.layers import sets
from eastup.web import payload
from eastup.words import of

LANGUAGES = ("en", "ja", "ko")
PICTURE = "hub-lost.png"
FIGURE = r"([\d,]+(?:\.\d+)?)"


class Tables(HTMLParser):
    """The cells of every table of a page, and the items of its lists."""

    def __init__(self):
        super().__init__()
        self.tables, self.items, self._text = [], [], None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th", "li"):
            self._text = []

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append("".join(self._text))
        elif tag == "li":
            self.items.append("".join(self._text))
        if tag in ("td", "th", "li"):
            self._text = None


class Folder:
    """A folder as a reader finds it, in one language."""

    def __init__(self, path, lang):
        self.path, self.lang = path, lang
        self.index = (path / "index.html").read_text(encoding="utf-8")
        self.page = (path / "east-up.html").read_text(encoding="utf-8")
        read = Tables()
        read.feed(re.sub(r"<style>.*?</style>", "", self.index, flags=re.DOTALL))
        self.ranked, self.straits, *_ = read.tables
        self.sentences = read.items
        deck = zipfile.ZipFile(path / "east-up.pptx")
        slides = sorted(
            (n for n in deck.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)),
            key=lambda n: int(re.sub(r"\D", "", n)),
        )
        self.slides = [self._paragraphs(deck.read(name).decode()) for name in slides]
        notes = [n for n in deck.namelist() if re.fullmatch(r"ppt/notesSlides/notesSlide\d+\.xml", n)]
        self.notes = [self._paragraphs(deck.read(name).decode()) for name in notes]
        self.about = json.loads((path / "about.json").read_text(encoding="utf-8"))
        self.data = json.loads(payload.parts_of(self.page)["data"])

    @staticmethod
    def _paragraphs(xml):
        found = (re.findall(r"<a:t>([^<]*)</a:t>", part) for part in re.findall(r"<a:p[ >].*?</a:p>", xml, re.DOTALL))
        return [html.unescape("".join(texts)) for texts in found if "".join(texts).strip()]

    def rows(self, name):
        return list(csv.DictReader(io.StringIO((self.path / name).read_text(encoding="utf-8-sig"))))

    def called(self, names):
        known = {place.name: place.in_language(self.lang).name for place in places.all_places()}
        return [known.get(name, name) for name in names]

    def printed(self, name, order="-layout"):
        """The text of a map's PDF, read by a program that is none of ours: lines as they stand on the page."""
        program = shutil.which("pdftotext")
        if program is None:
            pytest.skip("pdftotext is not installed")
        command = [program, order, str(self.path / f"{name}.pdf"), "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def title(self, name):
        """The title of a map as its picture on the first page bears it."""
        return html.unescape(re.search(rf'<img src="{name}\.png" alt="([^"]*)"', self.index)[1])


pytestmark = pytest.mark.sample(folder="ko")


@pytest.fixture(scope="module", params=LANGUAGES)
def folder(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("brief") / request.param
    save = briefing.Drawing.save
    with pytest.MonkeyPatch.context() as patch:  # of pictures those that are read: maps as PDF, and one as PNG
        patch.setattr(
            briefing.Drawing, "save", lambda d, to: save(d, to) if to.suffix == ".pdf" or to.name == PICTURE else None
        )
        patch.setattr(charts, "save", lambda *_: None)
        dossier.write(path, {"lang": request.param}, progress=lambda _: None)
    return Folder(path, request.param)


@pytest.fixture(scope="module")
def answer():
    return tyranny.nearest(mode="air").table.set_index("target_id")


def km_of(text):
    return float(re.search(FIGURE + r" km", text)[1].replace(",", ""))


def close(shown, km):
    """Whether a printed length is the one that was computed, to the digits that are printed."""
    text = shown.replace(",", "")
    step = 10.0 ** (
        -len(text.partition(".")[2]) if "." in text else len(text) - len(text.rstrip("0")) if km > 100 else 0
    )
    return abs(float(text) - km) <= 0.501 * min(step, 10.0)


def test_who_is_nearest_to_each_strait_has_one_answer(folder, answer):
    names = folder.called(answer["target"])
    for row, name, (_, true) in zip(folder.straits[1:], names, answer.iterrows(), strict=True):
        assert row[0].removesuffix(" ≈") == name
        nearest, second = folder.called([true["nearest_hub"], true["second_hub"]])
        assert (row[2].removesuffix(" ≈"), row[4]) == (nearest, second)
        assert km_of(row[3]) == pytest.approx(true["distance_km"], abs=0.51)
        assert km_of(row[5]) == pytest.approx(true["second_km"], abs=0.51)
    whole = folder.rows("distances.csv")
    hubs = {hub.id for hub in places.select("default")}
    best = {}
    for row in whole:
        if row["origin_id"] in hubs and row["target_id"] in answer.index:
            best.setdefault(row["target_id"], []).append((float(row["distance_km"]), row["origin"]))
    for target, true in answer.iterrows():
        assert min(best[target])[0] == pytest.approx(true["distance_km"], abs=0.001)
        assert min(best[target])[1] == folder.called([true["nearest_hub"]])[0]
    book = openpyxl.load_workbook(folder.path / "tables.xlsx", read_only=True)
    grid = list(book.worksheets[1].iter_rows(values_only=True))
    for row, name, (_, true) in zip(grid[2:], names, answer.iterrows(), strict=True):
        assert row[0] == name
        assert grid[0][1 + int(np.argmin(row[1:]))] == folder.called([true["nearest_hub"]])[0]
        assert min(row[1:]) == pytest.approx(true["distance_km"], abs=0.51)


def test_the_interactive_page_measures_the_same(folder, answer):
    hubs = {hub["id"]: hub for hub in folder.data["hubs"]}
    straits = {strait["id"]: strait for strait in folder.data["straits"]}
    assert list(hubs) == [hub.id for hub in places.select("default")]
    assert {target if isinstance(target, str) else target["id"] for target in folder.data["targets"]} == {*answer.index}
    for target, true in answer.iterrows():
        lon, lat = straits[target]["at"]
        km = {key: float(geodesy.distance_m(*hub["at"][:2], lon, lat)) / 1000 for key, hub in hubs.items()}
        best = min(km, key=km.get)
        assert hubs[best]["names"]["en"] == true["nearest_hub"]
        assert km[best] == pytest.approx(true["distance_km"], abs=0.05)


def test_the_slides_name_the_same_hubs_and_lengths(folder, answer):
    by_name = dict(zip(folder.called(answer["target"]), answer.to_dict("records"), strict=True))
    listed = lengths = 0
    hubs = {*folder.called(answer["nearest_hub"])}
    head = of("map", folder.lang)["nearest"]
    for slide in folder.slides:
        told = slide[slide.index(head) + 1 :] if head in slide else []
        for strait, hub in zip(told[::2], told[1::2], strict=False):  # the table of nearest hubs
            if strait not in by_name or hub not in hubs:
                break
            assert hub == folder.called([by_name[strait]["nearest_hub"]])[0], strait
            listed += 1
        for before, after in zip(slide, slide[1:], strict=False):
            if before in by_name and re.fullmatch(FIGURE + " km", after):
                assert km_of(after) == pytest.approx(by_name[before]["distance_km"], abs=0.51), (before, after)
                lengths += 1
    assert listed == 0 or listed >= len(answer) // 4
    assert lengths >= len(answer) // 4  # names that stand in several lines are not met as one text


def test_what_a_loss_changes_has_one_answer(folder, answer):
    most = answer["nearest_hub"].value_counts().idxmax()
    after = tyranny.nearest(mode="air", without=[most]).table.set_index("target_id")["distance_km"]
    farther = after - answer["distance_km"]
    worst = farther.idxmax()
    [sentence] = [one for one in folder.sentences if folder.called([answer.loc[worst, "target"]])[0] in one]
    told = [float(n.replace(",", "")) for n in re.findall(FIGURE + r"(?= km)", sentence)]
    assert {round(answer.loc[worst, "distance_km"]), round(after[worst])} <= {*map(round, told)}
    assert folder.called([most])[0] in sentence
    title = folder.title("hub-lost")
    without, target = after_loss(most), worst
    assert folder.called([most])[0] in title
    assert folder.called([answer.loc[target, "target"]])[0] in title
    assert [round(float(n.replace(",", ""))) for n in re.findall(FIGURE + r"(?= km)", title)] in (
        [round(distance_of(without, target)), round(answer.loc[target, "distance_km"])],
        [round(answer.loc[target, "distance_km"]), round(distance_of(without, target))],
    )
    changes = {(round(distance_of(answer, key)), round(distance_of(without, key))) for key in answer.index}
    [panels] = [slide for slide in folder.slides if any(re.search(FIGURE + " → " + FIGURE + " km", t) for t in slide)]
    told = {pair for text in panels for pair in re.findall(FIGURE + r" → " + FIGURE + " km", text)}
    assert {tuple(int(n.replace(",", "")) for n in pair) for pair in told} <= changes
    assert len(told) >= int((farther > 0).sum())


def after_loss(hub):
    return tyranny.nearest(mode="air", without=[hub]).table.set_index("target_id")


def distance_of(table, key):
    return float(table.loc[key, "distance_km"])


def test_widths_and_the_widest_gate_have_one_answer(folder, answer):
    width = layers.load("straits").set_index("id")["width_km"]
    called = dict(zip(folder.called(layers.load("straits")["name"]), layers.load("straits")["id"], strict=True))
    for row in folder.straits[1:]:
        assert km_of(row[1]) == pytest.approx(width[called[row[0].removesuffix(" ≈")]], abs=0.51)
    for slide in [*folder.slides, *folder.notes]:
        for before, after in zip(slide, slide[1:], strict=False):
            if before in called and re.fullmatch(FIGURE + r" km · " + FIGURE + " nmi", after):
                assert km_of(after) == pytest.approx(width[called[before]], abs=0.51), (before, after)
        for text in slide:
            for name, km in re.findall(r"(?:^|\n)(.+?): " + FIGURE + " km \\(", text):
                if name in called:
                    assert close(km, width[called[name]]), (name, km)
    told = folder.title("straits")
    widest, narrowest = width[answer.index].idxmax(), width[answer.index].idxmin()
    for key in (widest, narrowest):
        assert folder.called([answer.loc[key, "target"]])[0] in told
        assert any(close(km, width[key]) for km in re.findall(FIGURE + r"(?= ?km)", told))
    for strait in folder.data["straits"]:
        if "width_km" in strait:
            assert strait["width_km"] == pytest.approx(width[strait["id"]], abs=0.1)


def test_numbers_within_a_ring_are_those_of_the_table(folder):
    spec = briefing.draw("rings").spec
    told = folder.title("rings")
    count, drawn, radius = sorted(int(n.replace(",", "")) for n in re.findall(FIGURE, told))
    kadena = [row for row in folder.rows("distances.csv") if row["origin_id"] == "kadena-ab"]
    nmi = {row["target_id"]: float(row["distance_nmi"]) for row in kadena}
    assert drawn == len(spec.straits)
    assert count == sum(nmi[key] <= radius for key in spec.straits)


def test_means_and_ranks_have_one_answer(folder):
    true = tyranny.rank(mode="both").table
    air = true[true["mode"] == "air"].reset_index(drop=True)
    for row, (_, own) in zip(folder.ranked[1:], air.iterrows(), strict=True):
        hub, farthest = folder.called([own["hub"], own["farthest"]])
        assert row[1].removesuffix(" ≈") == hub
        assert int(row[0]) == own["rank"]
        assert km_of(row[2]) == pytest.approx(own["mean_km"], abs=0.51)
        assert row[3].startswith(farthest)
        assert km_of(row[3]) == pytest.approx(own["max_km"], abs=0.51)
        assert int(row[4]) == own["nearest_count"]
    for row, (_, own) in zip(folder.rows("hubs.csv"), true.iterrows(), strict=True):
        assert (row["hub_id"], row["mode"]) == (own["hub_id"], own["mode"])
        assert [row["hub"], row["farthest"]] == folder.called([own["hub"], own["farthest"]])
        assert float(row["mean_km"]) == pytest.approx(own["mean_km"], abs=0.001)
    best_at_sea = true[true["mode"] == "sea"].iloc[0]
    [sentence] = [text for text in folder.sentences if re.search("20 ?(knots|ノット|노트)", text)]
    assert folder.called([best_at_sea["hub"]])[0] in sentence
    [km] = re.findall(FIGURE + r"(?= ?km)", sentence)
    assert close(km, best_at_sea["mean_km"])


def test_hubs_compared_are_one_set_under_one_number(folder):
    hubs, targets = len(places.select("default")), len(places.select("passages"))
    assert len(folder.ranked) - 1 == hubs == len(folder.data["hubs"])
    assert len(folder.straits) - 1 == targets == len(folder.data["targets"])
    first = folder.sentences[0]
    assert {str(hubs), str(targets)} <= {*re.findall(r"\d+", first)}
    assert layers_name("default", folder.lang) in first
    best = statistics.mode(row[2].removesuffix(" ≈") for row in folder.straits[1:])
    summary = " ".join(folder.slides[1])
    assert best in first
    assert best in summary
    assert set(re.findall(r"\d+", first)) <= set(re.findall(r"\d+", summary))
    asked = {row["id"] for row in folder.about["hubs.csv"]["hubs"]}
    assert asked == {hub.id for hub in places.select("default")}


def layers_name(key, lang):
    return sets.sets()[key].name(lang)


def test_version_and_data_are_the_same_everywhere(folder):
    made = provenance.made("dossier.write").record()
    short = provenance.in_short(made)
    date = made["data"]["date"]
    assert short in html.unescape(folder.index.split("<footer>")[1])
    assert all(record["data"] == made["data"] for record in folder.about.values())
    assert folder.data["made"] == {"version": __version__, "date": date}
    assert f"eastup {__version__}" in (folder.path / "README.md").read_text(encoding="utf-8")
    dates = {text for slide in folder.slides for text in slide if re.fullmatch(r"\d{4}-\d\d-\d\d", text)}
    assert dates == {date}


MAPS = ("east-up", "straits", "rings", "nearest-hub", "hub-lost")


def bare(text):
    """Text without its breaks and spaces, which a page sets as it has room."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", MAPS)
def test_a_printed_map_bears_the_title_of_its_picture_and_the_date(folder, name):
    text = folder.printed(name)
    title = folder.title(name) if name != "east-up" else titled(load(name)).title[folder.lang]
    assert bare(title) in bare(text)
    assert provenance.made("dossier.write").record()["data"]["date"] in text
    assert not re.search(r"(?<![A-Za-z])nan(?![A-Za-z])", text)


def test_printed_widths_are_those_of_the_straits(folder):
    width = layers.load("straits").set_index("id")["width_km"]
    by_name = dict(
        zip(map(bare, folder.called(layers.load("straits")["name"])), layers.load("straits")["id"], strict=True)
    )
    found = 0
    for line in folder.printed("straits").splitlines():
        for name, km in re.findall(r"(\S.*?)  +" + FIGURE + " km · ", line):
            key = by_name.get(bare(re.split(r"  +", name)[-1]))
            if key is not None:
                assert close(km, width[key]), (name, km)
                found += 1
    assert found >= 10


def test_a_printed_map_names_the_nearest_hubs_of_the_tables(folder, answer):
    lines = folder.printed("nearest-hub", "-raw").splitlines()
    forward = tyranny.nearest("forward", mode="air").table.set_index("target_id")
    hubs = dict(
        zip(folder.called(answer["target"]), folder.called(forward["nearest_hub"].reindex(answer.index)), strict=True)
    )
    listed = [(name, line.removeprefix(f"{name} ")) for line in lines for name in hubs if line.startswith(f"{name} ")]
    listed = [(name, hub) for name, hub in listed if not re.match(FIGURE + " km", hub)]  # of the table, not of the key
    assert [(name, hub) for name, hub in listed if hub.removesuffix(" ≈") != hubs[name]] == []
    lengths = dict(zip(folder.called(answer["target"]), forward["distance_km"].reindex(answer.index), strict=True))
    bare_names = {bare(name): name for name in hubs}
    told = []
    for n, line in enumerate(lines):
        if found := re.search("(?:^|(?<= ))" + FIGURE + " km", line):  # below a name of up to three lines, or beside it
            before = [re.sub(r"^\d+ ", "", line[: found.start()]), *("".join(lines[n - k : n]) for k in (1, 2, 3))]
            told += [(bare_names[bare(text)], found[1]) for text in before if bare(text) in bare_names]
    assert len(told) >= 8
    assert len(listed) >= 8 or len(told) >= 20
    assert [(name, km) for name, km in told if not close(km, lengths[name])] == []


def test_a_printed_map_tells_what_a_loss_changes_as_the_tables_do(folder, answer):
    without = after_loss(answer["nearest_hub"].value_counts().idxmax())
    pairs = {(round(distance_of(answer, key)), round(distance_of(without, key))) for key in answer.index}
    told = re.findall(FIGURE + r" → " + FIGURE + " km", folder.printed("hub-lost"))
    assert len(told) >= 3
    assert {tuple(round(float(n.replace(",", ""))) for n in pair) for pair in told} <= pairs


def test_a_picture_bears_its_title_and_what_made_it(folder):
    told = Image.open(folder.path / PICTURE).text
    assert told["Title"] == folder.title("hub-lost")
    made = json.loads(told["eastup"])
    assert made["data"] == provenance.made("dossier.write").record()["data"]


def test_no_figure_is_not_a_number(folder):
    assert not re.search(
        r"(?<![A-Za-z])nan(?![A-Za-z])", re.sub(r"<style>.*?</style>", "", folder.index, flags=re.DOTALL)
    )
    assert not any(re.search(r"\bnan\b", text) for slide in folder.slides for text in slide)


def test_every_row_of_a_table_leads_to_a_source(folder):
    sources = {row["id"] for row in folder.rows("sources.csv")}
    for name, columns in (("distances.csv", ("origin_id", "target_id")), ("hubs.csv", ("hub_id",))):
        named = {row[column] for row in folder.rows(name) for column in columns}
        assert named - sources == set()
