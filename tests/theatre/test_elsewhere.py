"""A theatre made from scratch in another sea: what is drawn, told and offered there is its own."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest
import rasterio

import eastup
from eastup import briefing, charts, cli, coverage, dossier, tyranny, web
from eastup.briefing.says import titled
from eastup.briefing.spec.asked import ask
from eastup.briefing.spec.loading import load, main_map, shipped
from eastup.distance import claims
from eastup.dossier import sources
from eastup.draw.document import Text
from eastup.errors import InputError, InputWarning
from eastup.hubs.question import Question
from eastup.layers import overlay
from eastup.theatre.start import start
from eastup.web import payload

OURS = ("Kadena", "Miyako", "嘉手納")


@pytest.fixture(scope="module")
def andaman(tmp_path_factory):
    return eastup.project(start(tmp_path_factory.mktemp("andaman")))


def test_its_maps_are_of_its_own_places(andaman):
    assert main_map() == "east-up"
    with andaman:
        assert main_map() == "theatre"
        names = dict(shipped())
        assert set(names) >= {"theatre", "straits", "nearest-hub", "hub-lost"}
        for name in names:
            spec = load(name)
            assert {"en", "ja", "ko"} <= spec.title.keys()
            texts = [str(item.text) for item in briefing.draw(name).sheet.items if isinstance(item, Text)]
            assert any("Port Blair" in text or "Ten Degree" in text for text in texts)
            assert not any(word in text for word in OURS for text in texts)
    assert main_map() == "east-up"


def test_the_title_of_a_lost_hub_says_what_the_table_does(andaman):
    with andaman:
        title = load("hub-lost").title["en"]
        lost, target, after, before = re.fullmatch(
            r"Without (.+), the nearest hub to (.+) is ([\d,]+) km away, not ([\d,]+)", title
        ).groups()
        table = tyranny.nearest(targets="straits", mode="air", without=[lost]).table.set_index("target")
        assert f"{table.loc[target, 'distance_km']:,.0f}" == after
        assert f"{table.loc[target, 'distance_km_before']:,.0f}" == before
        assert table["distance_km_change"].max() == table.loc[target, "distance_km_change"]


@pytest.mark.thorough
def test_its_page_opens_on_it_and_offers_its_hubs_and_gates(andaman):
    with andaman:
        page = web.page(load("theatre").view(), by_sea=False)
        west, south, east, north = overlay.extent()
    data = json.loads(payload.parts_of(page)["data"])
    assert {hub["id"] for hub in data["hubs"]} == {"port-blair", "phuket", "visakhapatnam"}
    assert {gate["id"] for gate in data["straits"]} == {p["id"] for p in data["targets"]}
    assert [west, south] in data["home"]
    assert [east, north] in data["home"]
    assert "drawn" not in json.dumps(data["straits"])


def test_its_sets_and_shares_are_its_own(andaman):
    with andaman:
        assert [p.id for p in eastup.places.select("islands")] == ["port-blair"]
        shares = coverage.shares(radius="200nmi")
        assert set(shares.loc[shares["kind"] == "sea", "id"]) == {"andaman-sea"}
        assert set(shares.loc[shares["kind"] == "chain", "id"]) == {"andaman-arc"}
        assert claims.check_all().empty


def test_an_extent_goes_on_over_180_degrees(tmp_path):
    path = tmp_path / "eastup.toml"
    path.write_text(
        'name = "Date line"\nbase = "none"\n[[bases]]\nname = "A"\nat = [178.0, -17.0]\n[[bases]]\nname = "B"\nat = [-175.0, -21.0]\n',
        encoding="utf-8",
    )
    with eastup.project(path):
        west, south, east, north = overlay.extent()
        assert west < 178 < 185 < east
        assert south < -21 < -17 < north
        assert load("theatre").view().forward(178.0, -17.0) is not None


def test_positions_are_told_what_is_near_them_there(andaman, tmp_path, capsys):
    tracks = tmp_path / "tracks.csv"
    tracks.write_text(
        "mmsi,time,lat,lon\n1,2026-01-01T06:00:00Z,11.1,92.3\n1,2026-01-01T08:00:00Z,11.1,92.8\n", encoding="utf-8"
    )
    asked = ["--project", str(andaman.path)]
    assert cli.run(["enrich", str(tracks), "-o", str(tmp_path / "near.csv"), *asked]) == 0
    rows = list(csv.DictReader((tmp_path / "near.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["nearest_hub_id"] for row in rows} == {"port-blair"}
    assert {row["nearest_strait_id"] for row in rows} == {"duncan-passage"}
    assert [row["sea"] for row in rows] == ["", "Andaman Sea"]
    assert {row["chain_side"] for row in rows} == {""}  # the chain has no areas
    assert cli.run(["transits", str(tracks), "-o", str(tmp_path / "passed.csv"), *asked]) == 0
    passed = list(csv.DictReader((tmp_path / "passed.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["strait_id"] for row in passed] == ["duncan-passage"]


BALTIC = """
name = { en = "Baltic Sea", ko = "발트해" }
base = "none"
bases = [
    { name = "Visby", at = [18.29, 57.64] }, { name = "Tallinn", at = [24.75, 59.44] },
    { name = "Karlskrona", at = [15.59, 56.16] },
]
straits = [
    { name = "Oresund", line = [[12.60, 56.04], [12.69, 56.04]] },
    { name = "Irbe Strait", line = [[22.05, 57.90], [22.60, 57.75]] },
]
seas = [{ name = "Gulf of Riga", line = [[22.8, 57.4], [24.0, 57.9]], bounds = [[21.9, 57.6], [23.3, 57.0], [24.4, 58.3]] }]

[[chains]]
name = "Baltic islands"
stations = [
    { name = "Bornholm", at = [14.9, 55.1] }, { name = "Gotland", at = [18.5, 57.5] },
    { name = "Saaremaa", at = [22.5, 58.4] }, { name = "Hiiumaa", at = [22.6, 58.9] },
]
"""


@pytest.fixture(scope="module")
def baltic(tmp_path_factory):
    path = tmp_path_factory.mktemp("baltic") / "eastup.toml"
    path.write_text(BALTIC, encoding="utf-8")
    return eastup.project(path)


def test_a_theatre_without_any_of_ours_draws_its_maps(baltic):
    with baltic:
        for name in ("theatre", "nearest-hub"):
            texts = [str(item.text) for item in briefing.draw(name, lang="ko").sheet.items if isinstance(item, Text)]
            assert {"Visby", "Irbe Strait"} <= {line for text in texts for line in text.split("\n")}
            assert not any(word in text for word in ("도쿄", "서울") for text in texts)


def test_a_gap_has_the_gate_between_its_islands_and_no_other(baltic):
    with baltic:
        gaps = tyranny.gaps().table
        assert gaps[["from", "to"]].to_numpy().tolist() == [
            ["Bornholm", "Gotland"], ["Gotland", "Saaremaa"], ["Saaremaa", "Hiiumaa"]
        ]  # fmt: skip
        assert set(gaps["strait"]) == {""}  # the one gate that is near leads from Saaremaa to the mainland


def test_a_theatre_outside_the_mapped_waters_is_measured_by_air(baltic):
    with baltic:
        assert tyranny.nearest().table["nearest_hub"].tolist() == ["Karlskrona", "Tallinn"]
        shares = coverage.shares(radius="200nmi").set_index("id")
        assert shares.loc["irbe-strait", "share_1"] == 1.0
        assert set(shares["kind"]) == {"strait", "chain", "chain stretch", "sea"}


@pytest.mark.thorough  # a whole folder
def test_a_theatre_outside_the_mapped_waters_gets_its_brief(baltic, tmp_path):
    with baltic, pytest.MonkeyPatch.context() as patch:  # pictures of it are tried above
        patch.setattr(briefing.Drawing, "save", lambda *_: None)
        patch.setattr(charts, "save", lambda *_: None)
        dossier.write(tmp_path / "brief", {"lang": "ko"})
        with pytest.raises(InputError, match="no hub lies in the waters that are mapped"):
            coverage.shares(mode="sea", radius="200nmi")
    index = (tmp_path / "brief" / "index.html").read_text(encoding="utf-8")
    assert "발트해" in index
    assert "Irbe Strait" in index
    assert "claims.csv" not in index
    assert (tmp_path / "brief" / "theatre.pptx").exists()


ANTILLES = """
name = "Antilles"
base = "none"
[[bases]]
name = "Colón, Panamá"
at = [-79.90, 9.36]
[[straits]]
name = "Windward Passage"
line = [[-74.14, 20.21], [-73.37, 19.83]]
coast_a = "Cuba"
coast_b = "Haiti"
[[straits]]
name = "Mona Passage"
line = [[-68.33, 18.62], [-67.24, 18.38]]
coast_a = "Hispaniola"
coast_b = "Puerto Rico"
[[chains]]
name = "Antilles"
stations = [
  { name = "Cuba", at = [-74.2, 20.2] }, { name = "Haiti", at = [-73.3, 19.8] },
  { name = "Punta Cana", at = [-68.35, 18.6] }, { name = "Puerto Rico", at = [-66.1, 18.3] },
]
"""


def test_an_island_that_a_border_divides_is_one_of_a_chain_and_known_to_the_gates_of_both_lands(tmp_path):
    (tmp_path / "eastup.toml").write_text(ANTILLES, encoding="utf-8")
    with eastup.project(tmp_path):
        gaps = tyranny.gaps().table
        assert [base.id for base in eastup.places.select("bases")] == ["colon-panama"]
    assert gaps["strait"].tolist() == ["Windward Passage", "Mona Passage"]
    assert gaps["from"].tolist() == ["Cuba", "Hispaniola"]
    assert gaps["to"].tolist() == ["Haiti", "Puerto Rico"]
    # coast to coast: some 80 km and 120 km wide
    assert gaps["narrowest_km"].between([75, 100], [90, 125]).all()


AEGEAN = """
name = { en = "Aegean Sea", ja = "エーゲ海", ko = "에게해" }
base = "none"
source = "our own reading of the chart"
[map]
up = "north"
[[bases]]
name = { en = "Souda Bay", ja = "スダ湾", ko = "수다만" }
at = [24.15, 35.49]
host = "GRC"
[[bases]]
name = { en = "İzmir", ja = "イズミル", ko = "이즈미르" }
at = [27.10, 38.43]
host = "TUR"
[[straits]]
name = { en = "Kythira Strait", ja = "キティラ海峡", ko = "키티라 해협" }
line = [[23.0, 36.13], [23.55, 35.65]]
[[straits]]
name = { en = "Dardanelles", ja = "ダーダネルス海峡", ko = "다르다넬스 해협" }
line = [[26.37, 40.15], [26.40, 40.14]]
"""


@pytest.fixture(scope="module")
def aegean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("aegean")
    (folder / "eastup.toml").write_text(AEGEAN, encoding="utf-8")
    return folder


def test_pictures_and_rasters_of_coverage_show_the_theatre(aegean, tmp_path):
    with eastup.project(aegean):
        west, south, east, north = overlay.extent()
        with pytest.warns(InputWarning, match="drawn as I"):
            slides = [charts.reach(radius="200nmi"), charts.regions()]
        for slide in slides:
            (page,) = slide.frames
            x, y = page.view.forward(np.array([24.15, 27.10]), np.array([35.49, 38.43]))
            assert ((page.bounds_m[0] < x) & (x < page.bounds_m[2])).all()
            assert ((page.bounds_m[1] < y) & (y < page.bounds_m[3])).all()
            assert page.view.projection != "oblique-mercator"  # half torn there
        assert "Izmir" in slides[0].written  # the font has no İ
        assert any("each nearest to 1 of 2 straits" in text for text in slides[1].written)
        assert load("nearest-hub").title["en"].endswith("are each nearest to 1 of 2 gates, no hub to more")
    asked = ["coverage", "--radius", "100nmi", "--project", str(aegean / "eastup.toml"), "-o", str(tmp_path / "a.tif")]
    assert cli.run([*asked, "--resolution", "0.5"]) == 0
    with rasterio.open(tmp_path / "a.tif") as raster:
        assert raster.bounds.left <= west < east <= raster.bounds.right
        assert raster.bounds.bottom <= south < north <= raster.bounds.top
        assert raster.bounds.right - raster.bounds.left < east - west + 2


def test_its_features_lead_to_the_sources_that_it_names(aegean, capsys):
    asked = ["--project", str(aegean / "eastup.toml")]
    assert cli.run(["cite", "kythira-strait", *asked]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Aegean Sea: our own reading of the chart."
    assert cli.run(["show", "izmir", *asked]) == 0
    assert "[1] Aegean Sea: our own reading of the chart." in capsys.readouterr().out
    with eastup.project(aegean):
        asked = Question.of(aimed=True)
        told = sources.table(asked)
        assert {place.id for place in (*asked.hubs, *asked.targets)} == {*told["id"]}
        assert asked.hub_set.name("ko") == "에게해 거점"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["tyranny", "--triangle"], "the triangle of the East-Up Map is not in this theatre; name three corners"),
        (["tyranny", "--versus"], "have no hubs in this theatre"),
        (["tyranny", "--split", "korea", "--split", "taiwan"], "what lies around Korea is not in this theatre"),
        (["tyranny", "--hubs", "usfk"], "the set usfk is not of this theatre"),
    ],
)
def test_what_is_of_our_sea_alone_says_so(aegean, command, told, capsys):
    assert cli.run([*command, "--project", str(aegean / "eastup.toml")]) == 2
    assert told in capsys.readouterr().err


def test_titles_of_its_maps_follow_the_question(andaman):
    with andaman:
        asked = Question.of(aimed=True, without="Phuket", mode="both")
        table = tyranny.nearest(targets="straits", mode="air", without="Phuket").table.set_index("target")
        worst = table.loc[table["distance_km_change"].idxmax()]
        title = titled(ask(load("hub-lost"), asked)).title["en"]
        assert title.startswith(f"Without Phuket, {worst.name} is {worst['distance_km']:,.0f} km from the nearest hub")
        counts = (
            tyranny.nearest(targets="straits", mode="air", without="Port Blair").table["nearest_hub"].value_counts()
        )
        told = titled(ask(load("nearest-hub"), Question.of(aimed=True, without="Port Blair", mode="both"))).title["en"]
        assert "Port Blair is nearest" not in told
        assert told.startswith("Without Port Blair, ") or all(name in told for name in counts.index)
