from __future__ import annotations

import pytest
from hubs_and_targets import fake_sea
from matplotlib.backends.backend_agg import FigureCanvasAgg

from eastup import charts, distance, layers, tyranny
from eastup.charts import heatmap, slide
from eastup.draw import fonts
from eastup.errors import InputError

LANGUAGES = ("en", "ja", "ko")


def boxes(figure):
    """Return each text with its extent in points."""
    figure.set_dpi(288)
    renderer = FigureCanvasAgg(figure).get_renderer()
    extents = ((t, t.get_window_extent(renderer)) for t in figure.axes[0].texts)
    return [(t.get_text(), *(v / 4 for v in (e.x0, e.y0, e.x1, e.y1))) for t, e in extents if t.get_text()]


def draw(kind, **options):
    if kind == "bars":
        return charts.bars(tyranny.rank(), **options)
    return charts.heat(tyranny.nearest(), **options)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["bars", "heat"])
def test_no_text_leaves_the_page_or_covers_another(kind, lang):
    texts = boxes(draw(kind, lang=lang))
    for text, x0, y0, x1, y1 in texts:
        assert x0 >= 8, text
        assert y0 >= 4, text
        assert x1 <= slide.WIDTH_PT - 8, text
        assert y1 <= slide.HEIGHT_PT - 4, text
    for number, (text, x0, y0, x1, y1) in enumerate(texts):
        for other, u0, v0, u1, v1 in texts[number + 1 :]:
            width, height = min(x1, u1) - max(x0, u0), min(y1, v1) - max(y0, v0)
            assert not (width > 0.5 and height > 0.25 * min(y1 - y0, v1 - v0)), (text, other)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_hub_and_strait_is_named_in_the_language(lang):
    answer = tyranny.nearest()
    [case_grid] = answer.case.after
    written = "".join(t.replace(" ", "") for t, *_ in boxes(charts.heat(answer, lang=lang)))
    for goal in case_grid.targets:
        assert goal.in_language(lang).name.replace(" ", "") in written
    bars = " ".join(t for t, *_ in boxes(charts.bars(tyranny.rank(), lang=lang)))
    for hub in case_grid.hubs:
        assert hub.in_language(lang).name in bars


def test_the_nearest_hub_of_each_strait_is_ringed():
    figure = charts.heat(tyranny.nearest())
    rings = [p for p in figure.axes[0].patches if p.get_linewidth() == 2.0]
    assert len(rings) == 35 + 1  # and one in the legend
    table = tyranny.nearest().table.set_index("target")
    texts = figure.axes[0].texts
    label = next(t for t in texts if t.get_text() == "Miyako Strait")
    ring = next(p for p in rings if p.get_y() < label.get_position()[1] + 3 < p.get_y() + p.get_height())
    inside = [
        t.get_text() for t in texts
        if ring.get_x() < t.get_position()[0] < ring.get_x() + ring.get_width()
        and ring.get_y() < t.get_position()[1] + 3 < ring.get_y() + ring.get_height()
    ]  # fmt: skip
    assert inside == [f"{table.distance_km['Miyako Strait']:,.0f}"]


def test_bars_are_as_long_as_the_means():
    ranking = tyranny.rank()
    patches = [p for p in charts.bars(ranking).axes[0].patches if p.get_y() > 50]
    widths = sorted(p.get_width() for p in patches)
    means = sorted(ranking.table.mean_km)
    assert len(widths) == 15
    assert [w / widths[-1] for w in widths] == pytest.approx([m / means[-1] for m in means])


def test_both_modes_and_missing_routes(monkeypatch):
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked={("naval-base-guam", "taiwan-strait")}))
    texts = [t for t, *_ in boxes(charts.bars(tyranny.rank(mode="both")))]
    assert "no route: Taiwan Strait" in texts
    assert "Forward hubs, by air" in texts
    assert "Rear hubs, by sea" in texts
    answer = tyranny.nearest(mode="both")
    assert "–" in [t for t, *_ in boxes(charts.heat(answer, mode="sea"))]
    assert "–" not in [t for t, *_ in boxes(charts.heat(answer, mode="air"))]
    closed = charts.heat(tyranny.nearest(closed="Taiwan Strait", without="kadena-ab"))
    in_korean = charts.heat(tyranny.nearest(closed="Taiwan Strait"), lang="ko")
    assert any("봉쇄: 대만해협." in t for t, *_ in boxes(in_korean))
    assert any("Closed: Taiwan Strait." in t and "Without Kadena Air Base." in t for t, *_ in boxes(closed))


def test_a_hub_that_is_its_own_target_has_a_bar_of_no_length(monkeypatch):
    assert "0" in [t for t, *_ in boxes(charts.bars(tyranny.rank("kadena-ab", "kadena-ab")))]
    blocked = {(hub, "jeju-strait") for hub in ("kadena-ab", "subic-bay")}
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked=blocked | {("camp-humphreys", "osumi-strait")}))
    some = tyranny.rank(["kadena-ab", "subic-bay", "camp-humphreys"], ["jeju-strait", "osumi-strait"], "sea")
    assert len([t for t, *_ in boxes(charts.bars(some)) if t.startswith("no route")]) == 3


def test_many_hubs_leave_the_nearest_of_each_strait_on_the_page():
    answer = tyranny.nearest("bases")
    texts = [t for t, *_ in boxes(charts.heat(answer))]
    assert any(f"{heatmap.MOST_HUBS} of" in t for t in texts)
    assert len([t for t, *_ in boxes(charts.bars(tyranny.rank("bases"))) if "Strait " in t]) >= 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_straits_of_the_chain_are_set_in_eleven_points(lang):
    straits = layers.load("straits")
    chain = set(straits["id"][straits["chain_passage"]])
    answer = tyranny.rank()
    texts = charts.heat(answer, lang=lang, targets=chain).axes[0].texts
    figures = [t for t in texts if t.get_text().replace(",", "").isdecimal()]
    assert len(figures) == 15 * len(chain)
    assert min(t.get_fontsize() for t in figures) >= 10.95
    assert any("35" in t.get_text() and str(len(chain)) in t.get_text() for t in texts)
    with pytest.raises(InputError, match="none of these targets"):
        charts.heat(answer, targets=["no-such-strait"])


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_input_gives_the_same_bytes(tmp_path, suffix):
    for name in ("a", "b"):
        charts.save(draw("bars", lang="ja"), tmp_path / f"{name}.{suffix}")
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    if suffix == "svg":
        assert "嘉手納" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_what_has_no_picture_is_said(tmp_path):
    with pytest.raises(InputError, match="60 targets"):
        charts.heat(tyranny.nearest(targets="bases"))
    with pytest.raises(InputError, match="sea"):
        charts.heat(tyranny.nearest(), mode="sea")
    with pytest.raises(InputError, match=r"\.png"):
        charts.save(draw("bars"), tmp_path / "x.gif")


def test_names_break_between_words_and_at_the_joints_of_japanese():
    assert slide.wrap("Naval Base Camilo Osias", 9, 60) == ["Naval Base", "Camilo Osias"]
    assert slide.wrap("カミロ・オシアス海軍基地", 8, 40) == ["カミロ・", "オシアス", "海軍基地"]
    assert all(fonts.width_pt(line, 6) <= 40 for line in slide.wrap("グアム海軍基地（アプラ港）", 6, 40))


def test_a_briefing_holds_the_charts_of_each_mode(tmp_path, monkeypatch):
    from eastup.dossier import write

    monkeypatch.setattr(distance, "matrix", fake_sea())
    pictures = write._draw_charts(tyranny.rank(mode="both"), tmp_path, "ko")
    assert list(pictures) == ["hubs.png", "straits-air.png", "straits-sea.png"]
    assert {p.name for p in tmp_path.iterdir()} == {n for png in pictures for n in (png, png.replace(".png", ".svg"))}
