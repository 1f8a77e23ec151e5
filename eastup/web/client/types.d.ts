// The data that comes with the page, as eastup.web.features, land, depth and sea write it, and what the modules make of it.

type Lang = "en" | "ja" | "ko";
type Unit = "km" | "nmi" | "mi";
type Mode = "air" | "sea";
type Tab = "ask" | "way" | "case" | "layers" | "story";
/** How positions are written: degrees, degrees with minutes and seconds, or the Military Grid Reference System. */
type Coords = "dd" | "dms" | "mgrs";
type ThemeName = "light" | "dark";
/** Longitude and latitude in degrees. */
type LonLat = number[];
type Pair = [number, number];

interface Names { en: string; ja?: string; ko?: string }

/** A hub or a target as Python gives it. `sea` is where ships are counted from, if that is elsewhere. */
interface PlaceData { id: string; names: Names; at: LonLat; sea?: LonLat; precision_km?: number }
interface FeatureData { id: string; names: Names; facts: Record<string, string>; also?: string[] }
interface ChainData extends FeatureData { chain: string; lines: LonLat[][] }
interface StraitData extends FeatureData { at: LonLat; lines: LonLat[][]; width_km: number }
interface PointData extends FeatureData { at: LonLat; kind: PointKind; capital?: true; sea?: LonLat }
interface SeaNameData extends FeatureData { at: LonLat }
/** A country (rank 0) or an island (1 to 3), `small` where its name stands beside it; see eastup.web.lands. */
interface LandNameData { names: Names; at: LonLat; radius_km: number; rank: number; small?: true }
interface OwnData extends FeatureData { type: "Point" | "LineString" | "Polygon"; lines: LonLat[][]; part?: true; color?: string; sea?: LonLat }
/** A file that was dropped on the page: of how many of its points, from the first on, the hubs and the targets are. */
interface KeptLayer { name: string; features: Omit<OwnData, "sea">[]; hubs: number; targets: number }
type PointKind = "us_base" | "edca_base" | "host_base" | "civil" | "node" | "city" | "place";

interface ViewData {
  projection: "oblique-mercator" | "equal-area" | "equidistant";
  up: number; center: LonLat | null;
  lat_0: number; lonc: number; lon_0: number; alpha: number; gamma: number; k: number; x_0: number; y_0: number;
}
/** See eastup.web.land: the rings themselves are in a part of their own. */
interface LandData { core: number[]; step_m: number }
interface DepthData { bounds: number[]; depths: number[]; greys: number[] }
/** Passages of gates by their ids, a number each day. */
interface PassedData { days: string[]; gates: Record<string, number[]> }
/** What the page is told about the sea; see eastup.web.sea. */
interface SeaData {
  unused: string[]; stands: Record<string, { on: string[]; beside: number[][] }>; lines: Record<string, number[]>;
  gates: string[]; known_m: number[][]; passed: number[][][];
}
interface PageData {
  lang: Lang; made: { version: string; date: string }; view: ViewData; home: LonLat[] | null; speeds_kn: Record<Mode, number>; opening: string; words: Record<Lang, Record<string, string>>;
  hubs: PlaceData[]; targets: PlaceData[];
  chains: ChainData[]; straits: StraitData[]; passages: StraitData[]; designations: Record<string, Names>; ports: Record<string, [ja: string, ko: string]>; told: [en: string, ja: string, ko: string][]; points: PointData[]; seas: SeaNameData[]; lands: LandNameData[];
  user: { name: string; features: OwnData[]; left_out?: number; first?: number; of?: number }[]; title: Partial<Names>;
  /** The marking line of the page, its colour and that of its letters; all that leaves the page bears it. */
  marking: { line: string; face: string; ink: string } | null;
  headings: { meanings: Record<string, string>; qualifiers: string[] };
  /** What a way by sea may be off, as a share of its length; the ends of a gate; kilometres a degree. See eastup.distance.uncertainty. */
  uncertainty: { sea_share: number; gate_km: number; degree_km: number };
  land: LandData; depth: DepthData; sea: SeaData | null; passed: PassedData | null;
}

/** Anything on the map that has a name: each has a key of its own, by which the state and the address speak of it. */
interface Feature {
  key: string; id: string; layer: "chains" | "straits" | "passages" | "points" | "seas" | "own" | "places" | "free";
  names: Names; at: LonLat; facts: Record<string, string>; also: string[]; lines: LonLat[][];
  kind?: PointKind; capital?: true; chain?: string; width_km?: number; sea?: LonLat; precision_km?: number;
  /** Of the reader's own layers. */
  type?: OwnData["type"]; part?: boolean; own?: string; color?: string;
}

/** All that the reader has chosen, features by their keys. `at` is null while the map shows the whole region; `rival` is empty, or a hub to compare with. */
interface State {
  lang: Lang; unit: Unit; mode: Mode; speeds_kn: Readonly<Record<Mode, number>>; hub: string; rival: string; tab: Tab; theme: ThemeName | "";
  ring_km: number; hours: readonly number[]; rings: readonly Ring[]; off: ReadonlySet<string>; closed: ReadonlySet<string>; hidden: ReadonlySet<string>;
  /** Which day of passages is shown, from 1; 0 for all of them. */
  day: number;
  /** Targets that came with the page and do not count, and features that do beside them. */
  skipped: ReadonlySet<string>; added: ReadonlySet<string>;
  /** The layer of the reader's own and its column by which that is coloured, as `layer/column`; or empty. */
  colored: string;
  /** The column by which its marks are large, likewise; and how much of what is below the reader's own layers cover, %. */
  sized: string; opacity: number;
  /** The reader's own title; empty for what is up. */
  title: string;
  up_deg: number; at: MapPlace | null; card: string | null; measuring: boolean; way: readonly string[]; coords: Coords; panel: boolean; compact: boolean;
  /** Steps to be shown in order: what each says, and the words of its address. `step` is the one that is shown, or -1. */
  steps: readonly Step[]; step: number; presenting: boolean;
  /** What the pointer or the keyboard lingers on in the table, and the theme of the reader's system: neither is kept. */
  lit: string | null; system: ThemeName;
  /** How often something has been found by sea, and the hour at which the ship is shown: not kept either. */
  found: number; clock_h: number;
}
interface Ring { at: LonLat; km: number }
interface Step { caption: string; address: string }
interface MapPlace { lon: number; lat: number; zoom: number }

interface Projection { forward(lon: number, lat: number): Pair; inverse(x: number, y: number): Pair }

/** The part of the plane that a picture shows: `x` and `y` (metres, the view north up) are in its middle. */
interface Camera { x: number; y: number; scale: number; up_deg: number; cos: number; sin: number }

/** Shapes in the plane, in the order in which they are painted; `key` is the feature that a click opens. */
interface LineShape {
  type: "line"; paths: Float64Array[]; color: string; width: number; alpha: number; dash?: number[]; cap?: CanvasLineCap;
  fill?: string; key?: string; fromZoom: number;
}
interface MarkShape { type: "mark"; x: number; y: number; form?: Form; radius: number; fill: string | null; color: string; width: number; alpha: number; key?: string; rank: number; fromZoom: number; text?: string }
/** Of a mark; round when not said. */
type Form = "round" | "square" | "diamond" | "triangle";
type Shape = LineShape | MarkShape;

type LabelStyle = "sea" | "land" | "island" | "hub" | "strait" | "capital" | "city" | "base" | "ring" | "reach" | "user";
/** `land_km` is how large the land is that the name stands on, or close by. */
interface Label { id: string; key?: string; text: string; at: LonLat; style: LabelStyle; radius: number; fromZoom: number; order: number; land_km?: number }
/** What names keep off: of lesser marks only as well as may be. */
interface Obstacle { at: LonLat; radius: number; fromZoom: number; lesser: boolean }
type Box = number[];

/** Places as [longitude, latitude, km from there to the place that is meant]. */
interface WaysQuestion { kind: "ways"; id: number; closed: string[]; origin: number[][]; targets: number[][][] }
interface ReachQuestion { kind: "reach"; id: number; closed: string[]; origin: number[][]; points: Float64Array; limit_km: number }
type SeaQuestion = { kind: "start"; id: number; mesh: Uint8Array; module: Uint8Array; lines: Record<string, number[]> } | WaysQuestion | ReachQuestion;
type SeaAnswer =
  | { kind: "ready"; id: number }
  | { kind: "failed"; id: number; why: string }
  | { kind: "ways"; id: number; length_m: Float64Array; onWater: Uint8Array; isOnWater: boolean; lines: Float64Array[] }
  | { kind: "reach"; id: number; km: Float32Array };

/** What the boot script leaves to the others, and they to the browser's console. */
interface Unpacked { parts: Record<string, Uint8Array>; sea: () => Promise<Record<string, Uint8Array>>; run: (script: Uint8Array) => void; original: string }
interface Window { eastup: Unpacked & Record<string, unknown>; eastupSea?: (question: SeaQuestion) => Promise<SeaAnswer> }
