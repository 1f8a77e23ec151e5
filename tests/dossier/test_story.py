"""What the presentation tells, against distances of our own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hubs_and_targets import fake_sea

from eastup import distance, geodesy, layers, places, tyranny, words
from eastup.charts.slide import Look, hours_figure
from eastup.distance.uncertainty import SEA_SHARE
from eastup.dossier import slides
from eastup.dossier.story import Story
from eastup.draw import pptx
from eastup.draw.document import Lines, Text

KMH = {"air": 450 * 1.852, "sea": 20 * 1.852}


@pytest.fixture(scope="module")
def story():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distance, "matrix", fake_sea())
        return Story.of(tyranny.rank(mode="both"))


@pytest.fixture(scope="module")
def air(story):
    hubs, straits = story.hubs, story.targets
    return np.array([[float(geodesy.distance_m(h.lon, h.lat, s.lon, s.lat)) / 1000 for s in straits] for h in hubs])


def test_responders_come_in_the_order_of_their_hours(story, air):
    named = ["miyako-strait", "bashi-channel"]
    served = story.straits(named)
    assert len(served) == 6
    assert set(named) <= {each.strait.id for each in served}
    for each in served:
        column = np.sort(air[:, story.targets.index(each.strait)])
        assert [r.km for r in each.responders["air"]] == pytest.approx(column[:3], abs=0.01)
        for mode, found in each.responders.items():
            assert [r.hours for r in found] == pytest.approx([r.km / KMH[mode] for r in found])
            assert list(found) == sorted(found, key=lambda r: r.km)


def test_a_loss_counts_the_straits_that_wait_longer(story, air):
    by_who = {loss.host or loss.hubs[0].id: loss for loss in story.losses()}
    for who, loss in by_who.items():
        gone = [n for n, hub in enumerate(story.hubs) if who in (hub.id, hub.host)]
        assert len(gone) == len(loss.hubs)
        later = np.delete(air, gone, axis=0).min(axis=0) - air.min(axis=0)
        assert loss.farther == (later > 0).sum() > 0
        assert loss.hours["air"] == pytest.approx(later[later > 0].mean() / KMH["air"], rel=1e-4)
    assert {"JPN", "kadena-ab"} <= set(by_who)


def test_open_orders_hang_on_less_than_the_uncertainty(story):
    leads = story.leads()
    for each in leads:
        assert each.is_open == (0 <= each.second.km - each.first.km <= each.uncertainty_km)
        if each.mode == "sea":
            ways = SEA_SHARE * np.hypot(each.first.km, each.second.km)
            assert each.uncertainty_km >= ways - 1e-6
    assert any(each.mode == "sea" and each.is_open for each in leads)
    shares = [each.share for each in leads if each.mode == "sea"]
    assert shares == sorted(shares)
    points = Story.of(tyranny.rank([(141.3, 43.1), (128.0, 26.5)], targets=["miyako-strait", "tsugaru-strait"])).leads()
    assert [each.share for each in points] == [np.inf, np.inf]  # points given by hand are exact
    assert points[0].km < points[1].km


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_where_no_order_is_open_the_narrowest_leads_are_shown(lang):
    sure = Story.of(tyranny.rank(targets=["miyako-strait", "tsugaru-strait", "bashi-channel"], mode="both"))
    leads = sure.leads()
    assert not any(lead.is_open for lead in leads)
    slide = slides.doubts(sure, Look(lang))
    told = {item.text for item in slide.items if isinstance(item, Text) and item.topic == "orders"}
    for lead in leads:
        assert lead.strait.in_language(lang).name in told
        gap = [text for text in told if f"{lead.km:,.0f} km" in text]
        assert gap
        if lead.uncertainty_km >= 0.5:  # one of nothing is not told
            assert any(f"±{lead.uncertainty_km:,.0f} km" in text for text in gap)


def test_hubs_without_a_host_have_one_column_as_wide_as_the_slide():
    own = Story.of(tyranny.rank([(141.3, 43.1), (128.0, 26.5), (120.6, 16.4)], mode="both"))
    assert not any(loss.host for loss in own.losses())
    slide = slides.losses(own, Look("en"))
    columns = [item.text for item in slide.items if isinstance(item, Text) and item.topic == "columns"]
    assert columns == [words.of("dossier.deck", "en")["hub"]]
    assert max(item.x for item in slide.items if isinstance(item, Text) and item.topic == "losses") > 900
    assert not any("+0.0" in item.text for item in slide.items if isinstance(item, Text))


def test_a_second_that_may_as_well_be_the_first_is_not_said_to_come_after_it():
    twins = ["kadena-ab", (127.768, 26.3556)]  # the same place: no title tells who of them is first
    both = Story.of(tyranny.rank(twins, targets=["miyako-strait", "bashi-channel"]))
    assert slides.straits(both, (), Look("en")).facts.title == words.of("dossier.deck", "en").say("within", 2, "0.1")


def test_names_of_three_lines_stand_in_their_own_row(story):
    near = ["mindoro-strait", "surigao-strait", "balabac-strait", "linapacan-strait", "sibutu-passage", "alice-channel"]
    slide = slides.straits(story, near, Look("ja"))
    texts = [item for item in slide.items if isinstance(item, Text) and item.topic == "responders"]
    rules = {float(part[0, 1]) for item in slide.items if isinstance(item, Lines) for part in item.parts}
    inside = [(r, item.text) for item in texts for r in rules if item.y - 2 < r < item.y + 0.8 * item.size]
    assert rules
    assert inside == []


def test_one_hub_alone_has_neither_seconds_nor_rivals(story):
    alone = Story.of(tyranny.rank("kadena-ab", targets=["miyako-strait", "tsugaru-strait"]))
    told = [item.text for item in slides.straits(alone, (), Look("en")).items if isinstance(item, Text)]
    assert not {words.of("dossier.deck", "en")[f"rank_{n}"] for n in (1, 2, 3)} & set(told)
    assert "Kadena" in slides.question(alone, Look("en")).facts.title


def test_the_strait_that_waits_longest_does_wait(story, air):
    for loss in story.losses():
        gone = [n for n, hub in enumerate(story.hubs) if hub in loss.hubs]
        sea = story.matrices[-1].km
        later = np.delete(sea, gone, axis=0).min(axis=0) - sea.min(axis=0)
        if not (later > 0).any():
            later = np.delete(air, gone, axis=0).min(axis=0) - air.min(axis=0)
        assert loss.worst == story.targets[int(np.nan_to_num(later, posinf=1e9).argmax())]
        assert later.max() > 0


def test_many_hubs_are_told_in_the_order_in_which_people_count():
    class Many(Story):
        @property
        def hubs(self):
            return tuple(replace(places.resolve("kadena-ab"), id=f"s{n}", name=f"Site {n}") for n in range(60, 0, -1))

    base = Story.of(tyranny.rank(targets=["miyako-strait"]))
    slide = slides.question(Many(base.question, base.matrices, base.speeds_kmh), Look("en"))
    told = " ".join(item.text for item in slide.items if isinstance(item, Text) and item.topic == "remarks")
    assert "Site 1, Site 2, Site 3" in told
    assert "Site 40 and 20 more" in told


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_slides_of_the_story_have_titles_notes_and_text_to_read(story, lang, tmp_path):
    from pptx import Presentation

    drawn = [
        slides.question(story, Look(lang)),
        slides.straits(story, ["miyako-strait"], Look(lang)),
        slides.losses(story, Look(lang)),
        slides.doubts(story, Look(lang)),
    ]
    for slide in drawn:
        for item in slide.items:
            if isinstance(item, Text) and item.topic != "sources":
                assert item.size >= 11, item.text
                assert 30 < item.y < 520, item.text
    pptx.write(drawn, tmp_path / "a.pptx")
    shown = list(Presentation(str(tmp_path / "a.pptx")).slides)
    assert [slide.shapes.title.text for slide in shown] == [slide.facts.title for slide in drawn]
    notes = shown[1].notes_slide.notes_text_frame.text
    row = layers.load("straits").set_index("id").loc["miyako-strait"]
    [served] = [each for each in story.straits(["miyako-strait"]) if each.strait.id == "miyako-strait"]
    assert f"{served.responders['air'][0].km:,.1f} km" in notes
    assert str(row["source"]) in notes
    for slide in shown:
        for shape in slide.shapes:
            if shape.shape_type in (6, 13):
                assert shape._element._nvXxPr.cNvPr.get("descr"), shape.name


def test_times_are_told_as_they_are_read():
    assert [hours_figure(h) for h in (0.01, 0.26, 9.94, 9.96, 101.2)] == ["<0.1", "0.3", "9.9", "10", "101"]
