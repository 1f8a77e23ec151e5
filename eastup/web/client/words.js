// What the page says, in English, Japanese and Korean.

const WORDS = {
  en: {
    title: "The map with {0} up", lead: "Turn the page with the dial. Choose a hub, or click one, for its distances to every target.",
    sides: ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"], letters: ["N", "E", "S", "W"],
    degrees: "{0}°", upTo: "{0} up", turn: "Turn the page", map: "Map", hub: "Hub", ownHub: "Point on the map", unit: "Unit", speed: "Speed", language: "Language",
    target: "Target", hours: "Hours", azimuth: "Azimuth", detour: "× air", caption: "By air from {0}", cruise: "at {0} kn", fromHere: "Distances from here",
    nearest: "Nearest hubs", measure: "Measure", measuring: "Click points on the map; Escape ends.", total: "Total", home: "Whole map", zoomIn: "Zoom in", zoomOut: "Zoom out", close: "Close",
    us_base: "US base", host_base: "Base of another country", edca_base: "Philippine base, agreed US access (EDCA)", civil: "Civil airport or port",
    node: "Port or rear hub", city: "City", chain: "First island chain", second: "Second island chain", gate: "Strait gate", ray: "Shortest way by air",
    sources: "Distances: geodesics on WGS 84. Land © OpenStreetMap contributors (ODbL); borders Natural Earth; sea depth ETOPO1 (NOAA). Each feature names its own source when clicked. Map library: Leaflet (BSD).",
    licence: "Licence of Leaflet",
    skip: "Skip to the table", legend: "Legend", about: "Sources and licence", mode: "Way", air: "by air", sea: "by sea", tabs: "What to ask", ask: "Distances", case: "What if", layers: "Layers",
    search: "Search places, bases, straits", found: "{0} found", none: "nothing found", ring: "Ring", ringOff: "off", ringHere: "Ring here", remove: "Remove the ring about {0}",
    inReach: "{0} targets within the ring", bySea: "By sea from {0}", noWay: "no way by sea", noSea: "not on the sea", airOnly: "By air only: no ship lanes from this point came with the page.",
    caseLead: "Turn hubs off and see who is nearest to each target then.", caseLeadSea: "Turn hubs off and close straits; see who is nearest then.", hubsInUse: "Hubs in use", straitsOpen: "Straits open to ships",
    verdictAll: "All hubs in use. The nearest hub is on average {0} away.", verdict: "Targets whose nearest hub or way changes: {0}. The nearest is on average {1} away instead of {2} ({3}).",
    verdictNone: "No hub is in use.", rankingCaption: "Hubs by their mean distance to all targets", nearestCaption: "Nearest hub to each target", mean: "mean {0}", change: "±", count: "nearest to", nearestHub: "Nearest hub", before: "before: {0}", lost: "off", all: "All in use",
    shown: "On the map", placesKind: "Other places", byOperator: "Bases by operator", byHost: "Bases by host country", seas: "Names of seas", rings: "Rings", depth: "Sea depth",
    theme: "Light or dark", png: "Picture (PNG)", csv: "Table (CSV)", print: "Print", made: "{0} written", route: "Ship route", strait: "Strait", closeStrait: "Close to ships", openStrait: "Open to ships",
    countries: { USA: "United States", JPN: "Japan", KOR: "South Korea", PHL: "Philippines", TWN: "Taiwan", AUS: "Australia", SGP: "Singapore", PLW: "Palau", FSM: "Micronesia" },
    facts: { source: "Source", as_of: "As of", operator: "Operator", operator_country: "Operator's country", host: "Host", service: "Service", kind: "Kind", access: "Access",
      width_km: "Width, km (computed)", published: "Published widths", regime: "Legal regime", regime_source: "Source of regime", coast_a: "Coast", coast_b: "Other coast",
      country: "Country", role: "Role", note: "Note", precision_km: "Precision, km", sea_name: "Port for ships", sea_source: "Source of port", coord_source: "Source of position",
      drawn_by: "Drawn by", sequence: "Islands", icao: "ICAO code", traffic: "Traffic", chain_passage: "Passage of the chain", default_source: "Choice of name" },
  },
  ja: {
    title: "{0}が上の地図", lead: "ダイヤルで紙面を回す。拠点を選ぶか地図上で押すと、各目標までの距離が出る。",
    sides: ["北", "北東", "東", "南東", "南", "南西", "西", "北西"], letters: ["北", "東", "南", "西"],
    degrees: "方位{0}°", upTo: "{0}を上に", turn: "紙面を回す", map: "地図", hub: "拠点", ownHub: "地図上の点", unit: "単位", speed: "速度", language: "言語",
    target: "目標", hours: "時間", azimuth: "方位", detour: "空路比", caption: "{0}からの空路", cruise: "{0}ノット", fromHere: "ここからの距離",
    nearest: "近い拠点", measure: "測る", measuring: "地図上の点を押す。Escで終わる。", total: "合計", home: "全体", zoomIn: "拡大", zoomOut: "縮小", close: "閉じる",
    us_base: "米軍基地", host_base: "他国の基地", edca_base: "フィリピンの基地（EDCAで米軍が利用）", civil: "民間空港・港",
    node: "港・後方拠点", city: "都市", chain: "第一列島線", second: "第二列島線", gate: "海峡の最狭部", ray: "最短の空路",
    sources: "距離はWGS 84楕円体上の測地線長。陸地 © OpenStreetMap contributors (ODbL)、国境 Natural Earth、海の深さ ETOPO1 (NOAA)。各地物の出典は押すと表示。地図ライブラリ: Leaflet (BSD)。",
    licence: "Leafletのライセンス",
    skip: "表へ進む", legend: "凡例", about: "出典とライセンス", mode: "経路", air: "空路", sea: "海路", tabs: "調べること", ask: "距離", case: "もしも", layers: "表示",
    search: "地名・基地・海峡を探す", found: "{0}件", none: "見つからない", ring: "圏", ringOff: "なし", ringHere: "ここに圏を描く", remove: "{0}の圏を消す",
    inReach: "圏内の目標 {0}", bySea: "{0}からの海路", noWay: "海路なし", noSea: "海に面していない", airOnly: "空路のみ。この点からの航路はこのページにない。",
    caseLead: "拠点を外すと、各目標に最も近い拠点がどう変わるかを示す。", caseLeadSea: "拠点を外し、海峡を閉じると、最も近い拠点がどう変わるかを示す。", hubsInUse: "使う拠点", straitsOpen: "船が通れる海峡",
    verdictAll: "全拠点を使用。最も近い拠点まで平均 {0}。", verdict: "最寄り拠点または経路が変わる目標: {0}。最も近い拠点まで平均 {1}、元は {2}（{3}）。",
    verdictNone: "使える拠点がない。", rankingCaption: "全目標までの平均距離による拠点の順位", nearestCaption: "各目標に最も近い拠点", mean: "平均 {0}", change: "±", count: "最寄り数", nearestHub: "最寄り拠点", before: "元: {0}", lost: "除外", all: "すべて使う",
    shown: "地図に示すもの", placesKind: "その他の場所", byOperator: "運用国別の基地", byHost: "所在国別の基地", seas: "海の名", rings: "圏", depth: "海の深さ",
    theme: "明暗の切替", png: "画像 (PNG)", csv: "表 (CSV)", print: "印刷", made: "{0}を書き出した", route: "航路", strait: "海峡", closeStrait: "船の通航を閉じる", openStrait: "船の通航を開く",
    countries: { USA: "米国", JPN: "日本", KOR: "韓国", PHL: "フィリピン", TWN: "台湾", AUS: "豪州", SGP: "シンガポール", PLW: "パラオ", FSM: "ミクロネシア" },
    facts: { source: "出典", as_of: "時点", operator: "運用者", operator_country: "運用国", host: "所在国", service: "軍種", kind: "種類", access: "利用",
      width_km: "幅 km（計算値）", published: "公表された幅", regime: "法的地位", regime_source: "法的地位の出典", coast_a: "一方の岸", coast_b: "他方の岸",
      country: "国", role: "役割", note: "注", precision_km: "位置の精度 km", sea_name: "船の起点の港", sea_source: "港の出典", coord_source: "位置の出典",
      drawn_by: "描いた者", sequence: "島々", icao: "ICAOコード", traffic: "通航", chain_passage: "列島線の通路", default_source: "名称の選び方" },
  },
  ko: {
    title: "{0}이 위인 지도", lead: "다이얼로 지면을 돌린다. 거점을 고르거나 지도에서 누르면 각 목표까지의 거리가 나온다.",
    sides: ["북쪽", "북동쪽", "동쪽", "남동쪽", "남쪽", "남서쪽", "서쪽", "북서쪽"], letters: ["북", "동", "남", "서"],
    degrees: "방위 {0}° 쪽", upTo: "{0}을 위로", turn: "지면 돌리기", map: "지도", hub: "거점", ownHub: "지도 위의 점", unit: "단위", speed: "속도", language: "언어",
    target: "목표", hours: "시간", azimuth: "방위각", detour: "항공 대비", caption: "{0} 기점 직선거리", cruise: "{0}노트", fromHere: "여기서부터의 거리",
    nearest: "가까운 거점", measure: "거리 재기", measuring: "지도에서 점을 누른다. Esc로 끝낸다.", total: "합계", home: "전체 지도", zoomIn: "확대", zoomOut: "축소", close: "닫기",
    us_base: "미군 기지", host_base: "다른 나라의 기지", edca_base: "필리핀 기지 (EDCA, 미군 접근)", civil: "민간 공항·항만",
    node: "항만·후방 거점", city: "도시", chain: "제1도련선", second: "제2도련선", gate: "해협의 가장 좁은 곳", ray: "최단 항공로",
    sources: "거리는 WGS 84 타원체의 측지선 길이. 육지 © OpenStreetMap contributors (ODbL), 국경 Natural Earth, 바다 깊이 ETOPO1 (NOAA). 각 지물의 출처는 누르면 표시. 지도 라이브러리: Leaflet (BSD).",
    licence: "Leaflet 라이선스",
    skip: "표로 건너뛰기", legend: "범례", about: "출처와 라이선스", mode: "경로", air: "항공", sea: "해상", tabs: "알아볼 것", ask: "거리", case: "가정", layers: "표시",
    search: "지명·기지·해협 찾기", found: "{0}개 찾음", none: "찾지 못함", ring: "반경", ringOff: "없음", ringHere: "여기에 반경 그리기", remove: "{0}의 반경 지우기",
    inReach: "반경 안의 목표 {0}", bySea: "{0} 기점 해상 거리", noWay: "해상 경로 없음", noSea: "바다에 닿아 있지 않음", airOnly: "항공만 가능. 이 지점에서 나가는 항로는 이 페이지에 없다.",
    caseLead: "거점을 빼면 각 목표에 가장 가까운 거점이 어떻게 바뀌는지 보여 준다.", caseLeadSea: "거점을 빼거나 해협을 닫으면 가장 가까운 거점이 어떻게 바뀌는지 보여 준다.", hubsInUse: "쓰는 거점", straitsOpen: "배가 다닐 수 있는 해협",
    verdictAll: "모든 거점 사용. 가장 가까운 거점까지 평균 {0}.", verdict: "가장 가까운 거점이나 경로가 바뀌는 목표: {0}곳. 가장 가까운 거점까지 평균 {1}, 원래 {2} ({3}).",
    verdictNone: "쓸 수 있는 거점이 없다.", rankingCaption: "모든 목표까지의 평균 거리에 따른 거점 순위", nearestCaption: "각 목표에 가장 가까운 거점", mean: "평균 {0}", change: "±", count: "최근접 수", nearestHub: "가장 가까운 거점", before: "원래: {0}", lost: "제외", all: "모두 사용",
    shown: "지도에 보일 것", placesKind: "그 밖의 곳", byOperator: "운용국별 기지", byHost: "소재국별 기지", seas: "바다 이름", rings: "반경", depth: "바다 깊이",
    theme: "밝게·어둡게", png: "그림 (PNG)", csv: "표 (CSV)", print: "인쇄", made: "{0} 저장함", route: "배의 항로", strait: "해협", closeStrait: "선박 통항 막기", openStrait: "선박 통항 열기",
    countries: { USA: "미국", JPN: "일본", KOR: "한국", PHL: "필리핀", TWN: "타이완", AUS: "호주", SGP: "싱가포르", PLW: "팔라우", FSM: "미크로네시아" },
    facts: { source: "출처", as_of: "기준 시점", operator: "운용자", operator_country: "운용국", host: "소재국", service: "군종", kind: "종류", access: "이용",
      width_km: "너비 km (계산값)", published: "공표된 너비", regime: "법적 지위", regime_source: "법적 지위의 출처", coast_a: "한쪽 해안", coast_b: "다른 쪽 해안",
      country: "나라", role: "역할", note: "주", precision_km: "위치 정밀도 km", sea_name: "선박 기점 항만", sea_source: "항만의 출처", coord_source: "위치의 출처",
      drawn_by: "그린 이", sequence: "섬들", icao: "ICAO 코드", traffic: "통항", chain_passage: "도련선의 통로", default_source: "이름의 선택" },
  },
};
const LANGUAGE_NAMES = { en: "English", ja: "日本語", ko: "한국어" };
const KM_PER = { km: 1, nmi: 1.852, mi: 1.609344 };

/** What the reader has chosen: rings are { at, km }; off holds ids of hubs, closed of straits, hidden of layers. */
const state = {
  lang: DATA.lang, unit: "km", mode: "air", speed_kn: 450, hub: null, tab: "ask", theme: "",
  ring_km: 0, rings: [], off: new Set(), closed: new Set(), hidden: new Set(),
};
const CRUISE_KN = { air: 450, sea: 20 };

/** Return a phrase in the page's language; {0}, {1} and so on are filled in. */
function say(key, ...values) {
  const text = WORDS[state.lang][key];
  return values.length ? text.replace(/\{(\d)\}/g, (_, i) => values[i]) : text;
}

function named(feature) {
  return feature.names[state.lang] || feature.names.en;
}

const FORMATS = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));

function number(value, digits) {
  return FORMATS[digits].format(value);
}

/** Write a length in the chosen unit, without the unit's name. */
function lengthText(length_m) {
  const value = length_m / 1000 / KM_PER[state.unit];
  return number(value, value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** Write a length that has grown (+) or shrunk, in the chosen unit. */
function changeText(length_m) {
  const value = length_m / 1000 / KM_PER[state.unit], text = number(Math.abs(value), 0);
  return text === "0" ? "±0" : `${value > 0 ? "+" : "−"}${text}`;
}

/** Write a position as people write it: latitude first. */
function positionText(lon, lat, digits) {
  lon = ((lon + 180) % 360 + 360) % 360 - 180;
  return `${Math.abs(lat).toFixed(digits)}°${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(digits)}°${lon < 0 ? "W" : "E"}`;
}

/** The element of the page with an id. @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

/** All elements that a selector finds. @param {string} selector @returns {any[]} */
const every = (selector) => [...document.querySelectorAll(selector)];

/**
 * Make an element with text and children; nothing on this page is made from markup.
 * @param {string} tag @param {object} properties @param {...any} children @returns {any}
 */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
