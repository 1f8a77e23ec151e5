"""Titles, subtitles and captions stay on the page and beside the logo, whatever their length."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from eastup import briefing
from eastup.briefing.furniture.header import left, set_caption, set_header
from eastup.briefing.layout import header_of, layouts
from eastup.briefing.spec.loading import load, override
from eastup.draw import fonts
from eastup.draw.document import Text
from eastup.draw.text import even, halved, wrap

LONG = {
    "en": "When Taiwan Strait closes, the way from Busan to Manila grows by 412 km and passes four gates",
    "ja": "台湾海峡が閉鎖されると、釜山からマニラまでの航路は412 km延び、どの拠点からも一日では到達できない関門を四つ通る",
    "ko": "대만해협이 폐쇄되면 부산에서 마닐라까지의 항로는 412 km 길어지고 하루 안에 닿을 수 없는 관문 네 곳을 지난다",
}
PAGES = [("straits", "16:9"), ("straits", "square"), ("classic", "4:3")]


@pytest.fixture(scope="module")
def logo(tmp_path_factory):
    path = tmp_path_factory.mktemp("logo") / "wide.png"
    Image.new("RGB", (400, 100), "navy").save(path)
    return str(path)


@pytest.mark.parametrize("times", [1, 4])
@pytest.mark.parametrize("lang", LONG)
@pytest.mark.parametrize(("name", "size"), PAGES)
def test_no_text_of_the_header_leaves_its_page(name, size, lang, times, logo):
    title = " ".join([LONG[lang]] * times)
    spec = override(load(name), {"size": size, "lang": lang, "title": title, "subtitle": title, "logo": logo,
                                 "marking": "UNCLASSIFIED"})  # fmt: skip
    page = layouts(spec)[0]
    header = header_of(spec, left(page), page.body[2])
    top = page.height_in * 72 - 15.0  # of which the marking takes the rest
    right = page.body[2] - 120.0  # where a logo of four to one begins
    baselines = [page.body[3] + line.rise for line in header.lines]
    for line, y in zip(header.lines, baselines, strict=True):
        assert left(page) + fonts.width_pt(line.text, line.size) <= right, line.text
        assert y + 0.88 * line.size <= top
        assert y - 0.3 * line.size >= page.body[3]
        assert line.size >= (13.0 if line.title else 8.8)
    assert all(a - b >= line.size for a, b, line in zip(baselines, baselines[1:], header.lines[1:], strict=False))
    assert bool(header.cut) == any(line.text.endswith("…") for line in header.lines)
    if times == 1 and size == "16:9":
        assert not header.cut


@pytest.mark.sample(lang="ja")
@pytest.mark.parametrize("lang", LONG)
def test_the_page_as_drawn_keeps_its_margin(lang, logo, tmp_path):
    """Pixels, not boxes: no ink of the header in the right margin, over the logo or above the page's top."""
    title = LONG[lang] * 2
    drawing = briefing.draw(
        "classic", size="square", lang=lang, title=title, subtitle=title, dpi=72, background="plain"
    )
    drawing.save(tmp_path / "page.png")
    with Image.open(tmp_path / "page.png") as image:
        pixels = np.asarray(image.convert("L"), dtype=int)
    height = pixels.shape[0]
    header = pixels[: height - int(drawing.pages[0].body[3])]
    assert (header < 128).any()
    assert (header[:, -20:] > 250).all()
    assert (header[:6] > 250).all()


def test_what_is_cut_is_told(caplog):
    briefing.draw("triangle", title=LONG["en"] * 5, background="plain")
    assert f"too long for the page, so cut: {LONG['en']}" in caplog.text


def test_a_title_that_is_given_stands_in_place_of_what_the_map_would_say():
    drawing = briefing.draw("straits", title="Ours", background="plain")
    first = next(item for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "header")
    assert first.text == "Ours"


def test_short_titles_stand_as_large_as_they_did():
    header = set_header("The East-Up Map", "Turn the page", 600.0)
    assert [line.size for line in header.lines] == [22.0, 11.5]
    assert header.height == 58.0
    assert set_header("The East-Up Map", "", 600.0).height == 44.0


@pytest.mark.parametrize("width", [70.0, 110.0, 180.0])
@pytest.mark.parametrize(
    "text", ["Wikipedia", "Korea JoongAng Daily, 2025", "アトランティック・カウンシル 2025: 韓国を要とする"]
)
def test_captions_stay_within_their_frame(text, width):
    caption = set_caption(text, width)
    assert all(fonts.width_pt(line.text, line.size) <= width + 0.01 and line.size >= 8.8 for line in caption.lines)
    assert len(caption.lines) <= 2


NO_START, NO_END = "、。，．・：；！？ー）」』ゃゅょっァィゥェォャュョッ々", "（「『【"


def test_japanese_breaks_between_words():
    remark = "変わらない: 図法・縮尺・距離・角度・形。二つは同じ図を90度回したもの。"
    for width in range(52, 160, 6):
        joined = "\n".join(wrap(remark, 9.4, width))
        for word in ("距離", "角度", "90度"):
            assert word in joined, width
    assert even("キャンプ・ハンフリーズからの直線距離", 9.4, 152.0) == ["キャンプ・ハンフリーズからの", "直線距離"]


@pytest.mark.parametrize("width", range(24, 130, 3))
@pytest.mark.parametrize(
    "text", [LONG["ja"], "東を上にした地図（East-Up Map、通称「逆さ地図」）、ニューヨーク・タイムズ。あっちょっと"]
)
def test_lines_break_by_kinsoku(text, width):
    lines = wrap(text, 9.0, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    longest = max(len(word) for word in ("ニューヨーク・", "（East-Up"))
    for line in lines:
        assert fonts.width_pt(line, 9.0) <= max(width, 0)
        if width > 9.0 * (longest + 3):  # narrower, a word in katakana must break
            assert line[0] not in NO_START, lines
            assert line[-1] not in NO_END, lines


def test_a_number_and_its_unit_stay_together():
    for width in range(40, 200, 5):
        assert not any(line.startswith("km") for line in wrap("grows by 412 km and by 1,100 km以上", 9.0, width))


def test_a_title_breaks_after_a_stop():
    assert halved("UN rear bases: six are far")[0] == "UN rear bases:"
    assert halved("word") == ("word", "")
