"""Sections of the briefing folder's first page: what the numbers say, maps, ranked hubs, straits and sources."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pandas as pd

from eastup import geodesy, layers

if TYPE_CHECKING:
    from collections.abc import Sequence

MAPS = ("straits", "nearest-hub", "hub-lost", "rings")
"""Further maps of the folder, in the order of the page."""
DECK = ("classic", "triangle", "straits", "nearest-hub", "hub-lost", "rings", "chain-variants", "rear-hubs")
"""Slides of the folder's presentation after the East-Up Map."""

_WORDS = {
    "en": {
        "short": "In short",
        "nearest": "{hub} is the nearest of {hubs} hubs to {count} of {straits} straits.",
        "best": "{hub} has the shortest mean distance to them, {km} km ({nmi} nmi).",
        "widest": "The widest gate is {wide} ({wide_km} km), the narrowest {narrow} ({narrow_km} km).",
        "claims": "Of {count} published distances checked here, {wrong} do not hold.",
        "maps": "Maps", "ranked": "Hubs by mean distance to the straits, by air", "rank": "Rank", "hub": "Hub",
        "mean": "Mean", "farthest": "Farthest strait", "nearest_count": "Nearest to", "strait": "Strait",
        "width": "Width", "nearest_hub": "Nearest hub", "second": "Second", "source": "Sources",
        "land": "Land © OpenStreetMap contributors (ODbL). Borders: Natural Earth. Depths: ETOPO1, NOAA.",
        "rows": "Each row of distances.csv and claims.csv, and each feature of the layers, carries its source and date.",
        "chain": "First island chain as drawn by {by}.",
    },
    "ja": {
        "short": "要点",
        "nearest": "{hubs}拠点のうち{hub}は、{straits}海峡中{count}海峡で最寄り。",
        "best": "平均距離が最も短いのは{hub}で、{km} km（{nmi} nmi）。",
        "widest": "最も広いのは{wide}（{wide_km} km）、最も狭いのは{narrow}（{narrow_km} km）。",
        "claims": "検証した公表距離{count}件のうち{wrong}件は成り立たない。",
        "maps": "地図", "ranked": "海峡までの平均距離による拠点の順位（空路）", "rank": "順位", "hub": "拠点", "mean": "平均",
        "farthest": "最も遠い海峡", "nearest_count": "最寄りの数", "strait": "海峡", "width": "幅", "nearest_hub": "最寄り拠点",
        "second": "次点", "source": "出典",
        "land": "陸地 © OpenStreetMap contributors (ODbL)。国境 Natural Earth。水深 ETOPO1（NOAA）。",
        "rows": "distances.csv と claims.csv の各行、レイヤーの各地物に出典と日付がある。",
        "chain": "第一列島線の出典: {by}。",
    },
    "ko": {
        "short": "요점",
        "nearest": "{hubs}개 거점 가운데 {hub}은(는) {straits}개 해협 중 {count}곳에 가장 가깝다.",
        "best": "평균 거리가 가장 짧은 거점은 {hub}으로 {km} km ({nmi} nmi)이다.",
        "widest": "가장 넓은 곳은 {wide} ({wide_km} km), 가장 좁은 곳은 {narrow} ({narrow_km} km)이다.",
        "claims": "확인한 공표 거리 {count}건 가운데 {wrong}건은 맞지 않는다.",
        "maps": "지도", "ranked": "해협까지의 평균 거리로 본 거점 순위 (직선거리)", "rank": "순위", "hub": "거점", "mean": "평균",
        "farthest": "가장 먼 해협", "nearest_count": "가장 가까운 해협 수", "strait": "해협", "width": "폭",
        "nearest_hub": "가장 가까운 거점", "second": "두 번째", "source": "출처",
        "land": "육지 © OpenStreetMap contributors (ODbL). 국경 Natural Earth. 수심 ETOPO1 (NOAA).",
        "rows": "distances.csv와 claims.csv의 각 행, 레이어의 각 지물에 출처와 날짜가 있다.",
        "chain": "제1도련선 출처: {by}.",
    },
}  # fmt: skip

STYLE = """
.maps { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; }
.maps figure { margin: 0; } .maps figcaption { font-size: .9rem; color: #5b6b77; }
.short li { margin: .2rem 0; } td.n { text-align: right; white-space: nowrap; } th.n { text-align: right; }
@page { size: A4; margin: 11mm 13mm; }
@media print {
body { font-size: 8.5pt; line-height: 1.3; margin: 0; padding: 0; max-width: none; }
h1 { font-size: 14pt; margin: 0 0 1mm; } h2 { font-size: 10pt; margin: 3mm 0 1mm; } p, ul, footer { margin: 1mm 0; }
.charts { display: none; } /* two pages: the tables say the same */
table { font-size: 6.3pt; line-height: 1.18; } td, th { padding: .15mm 2mm .15mm 0; } td:nth-child(-n+5) { white-space: nowrap; } footer { font-size: 7pt; }
.maps { grid-template-columns: repeat(4, 1fr); gap: 2mm; } .maps figcaption { font-size: 7pt; }
.page { break-before: page; }
}
"""


def rank_hubs(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row a hub of a distance matrix: its mean distance (km), farthest target, and to how many it is nearest.

    The nearest on average comes first.
    """
    nearest = table.loc[table.groupby("target_id")["distance_km"].idxmin(), "origin_id"].value_counts()
    rows = []
    for hub_id, group in table.groupby("origin_id", sort=False):
        farthest = group.iloc[int(group["distance_km"].argmax())]
        rows.append(
            {
                "hub_id": hub_id,
                "mean_km": group["distance_km"].mean(),
                "farthest_id": farthest["target_id"],
                "max_km": farthest["distance_km"],
                "nearest_count": int(nearest.get(hub_id, 0)),
            }
        )
    return pd.DataFrame(rows).sort_values("mean_km", ignore_index=True)


def in_short(ranked: pd.DataFrame, checked: pd.DataFrame, names: dict[str, str], lang: str) -> str:
    """Return the list of what the numbers say."""
    w = _WORDS[lang]
    straits = layers.load("straits").sort_values("width_km")
    most = ranked.iloc[int(ranked["nearest_count"].argmax())]
    best, narrow, wide = ranked.iloc[0], straits.iloc[0], straits.iloc[-1]
    lines = [
        w["nearest"].format(
            hub=names[most["hub_id"]], hubs=len(ranked), count=most["nearest_count"], straits=len(straits)
        ),
        w["best"].format(
            hub=names[best["hub_id"]],
            km=f"{best['mean_km']:,.0f}",
            nmi=f"{best['mean_km'] / geodesy.KM_PER_NMI:,.0f}",
        ),
        w["widest"].format(
            wide=names[wide["id"]],
            wide_km=f"{wide['width_km']:.0f}",
            narrow=names[narrow["id"]],
            narrow_km=f"{narrow['width_km']:.1f}",
        ),
        w["claims"].format(count=len(checked), wrong=int(checked["verdict"].isin(["wrong", "unit"]).sum())),
    ]
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f'<h2>{html.escape(w["short"])}</h2>\n<ul class="short">{items}</ul>'


def map_grid(titles: Sequence[tuple[str, str]], lang: str) -> str:
    """Return the pictures of further maps, each with its title and a link to its PDF."""
    figures = "\n".join(
        f'<figure><a href="{name}.pdf"><img src="{name}.png" alt="{html.escape(title)}"></a>'
        f"<figcaption>{html.escape(title)}</figcaption></figure>"
        for name, title in titles
    )
    return f'<h2>{html.escape(_WORDS[lang]["maps"])}</h2>\n<div class="maps">{figures}</div>'


def ranked_table(ranked: pd.DataFrame, names: dict[str, str], lang: str) -> str:
    """Return the table of hubs."""
    w = _WORDS[lang]
    rows = [
        [str(n), names[row["hub_id"]], _both(row["mean_km"]), f"{names[row['farthest_id']]} · {row['max_km']:,.0f} km",
         str(row["nearest_count"])]
        for n, row in enumerate(ranked.to_dict("records"), start=1)
    ]  # fmt: skip
    heads = [w["rank"], w["hub"], w["mean"], w["farthest"], w["nearest_count"]]
    return f"<section><h2>{html.escape(w['ranked'])}</h2>\n{_table(heads, rows, {0, 2, 4})}</section>"


def strait_table(nearest: pd.DataFrame, names: dict[str, str], heading: str, lang: str) -> str:
    """Return the table of straits: width of the gate, nearest and second hub."""
    w = _WORDS[lang]
    width = layers.load("straits").set_index("id")["width_km"]
    rows = [
        [names[row["target_id"]], _both(width[row["target_id"]]), names[row["nearest_id"]], _both(row["distance_km"]),
         names[row["second_id"]], f"{row['second_km']:,.0f} km"]
        for row in nearest.to_dict("records")
    ]  # fmt: skip
    heads = [w["strait"], w["width"], w["nearest_hub"], "", w["second"], ""]
    return f'<h2 class="page">{html.escape(heading)}</h2>\n{_table(heads, rows, {1, 3, 5})}'


def sources(chain: Any, lang: str) -> str:
    """Return what the page rests on."""
    w = _WORDS[lang]
    words = " ".join([w["land"], w["chain"].format(by=chain["drawn_by"]), w["rows"]])
    return f"<p>{html.escape(w['source'])}: {html.escape(words)}</p>"


def _both(km: float) -> str:
    nmi = km / geodesy.KM_PER_NMI
    return f"{km:,.0f} km · {nmi:,.0f} nmi" if km >= 10 else f"{km:.1f} km · {nmi:.1f} nmi"


def _table(heads: list[str], rows: list[list[str]], numbers: set[int]) -> str:
    def cell(tag: str, column: int, text: str) -> str:
        kind = ' class="n"' if column in numbers else ""
        return f"<{tag}{kind}>{html.escape(text)}</{tag}>"

    head = "".join(cell("th", n, h) for n, h in enumerate(heads))
    body = "\n".join("<tr>" + "".join(cell("td", n, c) for n, c in enumerate(row)) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
