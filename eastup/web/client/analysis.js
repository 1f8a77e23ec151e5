// Lengths between hubs and targets by air and by sea, and what follows from them: who is nearest, and how hubs rank.

const SEA = DATA.sea ? new SeaNetwork(DATA.sea) : null;
const NOTHING = new Set();
const lines = new Map(); // geodesics between hubs and targets, by where they are: ids of the reader's own layers may be anything

/** Search the sea from each hub while the reader looks: the first question by sea is then answered as quickly as the next. */
function searchAhead(hubs = [...DATA.hubs]) {
  const hub = hubs.shift();
  if (!SEA || !hub) return;
  setTimeout(() => {
    if (SEA.knows(hub.sea)) SEA.from(hub.sea, NOTHING);
    searchAhead(hubs);
  }, 30);
}

function hubsInUse() {
  return DATA.hubs.filter((hub) => !state.off.has(hub.id));
}

function lineBetween(hub, target) {
  const key = `${hub.at} ${target.at}`;
  if (!lines.has(key)) lines.set(key, geodesic(...hub.at, ...target.at));
  return lines.get(key);
}

/** Metres from a hub to a target the way that is chosen; infinite where there is none. */
function lengthBetween(hub, target, closed = state.closed) {
  return state.mode === "air" ? lineBetween(hub, target).length_m : SEA.way(hub.sea, target.sea, closed).length_m;
}

/** Why there is no way from a hub to a target. */
function whyNone(hub, target) {
  if (!SEA.lookedFor(hub.sea) || !SEA.lookedFor(target.sea)) return say("airOnly");
  return SEA.knows(hub.sea) && SEA.knows(target.sea) ? say("noWay") : say("noSea");
}

/** The way from a hub to a target as [lon, lat], close enough to draw. */
function wayTo(hub, target) {
  if (state.mode === "air") return geodesicPath(hub.at, target.at, 150000);
  const corners = SEA.corners(hub.sea, target.sea, state.closed);
  return corners.flatMap((corner, i) => (i ? geodesicPath(corners[i - 1], corner, 150000).slice(1) : [corner]));
}

/**
 * What holds for the hubs that are not off, with straits closed: hubs by their mean distance to all targets (one that
 * misses a target has no mean and comes last; a target that none reaches is left out), and the nearest hub to each.
 */
function judge(off, closed) {
  const hubs = DATA.hubs.filter((hub) => !off.has(hub.id));
  const lengths = hubs.map((hub) => DATA.targets.map((target) => lengthBetween(hub, target, closed)));
  const nearest = DATA.targets.map((target, j) => {
    let hub = null, length_m = Infinity;
    hubs.forEach((candidate, i) => {
      if (lengths[i][j] < length_m) [hub, length_m] = [candidate, lengths[i][j]];
    });
    return { target, hub, length_m };
  });
  const reached = DATA.targets.map((_, j) => j).filter((j) => nearest[j].hub);
  const ranking = hubs.map((hub, i) => ({
    hub,
    mean_m: mean(reached.map((j) => lengths[i][j])),
    count: nearest.filter((row) => row.hub === hub).length,
  }));
  ranking.sort((a, b) => (a.mean_m === b.mean_m ? 0 : a.mean_m - b.mean_m));
  return { ranking, nearest, mean_m: mean(reached.map((j) => nearest[j].length_m)) };
}

function mean(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : NaN;
}
