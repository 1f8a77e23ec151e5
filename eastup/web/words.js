// What the page says, in English, Japanese and Korean.

const WORDS = {
  en: {
    title: "The map with {0} up", lead: "Turn the page with the dial. Choose a hub, or click one, for its distances to every target.",
    sides: ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"], letters: ["N", "E", "S", "W"],
    degrees: "{0}°", upTo: "{0} up", turn: "Turn the page", map: "Map", hub: "Hub", ownHub: "Point on the map", unit: "Unit", speed: "Speed", language: "Language",
    target: "Target", hours: "Hours", azimuth: "Azimuth", caption: "By air from {0}", cruise: "at {0} kn", fromHere: "Distances from here",
    nearest: "Nearest hubs", measure: "Measure", measuring: "Click points on the map; Escape ends.", total: "Total", home: "Whole map", zoomIn: "Zoom in", zoomOut: "Zoom out", close: "Close",
    us_base: "US base", host_base: "Base of another country", edca_base: "Philippine base, agreed US access (EDCA)", civil: "Civil airport or port",
    node: "Port or rear hub", city: "City", chain: "First island chain", second: "Second island chain", gate: "Strait gate", ray: "Shortest way by air",
    sources: "Distances: geodesics on WGS 84. Land © OpenStreetMap contributors (ODbL); borders Natural Earth. Each feature names its own source when clicked. Map library: Leaflet (BSD).",
    licence: "Licence of Leaflet",
    facts: { source: "Source", as_of: "As of", operator: "Operator", operator_country: "Operator's country", host: "Host", service: "Service", kind: "Kind", access: "Access",
      width_km: "Width, km (computed)", published: "Published widths", regime: "Legal regime", regime_source: "Source of regime", coast_a: "Coast", coast_b: "Other coast",
      country: "Country", role: "Role", note: "Note", precision_km: "Precision, km", sea_name: "Port for ships", sea_source: "Source of port", coord_source: "Source of position",
      drawn_by: "Drawn by", sequence: "Islands", icao: "ICAO code", traffic: "Traffic", chain_passage: "Passage of the chain", default_source: "Choice of name" },
  },
  ja: {
    title: "{0}が上の地図", lead: "ダイヤルで紙面を回す。拠点を選ぶか地図上で押すと、各目標までの距離が出る。",
    sides: ["北", "北東", "東", "南東", "南", "南西", "西", "北西"], letters: ["北", "東", "南", "西"],
    degrees: "方位{0}°", upTo: "{0}を上に", turn: "紙面を回す", map: "地図", hub: "拠点", ownHub: "地図上の点", unit: "単位", speed: "速度", language: "言語",
    target: "目標", hours: "時間", azimuth: "方位", caption: "{0}からの空路", cruise: "{0}ノット", fromHere: "ここからの距離",
    nearest: "近い拠点", measure: "測る", measuring: "地図上の点を押す。Escで終わる。", total: "合計", home: "全体", zoomIn: "拡大", zoomOut: "縮小", close: "閉じる",
    us_base: "米軍基地", host_base: "他国の基地", edca_base: "フィリピンの基地（EDCAで米軍が利用）", civil: "民間空港・港",
    node: "港・後方拠点", city: "都市", chain: "第一列島線", second: "第二列島線", gate: "海峡の最狭部", ray: "最短の空路",
    sources: "距離はWGS 84楕円体上の測地線長。陸地 © OpenStreetMap contributors (ODbL)、国境 Natural Earth。各地物の出典は押すと表示。地図ライブラリ: Leaflet (BSD)。",
    licence: "Leafletのライセンス",
    facts: { source: "出典", as_of: "時点", operator: "運用者", operator_country: "運用国", host: "所在国", service: "軍種", kind: "種類", access: "利用",
      width_km: "幅 km（計算値）", published: "公表された幅", regime: "法的地位", regime_source: "法的地位の出典", coast_a: "一方の岸", coast_b: "他方の岸",
      country: "国", role: "役割", note: "注", precision_km: "位置の精度 km", sea_name: "船の起点の港", sea_source: "港の出典", coord_source: "位置の出典",
      drawn_by: "描いた者", sequence: "島々", icao: "ICAOコード", traffic: "通航", chain_passage: "列島線の通路", default_source: "名称の選び方" },
  },
  ko: {
    title: "{0}이 위인 지도", lead: "다이얼로 지면을 돌린다. 거점을 고르거나 지도에서 누르면 각 목표까지의 거리가 나온다.",
    sides: ["북쪽", "북동쪽", "동쪽", "남동쪽", "남쪽", "남서쪽", "서쪽", "북서쪽"], letters: ["북", "동", "남", "서"],
    degrees: "방위 {0}° 쪽", upTo: "{0}을 위로", turn: "지면 돌리기", map: "지도", hub: "거점", ownHub: "지도 위의 점", unit: "단위", speed: "속도", language: "언어",
    target: "목표", hours: "시간", azimuth: "방위각", caption: "{0} 기점 직선거리", cruise: "{0}노트", fromHere: "여기서부터의 거리",
    nearest: "가까운 거점", measure: "거리 재기", measuring: "지도에서 점을 누른다. Esc로 끝낸다.", total: "합계", home: "전체 지도", zoomIn: "확대", zoomOut: "축소", close: "닫기",
    us_base: "미군 기지", host_base: "다른 나라의 기지", edca_base: "필리핀 기지 (EDCA, 미군 접근)", civil: "민간 공항·항만",
    node: "항만·후방 거점", city: "도시", chain: "제1도련선", second: "제2도련선", gate: "해협의 가장 좁은 곳", ray: "최단 항공로",
    sources: "거리는 WGS 84 타원체의 측지선 길이. 육지 © OpenStreetMap contributors (ODbL), 국경 Natural Earth. 각 지물의 출처는 누르면 표시. 지도 라이브러리: Leaflet (BSD).",
    licence: "Leaflet 라이선스",
    facts: { source: "출처", as_of: "기준 시점", operator: "운용자", operator_country: "운용국", host: "소재국", service: "군종", kind: "종류", access: "이용",
      width_km: "너비 km (계산값)", published: "공표된 너비", regime: "법적 지위", regime_source: "법적 지위의 출처", coast_a: "한쪽 해안", coast_b: "다른 쪽 해안",
      country: "나라", role: "역할", note: "주", precision_km: "위치 정밀도 km", sea_name: "선박 기점 항만", sea_source: "항만의 출처", coord_source: "위치의 출처",
      drawn_by: "그린 이", sequence: "섬들", icao: "ICAO 코드", traffic: "통항", chain_passage: "도련선의 통로", default_source: "이름의 선택" },
  },
};
const LANGUAGE_NAMES = { en: "English", ja: "日本語", ko: "한국어" };
const KM_PER = { km: 1, nmi: 1.852, mi: 1.609344 };

/** What the reader has chosen. */
const state = { lang: DATA.lang, unit: "km", speed_kn: 450, hub: null };

/** Return a phrase in the page's language; {0} is filled in. */
function say(key, value) {
  const text = WORDS[state.lang][key];
  return value === undefined ? text : text.replace("{0}", () => value);
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

/** Write a position as people write it: latitude first. */
function positionText(lon, lat, digits) {
  lon = ((lon + 180) % 360 + 360) % 360 - 180;
  return `${Math.abs(lat).toFixed(digits)}°${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(digits)}°${lon < 0 ? "W" : "E"}`;
}

/** Make an element with text and children; nothing on this page is made from markup. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
