from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastup.errors import InputError
from eastup.layers.reading import encoding

HERE = Path("sites.csv")


@pytest.mark.parametrize(
    ("codec", "label", "names"),
    [
        ("cp932", "CP932", ["横須賀港", "那覇", "嘉手納飛行場", "与那国島", "呉", "舞鶴", "石垣港", "尖閣諸島"]),
        ("cp949", "CP949", ["평택항", "부산항", "제주해군기지", "독도", "오산 공군기지", "여수", "목포", "진해"]),
        ("big5", "Big5", ["高雄港", "基隆港", "台中港", "花蓮", "蘇澳港", "左營", "澎湖馬公", "金門"]),
        ("gbk", "GBK", ["上海港", "宁波舟山港", "青岛", "三亚", "湛江", "厦门港", "大连", "广州"]),
        ("cp1252", "Windows-1252", ["Parañaque", "Dasmariñas", "Señora", "Córdoba"]),
    ],
)
def test_an_encoding_is_known_by_the_name_of_one_place(codec, label, names):
    for name in [*names, ",".join(names)]:
        text = f"name,lat,lon\n{name},26.2,127.6\n"
        assert encoding.decode(text.encode(codec), HERE) == (text, label), name


@pytest.mark.parametrize(
    ("headings", "codec"),
    [("名称,緯度,経度", "cp932"), ("명칭,위도,경도", "cp949"), ("名稱,緯度,經度", "big5"), ("名称,纬度,经度", "gbk")],
)
def test_headings_tell_the_encoding_of_a_table_of_plain_names(headings, codec):
    text = f"{headings}\nA,26.2,127.6\n"
    assert encoding.decode(text.encode(codec), HERE)[0] == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_a_mark(codec):
    text = "name,lat,lon\n평택항,36.97,126.8\n"
    decoded, label = encoding.decode(text.encode(codec), HERE)
    assert decoded == text
    assert label == codec.upper()[:6].rstrip("-")


def test_what_is_told_counts_and_is_held_to():
    content = "평택항".encode("cp949")
    assert encoding.decode(content, HERE, "euc-kr") == ("평택항", "EUC-KR")
    with pytest.raises(InputError, match=r"not UTF-8 text \(byte 0\)"):
        encoding.decode(content, HERE, "utf8")
    for unknown in ("klingon", "base64", "\0", ""):
        with pytest.raises(InputError, match="there is no encoding"):
            encoding.decode(content, HERE, unknown)


def test_bytes_of_no_encoding_are_refused_and_the_first_of_them_named():
    with pytest.raises(InputError, match=r"byte 13.*--encoding"):
        encoding.decode(b"name,lat,lon\n\xff\xfe\x80\x81,36,127\n", HERE)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_one_line(content):
    message = ""
    try:
        encoding.decode(content, HERE)
    except InputError as error:
        message = str(error)
    assert "\n" not in message
