from __future__ import annotations

from functools import cache
from itertools import combinations

import legibility
import numpy as np
import pytest
import shapely
from hubs_and_targets import fake_sea
from shapely.affinity import rotate

from eastup import charts, distance, geodesy, layers, places, tyranny
from eastup.charts import slide
from eastup.charts.heatmap import MOST_HUBS, parts
from eastup.charts.palette import PALETTES
from eastup.draw import color, fonts, png
from eastup.draw.document import Area, Lines, Marker, Text
from eastup.draw.text import wrap_name
from eastup.draw.theme import THEMES
from eastup.errors import EastupError, InputError

LANGUAGES = ("en", "ja", "ko")
LOOKS = [("en", "light", ""), ("ja", "dark", "UNCLASSIFIED"), ("ko", "print", "")]


@cache
def extents(text):
    """Return the box of a text's ink at a size of 100, which takes long to find: most texts are on several charts."""
    return png.outline(text).get_extents()


def inks(chart):
    """Return each text with the outline of its ink, turned as it stands on the page, points."""
    found = []
    for item in chart.items:
        if isinstance(item, Text) and item.text:
            x, y = png.text_start(item)
            ink = extents(item.text)
            scale = item.size / 100
            box = shapely.box(x + ink.x0 * scale, y + ink.y0 * scale, x + ink.x1 * scale, y + ink.y1 * scale)
            found.append((item.text, rotate(box, item.angle, origin=(x, y))))
    return found


def boxes(chart):
    """Return each text with the box of its ink, points."""
    return [(text, *ink.bounds) for text, ink in inks(chart)]


def texts(chart):
    return [item for item in chart.items if isinstance(item, Text)]


def said(chart):
    """Return what is written on a chart."""
    return [item.text for item in texts(chart) if item.text]


def areas(chart, topic):
    return [item for item in chart.items if isinstance(item, Area) and item.topic == topic]


@cache
def ranking():
    return tyranny.rank()


@cache
def nearest():
    return tyranny.nearest()


@cache
def versus():
    return tyranny.korea_versus()


@cache
def lost():
    return tyranny.nearest(without="Kadena", speed="450kn")


HUBS = ["kadena-ab", "cfa-sasebo", "subic-bay"]


def draw(kind, lang="en", theme="light", marking=""):
    """Return a chart, drawn once for all tests that look at it."""
    return kept(kind, lang=lang, theme=theme, marking=marking)


def anew(kind, **options):
    """Return a chart that is drawn for this test alone."""
    if kind == "bars":
        return charts.bars(ranking(), **options)
    if kind == "heat":
        return charts.heatmap(nearest(), **options)
    if kind == "reach":
        return charts.reach(HUBS, radius="700nmi", **options)
    if kind == "versus":
        return charts.versus(versus(), **options)
    if kind == "losses":
        return charts.losses(HUBS, radius="700nmi", **options)
    if kind == "changed":
        return charts.heatmap(lost(), targets=parts(lost())[0], **options)
    if kind == "regions":
        return charts.regions(HUBS, **options)
    return charts.curve(hubs=HUBS, radius=["200nmi", "500nmi", "900nmi"], **options)


kept = cache(anew)


@pytest.mark.sample(lang="ja", kind=["bars", "changed", "regions", "versus"])
@pytest.mark.parametrize(("lang", "theme", "marking"), LOOKS)
@pytest.mark.parametrize("kind", ["bars", "heat", "changed", "reach", "regions", "curve", "versus", "losses"])
def test_no_text_leaves_the_page_or_covers_another(kind, lang, theme, marking):
    written = inks(draw(kind, lang=lang, theme=theme, marking=marking))
    for text, ink in written:
        if text == marking:
            continue
        x0, y0, x1, y1 = ink.bounds
        assert x0 >= 8, text
        assert y0 >= 4, text
        assert x1 <= slide.WIDTH_PT - 8, text
        assert y1 <= slide.HEIGHT_PT - 4, text
    for number, (text, ink) in enumerate(written):
        for other, further in written[number + 1 :]:
            assert ink.intersection(further).area <= 0.02 * min(ink.area, further.area) + 1.0, (text, other)


@pytest.mark.sample(lang="ko")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_hub_and_strait_is_named_in_the_language(lang):
    answer = tyranny.nearest()
    [case_grid] = answer.scenario.after
    written = "".join(t.replace(" ", "") for t in said(charts.heatmap(answer, lang=lang)))
    assert len(charts.heatmaps(answer, lang=lang)) == 2
    for goal in case_grid.targets:
        assert goal.in_language(lang).name.replace(" ", "") in written
    bars = " ".join(t for t in said(charts.bars(tyranny.rank(), lang=lang)))
    for hub in case_grid.hubs:
        assert hub.in_language(lang).name in bars


def test_the_title_of_a_comparison_counts_what_the_table_says():
    chart, table = draw("versus"), versus().table
    for rival, rows in table.groupby("rival"):
        won = (rows["margin_km"] > 0).sum()
        assert f"than {rival} to {won}" in chart.facts.title
    inks = {item.name: item.color for item in chart.items if isinstance(item, Lines) and item.topic == "straits"}
    best = table.loc[table.groupby("target")["rival_km"].idxmin()].set_index("target")
    nearer = best["nearer"].to_dict()
    for name, ink in inks.items():
        assert all((ink == inks[other]) == (nearer[name] == nearer[other]) for other in inks)


def test_a_frontier_is_as_far_from_both():
    chart = draw("versus")
    page, groups = chart.frames[0], versus().groups
    for item in chart.items:
        if isinstance(item, Lines) and item.topic == "frontiers":
            lon, lat = page.view.inverse(*page.to_view(np.concatenate(item.parts)).T)
            home, rival = (
                np.min([geodesy.distance_m(h.lon, h.lat, lon, lat) for h in groups[name]], axis=0) / 1000
                for name in ("Korea", item.facts["rival"])
            )
            assert np.abs(home - rival).max() < 3.0  # a tenth of the width of the line


def test_a_loss_shows_before_and_after_in_hours():
    chart, table = draw("changed"), lost().table.set_index("target")
    moved = table[table["nearest_hub"] != table["nearest_hub_before"]]
    arrows = [item.text for item in texts(chart) if " → " in item.text and "before" not in item.text]
    shown = [goal.name for goal in lost().scenario.after[0].targets if goal.id in parts(lost())[0]]
    rows = moved[moved.index.isin(shown)]
    assert sorted(arrows) == sorted(
        f"{slide.hours_figure(r.hours_before)} → {slide.hours_figure(r.hours)}" for r in rows.itertuples()
    )
    rings = [item for item in chart.items if isinstance(item, Lines) and item.topic == "rings before"]
    assert len(rings) == len(rows)
    bars = charts.bars(tyranny.rank(without="Kadena", speed="450kn"))
    ranked = tyranny.rank(without="Kadena", speed="450kn").table
    written = bars.written
    for row in ranked.itertuples():
        assert f"{row.mean_km:,.0f}" in written
        assert f"{slide.hours_figure(row.mean_hours)} h" in written
        if row.nearest_count != row.nearest_count_before:
            assert f"{row.nearest_count_before} → {row.nearest_count}" in written
    assert sum(isinstance(item, Marker) and item.topic == "bars" for item in bars.items) == len(ranked)


@pytest.mark.sample(lang="en")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_are_set_in_eleven_points(lang):
    """But for the source line, and for a marking."""
    every = [draw(kind, lang) for kind in ("bars", "changed", "reach", "regions", "curve", "versus", "losses")]
    for item in (item for chart in every for item in texts(chart)):
        assert item.size >= 10.95 or item.topic in {"sources", "compass", "scale"}, (item.text, item.size)


def test_pages_of_a_heat_map_are_pages_of_a_file(tmp_path):
    from pptx import Presentation

    pages = charts.heatmaps(nearest())
    assert charts.save(pages, tmp_path / "a.pptx") == [tmp_path / "a.pptx"]
    titles = [page.shapes.title.text for page in Presentation(str(tmp_path / "a.pptx")).slides]
    assert titles == [page.facts.title for page in pages]
    assert charts.save(pages, tmp_path / "a.png") == [tmp_path / "a.png", tmp_path / "a-2.png"]
    charts.save(pages, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().count(b"/Type /Page\n") == 2


def test_the_nearest_hub_of_each_strait_is_ringed():
    chart = charts.heatmap(nearest())
    rings = [ring.polygons[0].bounds for ring in areas(chart, "rings") if ring.width == 2.0]
    table = nearest().table.set_index("target")
    assert len(rings) == len(table) == len(places.select("passages"))
    ringed = [
        item for item in texts(chart) if item.topic == "cells" and any(
            x0 < item.x < x1 and y0 < item.y + 3 < y1 for x0, y0, x1, y1 in rings
        )
    ]  # fmt: skip
    assert len(ringed) == len(rings)
    for item in ringed:
        target = item.name.split(" – ")[0]
        assert item.text == f"{table.distance_km[target]:,.0f}"
        assert item.name.endswith(table.nearest_hub[target])


def test_bars_are_as_long_as_the_means():
    widths = {item.name.rsplit(", ", 1)[0]: item.polygons[0].bounds for item in areas(charts.bars(ranking()), "bars")}
    means = ranking().table.set_index("hub").mean_km
    assert set(widths) == set(means.index)
    longest = max(x1 - x0 for x0, _, x1, _ in widths.values())
    for hub, (x0, _, x1, _) in widths.items():
        assert (x1 - x0) / longest == pytest.approx(means[hub] / means.max())


def test_both_modes_and_missing_routes(monkeypatch):
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked={("naval-base-guam", "taiwan-strait")}))
    written = said(charts.bars(tyranny.rank(mode="both")))
    assert "no route: Taiwan Strait" in written
    assert "Forward hubs, by air" in written
    assert "Rear hubs, by sea" in written
    answer = tyranny.nearest(mode="both")
    assert "–" in said(charts.heatmap(answer, mode="sea"))
    assert "–" not in said(charts.heatmap(answer, mode="air"))
    closed = charts.heatmap(tyranny.nearest(closed="Taiwan Strait", without="kadena-ab"))
    in_korean = charts.heatmap(tyranny.nearest(closed="Taiwan Strait"), lang="ko")
    assert any("통항 불가: 대만해협." in t for t in said(in_korean))
    assert any("Closed: Taiwan Strait." in t and "Without Kadena Air Base." in t for t in said(closed))


def test_a_hub_that_is_its_own_target_has_a_bar_of_no_length(monkeypatch):
    assert "0" in said(charts.bars(tyranny.rank("kadena-ab", "kadena-ab")))
    blocked = {(hub, "jeju-strait") for hub in ("kadena-ab", "subic-bay")}
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked=blocked | {("camp-humphreys", "osumi-strait")}))
    some = tyranny.rank(["kadena-ab", "subic-bay", "camp-humphreys"], ["jeju-strait", "osumi-strait"], "sea")
    assert len([t for t in said(charts.bars(some)) if t.startswith("no route")]) == 3


def test_many_hubs_leave_the_nearest_of_each_strait_on_the_page():
    answer = tyranny.nearest("bases")
    written = said(charts.heatmap(answer))
    assert any(f"{MOST_HUBS} of" in t for t in written)
    assert len([t for t in said(charts.bars(tyranny.rank("bases"))) if "Strait " in t]) >= 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_straits_of_the_chain_are_set_in_eleven_points(lang):
    chain = places.select("passages")
    ranking = tyranny.rank()
    figures = []
    for part in parts(ranking):  # as the briefing folder shows them
        written = texts(charts.heatmap(ranking, lang=lang, targets=part))
        figures += [item for item in written if item.text.replace(",", "").isdecimal()]
    assert len(figures) == 15 * len(chain)
    assert min(item.size for item in figures) >= 10.95
    everywhere = tyranny.rank(targets="straits")
    written = texts(charts.heatmap(everywhere, lang=lang, targets=[place.id for place in chain]))
    assert any(str(len(layers.load("straits"))) in item.text and str(len(chain)) in item.text for item in written)
    with pytest.raises(InputError, match="none of these targets"):
        charts.heatmap(everywhere, targets=["no-such-strait"])


@pytest.mark.sample(suffix="pptx")  # the others are written twice by the tests of the command line
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "pptx"])
def test_the_same_input_gives_the_same_bytes(tmp_path, suffix):
    for name in ("a", "b"):
        charts.save(anew("bars", lang="ja"), tmp_path / f"{name}.{suffix}")
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    if suffix == "svg":
        assert "嘉手納" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_what_has_no_picture_is_said(tmp_path):
    with pytest.raises(InputError, match="60 targets"):
        charts.heatmap(tyranny.nearest(targets="bases"))
    with pytest.raises(InputError, match="sea"):
        charts.heatmap(tyranny.nearest(), mode="sea")
    with pytest.raises(InputError, match=r"\.png"):
        charts.save(draw("bars"), tmp_path / "x.gif")


def test_names_break_between_words_and_at_the_joints_of_japanese():
    assert wrap_name("Naval Base Camilo Osias", 9, 60) == ["Naval Base", "Camilo Osias"]
    assert wrap_name("カミロ・オシアス海軍基地", 8, 40) == ["カミロ・", "オシアス", "海軍基地"]
    assert all(fonts.width_pt(line, 6) <= 40 for line in wrap_name("グアム海軍基地（アプラ港）", 6, 40))


def test_a_briefing_holds_the_charts_of_each_mode(tmp_path, monkeypatch):
    from eastup.dossier.write import _draw_charts

    monkeypatch.setattr(distance, "matrix", fake_sea())
    pictures = _draw_charts(tyranny.rank(mode="both"), tmp_path, slide.Look("ko"))
    of_modes = [[f"straits-{mode}.png", f"straits-{mode}-2.png"] for mode in ("air", "sea")]
    assert list(pictures) == ["hubs.png", *of_modes[0], *of_modes[1]]
    assert {p.name for p in tmp_path.iterdir()} == {n for png in pictures for n in (png, png.replace(".png", ".svg"))}


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("kind", ["bars", "heat", "curve"])
def test_every_text_can_be_read_on_its_ground(kind, theme):
    chart = draw(kind, theme=theme)
    grounds = [(item.polygons[0].bounds, item.face) for item in chart.items if isinstance(item, Area)]
    for item in texts(chart):
        middle = item.x, item.y + item.size * 0.36
        if item.align != "center":
            middle = item.x + (3 if item.align == "left" else -3), middle[1]
        under = [
            face for (x0, y0, x1, y1), face in grounds if face != "none" and x0 < middle[0] < x1 and y0 < middle[1] < y1
        ]
        assert color.contrast(item.color, under[-1] if under else chart.color) >= 4.4, item.text


@pytest.mark.sample(theme="light")
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("kind", ["bars", "heat", "changed", "reach", "regions", "curve", "versus", "losses"])
def test_charts_keep_the_law_of_legibility_of_maps(kind, theme):
    assert legibility.faint(draw(kind, theme=theme)) == []


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_numbers_of_the_forward_hubs_regions_can_be_read(theme):
    assert legibility.faint(charts.regions("forward", theme=theme)) == []


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_shades_rise_or_fall_in_lightness(theme):
    """So that they hold on a grey printer, and for those who do not tell all hues."""
    for row in (PALETTES[theme].ramp, PALETTES[theme].shades, PALETTES[theme].levels):
        lights = [color.luminance(shade) for shade in row]
        assert lights in (sorted(lights), sorted(lights, reverse=True))
        for a, b in zip(row[:-1], row[1:], strict=True):
            assert color.difference(a, b, deuteranope=True) > 5


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("count", [3, 8, 12, 24])
def test_regions_side_by_side_are_told_apart(theme, count):
    """In a plane no more than about six regions surround one: each here has the three before and after it."""
    beside = {n: {m for m in range(count) if 0 < abs(n - m) <= 3} for n in range(count)}
    tints = PALETTES[theme].tints
    shades = [color.mixed(hue, tint, THEMES[theme].page) for tint in tints for hue in THEMES[theme].hubs]
    given = color.told_apart(beside, shades)
    if count <= 8:
        assert len(set(given.values())) == count
    for one, other in combinations(range(count), 2):
        if other in beside[one]:
            assert color.difference(given[one], given[other], deuteranope=True) >= 12
            assert color.difference(given[one], given[other]) >= 12


def test_a_users_matplotlibrc_does_not_matter(tmp_path):
    import matplotlib as mpl

    charts.save(anew("curve"), tmp_path / "a.png")
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30, "path.simplify": False, "figure.facecolor": "red"}):
        charts.save(anew("curve"), tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_chart_is_a_slide_of_shapes(tmp_path):
    from pptx import Presentation

    charts.save(draw("bars", lang="ko"), tmp_path / "a.pptx")
    [page] = Presentation(str(tmp_path / "a.pptx")).slides
    names = [inner.name for shape in page.shapes for inner in (shape.shapes if shape.shape_type == 6 else [shape])]
    assert sum(name.startswith("bars") for name in names) > 15 * 2
    charts.save(draw("reach"), tmp_path / "b.pptx")
    [page] = Presentation(str(tmp_path / "b.pptx")).slides
    assert not any(shape.shape_type == 13 for shape in page.shapes)  # land, too, is shapes in the colours of the theme


def test_a_look_that_is_not_there_is_named():
    with pytest.raises(EastupError, match="dark"):
        draw("bars", theme="drak")
    with pytest.raises(InputError, match="two reaches"):
        charts.curve(hubs=HUBS, radius="500nmi")


def test_heat_maps_of_a_host_that_is_lost_show_its_busiest_hubs_and_say_so_in_letters_that_can_be_read():
    nearest = tyranny.nearest(without="host=JPN")
    (chart, *_) = charts.heatmaps(nearest)
    texts = [item for item in chart.items if isinstance(item, Text)]
    heads = " ".join(item.text for item in texts if item.angle)
    assert "Kadena Air Base" in heads  # nearest to six straits before
    below = [item for item in texts if item.topic == "header" and not item.bold]
    assert len(below) == 2
    assert all(item.size >= slide.LEAST_PT - 0.01 for item in below)


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_key_of_many_regions_ends_above_the_scale_bar(lang):
    """The largest areas have numbers, in the key and on the map; the others are counted."""
    chart = charts.regions("bases", without="Kadena", lang=lang)
    foot = chart.frames[0].panel[1] + 50.0
    key = [item for item in texts(chart) if item.topic == "legend"]
    assert all(item.y > foot for item in key)
    numbers = [int(item.text) for item in key if item.text.isdigit()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(item.text) for item in texts(chart) if item.topic == "numbers"} <= set(numbers)
    colored = {item.facts["id"] for item in areas(chart, "nearest")}
    assert any(str(len(colored) - len(numbers)) in item.text for item in key if not item.text.isdigit())
    marks = np.array([(item.x, item.y) for item in chart.items if isinstance(item, Marker) and item.topic == "hubs"])
    for item in texts(chart):
        if item.topic == "numbers":
            assert np.hypot(*(marks - (item.x, item.y + 0.36 * item.size)).T).min() > 8.0, item.text
