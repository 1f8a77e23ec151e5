"""Maps of how often straits were passed."""

from __future__ import annotations

import pytest

from eastup import briefing
from eastup.draw.document import Lines
from eastup.errors import InputError

TABLE = """date_utc,strait_id,strait,from_sea,to_sea,seen,inferred,vessels
2022-01-03,taiwan-strait,Taiwan Strait,South China Sea,East China Sea,900,100,700
2022-01-04,miyako-strait,Miyako Strait,East China Sea,Philippine Sea,50,0,40
2022-01-04,osumi-strait,Osumi Strait,East China Sea,Philippine Sea,200,50,200
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "passages.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


@pytest.mark.sample(lang="ko")
@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Most passages: Taiwan Strait, 1,000 of 1,300"),
        ("ja", "通航が最も多いのは台湾海峡: 1,300回中1,000回"),
        ("ko", "통항이 가장 많은 곳: 대만해협, 1,300회 중 1,000회"),
    ],
)
def test_the_map_tells_what_was_counted(table, lang, title):
    written = briefing.draw("transits", layers=[table], lang=lang, background="plain").sheet.written
    assert title in written
    assert [text for text in written if text in {"1,000", "250", "50"}].count("1,000") == 2  # label and table
    assert {"250", "50"} <= set(written)


def test_gates_are_as_thick_as_they_are_passed_often(table):
    drawing = briefing.draw("transits", layers=[table], background="plain")

    def thick(strait):
        lines = [i for i in drawing.sheet.items if isinstance(i, Lines) and i.facts.get("id") == strait]
        return max(line.width for line in lines if not line.casing)

    assert thick("taiwan-strait") > thick("osumi-strait") > thick("miyako-strait") > thick("tsugaru-strait")


def test_without_a_table_the_map_says_what_it_needs():
    with pytest.raises(InputError, match="no table of them was given"):
        briefing.draw("transits")
    assert "transits" not in dict(briefing.shipped())
