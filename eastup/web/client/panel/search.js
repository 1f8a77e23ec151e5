// Search over all names in all languages, forgiving about accents, kana, spaces and half-typed Korean syllables.

const MOST_HITS = 8;

/**
 * Fold a name for comparing: no accents or voicing marks, hiragana for katakana, small letters, only letters and digits.
 * Korean syllables fall apart into their letters, so that a syllable that is still being typed already matches.
 */
function folded(text) {
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)).replace(/[^\p{L}\p{N}]|ー/gu, "");
}

let index = null; // [{ feature, kind, names: [folded] }], made when it is first wanted

function makeIndex() {
  const all = (features, kind) => features.map((feature) => ({ feature, kind }));
  const found = [
    ...all(DATA.straits, "strait"), ...DATA.points.map((feature) => ({ feature, kind: feature.kind })), ...all(DATA.seas, "seas"), ...all(DATA.chains, "chain"),
    ...DATA.user.flatMap((layer) => all(layer.features, layer.name)),
  ];
  const known = new Set(found.map((entry) => entry.feature.id));
  for (const hub of [...DATA.hubs, ...DATA.targets]) if (!known.has(hub.id)) found.push({ feature: { ...hub, free: true }, kind: "hub" });
  return found.map((entry) => {
    const spellings = [...Object.values(entry.feature.names), ...(entry.feature.also || [])];
    return { ...entry, names: spellings.map(folded), words: spellings.map((text) => text.split(/[\s\-·・/,()]+/u).map(folded)) };
  });
}

/** The features whose names match best: those that begin so, then those of which a word does, then those that hold it. */
function search(text) {
  const spot = /^\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (spot && Math.abs(Number(spot[1])) <= 90 && Math.abs(Number(spot[2])) <= 360) return [{ feature: freePlace(Number(spot[2]), Number(spot[1])), kind: "ownHub" }];
  const wanted = folded(text);
  if (!wanted) return [];
  index ||= makeIndex();
  const hubs = new Set(DATA.hubs.map((hub) => hub.id)), hits = [];
  for (const entry of index) {
    const score = entry.names.includes(wanted) ? 0 : entry.names.some((name) => name.startsWith(wanted)) ? 1
      : entry.words.some((words) => words.some((word) => word.startsWith(wanted))) ? 2 : entry.names.some((name) => name.includes(wanted)) ? 3 : 9;
    if (score < 9) hits.push({ ...entry, score: score - (hubs.has(entry.feature.id) ? 0.5 : 0) });
  }
  return hits.sort((a, b) => a.score - b.score).slice(0, MOST_HITS);
}

/** A place that is no feature: any point of the map. */
function freePlace(lon, lat) {
  const id = `${lat.toFixed(4)},${lon.toFixed(4)}`;
  return { id, names: { en: positionText(lon, lat, 4) }, at: [lon, lat], free: true };
}

function startSearch() {
  const input = $("search"), list = $("hits");
  let hits = [], chosen = -1;
  const choose = (i) => {
    chosen = i;
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === i)));
    if (i >= 0) input.setAttribute("aria-activedescendant", `hit-${i}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const take = (hit) => {
    close();
    input.value = named(hit.feature);
    if (map.getZoom() < 5) map.setZoom(5, { animate: false });
    showPlace(hit.feature);
  };
  const look = () => {
    hits = search(input.value);
    list.replaceChildren(...hits.map((hit, i) => {
      const item = make("li", { id: `hit-${i}` }, make("span", { textContent: named(hit.feature) }), make("small", { textContent: WORDS[state.lang][hit.kind] && typeof say(hit.kind) === "string" ? say(hit.kind) : hit.kind === "place" ? "" : hit.kind }));
      item.setAttribute("role", "option");
      item.onpointerdown = (event) => {
        event.preventDefault();
        take(hit);
      };
      return item;
    }));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    choose(hits.length ? 0 : -1);
    tell(folded(input.value) ? (hits.length ? say("found", String(hits.length)) : say("none")) : "");
  };
  input.oninput = look;
  input.onfocus = () => input.value && look();
  input.onblur = close;
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) choose((chosen + step + hits.length) % hits.length);
    else if (event.key === "Enter" && hits[chosen]) take(hits[chosen]);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
