// How the map looks: its colours, light and dark, and its size. What is not the map is in map.css.

import { derived, state } from "./state.js";

/** @typedef {{ [color: string]: string }} Colors */
/** @typedef {{ name: ThemeName, color: Colors, deep: [number, number[]][] }} Theme */

/**
 * Every colour, light and dark.
 * @type {Record<string, [string, string]>}
 */
const COLORS = {
  sea: ["#c3d6e2", "#15242f"], land: ["#f7f3e9", "#36424a"], coast: ["#9aa9ae", "#6d7b84"], border: ["#c3bba6", "#596770"],
  graticule: ["#ffffff66", "#ffffff14"], chain: ["#c8372b", "#ff7a66"], second: ["#d08a80", "#b8736a"], gate: ["#9a1f14", "#ffa294"],
  ray: ["#14507f", "#6db6ee"], user: ["#6b2fa0", "#c79bf2"], ink: ["#13202b", "#eef3f6"], paper: ["#ffffff", "#101a21"],
  ring: ["#b35c00", "#ffb454"], closed: ["#13202b", "#eef3f6"], changed: ["#b35c00", "#ffb454"], us: ["#14507f", "#6db6ee"],
  other: ["#7b8a95", "#9aa8b2"], edca: ["#cf7310", "#ffb454"], node: ["#2f7d67", "#6fcbb0"], city: ["#13202b", "#eef3f6"],
  place: ["#5a6772", "#b4c0c8"], seaText: ["#35627e", "#86aec6"], seaHalo: ["#d5e3ebb0", "#15242fcc"], landText: ["#6b6250", "#c4bda8"], landHalo: ["#f7f3e9cc", "#36424acc"], halo: ["#ffffffe6", "#101a21e6"],
  strait: ["#9a1f14", "#ffb3a7"], cityText: ["#46535d", "#c5d0d7"], baseText: ["#24323d", "#dfe7ec"], userText: ["#5b2a86", "#d9b8fa"],
};

/**
 * The sea by its depth: metres, and its colour light and dark.
 * @type {[number, number[], number[]][]}
 */
const DEEP = [
  [0, [229, 239, 243], [38, 62, 78]],
  [200, [218, 232, 239], [32, 53, 68]],
  [2000, [206, 223, 233], [26, 44, 57]],
  [5000, [190, 211, 225], [20, 34, 46]],
  [8000, [166, 192, 211], [15, 26, 36]],
  [11000, [146, 176, 199], [11, 20, 29]],
];

/** @type {(name: ThemeName, which: 0 | 1) => Theme} */
const themed = (name, which) => ({
  name,
  color: Object.fromEntries(Object.entries(COLORS).map(([what, pair]) => [what, pair[which]])),
  deep: DEEP.map(([metres, ...pair]) => [metres, pair[which]]),
});

/** @type {Record<ThemeName, Theme>} */
export const THEMES = { light: themed("light", 0), dark: themed("dark", 1) };

/** How much larger all is drawn: a wall is looked at from afar. In quarters, so that the panel ends on a whole pixel. */
export const LARGER = innerWidth >= 2200 && (window.devicePixelRatio || 1) < 1.5 ? Math.min(Math.round(innerWidth / 450) / 4, 2.5) : 1;

const chosen = derived(() => THEMES[state.theme || state.system]);
/** That in whose colours something is drawn before it is shown. @type {Theme | null} */
let ahead = null;

/** The theme that the reader chose, or that of the reader's system. */
export const theme = () => ahead || chosen();

/** Draw something in the colours of the theme that is not shown. @param {() => void} draw */
export function inOtherTheme(draw) {
  ahead = chosen() === THEMES.dark ? THEMES.light : THEMES.dark;
  try {
    draw();
  } finally {
    ahead = null;
  }
}

/** Its colours. */
export const ink = () => theme().color;

/** Load the characters of East Asia that come with the page, so that no machine shows empty boxes. @param {() => void} done */
export function loadFont(done) {
  const { font } = window.eastup.parts;
  if (!font.length) return;
  const face = new FontFace("Eastup CJK", /** @type {BufferSource} */ (font), { unicodeRange: "U+2E80-FFEF" });
  document.fonts.add(face);
  face.load().then(done, (error) => console.info(`the page's font can't be read: ${error}`));
}

export const SANS = '"Eastup CJK", system-ui, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
export const SERIF = 'Georgia, "Noto Serif", "Eastup CJK", serif';
