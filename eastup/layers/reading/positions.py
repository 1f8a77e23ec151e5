"""Reads positions as people write them: decimal degrees, degrees and minutes, hemispheres, MGRS, UTM.

Every text is taken apart by one pass over it, so that no text takes longer than its length asks for.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass, field

from eastup.errors import InputError

LONGEST = 120
"""A text with more characters is no position."""

_MARKS = str.maketrans(
    {
        **dict.fromkeys("º˚ﾟ゜度도", "°"),
        **dict.fromkeys("′’‘ʹ´`分분", "'"),
        **dict.fromkeys("″”“ʺ秒초", '"'),
        **dict.fromkeys("−–—‐‒﹣", "-"),
        **dict.fromkeys("、，/", ","),
        **dict.fromkeys("\u3000\u00a0\u2009\u202f", " "),
        "；": ";",
        "：": ":",
    }
)
_WORDS = {
    " N ": ["北緯", "北纬", "북위", "北", "북"],
    " S ": ["南緯", "南纬", "남위", "南", "남"],
    " E ": ["東経", "東經", "东经", "동경", "東", "东", "동"],
    " W ": ["西経", "西經", "西经", "서경", "西", "서"],
    " ": ["緯度", "経度", "纬度", "经度", "經度", "위도", "경도"],
}
_LATIN = {
    **dict.fromkeys(("N", "NORTH"), "N"),
    **dict.fromkeys(("S", "SOUTH"), "S"),
    **dict.fromkeys(("E", "EAST"), "E"),
    **dict.fromkeys(("W", "WEST"), "W"),
    **dict.fromkeys(("LAT", "LATITUDE", "LON", "LONG", "LONGITUDE", "LNG"), ""),
    **dict.fromkeys(("D", "DEG", "DEGS", "DEGREE", "DEGREES"), "°"),
    **dict.fromkeys(("M", "MIN", "MINS", "MINUTE", "MINUTES"), "'"),
    **dict.fromkeys(("SEC", "SECS", "SECOND", "SECONDS"), '"'),
}
_TOKEN = re.compile(r"\s[+-]|\d+(?:\.\d+)?|\.\d+|[A-Za-z]+|\S")
_UNIT_AND_HEMISPHERE = re.compile(r"([DdMms])([NSEW])")
_MGRS = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z]{2})(\d{2,10})")
_UTM = re.compile(r"(\d{1,2}) ?([C-HJ-NP-X]) ?(\d{5,7}(?:\.\d{1,9})?)M?E?[ ,]+(\d{1,8}(?:\.\d{1,9})?)M?N?")
_ZONE = re.compile(r"(\d{1,2})([C-HJ-NP-X]?)")
_PLAIN = re.compile(r"[+-]?\d{1,3}(?:\.\d{0,20})?")
_PACKED = {"lat": (4, 6), "lon": (5, 7)}
"""Digits of degrees with minutes, and of degrees with minutes and seconds, written together as air charts do."""
_mgrs_lock = threading.Lock()


@dataclass(frozen=True)
class _Angle:
    degrees: float
    hemisphere: str


def parse_angle(text: str, axis: str) -> float:
    """Return the degrees of one latitude or longitude.

    Parameters
    ----------
    text : str
        ``26.2``, ``26,2``, ``26.2N``, ``N26°12'45"``, ``26 12.75 N``, ``北緯26度12分45秒``, ``351739N``.
    axis : {"lat", "lon"}
        Which of the two it should be.

    Raises
    ------
    InputError
        If it is none, or of the other axis.

    Examples
    --------
    >>> round(parse_angle("東経１２７度４０分５１秒", "lon"), 4)
    127.6808
    """
    normal = _normal(text).strip()
    if len(text.strip()) > LONGEST:
        raise _not_a("latitude" if axis == "lat" else "longitude", text)
    if _PLAIN.fullmatch(normal):
        return float(normal)
    if normal.count(",") == 1 and "." not in normal:
        normal = normal.replace(",", ".")  # a decimal comma
    groups = _groups(_tokens(normal) or [])
    if len(groups) != 1:
        raise _not_a("latitude" if axis == "lat" else "longitude", text)
    angle = _angle(groups[0], text)
    if angle.hemisphere and (angle.hemisphere in "NS") != (axis == "lat"):
        other = "latitude" if axis == "lon" else "longitude"
        raise InputError(f"{_shown(text)} is a {other}", hint="the columns look swapped")
    return angle.degrees


def parse_pair(text: str, longitude_first: bool = False) -> tuple[float, float] | None:
    """Return longitude and latitude of a position in one text, or None where it is none.

    Letters of hemispheres say which is which; without them latitude comes first.

    Parameters
    ----------
    text : str
        ``26.21, 127.68``, ``26.21N 127.68E``, ``26°12'45"N 127°40'51"E``, ``52S CB 12345 67890``,
        ``52S 326000 4141000``.
    longitude_first : bool
        Order of two plain numbers.

    Raises
    ------
    InputError
        If it is a position, and a wrong one: 75 minutes, two latitudes, a band that does not hold its northing.

    Examples
    --------
    >>> parse_pair("26.21N, 127.68E")
    (127.68, 26.21)
    >>> parse_pair("Kadena") is None
    True
    """
    if len(text) > LONGEST or not any(c.isdecimal() for c in text):
        return None
    normal = _normal(text).strip()
    grid = _grid(normal, text)
    if grid is not None:
        return grid
    if normal[:1] in "([" and normal[-1:] in ")]":
        normal = normal[1:-1]
    if ";" in normal:
        normal = normal.replace(",", ".") if "." not in normal else normal
        normal = normal.replace(";", ",")
    elif normal.count(",") == 3 and "." not in normal:  # 26,21, 127,68
        parts = normal.split(",")
        normal = f"{parts[0]}.{parts[1]},{parts[2]}.{parts[3]}"
    groups = _groups(_tokens(normal) or [])
    if len(groups) != 2:
        return None
    first, second = (_angle(group, text) for group in groups)
    both = first.hemisphere + second.hemisphere
    if both in {"NN", "SS", "NS", "SN", "EE", "WW", "EW", "WE"}:
        raise InputError(f"{_shown(text)} has two {'latitudes' if both[0] in 'NS' else 'longitudes'}")
    reverse = bool(first.hemisphere and first.hemisphere in "EW") or bool(
        second.hemisphere and second.hemisphere in "NS"
    )
    if not both:
        reverse = longitude_first
    return (first.degrees, second.degrees) if reverse else (second.degrees, first.degrees)


def parse_mgrs(text: str) -> tuple[float, float]:
    """Return longitude and latitude of a reference of the Military Grid: the south-west corner of its square.

    Examples
    --------
    >>> lon, lat = parse_mgrs("52S CF 23480 58760")
    >>> round(lon), round(lat)
    (127, 37)
    """
    compact = "".join(_normal(text).split()).upper() if len(text) <= LONGEST else ""
    match = _MGRS.fullmatch(compact)
    if match is None or len(match[4]) % 2:
        raise _not_a("MGRS reference", text)
    import mgrs

    try:
        with _mgrs_lock:
            lat, lon = mgrs.MGRS().toLatLon(compact.rjust(len(compact) + (len(match[1]) == 1), "0"))
    except Exception as error:  # the library raises its own kinds for squares that are not there
        raise InputError(f"{_shown(text)} is no square of the MGRS ({str(error).strip()[:80]})") from None
    return float(lon), float(lat)


def from_utm(easting: float, northing: float, zone: str) -> tuple[float, float]:
    """Return longitude and latitude of UTM coordinates in metres.

    Parameters
    ----------
    easting, northing : float
        Metres.
    zone : str
        Number and band, such as ``52S``; N and S also stand for the hemispheres where the band does not fit.

    Raises
    ------
    InputError
        If there is no such zone, or the coordinates are not in it.

    Examples
    --------
    >>> lon, lat = from_utm(323480, 4158760, "52S")
    >>> round(lon), round(lat)
    (127, 38)
    """
    match = _ZONE.search(
        unicodedata.normalize("NFKC", str(zone)[:LONGEST]).upper().replace("ZONE", "").replace("UTM", "")
    )
    if match is None or not 1 <= int(match[1]) <= 60:
        raise InputError(f"{_shown(str(zone))} is not a UTM zone", hint="write the zone with its band, such as 52S")
    number, letter = int(match[1]), match[2]
    if not (100_000 <= easting < 1_000_000 and 0 <= northing <= 10_000_000):
        what = f"easting {easting:g}, northing {northing:g} is not in a UTM zone"
        raise InputError(what, hint="give metres, the easting between 100,000 and 999,999")
    import utm

    north = _is_north(number, letter, easting, northing)
    if north is None:
        raise InputError(f"northing {northing:g} does not lie in band {letter} of zone {number}", hint="check the zone")
    lat, lon = utm.to_latlon(easting, northing, number, northern=north)
    return float(lon), float(lat)


def _is_north(number: int, letter: str, easting: float, northing: float) -> bool | None:
    """Say in which hemisphere the coordinates are: a band that holds them counts before N and S as hemispheres."""
    import utm

    if not letter:
        return True  # all of the first island chain down to Borneo
    band_north = letter >= "N"
    lat, _ = utm.to_latlon(easting, northing, number, northern=band_north)
    if utm.latitude_to_zone_letter(lat) == letter:
        return band_north
    return letter == "N" if letter in "NS" else None


def _grid(normal: str, text: str) -> tuple[float, float] | None:
    """Return the position that a text gives in MGRS or UTM, or None where it gives none."""
    compact = " ".join(normal.upper().split())
    if _MGRS.fullmatch(compact.replace(" ", "")):
        return parse_mgrs(text)
    match = _UTM.fullmatch(compact)
    return from_utm(float(match[3]), float(match[4]), match[1] + match[2]) if match else None


def _normal(text: str) -> str:
    """Return text with one spelling of every sign; half and full width are the same."""
    cut = text[: LONGEST + 1].translate(_MARKS)
    cut = unicodedata.normalize("NFKC", cut).translate(_MARKS)
    if not cut.isascii():
        for words, sign in ((words, sign) for sign, words in _WORDS.items()):
            for word in words:
                cut = cut.replace(word, sign)
    return cut.replace("''", '"')


def _tokens(text: str) -> list[str] | None:
    """Return numbers, signs and letters of hemispheres, or None where another word is among them."""
    if len(text) > LONGEST * 4:
        return None
    tokens = []
    for token in _TOKEN.findall(text):
        if both := _UNIT_AND_HEMISPHERE.fullmatch(token):
            tokens += [both[1] if both[1] == "s" else _LATIN[both[1].upper()], both[2]]
            continue
        if token.isalpha() and token.isascii():
            token = token if token == "s" else _LATIN.get(token.upper(), "?")
            if token == "?":
                return None
        elif token.isalpha():
            return None
        if token and token != "=":
            tokens.append(token)
    return tokens


@dataclass
class _Builder:
    """Gathers the numbers and the hemisphere of one angle."""

    sign: int = 1
    hemisphere: str = ""
    texts: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> list[float]:
        return [float(text) for text in self.texts]

    def add(self, text: str) -> None:
        self.texts.append(text)
        self.units.append("")


def _groups(tokens: list[str]) -> list[_Builder]:
    """Gather tokens into angles; empty where some of them belong to none.

    A comma ends an angle, and so does a letter after its numbers; without either, two, four or six numbers are halved.
    """
    groups: list[_Builder] = []
    now = _Builder()
    for index, token in enumerate(tokens):
        ahead = tokens[index + 1 : index + 2]
        if token[-1].isdigit():
            if now.numbers and (now.units[-1] == '"' or (now.units[-1] in {"°", "'"} and ahead == ["°"])):
                groups, now = [*groups, now], _Builder()  # 26° 127°
            now.add(token)
        elif token in {"°", "'", '"'} or (token == "s" and len(now.numbers) == 3 and not now.units[-1]):
            if not now.numbers or now.units[-1]:
                return []
            now.units[-1] = token
        elif token in {"N", "S", "E", "W", "s"}:
            if now.hemisphere and now.numbers:  # N26 E127: the letter of the next
                groups, now = [*groups, now], _Builder()
            elif now.hemisphere:
                return []
            now.hemisphere = token.upper()
            if now.numbers and len(tokens) > index + 1:
                groups, now = [*groups, now], _Builder()
        elif token in {",", ":"}:
            if now.numbers and not (token == ":" and not now.units[-1]):  # 26:12:45 goes on
                groups, now = [*groups, now], _Builder()
        elif token.strip() in {"+", "-"}:
            if token == "-" and now.numbers and not now.units[-1]:
                continue  # 34-38.5N
            if now.numbers:
                groups, now = [*groups, now], _Builder()
            now.sign = -1 if token.strip() == "-" else 1
        else:
            return []
    if now.hemisphere and not now.numbers:
        return []
    groups += [now] if now.numbers else []
    return _halved(groups[0]) if len(groups) == 1 else groups


def _halved(group: _Builder) -> list[_Builder]:
    """Make two angles of 26.2 127.6, of 26 12.75 127 40.85 and of 26 12 45 127 40 51."""
    half, odd = divmod(len(group.numbers), 2)
    plain = not group.hemisphere and not any(group.units) and not odd
    if (
        not plain
        or half not in {1, 2, 3}
        or (half == 2 and "." not in group.texts[1])
        or (half == 1 and "." not in group.texts[0])
    ):
        return [group]
    first, second = _Builder(sign=group.sign), _Builder()
    for text in group.texts[:half]:
        first.add(text)
    for text in group.texts[half:]:
        second.add(text)
    return [first, second]


def _angle(group: _Builder, text: str) -> _Angle:
    numbers = group.numbers
    if len(numbers) == 1 and len(group.texts[0].split(".")[0]) >= 4 and group.hemisphere:
        numbers = _unpacked(group.texts[0], "lat" if group.hemisphere in "NS" else "lon") or numbers
    if len(numbers) > 3:
        raise _not_a("position", text)
    for number, part in zip(numbers[1:], ("minutes", "seconds"), strict=False):
        if not 0 <= number < 60:
            raise InputError(f"{number:g} {part} in {_shown(text)} are not between 0 and 60")
    if any(value != int(value) for value in numbers[:-1]):
        raise InputError(
            f"{_shown(text)} has a fraction before its last number", hint="write degrees, minutes, seconds"
        )
    size = sum(number / 60**power for power, number in enumerate(numbers))
    sign = group.sign * (-1 if group.hemisphere and group.hemisphere in "SW" else 1)
    return _Angle(sign * size, group.hemisphere)


def _unpacked(text: str, axis: str) -> list[float] | None:
    """Take 351739 or 1393950 apart into degrees, minutes and seconds."""
    digits, dot, fraction = text.partition(".")
    with_minutes, with_seconds = _PACKED[axis]
    width = with_minutes - 2
    tail = dot + fraction
    if len(digits) == with_minutes:
        return [float(digits[:width]), float(digits[width:] + tail)]
    if len(digits) == with_seconds:
        return [float(digits[:width]), float(digits[width : width + 2]), float(digits[width + 2 :] + tail)]
    return None


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _not_a(what: str, text: str) -> InputError:
    hint = "write degrees, such as 26.2125, 26°12'45\"N or 26 12.75 N"
    if what == "MGRS reference":
        hint = "such as 52S CF 23480 58760"
    return InputError(f"{_shown(text)} is not a {what}", hint=hint)
