"""Finds the encoding of text: Unicode first, then those that offices in East Asia and the West save in.

Each is tried strictly: bytes that it does not have rule it out. Where several remain, the one is taken in which the
text reads most usually: known headings first, then the rows of its table in which everyday characters stand. Rare Han,
half-width katakana and private characters are what text looks like when it is read in another's encoding.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_EAST_ASIAN = {"cp932": 0.1, "cp949": 0.1, "big5": 0.02, "gbk": 0.0}
"""Encodings and what each is favoured by: this map's users sit in Japan and Korea first."""
_WESTERN = "cp1252"
_LABELS = {"cp932": "CP932", "cp949": "CP949", "big5": "Big5", "gbk": "GBK", "cp1252": "Windows-1252"}
_EVERYDAY_HANGUL = frozenset(
    "해지기협항공군이오제스라바대가나마도리시로수카섬미부사산선프요타루코니동토구보아비안르련함서하와다국쓰키장한주쿠캠진포야세행고"
    "우트만네완평인즈디데화칭발파릴중울황북손원택천모탄초호필핀류운소남험광목자노티빅상더닐양까불텐치룸엔밀랄멜삼앤히윈창단복민규방알"
    "본리의은는을를에으로과및개월일년명전후내외영강릉경충청성신덕통거여연백흥진해속척태등번호장소역읍면리체상위하수량거점합계소속"
)
_EVERYDAY_HAN = frozenset(
    "海地島港基峡空軍峽水国第道山東北西馬飛行場湾列線巴平対隊州一岸大横台岛与朝間垣石京南諸群際釜沢田古本釣魚鮮士定域特施設区覇三千黄"
    "美日択鎮木須賀世佐保納天岩鹿奄宮高縄沖修船理津臺太沙烏原清浦川仁手嘉舞鶴湊新屋松毛雄韓中洋二青香上近最东马竹根室湖支援米光瑞普"
    "伊厚座城築小歳福九華劉起蔚造所浜阪名秦皇児河波側方領土永宾律里宗谷隅表路国與对江項縣县市區镇鎮村町省府都口门門湾灣军军队桥橋机"
    "場场站台站点點称稱纬緯经經度編编号號宁寧波舟广廣州厦厦连連岛屿嶼钓鱼黄龙龍头頭长長陆陸湛汕泉温溫烟威盐鹽城基隆蓮莲花金澎屏林"
)
"""Characters of place names and of headings, Japanese and Chinese together."""
_SAMPLE = 20_000
"""Characters that are weighed; all are decoded."""
_LEAST_SCORE = 0.3
_KNOWN_HEADING = 2.0
_SHARE_OF_NULS = 0.2
"""UTF-16 of mostly Latin text is half NUL bytes; other text has none."""


def decode(content: bytes, path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Parameters
    ----------
    content : bytes
        All of the file.
    path : Path
        Named in errors.
    encoding : str, optional
        As the user gives it; without, it is found.

    Raises
    ------
    InputError
        If the bytes are not in that encoding, or in none that can be told.

    Examples
    --------
    >>> from pathlib import Path
    >>> decode("名称,緯度,経度".encode("cp932"), Path("sites.csv"))[1]
    'CP932'
    """
    if encoding is not None:
        return _decode_as_told(content, path, encoding)
    for bom, codec, label in _BOMS:
        if content.startswith(bom):
            return _strictly(content, codec, label, path), label
    unicode = _without_bom(content)
    if unicode == "utf-8":
        return content.decode("utf-8"), "UTF-8"
    if unicode is not None:
        return _strictly(content, unicode, "UTF-16", path), "UTF-16"
    found = _best(content.decode, content)
    if found is None:
        byte = _first_bad_byte(content)
        hint = "say which it is with --encoding, or save it as UTF-8"
        raise InputError(f"not UTF-8 text (byte {byte}), and no other encoding is certain", where=path, hint=hint)
    return content.decode(found), _LABELS[found]


def of_texts(texts: Iterable[bytes]) -> str | None:
    """Return the codec of many short texts, such as the cells of a shapefile, or None where none is certain."""
    content = b"\n".join(text for text in texts if not text.isascii())
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _best(content.decode, content)
    return "utf-8"


def label(codec: str) -> str:
    """Return the name by which a codec is told."""
    return _LABELS.get(codec, codec.upper().replace("_", "-"))


def known_codec(encoding: str) -> str:
    """Return Python's name of an encoding of text, as people spell it."""
    try:
        info = codecs.lookup(encoding.strip())
        "".encode(info.name)
    except (LookupError, ValueError):
        hint = "such as utf-8, cp932, cp949, euc-kr, big5, gbk or cp1252"
        raise InputError(f"there is no encoding {encoding[:40]!r}", hint=hint) from None
    return info.name


def _decode_as_told(content: bytes, path: Path, encoding: str) -> tuple[str, str]:
    codec = known_codec(encoding)
    codec = "utf-8-sig" if codec == "utf-8" else codec
    shown = "UTF-8" if codec == "utf-8-sig" else label(codec)
    return _strictly(content, codec, shown, path), shown


def _strictly(content: bytes, codec: str, shown: str, path: Path) -> str:
    try:
        return content.decode(codec)
    except UnicodeError as error:
        byte = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        hint = "say which encoding it is with --encoding, or save it as UTF-8"
        raise InputError(f"not {shown} text{byte}", where=path, hint=hint) from None


def _without_bom(content: bytes) -> str | None:
    head = content[:4096]
    if len(head) >= 4 and head.count(0) > _SHARE_OF_NULS * len(head):
        even, odd = head[::2].count(0), head[1::2].count(0)
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _first_bad_byte(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _best(decode_with: Callable[[str], str], content: bytes) -> str | None:
    """Return the codec in which the bytes read most usually."""
    from eastup.layers.reading.headings import holds_heading

    scores: dict[str, float] = {}
    for codec, favour in _EAST_ASIAN.items():
        try:
            text = decode_with(codec)
        except UnicodeDecodeError:
            continue
        known = _KNOWN_HEADING if holds_heading(text[:4000]) else 0.0
        scores[codec] = _usual(text, codec) + favour + known
    try:
        content.decode(_WESTERN)
    except UnicodeDecodeError:
        pass
    else:
        scores[_WESTERN] = _western(content)
    if not scores:
        return None
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] >= _LEAST_SCORE else None


def _usual(text: str, codec: str) -> float:
    """Return how usual the characters beyond ASCII are in an encoding, -0.5 to 1."""
    rate = _RATES[codec]
    marks = []
    for character in text:
        if character > "\x7f":
            marks.append(
                -0.5 if "\ue000" <= character <= "\uf8ff" else rate(*_pair(character.encode(codec)), character)
            )
            if len(marks) == _SAMPLE:
                break
    return sum(marks) / len(marks) if marks else 0.0


def _pair(encoded: bytes) -> tuple[int, int]:
    return (encoded[0], encoded[1]) if len(encoded) > 1 else (encoded[0], 0)


def _rate_cp932(lead: int, trail: int, character: str) -> float:
    if trail == 0:
        return -0.2  # half-width katakana
    if 0x82 <= lead <= 0x83 or character in _EVERYDAY_HAN:
        return 1.0  # kana among them
    return 0.8 if 0x88 <= lead <= 0x97 else 0.7 if lead == 0x81 else 0.3  # the Han of level 1


def _rate_cp949(lead: int, trail: int, character: str) -> float:
    if trail < 0xA1 or lead < 0xA1:
        return -0.5  # Hangul outside KS X 1001
    if character in _EVERYDAY_HANGUL:
        return 1.0
    return 0.4 if 0xB0 <= lead <= 0xC8 else 0.6 if lead <= 0xA3 else 0.3


def _rate_big5(lead: int, _trail: int, character: str) -> float:
    if character in _EVERYDAY_HAN:
        return 1.0
    return 0.5 if 0xA4 <= lead <= 0xC6 else 0.6 if lead <= 0xA3 else 0.0  # the Han of level 1


def _rate_gbk(lead: int, trail: int, character: str) -> float:
    if trail < 0xA1 or lead < 0xA1:
        return -0.5  # Han outside GB 2312
    if character in _EVERYDAY_HAN:
        return 1.0
    return 0.5 if 0xB0 <= lead <= 0xD7 else 0.6 if lead <= 0xA3 else 0.0  # the Han of level 1


_RATES: dict[str, Callable[[int, int, str], float]] = {
    "cp932": _rate_cp932,
    "cp949": _rate_cp949,
    "big5": _rate_big5,
    "gbk": _rate_gbk,
}


def _western(content: bytes) -> float:
    """Return how much the bytes look like Latin letters with accents: single ones, beside plain letters."""
    text = content.decode(_WESTERN)
    marks = []
    for before, character, after in zip(" " + text[:-1], text, text[1:] + " ", strict=True):
        if character > "\x7f":
            beside = any(c.isascii() and c.isalpha() for c in (before, after))
            letter = character.isalpha() and beside
            alone = before <= "\x7f" and after <= "\x7f"
            marks.append(1.05 if letter and alone else 0.5 if alone and character in "°º·–—’‘“”" else -0.5)
            if len(marks) == _SAMPLE:
                break
    return sum(marks) / len(marks) if marks else 0.0
