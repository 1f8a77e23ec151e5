"""The folder answers the question that it is asked, in every file."""

from __future__ import annotations

import csv
import html
import json
import re

import pytest

from eastup import briefing, charts, dossier, tyranny, web
from eastup.dossier import sections, workbook
from eastup.draw import pptx
from eastup.hubs.question import Question

HUBS = ["camp-humphreys", "cfa-sasebo", "kadena-ab", "subic-bay"]


@pytest.fixture(scope="module")
def asked():
    return Question.of(
        HUBS, targets=["korea-strait", "miyako-strait", "bashi-channel"], without="kadena-ab", closed="miyako-strait",
        mode="both", speed={"air": "400kn", "sea": "15kn"},
    )  # fmt: skip


def made(path, question, maps=()):
    """Write a folder without its pictures; return the texts of its slides, and what its page was asked.

    One without maps is without its workbook too, which no test of it reads.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not maps:
            patch.setattr(workbook, "write", lambda sheets, path, *_, **__: path.touch())
        patch.setattr(sections, "MAPS", maps)
        patch.setattr(sections, "DECK", maps)
        patch.setattr(briefing.Drawing, "save", lambda *_: None)
        patch.setattr(charts, "save", lambda *_: None)
        patch.setattr(web, "write", lambda *_, **given: asked_of_page.append(given["hubs"]))
        decks, asked_of_page = [], []
        patch.setattr(pptx, "write", lambda sheets, _: decks.append(sheets))
        dossier.write(path, {"unit": "nmi"}, progress=lambda _: None, question=question)
    return [[str(item.text) for item in sheet.items if hasattr(item, "text")] for sheet in decks[0]], asked_of_page


@pytest.fixture(scope="module")
def folder(asked, tmp_path_factory):
    path = tmp_path_factory.mktemp("asked")
    deck, asked_of_page = made(path, asked, ("hub-lost",))
    assert asked_of_page == [asked]
    return path, deck


@pytest.mark.parametrize(
    "question",
    [
        {"hubs": ["Kadena", "Subic Bay"], "without": "Subic Bay"},
        pytest.param({"hubs": "Kadena"}, marks=pytest.mark.thorough),
    ],
)
def test_one_hub_alone_is_the_nearest_of_none_and_has_no_second(tmp_path, question):
    deck, _ = made(tmp_path, Question.of(**question, targets=["miyako-strait", "bashi-channel"], mode="both"))
    page = html.unescape((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "Kadena Air Base alone is asked for: the 2 straits are measured from it." in page
    told = " ".join(text for slide in deck for text in slide)
    assert "One hub: Kadena Air Base." in told
    assert "of 1 hubs" not in page + told
    assert "No single loss" not in told


@pytest.mark.thorough
def test_a_hub_to_which_no_ship_comes_is_never_an_endless_time_behind(tmp_path):
    question = Question.of(["Subic Bay", "Ulaanbaatar"], targets=["miyako-strait", "bashi-channel"], mode="both")
    told = [text for slide in made(tmp_path, question)[0] for text in slide]
    assert any(re.search(r": Ulaanbaatar arrives [\d.]+ h after Subic Bay by air", text) for text in told)
    assert not any("inf" in text.split() or "nan" in text.split() for text in told)


def test_its_first_page_tells_the_loss_the_closure_and_the_set_in_the_unit(folder):
    page = html.unescape((folder[0] / "index.html").read_text(encoding="utf-8"))
    lines = re.findall("<li>(.*?)</li>", page)
    assert "Asked without Kadena Air Base." in lines
    assert "Closed to ships: Miyako Strait." in lines
    assert " of 3 hubs (as chosen) to 2 of 3 straits." in lines[0] or " of 3 hubs (as chosen) to 1 of 3" in lines[0]
    table = tyranny.nearest(HUBS, ["korea-strait", "miyako-strait", "bashi-channel"], without="kadena-ab").table
    for row in table.itertuples():
        assert f"{row.distance_km / 1.852:,.0f} nmi · {row.distance_km:,.0f} km" in page
    assert "15 knots" in page
    title = re.search(r"<figcaption>(.*?)</figcaption>", page)[1]
    assert title.startswith("Without Kadena Air Base, ")
    assert " nmi" in title


def test_its_tables_and_what_made_them_are_of_the_question(folder, asked):
    with open(folder[0] / "hubs.csv", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["hub_id"] for row in rows} == {hub.id for hub in asked.hubs}
    expected = tyranny.rank(asked).table.set_index(["mode", "hub_id"])
    for row in rows:
        want = expected.loc[(row["mode"], row["hub_id"])]
        assert float(row["mean_km"]) == pytest.approx(want["mean_km"], abs=0.001)
        assert float(row["mean_hours"]) == pytest.approx(want["mean_hours"], abs=0.006)
    about = json.loads((folder[0] / "about.json").read_text(encoding="utf-8"))
    told = json.dumps(about)
    assert '"kadena-ab"' in told
    assert '"miyako-strait"' in told


def test_its_readme_names_the_maps_that_are_there(folder):
    told = (folder[0] / "README.md").read_text(encoding="utf-8")
    assert "so also hub-lost |" in told
    assert "rings" not in told


def test_its_slides_say_what_is_asked(folder):
    first = " ".join(folder[1][0])
    for text in (
        "3 hubs",
        "3 straits",
        "Asked without Kadena Air Base.",
        "Closed to ships: Miyako Strait.",
        "400 kn",
        "15 kn",
    ):
        assert text in first
