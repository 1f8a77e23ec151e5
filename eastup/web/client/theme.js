// How the map looks: its colours, light and dark, and its size. What is not the map is in map.css.

import { derived, state } from "./state.js";

/** @typedef {{ [color: string]: string }} Colors */
/** @typedef {{ name: ThemeName, color: Colors, deep: [number, number[]][] }} Theme */

/** @type {Record<ThemeName, Theme>} */
export const THEMES = {
  light: {
    name: "light",
    color: {
      sea: "#c3d6e2", land: "#f7f3e9", coast: "#9aa9ae", border: "#c3bba6", graticule: "#ffffff66", chain: "#c8372b", second: "#d08a80", gate: "#9a1f14",
      ray: "#14507f", user: "#6b2fa0", ink: "#13202b", paper: "#ffffff", ring: "#b35c00", shut: "#13202b", changed: "#b35c00",
      us: "#14507f", other: "#7b8a95", edca: "#cf7310", node: "#2f7d67", city: "#13202b", place: "#5a6772",
      seaText: "#35627e", seaHalo: "#d5e3ebb0", halo: "#ffffffe6", strait: "#9a1f14", cityText: "#46535d", baseText: "#24323d", userText: "#5b2a86",
    },
    deep: [[0, [229, 239, 243]], [200, [218, 232, 239]], [2000, [206, 223, 233]], [5000, [190, 211, 225]], [8000, [166, 192, 211]], [11000, [146, 176, 199]]],
  },
  dark: {
    name: "dark",
    color: {
      sea: "#15242f", land: "#36424a", coast: "#6d7b84", border: "#596770", graticule: "#ffffff14", chain: "#ff7a66", second: "#b8736a", gate: "#ffa294",
      ray: "#6db6ee", user: "#c79bf2", ink: "#eef3f6", paper: "#101a21", ring: "#ffb454", shut: "#eef3f6", changed: "#ffb454",
      us: "#6db6ee", other: "#9aa8b2", edca: "#ffb454", node: "#6fcbb0", city: "#eef3f6", place: "#b4c0c8",
      seaText: "#86aec6", seaHalo: "#15242fcc", halo: "#101a21e6", strait: "#ffb3a7", cityText: "#c5d0d7", baseText: "#dfe7ec", userText: "#d9b8fa",
    },
    deep: [[0, [38, 62, 78]], [200, [32, 53, 68]], [2000, [26, 44, 57]], [5000, [20, 34, 46]], [8000, [15, 26, 36]], [11000, [11, 20, 29]]],
  },
};

/** How much larger all is drawn: a wall is looked at from afar. In quarters, so that the panel ends on a whole pixel. */
export const LARGER = innerWidth >= 2200 && (window.devicePixelRatio || 1) < 1.5 ? Math.min(Math.round(innerWidth / 450) / 4, 2.5) : 1;

/** The theme that the reader chose, or that of the reader's system. */
export const theme = derived(() => THEMES[state.theme || state.system]);

/** Its colours. */
export const ink = () => theme().color;

export const SANS = '"Eastup CJK", system-ui, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
export const SERIF = 'Georgia, "Noto Serif", "Eastup CJK", serif';
