"""The words of the charts in each language, and the sentences that are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eastup.errors import InputError

if TYPE_CHECKING:
    from eastup.tyranny import Nearest, Ranking
    from eastup.tyranny.case import Grid

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "bars": "How far each hub is from {0}",
        "heat": "From each hub to each target",
        "heat_straits": "From each hub to each strait",
        "straits": "the {0} straits",
        "targets": "{0} targets",
        "legend": "Bar: mean; dot: farthest; {unit}",
        "served": "Worst served: {0}, {1} {unit} from {2}.",
        "by": "{unit}, {0}.",
        "air": "by air",
        "sea": "by sea",
        "forward": "Forward hubs",
        "rear": "Rear hubs",
        "times": "Compared with the forward hubs, the rear hubs lie {0} in the mean.",
        "factor": "{0} times as far {1}",
        "most": "The {0} hubs of {1} with the least mean are shown.",
        "some": "{0} of {1} are shown.",
        "first": "{0} of {1} hubs are shown, those nearest to a target first.",
        "nearest": "nearest hub",
        "none": "no route",
        "below": "under {0}",
        "above": "{0} and more",
        "air_is": "Geodesics on WGS 84; a strait counts at the mid-point of its gate.",
        "sea_is": "By sea: the shortest navigable route.",
        "without": "Without {0}.",
        "closed": "Closed: {0}.",
    },
    "ja": {
        "bars": "各拠点から{0}までの距離",
        "heat": "各拠点から各目標までの距離",
        "heat_straits": "各拠点から各海峡までの距離",
        "straits": "{0}の海峡",
        "targets": "{0}の目標",
        "legend": "棒: 平均、点: 最遠（{unit}）",
        "served": "最寄り拠点が最も遠いのは{0}（{2}から{1} {unit}）。",
        "by": "{unit}、{0}。",
        "air": "空路",
        "sea": "海路",
        "forward": "前方拠点",
        "rear": "後方拠点",
        "times": "後方拠点の平均距離は前方拠点の{0}。",
        "factor": "{0}倍（{1}）",
        "most": "{1}拠点のうち平均の短い{0}拠点を示す。",
        "some": "{1}か所のうち{0}か所を示す。",
        "first": "{1}拠点のうち、最寄りとなる拠点を優先して{0}を示す。",
        "nearest": "最寄り拠点",
        "none": "航路なし",
        "below": "{0}未満",
        "above": "{0}以上",
        "air_is": "WGS 84楕円体上の測地線長。海峡までの距離は最狭部の中点まで。",
        "sea_is": "海路は航行可能な最短経路。",
        "without": "使えない拠点: {0}。",
        "closed": "閉鎖: {0}。",
    },
    "ko": {
        "bars": "각 거점에서 {0}까지의 거리",
        "heat": "각 거점에서 각 목표까지의 거리",
        "heat_straits": "각 거점에서 각 해협까지의 거리",
        "straits": "해협 {0}곳",
        "targets": "목표 {0}곳",
        "legend": "막대: 평균, 점: 가장 먼 곳 ({unit})",
        "served": "가장 가까운 거점이 가장 먼 곳: {0} ({2}에서 {1} {unit}).",
        "by": "{unit}, {0}.",
        "air": "직선거리",
        "sea": "해상 거리",
        "forward": "전방 거점",
        "rear": "후방 거점",
        "times": "후방 거점의 평균 거리는 전방 거점의 {0}.",
        "factor": "{0}배 ({1})",
        "most": "거점 {1}곳 가운데 평균이 짧은 {0}곳을 표시.",
        "some": "{1}곳 가운데 {0}곳을 표시.",
        "first": "거점 {1}곳 가운데 가장 가까운 거점부터 {0}곳을 표시.",
        "nearest": "가장 가까운 거점",
        "none": "항로 없음",
        "below": "{0} 미만",
        "above": "{0} 이상",
        "air_is": "WGS 84 타원체의 측지선 길이. 해협까지의 거리는 가장 좁은 곳의 중점까지.",
        "sea_is": "해상 거리는 항해 가능한 최단 경로.",
        "without": "쓸 수 없는 거점: {0}.",
        "closed": "봉쇄: {0}.",
    },
}


def word(key: str, lang: str, *values: object, **named: object) -> str:
    """Return a word or sentence in a language, with its values put in."""
    return WORDS[lang][key].format(*values, **named)


def what(grid: Grid, lang: str) -> str:
    """Say what is reached: so many straits, or targets."""
    straits = all(goal.layer == "straits" for goal in grid.targets)
    return word("straits" if straits else "targets", lang, len(grid.targets))


def case_of(answer: Nearest | Ranking) -> Any:
    """Return the distances that an answer rests on."""
    if answer.case is None:
        raise InputError("the answer holds no distances to draw", cure="draw what rank or nearest gave")
    return answer.case


def changes(answer: Nearest | Ranking, lang: str) -> list[str]:
    """Say which hubs are lost and which straits closed."""
    case = case_of(answer)
    names = [hub.in_language(lang).name for hub in case.lost]
    some = ", ".join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "")
    result = [word("without", lang, some)] if names else []
    return (
        [*result, word("closed", lang, ", ".join(strait.in_language(lang).name for strait in case.closed))]
        if case.closed
        else result
    )


def sentences(parts: list[str], lang: str) -> str:
    """Join sentences; Japanese has no space between them."""
    return ("" if lang == "ja" else " ").join(parts)


def measured(modes: list[str], lang: str) -> str:
    """Say how the distances are measured."""
    parts = [word("air_is", lang)] + ([word("sea_is", lang)] if "sea" in modes else [])
    return sentences(parts, lang) + " eastup"
