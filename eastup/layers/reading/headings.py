"""Headings of columns as people write them, in English, Japanese, Korean and Chinese, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SPELLINGS = {
    "latitude": _words(
        """
        lat latitude latitud y ycoord ycoordinate pointy gpslatitude gpslat 緯度 北緯 위도 북위 纬度 北纬 y座標
        y좌표 y坐标
        """
    ),
    "longitude": _words(
        """
        lon lng long longitude longitud x xcoord xcoordinate pointx gpslongitude gpslon gpslong 経度 東経 경도
        동경 经度 东经 經度 東經 x座標 x좌표 x坐标
        """
    ),
    "easting": _words(
        """
        easting eastings east utme utmeasting utmx 東距 동향거리
        """
    ),
    "northing": _words(
        """
        northing northings north utmn utmnorthing utmy 北距 북향거리
        """
    ),
    "zone": _words(
        """
        zone utmzone gridzone utm ゾーン 座標帯 帯 존 구역 带 帶 分带
        """
    ),
    "mgrs": _words(
        """
        mgrs mgrsgrid mgrscoordinate mgrscoordinates grid gridreference gridref usng
        """
    ),
    "position": _words(
        """
        position coordinate coordinates coord coords latlon latlong latlng latitudelongitude location gps
        gpscoordinates point 座標 位置 緯度経度 緯経度 좌표 위치 위도경도 위경도 坐标 座標値 經緯度 经纬度
        纬度经度 緯度經度
        """
    ),
    "position, longitude first": _words(
        """
        lonlat longlat lnglat longitudelatitude xy 経度緯度 경위도 경도위도 经度纬度
        """
    ),
    "geometry": _words(
        """
        geometry geom thegeom wkt wktgeom shape wkbgeometry geomwkt ewkt wkb
        """
    ),
    "id": _words(
        """
        id siteid placeid idno code sitecode 番号 コード 識別子 번호 코드 아이디 编号 編號 代码 代碼 番號
        """
    ),
    "name": _words(
        """
        name nameen title label sitename site placename place portname port basename base station stationname
        facility facilityname locationname fullname namee engname nameeng englishname 名称 名前 名 地名 施設名
        施設名称 港名 港湾名 基地名 拠点名 地点名 場所 地点 空港名 島名 명칭 이름 지명 시설명 항명 항구명
        항만명 기지명 장소 장소명 지점명 공항명 섬이름 名稱 地點 地點名稱 站名 地点名称 设施名称 設施名稱 港口
        港口名称 港口名稱 机场名称
        """
    ),
}
"""What a heading means: its spellings without case, spaces, brackets and what qualifies them; the first counts most."""

QUALIFIERS = frozenset(
    _words(
        """
        dd deg degs degree degrees decimal decimals dec dms dm ddm wgs wgs84 epsg 4326 84 epsg4326 gcs n e m
        metre metres meters etrs jgd2011 jgd2000 itrf gps 十進 10進 十進度 世界測地系 度 도 십진수
        """
    )
)
"""Words of a heading that say how, not what."""
_WORD = re.compile(r"[^\W_]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST = 200


def _key(heading: str) -> str:
    """Return a heading without what does not count; ``Latitude (DD)`` is ``latitude``."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", heading[:_LONGEST]))
    words = _WORD.findall(_IN_BRACKETS.sub(" ", text).casefold())
    kept = [word for word in words if word not in QUALIFIERS]
    return "".join(kept or words)


_MEANINGS = {_key(spelling): meaning for meaning, spellings in _SPELLINGS.items() for spelling in spellings}
_RANK = {_key(s): rank for spellings in _SPELLINGS.values() for rank, s in enumerate(spellings)}
_TELLING = tuple(s for s in _MEANINGS if not s.isascii() and len(s) > 1)


@dataclass(frozen=True)
class Columns:
    """Which columns of a table hold what; an index of each, or None."""

    latitude: int | None = None
    longitude: int | None = None
    easting: int | None = None
    northing: int | None = None
    zone: int | None = None
    mgrs: int | None = None
    position: int | None = None
    longitude_first: bool = False
    geometry: int | None = None
    id: int | None = None
    name: int | None = None

    @property
    def way(self) -> str | None:
        """How the table says where its rows are, or None."""
        if self.latitude is not None and self.longitude is not None:
            return "latitude and longitude"
        if self.geometry is not None:
            return "geometry"
        if self.easting is not None and self.northing is not None:
            return "easting and northing"
        if self.mgrs is not None:
            return "MGRS"
        return "position" if self.position is not None else None


def spellings() -> dict[str, str]:
    """Return what headings mean by their spelling, without all that does not count, for readers other than this one."""
    return dict(_MEANINGS)


def meaning(heading: str) -> str | None:
    """Return what a heading means: ``latitude``, ``name`` and so on.

    Examples
    --------
    >>> meaning("Latitude (DD)"), meaning("경도"), meaning("Remarks")
    ('latitude', 'longitude', None)
    """
    return _MEANINGS.get(_key(heading))


def columns(headings: Sequence[str]) -> Columns:
    """Say which columns of a table hold the position, the id and the name; of several the most usual one."""
    found: dict[str, tuple[int, int]] = {}
    for index, heading in enumerate(headings):
        key = _key(heading)
        what = _MEANINGS.get(key)
        if what is not None:
            found[what] = min(found.get(what, (_RANK[key], index)), (_RANK[key], index))
    at = {what: index for what, (_, index) in found.items()}
    turned = at.get("position, longitude first") if "position" not in at else None
    return Columns(
        latitude=at.get("latitude"),
        longitude=at.get("longitude"),
        easting=at.get("easting"),
        northing=at.get("northing"),
        zone=at.get("zone"),
        mgrs=at.get("mgrs"),
        position=at.get("position", turned),
        longitude_first=turned is not None,
        geometry=at.get("geometry"),
        id=at.get("id"),
        name=at.get("name"),
    )


def holds_heading(text: str) -> bool:
    """Say whether the first lines of a text hold a heading in Japanese, Korean or Chinese."""
    cells = {cell.strip(' "\r') for line in text.splitlines()[:10] for cell in re.split(r"[,;\t|]", line)}
    return any(_key(cell) in _TELLING for cell in cells if cell and not cell.isascii())
